import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import type { TableKind } from '../../core/person.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import type { Wanted } from './columns.ts';
import { kindOfContent, kindOfHeader, type FileKind } from './kind.ts';
import { keptKind } from './mappings.ts';
import { fileError, readSheet, type Sheet } from './sheet.ts';

/**
 * What a file named without its kind holds.
 *
 * @param asked `--map` requests, which may name required columns
 * @throws FarmwatchError `file.missing`, `file.unreadable`, or `file.kind` where it cannot be told
 */
export async function kindOfFile(file: string, store: Pick<Store, 'shelf'>, asked: Wanted = new Map()): Promise<FileKind> {
  const content = kindOfContent(file, await startOf(file));
  return content === 'table' ? kindOfSheet(file, await readSheet(file), asked, store) : content;
}

/**
 * Which table a sheet is: as accepted before with a mapping, else by its header.
 *
 * @throws FarmwatchError `file.kind`
 */
export async function kindOfSheet(file: string, sheet: Sheet, asked: Wanted, store: Pick<Store, 'shelf'>): Promise<TableKind> {
  const kept = await keptKind(store, sheet.header);
  if (kept !== undefined) return kept;
  const kind = kindOfHeader(sheet.header, asked);
  if (typeof kind === 'string') return kind;
  throw new FarmwatchError('file.kind', { file, why: kind.undecided, ...(kind.cure === undefined ? {} : { cure: kind.cure }) });
}

const START_BYTES = 16 * 1024;

/** The beginning of a file as text, as far as it unpacks. @throws FarmwatchError `file.missing`, `file.unreadable` */
export async function startOf(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    const start = buffer.subarray(0, bytesRead);
    if (start[0] !== 0x1f || start[1] !== 0x8b) return start.toString();
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
  } catch (cause) {
    throw fileError(file, cause);
  }
}
