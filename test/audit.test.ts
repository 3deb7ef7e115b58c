import { readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, appendFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Client } from '@elastic/elasticsearch';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openApp } from '../src/app.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { loadConfig } from '../src/config.ts';
import { DAY, HOUR } from '../src/core/time.ts';
import { random } from '../src/core/random.ts';
import { auditOf, entriesOf } from '../src/run/audit/audit.ts';
import type { Link } from '../src/run/audit/chain.ts';
import type { AuditEntry } from '../src/run/audit/entry.ts';
import type { Anchor, Verdict } from '../src/run/audit/verify.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import { openElasticStore } from '../src/store/elastic/elastic-store.ts';
import type { Store } from '../src/store/store.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';
import { CONFIGURED } from './support/told-staff.ts';
import { startStub } from './support/vendor-stub.ts';

const NOW = Date.parse('2026-11-16T15:14:00Z');
const ENTRIES = 12;
const root = await mkdtemp(join(tmpdir(), 'farmwatch-audit-'));
afterAll(() => rm(root, { recursive: true, force: true }));

async function fill(store: Store): Promise<void> {
  for (let n = 0; n < ENTRIES; n++) {
    const entry: AuditEntry = { at: NOW + n * HOUR, by: n % 3 === 0 ? 'bo' : 'kim', role: 'analyst', from: 'page', did: n % 4 === 0 ? 'change' : 'looked', what: n % 4 === 0 ? 'POST /api/cases/:id/acts' : 'case', id: `c-${n}`, people: ['Heron-417', `Wren-${100 + n}`], purpose: 'ein „Grund“' };
    await auditOf(store).append(entry);
  }
}
/** An anchor of the newest entry. */
async function anchorFor(store: Store): Promise<Anchor> {
  const { newest } = await auditOf(store).verify([]);
  return { n: newest!.n, hash: newest!.hash, day: '2026-11-17', at: NOW + DAY };
}

/** One way to change what is stored. */
interface Tampering { readonly says: string; readonly n: number; readonly rows: (rows: readonly Stored[]) => readonly Stored[] }
interface Stored { readonly seq: number; readonly entry: Link }
const without = (...gone: readonly number[]) => (rows: readonly Stored[]): readonly Stored[] => rows.filter(({ seq }) => !gone.includes(seq));
const swapped = (rows: readonly Stored[]): readonly Stored[] => rows.map((row) => (row.seq === 4 ? { seq: 4, entry: rows[4]!.entry } : row.seq === 5 ? { seq: 5, entry: rows[3]!.entry } : row));
/** A byte of an entry, of its text or its hash, changed into another that a text may hold. */
function flipped(seq: number, of: keyof Link, share: number): Tampering {
  return {
    says: `a byte of the ${of} of entry ${seq}`, n: seq,
    rows: (rows) => rows.map((row) => {
      if (row.seq !== seq) return row;
      const text = row.entry[of];
      const at = Math.floor(share * text.length);
      return { seq, entry: { ...row.entry, [of]: `${text.slice(0, at)}${text[at] === '7' ? '8' : '7'}${text.slice(at + 1)}` } };
    }),
  };
}
const draw = random('tamper');
const TAMPERINGS: readonly Tampering[] = [
  ...Array.from({ length: 10 }, () => flipped(1 + draw.int(ENTRIES), 'text', draw.next())), ...Array.from({ length: 4 }, () => flipped(1 + draw.int(ENTRIES), 'hash', draw.next())),
  { says: 'a row taken from the middle', n: 6, rows: without(6) }, { says: 'the first row', n: 1, rows: without(1) }, { says: 'the last row', n: ENTRIES, rows: without(ENTRIES) },
  { says: 'the last three rows', n: ENTRIES - 2, rows: without(ENTRIES, ENTRIES - 1, ENTRIES - 2) }, { says: 'all rows', n: 1, rows: () => [] }, { says: 'two rows swapped', n: 4, rows: swapped },
  { says: 'a row replaced by an older one', n: 8, rows: (rows) => rows.map((row) => (row.seq === 8 ? { seq: 8, entry: rows[1]!.entry } : row)) },
];

