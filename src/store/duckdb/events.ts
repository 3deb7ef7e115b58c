import { FIELD_NAMES, type Event, type FieldName } from '../../core/event.ts';
import { isPacked, packed } from '../../core/packed-events.ts';
import { DAY, dayOf, floorTo, type Instant } from '../../core/time.ts';
import { appendsUnderWay } from '../appends-under-way.ts';
import { compareValues, type DayMark, type EventLog, type Fold, type Folded, type Forget, type Period, type Row, type Select, type Tally, type TallyColumns, type Where } from '../store.ts';
import { rowsInOrder } from '../tally-columns.ts';
import { forgottenMark } from './columns.ts';
import { append } from './append.ts';
import { census } from './census.ts';
import { readColumns } from './columns-of-answer.ts';
import { dictionaryOf, type Dictionary } from './dictionary.ts';
import { run, transaction, type Engine } from './engine.ts';
import { logTables, removeGone } from './log-tables.ts';
import { eventsOf, rowsOf } from './rows.ts';
import { daysSql, forgettable, presentSql, rowsSql, tallySql } from './translate.ts';

/** Rows that are sorted at once; more come in several goes, so that a long period needs no more memory than a short one. */
const SLICE_ROWS = 50_000;

/** The event log: appends go to the tables of their topics, questions to the view `events` over all of them. */
export function duckdbEvents(engine: Engine, now: () => Instant): EventLog {
  const underWay = appendsUnderWay(now);
  const dictionary = dictionaryOf(engine);
  const tables = logTables();
  /** Settles when all batches that came are written, or failed. Batches are written as they come, so that which of two copies is the second does not hang on which one gets ready sooner. */
  let all: Promise<unknown> = Promise.resolve();
  const tallyColumns = async (query: Tally, during: Period): Promise<TallyColumns> => {
    const known = await dictionary();
    const { statement, columns } = tallySql(query, during, known);
    const answer = await readColumns(engine.chunks(statement), columns);
    return {
      count: answer.count,
      textOf: known.textOf,
      columns: Object.fromEntries(columns.map(({ name }, index) => [name, answer.columns[index]!])),
    };
  };

  return {
    async append(events) {
      const batch = isPacked(events) ? events : packed(events);
      const over = underWay.begun(batch);
      const before = all;
      const written = engine.promised(dictionary().then((known) => append(engine, known, tables, batch, before)));
      all = Promise.allSettled([before, written]).then(() => {});
      try {
        return await written;
      } finally {
        over();
      }
    },

    watermark: async () => underWay.watermark(),

    async *select(query, during) {
      yield* select(engine, await dictionary(), query, during);
    },

    tallyColumns,

    async tally<const Q extends Tally>(query: Q, during: Period) {
      return rowsInOrder(query, await tallyColumns(query, during));
    },

    fold: async (query, during) => fold(engine, await dictionary(), query, during),

    days: async (during) => (await days(engine, await dictionary(), {}, during)).map(({ start, ...mark }): DayMark => ({ day: dayOf(start), ...mark })),

    forget: async (what) => forget(engine, await dictionary(), what),

    census: () => census(engine),
  };
}

interface DayCount { readonly start: Instant; readonly rows: number; readonly latestIngested: Instant; readonly stamps: number }

async function days(engine: Engine, dictionary: Dictionary, where: Where, during: Period): Promise<readonly DayCount[]> {
  return (await engine.rows(daysSql(where, during, dictionary))).map(([start, rows, latestIngested, stamps]) => ({ start, rows, latestIngested, stamps }) as DayCount);
}

/** Cuts a period into runs of whole days with a bearable number of rows each. */
export function slicesOf(counts: readonly { readonly start: Instant; readonly rows: number }[], during: Period, most = SLICE_ROWS): readonly Period[] {
  const slices: { from: Instant; to: Instant; asOf: Instant; rows: number }[] = [];
  for (const { start, rows } of counts) {
    const from = Math.max(start, during.from);
    const to = Math.min(start + DAY, during.to);
    const last = slices.at(-1);
    if (last && last.rows + rows <= most) {
      last.to = to;
      last.rows += rows;
    } else {
      slices.push({ from, to, asOf: during.asOf, rows });
    }
  }
  return slices;
}

