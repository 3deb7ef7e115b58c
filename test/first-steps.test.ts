import { execFileSync, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openApp } from '../src/app.ts';
import { failureOf } from '../src/cli/failure.ts';
import { terminalIo } from '../src/cli/io.ts';
import { serveApp } from '../src/cli/serve/serve.ts';
import { loadConfig } from '../src/config.ts';
import { deskIn, type Desk } from './support/command-line.ts';

/** What somebody meets who tries the command line for the first time, and what it says then. */

const NOW = Date.parse('2026-11-22T12:00:00Z');
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'farmwatch-first-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
afterEach(() => vi.unstubAllEnvs());

let desks = 0;
const aDesk = (): Desk => deskIn(join(root, String(++desks)), NOW);
const PEOPLE = 'hire_id,email,start_date,user_names\nh-1,kim@company.example,2026-11-02,kim\n';
const EVENT = JSON.stringify({ '@timestamp': '2026-11-02T09:00:00Z', 'event.action': 'sign-in', 'event.id': 'a', 'user.name': 'kim', 'source.ip': '192.0.2.1' });

/** The program itself, as a shell starts it. */
function started(desk: Desk, ...argv: readonly string[]): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [MAIN, ...argv], { cwd: desk.folder });
}
async function ended(child: ChildProcessWithoutNullStreams): Promise<{ readonly exit: number | null; readonly signal: string | null; readonly err: string }> {
  let err = '';
  child.stderr.on('data', (piece) => { err += String(piece); });
  const [exit, signal] = await once(child, 'close') as [number | null, string | null];
  return { exit, signal, err };
}

describe('a column that is asked for in vain', () => {
  it('is named, unless another file may have it', async () => {
    const desk = aDesk();
    desk.file('p.csv', 'hire_id,email,start_date,Squad\nh-1,kim@acme.example,2026-11-02,red\n');

    const [vain, met] = [await desk.type('import', '--people', 'p.csv', '--map', 'Teem=team', '--dry-run'), await desk.type('import', '--people', 'p.csv', '--map', 'squad=team', '--dry-run')];

    expect(vain.err).toContain('--map names the column "Teem", and no file has one that is called so: nothing was taken by it.');
    expect(met.err.join()).not.toContain('no file has one');
  });
});

describe('what is only tried where no store is', () => {
  it.each([
    ['import', 'people.csv', '--dry-run'],
    ['collect', 'ecs', '--from-file', 'events.ndjson', '--dry-run'],
  ])('leaves nothing behind: %s', async (...argv) => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE);
    desk.file('events.ndjson', EVENT);
    desk.file('farmwatch.json', JSON.stringify({ data: 'kept' }));
    mkdirSync(join(desk.folder, 'tmp'));
    vi.stubEnv('TMPDIR', join(desk.folder, 'tmp'));

    const said = await desk.type(...argv, '--config', 'farmwatch.json');

    expect(said).toMatchObject({ exit: 0, out: expect.arrayContaining([expect.stringMatching(/1 /)]) });
    expect(readdirSync(desk.folder, { recursive: true }).sort()).toEqual(['events.ndjson', 'farmwatch.json', 'people.csv', 'tmp']);
  });
});

describe('what is only tried on an Elasticsearch without a store', () => {
  it('asks whether there is one, and writes nothing', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE);
    const asked: string[] = [];
    const cluster = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(404, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' }).end('{"found":false}');
    });
    await new Promise<void>((done) => { cluster.listen(0, '127.0.0.1', done); });

    const said = await desk.type('import', 'people.csv', '--dry-run', '--store', `http://127.0.0.1:${(cluster.address() as AddressInfo).port}`);
    cluster.close();

    expect(said).toMatchObject({ exit: 0, out: expect.arrayContaining([expect.stringMatching(/^people\.csv: /)]) });
    expect(asked).toEqual(['GET /farmwatch-meta/_doc/schema']);
    expect(readdirSync(desk.folder)).toEqual(['people.csv']);
  });
});

