import { DuckDBInstance } from '@duckdb/node-api';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as after } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { FIELD_NAMES, fieldSpec, type Event, type FieldName } from '../src/core/event.ts';
import { DAY } from '../src/core/time.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import { slicesOf } from '../src/store/duckdb/events.ts';
import { understood } from '../src/store/duckdb/failures.ts';
import { openDuckdbMigration } from '../src/store/duckdb/migration.ts';
import { rowsSql, tallySql } from '../src/store/duckdb/translate.ts';
import { migrate, type MigrationStep } from '../src/store/migrations/migrate.ts';
import type { SqlHandle } from '../src/store/migrations/sql-handle.ts';
import { DUCKDB_STEPS } from '../src/store/migrations/steps.ts';
import { SCHEMA, inFieldOrder, type Period, type Store, type Where } from '../src/store/store.ts';
import { describeStore } from './contract/store.ts';
import { MONDAY, anEvent } from './support/builders.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-duckdb-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folders = 0;
const newFolder = (): string => join(root, String(++folders));
const now = (): number => MONDAY + DAY;
const EVER: Period = { from: 0, to: Infinity, asOf: Infinity };

describeStore('the embedded store', async (options) => {
  const folder = newFolder();
  let store: Store = await openDuckdbStore({ folder, now: options.now });
  return {
    store,
    reopen: async () => {
      await store.close();
      return (store = await openDuckdbStore({ folder, now: options.now }));
    },
  };
});

/** Speaks to the file directly, as another version of us would have. */
async function tamper(folder: string, sql: string): Promise<void> {
  const instance = await DuckDBInstance.create(join(folder, 'farmwatch.duckdb'));
  const connection = await instance.connect();
  await connection.run(sql);
  connection.closeSync();
  instance.closeSync();
}

async function storeWith(folder: string, ...ids: readonly string[]): Promise<void> {
  const store = await openDuckdbStore({ folder, now });
  await store.events.append(ids.map((id) => anEvent({ 'event.id': id })));
  await store.close();
}

async function idsIn(store: Store): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const row of store.events.select({ where: {} }, EVER)) ids.push(row['event.id']);
  return ids;
}

