import { userInfo } from 'node:os';
import { FarmwatchError } from '../errors.ts';

/** Who did something by command: the name that was given, else the account of this machine. */
export function whoIs(by: string | undefined): string {
  const named = by?.trim() ?? userInfo().username;
  if (named === '' || named.length > 200) throw new FarmwatchError('usage', { why: '--by takes a name of at most 200 characters.' });
  return named;
}
