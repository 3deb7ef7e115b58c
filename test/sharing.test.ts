import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openApp } from '../src/app.ts';
import { MINUTE, isoOf } from '../src/core/time.ts';
import { loadConfig } from '../src/config.ts';
import { materialOf } from '../src/report/exports/case-material.ts';
import { stixOf } from '../src/report/exports/stix.ts';
import { sendTo } from '../src/report/exports/taxii.ts';
import { entriesOf } from '../src/run/audit/audit.ts';
import { exportBook } from '../src/run/export-book.ts';
import { memoryStore } from './support/memory-store.ts';
import { deskIn, type Said } from './support/command-line.ts';
import { oasisProgram, startTaxii, type TaxiiServer } from './support/oasis.ts';
import { happenings, settleIn, SWIFT } from './support/small-company.ts';
import { companyIn, RUNS } from './support/told-lines.ts';
import { startStub, type Stub, type StubAnswer } from './support/vendor-stub.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-sharing-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const NOW = RUNS.at(-1)! + MINUTE;
const line = await companyIn(async () => memoryStore({ now: () => RUNS.at(-1)! }), [happenings(SWIFT)]);
await line.replay(RUNS, () => {});
const material = await materialOf(line, (await line.cases()).cases[0]!.id, { organisation: 'Acme', simulated: false });
/** A bundle of a case whose laptops had an address that one line had, one of a VPN service, an IPv6 one, and a tool. */
const bundle = stixOf({ ...material, techniques: ['T1219', 'T1133'], events: material.events.map((event, nth) => ({
  ...event, 'source.ip': ['8.8.8.8', '1.1.1.1', '2001:4860:4860::8888'][nth % 3]!, 'farmwatch.net.kind': nth % 3 === 1 ? 'vpn' : 'home',
  ...(nth === 0 ? { 'event.action': 'process-started' as const, 'process.name': 'AnyDesk.exe' } : {}),
})) });

const validator = oasisProgram('stix2_validator');
describe.skipIf('skipped' in validator)('a bundle before the validator of OASIS', () => {
  const validated = (name: string): Promise<{ readonly code: number; readonly said: string }> => new Promise((resolve) => {
    execFile((validator as { readonly path: string }).path, ['--version', '2.1', '--strict-types', join(root, name)], (error, out, err) => resolve({ code: error === null ? 0 : Number(error.code), said: `${out}${err}` }));
  });

  it('is valid, with everything that a bundle of ours may hold', async () => {
    expect([...new Set(bundle.objects.map(({ type }) => type))].sort()).toEqual(['attack-pattern', 'autonomous-system', 'identity', 'indicator', 'ipv4-addr', 'ipv6-addr', 'observed-data', 'relationship', 'sighting', 'software'].filter((type) => bundle.objects.some((object) => object.type === type) || type !== 'autonomous-system'));
    writeFileSync(join(root, 'bundle.json'), JSON.stringify(bundle));
    const { code, said } = await validated('bundle.json');

    expect(said).not.toMatch(/\[X\]|Error/);
    expect([code, said]).toEqual([0, expect.stringMatching(/STIX JSON: Valid/)]);
  }, 240_000);
  it('would not be, were it not: the validator tells', async () => {
    writeFileSync(join(root, 'wrong.json'), JSON.stringify({ ...bundle, objects: bundle.objects.map((object) => (object.type === 'indicator' ? { ...object, pattern: '[ipv4-addr:value = ' } : object)) }));

    expect((await validated('wrong.json')).code).not.toBe(0);
  }, 240_000);
});

