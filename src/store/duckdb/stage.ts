import type { DuckDBConnection } from '@duckdb/node-api';
import { FIELD_NAMES, type FieldName } from '../../core/event.ts';
import { eventsAt, mark, type PackedEvents } from '../../core/packed-events.ts';
import { chunksOf, type Filling, type Target } from './chunks.ts';
import { IDENTITY, columnOf, forgottenMark } from './columns.ts';
import type { Dictionary } from './dictionary.ts';
import { run } from './engine.ts';
import { keysOf } from '../../core/event-keys.ts';

/** Events on their way into the table. */
export interface Staged {
  readonly batch: PackedEvents;
  /** Code in the store of each word of the batch. */
  readonly codes: Uint32Array;
  /** The same by the code in the batch; 0 stays missing. */
  readonly stored: Uint32Array;
  /** Key of each event, by its position in the batch; also as the temporary table `keys` of `_ord` and `_key`. */
  readonly keys: BigUint64Array;
}

/** Gets a batch ready: its words get codes, its events keys. Temporary tables go when the connection closes. */
export async function stage(connection: DuckDBConnection, batch: PackedEvents, dictionary: Dictionary): Promise<Staged> {
  const codes = dictionary.codesFor(batch.words);
  const stored = new Uint32Array(codes.length + 1);
  stored.set(codes, 1);
  dictionary.noteSources(sourcesOf(batch, stored));
  const keys = keysOf(batch);
  await connection.run(`CREATE TEMP TABLE keys (_ord INTEGER, _key UBIGINT)`);
  await fillTable(connection, 'keys', batch, ['_ord', '_key'], { stored, keys });
  return { batch, codes, stored, keys };
}

/** Positions of events that were forgotten. */
export async function forgottenIn(connection: DuckDBConnection, { batch, stored, keys }: Staged, dictionary: Dictionary): Promise<ReadonlySet<number>> {
  if ((await run(connection, { sql: 'SELECT 1 FROM farmwatch.forgotten LIMIT 1', values: [] })).length === 0) return new Set();
  await connection.run(`CREATE TEMP TABLE identities (_ord INTEGER, ${IDENTITY.map((field) => `${columnOf(field).name} ${columnOf(field).sqlType}`).join(', ')})`);
  await fillTable(connection, 'identities', batch, ['_ord', ...IDENTITY], { stored, keys });
  await connection.run(`CREATE TEMP TABLE sources (code UINTEGER, text VARCHAR)`);
  for (const code of sourcesOf(batch, stored)) await run(connection, { sql: `INSERT INTO sources VALUES (?::UINTEGER, ?)`, values: [code, dictionary.textOf(code)] });
  const found = await run(connection, {
    sql: `SELECT _ord::DOUBLE FROM identities LEFT JOIN sources AS module ON module.code = "event.module" LEFT JOIN sources AS dataset ON dataset.code = "event.dataset"
      WHERE ${forgottenMark('module.text', 'dataset.text', '"event.id"')} IN (SELECT _key FROM farmwatch.forgotten)`,
    values: [],
  });
  return new Set(found.map(([position]) => position as number));
}

/** The events at some positions in full, as a temporary table `staged`; says which columns it has. */
export async function stageWhole(connection: DuckDBConnection, { batch, stored, keys }: Staged, positions: ReadonlySet<number>): Promise<readonly FieldName[]> {
  const some = eventsAt(batch, (position) => positions.has(position));
  const there = new Set<FieldName>(IDENTITY);
  for (const { columns } of some.groups) for (const field of columns.keys()) there.add(field);
  const fields = FIELD_NAMES.filter((field) => there.has(field));
  await connection.run(`CREATE TEMP TABLE staged (_ord INTEGER, ${fields.map((field) => `${columnOf(field).name} ${columnOf(field).sqlType}`).join(', ')})`);
  await fillTable(connection, 'staged', some, ['_ord', ...fields], { stored, keys });
  return fields;
}

async function fillTable(connection: DuckDBConnection, name: 'keys' | 'identities' | 'staged', batch: PackedEvents, targets: readonly Target[], filling: Filling): Promise<void> {
  const appender = await connection.createAppender(name, null, 'temp');
  for (const group of batch.groups) {
    for (const chunk of chunksOf(group, targets, filling)) appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}

/** Codes of the modules and datasets of a batch. */
function sourcesOf({ words, groups }: PackedEvents, stored: Uint32Array): ReadonlySet<number> {
  const said = new Uint8Array(words.length + 1);
  for (const { columns } of groups) {
    for (const field of ['event.module', 'event.dataset'] as const) {
      const column = columns.get(field);
      if (column?.kind === 'word') mark(said, column.codes);
    }
  }
  const sources = new Set<number>();
  for (let code = 1; code < said.length; code++) if (said[code] === 1) sources.add(stored[code]!);
  return sources;
}