describe('opening the embedded store', () => {
  it('makes a folder that only its owner may read', async () => {
    const folder = join(newFolder(), 'inner');

    const store = await openDuckdbStore({ folder, now });
    await store.close();

    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });

  it('refuses a second opener in the same process', async () => {
    const folder = newFolder();
    const store = await openDuckdbStore({ folder, now });

    await expect(openDuckdbStore({ folder, now })).rejects.toMatchObject({ code: 'store.locked' });
    await store.close();
    await (await openDuckdbStore({ folder, now })).close();
  });

  it('refuses a store that another process holds, and takes it over once that is gone', async () => {
    const folder = newFolder();
    const child = startAppending(folder, 1);
    await child.done(1);

    await expect(openDuckdbStore({ folder, now })).rejects.toMatchObject({ code: 'store.locked' });

    await child.kill();
    await (await openDuckdbStore({ folder, now })).close();
  });

  it('reads without writing', async () => {
    const folder = newFolder();
    await storeWith(folder, 'a');

    const store = await openDuckdbStore({ folder, now, readOnly: true });

    expect(await idsIn(store)).toEqual(['a']);
    await expect(store.events.append([anEvent()])).rejects.toMatchObject({ code: 'store.refused' });
    await store.close();
    await expect(openDuckdbStore({ folder: newFolder(), now, readOnly: true })).rejects.toMatchObject({ code: 'not.found' });
  });

  it('refuses a store of a newer or an older schema and changes nothing', async () => {
    const folder = newFolder();
    await storeWith(folder, 'a');

    await tamper(folder, `UPDATE meta SET value = '${SCHEMA + 1}'`);
    await expect(openDuckdbStore({ folder, now })).rejects.toMatchObject({ code: 'store.newer', details: { found: SCHEMA + 1, known: SCHEMA } });
    await tamper(folder, `UPDATE meta SET value = '${SCHEMA - 1}'`);
    await expect(openDuckdbStore({ folder, now })).rejects.toMatchObject({ code: 'store.older' });

    await tamper(folder, `UPDATE meta SET value = '${SCHEMA}'`);
    const store = await openDuckdbStore({ folder, now });
    expect(await idsIn(store)).toEqual(['a']);
    await store.close();
  });

  it('says that a file is damaged', async () => {
    const folder = newFolder();
    mkdirSync(folder);
    writeFileSync(join(folder, 'farmwatch.duckdb'), 'not a database '.repeat(2_000));

    await expect(openDuckdbStore({ folder, now })).rejects.toMatchObject({ code: 'store.damaged' });
  });

  it('asks a store from before a field about it', async () => {
    const folder = newFolder();
    await storeWith(folder, 'old');
    await tamper(folder, `CREATE OR REPLACE VIEW events AS SELECT 'network' AS _topic, rowid AS _row, * FROM events_network`);

    const store = await openDuckdbStore({ folder, now });
    const before = await store.events.tally({ where: { 'farmwatch.usb.classes': { exists: false } }, by: [], measure: { rows: 'count' } }, EVER);
    await store.events.append([anEvent({ 'event.id': 'young', 'farmwatch.usb.classes': ['audio'] })]);

    expect(before).toEqual([{ rows: 1 }]);
    expect(await store.events.tally({ where: { 'farmwatch.usb.classes': 'audio' }, by: [], measure: { rows: 'count' } }, EVER)).toEqual([{ rows: 1 }]);
    expect(await idsIn(store)).toEqual(['old', 'young']);
    await store.close();
  });

  it('lets go of the file also while somebody still reads', async () => {
    const folder = newFolder();
    const store = await openDuckdbStore({ folder, now });
    await store.events.append(Array.from({ length: 5_000 }, (_, i) => anEvent({ 'event.id': String(i) })));
    const abandoned = store.events.select({ where: {} }, EVER)[Symbol.asyncIterator]();
    await abandoned.next();
    for await (const _ of store.events.select({ where: {} }, EVER)) break;

    await store.close();
    const child = startAppending(folder, 1);
    await child.done(1);

    expect((await child.kill()).acknowledged).toBeGreaterThan(0);
    await expect((async () => { while (!(await abandoned.next()).done); })()).rejects.toMatchObject({ code: 'store.away' });
  });

  it('finishes what it was asked before it closes', async () => {
    const folder = newFolder();
    const store = await openDuckdbStore({ folder, now });
    const asked = [...['a', 'b', 'c', 'd'].map((id) => store.events.append([anEvent({ 'event.id': id })])), store.shelf('docs').put({ id: 'a' }), store.journal('log').append('a')];

    await store.close();
    await Promise.all(asked);
    const again = await openDuckdbStore({ folder, now });

    expect(await idsIn(again)).toEqual(['a', 'b', 'c', 'd']);
    expect(await again.shelf('docs').get('a')).toMatchObject({ value: { id: 'a' } });
    await again.close();
  });

  it('answers no more once it is closed', async () => {
    const store = await openDuckdbStore({ folder: newFolder(), now });

    await store.close();
    await store.close();

    await expect(store.events.census()).rejects.toMatchObject({ code: 'store.away' });
  });
});

interface Lines { readonly begun: number; readonly acknowledged: number; readonly failed: string | undefined }
interface Child {
  /** Resolves when so many batches are acknowledged, or the process is over. */
  done(count: number): Promise<void>;
  over(): Promise<Lines>;
  kill(): Promise<Lines>;
}

/** Starts a process that appends; `limit` is put before it in the shell. */
function startAppending(folder: string, size: number, limit = ''): Child {
  const script = join(import.meta.dirname, 'support/appending-child.ts');
  const child = spawn('sh', ['-c', `${limit} exec "$0" "$@"`, process.execPath, script, folder, String(size)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = { begun: 0, acknowledged: 0, failed: undefined as string | undefined };
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('begin')) lines.begun++;
    else if (line.startsWith('done')) lines.acknowledged++;
    else lines.failed = line;
  });
  const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
  const over = async (): Promise<Lines> => {
    await closed;
    return lines;
  };
  return {
    async done(count) {
      while (lines.acknowledged < count && child.exitCode === null) await after(5);
    },
    over,
    kill() {
      child.kill('SIGKILL');
      return over();
    },
  };
}

