import { open } from 'node:fs/promises';
import { constants, gunzipSync } from 'node:zlib';
import type { TableKind } from '../../core/person.ts';
import { requiredColumns } from '../../core/tables.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { isGzip } from '../zip.ts';
import { proposedColumns, type Wanted } from './columns.ts';
import { tableIn, type Found } from './header-row.ts';
import { kindOfContent, kindOfHeader, type FileKind } from './kind.ts';
import { keptKind, keptMapping } from './mappings.ts';
import { fileError, readSheets } from './sheet.ts';
import type { Sheets } from './text-table.ts';

/**
 * What a file named without its kind holds.
 *
 * @param asked `--map` requests, which may name required columns
 * @throws FarmwatchError `file.missing`, `file.unreadable`, or `file.kind` where it cannot be told
 */
export async function kindOfFile(file: string, store: Pick<Store, 'shelf'>, asked: Wanted = new Map()): Promise<FileKind> {
  const content = kindOfContent(file, await startOf(file));
  return content === 'table' ? (await tableOf(await readSheets(file), file, undefined, asked, store)).kind : content;
}

/**
 * Which table of a file is meant, and what it is: as accepted before with a mapping, else by its header.
 *
 * @param kind where it is known; then the table is taken that has what this kind needs or, where none has, the first
 * @throws FarmwatchError `file.kind`
 */
export async function tableOf(sheets: Sheets, file: string, kind: TableKind | undefined, asked: Wanted, store: Pick<Store, 'shelf'>): Promise<Found & { readonly kind: TableKind }> {
  if (kind !== undefined) {
    return { kind, ...await tableIn(sheets, file, async (header) => {
      const proposed = new Set(proposedColumns(kind, { header, rows: [] }, asked, await keptMapping(store, kind, header)).map(({ column }) => column));
      return requiredColumns(kind).every((column) => proposed.has(column));
    }) };
  }
  const found = await tableIn(sheets, file, async (header) => typeof kindOfHeader(header, asked) === 'string' || await keptKind(store, header) !== undefined);
  const { header } = found.sheet;
  const told = await keptKind(store, header) ?? kindOfHeader(header, asked);
  if (typeof told === 'string') return { kind: told, ...found };
  throw new FarmwatchError('file.kind', { file, why: told.undecided, ...(told.cure === undefined ? {} : { cure: told.cure }) });
}

const START_BYTES = 16 * 1024;

/** The beginning of a file as text, as far as it unpacks. @throws FarmwatchError `file.missing`, `file.unreadable` */
export async function startOf(file: string): Promise<string> {
  try {
    await using handle = await open(file);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(START_BYTES), 0, START_BYTES, 0);
    const start = buffer.subarray(0, bytesRead);
    if (!isGzip(start)) return start.toString();
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }).toString();
  } catch (cause) {
    throw fileError(file, cause);
  }
}
