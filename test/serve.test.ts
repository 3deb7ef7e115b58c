import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import pc from 'picocolors';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openApp, type App } from '../src/app.ts';
import { accountBook } from '../src/api/accounts.ts';
import type { QueueView } from '../src/api/contract.ts';
import { forwarded, liveServer, type ServerNote } from '../src/cli/forward.ts';
import type { CommandIo } from '../src/cli/io.ts';
import { runCommand } from '../src/cli/program.ts';
import { serveApp, type Started } from '../src/cli/serve/serve.ts';
import { loadConfig } from '../src/config.ts';
import { DAY, type Instant } from '../src/core/time.ts';
import { FIRST, SWIFT, happenings, settleIn } from './support/small-company.ts';
import { CONFIGURED, toldStaff } from './support/told-staff.ts';

const NOW: Instant = FIRST + 13 * DAY;
const root = mkdtempSync(join(tmpdir(), 'farmwatch-serve-'));
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

interface Heard extends CommandIo { readonly lines: string[]; readonly messages: string[] }
/** A command line that is listened to. */
function anIo(input = ''): Heard {
  const lines: string[] = [];
  const messages: string[] = [];
  return {
    lines, messages, out: (line) => void lines.push(line), err: (line) => void messages.push(line), progress: () => {},
    colour: pc.createColors(false), now: () => NOW, folder: root, input: async () => input,
  };
}

let folder: string;
beforeAll(async () => {
  folder = join(root, 'company');
  const app = await openApp(loadConfig(undefined), folder, () => NOW);
  await settleIn(app.store);
  await app.store.events.append(happenings(SWIFT));
  await app.pipeline.run(NOW);
  await app.close();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const started: Started[] = [];
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
  for (const close of open.splice(0)) await close();
});

async function anApp(at = folder, config?: string): Promise<App> {
  const app = await openApp(loadConfig(config), at, () => NOW);
  await toldStaff(app.store);
  return app;
}
async function aServer(options: Partial<Parameters<typeof serveApp>[1]> = {}, at = folder, io = anIo(), config?: string): Promise<Started> {
  const one = await serveApp(await anApp(at, config), { host: '127.0.0.1', port: 0, demo: false, folder: at, jobs: false, log: false, ...options }, io);
  started.push(one);
  return one;
}
const noteIn = (at = folder): string => join(at, 'server.json');
const readNote = (at = folder): ServerNote => JSON.parse(readFileSync(noteIn(at), 'utf8')) as ServerNote;
const run = (argv: readonly string[], io: CommandIo): Promise<number> => runCommand(argv, { io });

describe('the note of a server', () => {
  it('says where the server is, and only its owner reads it', async () => {
    const { url } = await aServer();

    expect(readNote()).toEqual({ url, pid: process.pid, token: expect.stringMatching(/^[\w-]{43}$/), config: { hash: expect.stringMatching(/^[0-9a-f]{32}$/) } });
    expect(statSync(noteIn()).mode & 0o777).toBe(0o600);
  });

  it('has the rights of a new one where an old one had others', async () => {
    writeFileSync(noteIn(), '{}');
    chmodSync(noteIn(), 0o644);

    await aServer();

    expect(statSync(noteIn()).mode & 0o777).toBe(0o600);
  });

  it('goes when the server stops, and the store can be opened again', async () => {
    const one = await aServer();
    await one.stop();
    await one.stopped;

    expect(existsSync(noteIn())).toBe(false);
    const io = anIo();
    expect(await run(['risk', '--json', '--store', folder], io)).toBe(0);
    expect(io.lines).toHaveLength(12);
  });

  it('holds a new token with every start', async () => {
    const first = await aServer();
    const { token } = readNote();
    await first.stop();
    await aServer();

    expect(readNote().token).not.toBe(token);
  });

  it('leaves no listener for signals behind', async () => {
    const before = process.listenerCount('SIGTERM');

    const one = await aServer();
    expect(process.listenerCount('SIGTERM')).toBe(before + 1);
    await one.stop();

    expect(process.listenerCount('SIGTERM')).toBe(before);
  });
});

