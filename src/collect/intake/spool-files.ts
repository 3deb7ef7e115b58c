import { open, readFile, rename, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { FarmwatchError, messageOf } from '../../errors.ts';

const NEWLINE = 0x0a;
/** How the name of a segment ends while it is written anew beside the old one. */
const BEING_WRITTEN = '.new';
const SEGMENT = /^(\d{12})\.log$/;

/** The name of a segment by its number, so that names in order are segments in order. */
export function segmentName(number: number): string {
  return `${String(number).padStart(12, '0')}.log`;
}

/** The segments among the names of a folder, the oldest first. */
export function segmentsAmong(names: readonly string[]): readonly { readonly name: string; readonly number: number }[] {
  return names.flatMap((name) => {
    const [, digits] = SEGMENT.exec(name) ?? [];
    return digits === undefined ? [] : [{ name, number: Number(digits) }];
  }).sort((a, b) => a.number - b.number);
}

/** True for what a crash may have left of a segment that was written anew. */
export function isBeingWritten(name: string): boolean {
  return name.endsWith(BEING_WRITTEN);
}

/** The lines of a segment, which end with a newline each. */
export async function linesIn(file: string): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}

/** Writes a segment anew, whole or not at all. @returns its length */
export async function written(file: string, lines: readonly string[]): Promise<number> {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const handle = await open(`${file}${BEING_WRITTEN}`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}${BEING_WRITTEN}`, file);
  await synced(dirname(file));
  return text.length;
}

/** Cuts a file behind its last newline. @returns its length then */
export async function healed(file: string): Promise<number> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const end = await behindLastNewline(handle, size);
    if (end < size) {
      await handle.truncate(end);
      await handle.sync();
    }
    return end;
  } finally {
    await handle.close();
  }
}

async function behindLastNewline(handle: FileHandle, size: number): Promise<number> {
  const piece = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0;) {
    const from = Math.max(0, end - piece.length);
    const { bytesRead } = await handle.read(piece, 0, end - from, from);
    const at = piece.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (at >= 0) return from + at + 1;
    end = from;
  }
  return 0;
}

/** Makes a new name in a folder durable. */
export async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

/** A disk that refuses, with what to do. */
export function unwritable(file: string, cause: unknown): FarmwatchError {
  return new FarmwatchError('file.unwritable', { file, why: messageOf(cause), cure: 'Make room, or let Farmwatch write there; nothing that was acknowledged is lost' }, { cause });
}
