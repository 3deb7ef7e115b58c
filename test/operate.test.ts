import { execFile, execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { startStub } from './support/vendor-stub.ts';
import { CONFIGURED } from './support/told-staff.ts';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const NO_NETWORK = new URL('support/no-network.ts', import.meta.url).href;
const root = mkdtempSync(join(tmpdir(), 'farmwatch-operate-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const HAS_UNSHARE = spawnSync('unshare', ['-rn', 'true']).status === 0;
const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** A server in a process of its own. */
async function aServer(words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: root, env: { ...process.env, ...env } });
  children.push(child);
  const err: string[] = [];
  createInterface(child.stderr).on('line', (line) => void err.push(line));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const url = await Promise.race([
    new Promise<string>((resolve) => createInterface(child.stdout).once('line', resolve)),
    ended.then((code) => { throw new Error(`ended with ${code}: ${err.join('\n')}`); }),
  ]);
  return { child, url: new URL(url).origin, err, ended };
}

describe('a server in its own process', () => {
  it('logs one JSON object a line that names nobody, and ends on SIGTERM while a vendor keeps it waiting', async () => {
    const asked = Promise.withResolvers<void>();
    const vendor = await startStub(() => {
      asked.resolve();
      return new Promise(() => {});
    });
    writeFileSync(join(root, 'token'), 'secret');
    writeFileSync(join(root, 'farmwatch.json'), JSON.stringify({ duties: CONFIGURED, schedule: { collect: '* * * * *' }, sources: { okta: { pull: { url: vendor.url, token: 'file:token' } } } }));
    const { child, url, err, ended } = await aServer(['serve', '--port', '0', '--store', 'store']);

    await fetch(`${url}/api/people/kim@acme.example?hire=h-17`);
    await fetch(`${url}/api/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"kim","password":"wrong"}' });
    const metrics = await (await fetch(`${url}/metrics`)).text();
    await asked.promise;
    child.kill('SIGTERM');
    const code = await ended;
    await vendor.close();

    expect(code).toBe(0);
    expect(existsSync(join(root, 'store', 'server.json'))).toBe(false);
    expect(metrics).toContain('farmwatch_open_cases{band="act"} 0');
    const lines = err.map((line) => JSON.parse(line) as { msg: string });
    expect(lines).toContainEqual(expect.objectContaining({ method: 'GET', route: '/api/people/:id', status: 401 }));
    expect(lines.map(({ msg }) => msg)).toContain('Nobody has an account yet: farmwatch user add NAME --role admin');
    expect(err.join('\n')).not.toMatch(/kim|h-17|secret/);
  }, 120_000);
});

describe('a job that takes too long', () => {
  it('is cut off after a signal, and done again by the next start', async () => {
    const own = mkdtempSync(join(root, 'long-'));
    const pipe = join(own, 'okta.log');
    execFileSync('mkfifo', [pipe]);
    writeFileSync(join(own, 'farmwatch.json'), JSON.stringify({ duties: CONFIGURED, sources: { okta: { files: ['okta.log'] } } }));
    const words = ['serve', '--port', '0', '--store', join(own, 'store'), '--config', join(own, 'farmwatch.json')];
    const first = await aServer(words);
    // It is read: the job is in the middle of its work, and nothing comes.
    const silent = await open(pipe, 'w');

    first.child.kill('SIGTERM');
    await first.ended;
    await silent.close();
    const second = await aServer(words);
    const writing = await open(pipe, 'w');
    await writing.close();
    second.child.kill('SIGTERM');

    expect(first.child.signalCode).toBe('SIGKILL');
    expect(first.err.join('\n')).toContain('Stopped before all was done, 9 s after the signal. The next start does the rest.');
    expect(await second.ended).toBe(0);
  }, 120_000);
});

describe('with the network denied', () => {
  const reached = join(root, 'reached.txt');
  const env = { NODE_OPTIONS: `--import ${NO_NETWORK}`, FARMWATCH_TEST_REACHED: reached };
  const type = (...words: readonly string[]) => promisify(execFile)(process.execPath, [MAIN, ...words], { cwd: root, env: { ...process.env, ...env }, maxBuffer: 1e8 });

  it('commands and servers do their work, and try to reach nobody', async () => {
    await type('simulate', '--seed', '7', '--people', '10', '--days', '10', '--farms', '2', '--out', 'company');
    await type('import', 'company/people.csv', 'company/devices.csv', 'company/events.ndjson.gz', '--store', 'company-store');
    await type('detect', '--store', 'company-store');
    await type('doctor', '--store', 'company-store');
    // Without any network at all, also for what is no JavaScript.
    if (HAS_UNSHARE) await promisify(execFile)('unshare', ['-rn', process.execPath, MAIN, 'detect', '--store', 'company-store'], { cwd: root });
    for (const words of [['serve', '--port', '0', '--store', 'company-store'], ['demo', '--port', '0', '--store', 'demo-store']]) {
      const { child, url, ended } = await aServer(words, env);
      expect((await fetch(`${url}/readyz`)).status).toBe(200);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
    }

    expect(existsSync(reached) ? readFileSync(reached, 'utf8') : '').toBe('');
  }, 300_000);

  it('whoever tries is seen', async () => {
    await expect(promisify(execFile)(process.execPath, ['-e', 'fetch("http://192.0.2.1/")'], { env: { ...process.env, ...env } })).rejects.toThrow();

    expect(readFileSync(reached, 'utf8')).toContain('connect 192.0.2.1');
  });
});
