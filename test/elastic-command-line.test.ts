import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadConfig } from '../src/config.ts';
import { openStore } from '../src/app.ts';
import { farmStory } from '../src/simulate/story.ts';
import { folderSink, writeCompany } from '../src/simulate/write.ts';
import { deskIn, type Desk, type Said } from './support/command-line.ts';
import { cutOff } from './support/cut-off.ts';
import { elasticConfig } from './support/elastic-desk.ts';
import { dropIndexes, elasticOrSkipped, uniquePrefix } from './support/elasticsearch.ts';
import { forwardProxy } from './support/forward-proxy.ts';

const { access, skipped } = await elasticOrSkipped();

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'farmwatch-command-line-'));
const prefix = uniquePrefix();
const FOREVER = { from: 0, to: 8.64e15, asOf: 8.64e15 };
let desk: Desk;
let now: number;

/** The environment of a working account, with some of it changed. */
function account(changes: Readonly<Record<string, string | undefined>> = {}): void {
  const environment = {
    FARMWATCH_STORE_USERNAME: access.auth.username, FARMWATCH_STORE_PASSWORD: access.auth.password, FARMWATCH_STORE_CA: access.caFile,
    FARMWATCH_STORE_API_KEY: undefined, FARMWATCH_STORE_PREFIX: prefix, FARMWATCH_CONFIG: undefined, ...changes,
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
}

/** Types a command that knows about its store only what the environment tells. */
function typePlain(...argv: readonly string[]): Promise<Said> {
  return desk.type(...argv, '--config', 'plain.json');
}

/** All rows of the store that an address or a folder names, as text, in order. */
async function rowsOf(at: string): Promise<readonly string[]> {
  const store = await openStore(loadConfig(join(root, 'farmwatch.json')), at, () => now);
  try {
    return (await Array.fromAsync(store.events.select({ where: {} }, FOREVER))).map((row) => JSON.stringify(row));
  } finally {
    await store.close();
  }
}

beforeAll(async () => {
  const story = farmStory({ laptops: 2, others: 6, days: 12 });
  now = story.endsAt;
  await writeCompany(story, folderSink(root));
  desk = deskIn(root, now);
  desk.file('plain.json', '{ "data": "data" }');
});

afterEach(() => {
  vi.unstubAllEnvs();
});

afterAll(async () => {
  rmSync(root, { recursive: true, force: true });
  if (skipped === undefined) await dropIndexes(access, prefix);
});

describe.skipIf(skipped !== undefined)('commands on Elasticsearch', () => {
  it('work with an account from the environment', async () => {
    account();

    const { exit, out } = await typePlain('import', 'people.csv', '--store', access.url);

    expect([exit, out]).toEqual([0, [expect.stringMatching(/^people\.csv: read 8 \/ added 8 /)]]);
  });

  it.each([
    ['without an account', { FARMWATCH_STORE_USERNAME: undefined, FARMWATCH_STORE_PASSWORD: undefined }, 1, /it wants an account and none is named\. Set FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD, or FARMWATCH_STORE_API_KEY/],
    ['without a password', { FARMWATCH_STORE_PASSWORD: undefined }, 2, /has a user name and no password\. Set FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD/],
    ['with a wrong password', { FARMWATCH_STORE_PASSWORD: 'wrong' }, 1, /it does not accept the account "\w+" with this password\. Check FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD/],
    ['with a wrong API key', { FARMWATCH_STORE_API_KEY: 'bm86bm8=' }, 1, /it does not accept this API key\. Set FARMWATCH_STORE_API_KEY, .+ "encoded"/],
    ['with a prefix that the role does not cover', { FARMWATCH_STORE_PREFIX: 'payroll' }, 1, /Give the account a role that covers payroll-\* \(src\/store\/elastic\/roles\.yml\), or set the prefix its role covers: FARMWATCH_STORE_PREFIX/],
    ['with a file of the authority that is not there', { FARMWATCH_STORE_CA: '/nowhere/ca.pem' }, 1, /^\/nowhere\/ca\.pem: there is no such file/],
  ] as const)('say what to change %s', async (_, changes, exit, sentence) => {
    account(changes);

    const said = await typePlain('risk', '--store', access.url);

    expect(said).toEqual({ exit, out: [], err: [expect.stringMatching(sentence)] });
  });

  it.runIf(skipped === undefined && access.caFile)('say which setting names the authority when nobody knows it, or another is named', async () => {
    account({ FARMWATCH_STORE_CA: undefined });
    const unknown = await typePlain('risk', '--store', access.url);
    desk.file('note.txt', 'no certificate');
    account({ FARMWATCH_STORE_CA: join(root, 'note.txt') });
    const none = await typePlain('risk', '--store', access.url);

    expect(unknown).toEqual({ exit: 1, out: [], err: [expect.stringMatching(/certificate.+ Name the file of the authority that signed its certificate in FARMWATCH_STORE_CA, or as store\.ca_file/)] });
    expect(none).toEqual({ exit: 1, out: [], err: [expect.stringMatching(/note\.txt: no certificate in PEM form\. Name the file of the authority/)] });
  });

  it.runIf(skipped === undefined && access.url.startsWith('https:'))('say how to write the address when http is written instead of https', async () => {
    account();
    const { host } = new URL(access.url);

    const said = await typePlain('risk', '--store', `http://${host}`);

    expect(said).toEqual({ exit: 1, out: [], err: [expect.stringContaining(`(if it wants https, write https://${host})`)] });
  });

  it.runIf(skipped === undefined && access.url.startsWith('https:'))('go through the proxy of the environment, but not to this machine', async () => {
    const { hostname, port } = new URL(access.url);
    const proxy = await forwardProxy({ host: hostname, port: Number(port) });
    account({ HTTPS_PROXY: proxy.url, https_proxy: undefined });

    const here = await typePlain('risk', '--store', access.url);
    const there = await typePlain('risk', '--store', 'https://es.acme.example:9200');
    const asked = [...proxy.asked];
    account({ HTTPS_PROXY: proxy.url, https_proxy: undefined, NO_PROXY: '.acme.example', no_proxy: undefined });
    const without = await typePlain('risk', '--store', 'https://es.acme.example:9200');
    await proxy.close();

    expect(here.err).not.toEqual([expect.stringContaining('does not answer')]);
    expect(there).toMatchObject({ exit: 1, err: [expect.stringContaining('Use the host name that stands in its certificate.')] });
    expect(new Set(asked)).toEqual(new Set(['es.acme.example:9200']));
    expect(without).toMatchObject({ exit: 1, err: [expect.stringContaining('does not answer')] });
    expect(proxy.asked).toEqual(asked);
  });

  it.runIf(skipped === undefined && access.caFile)('trust what the company trusts beside the usual authorities', async () => {
    desk.file('trusting.json', JSON.stringify({ data: 'data', network: { ca_file: access.caFile } }));
    account({ FARMWATCH_STORE_CA: undefined });

    // A process of its own: what is trusted holds for all of one.
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, 'user', 'list', '--store', access.url, '--config', 'trusting.json'], { cwd: root });

    expect(stdout).toBe('');
  });

  it('say how to write an address without its beginning, and make no folder of that name', async () => {
    const said = await typePlain('risk', '--store', 'es.example.org:9200');

    expect(said).toEqual({ exit: 2, out: [], err: ['es.example.org:9200 looks like an address. Write https://es.example.org:9200 for an Elasticsearch, or give the folder another name.'] });
    expect(() => desk.read('es.example.org:9200')).toThrow(/ENOENT/);
  });

  it('say that nothing listens, and never show the password', async () => {
    account();

    const said = await typePlain('risk', '--store', 'https://127.0.0.1:9');

    expect(said).toEqual({ exit: 1, out: [], err: [expect.stringMatching(/^The store https:\/\/127\.0\.0\.1:9 does not answer: .*ECONNREFUSED.* repeat the command when it is back\.$/)] });
    expect(said.err.join()).not.toContain(access.auth.password);
  });

  it.each(['sending', 'answering'] as const)('name the store and the cure when it goes away while %s in the middle of an import, and end with exactly the set when repeated', async (when) => {
    account({ FARMWATCH_STORE_PREFIX: undefined });
    // Several bundles are under way at once, so that some may be written, or none, when the wire is cut.
    await writeCompany(farmStory({ laptops: 2, others: 6, days: 32 }), folderSink(join(root, 'long')));
    const { protocol, hostname, port } = new URL(access.url);
    const wire = await cutOff(hostname, Number(port || 443));
    const url = `${protocol}//127.0.0.1:${wire.port}`;
    elasticConfig(desk, access, `${prefix}-${when}`);
    await desk.type('import', 'long/events.ndjson.gz', '--config', 'farmwatch.json', '--store', `store-${when}`);
    const whole = await rowsOf(join(root, `store-${when}`));

    wire.cutAfter(7_500_000, when);
    const torn = await desk.type('import', 'long/events.ndjson.gz', '--config', 'farmwatch.json', '--store', url);
    const kept = (await rowsOf(access.url)).length;
    wire.mend();
    const again = await desk.type('import', 'long/events.ndjson.gz', '--config', 'farmwatch.json', '--store', url);
    const once = await desk.type('import', 'long/events.ndjson.gz', '--config', 'farmwatch.json', '--store', url);

    expect(torn).toEqual({ exit: 1, out: [], err: [expect.stringMatching(new RegExp(`^The store ${url} does not answer: .+ What was acknowledged is kept; repeat the command when it is back\\.$`))] });
    const added = Number(/ added (\d+) /.exec(again.out.join())?.[1]);
    expect(added).toBeGreaterThan(0);
    // What was sent may still be written after it was counted.
    expect(added).toBeLessThanOrEqual(whole.length - kept);
    expect(once.out).toEqual([expect.stringContaining('/ added 0 /')]);
    expect((await rowsOf(access.url)).join('\n') === whole.join('\n')).toBe(true);
    await wire.close();
    await dropIndexes(access, `${prefix}-${when}`);
  });
});