const medallion = oasisProgram('medallion');
describe.skipIf('skipped' in medallion)('a bundle sent to a TAXII 2.1 server', () => {
  let server: TaxiiServer;
  beforeAll(async () => { server = await startTaxii((medallion as { readonly path: string }).path); }, 60_000);
  afterAll(() => server?.stop());
  const basic = (password: string): string => `Basic ${Buffer.from(`${server.username}:${password}`).toString('base64')}`;
  const to = (collection: string, password = server.password) => ({ name: 'isac', apiRoot: server.apiRoot, collection, authorization: basic(password) });

  it('arrives whole, in as many requests as the server asks for, and again as the same', async () => {
    expect(JSON.stringify(bundle).length).toBeGreaterThan(7_000);
    const first = await sendTo(to(server.open), bundle);
    const again = await sendTo(to(server.open), bundle);

    const there = await server.objects(server.open);
    expect([first, again]).toEqual([{ taken: bundle.objects.length, known: 0, refused: [] }, { taken: 0, known: bundle.objects.length, refused: [] }]);
    expect(there.map(({ id }) => id).sort()).toEqual(bundle.objects.map(({ id }) => id).sort());
  });
  it('is refused with a wrong password, in a collection that is not ours to write, and in one that is not there', async () => {
    await expect(sendTo(to(server.open, 'wrong one'), bundle)).rejects.toThrow('isac did not take the bundle: it answers 401, which means that it wants another account or token');
    await expect(sendTo(to(server.closed), bundle)).rejects.toThrow('it answers 403, which means that the account may not write there');
    await expect(sendTo(to('0e000000-0000-4000-8000-000000000000'), bundle)).rejects.toThrow('it answers 404, which means that the API root or the collection is another');
  });

  describe('by the command share', () => {
    const desk = deskIn(join(root, 'company-desk'), NOW);
    const config = ['--config', 'farmwatch.json'] as const;
    let caseId = '';
    beforeAll(async () => {
      desk.file('password', `${server.password}\n`);
      desk.file('farmwatch.json', JSON.stringify({ company: { name: 'Acme' }, sharing: { taxii: { isac: { api_root: server.apiRoot, collection: server.open, username: server.username, password: 'file:password' } } } }));
      const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
      await settleIn(app.store);
      await app.store.events.append(happenings(SWIFT));
      await app.pipeline.replay(RUNS.slice(-2), () => {});
      caseId = (await app.pipeline.cases()).cases[0]!.id;
      await app.close();
    }, 120_000);
    const share = (...more: readonly string[]): Promise<Said> => desk.type('share', 'case', caseId, '--to', 'isac', '--by', 'kim', ...more, ...config);

    it('prints what would leave, and sends nothing', async () => {
      const before = (await server.objects(server.open)).length;
      const { exit, out, err } = await share('--dry-run');

      expect([exit, (JSON.parse(out.join('\n')) as { readonly type: string }).type, err.join()]).toEqual([0, 'bundle', expect.stringMatching(/^\d+ objects would go to isac\. Nothing was sent\.$/)]);
      expect((await server.objects(server.open)).length).toBe(before);
    });
    it('sends nothing before a second person has approved it, and then the very thing', async () => {
      const refused = await share();
      expect([refused.exit, refused.err.join()]).toEqual([1, expect.stringContaining('Nobody has approved that the STIX bundle, sent to a collection (isac)')]);
      expect((await desk.type('export', 'ask', caseId, '--what', 'share', '--to', 'nowhere', '--why', 'x', '--by', 'kim', ...config)).exit).toBe(2);
      await desk.type('export', 'ask', caseId, '--what', 'share', '--to', 'isac', '--why', 'Others look for the same', '--by', 'kim', ...config);
      expect((await share()).exit).toBe(1);

      const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
      const [asked] = await exportBook(app.store).read();
      await exportBook(app.store).release(asked!.id, { at: NOW, by: 'lee' });
      await app.close();
      const sent = await share('--json');
      const { objects } = JSON.parse((await share('--dry-run')).out.join('\n')) as { readonly objects: readonly { readonly id: string }[] };
      const there = new Set((await server.objects(server.open)).map(({ id }) => id));

      const { taken, known, refused: left } = JSON.parse(sent.out[0]!) as { readonly taken: number; readonly known: number; readonly refused: readonly object[] };
      expect([sent.exit, taken + known, left]).toEqual([0, objects.length, []]);
      expect(objects.filter(({ id }) => !there.has(id))).toEqual([]);
      expect((await desk.type('export', 'asked', ...config)).out).toEqual([expect.stringMatching(/the STIX bundle, sent to a collection, for isac, asked for by kim: approved by lee/)]);
      const after = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
      expect(await entriesOf(after.store)).toContainEqual(expect.objectContaining({ by: 'kim', did: 'looked', what: 'export', id: `${caseId} share isac`, purpose: 'Others look for the same' }));
      await after.close();
    }, 240_000);
    it('writes a sheet that says who approved it, and refuses one that nobody has', async () => {
      const refused = await desk.type('export', 'case', caseId, '--format', 'sheet', '--approved', ...config);
      expect([refused.exit, refused.out, refused.err.join()]).toEqual([1, [], expect.stringContaining('Nobody has approved that the sheet for law enforcement')]);
      await desk.type('export', 'ask', caseId, '--what', 'sheet', '--to', 'FBI Tulsa', '--why', 'A report', '--by', 'kim', ...config);
      const app = await openApp(loadConfig(join(desk.folder, 'farmwatch.json')), join(desk.folder, 'store'), () => NOW);
      const book = exportBook(app.store);
      await book.release((await book.read()).find(({ what }) => what === 'sheet')!.id, { at: NOW, by: 'lee' });
      await app.close();

      const { exit, out } = await desk.type('export', 'case', caseId, '--format', 'sheet', '--approved', ...config);
      expect([exit, out.join('\n')]).toEqual([0, expect.stringContaining(`Approved to leave the company** by lee on ${isoOf(NOW)}, for FBI Tulsa`)]);
      expect((await desk.type('export', 'case', caseId, '--format', 'sheet', ...config)).out.join()).toContain('DRAFT');
    }, 240_000);
  });
});

