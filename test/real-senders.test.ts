import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import pc from 'picocolors';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openApp, type App } from '../src/app.ts';
import { runCommand } from '../src/cli/program.ts';
import { serveApp, type Started } from '../src/cli/serve/serve.ts';
import type { Intake } from '../src/collect/intake/intake.ts';
import { loadConfig } from '../src/config.ts';
import type { Event } from '../src/core/event.ts';
import { DAY, MINUTE } from '../src/core/time.ts';
import { makeCertificates } from './support/certificates.ts';
import { mayTunnel, missing, programAt, rsyslogModules } from './support/programs.ts';

const run = promisify(execFile);
const root = mkdtempSync(join(tmpdir(), 'fw-senders-'));
const certificates = makeCertificates(root);
const at = (name: string): string => join(root, name);
afterAll(() => rmSync(root, { recursive: true, force: true }));

// What these programs send bears the time of the machine.
const io = { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => Date.now(), folder: root };
let folder: string;
let folders = 0;
let server: Started | undefined;
const children: ChildProcess[] = [];
beforeEach(() => { folder = at(`company-${folders++}`); });
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const gone = once(child, 'close');
    child.kill('SIGKILL');
    await gone;
  }
  await server?.stop();
  server = undefined;
});

async function serving(config: unknown): Promise<{ readonly url: string; readonly intake: Intake; readonly app: App; stored(): Promise<readonly Event[]> }> {
  const file = at(`farmwatch-${folders}.json`);
  writeFileSync(file, JSON.stringify(config));
  const app = await openApp(loadConfig(file), folder, () => Date.now());
  server = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder, jobs: false, intake: true, log: false }, io);
  return {
    url: server.url, intake: server.intake!, app,
    stored: () => Array.fromAsync(app.store.events.select({ where: {} }, { from: Date.now() - DAY, to: Date.now() + DAY, asOf: Date.now() + DAY })),
  };
}
function started(program: string, ...args: readonly string[]): ChildProcess {
  const child = spawn(program, args, { cwd: root, stdio: 'ignore', env: { ...process.env, TZ: 'UTC' } });
  children.push(child);
  return child;
}
async function ended(child: ChildProcess): Promise<void> {
  const gone = once(child, 'close');
  child.kill('SIGTERM');
  await gone;
}
const until = (check: () => void | Promise<void>): Promise<void> => vi.waitFor(check, { timeout: 50_000, interval: 100 });

const WAYS = ['udp', 'tcp', 'tls'] as const;
const PORTS = WAYS.map((protocol) => ({ protocol, port: 0, source: 'cisco', ...(protocol === 'tls' ? { cert_file: certificates.server.cert, key_file: certificates.server.key } : {}) }));

/** Sends what a firewall says through a daemon over each way, and finds it in the store. */
async function relayed(socket: string, start: (ports: Readonly<Record<(typeof WAYS)[number], number>>) => ChildProcess): Promise<void> {
  const { intake, stored } = await serving({ intake: { syslog: PORTS } });
  const [udp, tcp, tls] = intake.listeners.map((listener) => listener.at) as [number, number, number];
  const daemon = start({ udp, tcp, tls });
  await until(() => expect(existsSync(socket)).toBe(true));
  for (const way of WAYS) {
    for (const user of ['kim', 'lee']) {
      await run(programAt('logger')!, ['-u', socket, '-t', way, '--', `%ASA-6-113039: Group <staff> User <${user}.${way}> IP <198.51.100.23> AnyConnect parent session started.`], { env: { ...process.env, TZ: 'UTC' } });
    }
  }
  await until(() => expect(intake.listeners.map(({ counts }) => counts.received)).toEqual([2, 2, 2]));
  await ended(daemon);

  await until(async () => expect((await stored()).map((event) => event['user.name']).sort()).toEqual(WAYS.flatMap((way) => [`kim.${way}`, `lee.${way}`]).sort()));
  const events = await stored();
  expect(new Set(events.map((event) => event['event.action']))).toEqual(new Set(['vpn-connected']));
  // The time is the one in the header, whose year is that of its arrival.
  for (const event of events) expect(Math.abs(event['@timestamp'] - Date.now())).toBeLessThan(10 * MINUTE);
}

const noRsyslog = missing('rsyslogd', 'logger');
describe.skipIf(noRsyslog !== undefined)(`rsyslog${noRsyslog ? ` (${noRsyslog})` : ''}`, () => {
  it('forwards over UDP, TCP with octet counting, and TLS', async () => {
    const socket = at('rsyslog.sock');
    await relayed(socket, ({ udp, tcp, tls }) => {
      const to = (port: number, protocol: 'udp' | 'tcp', more: string): string => `action(type="omfwd" target="127.0.0.1" port="${port}" protocol="${protocol}" ${more})`;
      writeFileSync(at('rsyslog.conf'), `
global(workDirectory="${root}" defaultNetstreamDriverCAFile="${certificates.ca.file}")
module(load="imuxsock" SysSock.Use="off")
input(type="imuxsock" Socket="${socket}")
if $programname == 'udp' then ${to(udp, 'udp', 'template="RSYSLOG_TraditionalForwardFormat"')}
if $programname == 'tcp' then ${to(tcp, 'tcp', 'TCP_Framing="octet-counted" template="RSYSLOG_SyslogProtocol23Format"')}
if $programname == 'tls' then ${to(tls, 'tcp', 'TCP_Framing="octet-counted" template="RSYSLOG_ForwardFormat" StreamDriver="ossl" StreamDriverMode="1" StreamDriverAuthMode="x509/name" StreamDriverPermittedPeers="localhost"')}
`);
      const program = programAt('rsyslogd')!;
      return started(program, '-n', '-f', at('rsyslog.conf'), '-i', at('rsyslog.pid'), ...rsyslogModules(program));
    });
  });
});

