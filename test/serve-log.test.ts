import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'farmwatch-serve-log-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const children: ChildProcess[] = [];
afterEach(() => children.splice(0).forEach((child) => child.kill('SIGKILL')));

/** What a server that listens on an address writes to its log while something is asked of it. */
async function logOf(host: string, ask: (url: string) => Promise<unknown>): Promise<readonly Record<string, unknown>[]> {
  const child = spawn(process.execPath, [MAIN, 'serve', '--host', host, '--port', '0', '--no-jobs', '--store', 'store'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  let log = '';
  child.stderr.on('data', (piece) => { log += String(piece); });
  const closed = once(child, 'close');
  for await (const url of createInterface({ input: child.stdout })) {
    await ask(url.replace('0.0.0.0', '127.0.0.1'));
    break;
  }
  // The last line of a start.
  await vi.waitFor(() => expect(log).toContain('Nobody has an account yet'), { timeout: 20_000 });
  child.kill('SIGTERM');
  await closed;
  return log.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log of a server', () => {
  it('has one line a request, with method, route and status', async () => {
    const log = await logOf('127.0.0.1', (url) => fetch(`${url}/api/cases/c-1`));

    expect(log.filter((line) => 'method' in line || 'req' in line || 'res' in line)).toEqual([expect.objectContaining({ msg: 'request', method: 'GET', route: expect.not.stringContaining('c-1'), status: 401, ms: expect.any(Number) })]);
    expect(log.some(({ msg }) => String(msg).includes('plain HTTP'))).toBe(false);
  });

  it('says that passwords go over plain HTTP where other machines reach it and nothing stands in front', async () => {
    const log = await logOf('0.0.0.0', (url) => fetch(`${url}/api/session`));

    expect(log.map(({ msg }) => msg)).toContainEqual(expect.stringMatching(/^Other machines reach the pages over plain HTTP, and passwords with them\. Put a proxy with TLS in front/));
  });
});
