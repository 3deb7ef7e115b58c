import { spawn, type ChildProcess } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import Fastify from 'fastify';
import pc from 'picocolors';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openApp } from '../src/app.ts';
import type { CommandIo } from '../src/cli/io.ts';
import { gaugesOf } from '../src/cli/serve/gauges.ts';
import { runCommand } from '../src/cli/program.ts';
import { serveApp, type Started } from '../src/cli/serve/serve.ts';
import { addIntakeRoutes } from '../src/collect/intake/http.ts';
import type { IntakeState } from '../src/collect/intake/intake.ts';
import { openSpool } from '../src/collect/intake/spool.ts';
import { tokenBook, tokenDoor } from '../src/collect/intake/tokens.ts';
import { loadConfig } from '../src/config.ts';
import type { Event } from '../src/core/event.ts';
import { DAY, HOUR, MINUTE, isoOf } from '../src/core/time.ts';
import { FarmwatchError } from '../src/errors.ts';
import { memoryStore } from './support/memory-store.ts';
import { CONFIGURED } from './support/told-staff.ts';

const NOW = Date.UTC(2025, 10, 2, 16);
const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'farmwatch-intake-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let folder: string;
let folders = 0;
const started: Started[] = [];
beforeEach(() => { folder = join(root, `company-${folders++}`); });
afterEach(async () => {
  for (const one of started.splice(0)) await one.stop();
});

/** A session at a firewall, as the firewall says it; so many minutes after the hour before. */
function session(user: string, minute = 0, now = NOW): string {
  const [, day, month, year, time] = new Date(now - HOUR + minute * MINUTE).toUTCString().split(' ') as [string, string, string, string, string];
  return `<166>${month} ${day} ${year} ${time} UTC fw-denver : %ASA-6-113039: Group <staff> User <${user}> IP <198.51.100.23> AnyConnect parent session started.`;
}

function configIn(name: string, config: unknown): string {
  const file = join(root, `${name}-${folders}.json`);
  writeFileSync(file, JSON.stringify(config));
  return file;
}
interface Heard extends CommandIo { readonly lines: string[]; readonly messages: string[] }
function anIo(now = NOW): Heard {
  const [lines, messages]: [string[], string[]] = [[], []];
  return { lines, messages, out: (line) => void lines.push(line), err: (line) => void messages.push(line), progress: () => {}, colour: pc.createColors(false), now: () => now, folder: root };
}
async function aServer(config?: unknown, io = anIo(), intake: true | 'early' = true): Promise<Started> {
  const file = config === undefined ? undefined : configIn('serve', config);
  const one = await serveApp(await openApp(loadConfig(file), folder, () => NOW), { host: '127.0.0.1', port: 0, demo: false, folder, jobs: false, intake, log: false }, io);
  started.push(one);
  return one;
}
async function typed(...argv: readonly string[]): Promise<Heard & { readonly exit: number }> {
  const io = anIo();
  const exit = await runCommand([...argv, '--store', folder], { io });
  return { ...io, exit };
}
async function aToken(source: string): Promise<string> {
  const { lines } = await typed('intake', 'token', source, '--json');
  return (JSON.parse(lines[0]!) as { token: string }).token;
}
async function stored(): Promise<readonly Event[]> {
  const app = await openApp(loadConfig(undefined), folder, () => NOW);
  try {
    return await Array.fromAsync(app.store.events.select({ where: {} }, { from: NOW - DAY, to: Date.UTC(2100, 0, 1), asOf: Date.UTC(2100, 0, 1) }));
  } finally {
    await app.close();
  }
}
const users = (events: readonly Event[]): readonly unknown[] => events.map((event) => event['user.name']);
const post = (url: string, body: string | Buffer<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}): Promise<Response> => fetch(url, { method: 'POST', body, headers });

