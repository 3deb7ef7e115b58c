import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openApp } from '../src/app.ts';
import { pullBook, type PullState } from '../src/collect/pull/book.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { loadConfig } from '../src/config.ts';
import { sendTo } from '../src/report/exports/taxii.ts';
import { entriesOf } from '../src/run/audit/audit.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { oasisProgram, startTaxii, type TaxiiServer } from './support/oasis.ts';
import { startStub, type Stub, type StubAnswer, type StubRequest } from './support/vendor-stub.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const root = mkdtempSync(join(tmpdir(), 'farmwatch-taxii-pull-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const config = ['--config', 'farmwatch.json'] as const;

const uuid = (nth: number): string => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const SENDER = { type: 'identity', spec_version: '2.1', id: `identity--${uuid(900)}`, name: 'ISAC of made-up companies', identity_class: 'organization', created: '2026-11-01T00:00:00.000Z', modified: '2026-11-01T00:00:00.000Z' };
const indicator = (nth: number, more: object = {}): { readonly id: string } => ({
  type: 'indicator', spec_version: '2.1', id: `indicator--${uuid(nth)}`, created_by_ref: SENDER.id, created: '2026-11-01T00:00:00.000Z', modified: '2026-11-01T00:00:00.000Z', valid_from: '2026-11-01T00:00:00Z',
  pattern_type: 'stix', pattern: `[email-addr:value = 'kim${nth}@post.example']`, ...more,
} as { readonly id: string });
let nth = 0;
/** A desk with one collection, whose indicators come on schedule. */
function aDesk(own: object): Desk {
  const desk = deskIn(join(root, String(++nth)), NOW);
  desk.file('secret', 'a key of some length');
  desk.file('farmwatch.json', JSON.stringify({ sharing: { taxii: { isac: { receive: true, ...own } } } }));
  return desk;
}
const pull = (desk: Desk, ...more: readonly string[]) => desk.type('indicators', 'pull', 'isac', ...more, ...config);
async function inStore<T>(desk: Desk, work: (app: Awaited<ReturnType<typeof openApp>>) => Promise<T>): Promise<T> {
  const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
const stateOf = (desk: Desk): Promise<PullState | undefined> => inStore(desk, async ({ store }) => (await pullBook(store).states()).find(({ id }) => id === 'taxii:isac'));

const medallion = oasisProgram('medallion');
describe.skipIf('skipped' in medallion)('indicators of a TAXII 2.1 server', () => {
  let server: TaxiiServer;
  let desk: Desk;
  // Three at once, so that eight indicators are three pages.
  beforeAll(async () => { server = await startTaxii((medallion as { readonly path: string }).path, 3); }, 60_000);
  afterAll(() => server?.stop());
  const push = (...objects: readonly { readonly id: string }[]) => sendTo({ name: 'isac', apiRoot: server.apiRoot, collection: server.open, authorization: `Basic ${Buffer.from(`${server.username}:${server.password}`).toString('base64')}` }, { objects: objects as never });
  beforeEach(() => {
    desk = aDesk({ api_root: server.apiRoot, collection: server.open, username: server.username, password: 'file:password' });
    desk.file('password', server.password);
  });

  it('come page by page with the name of their sender, and the next time only what is new', async () => {
    await push(SENDER, ...[1, 2, 3, 4, 5, 6, 7, 8].map((one) => indicator(one)), { type: 'malware', spec_version: '2.1', id: `malware--${uuid(800)}`, is_family: false, name: 'Something', created: '2026-11-01T00:00:00.000Z', modified: '2026-11-01T00:00:00.000Z' } as never);
    const tried = await pull(desk, '--dry-run', '--json');
    const first = await pull(desk, '--json');
    const again = await pull(desk, '--json');
    await push(indicator(9));
    const news = await pull(desk, '--json');
    const all = await pull(desk, '--again', '--json');

    const said = ({ out }: { readonly out: readonly string[] }): object => { const { collection, pages, added, known, rejected } = JSON.parse(out[0]!) as Record<string, number>; return { collection, pages, added, known, rejected }; };
    expect(JSON.parse(tried.out[0]!)).toMatchObject({ collection: 'isac', pages: 3, dry_run: true, added: 0, would_add: 8, known: 0, rejected: 0 });
    expect(said(first)).toEqual({ collection: 'isac', pages: 3, added: 8, known: 0, rejected: 0 });
    expect(said(again)).toEqual({ collection: 'isac', pages: 1, added: 0, known: 0, rejected: 0 });
    expect(said(news)).toEqual({ collection: 'isac', pages: 1, added: 1, known: 0, rejected: 0 });
    expect(said(all)).toMatchObject({ added: 0, known: 9 });
    expect((await desk.type('search', '--indicators', '--json', ...config)).exit).toBe(0);
    const rows = await inStore(desk, ({ store }) => Array.fromAsync(store.shelf<{ id: string }>('registry').list({ from: 'indicators/', to: 'indicators0' }), ({ value }) => JSON.stringify(value)));
    expect(rows).toHaveLength(9);
    // One that came later still has the name that stood there before.
    expect(rows.find((row) => row.includes('kim9@post.example'))).toContain('ISAC of made-up companies');
    expect((await inStore(desk, ({ store }) => entriesOf(store))).filter(({ what }) => what === 'indicators pull').map(({ did }) => did)).toContain('change');
  }, 240_000);

  it('are fetched by a job of their own, and a wrong password is told without itself', async () => {
    expect(await inStore(desk, (app) => jobsOf(app, () => {}).find(({ id }) => id === 'indicators')!.work(new AbortController().signal))).toMatch(/^isac: .*added/);
    desk.file('password', 'another one');

    const { exit, err } = await pull(desk);

    expect([exit, err.join()]).toEqual([1, expect.stringMatching(/TAXII isac refused: .* answers 401.*make a new one/)]);
    expect(err.join()).not.toContain('another one');
    expect((await stateOf(desk))?.failed).toContain('answers 401');
    expect((await desk.type('doctor', ...config)).out.join('\n')).toContain('taxii:isac');
  }, 240_000);
});

describe('a TAXII server that answers oddly', () => {
  const open: Stub[] = [];
  afterEach(async () => { for (const stub of open.splice(0)) await stub.close(); });
  /** @param answer what it says of indicators; who sent them it does not know */
  async function stubbed(answer: (request: StubRequest, nth: number) => StubAnswer): Promise<{ readonly stub: Stub; readonly desk: Desk }> {
    let times = 0;
    const stub = await startStub((request) => (isNames(request) ? { body: {} } : answer(request, ++times)));
    open.push(stub);
    return { stub, desk: aDesk({ api_root: `${stub.url}/farms/`, collection: 'c', token: 'file:secret' }) };
  }
  const isNames = ({ query }: StubRequest): boolean => query.get('match[type]') !== 'indicator';
  const page = (objects: readonly object[], more: object = {}, last = '2026-11-02T00:00:00.000001Z'): StubAnswer => ({ headers: { 'x-taxii-date-added-last': last }, body: { objects, ...more } });

  it('is asked again when it is busy or fails, as long as it asks for, with its token in the header alone', async () => {
    const { stub, desk } = await stubbed((_request, times) => (times === 1 ? { status: 429, headers: { 'retry-after': '0' } } : times === 2 ? { status: 500, headers: { 'retry-after': '0' } } : page([indicator(1)])));

    expect((await pull(desk)).out).toEqual([expect.stringMatching(/^isac: .*added 1/)]);
    expect(stub.requests.map(({ path, headers }) => [path.split('?')[0], headers['authorization'], headers['accept']])).toEqual(Array.from({ length: 4 }, () => ['/farms/collections/c/objects/', 'Bearer a key of some length', 'application/taxii+json;version=2.1']));
  }, 60_000);

  it('and names no next page is asked for what was added after the last one', async () => {
    const { stub, desk } = await stubbed((_request, times) => (times === 1 ? page([indicator(1)], { more: true }) : page([indicator(2)], {}, '2026-11-03T00:00:00Z')));

    expect((await pull(desk)).out).toEqual([expect.stringMatching(/added 2/)]);
    expect(stub.requests.filter((request) => !isNames(request)).map(({ query }) => query.get('added_after'))).toEqual([null, '2026-11-02T00:00:00.000001Z']);
    expect((await stateOf(desk))?.cursor).toEqual({ added: '2026-11-03T00:00:00Z' });
  }, 60_000);

  it.each([
    ['goes round in circles', () => page([indicator(1)], { more: true, next: 'x' }), 'it sends to a page that was fetched already'],
    ['has more and does not say where', () => ({ body: { objects: [], more: true } }), 'it has more, and does not say where'],
    ['is no TAXII', () => ({ body: [1] }), 'its answer is no TAXII envelope'], ['is no JSON', () => ({ body: '<html>' }), 'something that is no JSON'],
    ['sends elsewhere', () => ({ status: 302, headers: { location: 'https://elsewhere.example/' } }), 'answers 302'],
    ['sends more than a bundle may have', () => ({ body: `{"objects":[],"more":false,"x":"${'x'.repeat(65 * 1024 ** 2)}"}` }), 'a page has more than 64 MB'],
    ['sends objects that contain each other', () => page([{ type: 'report', id: 'report--1', object_refs: ['report--2'] }, { type: 'report', id: 'report--2', object_refs: ['report--1'] }, indicator(1)]), 'contain each other in a circle'],
  ] as const)('and %s is told, and the next pull begins where this one began', async (_what, answer, why) => {
    const { desk } = await stubbed(answer);

    const { exit, err } = await pull(desk);

    expect([exit, err.join()]).toEqual([1, expect.stringContaining(why)]);
    expect(err.join()).not.toContain('a key of some length');
    const state = await stateOf(desk);
    expect([state?.cursor, state?.failed]).toEqual([null, expect.stringContaining(why)]);
  }, 120_000);

  it('and is asked to go on nowhere, for no collection is named like that', async () => {
    const { desk } = await stubbed(() => page([]));

    expect((await desk.type('indicators', 'pull', 'nowhere', ...config)).err.join()).toContain('There is no collection "nowhere" under sharing.taxii of the configuration; there are isac.');
  });
});