describe('a command', () => {
  it.each([
    ['risk', '--json'], ['findings', '--json'], ['devices', '--json'], ['cases', '--json'], ['cases'], ['explain', 'h-03'], ['explain', 'h-nobody'], ['risk', '--as-of', 'noon'], ['risk', '--nonsense'], ['evaluate', 'planted', '--json'], ['closings'], ['settings', 'list'], ['mute', 'list', '--json'], ['releases', 'list'], ['doctor'],
  ].map((argv) => [argv.join(' '), argv] as const))('that a server runs prints the same as one that opens the store: %s', async (_, argv) => {
    const [there, here] = [anIo(), anIo()];
    const words = [...argv, '--store', folder];

    const server = await aServer();
    const exitThere = await forwarded(words, there);
    await server.stop();
    const exitHere = await run(words, here);

    expect(exitThere).toBe(exitHere);
    expect(there.lines).toEqual(here.lines);
    expect(there.messages).toEqual(here.messages);
    expect(there.lines.length + there.messages.length).toBeGreaterThan(0);
  });

  it('is ours to run where no server is', async () => {
    expect(await forwarded(['risk', '--json', '--store', folder], anIo())).toBe(undefined);
  });

  it.each([['serve'], ['demo'], ['evaluate'], ['config check'], ['risk --help'], ['--help']])('is never sent away: %s', async (words) => {
    await aServer();

    expect(await forwarded([...words.split(' '), '--store', folder], anIo())).toBe(undefined);
  });

  it('finds the store by words in any order, and by the folder it was typed in', async () => {
    await aServer();

    for (const argv of [['--store', folder, 'risk', '--json'], [`--store=${folder}`, '--json', 'risk'], ['risk', '--json', '--store', 'company']]) {
      const io = anIo();
      expect(await forwarded(argv, io), argv.join(' ')).toBe(0);
      expect(io.lines).toHaveLength(12);
    }
  });

  it('takes its standard input along', async () => {
    const own = join(root, 'with-account');
    const server = await aServer({}, own);
    const io = anIo('a phrase of my own\n');

    expect(await forwarded(['user', 'add', 'kim', '--role', 'lead', '--password-stdin', '--store', own], io)).toBe(0);
    await server.stop();

    expect(io.lines).toEqual(['kim is lead.']);
    const app = await anApp(own);
    open.push(() => app.close());
    expect(await accountBook(app.store).check('kim', 'a phrase of my own')).toBe('lead');
  });

  it('is refused where another configuration is named than the server goes by, and tells where that was changed since', async () => {
    const write = (name: string, days: number): string => {
      writeFileSync(join(root, name), JSON.stringify({ scope: { days_after: days } }));
      return join(root, name);
    };
    const own = write('own.json', 60);
    await aServer({}, folder, anIo(), own);
    const said = async (config: string): Promise<{ readonly exit: number | undefined; readonly messages: readonly string[]; readonly lines: number }> => {
      const io = anIo();
      const exit = await forwarded(['risk', '--json', '--store', folder, '--config', config], io);
      return { exit, messages: io.messages, lines: io.lines.length };
    };

    const [same, alike, another] = [await said('own.json'), await said(write('alike.json', 60)), await said(write('another.json', 30))];
    write('own.json', 90);
    const changed = await said('own.json');

    expect([same, alike]).toEqual([{ exit: 0, messages: [], lines: 12 }, { exit: 0, messages: [], lines: 12 }]);
    expect(another).toEqual({ exit: 2, lines: 0, messages: [`The server that holds this store goes by ${own}, and not by ${join(root, 'another.json')}. Leave --config out, or start the server with this one.`] });
    expect(changed).toEqual({ exit: 0, lines: 12, messages: ['The server that holds this store goes by own.json as it stood when it started. Restart it, and what was changed since holds.'] });
  });

  it('is ours to run where a crash left the note of another configuration behind', async () => {
    const gone = createServer();
    const own = await pretend(gone);
    gone.close();
    writeFileSync(noteIn(own), JSON.stringify({ ...readNote(own), config: { hash: '' } }));
    writeFileSync(join(root, 'named.json'), '{}');

    expect(await forwarded(['risk', '--store', own, '--config', 'named.json'], anIo())).toBe(undefined);
  });

  it('is refused with a token that is not the server’s', async () => {
    await aServer();
    writeFileSync(noteIn(), JSON.stringify({ ...readNote(), token: randomBytes(32).toString('base64url') }));
    const io = anIo();

    expect(await forwarded(['risk', '--store', folder], io)).toBe(1);
    expect(io).toMatchObject({ lines: [], messages: ['The server that holds this store refused the command (401). Restart it and repeat.'] });
  });

  it.each([['without a token', {}], ['with a short one', { authorization: 'Bearer x' }], ['with a session', { cookie: 'farmwatch_session=x' }]])('is not taken %s, whatever is sent', async (_, headers) => {
    const { url } = await aServer();

    const answer = await fetch(`${url}/command`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ argv: ['risk'], folder: root, input: '' }) });

    expect([answer.status, await answer.json()]).toEqual([401, { code: 'sign-in.needed', message: 'Please sign in first.' }]);
  });

  it('reads over the spaces by which a server says that it still works', async () => {
    const slow = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('   ', () => response.write('{"out":"öne"}\n ', () => response.end('{"exit":0}\n')));
    });
    const own = await pretend(slow);
    const io = anIo();

    expect(await forwarded(['risk', '--store', own], io)).toBe(0);
    expect(io).toMatchObject({ lines: ['öne'], messages: [] });
  });

  it('says so when the server goes away in the middle', async () => {
    const broken = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'application/x-ndjson' });
      response.write('{"out":"one"}\n', () => response.destroy());
    });
    const own = await pretend(broken);
    const io = anIo();

    expect(await forwarded(['risk', '--store', own], io)).toBe(1);
    expect(io.messages).toEqual(['The server that holds this store stopped before the command was done. Repeat it.']);
  });

  it('is ours to run where a crash left the note behind', async () => {
    const gone = createServer();
    const own = await pretend(gone);
    gone.close();

    // The number of the crashed server belongs to another program by now: this one.
    expect(liveServer(own)?.pid).toBe(process.pid);
    expect(await forwarded(['risk', '--store', own], anIo())).toBe(undefined);
    writeFileSync(noteIn(own), 'half a no');
    expect(await forwarded(['risk', '--store', own], anIo())).toBe(undefined);
  });

  /** A folder with a note that leads to another server. */
  async function pretend(server: Server): Promise<string> {
    await new Promise<void>((done) => { server.listen(0, '127.0.0.1', done); });
    open.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    const own = mkdtempSync(join(root, 'note-'));
    writeFileSync(noteIn(own), JSON.stringify({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pid: process.pid, token: 'x' }));
    return own;
  }
});