describe('a place that is none', () => {
  it.each([
    [['risk', '--store', 'file'], 2, /\/file is a file\. An embedded store is a folder: name one with --store/],
    [['risk', '--store', 'https://elastic:s3cret@es.example.org:9200'], 2, /^--store: an account does not belong into the address; set FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD, or store\.username and store\.password in farmwatch\.json\.$/],
    [['risk', '--store', 'ftp://es.example.org'], 2, /^ftp:\/\/ is no way to a store\. Give a folder, or an Elasticsearch like https:/],
    [['backup', 'file'], 1, /\/file: a file is there where a folder should be\. Name another place\.$/],
    [['backup', 'store/inside'], 2, /^store\/inside lies inside the store; name a folder beside it\.$/],
    [['backup', 'copy', '--store', 'mistyped'], 1, /^There is no store in .*\/mistyped\. Name its folder with --store\.$/],
    [['backup', '/proc/farmwatch/copy'], 1, /^\/proc\S*: .+\. .+\.$/],
    [['restore', 'file', '--store', 'other'], 1, /\/file: it is no backup: farmwatch\.duckdb is not in it\. Name a folder that "farmwatch backup" made\.$/],
    [['restore', 'tables', '--store', 'other'], 1, /\/tables: it is no backup/],
    [['simulate', '--people', '3', '--days', '1', '--out', 'file'], 1, /\/file: a file is there where a folder should be/],
    [['simulate', '--people', '3', '--days', '1', '--out', 'tables'], 2, /^tables holds something that was not simulated, and would be overwritten\. Name another folder with --out\.$/],
    [['config', 'check', '--config', 'tables'], 2, /\/tables: it is a folder; name the file inside$/],
    [['risk'], 1, /^There is no stored run in .*\/store\. Run "farmwatch import" if nothing was imported yet, then "farmwatch detect" or "farmwatch replay"\.$/],
  ] as const)('is told by its name and with a cure, and nothing is made or overwritten: %j', async (argv, exit, sentence) => {
    const desk = aDesk();
    desk.file('file', 'precious');
    mkdirSync(join(desk.folder, 'tables'));
    desk.file('tables/people.csv', PEOPLE);
    await desk.type('import', 'tables/people.csv');
    const before = readdirSync(desk.folder);

    const said = await desk.type(...argv);

    expect(said).toEqual({ exit, out: [], err: [expect.stringMatching(sentence)] });
    expect(readdirSync(desk.folder)).toEqual(before);
    expect([desk.read('file'), desk.read('tables/people.csv')]).toEqual(['precious', PEOPLE]);
  });

  it('is told where it would hold what cannot be used, and where nothing can be made', async () => {
    const desk = aDesk();
    desk.file('farmwatch.json', '{ "data": "/proc/farmwatch/data" }');
    desk.file('people.csv', `${PEOPLE}h-9,lee@acme.example,no day`);

    const said = await desk.type('import', 'people.csv', '--config', 'farmwatch.json');

    expect(said).toMatchObject({ exit: 1, err: [expect.stringMatching(/^\/proc\S*: .+\. .+\.$/)] });
  });

  it('may be a folder that was simulated into before', async () => {
    const desk = aDesk();

    for (let times = 0; times < 2; times++) expect((await desk.type('simulate', '--people', '3', '--days', '1', '--farms', '2', '--out', 'company'))).toMatchObject({ exit: 0, out: [expect.stringMatching(/ people, 1 farm\. Everything in it is made up/)] });
  });
});

