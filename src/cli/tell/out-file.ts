import { chmodSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { failureOf } from '../failure.ts';

/** For whoever made it alone: names and reasons may stand in it. */
const OWN = 0o600;

/**
 * Writes a file that somebody named with `--out`, whole or not at all: where the disk is full neither half of a new report
 * lies there, nor nothing in the place of the one before.
 *
 * @throws FarmwatchError `file.unwritable`, with what the disk said and its cure
 */
export function writeOut(file: string, content: string | Uint8Array): void {
  try {
    const there = statSync(file, { throwIfNoEntry: false });
    // A pipe or a device is written to, never replaced; nor is a folder.
    if (there && !there.isFile()) return writeFileSync(file, content);
    const to = there ? realpathSync(file) : file;
    const part = `${to}.${process.pid}.part`;
    try {
      writeFileSync(part, content, { mode: OWN });
      if (there) chmodSync(part, there.mode & 0o777);
      renameSync(part, to);
    } catch (cause) {
      if (statSync(part, { throwIfNoEntry: false })?.isFile()) rmSync(part);
      throw cause;
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code;
    const failure = failureOf(cause);
    const why = code === 'ENOENT' ? 'there is no such folder' : code === 'EACCES' || code === 'EPERM' ? 'this account may not write there' : failure?.details['why'] ?? messageOf(cause);
    const cure = code === 'ENOSPC' || code === 'EDQUOT' ? 'Free some space and repeat the command; what lay there before is as it was.' : 'Name another place with --out.';
    throw new FarmwatchError('file.unwritable', { file, why, cure }, { cause });
  }
}
