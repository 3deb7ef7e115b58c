import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { identityKeys, type IdentityKeys } from './keys.ts';

/** Where the keys of identity come from. */
export interface KeySource {
  /** Fit to be shown. */
  readonly from: string;
  /** The file, where they lie in one of our making. */
  readonly file?: string;
  /** Undefined where there are none yet. @throws FarmwatchError `file.unreadable` */
  read(): IdentityKeys | undefined;
  /** Makes the first key. @throws FarmwatchError where keys are brought by somebody else, or the place cannot be written */
  make(): IdentityKeys;
}

/** The file beside a data folder: a copy of the folder has not got it. */
export function keyFileBeside(folder: string): string {
  return `${folder.replace(/\/+$/, '')}.identity-key`;
}

/** Does something with an open file or folder, and closes it again. */
function withOpen(path: string, flags: string, work: (handle: number) => void): void {
  const handle = openSync(path, flags, 0o600);
  try {
    work(handle);
  } finally {
    closeSync(handle);
  }
}

/**
 * Keys in a file that is made at the first start, readable by its owner only.
 *
 * @param sync brings what was written onto the disk
 */
export function keysInFile(file: string, sync: (handle: number) => void = fsyncSync): KeySource {
  const read = (): IdentityKeys | undefined => (existsSync(file) ? identityKeys(readFileSync(file, 'utf8'), file) : undefined);
  return {
    from: file,
    file,
    read,
    make() {
      try {
        makeFolder(dirname(file));
        withOpen(file, 'wx', (handle) => {
          try {
            writeSync(handle, `1:${randomBytes(32).toString('hex')}\n`);
            sync(handle);
          } catch (error) {
            // Half a key would refuse every later start.
            rmSync(file);
            throw error;
          }
        });
        // Nothing may be sealed before the name is on the disk too: after a power cut nobody could open it.
        withOpen(dirname(file), 'r', sync);
      } catch (cause) {
        // Another process may have been a moment quicker; its key is as good.
        if (!existsSync(file)) {
          throw new FarmwatchError('file.unwritable', { file, why: `the key of identity cannot be made there (${messageOf(cause)})`, cure: 'Let this account write there, or name a key with store.identity_key in farmwatch.json.' }, { cause });
        }
      }
      return read()!;
    },
  };
}

/** Keys behind a reference of the configuration; nobody makes them here. */
export function keysIn(reference: string, text: () => string): KeySource {
  const read = (): IdentityKeys => identityKeys(text(), reference);
  return { from: reference, read, make: read };
}