describe('what the file system refuses', () => {
  it.each([
    ['ENOSPC', '/data/x: no room is left. Free some space and repeat the command; what was acknowledged is kept.'],
    ['EACCES', '/data/x: this account may not do that. Give it permission, or name another place.'],
    ['EROFS', '/data/x: it lies on a disk that is read-only. Name another place.'],
  ])('is a sentence, not a stack: %s', (code, sentence) => {
    const failure = failureOf(Object.assign(new Error(code), { code, path: '/data/x' }));

    expect(failure).toMatchObject({ message: sentence, exitCode: 1 });
  });

  it.skipIf(!existsSync('/dev/full'))('says what could not be written where the disk is full', async () => {
    const failed = await open('/dev/full', 'w').then(async (full) => full.writeFile('x').finally(() => full.close())).catch((error: unknown) => error);

    expect(failureOf(failed)?.message).toMatch(/^Writing failed \(ENOSPC: .*\): no room is left\. Free some space/);
  });

  it('is not what a mistake in the code looks like: that has no sentence of its own', () => {
    expect(failureOf(new TypeError('x is not a function'))).toBeUndefined();
  });
});

describe('files of another kind', () => {
  it('are told from events that have faults', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE);
    desk.file('some.ndjson', `${EVENT}\nnot this one\n`);

    const none = await desk.type('import', '--events', 'people.csv');
    const some = await desk.type('import', '--events', 'some.ndjson');

    expect(none.err).toContain('Nothing of people.csv could be used. Events are one JSON object a line; records of a vendor are read with "farmwatch collect SOURCE --from-file".');
    expect(some.err.join()).not.toContain('Nothing of');
  });

  it('are told from records of the source', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE);

    desk.file('asa.log', 'Nov  2 14:03:27 fw %ASA-6-302013: Built outbound TCP connection\nno such line\n');

    const { exit, err } = await desk.type('collect', 'entra-id', '--from-file', 'people.csv');
    const known = await desk.type('collect', 'cisco', '--from-file', 'asa.log');

    expect(exit).toBe(0);
    expect(known.out[0]).toContain('read 2 / added 0 / already known 0 / rejected 2');
    expect(known.err.join()).not.toContain('Nothing could be used');
    expect(err).toContainEqual(expect.stringMatching(/^Nothing could be used\. Are these records of .*Entra ID.*\? There are (?:[\w-]+, )*entra-id, (?:[\w-]+, )*windows, (?:[\w-]+, )*[\w-]+\.$/));
  });
});

describe('a program that is stopped', () => {
  it('says that what was acknowledged is kept, and dies of the signal as a shell expects', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE);
    execFileSync('mkfifo', [join(desk.folder, 'endless')]);

    const child = started(desk, 'import', 'people.csv', '--events', 'endless', '--store', 'store');
    const end = ended(child);
    await once(child.stdout, 'data');
    child.kill('SIGINT');

    expect(await end).toEqual({ exit: null, signal: 'SIGINT', err: 'Stopped. What was acknowledged is kept; the same command again does the rest.\n' });
    expect((await desk.type('import', 'people.csv')).out).toEqual(['people.csv: read 1 / added 0 / already known 1 / rejected 0']);
  });

  it('says that the server goes on where one runs the command', async () => {
    const desk = aDesk();
    const folder = join(desk.folder, 'store');
    desk.file('people.csv', PEOPLE);
    execFileSync('mkfifo', [join(desk.folder, 'endless')]);
    const app = await openApp(loadConfig(undefined), folder, () => NOW);
    const server = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder, jobs: false, log: false }, { ...terminalIo(), out: () => {}, err: () => {} });

    const child = started(desk, 'import', 'people.csv', '--events', 'endless', '--store', 'store');
    const end = ended(child);
    await once(child.stdout, 'data');
    child.kill('SIGINT');
    const { err, signal } = await end;
    const rest = await open(join(desk.folder, 'endless'), 'w');
    await rest.writeFile(`${EVENT}\n`);
    await rest.close();

    expect([err, signal]).toEqual(['Stopped listening. The server that holds the store goes on with the command.\n', 'SIGINT']);
    await vi.waitUntil(async () => (await app.store.events.census()).rows === 1, { timeout: 20_000 });
    await server.stop();
  });

  it('by a reader that has seen enough has not failed', async () => {
    const desk = aDesk();

    const child = started(desk, 'config', 'schema');
    child.stdout.destroy();

    expect(await ended(child)).toEqual({ exit: 0, signal: null, err: '' });
  });

  it('by a reader that has seen enough finishes its work all the same', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE);
    execFileSync('mkfifo', [join(desk.folder, 'endless')]);

    const child = started(desk, 'import', 'people.csv', '--events', 'endless', '--store', 'store');
    const end = ended(child);
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const rest = await open(join(desk.folder, 'endless'), 'w');
    await rest.writeFile(`${EVENT}\n`);
    await rest.close();

    expect(await end).toMatchObject({ exit: 0, signal: null });
    desk.file('events.ndjson', `${EVENT}\n`);
    expect((await desk.type('import', 'events.ndjson')).out).toEqual(['events.ndjson: read 1 / added 0 / already known 1 / rejected 0']);
  });

  it('says by its exit code what nobody hears', async () => {
    const child = started(aDesk(), 'nope');
    child.stderr.destroy();

    expect(await ended(child)).toMatchObject({ exit: 2 });
  });
});