describe('an embedded store whose file was changed behind our back', () => {
  const whole = join(root, 'whole');
  let anchor: Anchor;
  let rows: readonly Stored[];
  beforeAll(async () => {
    const store = await openDuckdbStore({ folder: whole, now: () => NOW });
    await fill(store);
    anchor = await anchorFor(store);
    rows = (await Array.fromAsync(store.journal<Link>('audit').read()));
    await store.close();
  });

  let copies = 0;
  async function verdictOf(tamper: (run: (sql: string, values?: readonly (string | number)[]) => Promise<unknown>) => Promise<void>): Promise<Verdict> {
    const folder = join(root, `copy-${++copies}`);
    await mkdir(folder);
    await copyFile(join(whole, 'farmwatch.duckdb'), join(folder, 'farmwatch.duckdb'));
    const instance = await DuckDBInstance.create(join(folder, 'farmwatch.duckdb'));
    const connection = await instance.connect();
    await tamper((sql, values = []) => connection.run(sql, [...values]));
    connection.closeSync();
    instance.closeSync();
    const store = await openDuckdbStore({ folder, now: () => NOW });
    try {
      return await auditOf(store).verify([anchor]);
    } finally {
      await store.close();
      await rm(folder, { recursive: true });
    }
  }

  it('is whole as long as nobody did', async () => {
    expect(await verdictOf(async () => {})).toMatchObject({ entries: ENTRIES, anchors: 1 });
    expect((await verdictOf(async () => {})).fault).toBeUndefined();
  });
  it.each(TAMPERINGS)('shows $says, as entry $n', async ({ n, rows: change }) => {
    const { fault } = await verdictOf(async (run) => {
      await run(`DELETE FROM farmwatch.journal WHERE journal = 'audit'`);
      for (const { seq, entry } of change(rows)) await run(`INSERT INTO farmwatch.journal VALUES ('audit', ?::BIGINT, ?)`, [String(seq), JSON.stringify(entry)]);
    });

    expect(fault?.n).toBe(n);
  });
  it('shows an entry that is no JSON any more, and goes on behind it', async () => {
    const verdict = await verdictOf(async (run) => { await run(`UPDATE farmwatch.journal SET entry = '{' || entry WHERE journal = 'audit' AND seq = 5`); });

    expect(verdict).toMatchObject({ entries: ENTRIES, fault: { n: 5, why: 'it cannot be read' } });
  });
  it('shows a row whose journal or number was changed', async () => {
    expect((await verdictOf(async (run) => { await run(`UPDATE farmwatch.journal SET journal = 'audiu' WHERE journal = 'audit' AND seq = 7`); })).fault?.n).toBe(7);
    expect((await verdictOf(async (run) => { await run(`UPDATE farmwatch.journal SET seq = 70 WHERE journal = 'audit' AND seq = 7`); })).fault?.n).toBe(7);
  });
});

const { access, skipped } = await elasticOrSkipped();

