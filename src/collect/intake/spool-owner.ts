import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FarmwatchError, messageOf } from '../../errors.ts';

/**
 * Makes this process the only one that uses a spool. What a crash left behind is taken over.
 *
 * @returns lets go of it
 * @throws FarmwatchError `spool.held` where another process that lives has it
 */
export function holdAlone(folder: string): () => void {
  const file = join(folder, 'owner.pid');
  const take = (): void => writeFileSync(file, `${process.pid}\n`, { mode: 0o600, flag: 'wx' });
  try {
    take();
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw new FarmwatchError('file.unwritable', { file, why: messageOf(cause), cure: 'Let Farmwatch write there' }, { cause });
    const owner = Number(readFileSync(file, 'utf8'));
    if (lives(owner)) throw new FarmwatchError('spool.held', { file, pid: owner });
    rmSync(file, { force: true });
    take();
  }
  return () => rmSync(file, { force: true });
}

/** In a container a crashed server and its successor often have the same number. */
function lives(pid: number): boolean {
  if (!(pid > 0) || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
