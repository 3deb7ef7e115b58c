import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync, statSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from '@elastic/elasticsearch';

/**
 * A real Elasticsearch for tests, without Docker: the one that `ELASTICSEARCH_URL` names, else the official server core
 * from Maven Central, started on a free loopback port with TLS and three users of the file realm.
 */

/** What a test needs to speak to the server as the product would. */
export interface ElasticAccess {
  readonly url: string;
  /** Certificate of the authority behind the server's own; missing where the system trusts it anyway. */
  readonly caFile?: string;
  /** The account of least privilege, limited to `farmwatch-*` by the product's own roles.yml. */
  readonly auth: { readonly username: string; readonly password: string };
  /** May do anything; for arranging what the product must not be able to. Missing for a server that was given to us. */
  readonly superuser?: { readonly username: string; readonly password: string };
  /** May read indices of tests and nothing else. Missing for a server that was given to us. */
  readonly reader?: { readonly username: string; readonly password: string };
  /** Have the roles for alerts of roles.yml, over indices of tests. Missing for a server that was given to us. */
  readonly alerts?: { readonly username: string; readonly password: string };
  readonly alertsReader?: { readonly username: string; readonly password: string };
}

export interface RunningElastic extends ElasticAccess {
  stop(): Promise<void>;
  /** What goes wrong with servers; missing for one that was given to us. */
  readonly faults?: ServerFaults;
}
export interface ServerFaults {
  /** The server stands still, with its connections open. */
  pause(): void;
  resume(): void;
  /** The server is killed and started anew over what it had written; resolves when it answers again. */
  crash(): Promise<void>;
}
export interface Skipped { readonly skipped: string }

const VERSION = '9.3.2';
const ARTIFACT = `org.elasticsearch.distribution.integ-test-zip:elasticsearch:${VERSION}:zip`;
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy';
const OLDEST_JAVA = 21;
/** `nobody` on Debian and elsewhere: Elasticsearch refuses to run as root. */
const NOBODY = 65_534;
const HEAP = '640m';
const START_WITHIN_MS = 180_000;
/** Where `test/support/global-setup.ts` tells the test files that one server is there for all of them. */
export const BROKER_VARIABLE = 'FARMWATCH_TEST_ELASTICSEARCH_BROKER';

const REPOSITORY = fileURLToPath(new URL('../../', import.meta.url));
const CACHE = cacheFolder();
const ROLES = join(REPOSITORY, 'src', 'store', 'elastic', 'roles.yml');

const run = promisify(execFile);

/**
 * The server of this test run: given, shared by all files of the run, or started for this process alone.
 *
 * @returns access, or a sentence naming what is missing and how to get it
 */
async function elasticForTests(): Promise<ElasticAccess | Skipped> {
  const broker = process.env[BROKER_VARIABLE];
  if (broker === undefined) return (own ??= startElastic());
  const answer = await fetch(broker);
  const found = await answer.json() as ElasticAccess | Skipped | { readonly failed: string };
  if ('failed' in found) throw new Error(found.failed);
  return found;
}

let own: Promise<RunningElastic | Skipped> | undefined;

/**
 * The same for a file of tests: what is missing is said in a line, and with `CI=true` is a failure.
 *
 * @returns `access` only to be used where nothing is `skipped`
 */
export async function elasticOrSkipped(): Promise<{ readonly access: ElasticAccess; readonly skipped: string | undefined }> {
  const found = await elasticForTests();
  const skipped = 'skipped' in found ? found.skipped : undefined;
  if (skipped !== undefined && process.env['CI'] === 'true') throw new Error(skipped);
  if (skipped !== undefined) console.warn(`skipped: ${skipped}`);
  return { access: found as ElasticAccess, skipped };
}

/** A prefix that no other test uses and that the role `farmwatch-*` covers. */
export function uniquePrefix(): string {
  return `farmwatch-test-${randomBytes(6).toString('hex')}`;
}

/** Takes the given server, else fetches and starts one; `stop` leaves nothing behind. */
export async function startElastic(): Promise<RunningElastic | Skipped> {
  const given = givenServer();
  if (given) return given;
  const java = await findJava();
  if (java === undefined) {
    return { skipped: `Elasticsearch needs a JDK of ${OLDEST_JAVA} or newer and none was found in ES_JAVA_HOME, JAVA_HOME or /usr/lib/jvm: install one (apt-get install openjdk-21-jdk-headless), or set ELASTICSEARCH_URL.` };
  }
  const home = await distribution(java);
  if (typeof home !== 'string') return home;
  await sweepLeftovers();
  return launch(home, java);
}

