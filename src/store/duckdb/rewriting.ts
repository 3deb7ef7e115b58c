import { FarmwatchError } from '../../errors.ts';
import type { FieldName } from '../../core/event.ts';
import { SCHEMA, type Lying, type Rewritable, type Rewriting } from '../store.ts';
import { columnOf } from './columns.ts';
import { usedIn } from './dictionary.ts';
import type { Bound, EngineOptions } from './engine.ts';
import { tableOf, type Layout } from './log-tables.ts';
import { openDuckdbMigration } from './migration.ts';
import { TOPICS, type Topic } from './topics.ts';

/** How the tables are spoken to, in the one transaction of a rewriting. */
type Run = (sql: string, values?: readonly Bound[]) => Promise<readonly (readonly unknown[])[]>;

/** Texts, and entries of journals, that are changed at once; documents are larger. */
const SLICE = 20_000;
const DOCUMENTS_AT_ONCE = 64;
/** Stands between the index values of a document on their way; no JSON text has it. */
const BETWEEN = '\0';

/**
 * Opens the embedded store for being written anew: all of it in one transaction, so that it is as it was until the end.
 *
 * Tables are written beside the old ones, which leaves the bytes of the old ones free for {@link Rewritable.clean}.
 *
 * @throws FarmwatchError `not.found`, `store.locked`, `store.older`, `store.newer`
 */
export async function openDuckdbRewriting(options: EngineOptions): Promise<Rewritable> {
  const store = await openDuckdbMigration(options);
  try {
    const found = await store.schema();
    if (found === undefined) throw new FarmwatchError('not.found', { what: `store in ${options.folder}`, cure: 'Import something first.' });
    if (found !== SCHEMA) throw new FarmwatchError(found > SCHEMA ? 'store.newer' : 'store.older', { store: options.folder, found, known: SCHEMA });
  } catch (error) {
    await store.close();
    throw error;
  }
  return {
    name: store.name,
    backup: () => store.backup(),
    rewrite: (work) => store.step(SCHEMA, ({ run }) => work(rewritingOver(run))),
    clean: () => store.scrub(),
    close: () => store.close(),
  };
}

function rewritingOver(run: Run): Rewriting {
  return {
    async get(shelf, id) {
      const [row] = await run('SELECT body FROM farmwatch.shelf WHERE shelf = ? AND id = ?', [shelf, id]);
      return row && JSON.parse(row[0] as string) as unknown;
    },
    async put(shelf, { id, body, indexes }) {
      await run('DELETE FROM farmwatch.shelf WHERE shelf = ? AND id = ?', [shelf, id]);
      await run(`INSERT INTO farmwatch.shelf SELECT ?, ?, nextval('farmwatch.revisions'), ?, ${listIn('indexes')} FROM (SELECT ? AS indexes)`, [shelf, id, JSON.stringify(body), together(indexes)]);
    },
    texts: (fields, change) => changeTexts(run, fields, change),
    documents: (change) => anew(run, 'shelf', DOCUMENTS_AT_ONCE, `shelf, id, revision::VARCHAR, body, array_to_string(indexes, chr(0))`, async (rows) => {
      const lie = rows.map(([shelf, id, revision, body, indexes]) => {
        const before: Lying = { id: id as string, body: JSON.parse(body as string), indexes: apart(indexes as string) };
        const after = change(shelf as string, before);
        return { shelf: shelf as string, revision: revision as string, id: after?.id ?? before.id, body: after ? JSON.stringify(after.body) : body as string, indexes: after ? together(after.indexes) : indexes as string };
      });
      await run(
        `INSERT INTO farmwatch.anew SELECT shelf, id, revision::BIGINT, body, ${listIn('indexes')} FROM (SELECT unnest(?) AS shelf, unnest(?) AS id, unnest(?) AS revision, unnest(?) AS body, unnest(?) AS indexes)`,
        [lie.map(({ shelf }) => shelf), lie.map(({ id }) => id), lie.map(({ revision }) => revision), lie.map(({ body }) => body), lie.map(({ indexes }) => indexes)],
      );
    }),
    entries: (change) => anew(run, 'journal', SLICE, 'journal, seq::VARCHAR, entry', async (rows) => {
      const texts = rows.map(([journal, , entry]) => {
        const after = entry === null ? undefined : change(journal as string, JSON.parse(entry as string));
        return after === undefined ? entry as string | null : JSON.stringify(after);
      });
      await run(`INSERT INTO farmwatch.anew SELECT unnest(?), unnest(?::BIGINT[]), nullif(unnest(?), '')`, [rows.map(([journal]) => journal as string), rows.map(([, seq]) => seq as string), texts.map((text) => text ?? '')]);
    }),
  };
}

const listIn = (column: string): string => `CASE WHEN ${column} = '' THEN []::VARCHAR[] ELSE string_split(${column}, chr(0)) END`;

/** Index values as the texts in which they lie. */
function together(indexes: Lying['indexes']): string {
  return indexes.map((one) => JSON.stringify(one)).join(BETWEEN);
}

function apart(texts: string | null): Lying['indexes'] {
  return texts === null || texts === '' ? [] : texts.split(BETWEEN).map((text) => JSON.parse(text) as Lying['indexes'][number]);
}

/** Writes a table beside itself, some rows at a time, and puts it in the place of the old one. */
async function anew(run: Run, table: string, atOnce: number, columns: string, write: (rows: readonly (readonly unknown[])[]) => Promise<void>): Promise<void> {
  await run(`CREATE TABLE farmwatch.anew AS SELECT * FROM farmwatch.${table} WHERE FALSE`);
  const between = async (from: number, to: number): Promise<void> => {
    const rows = await run(`SELECT ${columns} FROM farmwatch.${table} WHERE rowid >= ? AND rowid < ? ORDER BY rowid`, [from, to]);
    if (rows.length > 0) await write(rows);
  };
  for (let from = 0, last = await lastRow(run, table); from <= last; from += atOnce) await between(from, from + atOnce);
  await between(OF_THIS_TRANSACTION, Infinity);
  await inItsPlace(run, table);
}