/** What was acknowledged is there, and nothing is there by halves. */
async function expectWholeBatches(folder: string, size: number, { acknowledged, begun }: Lines): Promise<void> {
  const store = await openDuckdbStore({ folder, now });
  const batches = await store.events.tally({ where: {}, by: ['user.id'], measure: { rows: 'count' } }, EVER);
  await store.close();

  // A batch may have become durable just before its word got out.
  expect(batches.length).toBeGreaterThanOrEqual(acknowledged);
  expect(batches.length).toBeLessThanOrEqual(begun);
  expect(new Set(batches.map(({ 'user.id': batch }) => batch))).toEqual(new Set(Array.from({ length: batches.length }, (_, i) => String(i))));
  expect(batches.filter(({ rows }) => rows !== size)).toEqual([]);
}

describe('a process killed while it appends', () => {
  it.each([{ size: 40, after: 25 }, { size: 3_000, after: 6 }, { size: 60_000, after: 2 }])('keeps what it acknowledged and no half of a batch ($size events)', async ({ size, after: count }) => {
    const folder = newFolder();
    const child = startAppending(folder, size);

    await child.done(count);
    await after(count * 3);
    const lines = await child.kill();

    expect(lines.acknowledged).toBeGreaterThanOrEqual(count);
    await expectWholeBatches(folder, size, lines);
  });
});

describe('a disk without room', () => {
  // The shell's limit on the size of files: the signal is ignored, so that writing fails as it does on a full disk.
  it.each([1_000, 60_000])('is told as such and costs nothing that was acknowledged (%i events)', async (size) => {
    const folder = newFolder();

    const lines = await startAppending(folder, size, `trap '' XFSZ; ulimit -f 12000;`).over();

    expect(lines.failed).toBe('failed store.full');
    await expectWholeBatches(folder, size, lines);
  });
});

describe('large batches', () => {
  it('are kept whole, with their copies, gaps and lists', async () => {
    const store = await openDuckdbStore({ folder: newFolder(), now, memoryLimit: '200MB' });
    const actions = ['sign-in', 'check-in', 'usb-present'];
    const events = Array.from({ length: 12_000 }, (_, i) => anEvent({
      'event.id': `id-${i % 11_000}`, '@timestamp': MONDAY + (i % 11_000), 'event.action': actions[i % 3]!, 'event.ingested': MONDAY + DAY + i,
      // Texts on both sides of what the engine keeps within an entry, 12 bytes.
      ...(i % 5 === 0 ? {} : { 'process.command_line': `${'é'.repeat(i % 9)}run ${'x'.repeat(i % 23)}` }),
      ...(i % 2 === 0 ? { 'user.id': `user ${i % 7}` } : {}), ...(i % 3 === 2 ? { 'farmwatch.usb.classes': ['audio', `class ${i % 5}`] } : {}),
    }));

    const first = await store.events.append(events);
    const again = await store.events.append(events.toReversed());
    const kept: unknown[] = [];
    for await (const row of store.events.select({ where: {} }, EVER)) kept.push(row);

    expect(first).toEqual({ added: 11_000, known: 1_000, conflicting: [] });
    expect(again).toEqual({ added: 0, known: 12_000, conflicting: [] });
    expect(kept).toEqual(events.slice(0, 11_000).map(inFieldOrder));
    await store.close();
  });
});