function givenServer(): RunningElastic | undefined {
  const url = process.env['ELASTICSEARCH_URL'];
  if (url === undefined || url === '') return undefined;
  const caFile = process.env['ELASTICSEARCH_CA'];
  return {
    url,
    ...(caFile ? { caFile } : {}),
    auth: { username: process.env['ELASTICSEARCH_USERNAME'] ?? 'farmwatch', password: process.env['ELASTICSEARCH_PASSWORD'] ?? '' },
    stop: async () => {},
  };
}

/** In the checkout, where `nobody` can get there; a checkout below a closed home folder leaves the one for temporary files. */
function cacheFolder(): string {
  const inCheckout = join(REPOSITORY, '.cache', 'elasticsearch');
  if (!isRoot()) return inCheckout;
  for (let folder = REPOSITORY; folder !== dirname(folder); folder = dirname(folder)) {
    if ((statSync(folder).mode & 0o001) === 0) return join(tmpdir(), 'farmwatch-elasticsearch');
  }
  return inCheckout;
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/** The first JDK that is new enough. A JRE does not do: `jar` unpacks and `keytool` makes the certificate. */
async function findJava(): Promise<string | undefined> {
  const installed = await readdir('/usr/lib/jvm').catch(() => []);
  const candidates = [process.env['ES_JAVA_HOME'], process.env['JAVA_HOME'], ...installed.sort().reverse().map((name) => join('/usr/lib/jvm', name))];
  for (const home of candidates) {
    if (!home || !existsSync(join(home, 'bin', 'jar')) || !existsSync(join(home, 'bin', 'keytool'))) continue;
    const told = await run(join(home, 'bin', 'java'), ['-version']).catch(() => undefined);
    const major = Number(/version "(\d+)/.exec(told?.stderr ?? '')?.[1]);
    if (major >= OLDEST_JAVA) return home;
  }
  return undefined;
}

/** The unpacked server; fetched once, then kept. Everything arrives under another name first, so a killed run leaves no half. */
async function distribution(java: string): Promise<string | Skipped> {
  const home = join(CACHE, `elasticsearch-${VERSION}`);
  if (existsSync(home)) return home;
  await mkdir(CACHE, { recursive: true });
  if (isRoot()) await chmod(CACHE, 0o755);
  const work = await mkdtemp(join(CACHE, `fetch-${process.pid}-`));
  try {
    await run('mvn', ['-q', '-B', COPY_GOAL, `-Dartifact=${ARTIFACT}`, `-DoutputDirectory=${work}`], { timeout: 600_000 });
    await run(join(java, 'bin', 'jar'), ['xf', `elasticsearch-${VERSION}.zip`], { cwd: work });
    if (isRoot()) await giveTo(join(work, `elasticsearch-${VERSION}`), NOBODY, NOBODY);
    await rename(join(work, `elasticsearch-${VERSION}`), home).catch((error: unknown) => {
      if (!existsSync(home)) throw error; // another run was faster
    });
    return home;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    return {
      skipped: missing
        ? 'Elasticsearch is fetched with Maven and there is no mvn: install it (apt-get install maven), or set ELASTICSEARCH_URL.'
        : `Elasticsearch ${VERSION} could not be fetched from Maven Central (${String((error as Error).message).split('\n')[0]}): allow it, or set ELASTICSEARCH_URL.`,
    };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** Folders of runs whose process is gone. Their servers ended with them (see {@link GUARD}). */
async function sweepLeftovers(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const pid = Number(/^(?:run|fetch)-(\d+)-/.exec(name)?.[1]);
    if (Number.isNaN(pid) || alive(pid)) continue;
    await rm(join(CACHE, name), { recursive: true, force: true });
  }
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The server must not outlive us, however we end. The guard holds a pipe that only we can write to: when it closes,
 * because we asked or because we were killed, the server is stopped.
 */
const GUARD = `
bash bin/elasticsearch </dev/null & server=$!
while kill -0 $server; do read -r -t 1 _; [ $? -gt 128 ] || break; done
kill -TERM $server; wait $server
`;

async function launch(home: string, java: string): Promise<RunningElastic> {
  const folder = await mkdtemp(join(CACHE, `run-${process.pid}-`));
  const port = await freePort();
  const called = (username: string) => ({ username, password: randomBytes(12).toString('hex') });
  const users = { superuser: called('arranger'), auth: called('farmwatch'), reader: called('reader'), alerts: called('alerts'), alertsReader: called('alerts-reader') };
  const caFile = join(folder, 'config', 'ca.pem');
  await writeConfiguration(home, java, folder, port, users);
  const logFile = join(folder, 'console.log');
  if (isRoot()) {
    await writeFile(logFile, '');
    await giveTo(folder, NOBODY, NOBODY);
  }
  const run = (): ChildProcess => spawnServer(home, java, folder, logFile);
  let server = run();
  const ca = await readFile(caFile, 'utf8');
  const url = `https://127.0.0.1:${port}`;
  const stop = async (): Promise<void> => {
    await ended(server);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    await untilReady(url, ca, users.superuser, server);
  } catch (error) {
    const said = await readFile(logFile, 'utf8').catch(() => '');
    await stop();
    throw new Error(`Elasticsearch did not start: ${(error as Error).message}\n${said.slice(-4_000)}`, { cause: error });
  }
  const signal = (name: NodeJS.Signals): void => void process.kill(-server.pid!, name);
  const faults: ServerFaults = {
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
    async crash() {
      const gone = new Promise((resolve) => server.once('exit', resolve));
      server.ref();
      signal('SIGKILL');
      await gone;
      server = run();
      await untilReady(url, ca, users.superuser, server);
    },
  };
  return { url, caFile, ...users, stop, faults };
}

function spawnServer(home: string, java: string, folder: string, logFile: string): ChildProcess {
  const log = openSync(logFile, 'a');
  const server = spawn('bash', ['-c', GUARD], {
    cwd: home,
    // A group of its own, so that all of it can be paused and killed.
    detached: true,
    env: {
      PATH: process.env['PATH'], ES_JAVA_HOME: java, ES_PATH_CONF: join(folder, 'config'), ES_TMPDIR: join(folder, 'tmp'), HOME: folder,
      ES_JAVA_OPTS: `-Xms${HEAP} -Xmx${HEAP}`, CLI_JAVA_OPTS: '-Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1',
    },
    stdio: ['pipe', log, log],
    ...(isRoot() ? { uid: NOBODY, gid: NOBODY } : {}),
  });
  closeSync(log);
  // The server alone must not keep a finished test process alive.
  server.unref();
  (server.stdin as Socket).unref();
  return server;
}

function ended(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    server.ref();
    server.once('exit', () => resolve());
    server.stdin?.end();
  });
}

async function writeConfiguration(
  home: string, java: string, folder: string, port: number, users: Pick<Required<ElasticAccess>, 'auth' | 'superuser' | 'reader' | 'alerts' | 'alertsReader'>,
): Promise<void> {
  const config = join(folder, 'config');
  await cp(join(home, 'config'), config, { recursive: true });
  await mkdir(join(folder, 'tmp'));
  await makeCertificate(java, config);
  await writeFile(join(config, 'elasticsearch.yml'), `
cluster.name: farmwatch-test
node.name: one
discovery.type: single-node
path.data: ${join(folder, 'data')}
path.logs: ${join(folder, 'logs')}
http.host: 127.0.0.1
http.port: ${port}
transport.host: 127.0.0.1
transport.port: 0
cluster.routing.allocation.disk.threshold_enabled: false
xpack.security.enabled: true
xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.keystore.path: server.p12
xpack.security.http.ssl.keystore.password: ${KEYSTORE_WORD}
xpack.security.transport.ssl.enabled: false
xpack.security.autoconfiguration.enabled: false
xpack.security.authc.realms.file.file1.order: 0
xpack.security.authc.realms.native.native1.enabled: false
xpack.security.authc.reserved_realm.enabled: false
`);
  // The roles for alerts name indices; those of tests have prefixes of twelve signs in between.
  const roles = (await readFile(ROLES, 'utf8')).replace(/'farmwatch-((?:identified-)?alerts)'/g, "'farmwatch-test-????????????-$1'");
  await writeFile(join(config, 'roles.yml'), `${roles}\nreader:\n  indices:\n    - names: ['farmwatch-test-*']\n      privileges: [read]\n`);
  await writeFile(join(config, 'users'), Object.values(users).map(({ username, password }) => `${username}:${passwordHash(password)}\n`).join(''));
  const held = { superuser: users.superuser, farmwatch: users.auth, reader: users.reader, farmwatch_alerts: users.alerts, farmwatch_alerts_reader: users.alertsReader };
  await writeFile(join(config, 'users_roles'), Object.entries(held).map(([role, { username }]) => `${role}:${username}\n`).join(''));
}

/** The spelling of Elasticsearch's own `pbkdf2` hasher; writing it here saves two starts of a Java tool. */
function passwordHash(password: string): string {
  const salt = randomBytes(32);
  const rounds = 1_000;
  return `{PBKDF2}${rounds}$${salt.toString('base64')}$${pbkdf2Sync(password, salt, rounds, 32, 'sha512').toString('base64')}`;
}

/** Guards key files that live as long as one test run; `keytool` insists on a word. */
const KEYSTORE_WORD = 'farmwatch-test';

/** An authority and a server certificate for 127.0.0.1, made with the JDK that has to be there anyway. */
async function makeCertificate(java: string, folder: string): Promise<void> {
  const keytool = (...args: string[]) => run(join(java, 'bin', 'keytool'), [...args, '-storepass', KEYSTORE_WORD], { cwd: folder });
  const key = ['-keyalg', 'EC', '-groupname', 'secp256r1', '-validity', '30', '-storetype', 'PKCS12'];
  await Promise.all([
    keytool('-genkeypair', ...key, '-keystore', 'ca.p12', '-alias', 'ca', '-dname', 'CN=Farmwatch test authority', '-ext', 'bc:critical=ca:true', '-ext', 'ku:critical=keyCertSign'),
    keytool('-genkeypair', ...key, '-keystore', 'server.p12', '-alias', 'server', '-dname', 'CN=127.0.0.1'),
  ]);
  await Promise.all([
    keytool('-exportcert', '-rfc', '-keystore', 'ca.p12', '-alias', 'ca', '-file', 'ca.pem'),
    keytool('-certreq', '-keystore', 'server.p12', '-alias', 'server', '-file', 'server.csr'),
  ]);
  await keytool('-gencert', '-rfc', '-keystore', 'ca.p12', '-alias', 'ca', '-infile', 'server.csr', '-outfile', 'server.pem', '-validity', '30', '-ext', 'san=ip:127.0.0.1,dns:localhost');
  await writeFile(join(folder, 'chain.pem'), `${await readFile(join(folder, 'server.pem'), 'utf8')}\n${await readFile(join(folder, 'ca.pem'), 'utf8')}`);
  await keytool('-importcert', '-noprompt', '-keystore', 'server.p12', '-alias', 'server', '-file', 'chain.pem');
}

async function giveTo(path: string, uid: number, gid: number): Promise<void> {
  await chown(path, uid, gid);
  if (!(await lstat(path)).isDirectory()) return;
  await chmod(path, 0o755);
  for (const name of await readdir(path)) await giveTo(join(path, name), uid, gid);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no free port')));
    });
  });
}