describe('a server that cannot start', () => {
  it('says that its port is taken, and lets go of the store', async () => {
    const { url } = await aServer();
    const port = Number(new URL(url).port);
    const other = join(root, 'other');

    await expect(aServer({ port }, other)).rejects.toThrow(`Cannot listen on 127.0.0.1:${port}: another program does. Name another port with --port.`);

    expect(existsSync(noteIn(other))).toBe(false);
    const app = await anApp(other);
    open.push(() => app.close());
    expect(await app.store.health()).toMatchObject({ ok: true });
  });

  it.each([['abc'], ['70000'], ['-1'], ['80.5']])('says that %s is no port', async (port) => {
    const io = anIo();

    expect(await run(['serve', `--port=${port}`, '--store', join(root, 'never')], io)).toBe(2);
    expect(io.messages.join()).toContain(`--port "${port}" is no port; take 0 to 65535.`);
  });

  it('says in a second process that the store is held', async () => {
    await aServer();
    rmSync(noteIn());

    const second = await promisify(execFile)(process.execPath, [MAIN, 'risk', '--store', folder], { cwd: root }).catch((error: { code: number; stdout: string; stderr: string }) => error);

    expect(second).toMatchObject({ code: 1, stdout: '' });
    expect((second as { stderr: string }).stderr).toMatch(/^The store .+ is held by another process \(.+\)\. Stop it, or let the command go through a running "farmwatch serve"\.\n$/);
  });
});