const noSyslogNg = missing('syslog-ng', 'logger');
describe.skipIf(noSyslogNg !== undefined)(`syslog-ng${noSyslogNg ? ` (${noSyslogNg})` : ''}`, () => {
  it('forwards over UDP, TCP with newlines, and TLS with octet counting', async () => {
    const socket = at('syslog-ng.sock');
    await relayed(socket, ({ udp, tcp, tls }) => {
      writeFileSync(at('syslog-ng.conf'), `@version: 3.38
options { use-dns(no); };
source s_in { unix-dgram("${socket}"); };
destination d_udp { network("127.0.0.1" port(${udp}) transport("udp")); };
destination d_tcp { network("127.0.0.1" port(${tcp}) transport("tcp")); };
destination d_tls { syslog("127.0.0.1" port(${tls}) transport("tls") tls(ca-file("${certificates.ca.file}") peer-verify(required-trusted))); };
${WAYS.map((way) => `log { source(s_in); filter { program("${way}"); }; destination(d_${way}); };`).join('\n')}
`);
      return started(programAt('syslog-ng')!, '-F', '--no-caps', '-f', at('syslog-ng.conf'), '-R', at('syslog-ng.persist'), '-p', at('syslog-ng.pid'), '-c', at('syslog-ng.ctl'));
    });
  });
});

const noCurl = missing('curl');
describe.skipIf(noCurl !== undefined)(`curl${noCurl ? ` (${noCurl})` : ''}`, () => {
  it('sends a packed file', async () => {
    const { url, app, stored } = await serving({});
    const printed: string[] = [];
    await runCommand(['intake', 'token', 'cisco', '--json'], { io: { ...io, out: (line) => void printed.push(line) }, lent: app });
    const { token } = JSON.parse(printed[0]!) as { token: string };
    const hour = new Date(Date.now() - 60 * MINUTE).toISOString();
    writeFileSync(at('records.gz'), gzipSync(`${hour} fw-denver : %ASA-6-113039: Group <staff> User <kim> IP <198.51.100.23> AnyConnect parent session started.\n`));

    const { stdout } = await run(programAt('curl')!, ['-sS', '--fail-with-body', '-H', `Authorization: Bearer ${token}`, '-H', 'Content-Encoding: gzip', '--data-binary', `@${at('records.gz')}`, `${url}/intake/cisco`]);
    expect(stdout).toBe('{"kept":1}');
    await until(async () => expect((await stored()).map((event) => event['user.name'])).toEqual(['kim']));
  });
});

const noOpenVpn = missing('openvpn') ?? (mayTunnel() ? undefined : 'this machine lets nobody open a tunnel device: run as root with CAP_NET_ADMIN and /dev/net/tun');
describe.skipIf(noOpenVpn !== undefined)(`OpenVPN${noOpenVpn ? ` (${noOpenVpn})` : ''}`, () => {
  it('writes a log of a client that comes and goes, which is followed', async () => {
    const free = createServer().listen(0, '127.0.0.1');
    await once(free, 'listening');
    const port = String((free.address() as AddressInfo).port);
    free.close();
    await once(free, 'close');
    const log = at('openvpn.log');
    const certs = (who: 'server' | 'client'): readonly string[] => ['--ca', certificates.ca.file, '--cert', certificates[who].cert, '--key', certificates[who].key];
    const { stored } = await serving({ sources: { openvpn: { follow: [log] } } });
    const logged = (words: string): Promise<void> => until(() => expect(existsSync(log) ? readFileSync(log, 'utf8') : '').toContain(words));

    const gateway = started(programAt('openvpn')!, '--dev', 'tun', '--server', '10.8.0.0', '255.255.255.0', '--topology', 'subnet', '--ifconfig-noexec', '--route-noexec', '--proto', 'tcp-server', '--local', '127.0.0.1', '--port', port, ...certs('server'), '--dh', 'none', '--log', log, '--verb', '3');
    await logged('Initialization Sequence Completed');
    const laptop = started(programAt('openvpn')!, '--dev', 'null', '--client', '--proto', 'tcp-client', '--remote', '127.0.0.1', port, '--nobind', ...certs('client'), '--ifconfig-noexec', '--route-noexec');
    await logged('primary virtual IP for kim/');
    await ended(laptop);
    await logged('client-instance restarting');
    await ended(gateway);

    await until(async () => expect((await stored()).map((event) => event['event.action']).sort()).toEqual(['vpn-connected', 'vpn-connected', 'vpn-disconnected']));
    const events = await stored();
    expect(events.map((event) => event['user.name'])).toEqual(['kim', 'kim', 'kim']);
    expect(events.map((event) => event['source.ip'])).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1']);
  });
});
