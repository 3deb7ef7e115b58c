import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FarmwatchError } from '../errors.ts';

/**
 * Files by name; a folder stands for all its files, in order of name.
 *
 * @throws FarmwatchError `file.missing`
 */
export async function filesIn(names: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const name of names) {
    const found = await stat(name).catch(() => undefined);
    if (!found) throw new FarmwatchError('file.missing', { file: name });
    if (!found.isDirectory()) {
      files.push(name);
      continue;
    }
    const entries = await readdir(name, { recursive: true, withFileTypes: true });
    // One by one: a folder may have more than the stack holds.
    for (const file of entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()) files.push(file);
  }
  return files;
}
