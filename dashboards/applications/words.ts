import type { ApplicationRow } from '../../src/api/contract.ts';
import { daySays } from '../checks/words.ts';

/** “Mon 2 Nov”. */
export function appliedSays({ appliedOn }: ApplicationRow): string {
  return appliedOn === undefined ? 'day not known' : daySays(Date.parse(appliedOn));
}