describe('the tables of the log', () => {
  /** Asks a closed store directly. */
  async function askFile(folder: string, sql: string, values: readonly (string | bigint | number)[] = []): Promise<readonly (readonly unknown[])[]> {
    const instance = await DuckDBInstance.create(join(folder, 'farmwatch.duckdb'));
    const connection = await instance.connect();
    const rows = (await connection.runAndReadAll(sql, [...values])).getRows();
    connection.closeSync();
    instance.closeSync();
    return rows;
  }
  async function storeOfThreeTopics(): Promise<string> {
    const folder = newFolder();
    const store = await openDuckdbStore({ folder, now });
    await store.events.append([anEvent({ 'event.action': 'sign-in', 'source.ip': '192.0.2.1' }), anEvent({ 'event.action': 'dns-query', 'dns.question.name': 'example.org' })]);
    await store.events.append([anEvent({ 'event.action': 'never heard of' }), anEvent({ 'event.action': 'check-in', 'host.uptime': 7 })]);
    await store.close();
    return folder;
  }

  it('are those of the topics that there are, with the columns their rows have brought', async () => {
    const columns = await askFile(await storeOfThreeTopics(), `SELECT table_name, list(column_name ORDER BY column_index) FROM duckdb_columns() JOIN duckdb_tables() USING (table_name) WHERE table_name LIKE 'events%' GROUP BY 1 ORDER BY 1`);

    const always = ['_key', '@timestamp', 'event.id', 'event.ingested', 'event.action', 'event.module', 'event.dataset'];
    expect(columns.map(([table, list]) => [table, (list as { items: readonly string[] }).items])).toEqual([
      ['events_network', [...always, 'source.ip', 'host.uptime']],
      ['events_programs', [...always, 'dns.question.name']],
      ['events_rest', always],
    ]);
  });

  it.each<{ readonly where: Where; readonly tables: readonly string[] }>([
    { where: { 'event.action': ['dns-query', 'process-started'] }, tables: ['events_programs'] },
    { where: { 'event.action': ['never heard of', 'nor of this'] }, tables: ['events_rest'] },
    { where: { 'source.ip': { exists: true } }, tables: ['events_network'] },
    { where: { 'host.uptime': [7, 8] }, tables: ['events_network'] },
    { where: { 'farmwatch.usb.absolute_pointer': true }, tables: [] },
    { where: { 'source.ip': { exists: false } }, tables: ['events_network', 'events_programs', 'events_rest'] },
  ])('are read only where they can answer: $where', async ({ where, tables }) => {
    const { statement } = tallySql({ where, by: ['event.action'], measure: { rows: 'count' } }, EVER, { codeOf: () => 1, sourcesInOrder: () => [] });
    // The engine takes lists of values only with their types, which do not matter to its plan.
    const values = statement.values.filter((value) => typeof value !== 'object') as readonly (string | bigint | number)[];
    const sql = statement.sql.replace(/unnest\(\?::(\w+)\[\]\)/g, 'unnest([1, 2]::$1[])');

    const [plan] = await askFile(await storeOfThreeTopics(), `EXPLAIN ${sql}`, values);

    expect([...new Set(String(plan![1]).match(/events_\w+/g))].sort()).toEqual(tables);
  });
});

describe('slices of a period', () => {
  const counts = [0, 1, 5, 6].map((day) => ({ start: MONDAY - 9 * 3_600_000 + day * DAY, rows: 40 }));

  it('hold whole days, few enough rows, and no instant outside the period', () => {
    const during = { from: MONDAY, to: MONDAY + 6 * DAY, asOf: 7 };

    expect(slicesOf(counts, during, 100)).toMatchObject([
      { from: MONDAY, to: counts[1]!.start + DAY, asOf: 7 },
      { from: counts[2]!.start, to: MONDAY + 6 * DAY },
    ]);
    expect(slicesOf(counts, during, 10)).toHaveLength(4);
    expect(slicesOf([], during)).toEqual([]);
  });
});

describe('questions as SQL', () => {
  it('carry what comes from outside as values only', () => {
    const evil = `'; DROP TABLE events; --`;
    const codes = { codeOf: (text: string) => (text === evil ? 7 : text === 'kim' ? 8 : undefined), sourcesInOrder: () => [3, 2] };
    const { sql, values } = rowsSql(FIELD_NAMES, { 'event.id': evil, 'user.name': [evil, 'kim', 'nobody'], 'farmwatch.usb.classes': evil }, { from: 1, to: 2, asOf: 3 }, codes, { limit: 5 });

    expect(sql).not.toContain('DROP');
    expect(values).toEqual([1n, 2n, 3n, evil, [7, 8], [7], [3, 2], [3, 2], 5n]);
  });

  it('refuse a field that nobody knows', () => {
    expect(() => tallySql({ where: {}, by: [`x" FROM meta; --` as 'user.id'], measure: { rows: 'count' } }, EVER, { codeOf: () => undefined, sourcesInOrder: () => [] })).toThrow('no such field');
  });
});