describe('records sent over HTTP', () => {
  it('are in the store once they were acknowledged, in every form', async () => {
    const token = await aToken('cisco');
    const { url, stop } = await aServer();
    const to = `${url}/intake/cisco`;
    const bearer = { authorization: `Bearer ${token}` };

    const answers = [
      await post(to, `${session('kim')}\n${session('kim')}\n`, bearer),
      await post(to, JSON.stringify([{ message: session('lee', 1) }]), { authorization: `Basic ${Buffer.from(`cisco:${token}`).toString('base64')}`, 'content-type': 'application/json' }),
      await post(to, gzipSync(`{"message":${JSON.stringify(session('max', 2))}}\n`), { ...bearer, 'content-encoding': 'gzip', 'content-type': 'application/x-ndjson' }),
      await post(`${to}/_bulk`, `{"create":{"_index":"logs"}}\n{"message":${JSON.stringify(session('ann', 3))}}\n`, { authorization: `ApiKey ${Buffer.from(`any:${token}`).toString('base64')}`, 'content-type': 'application/x-ndjson' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await answers[0]!.json()).toEqual({ kept: 2 });
    expect(await answers[3]!.json()).toEqual({ took: 0, errors: false, items: [{ create: { status: 201, result: 'created' } }] });
    await stop();

    expect(users(await stored())).toEqual(['kim', 'lee', 'max', 'ann']);
    expect(readdirSync(join(folder, 'spool', 'cisco'))).toEqual([]);
  });
  it('are refused in the same words whether token, source or both are wrong', async () => {
    const [cisco, okta] = [await aToken('cisco'), await aToken('okta')];
    const { url } = await aServer();

    const answers = [
      await post(`${url}/intake/cisco`, session('kim')),
      await post(`${url}/intake/cisco`, session('kim'), { authorization: 'Bearer nobody' }),
      await post(`${url}/intake/cisco`, session('kim'), { authorization: `Bearer ${okta}` }),
      await post(`${url}/intake/nothing`, session('kim'), { authorization: `Bearer ${cisco}` }),
      await post(`${url}/intake/cisco/_bulk`, session('kim'), { authorization: 'Bearer nobody' }),
      await fetch(`${url}/intake/cisco/`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401]);
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);

    // Whoever runs the server is told, without any token.
    await started.at(-1)!.stop();
    const { lines } = await typed('doctor');
    expect(lines.filter((line) => line.startsWith('intake   HTTP'))).toEqual([
      `intake   HTTP: 2 refused since the server started, without a token; 2 refused since the server started, with a token that is unknown or was revoked; 2 refused since the server started, with the token of another source, the last at ${isoOf(NOW)}. See which sender it is, and give it a token of its source: farmwatch intake token SOURCE`,
    ]);
    const app = await openApp(loadConfig(undefined), folder, () => NOW);
    expect((await gaugesOf(app, NOW)).find(({ name }) => name === 'intake_refused')?.values).toEqual([
      { labels: { reason: 'no-token' }, value: 2 }, { labels: { reason: 'unknown-token' }, value: 2 }, { labels: { reason: 'other-source' }, value: 2 },
    ]);
    await app.close();
  });
  it('are refused as soon as the token is revoked', async () => {
    const token = await aToken('cisco');
    const { lines } = await typed('intake', 'tokens');
    expect(lines).toEqual([expect.stringMatching(/^[0-9a-f]{8}  cisco  made 2025-11-02T16:00:00Z, never used$/)]);
    await typed('intake', 'revoke', lines[0]!.slice(0, 8));
    const { url } = await aServer();

    expect((await post(`${url}/intake/cisco`, session('kim'), { authorization: `Bearer ${token}` })).status).toBe(401);
  });
  it('are not slowed as sign-ins are', async () => {
    const token = await aToken('cisco');
    const { url } = await aServer();
    const send = (): Promise<number> => post(`${url}/intake/cisco`, '{"a":1}', { authorization: `Bearer ${token}` }).then(({ status }) => status);

    const statuses = new Set<number>();
    // Pages are slowed after six hundred a minute.
    for (let i = 0; i < 7; i++) for (const status of await Promise.all(Array.from({ length: 100 }, send))) statuses.add(status);
    expect([...statuses]).toEqual([200]);
  });
  it('may not be more than the limit, packed or not', async () => {
    const token = await aToken('cisco');
    const { url } = await aServer({ intake: { request_mb: 1 } });
    const large = 'x'.repeat(1024 * 1024 + 1);
    const bearer = { authorization: `Bearer ${token}` };

    for (const answer of [await post(`${url}/intake/cisco`, large, bearer), await post(`${url}/intake/cisco`, gzipSync(large), { ...bearer, 'content-encoding': 'gzip' })]) {
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ message: expect.stringContaining('1 MB') });
    }
  });
  it('find a server that Beats and Logstash take for theirs', async () => {
    const token = await aToken('windows');
    const { url } = await aServer();
    const ask = (path: string): Promise<Response> => fetch(`${url}/intake/windows${path}`, { headers: { authorization: `Bearer ${token}` } });

    for (const path of ['', '/']) {
      const answer = await ask(path);
      expect(answer.headers.get('x-elastic-product')).toBe('Elasticsearch');
      expect(await answer.json()).toMatchObject({ version: { number: expect.stringMatching(/^8\./) }, tagline: 'You Know, for Search' });
    }
    expect(await (await ask('/_license')).json()).toEqual({ license: { status: 'active', uid: 'farmwatch', type: 'basic' } });
  });
  it('hear that they have to wait while there is no room, and are not acknowledged', async () => {
    const book = tokenBook(memoryStore({ now: () => NOW }));
    const { token } = await book.make('cisco', NOW);
    const server = Fastify();
    server.setErrorHandler((error, _request, reply) => reply.status((error as FarmwatchError).status).send({ message: (error as FarmwatchError).message }));
    const failures: unknown[] = [];
    const disk = new FarmwatchError('file.unwritable', { file: '/srv/spool', why: 'no space left', cure: 'Make room' });
    const append = vi.fn<() => Promise<'kept' | 'full'>>().mockResolvedValueOnce('full').mockRejectedValueOnce(disk);
    await addIntakeRoutes(server, { tokens: tokenDoor(book, () => Buffer.alloc(32)), now: () => NOW, longestBytes: 1_000, secret: () => Buffer.alloc(32), osqueryConfig: () => ({}), came: () => {}, kept: () => {}, refused: () => {}, failed: (error) => void failures.push(error), spool: { append } });

    for (let i = 0; i < 2; i++) {
      const answer = await server.inject({ method: 'POST', url: '/intake/cisco', headers: { authorization: `Bearer ${token}` }, payload: session('kim') });
      expect(answer.statusCode).toBe(429);
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(answer.body).not.toContain('/srv');
    }
    expect(failures).toEqual([disk]);
    await server.close();
  });
  it('are to be sent again where it is too early to watch anybody, whatever is asked and in whatever form', async () => {
    const { messages } = await typed('intake', 'token', 'cisco');
    expect(messages).toEqual([expect.stringMatching(/^Nothing that is sent with it is taken in before it is recorded since when staff have been told; .*: farmwatch duties record /)]);
    const token = await aToken('cisco');
    const { url } = await aServer(undefined, anIo(), 'early');

    const answers = [
      await post(`${url}/intake/cisco`, session('kim'), { authorization: `Bearer ${token}`, 'content-type': 'text/plain' }),
      await post(`${url}/intake/cisco/_bulk`, '{', { 'content-type': 'application/x-ndjson' }),
      await post(`${url}/intake/osquery/enroll`, '{}', { 'content-type': 'application/json' }),
      await fetch(`${url}/intake/cisco/`),
    ];
    for (const answer of answers) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
      expect(await answer.json()).toMatchObject({ code: 'intake.early' });
    }
    expect(existsSync(join(folder, 'spool'))).toBe(false);
  });
  it('become rejects with their reason where a source cannot use them', async () => {
    const token = await aToken('cisco');
    const { url, stop } = await aServer();
    await post(`${url}/intake/cisco`, 'nothing that a firewall says\n{"broken":\n', { authorization: `Bearer ${token}` });
    await stop();

    const rejects = readFileSync(join(folder, 'rejects.ndjson'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { reason: string });
    expect(rejects.map(({ reason }) => reason)).toEqual(['not a Cisco ASA, FTD or Meraki line', 'not a Cisco ASA, FTD or Meraki line']);
    expect(readdirSync(join(folder, 'spool', 'cisco'))).toEqual([]);
  });
});

