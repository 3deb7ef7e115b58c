import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FarmwatchError } from '../../errors.ts';
import { readLines } from '../lines.ts';

/**
 * Names of dropped files that hold a line which is meant, and of those of which nobody can tell: workbooks, event logs of
 * Windows, what is torn.
 *
 * @returns none where there is no such folder
 */
export async function namedFiles(folder: string, isMeant: (line: string) => boolean): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true }).catch(() => [])) {
    if (entry.isFile() && await mayHold(join(folder, entry.name), isMeant)) found.push(entry.name);
  }
  return found;
}

/** How an event log of Windows begins; its texts are no lines. */
const EVENT_LOG = Buffer.from('ElfFile\0');

async function mayHold(file: string, isMeant: (line: string) => boolean): Promise<boolean> {
  try {
    if (await beginsWith(file, EVENT_LOG)) return true;
    for await (const lines of readLines(file)) {
      for (const line of lines) if ('rejected' in line || isMeant(line.text)) return true;
    }
    return false;
  } catch (error) {
    if (!(error instanceof FarmwatchError)) throw error;
    // Somebody has taken it back meanwhile, or it cannot be read.
    return error.code !== 'file.missing';
  }
}

async function beginsWith(file: string, start: Buffer): Promise<boolean> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return false;
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(start.length), 0, start.length, 0);
    return bytesRead === start.length && buffer.equals(start);
  } finally {
    await handle.close();
  }
}