describe('failures of the engine', () => {
  it.each([
    ['IO Error: Could not set lock on file "x": Conflicting lock is held in node (PID 7). See also https://duckdb.org/docs', 'store.locked'],
    ['IO Error: Could not write file "x": No space left on device', 'store.full'],
    ['TransactionContext Error: Failed to commit: Could not write file: No space left on device', 'store.full'],
    ['IO Error: Could not write all bytes to file "x": wanted=1 wrote=0: No space left on device', 'store.full'],
    ['IO Error: Corrupt database file: computed checksum 1 does not match stored checksum 2 in block', 'store.damaged'],
    ['Serialization Error: Failed to deserialize: expected end of object', 'store.damaged'],
    ['IO Error: Trying to read a database file with version number 99, but we can only read versions between 64 and 67.', 'store.newer'],
    ['IO Error: Cannot open file "x": Permission denied', 'store.refused'],
    ['Out of Memory Error: could not allocate block of size 256.0 KiB (400.0 MiB/400.0 MiB used)', 'store.refused'],
  ])('are told in our words: %s', (said, code) => {
    const cause = new Error(said);

    expect(understood(cause, 'data')).toMatchObject({ code, cause });
  });

  it('pass as they are where they are mistakes of ours', () => {
    const mistake = new Error('Binder Error: no such column');

    expect(understood(mistake, 'data')).toBe(mistake);
  });
});

/** A store as schema 1 was: texts in the rows, keys of MD5. */
async function writeSchema1(folder: string, events: readonly Event[], forgotten: Event): Promise<void> {
  mkdirSync(folder);
  const instance = await DuckDBInstance.create(join(folder, 'farmwatch.duckdb'));
  const connection = await instance.connect();
  const sqlType = (field: FieldName): string => {
    const { type, list } = fieldSpec(field);
    const name = type === 'time' || type === 'long' ? 'BIGINT' : type === 'double' ? 'DOUBLE' : type === 'boolean' ? 'BOOLEAN' : 'VARCHAR';
    return list ? `${name}[]` : name;
  };
  const literal = (value: unknown): string => Array.isArray(value) ? `[${value.map(literal).join(', ')}]` : typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
  const keyOf = (event: Event): string => `md5_number_lower('${event['event.module'] ?? ''}' || chr(0) || '${event['event.dataset'] ?? ''}' || chr(0) || '${event['event.id']}')`;
  await connection.run(`CREATE TABLE meta (name VARCHAR, value VARCHAR)`);
  await connection.run(`INSERT INTO meta VALUES ('schema', '1')`);
  await connection.run(`CREATE TABLE events (_key UBIGINT, ${FIELD_NAMES.map((field) => `"${field}" ${sqlType(field)}`).join(', ')})`);
  await connection.run(`CREATE TABLE forgotten (_key UBIGINT)`);
  await connection.run(`CREATE SEQUENCE revisions`);
  await connection.run(`CREATE TABLE shelf (shelf VARCHAR, id VARCHAR, revision BIGINT, body VARCHAR, indexes VARCHAR[])`);
  await connection.run(`CREATE TABLE journal (journal VARCHAR, seq BIGINT, entry VARCHAR)`);
  for (const event of events) {
    const entries = Object.entries(event);
    await connection.run(`INSERT INTO events (_key, ${entries.map(([name]) => `"${name}"`).join(', ')}) VALUES (${keyOf(event)}, ${entries.map(([, value]) => literal(value)).join(', ')})`);
  }
  await connection.run(`INSERT INTO forgotten VALUES (${keyOf(forgotten)})`);
  connection.closeSync();
  instance.closeSync();
}