describe('a server', () => {
  it('that runs already is named to whoever starts a second one', async () => {
    const desk = aDesk();
    const folder = join(desk.folder, 'store');
    const server = await serveApp(await openApp(loadConfig(undefined), folder, () => NOW), { host: '127.0.0.1', port: 0, demo: false, folder, jobs: false, log: false }, { ...terminalIo(), out: () => {}, err: () => {} });

    const said = await desk.type('serve');
    await server.stop();

    expect(said).toEqual({ exit: 2, out: [], err: [`A server for this store runs at ${server.url} already. Stop it first, or name another store with --store.`] });
  });
});

describe('nobody', () => {
  it('has an account at first, and the list says how to get one', async () => {
    const desk = aDesk();
    desk.file('people.csv', PEOPLE);
    await desk.type('import', 'people.csv');

    expect(await desk.type('user', 'list')).toEqual({ exit: 0, out: [], err: ['Nobody has an account yet: farmwatch user add NAME --role admin'] });
  });
});

describe('the version', () => {
  it('is that of the package', async () => {
    expect(await aDesk().type('--version')).toEqual({ exit: 0, out: [expect.stringMatching(/^\d+\.\d+\.\d+$/)], err: [] });
  });
});

describe('a configuration', () => {
  it.each([
    [{ stor: {} }, 'stor: there is no such setting; did you mean store?'],
    [{ server: { prot: 1 } }, 'server.prot: there is no such setting; did you mean server.port?'],
    [{ sources: { globalprotect: { file: [] } } }, 'sources.globalprotect.file: there is no such setting; did you mean sources.globalprotect.files?'],
    [{ schedule: { detect: '99 99 * * *' } }, 'schedule.detect: "99 99 * * *": no cron expression: five fields such as "7 * * * *"'],
    [{ schedule: { detect: '30 17 3 * * *' } }, 'schedule.detect: "30 17 3 * * *": has six fields, the first of them seconds, and schedules go by minutes: leave the first field out'],
    [{ retention: { raw_days: 100_000_000_000 } }, 'retention.raw_days: 100000000000: takes whole days from 1 to 3650'],
    [{ retention: { closed_days: 0.5 } }, 'retention.closed_days: 0.5: takes whole days from 1 to 3650'],
    [{ company: { time_zone: '+05:00' } }, 'company.time_zone: "+05:00": no IANA time zone; write one such as America/Chicago'],
    [{ scope: { days_after: '90' } }, 'scope.days_after: "90": takes a number, without quotes'],
    [{ scope: { days_after: 0 } }, 'scope.days_after: 0: is too small; 1 is the least'],
    [{ sign_in: { second_factor: 'maybe' } }, 'sign_in.second_factor: "maybe": there is no such choice; there are required, offered'],
    [{ channels: { siem: { kind: 'elasticsearch', url: 'https://es', sources: {} } } }, 'channels.siem.url: there is no such setting; did you mean channels.siem.access.url?'],
    [{ channels: { siem: { sources: {} } } }, 'channels.siem.kind: is missing; it takes a text'],
    [{ sources: { okta: { token: 'env:T' } } }, 'sources.okta.token: there is no such setting; did you mean sources.okta.pull.token?'],
    [{ sources: { 'entra-id': { options: { zone: 'UTC' } } } }, 'sources.entra-id: there is no option "zone"; there are dates'],
    [{ sources: { globalprotect: { options: { zone: 'UTC,12=Mars/Olympus' } } } }, 'sources.globalprotect: zone: "Mars/Olympus" is no IANA time zone; write one such as America/Chicago'],
  ])('that does not fit is told by name, with what was found and what would fit: %j', async (written, problem) => {
    const desk = aDesk();
    desk.file('farmwatch.json', JSON.stringify(written));

    expect(await desk.type('config', 'check', '--config', 'farmwatch.json')).toEqual({ exit: 2, out: [], err: [`${join(desk.folder, 'farmwatch.json')}: ${problem}`] });
  });

  it('says where a name stands twice, and takes a number for its text', async () => {
    const desk = aDesk();
    desk.file('farmwatch.json', '{ "company": { "name": "A \\" { b", "contact": "c" }, "sources": { "okta": { "files": [], "back_days": 3, "back_days": 4 } } }');
    const twice = await desk.type('config', 'check', '--config', 'farmwatch.json');
    desk.file('farmwatch.json', JSON.stringify({ sources: { okta: { pull: { url: 'https://acme.okta.com', token: 7 } } } }));
    const number = await desk.type('config', 'check', '--config', 'farmwatch.json');

    expect(twice).toMatchObject({ exit: 2, err: [expect.stringMatching(/: sources\.okta\.back_days stands there twice, and only the last would hold; keep one$/)] });
    expect(number.err.join()).toMatch(/pull\.token is a secret and is written as a reference/);
  });

  it.each([['hunter2-hunter2'], [20_261_122]])('with a secret in it is refused, and the secret is not repeated: %j', async (password) => {
    const desk = aDesk();
    desk.file('farmwatch.json', JSON.stringify({ store: { password, api_key: password } }));

    const { exit, err } = await desk.type('config', 'check', '--config', 'farmwatch.json');

    expect(exit).toBe(2);
    expect(err[0]).toContain('store.password: ');
    expect(err[0]).not.toContain(String(password));
  });

  it.each([
    [{ store: { at: 'https://elastic:s3cret@es.example:9200' } }, 'store.at: an account does not belong into the address; set FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD, or store.username and store.password in farmwatch.json'],
    [{ store: { at: 'https://elastic:s3/cret@es.example:9200' } }, 'store.at: an account does not belong into the address; set FARMWATCH_STORE_USERNAME and FARMWATCH_STORE_PASSWORD, or store.username and store.password in farmwatch.json'],
    [{ notify: { link: 'https://u:s3cret@pages.example' } }, 'notify.link: an account does not belong into the address'],
    [{ sharing: { taxii: { isac: { api_root: 'https://u:s3cret@taxii.example/', collection: 'a' } } } }, 'sharing.taxii.isac.api_root: an address over https without an account in it, such as https://siem.acme.example:8088'],
  ])('with an account in an address is refused, and the account is not repeated: %j', async (written, problem) => {
    const desk = aDesk();
    desk.file('farmwatch.json', JSON.stringify(written));

    expect(await desk.type('config', 'check', '--config', 'farmwatch.json')).toEqual({ exit: 2, out: [], err: [`${join(desk.folder, 'farmwatch.json')}: ${problem}`] });
  });

  it('may begin with a byte-order mark, as Windows editors write it', async () => {
    const desk = aDesk();
    writeFileSync(join(desk.folder, 'farmwatch.json'), '\ufeff{ "company": { "name": "Acme" } }');

    expect(await desk.type('config', 'check', '--config', 'farmwatch.json')).toMatchObject({ exit: 0 });
  });
});