describe('agents of osquery', () => {
  it('enrol with the token, are told what to ask, and send what they found', async () => {
    const token = await aToken('osquery');
    const { url, stop } = await aServer();
    const ask = async (path: string, body: object): Promise<Record<string, unknown>> => (await post(`${url}/intake/osquery/${path}`, JSON.stringify(body), { 'content-type': 'application/json' })).json() as Promise<Record<string, unknown>>;

    const { node_key: key } = await ask('enroll', { enroll_secret: token, host_identifier: 'laptop-7', platform_type: '9', host_details: {} });
    expect(key).toEqual(expect.any(String));
    const config = await ask('config', { node_key: key });
    expect(config).toMatchObject({ node_invalid: false, schedule: { serial: { query: expect.stringContaining('hardware_serial'), interval: expect.any(Number) } }, decorators: { load: [expect.stringContaining('hardware_serial')] } });
    const result = { name: 'pack_farmwatch_serial', hostIdentifier: 'laptop-7', unixTime: NOW / 1000 - 60, calendarTime: 'Sun Nov  2 15:59:00 2025 UTC', action: 'snapshot', snapshot: [{ uuid: '3f2a6c1e-0b1d-4c52-9a40-1d2f3e4a5b6c', hostname: 'laptop-7', hardware_serial: 'C02ZX1ABMD6T' }] };
    expect(await ask('log', { node_key: key, log_type: 'result', data: [result] })).toEqual({ node_invalid: false });
    expect(await ask('log', { node_key: key, log_type: 'status', data: [{ hostIdentifier: 'laptop-7', severity: '0', filename: 'tls.cpp', line: '1', message: 'x' }] })).toEqual({ node_invalid: false });
    await stop();

    expect((await stored()).map((event) => [event['event.action'], event['device.serial_number']])).toEqual([['check-in', 'C02ZX1ABMD6T']]);
  });
  it('are told to enrol again where their key is none', async () => {
    const [osquery, cisco] = [await aToken('osquery'), await aToken('cisco')];
    const { url } = await aServer();
    const ask = async (path: string, body: object): Promise<unknown> => (await post(`${url}/intake/osquery/${path}`, JSON.stringify(body))).json();

    expect(await ask('enroll', { enroll_secret: 'guess' })).toEqual({ node_invalid: true });
    expect(await ask('enroll', { enroll_secret: cisco })).toEqual({ node_invalid: true });
    for (const path of ['config', 'log']) expect(await ask(path, { node_key: osquery, data: [{}] })).toEqual({ node_invalid: true });
    expect((await post(`${url}/intake/osquery/log`, 'hello')).status).toBe(400);
  });
});

