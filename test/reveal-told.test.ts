import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterAll, afterEach, beforeEach, expect, describe, it } from 'vitest';
import { accountBook } from '../src/api/accounts.ts';
import type { IdentityView, MessagesView, ProblemView, QueueView, RevealsView, RevealView } from '../src/api/contract.ts';
import { openApp, type App } from '../src/app.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { serveApp, type Started } from '../src/cli/serve/serve.ts';
import { loadConfig } from '../src/config.ts';
import { HOUR, MINUTE, type Instant } from '../src/core/time.ts';
import { makeCertificates } from './support/certificates.ts';
import { startMailServer, type MailServer } from './support/mail-server.ts';
import { RUNS, judgedIn } from './support/told-lines.ts';

const root = mkdtempSync(join(tmpdir(), 'farmwatch-reveal-told-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const certificates = makeCertificates(root);

let nth = 0;
let clock: Instant;
let [mail, app, started, about]: [MailServer, App, Started, string] = [undefined!, undefined!, undefined!, ''];
/** A company with one account of HR and a reader outside, behind a server of the product. */
beforeEach(async () => {
  const folder = join(root, String(++nth));
  mail = await startMailServer({ certificates, plain: true });
  clock = RUNS.at(-1)! + 2 * HOUR;
  const config = join(root, `${nth}.json`);
  writeFileSync(config, JSON.stringify({
    company: { name: 'Acme' }, reveal: { outside_reader: 'counsel' },
    notify: { link: 'https://farmwatch.acme.example', receivers: { counsel: { kind: 'email', host: '127.0.0.1', port: mail.port, security: 'none', from: 'farmwatch@acme.example', to: ['reader@counsel.example'], sends: ['report'] } } },
  }));
  app = await openApp(loadConfig(config), join(folder, 'store'), () => clock);
  await judgedIn(app);
  await app.store.shelf<{ id: string }>('accounts').putAll([{ id: 'hr-one', role: 'hr', madeAt: clock } as { id: string }]);
  started = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: join(folder, 'store'), jobs: false, log: false }, { out: () => {}, err: () => {}, progress: () => {}, colour: pc.createColors(false), now: () => clock, folder });
  about = (await ask<QueueView>('/api/queue', undefined, 'analyst')).rows.find(({ kind }) => kind === 'case')!.id;
}, 120_000);
afterEach(async () => {
  await started?.stop();
  await mail?.close();
});
async function ask<T>(path: string, body?: object, role: 'hr' | 'analyst' = 'hr'): Promise<T> {
  const { secret, session } = await accountBook(app.store).open(role === 'hr' ? 'hr-one' : 'kim', role, clock);
  const answer = await fetch(started.url + path, { method: body ? 'POST' : 'GET', headers: { 'cookie': `farmwatch_session=${secret}`, 'x-csrf-token': session.csrf, 'content-type': 'application/json' }, ...(body ? { body: JSON.stringify(body) } : {}) });
  return await answer.json() as T;
}
const reveal = (): Promise<RevealView> => ask<RevealView>('/api/reveals', { about, purpose: 'check', reason: 'HR will call each of them.' });
const look = (id: string): Promise<IdentityView & ProblemView> => ask(`/api/reveals/${id}/look`, {});
const shown = async (): Promise<RevealView> => (await ask<RevealsView>('/api/reveals')).reveals[0]!;
const tellJob = (): Promise<string> => jobsOf(app, () => {}).find(({ id }) => id === 'notify')!.work(new AbortController().signal);

describe('a reader outside of a reveal that nobody else may grant', () => {
  it('is told at once by mail, by pseudonym, and it opens an hour later', async () => {
    const asked = await reveal();
    const early = await look(asked.id);
    clock += HOUR;
    const later = await look(asked.id);

    expect(asked).toMatchObject({ state: 'waiting', alone: { reader: 'counsel', opensAt: clock } });
    expect(mail.taken).toEqual([expect.objectContaining({ from: 'farmwatch@acme.example', to: ['reader@counsel.example'] })]);
    const text = mail.taken[0]!.text.replaceAll(/=\r?\n/g, '').replaceAll(/\s+/g, ' ');
    expect(text).toContain('hr-one asked who is behind');
    for (const person of asked.people) expect(text).toContain(person);
    expect(text).toContain('Reason: HR will call each of them.');
    expect(text.slice(text.indexOf('charset=utf-8'))).not.toMatch(/\bh-\d\d|SN-|@|198\.51/);
    expect(early.message).toMatch(/waits an hour/);
    expect(later.people.length).toBe(asked.people.length);
    expect(await app.store.shelf('notices').get(`reveal~${asked.id}`)).toMatchObject({ value: { about: { kind: 'reveal-due', reveal: asked.id } } });
  }, 120_000);

  it('who cannot be reached is tried again, is shown as not yet told, and nothing opens before they were', async () => {
    const { port } = mail;
    await mail.close();
    const asked = await reveal();
    clock += 3 * HOUR;
    const early = await look(asked.id);
    const listed = await ask<MessagesView>('/api/messages', undefined, 'analyst');
    expect(await tellJob()).toContain('counsel did not take one');
    expect((await shown()).alone).toEqual({ reader: 'counsel', why: expect.stringContaining('ECONNREFUSED') as string });

    mail = await startMailServer({ certificates, plain: true, port });
    clock += 6 * HOUR;
    expect(await tellJob()).toContain('1 messages sent');
    const told = await shown();
    const soon = await look(asked.id);
    clock += HOUR + MINUTE;

    expect(asked.alone).toEqual({ reader: 'counsel', why: expect.stringContaining('ECONNREFUSED') as string });
    expect(early.message).toBe('It waits until counsel, the reader outside, is told, and then an hour. The message is tried again by itself.');
    expect(listed.messages).toMatchObject([{ title: 'Farmwatch: somebody asks who somebody is, with no second person', to: [{ receiver: 'counsel', state: 'waiting' }] }]);
    expect(told).toMatchObject({ state: 'waiting', alone: { reader: 'counsel', opensAt: clock - MINUTE } });
    expect(soon.message).toMatch(/waits an hour/);
    expect(mail.taken).toHaveLength(1);
    expect((await look(asked.id)).people).toHaveLength(asked.people.length);
    expect(await tellJob()).toContain('0 messages sent');
  }, 120_000);

  it('of whom nobody knows whether the mail arrived counts as not told', async () => {
    mail.cutOff(true);
    const asked = await reveal();
    clock += 2 * HOUR;
    await tellJob();

    expect((await shown()).alone).toEqual({ reader: 'counsel', why: expect.stringMatching(/^nobody knows whether it arrived/) as string });
    expect((await look(asked.id)).message).toContain('is told, and then an hour');
  }, 120_000);
});
