import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openApp } from '../src/app.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { loadConfig } from '../src/config.ts';
import { MINUTE } from '../src/core/time.ts';
import { CONFIGURED } from './support/told-staff.ts';
import { startStub } from './support/vendor-stub.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-turns-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

it('a source with much behind it is fetched in turns, and the others are asked meanwhile', async () => {
  let now = Date.UTC(2026, 10, 16, 12);
  const asked: string[] = [];
  const stub = await startStub(({ path, query }) => {
    if (path === '/api/v2/oauth/token') return { body: { access_token: 'token', expires_in: 86_400 } };
    if (path === '/api/v1/logs') return asked.push('okta'), { body: [] };
    // Each two hours of flows take nine minutes to fetch.
    now += 9 * MINUTE;
    asked.push(query.get('start')!);
    return { body: { logs: null } };
  });
  writeFileSync(join(root, 'secret'), 'secret');
  writeFileSync(join(root, 'farmwatch.json'), JSON.stringify({ duties: CONFIGURED, sources: {
    tailscale: { back_days: 1, pull: { url: stub.url, client_id: 'client', client_secret: 'file:secret' } }, okta: { back_days: 1, pull: { url: stub.url, token: 'file:secret' } },
  } }));
  const app = await openApp(loadConfig(join(root, 'farmwatch.json')), join(root, 'store'), () => now);
  const collect = jobsOf(app, () => {}).find(({ id }) => id === 'collect')!;

  await collect.work(new AbortController().signal);
  await collect.work(new AbortController().signal);
  await app.close();
  await stub.close();

  // The second pull begins with the hour in which late flows may have come.
  expect(asked).toEqual(['2026-11-15T12:00:00Z', '2026-11-15T14:00:00Z', '2026-11-15T16:00:00Z', 'okta', '2026-11-15T17:00:00Z', '2026-11-15T19:00:00Z', '2026-11-15T21:00:00Z', 'okta']);
});