describe('migrating the embedded store', () => {
  const step: MigrationStep<SqlHandle> = {
    from: SCHEMA, doc: 'Notes who wrote it.',
    apply: async (sql) => void await sql.run(`INSERT INTO farmwatch.meta VALUES ('writer', ?)`, ['kim']),
  };

  it('has a step for every schema but the first', () => {
    expect(DUCKDB_STEPS.map(({ from }) => from)).toEqual(Array.from({ length: SCHEMA - 1 }, (_, i) => i + 1));
  });

  it('takes a backup, applies the steps and writes the new number', async () => {
    const folder = newFolder();
    await storeWith(folder, 'a', 'b');
    const store = await openDuckdbMigration({ folder });

    const migrated = await migrate(store, [step], SCHEMA + 1);
    const again = await migrate(store, [step], SCHEMA + 1);
    await store.close();

    expect(migrated).toEqual({ from: SCHEMA, to: SCHEMA + 1, backup: join(folder, `farmwatch-schema-${SCHEMA}.backup.duckdb`), steps: ['Notes who wrote it.'] });
    expect(again).toEqual({ from: SCHEMA + 1, to: SCHEMA + 1, steps: [] });
    await expect(openDuckdbStore({ folder, now })).rejects.toMatchObject({ code: 'store.newer' });
    // The copy from before is a store of its own.
    const restored = newFolder();
    mkdirSync(restored);
    copyFileSync(migrated.backup!, join(restored, 'farmwatch.duckdb'));
    const old = await openDuckdbStore({ folder: restored, now });
    expect(await idsIn(old)).toEqual(['a', 'b']);
    await old.close();
  });

  it('takes a store of schema 1, which held texts in its rows, to this one', async () => {
    const folder = newFolder();
    const { 'event.module': _module, ...bare } = anEvent({ 'event.id': 'bare' });
    const events = [
      anEvent({ 'event.id': 'a', 'user.name': 'Zoë', 'source.ip': '192.0.2.1', 'event.duration': 9_007_199_254_740_991, 'farmwatch.net.rtt_ms': 0.1 }),
      anEvent({ 'event.id': 'b', 'user.name': "o'neil", 'farmwatch.usb.classes': ['video', 'audio', 'video'], 'farmwatch.input.gap_s': [2.5, 1], 'farmwatch.usb.absolute_pointer': false }),
      bare,
      anEvent({ 'event.id': 'c', 'event.action': 'usb-present', 'farmwatch.usb.serial': '7' }), anEvent({ 'event.id': 'd', 'event.action': 'seen by nobody' }),
    ];
    await writeSchema1(folder, events, anEvent({ 'event.id': 'forgotten' }));

    await expect(openDuckdbStore({ folder, now })).rejects.toMatchObject({ code: 'store.older' });
    const old = await openDuckdbMigration({ folder });
    const migrated = await migrate(old, DUCKDB_STEPS);
    await old.close();
    const store = await openDuckdbStore({ folder, now });

    expect(migrated).toMatchObject({ from: 1, to: SCHEMA });
    expect(await Array.fromAsync(store.events.select({ where: {} }, EVER))).toEqual(events.map(inFieldOrder));
    for (const { 'event.action': action } of events) {
      const [of] = await store.events.tally({ where: { 'event.action': action }, by: [], measure: { rows: 'count' } }, EVER);
      expect(of).toEqual({ rows: events.filter((event) => event['event.action'] === action).length });
    }
    expect(await store.events.append([...events, anEvent({ 'event.id': 'forgotten' })])).toEqual({ added: 0, known: 6, conflicting: [] });
    expect(await store.events.append([anEvent({ 'event.id': 'new' })])).toMatchObject({ added: 1 });
    await store.close();
  });

  it('leaves a store as it was when a step fails, and keeps every backup', async () => {
    const folder = newFolder();
    await storeWith(folder, 'a');
    const broken: MigrationStep<SqlHandle> = { ...step, apply: async (sql) => { await step.apply(sql); await sql.run('SELECT * FROM nowhere'); } };
    const store = await openDuckdbMigration({ folder });

    await expect(migrate(store, [broken], SCHEMA + 1)).rejects.toThrow('nowhere');
    await migrate(store, [step], SCHEMA + 1);
    await store.close();

    expect(readdirSync(folder).filter((name) => name.includes('backup'))).toEqual([`farmwatch-schema-${SCHEMA}.backup-2.duckdb`, `farmwatch-schema-${SCHEMA}.backup.duckdb`]);
  });

  it('refuses a store from the future, a missing step and an empty folder', async () => {
    const folder = newFolder();
    const empty = await openDuckdbMigration({ folder: newFolder() });
    await storeWith(folder, 'a');
    const store = await openDuckdbMigration({ folder });

    await expect(migrate(store, [], SCHEMA - 1)).rejects.toMatchObject({ code: 'store.newer' });
    await expect(migrate(store, [], SCHEMA + 1)).rejects.toThrow('no migration step');
    await expect(migrate(empty, [])).rejects.toMatchObject({ code: 'not.found' });

    expect(readdirSync(folder)).toEqual(['farmwatch.duckdb']);
    await store.close();
    await empty.close();
  });
});