async function inItsPlace(run: Run, table: string): Promise<void> {
  await run(`DROP TABLE farmwatch.${table}`);
  await run(`ALTER TABLE farmwatch.anew RENAME TO ${table}`);
}

/** Rows that the transaction under way has written have numbers from far above, in which they do not follow each other. */
const OF_THIS_TRANSACTION = 2 ** 53;

async function lastRow(run: Run, table: string): Promise<number> {
  const [row] = await run(`SELECT coalesce(max(rowid), -1)::DOUBLE FROM farmwatch.${table} WHERE rowid < ?`, [OF_THIS_TRANSACTION]);
  return row![0] as number;
}

type Change = (field: FieldName, text: string) => string | undefined;

async function changeTexts(run: Run, fields: readonly FieldName[], change: Change): Promise<void> {
  const layout = await layoutOf(run);
  const codes = new Map<string, number>();
  const [[most]] = (await run('SELECT coalesce(max(code), 0)::DOUBLE FROM farmwatch.words')) as unknown as [[number]];
  const codeOf = (text: string): number => {
    const known = codes.get(text);
    if (known !== undefined) return known;
    codes.set(text, most + codes.size + 1);
    return most + codes.size;
  };
  for (const [topic, columns] of layout) {
    const table = tableOf(topic);
    const there = fields.filter((field) => columns.includes(field));
    if (there.length === 0) continue;
    for (const [nth, field] of there.entries()) {
      if (columnOf(field).packing === 'word') await changedWords(run, table, field, `change_${nth}`, codeOf, change);
      else await changedTexts(run, table, field, `change_${nth}`, change);
    }
    // The old table leads, so that rows stay in their order.
    await run(`CREATE TABLE farmwatch.anew AS SELECT old.* REPLACE (${there.map((field, nth) => `coalesce(change_${nth}.after, old.${columnOf(field).name}) AS ${columnOf(field).name}`).join(', ')})
      FROM (SELECT *, rowid AS _place FROM farmwatch.${table}) AS old
      ${there.map((field, nth) => `LEFT JOIN change_${nth} ON change_${nth}.before = ${columnOf(field).packing === 'word' ? `old.${columnOf(field).name}` : 'old._place'}`).join(' ')} ORDER BY old._place`);
    await run('ALTER TABLE farmwatch.anew DROP COLUMN _place');
    await inItsPlace(run, table);
    for (const nth of there.keys()) await run(`DROP TABLE change_${nth}`);
  }
  for (const some of slices([...codes])) await run('INSERT INTO farmwatch.words SELECT unnest(?::UINTEGER[]), unnest(?)', [some.map(([, code]) => code), some.map(([text]) => text)]);
  if (layout.size > 0) await run(`DELETE FROM farmwatch.words WHERE code NOT IN (${usedIn(layout)})`);
}

async function layoutOf(run: Run): Promise<Layout> {
  const rows = await run(`SELECT table_name, column_name FROM duckdb_columns() WHERE database_name = 'farmwatch' ORDER BY column_index`);
  const columns = Map.groupBy(rows as readonly (readonly [string, FieldName])[], ([table]) => table);
  return new Map(TOPICS.flatMap((topic): readonly (readonly [Topic, readonly FieldName[]])[] => {
    const found = columns.get(tableOf(topic));
    return found ? [[topic, found.map(([, column]) => column)]] : [];
  }));
}

/** Which code becomes which, in a temporary table. */
async function changedWords(run: Run, table: string, field: FieldName, into: string, codeOf: (text: string) => number, change: Change): Promise<void> {
  await run(`CREATE TEMP TABLE ${into} (before UINTEGER, after UINTEGER)`);
  const said = await run(`SELECT code, text FROM farmwatch.words WHERE code IN (SELECT DISTINCT ${columnOf(field).name} FROM farmwatch.${table})`) as readonly (readonly [number, string])[];
  for (const some of slices(said)) {
    const changed = some.flatMap(([code, text]) => {
      const after = change(field, text);
      return after === undefined ? [] : [[code, codeOf(after)] as const];
    });
    if (changed.length > 0) await run(`INSERT INTO ${into} SELECT unnest(?::UINTEGER[]), unnest(?::UINTEGER[])`, [changed.map(([before]) => before), changed.map(([, after]) => after)]);
  }
}

/** What becomes of the text of which row, in a temporary table. */
async function changedTexts(run: Run, table: string, field: FieldName, into: string, change: Change): Promise<void> {
  await run(`CREATE TEMP TABLE ${into} (before BIGINT, after VARCHAR)`);
  for (let from = 0, last = await lastRow(run, table); from <= last; from += SLICE) {
    const said = await run(`SELECT rowid::DOUBLE, ${columnOf(field).name} FROM farmwatch.${table} WHERE rowid >= ? AND rowid < ? AND ${columnOf(field).name} IS NOT NULL`, [from, from + SLICE]) as readonly (readonly [number, string])[];
    const changed = said.flatMap(([row, text]) => {
      const after = change(field, text);
      return after === undefined ? [] : [[row, after] as const];
    });
    if (changed.length > 0) await run(`INSERT INTO ${into} SELECT unnest(?)::BIGINT, unnest(?)`, [changed.map(([row]) => row), changed.map(([, after]) => after)]);
  }
}

function* slices<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += SLICE) yield all.slice(from, from + SLICE);
}