describe.skipIf(skipped !== undefined)('an Elasticsearch that was changed behind our back', () => {
  const prefix = uniquePrefix();
  const index = `${prefix}-journal`;
  let store: Store;
  let client: Client;
  let anchor: Anchor;
  let rows: readonly Stored[];
  const open = (): Promise<Store> => openElasticStore({ url: access.url, auth: access.auth, ...(access.caFile === undefined ? {} : { caFile: access.caFile }), prefix, now: () => NOW });
  beforeAll(async () => {
    store = await open();
    client = new Client({ node: access.url, auth: { ...(access.superuser ?? access.auth) }, ...(access.caFile ? { tls: { ca: readFileSync(access.caFile, 'utf8') } } : {}) });
    await fill(store);
    anchor = await anchorFor(store);
    rows = await Array.fromAsync(store.journal<Link>('audit').read());
  }, 240_000);
  afterAll(async () => {
    await store?.close();
    await client?.close();
    await dropIndexes(access, prefix);
  });

  const idOf = (seq: number): string => `audit-${String(seq).padStart(12, '0')}`;
  async function put(wanted: readonly Stored[]): Promise<void> {
    for (const { seq } of rows) await client.delete({ index, id: idOf(seq) }, { ignore: [404] });
    for (const { seq, entry } of wanted) await client.index({ index, id: idOf(seq), document: { journal: 'audit', seq, body: entry } });
    await client.indices.refresh({ index });
  }

  it.each(TAMPERINGS)('shows $says, as entry $n', async ({ n, rows: change }) => {
    await put(change(rows));
    const changed = (await auditOf(store).verify([anchor])).fault?.n;
    await put(rows);

    expect([changed, (await auditOf(store).verify([anchor])).fault]).toEqual([n, undefined]);
  });
  it('chains what two servers write at the same time, and loses nothing', async () => {
    const other = await open();
    await Promise.all(Array.from({ length: 20 }, (_, n) => auditOf(n % 2 === 0 ? store : other).append({ at: NOW + 2 * DAY, by: 'kim', from: 'page', did: 'looked', what: 'case', id: `c-${n}`, people: [] })));
    await other.close();

    const verdict = await auditOf(store).verify([anchor]);
    expect([verdict.entries, verdict.fault]).toEqual([ENTRIES + 20, undefined]);
  });
});

