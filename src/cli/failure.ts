import { FarmwatchError, messageOf } from '../errors.ts';

/** What the file system says when it will not do as told, and what to do about it. */
const REFUSALS: Readonly<Record<string, readonly [why: string, cure: string]>> = {
  EACCES: ['this account may not do that', 'Give it permission, or name another place.'],
  EPERM: ['this account may not do that', 'Give it permission, or name another place.'],
  EROFS: ['it lies on a disk that is read-only', 'Name another place.'],
  ENOSPC: ['no room is left', 'Free some space and repeat the command; what was acknowledged is kept.'],
  EDQUOT: ['the quota of this account is used up', 'Free some space and repeat the command; what was acknowledged is kept.'],
  EFBIG: ['it would be larger than this account may write', 'Raise the limit (ulimit -f) and repeat the command; what was acknowledged is kept.'],
  EEXIST: ['a file is there where a folder should be', 'Name another place.'],
  ENOTDIR: ['a file is there where a folder should be', 'Name another place.'],
  EISDIR: ['it is a folder', 'Name a file.'],
  ENOENT: ['there is no such file or folder', 'Check the path.'],
  EMFILE: ['too many files are open', 'Raise the limit (ulimit -n) and repeat the command.'],
  EIO: ['the disk does not answer as it should', 'Check the disk, then repeat the command.'],
};

/** What ended a command, as a failure of ours; undefined for a mistake in the code. */
export function failureOf(error: unknown): FarmwatchError | undefined {
  if (error instanceof FarmwatchError) return error;
  const { code, path, dest } = (error ?? {}) as { readonly code?: string; readonly path?: string; readonly dest?: string };
  const refusal = code === undefined ? undefined : REFUSALS[code];
  if (!refusal) return undefined;
  // Writing to an open file fails without its name.
  const [why, cure] = refusal;
  return new FarmwatchError('file.unwritable', { file: dest ?? path ?? `Writing failed (${messageOf(error)})`, why, cure }, { cause: error });
}