describe('a server that takes records in', () => {
  const syslog = (protocol: 'udp' | 'tcp', more: object = {}): object => ({ protocol, port: 0, source: 'cisco', ...more });

  it('stores syslog and growing files, and says in doctor what came', async () => {
    const log = join(root, 'firewall.log');
    writeFileSync(log, `${session('old')}\n`);
    const server = await aServer({ intake: { syslog: [syslog('tcp'), syslog('udp')] }, sources: { cisco: { follow: ['firewall.log', 'nothing.log'] } } });
    const [tcp, udp] = server.intake!.listeners;
    const socket = connect(tcp!.at, '127.0.0.1');
    socket.end(`${session('tess', 1)}\n`);
    await once(socket.resume(), 'close');
    const datagram = createSocket('udp4');
    datagram.send(session('uma', 2), udp!.at, '127.0.0.1', () => datagram.close());
    await vi.waitFor(() => expect([tcp!.counts.received, udp!.counts.received, server.intake!.state().unread.length]).toEqual([1, 1, 1]), { timeout: 30_000 });
    await server.stop();

    expect([...users(await stored())].sort()).toEqual(['old', 'tess', 'uma']);
    const { lines } = await typed('doctor');
    expect(lines.filter((line) => line.startsWith('intake'))).toEqual([
      expect.stringMatching(/^intake {3}tcp 127\.0\.0\.1:\d+ for cisco: 1 received, 0 dropped, 0 too long, 0 refused$/),
      expect.stringMatching(/^intake {3}udp 127\.0\.0\.1:\d+ for cisco: 1 received/),
      expect.stringMatching(/^intake {3}.*nothing\.log is not followed for cisco: .*no such file/),
    ]);
  });
  it('names in doctor which source waits and why, and of which most does', async () => {
    const server = await aServer();
    const state = server.intake!.state();
    await server.stop();
    const app = await openApp(loadConfig(undefined), folder, () => NOW);
    await app.store.shelf<IntakeState>('intake').put({ ...state, spool: { bytes: 70 * 1024 * 1024, most: { source: 'table:hr', bytes: 64 * 1024 * 1024 }, oldestAt: NOW }, trouble: { source: 'table:hr', since: NOW, why: 'mapping.json is missing' } });
    await app.close();

    const { lines } = await typed('doctor');
    expect(lines.filter((line) => line.startsWith('intake'))).toEqual([
      `intake   waiting for the store: 70.0 MB, the oldest since ${isoOf(NOW)}; most of it, 64.0 MB, is of table:hr`,
      `intake   table:hr is not stored since ${isoOf(NOW)}: mapping.json is missing`,
    ]);
  });
  it('says in doctor of which instant counts are that a running server wrote down a while ago', async () => {
    const server = await aServer({ intake: { syslog: [syslog('udp')] } });
    const state = server.intake!.state();
    await server.stop();
    const app = await openApp(loadConfig(undefined), folder, () => NOW);
    await app.store.shelf<IntakeState>('intake').put({ ...state, at: NOW - 40_000 });
    await app.close();

    const { lines } = await typed('doctor');

    expect(lines.filter((line) => line.startsWith('intake'))).toEqual([expect.stringMatching(new RegExp(`0 received, 0 dropped, 0 too long, 0 refused \\(as of ${isoOf(NOW - 40_000)}\\)$`))]);
  });
  it('says in doctor on which ports nobody listens, why senders are refused, and which followed file is missing', async () => {
    const server = await aServer({ intake: { syslog: [syslog('tcp')] } });
    const state = server.intake!.state();
    await server.stop();
    const app = await openApp(loadConfig(undefined), folder, () => NOW);
    await app.store.shelf<IntakeState>('intake').put({ ...state, unread: [], ports: [{ ...state.ports[0]!, port: 15_514, refused: 2 }, { ...state.ports[0]!, protocol: 'tls', port: 15_515, refused: 1 }] });
    await app.close();
    const config = join(root, 'unheard.json');
    writeFileSync(config, JSON.stringify({ intake: { syslog: [syslog('udp', { port: 15_514 }), syslog('tcp', { port: 15_514 })] }, sources: { openvpn: { follow: ['no/openvpn.log'] } } }));
    const io = anIo(NOW);

    await runCommand(['doctor', '--store', folder, '--config', config], { io });

    const lines = io.lines.filter((line) => /^(intake|trouble)/.test(line));
    expect(lines).toContain('intake   udp 127.0.0.1:15514 for cisco: nobody listens there. Start "farmwatch serve", or start it anew where farmwatch.json was changed since');
    expect(lines.filter((line) => line.includes('nobody listens'))).toHaveLength(1);
    expect(lines).toContainEqual(expect.stringMatching(/^intake {3}tcp 127\.0\.0\.1:15514 refused a sender: its address is not among those under "from"/));
    expect(lines).toContainEqual(expect.stringMatching(/^intake {3}tls 127\.0\.0\.1:15515 refused a sender: it speaks no TLS or an old one/));
    expect(lines).toContainEqual(expect.stringMatching(/^trouble {2}openvpn: .*no\/openvpn\.log cannot be read \(there is no such file or folder\)\. Put it there.*sources\.openvpn\.follow/));
  });
  it('asks about tokens that nobody uses', async () => {
    await aToken('cisco');
    const io = anIo(NOW + 8 * DAY);
    await runCommand(['doctor', '--store', folder], { io });

    expect(io.lines.filter((line) => line.startsWith('intake'))).toEqual([expect.stringMatching(/^intake {3}token [0-9a-f]{8} for cisco was never used: look at the sender, or farmwatch intake revoke [0-9a-f]{8}$/)]);
  });
  it('does not start where a port is taken, and leaves nothing open', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;

    await expect(aServer({ intake: { syslog: [syslog('tcp'), syslog('tcp', { port })] } })).rejects.toThrow(`Cannot listen for syslog on tcp 127.0.0.1:${port}: another program does`);
    other.close();
    await aServer();
  });
  it.each([
    [{ protocol: 'tls', port: 6514, source: 'cisco' }, 'intake.syslog.0.cert_file: TLS needs it'],
    [{ protocol: 'tcp', port: 5514, source: 'cisco', key_file: 'a' }, 'intake.syslog.0.key_file: only for protocol tls, and this is tcp'],
    [{ protocol: 'udp', port: 5514, source: 'cisco', from: ['0.0.0.0/0'] }, 'name the senders alone'],
    [{ protocol: 'udp', port: 5514, source: 'sysco' }, 'intake.syslog.0.source: there is no source "sysco"'],
  ])('says what does not fit in %j', async (port, said) => {
    const io = anIo();
    expect(await runCommand(['config', 'check', '--config', configIn('odd', { intake: { syslog: [port] } })], { io })).toBe(2);
    expect(io.messages.join()).toContain(said);
  });
  it.each([
    [{ intake: { spool_mb: 64, request_mb: 33 } }, 'intake.request_mb: a request of 33 MB never finds room in 64 MB: take half of spool_mb at most'],
    [{ intake: { syslog: [{ protocol: 'tcp', port: 5514, source: 'cisco' }, { protocol: 'udp', port: 5514, source: 'cisco' }, { protocol: 'tls', host: '0.0.0.0', port: 5514, source: 'okta', cert_file: 'a', key_file: 'b' }] } }, 'intake.syslog.2.port: intake.syslog.0 listens there already'],
    [{ sources: { sentinelone: { pull: {} } } }, 'sources.sentinelone: pull: give bucket with region, key_id and key, or url with token, or both'],
    [{ sources: { okta: { pull: { url: 'https://acme.okta.com/api/v1/logs', token: 'env:T' } } } }, 'sources.okta: pull.url: write https://acme.okta.com alone; the rest is added'],
  ])('says in config check and in doctor what can never work in %j', async (config, said) => {
    const file = configIn('odd', config);
    await aToken('cisco');
    for (const words of [['config', 'check'], ['doctor', '--store', folder]]) {
      const io = anIo();
      expect([await runCommand([...words, '--config', file], { io }), io.messages.join()]).toEqual([2, expect.stringContaining(said)]);
    }
  });
  it('says in config check and in doctor that a port hears this machine alone', async () => {
    const here = { protocol: 'udp', port: 5514, source: 'cisco' };
    const file = configIn('odd', { intake: { syslog: [here, { ...here, host: '0.0.0.0', port: 5515 }, { ...here, host: '0.0.0.0', port: 5516, from: ['10.20.0.5'] }] } });
    const said = 'intake.syslog.1 listens on 0.0.0.0 and hears nobody but this machine, because it does not say who may send: name the senders under from';
    const [check, doctor] = [anIo(), anIo()];
    await aToken('cisco');

    expect(await runCommand(['config', 'check', '--config', file], { io: check })).toBe(0);
    expect(check.messages).toEqual([said]);
    await runCommand(['doctor', '--store', folder, '--config', file], { io: doctor });
    expect(doctor.lines.filter((line) => line.startsWith('config'))).toEqual([`config   ${said}`]);
  });
});

