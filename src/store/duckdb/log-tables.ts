import type { DuckDBConnection } from '@duckdb/node-api';
import { FIELD_NAMES, type FieldName } from '../../core/event.ts';
import type { PackedGroup } from '../../core/packed-events.ts';
import { COLUMNS, columnOf, type Column } from './columns.ts';
import type { Target } from './chunks.ts';
import { run } from './engine.ts';
import { TOPICS, type Topic } from './topics.ts';

/**
 * The log as tables, one a topic, and as the one view `events` over all of them.
 *
 * A table comes into being with the first batch that has rows for it, and has the columns which rows have brought so far.
 * Questions ask the view, where a column that a table lacks is NULL. The engine sees through that: of a question about a
 * field or a topic it reads the tables that can answer and no others. The view changes in the transaction that changes a
 * table, so no question sees the rows without their columns.
 */

/** Columns of each table as they lie in it: one that came later lies at the end. */
export type Layout = ReadonlyMap<Topic, readonly Target[]>;

const PREFIX = 'events_';

export function tableOf(topic: Topic): string {
  return `${PREFIX}${topic}`;
}

export async function readLayout(connection: DuckDBConnection): Promise<Layout> {
  const rows = await run(connection, { sql: `SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'farmwatch' ORDER BY column_index`, values: [] });
  const columns = Map.groupBy(rows as readonly (readonly [string, Target])[], ([table]) => table);
  return new Map(TOPICS.flatMap((topic) => {
    const found = columns.get(tableOf(topic));
    return found ? [[topic, found.map(([, column]) => column)] as const] : [];
  }));
}

/** A layout with room for some groups, and the statements that lead there; the same layout where there is room already. */
export function widened(layout: Layout, groups: ReadonlyMap<Topic, readonly PackedGroup[]>): { readonly layout: Layout; readonly statements: readonly string[] } {
  const wider = new Map(layout);
  const statements: string[] = [];
  for (const [topic, some] of groups) {
    const brought = new Set<Target>(some.flatMap(({ columns }) => [...columns.keys()]));
    const there = layout.get(topic);
    const fresh = FIELD_NAMES.filter((field) => brought.has(field) && !there?.includes(field));
    if (fresh.length === 0) continue;
    wider.set(topic, [...there ?? ['_key' as const], ...fresh]);
    if (there) statements.push(...fresh.map((field) => `ALTER TABLE farmwatch.${tableOf(topic)} ADD COLUMN ${typed(field)}`));
    else statements.push(`CREATE TABLE farmwatch.${tableOf(topic)} (_key UBIGINT, ${fresh.map(typed).join(', ')})`);
  }
  return statements.length === 0 ? { layout, statements } : { layout: wider, statements: [...statements, ...viewsOf(wider)] };
}

function typed(field: FieldName): string {
  return `${columnOf(field).name} ${columnOf(field).sqlType}`;
}

/**
 * The statements that make the views: `events` of every field, and `places` of keys alone, which is quicker to ask.
 * Both say in `_topic` and `_row` where a row lies.
 */
export function viewsOf(layout: Layout): readonly string[] {
  return [viewOf('events', layout, [...COLUMNS.values()]), viewOf('places', layout, [])];
}

function viewOf(view: string, layout: Layout, fields: readonly Column[]): string {
  // No rows, but the names and types of all columns.
  const names = ['NULL::VARCHAR AS _topic', 'NULL::BIGINT AS _row', 'NULL::UBIGINT AS _key', ...fields.map(({ name, sqlType }) => `NULL::${sqlType} AS ${name}`)];
  const tables = [...layout].map(([topic, columns]) => {
    const there = new Set(columns);
    return `SELECT ${[`'${topic}'`, 'rowid', '_key', ...fields.map(({ field, name }) => (there.has(field) ? name : 'NULL'))].join(', ')} FROM farmwatch.${tableOf(topic)}`;
  });
  return `CREATE OR REPLACE VIEW farmwatch.${view} AS ${[`SELECT ${names.join(', ')} WHERE FALSE`, ...tables].join(' UNION ALL ')}`;
}

/** The tables of an open store, for who has a turn to write: nobody else changes them. */
export interface LogTables {
  /** Makes room for some groups, in the transaction under way. Call `keep` once that has been committed. */
  widen(connection: DuckDBConnection, groups: ReadonlyMap<Topic, readonly PackedGroup[]>): Promise<{ readonly layout: Layout; readonly keep: () => void }>;
}

export function logTables(): LogTables {
  let known: Layout | undefined;
  return {
    async widen(connection, groups) {
      const { layout, statements } = widened(known ?? await readLayout(connection), groups);
      // Until it has been committed nobody knows; after a failure it is read again.
      known = undefined;
      for (const statement of statements) await connection.run(statement);
      return { layout, keep: () => { known = layout; } };
    },
  };
}

/** Removes the rows whose places stand in the temporary table `gone`. */
export async function removeGone(connection: DuckDBConnection): Promise<void> {
  for (const [topic] of await run(connection, { sql: 'SELECT DISTINCT _topic FROM gone', values: [] })) {
    await connection.run(`DELETE FROM farmwatch.${tableOf(topic as Topic)} WHERE rowid IN (SELECT _row FROM gone WHERE _topic = '${topic as Topic}')`);
  }
}