async function untilReady(url: string, ca: string, user: { username: string; password: string }, server: ChildProcess): Promise<void> {
  const end = Date.now() + START_WITHIN_MS;
  let why = 'it never answered';
  while (Date.now() < end) {
    if (server.exitCode !== null || server.signalCode !== null) throw new Error(`it ended with ${server.exitCode ?? server.signalCode}`);
    try {
      const status = await statusOf(`${url}/_cluster/health?wait_for_status=yellow&timeout=1s`, ca, user);
      if (status === 200) return;
      why = `it answers ${status}`;
    } catch (error) {
      why = (error as Error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`${why} within ${START_WITHIN_MS / 1_000} s`);
}

function statusOf(url: string, ca: string, user: { username: string; password: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca, auth: `${user.username}:${user.password}`, timeout: 5_000 }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.once('timeout', () => asked.destroy(new Error('no answer in 5 s')));
    asked.once('error', reject);
    asked.end();
  });
}

/** Removes every index of one test. Names are listed first, because a cluster refuses to delete by pattern. */
export async function dropIndexes(access: ElasticAccess, prefix: string): Promise<void> {
  const client = new Client({ node: access.url, auth: { ...access.auth }, ...(access.caFile ? { tls: { ca: await readFile(access.caFile, 'utf8') } } : {}) });
  try {
    const names = Object.keys(await client.indices.getSettings({ index: `${prefix}-*` }));
    if (names.length > 0) await client.indices.delete({ index: names });
  } finally {
    await client.close();
  }
}