describe('a server that ends', () => {
  // These have the clock of the machine, and forget what is too old for it.
  const children: ChildProcess[] = [];
  afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));
  async function aProcess(config: object = { duties: CONFIGURED }): Promise<{ readonly url: string; readonly child: ChildProcess; readonly gone: Promise<unknown> }> {
    const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--store', folder, '--config', configIn('told', config)], { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] });
    children.push(child);
    const gone = once(child, 'close');
    for await (const url of createInterface({ input: child.stdout })) return { url, child, gone };
    throw new Error('the server said nothing');
  }

  it('had them sent again while nothing was recorded', async () => {
    const { url } = await aProcess({});

    expect((await post(`${url}/intake/cisco`, session('kim'))).status).toBe(503);
  });
  it.each(['SIGTERM', 'SIGHUP'] as const)('on %s has stored what it acknowledged', async (signal) => {
    const token = await aToken('cisco');
    const { url, child, gone } = await aProcess();
    expect((await post(`${url}/intake/cisco`, session('kim', 0, Date.now()), { authorization: `Bearer ${token}` })).status).toBe(200);
    child.kill(signal);
    expect(await gone).toEqual([0, null]);

    expect(readdirSync(join(folder, 'spool', 'cisco'))).toEqual([]);
    expect(existsSync(join(folder, 'spool', 'owner.sock'))).toBe(false);
    expect(users(await stored())).toEqual(['kim']);
  });
  it('by a crash loses nothing it acknowledged: the next "collect" stores it', async () => {
    const token = await aToken('cisco');
    const { url, child, gone } = await aProcess();
    const acknowledged = await Promise.all(Array.from({ length: 40 }, (_, i) => post(`${url}/intake/cisco`, session(`user-${i}`, i, Date.now()), { authorization: `Bearer ${token}` }).then(({ status }) => status)));
    child.kill('SIGKILL');
    await gone;
    expect(new Set(acknowledged)).toEqual(new Set([200]));

    // Some of it may have been stored before the crash.
    await runCommand(['collect', '--store', folder], { io: anIo(Date.now()) });
    expect(new Set(users(await stored()))).toEqual(new Set(Array.from({ length: 40 }, (_, i) => `user-${i}`)));
    expect(readdirSync(join(folder, 'spool', 'cisco'))).toEqual([]);
  });
});

