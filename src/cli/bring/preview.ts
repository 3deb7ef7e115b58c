import { basename } from 'node:path';
import type { MapContext, Source } from '../../collect/collector.ts';
import type { TableResult } from '../../collect/tables/import-table.ts';
import type { SheetKind } from '../../core/person.ts';
import { columnsOf } from '../../core/tables.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import { spellingOf } from '../../core/token.ts';
import type { CommandIo } from '../io.ts';
import { printable } from '../io.ts';
import { missingFields } from './missing-fields.ts';

/** Shows how a file is understood, before it is counted: what fills each field, what nothing uses, the first rows. */
export async function showPreview(source: Source, file: string, context: MapContext, { json }: { readonly json?: boolean }, io: CommandIo): Promise<void> {
  // Without a key no token can be made; the kind stands for it.
  const shown = await source.preview?.(file, { ...context, token: (kind, value) => (spellingOf(kind, value) === undefined ? undefined : `(a token, ${kind})`) });
  if (!shown) return;
  const missing = shown.actions.length === 0 ? [] : missingFields(shown.actions, shown.fields.map(({ field }) => field));
  if (json) {
    io.out(JSON.stringify({ file: basename(file), fields: shown.fields, unused: shown.unused, sample: shown.sample, missing }));
    return;
  }
  io.out(printable(`${basename(file)}: field ← what fills it`));
  for (const { field, from } of shown.fields) io.out(printable(`  ${field} ← ${from}`));
  if (shown.unused.length > 0) io.out(printable(`  not used: ${shown.unused.join(', ')}`));
  for (const draft of shown.sample) io.out(printable(`  event: ${JSON.stringify(readable(draft))}`));
  for (const { said } of missing) io.out(printable(`  ${said}`));
}

/** Shows rows of a table as understood, and what missing columns cost. */
export function showRows(result: TableResult, { json }: { readonly json?: boolean }, io: CommandIo): void {
  if (json) {
    io.out(JSON.stringify({ file: basename(result.file), missing: result.missing, sample: result.sample ?? [] }));
    return;
  }
  for (const row of result.sample ?? []) io.out(printable(`  row: ${JSON.stringify(readableRow(result.kind, row))}`));
  for (const { cost } of result.missing) io.out(printable(`  ${cost}`));
}

/** A row with its instants in words and of a text the number of its hashes; empty lists are left out. */
function readableRow(kind: SheetKind, row: object): Readonly<Record<string, unknown>> {
  const types = new Map(Object.entries(columnsOf(kind)).map(([column, { into, type }]) => [into ?? column, type]));
  const said = Object.entries(row).filter(([, value]) => !(Array.isArray(value) && value.length === 0));
  return Object.fromEntries(said.map(([field, value]) => [field, types.get(field) === 'instant' ? isoOf(value as Instant)
    : types.get(field) === 'shingles' ? `(${(value as readonly string[]).length} hashes)` : value]));
}

/** A draft with its time in words. */
function readable(draft: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const at = draft['@timestamp'];
  return typeof at === 'number' ? { ...draft, '@timestamp': new Date(at).toISOString() } : draft;
}
