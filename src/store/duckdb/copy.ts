import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { FILE_NAME, type Engine } from './engine.ts';

/** Copies files named in pairs, durably; a file that is there is never written over. */
const COPIER = `const fs = require('node:fs');
for (let at = 1; at < process.argv.length; at += 2) {
  fs.copyFileSync(process.argv[at], process.argv[at + 1], fs.constants.COPYFILE_EXCL | fs.constants.COPYFILE_FICLONE);
  const file = fs.openSync(process.argv[at + 1], 'r+');
  fs.fchmodSync(file, 0o600);
  fs.fsyncSync(file);
  fs.closeSync(file);
}`;

/** The file of a store, and what was written since its last checkpoint. */
export const STORE_FILES: readonly string[] = [FILE_NAME, `${FILE_NAME}.wal`];

/**
 * Copies an open store into a folder, whole and consistent: nobody writes meanwhile, questions are answered.
 *
 * Another process copies, because a process that closes a file gives up every lock that it has on it, and with it the store.
 *
 * @throws the error of the file system, with its code and the folder
 */
export async function copyStore(engine: Engine, folder: string): Promise<void> {
  await engine.alone(async (connection) => {
    // A reader may stand in the way; then what was written last is copied beside the file.
    await connection.run('CHECKPOINT farmwatch').catch(() => {});
    const pairs = STORE_FILES.map((name) => join(engine.name, name)).filter((file) => existsSync(file)).flatMap((file) => [file, join(folder, basename(file))]);
    try {
      await promisify(execFile)(process.execPath, ['-e', COPIER, ...pairs]);
    } catch (cause) {
      throw Object.assign(new Error(`copying the store into ${folder} failed`, { cause }), { code: /\bE[A-Z]{3,}\b/.exec((cause as { stderr?: string }).stderr ?? '')?.[0], path: folder });
    }
  });
}