async function* select(engine: Engine, dictionary: Dictionary, query: Select, during: Period): AsyncIterable<Event> {
  let left = query.limit ?? Infinity;
  const slices = slicesOf(await days(engine, dictionary, query.where, during), during);
  for (const slice of query.newest ? slices.toReversed() : slices) {
    if (left <= 0) return;
    const fields = left <= FEW_ROWS ? FIELD_NAMES : await fieldsIn(engine, dictionary, query.where, slice);
    const order = { newest: query.newest ?? false, ...(left === Infinity ? {} : { limit: left }) };
    for await (const batch of engine.stream(rowsSql(fields, query.where, slice, dictionary, order))) {
      left -= batch.rows;
      yield* eventsOf(fields, batch, dictionary);
    }
  }
}

/** Below this, asking which columns to read costs more than reading all of them. */
const FEW_ROWS = 1_000;

/** Fields that occur at all. Most rows have a third of them, and reading empty columns takes longer than reading full ones. */
async function fieldsIn(engine: Engine, dictionary: Dictionary, where: Where, during: Period): Promise<readonly FieldName[]> {
  const [present] = await engine.rows(presentSql(where, during, dictionary));
  return FIELD_NAMES.filter((_, i) => present?.[i] === true);
}

async function fold<S>(engine: Engine, dictionary: Dictionary, query: Fold<S>, during: Period): Promise<readonly Folded<S>[]> {
  const fields = [...new Set<FieldName>(['@timestamp', ...query.fields, ...query.key])];
  const done: Folded<S>[] = [];
  let day = -Infinity;
  let open = new Map<string, { readonly key: Row; state: S }>();
  const finishDay = (): void => {
    const groups = [...open.values()].sort((a, b) => compareKeys(query.key, a.key, b.key));
    for (const { key, state } of groups) done.push({ day: dayOf(day), key, state });
    open = new Map();
  };

  for (const slice of slicesOf(await days(engine, dictionary, query.where, during), during)) {
    for await (const batch of engine.stream(rowsSql(fields, query.where, slice, dictionary))) {
      for (const row of rowsOf(fields, batch, dictionary)) {
        const today = floorTo(row['@timestamp'] as Instant, DAY);
        if (today !== day) {
          finishDay();
          day = today;
        }
        const id = JSON.stringify(query.key.map((field) => row[field]));
        let group = open.get(id);
        if (!group) open.set(id, (group = { key: pick(row, query.key), state: query.start() }));
        group.state = query.step(group.state, pick(row, query.fields));
      }
    }
  }
  finishDay();
  return done;
}

function compareKeys(fields: readonly FieldName[], a: Row, b: Row): number {
  for (const field of fields) {
    const order = compareValues(a[field], b[field]);
    if (order !== 0) return order;
  }
  return 0;
}

function pick(row: Row, fields: readonly FieldName[]): Row {
  const picked: Record<string, unknown> = {};
  for (const field of fields) {
    const value = row[field];
    if (value !== undefined) picked[field] = value;
  }
  return picked as unknown as Row;
}

async function forget(engine: Engine, dictionary: Dictionary, what: Forget): Promise<{ readonly forgotten: number }> {
  const { sql, values } = forgettable(what, dictionary);
  return engine.alone(async (connection) => {
    const forgotten = await transaction(connection, async () => {
      await run(connection, { sql: `CREATE TEMP TABLE gone AS SELECT _topic, _row, "event.module" AS module, "event.dataset" AS dataset, "event.id" AS id FROM farmwatch.events WHERE ${sql}`, values });
      const [row] = await run(connection, {
        sql: `INSERT INTO farmwatch.forgotten SELECT ${forgottenMark('modules.text', 'datasets.text', 'id')} FROM gone
          LEFT JOIN farmwatch.words AS modules ON modules.code = module LEFT JOIN farmwatch.words AS datasets ON datasets.code = dataset`,
        values: [],
      });
      const rows = Number(row?.[0] ?? 0);
      await removeGone(connection);
      if (rows > 0) await dictionary.sweep(connection);
      return rows;
    });
    // The log still holds the rows in plain text. A reader may stand in the way; then the next checkpoint does it.
    if (forgotten > 0) await connection.run('CHECKPOINT farmwatch').catch(() => {});
    return { forgotten };
  });
}