describe('the command audit', () => {
  const open: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  let nth = 0;
  const aDesk = (own: object = {}): Desk => {
    const desk = deskIn(join(root, `desk-${++nth}`), NOW);
    desk.file('farmwatch.json', JSON.stringify({ audit: { anchors: 'anchors.ndjson' }, ...own }));
    return desk;
  };
  const config = ['--config', 'farmwatch.json'] as const;

  it('lists what was changed by command, by whom, and none of the words that were typed', async () => {
    const desk = aDesk();
    await desk.type('settings', 'accept', 's-4711', '--reason', 'a build machine', '--by', 'kim', ...config);
    await desk.type('mute', 'list', ...config);

    const { out } = await desk.type('audit', 'list', '--by', 'bo', ...config, '--json');

    expect(out.map((line) => JSON.parse(line) as AuditEntry)).toMatchObject([{ n: 1, by: 'kim', from: 'command', did: 'change', what: 'settings accept' }, { n: 2, by: 'bo', did: 'looked', what: 'audit list' }]);
    expect(out.join()).not.toMatch(/build machine|4711/);
    expect((await desk.type('audit', 'list', '--who', 'kim', ...config)).out).toEqual(['      1  2026-11-16T15:14:00Z  kim  change  settings accept']);
  });
  it('says that a chain is whole, also against its anchors, and exits 1 with the first entry that is not', async () => {
    const desk = aDesk();
    await desk.type('user', 'add', 'bo', '--role', 'admin', ...config);
    for (let more = 0; more < 2; more++) await desk.type('audit', 'list', '--by', 'bo', ...config);
    expect(await desk.type('audit', 'anchor', ...config)).toMatchObject({ exit: 0, out: ['entry 4 went to file.'] });
    expect(await desk.type('audit', 'verify', ...config)).toMatchObject({ exit: 0, out: [expect.stringMatching(/^Whole: 4 entries, the newest of .* with hash [0-9a-f]{64}\.$/)], err: ['1 of 1 anchors fit.'] });

    const instance = await DuckDBInstance.create(join(desk.folder, 'store', 'farmwatch.duckdb'));
    const connection = await instance.connect();
    await connection.run(`DELETE FROM farmwatch.journal WHERE journal = 'audit' AND seq > 2`);
    connection.closeSync();
    instance.closeSync();

    const after = await desk.type('audit', 'verify', ...config);
    expect([after.exit, after.err.join()]).toEqual([1, expect.stringContaining('does not fit from entry 3 on: the anchor of 2026-11-16 knows entry 4, and the chain ends at 2')]);
    expect(await desk.type('audit', 'anchor', ...config)).toMatchObject({ exit: 1 });
    await writeFile(join(desk.folder, 'none'), '');
    expect(await desk.type('audit', 'verify', '--anchors', 'none', ...config)).toMatchObject({ exit: 0, err: ['No anchor was there to hold it against: rows taken from the end would not show.'] });
  });
  it('refuses a file of anchors that holds something else, and one that is not there', async () => {
    const desk = aDesk();
    await desk.type('user', 'add', 'bo', '--role', 'admin', ...config);
    await appendFile(join(desk.folder, 'anchors.ndjson'), 'nothing\n');

    expect((await desk.type('audit', 'verify', ...config)).err.join()).toContain('line 1 is no anchor');
    expect((await desk.type('audit', 'verify', '--anchors', 'gone', ...config)).err.join()).toContain('there is no such file');
  });
  it('runs every day as a job, which adds a line to the file and sends a signed message', async () => {
    const stub = await startStub(() => ({}));
    open.push(() => stub.close());
    const desk = aDesk({ company: { name: 'Acme' }, notify: { receivers: { ledger: { kind: 'webhook', url: stub.url, key: 'file:key', sends: ['anchors'] } } } });
    desk.file('key', 'a key of at least 24 bytes');
    const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
    open.push(() => app.close());
    const job = (id: string): Promise<string> => jobsOf(app, () => {}).find((one) => one.id === id)!.work(new AbortController().signal);

    expect(await job('audit.anchor')).toBe('nobody has done anything yet; there is nothing to anchor');
    await job('housekeeping');
    expect(await job('audit.anchor')).toBe('entry 1 went to file, ledger');
    await job('notify');

    expect((await entriesOf(app.store)).map(({ from, what }) => [from, what])).toEqual([['job', 'housekeeping']]);
    const [sent] = stub.requests;
    expect(sent!.headers['webhook-signature']).toMatch(/^v1,/);
    const { data } = JSON.parse(sent!.body) as { readonly data: Anchor };
    expect(JSON.parse(desk.read('anchors.ndjson'))).toEqual(data);
    expect(await auditOf(app.store).verify([data])).toMatchObject({ anchors: 1 });
  });
  it('writes a job down before it reads or changes anything about people, and no other job', async () => {
    const stub = await startStub(() => ({}));
    open.push(() => stub.close());
    const desk = aDesk({ duties: CONFIGURED, schedule: { proof: '37 1 * * 6' }, sharing: { taxii: { isac: { api_root: stub.url, collection: 'c', receive: true } } }, notify: { receivers: { team: { kind: 'webhook', url: stub.url, key: 'file:key', sends: ['alerts', 'digest', 'report'] } } } });
    desk.file('key', 'a key of at least 24 bytes');
    const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
    open.push(() => app.close());
    const jobs = jobsOf(app, () => {});
    for (const { work } of jobs) await work(new AbortController().signal).catch(() => {});

    expect(jobs.map(({ id }) => id)).toEqual(['notify', 'digest', 'report', 'collect', 'detect', 'housekeeping', 'indicators', 'audit.anchor', 'proof']);
    expect((await entriesOf(app.store)).map(({ by, from, did, what }) => [by, from, did, what])).toEqual([
      ['digest', 'listed'], ['report', 'listed'], ['collect', 'change'], ['detect', 'change'], ['housekeeping', 'change'], ['indicators', 'change'], ['proof', 'listed'],
    ].map(([what, did]) => ['farmwatch', 'job', did, what]));
    await jobs[0]!.work(new AbortController().signal);
    expect((await entriesOf(app.store)).at(-1)).toMatchObject({ from: 'job', did: 'listed', what: 'notify' });
  }, 60_000);

  it('writes down a trial that shows rows of people, though it writes nothing else', async () => {
    const desk = aDesk();
    await desk.type('user', 'add', 'kim', '--role', 'admin', ...config);
    desk.file('people.csv', 'hire_id,email,start_date\nh-1,kim@acme.example,2026-11-02\n');
    expect((await desk.type('import', 'people.csv', '--dry-run', ...config)).exit).toBe(0);
    const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
    open.push(() => app.close());

    expect((await entriesOf(app.store)).map(({ from, did, what }) => [from, did, what])).toEqual([['command', 'change', 'user add'], ['command', 'listed', 'import --dry-run']]);
    expect(await Array.fromAsync(app.store.shelf('registry').list())).toEqual([]);
  });
});