describe('a server of the demo', () => {
  it('prints a link that signs in once, as whoever may see everything', async () => {
    const { link, url } = await aServer({ demo: true });

    const first = await fetch(link!, { redirect: 'manual' });
    const second = await fetch(link!, { redirect: 'manual' });
    const cookie = first.headers.getSetCookie()[0]!.split(';')[0]!;

    expect(link!.startsWith(`${url}/api/login/link?token=`)).toBe(true);
    expect([first.headers.get('location'), second.headers.get('location')]).toEqual(['/', '/login?used']);
    expect(await (await fetch(`${url}/api/session`, { headers: { cookie } })).json()).toMatchObject({ user: 'demo', role: 'admin', demo: true });
  });

  it('has no link where it is no demo', async () => {
    expect((await aServer()).link).toBe(undefined);
  });
});

describe('behind a proxy', () => {
  const config = (trusted: readonly string[] | undefined): string => {
    const file = join(root, 'proxies.json');
    writeFileSync(file, JSON.stringify({ server: trusted === undefined ? {} : { trusted_proxies: trusted } }));
    return file;
  };
  // Each time another name: one name alone has fewer tries.
  let names = 0;
  const signIn = (url: string, forwardedFor: string): Promise<number> =>
    fetch(`${url}/api/login`, { method: 'POST', headers: { 'content-type': 'application/json', 'x-forwarded-for': forwardedFor }, body: JSON.stringify({ name: `nobody-${++names}`, password: 'three wrong words' }) }).then(({ status }) => status);

  it.each([
    ['nobody is trusted', undefined, false],
    ['only others are', ['192.0.2.0/24', '2001:db8::1'], false],
    ['its address is', ['127.0.0.1'], true],
    ['its block is', ['192.0.2.7', '127.0.0.0/8'], true],
  ] as const)('the cookie of a session belongs to TLS as the proxy says, where %s: %j %j', async (_, trusted, secure) => {
    const { link } = await aServer({ demo: true }, folder, anIo(), config(trusted));

    const answer = await fetch(link!, { redirect: 'manual', headers: { 'x-forwarded-proto': 'https' } });

    expect(answer.headers.getSetCookie()[0]!.startsWith(secure ? '__Host-farmwatch_session=' : 'farmwatch_session=')).toBe(true);
    expect(/; Secure(;|$)/.test(answer.headers.getSetCookie()[0]!)).toBe(secure);
  });

  it('nobody who is not trusted gets more tries by naming other addresses', async () => {
    const { url } = await aServer({}, folder, anIo(), config(['192.0.2.0/24']));

    const tries: number[] = [];
    for (let i = 1; i <= 11; i++) tries.push(await signIn(url, `198.51.100.${i}`));

    expect(tries).toEqual([...Array<number>(10).fill(401), 429]);
  });

  it('each client has tries of its own, and gets no more by what it says of itself', async () => {
    const { url } = await aServer({}, folder, anIo(), config(['127.0.0.1']));

    const tries: number[] = [];
    // The proxy adds whom it hears last; what stands before is the client's own word.
    for (let i = 1; i <= 11; i++) tries.push(await signIn(url, `203.0.113.${i}, 198.51.100.1`));
    const another = await signIn(url, '198.51.100.2');

    expect(tries).toEqual([...Array<number>(10).fill(401), 429]);
    expect(another).toBe(401);
  });

  it.each([['0.0.0.0/0', 'this block is everybody'], ['::/0', 'this block is everybody'], ['proxy.example', 'an address such as 127.0.0.1'], ['10.0.0.0/40', 'an address such as 127.0.0.1']])('%s is no proxy to trust', async (trusted, said) => {
    const io = anIo();

    expect(await run(['config', 'check', '--config', config([trusted])], io)).toBe(2);
    expect(io.messages[0]).toContain(`server.trusted_proxies.0: "${trusted}": ${said}`);
  });
});

describe('many questions at once', () => {
  it('are all answered', async () => {
    const { link, url } = await aServer({ demo: true });
    const cookie = (await fetch(link!, { redirect: 'manual' })).headers.getSetCookie()[0]!.split(';')[0]!;
    const get = (path: string): Promise<Response> => fetch(url + path, { headers: { cookie } });
    const { rows } = await (await get('/api/queue')).json() as { rows: readonly { id: string; people: readonly { id: string }[] }[] };
    const { id, people } = rows[0]!;

    const answers = await Promise.all([0, 1, 2, 3].flatMap(() => ['/api/queue', `/api/cases/${id}`, `/api/cases/${id}/timeline?hire=${people[0]!.id}`].map(get)));

    expect(answers.map(({ status }) => status)).toEqual(Array(12).fill(200));
  });

  it('do not keep the server from stopping, not even a page that listens', async () => {
    const { link, url, stop } = await aServer({ demo: true });
    const cookie = (await fetch(link!, { redirect: 'manual' })).headers.getSetCookie()[0]!.split(';')[0]!;
    const news = await fetch(`${url}/api/events`, { headers: { cookie } });

    await stop();

    await expect(news.text()).rejects.toThrow('terminated');
    await expect(fetch(`${url}/api/session`)).rejects.toThrow('fetch failed');
  });
});