describe('a collect without a server', () => {
  it('stores what waits of any source', async () => {
    const spool = await openSpool({ folder: join(folder, 'spool'), boundBytes: 1024 * 1024, now: () => NOW });
    await spool.append('cisco', [JSON.stringify({ message: session('kim') })]);
    await spool.close();

    const { exit, lines } = await typed('collect', '--json');
    expect(exit).toBe(0);
    expect(JSON.parse(lines[0]!)).toMatchObject({ sources: ['cisco'], read: 1, added: 1 });
    expect(users(await stored())).toEqual(['kim']);
  });
  it('keeps what it cannot read, and says so', async () => {
    const spool = await openSpool({ folder: join(folder, 'spool'), boundBytes: 1024 * 1024, now: () => NOW });
    await spool.append('cisco', ['PK\x03\x04 on a damaged disk']);
    await spool.close();

    const { exit, messages } = await typed('collect');
    expect([exit, messages.join()]).toEqual([1, expect.stringContaining('What was sent waits in it: mend the disk')]);
    expect(readdirSync(join(folder, 'spool', 'cisco'))).toHaveLength(1);
  });
  it('leaves it to a server that runs beside it', async () => {
    const spool = await openSpool({ folder: join(folder, 'spool'), boundBytes: 1024 * 1024, now: () => NOW });
    await spool.append('cisco', [JSON.stringify({ message: session('kim') })]);

    const { exit, messages } = await typed('collect');
    expect([exit, messages.join()]).toEqual([2, expect.stringContaining('No source is configured')]);
    expect(spool.sources()).toEqual(['cisco']);
    await spool.close();
  });
});

