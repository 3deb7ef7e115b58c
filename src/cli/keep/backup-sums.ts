import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Beside what was copied: a hash of each file, as `sha256sum -c` reads it. */
export const SUMS = 'SHA256SUMS';

/** Writes down what was copied into a folder, so that whoever restores it knows whether it still is that. */
export async function writeSums(folder: string): Promise<void> {
  const lines: string[] = [];
  for (const name of (await readdir(folder)).sort()) lines.push(`${await sha256Of(join(folder, name))}  ${name}\n`);
  await writeFile(join(folder, SUMS), lines.join(''), { mode: 0o600 });
}

/**
 * Holds a folder against the hashes in it. An embedded store notices a damaged block only when it reads that one, which may
 * be weeks after a restore.
 *
 * @returns names of files that are missing or not what was copied; undefined where a folder brings no hashes
 */
export async function damagedFiles(folder: string): Promise<readonly string[] | undefined> {
  if (!existsSync(join(folder, SUMS))) return undefined;
  const damaged: string[] = [];
  for (const line of (await readFile(join(folder, SUMS), 'utf8')).split('\n')) {
    const [, hash, name] = /^([0-9a-f]{64}) [ *](.+)$/.exec(line) ?? [];
    if (name !== undefined && (!existsSync(join(folder, name)) || await sha256Of(join(folder, name)) !== hash)) damaged.push(name);
  }
  return damaged;
}

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