describe('jobs of a server', () => {
  it('catch up what was missed, say what they did, and tell pages when to expect the next run', async () => {
    const own = join(root, 'jobs');
    const app = await anApp(own);
    await settleIn(app.store);
    await app.store.events.append(happenings(SWIFT));
    await app.close();
    const { link, url, caughtUp } = await aServer({ demo: true, jobs: true }, own);
    const cookie = (await fetch(link!, { redirect: 'manual' })).headers.getSetCookie()[0]!.split(';')[0]!;

    await caughtUp;

    const view = await (await fetch(`${url}/api/queue`, { headers: { cookie } })).json() as QueueView;
    expect(view).toMatchObject({ asOf: NOW, inScope: 12 });
    expect(view.nextRunAt).toBeGreaterThan(0);
    expect(view.jobs.map(({ job, state }) => `${job} ${state}`).sort()).toEqual(['audit.anchor ok', 'collect ok', 'detect ok', 'housekeeping ok', 'notify ok']);
    expect(view.jobs.find(({ job }) => job === 'collect')!.said).toBe('no source has files or says how to fetch its records; see sources in farmwatch.json');
    expect(view.jobs.find(({ job }) => job === 'detect')!.said).toMatch(/^12 people, \d+ findings, \d+ open cases?$/);
  });
});

describe('files that a source exports into', () => {
  it('are read although one of them is torn, and the job names that one', async () => {
    const signIns = (from: number): string => Array.from({ length: 2_000 }, (_, id) =>
      JSON.stringify({ id: `s-${from + id}`, createdDateTime: '2026-11-02T09:00:00Z', userPrincipalName: 'kim@company.example', ipAddress: '192.0.2.1', isInteractive: true, appDisplayName: 'Mail', status: { errorCode: 0 } })).join('\n');
    writeFileSync(join(root, 'a.json.gz'), gzipSync(signIns(0)).subarray(0, -9));
    writeFileSync(join(root, 'b.json'), signIns(10_000));
    writeFileSync(join(root, 'sources.json'), JSON.stringify({ duties: CONFIGURED, sources: { 'entra-id': { files: ['a.json.gz', 'b.json'] } } }));
    const io = anIo();

    const { caughtUp, stop } = await aServer({ jobs: true }, join(root, 'torn'), io, join(root, 'sources.json'));
    await caughtUp;
    await stop();

    expect(io.messages).toContainEqual(expect.stringMatching(/^collect failed: .*a\.json\.gz: the gzip file is torn .* what was read before it is kept\.$/));
    const app = await anApp(join(root, 'torn'));
    open.push(() => app.close());
    expect((await app.store.events.census()).rows).toBeGreaterThan(2_500);
  });
});

describe('a demo', () => {
  it('is not made in a folder that holds something else', async () => {
    const io = anIo();

    expect(await run(['demo', '--store', folder], io)).toBe(2);
    expect(io.messages).toEqual([`${folder} holds something that the demo did not make. Name another folder with --store.`]);
    expect(existsSync(join(folder, 'farmwatch.duckdb'))).toBe(true);
  });

  it('is not made anew under a demo that runs', async () => {
    const { url } = await aServer();
    const mark = join(folder, 'made-by-farmwatch-demo');
    writeFileSync(mark, '');
    const io = anIo();

    expect(await run(['demo', '--store', folder], io)).toBe(2);
    rmSync(mark);

    expect(io.messages).toEqual([`A demo runs at ${url} already. Stop it first, or name another folder with --store and another port with --port.`]);
    expect(existsSync(join(folder, 'farmwatch.duckdb'))).toBe(true);
  });
});