describe('a backup', () => {
  it('leaves out what waits and is not sealed, says so, and takes no socket of a server that crashed', async () => {
    await typed('intake', 'tokens');
    const spool = await openSpool({ folder: join(folder, 'spool'), boundBytes: 1024 * 1024, now: () => NOW });
    await spool.append('cisco', [JSON.stringify({ message: session('kim') })]);

    const { exit, messages } = await typed('backup', `${folder}-copy`);
    await spool.close();
    expect(exit).toBe(0);
    expect(readdirSync(`${folder}-copy`)).toEqual(['SHA256SUMS', 'farmwatch.duckdb']);
    expect(messages.join('\n')).toMatch(/Left out.*: spool\/\. What waits in the spool was sent and is not stored yet: give "farmwatch collect"/);
  });
});

describe('configured files', () => {
  it('are read again by the schedule only when they have changed', async () => {
    const file = join(root, 'export.log');
    writeFileSync(file, `${session('kim')}\n`);
    const app = await openApp(loadConfig(configIn('files', { duties: CONFIGURED, sources: { cisco: { files: ['export.log'] } } })), folder, () => NOW);
    const { jobsOf } = await import('../src/cli/serve/jobs.ts');
    const collect = jobsOf(app, () => {}).find(({ id }) => id === 'collect')!;
    const signal = new AbortController().signal;
    try {
      expect(await collect.work(signal)).toMatch(/^cisco: read 1 /);
      expect(await collect.work(signal)).toMatch(/^cisco: read 0 /);
      appendFileSync(file, `${session('lee', 1)}\n`);
      expect(await collect.work(signal)).toMatch(/^cisco: read 2 /);
    } finally {
      await app.close();
    }
  });
});