describe('a TAXII server that answers oddly', () => {
  const open: Stub[] = [];
  afterEach(async () => { for (const stub of open.splice(0)) await stub.close(); });
  const stubbed = async (answer: (path: string) => StubAnswer): Promise<Stub> => {
    const stub = await startStub(({ path }) => answer(path));
    open.push(stub);
    return stub;
  };
  const to = (stub: Stub) => ({ name: 'isac', apiRoot: stub.url, collection: 'c', authorization: 'Bearer s3cret-token' });

  it('gets the token in its header and nowhere else, and is asked again while it is busy', async () => {
    let busy = 1;
    const stub = await stubbed((path) => ({ body: path.endsWith('/objects/') ? { id: 's', status: 'pending' } : path.includes('/status/') ? { id: 's', status: busy-- > 0 ? 'pending' : 'complete', failures: [{ id: 'indicator--1', message: 'known\u202e' }] } : {} }));
    const { taken, refused } = await sendTo(to(stub), bundle);

    expect([taken, refused]).toEqual([bundle.objects.length - 1, [{ id: 'indicator--1', why: 'known' }]]);
    expect(stub.requests.map(({ method, path, headers }) => [method, path, headers['authorization'], headers['accept']])).toEqual([['GET', '/'], ['POST', '/collections/c/objects/'], ['GET', '/status/s/'], ['GET', '/status/s/'], ['GET', '/collections/c/manifest/']].map((asked) => [...asked, 'Bearer s3cret-token', 'application/taxii+json;version=2.1']));
  });
  it.each([['redirects', { status: 302, headers: { location: 'https://elsewhere.example/' } }, 'it answers 302'], ['repeats the token', { status: 400, body: 's3cret-token' }, 'it answers 400'], ['is no TAXII', { body: '<html>' }, 'its answer is no TAXII']] as const)('that %s gets nothing more, and no secret is told', async (_what, answer, why) => {
    const stub = await stubbed(() => answer);
    const failure = await sendTo(to(stub), bundle).catch((error: unknown) => error as Error);

    expect((failure as Error).message).toContain(why);
    expect((failure as Error).message).not.toContain('s3cret');
    expect(stub.requests).toHaveLength(1);
  });
  it('that answers without an end, packed or not, is left before the memory is full', async () => {
    for (const answer of [{ body: ' '.repeat(17 * 1024 * 1024) }, { headers: { 'content-encoding': 'gzip' }, body: gzipSync(Buffer.alloc(400 * 1024 * 1024, ' ')) }]) {
      const stub = await stubbed(() => answer);

      await expect(sendTo(to(stub), bundle)).rejects.toThrow('isac did not take the bundle: it answers with more than 16 MB');
    }
  });
  it('that does not listen is named', async () => {
    const stub = await stubbed(() => ({}));
    await open.pop()!.close();

    await expect(sendTo(to(stub), bundle)).rejects.toThrow('isac did not take the bundle: ECONNREFUSED');
  });
});
