import { FIELDS, type Event, type FieldName } from '../../core/event.ts';
import { keysOf } from '../../core/event-keys.ts';
import { packed, packingOf } from '../../core/packed-events.ts';
import type { SqlHandle } from './sql-handle.ts';

/** Rows that are rewritten at once. */
const SLICE = 20_000;

/** The tables of schema 2 and the actions each takes; all others go into `events_rest`. A step stays as it is, whatever later ones do. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  events_programs: ['process-started', 'software-present', 'dns-query'],
  events_input: ['activity'],
  events_network: ['check-in', 'sign-in', 'vpn-connected', 'vpn-disconnected', 'latency-measured', 'session-connected', 'session-disconnected'],
  events_hardware: ['usb-present', 'display-present'],
};
const NAMED = Object.values(TABLES).flat();

/**
 * From schema 1, where rows lay in one table, held texts, and had keys of MD5: texts move into `words`, rows into the table
 * of their topic, with numbers for texts and new keys. The views over the tables are made when the store is next opened for writing.
 */
export async function numberTexts({ run }: SqlHandle): Promise<void> {
  const columns = (await run(`SELECT column_name, data_type FROM duckdb_columns() WHERE database_name = 'farmwatch' AND table_name = 'events' AND column_name <> '_key' ORDER BY column_index`))
    .map(([name, type]): OldColumn => ({ name: name as string, sql: `"${(name as string).replaceAll('"', '""')}"`, type: type as string, coding: codingOf(name as string) }));
  const coded = columns.filter(({ coding }) => coding === 'word');
  const lists = columns.filter(({ coding }) => coding === 'words');
  await run('ALTER TABLE farmwatch.events RENAME TO events_1');
  const texts = [...coded.map(({ sql }) => `SELECT ${sql} AS text FROM farmwatch.events_1`), ...lists.map(({ sql }) => `SELECT unnest(${sql}) AS text FROM farmwatch.events_1`)];
  await run(`CREATE TABLE farmwatch.words AS SELECT row_number() OVER (ORDER BY text)::UINTEGER AS code, text FROM (SELECT DISTINCT text FROM (${texts.join(' UNION ALL ')}) WHERE text IS NOT NULL)`);
  await run(`CREATE TEMP TABLE listed AS SELECT map_from_entries(list((text, code))) AS codes FROM farmwatch.words
    WHERE text IN (${lists.map(({ sql }) => `SELECT unnest(${sql}) FROM farmwatch.events_1`).join(' UNION ALL ') || `SELECT ''`})`);
  const tables: NewTable[] = [];
  for (const [name, takes] of [...Object.entries(TABLES).map(([table, actions]) => [table, `IN (${quoted(actions)})`] as const), ['events_rest', `NOT IN (${quoted(NAMED)})`] as const]) {
    const table = await newTable(run, name, takes, columns);
    if (table) tables.push(table);
  }
  const codes = new Map((await run('SELECT text, code FROM farmwatch.words')) as readonly (readonly [string, number])[]);
  const [[last]] = (await run('SELECT coalesce(max(rowid), -1)::DOUBLE FROM farmwatch.events_1')) as readonly (readonly [number])[] as [[number]];
  for (let from = 0; from <= last; from += SLICE) await moveSlice(run, tables, coded, codes, from);
  await run('DROP TABLE farmwatch.events_1');
  await run('DROP TABLE IF EXISTS slice');
  await run('DROP TABLE listed');
}

interface OldColumn { readonly name: string; readonly sql: string; readonly type: string; readonly coding: 'word' | 'words' | 'as it is' }
/** `takes` is the end of a condition on the action; `columns` are those that some row fills. */
interface NewTable { readonly name: string; readonly takes: string; readonly columns: readonly OldColumn[] }

function quoted(actions: readonly string[]): string {
  return actions.map((action) => `'${action}'`).join(', ');
}

function codingOf(name: string): OldColumn['coding'] {
  if (!Object.hasOwn(FIELDS, name)) return 'as it is';
  const packing = packingOf(name as FieldName);
  return packing === 'word' || packing === 'words' ? packing : 'as it is';
}

/** Makes the table of a topic; none where it would have no rows. */
async function newTable(run: SqlHandle['run'], name: string, takes: string, all: readonly OldColumn[]): Promise<NewTable | undefined> {
  const [filled] = await run(`SELECT ${all.map(({ sql }) => `count(${sql}) > 0`).join(', ')} FROM farmwatch.events_1 WHERE "event.action" ${takes}`);
  const columns = all.filter((_, index) => filled![index] === true);
  if (columns.length === 0) return undefined;
  await run(`CREATE TABLE farmwatch.${name} (_key UBIGINT, ${columns.map(({ sql, type, coding }) => `${sql} ${coding === 'word' ? 'UINTEGER' : coding === 'words' ? 'UINTEGER[]' : type}`).join(', ')})`);
  return { name, takes, columns };
}

async function moveSlice(run: SqlHandle['run'], tables: readonly NewTable[], coded: readonly OldColumn[], codes: ReadonlyMap<string, number>, from: number): Promise<void> {
  const rows = await run(`SELECT rowid::DOUBLE, "event.id", ${coded.map(({ sql }) => sql).join(', ')} FROM farmwatch.events_1 WHERE rowid >= ? AND rowid < ?`, [from, from + SLICE]);
  if (rows.length === 0) return;
  const module = 2 + coded.findIndex(({ name }) => name === 'event.module');
  const dataset = 2 + coded.findIndex(({ name }) => name === 'event.dataset');
  // Module, dataset and id make a key; the rest of an event does not matter to it.
  const keys = keysOf(packed(rows.map((row): Event => ({
    '@timestamp': 0, 'event.ingested': 0, 'event.action': 'verified', 'event.id': row[1] as string,
    ...(row[module] === null ? {} : { 'event.module': row[module] as string }), ...(row[dataset] === null ? {} : { 'event.dataset': row[dataset] as string }),
  }))));
  // Keys go in two halves: a list of values has one type, and none of them holds 64 bits without a sign.
  await run(
    `CREATE OR REPLACE TEMP TABLE slice AS SELECT unnest(?::BIGINT[]) AS row, unnest(?::UBIGINT[]) AS high, unnest(?::UBIGINT[]) AS low${coded.map((_, index) => `, unnest(?::UINTEGER[]) AS c${index}`).join('')}`,
    [
      rows.map((row) => row[0] as number), Array.from(keys, (key) => Number(key >> 32n)), Array.from(keys, (key) => Number(key & 0xffff_ffffn)),
      ...coded.map((_, index) => rows.map((row) => codes.get(row[index + 2] as string) ?? 0)),
    ],
  );
  for (const { name, takes, columns } of tables) {
    const values = columns.map(({ sql, coding }) => {
      if (coding === 'word') return `nullif(new.c${coded.findIndex((one) => one.sql === sql)}, 0)`;
      return coding === 'words' ? `list_transform(old.${sql}, lambda text: listed.codes[text])` : `old.${sql}`;
    });
    await run(`INSERT INTO farmwatch.${name} SELECT new.high * 4294967296 + new.low, ${values.join(', ')}
      FROM slice AS new JOIN farmwatch.events_1 AS old ON old.rowid = new.row CROSS JOIN listed WHERE old."event.action" ${takes}`);
  }
}
