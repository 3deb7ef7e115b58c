import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { openApp, type App } from '../src/app.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { messagesView } from '../src/cli/serve/messages-view.ts';
import { loadConfig } from '../src/config.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../src/core/time.ts';
import { makeCertificates } from './support/certificates.ts';
import { deskIn, type Desk } from './support/command-line.ts';
import { startMailServer } from './support/mail-server.ts';
import { FIRST, SWIFT, happenings, settleIn } from './support/small-company.ts';
import { CONFIGURED } from './support/told-staff.ts';
import { startStub, type Stub, type StubAnswer } from './support/vendor-stub.ts';

const NOW: Instant = FIRST + 13 * DAY;
const root = mkdtempSync(join(tmpdir(), 'farmwatch-notify-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const open: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const close of open.splice(0).reverse()) await close();
});

async function aStub(answer: () => StubAnswer = () => ({})): Promise<Stub> {
  const stub = await startStub(answer);
  open.push(() => stub.close());
  return stub;
}

let nth = 0;
/** A desk with receivers; its store is the folder `store`. */
function aDesk(receivers: object, own: object = {}): Desk {
  const desk = deskIn(join(root, String(++nth)), NOW);
  desk.file('key', 'a key of at least 24 bytes');
  desk.file('farmwatch.json', JSON.stringify({ company: { name: 'Acme' }, duties: CONFIGURED, notify: { link: 'https://farmwatch.acme.example', receivers }, ...own }));
  return desk;
}
const hook = (stub: Stub, own: object = {}): object => ({ kind: 'webhook', url: stub.url, key: 'file:key', ...own });

interface Running { readonly app: App; at(now: Instant): void; job(id: string): Promise<string>; stop(): Promise<void> }
/** The jobs of a server on the desk's store, run by hand. */
async function started({ folder }: Desk, now: Instant = NOW): Promise<Running> {
  let clock = now;
  const app = await openApp(loadConfig(join(folder, 'farmwatch.json')), join(folder, 'store'), () => clock);
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => (stopped ??= app.close());
  open.push(stop);
  return {
    app, stop,
    at: (next) => { clock = next; },
    job: (id) => jobsOf(app, () => {}).find((job) => job.id === id)!.work(new AbortController().signal),
  };
}
async function withCompany(running: Running): Promise<void> {
  await settleIn(running.app.store);
  await running.app.store.events.append(happenings(SWIFT));
}
const config = ['--config', 'farmwatch.json'] as const;
interface Heard { readonly id: string; readonly type: string; readonly title: string; readonly link: string; readonly data: Record<string, unknown> }
const heard = (stub: Stub): readonly Heard[] => stub.requests.map(({ body }) => JSON.parse(body) as Heard);

describe('from events to a message', () => {
  it('a case that a run opens is told of once, by id and link, and names nobody', async () => {
    const stub = await aStub();
    const desk = aDesk({ soar: hook(stub) });
    const first = await started(desk);
    await withCompany(first);

    await first.job('notify');
    first.at(NOW + MINUTE);
    await first.job('detect');
    expect(await first.job('notify')).toBe('1 new alerts, 1 messages sent');
    await first.stop();
    const second = await started(desk, NOW + HOUR);
    await second.job('detect');
    expect(await second.job('notify')).toBe('0 new alerts, 0 messages sent');
    await second.stop();

    const [message] = heard(stub);
    expect(stub.requests).toHaveLength(1);
    expect(message).toMatchObject({ type: 'farmwatch.alert', data: { reason: 'opened', people: 3 } });
    expect(message!.link).toBe(`https://farmwatch.acme.example/cases/${String(message!.data['case'])}`);
    expect(stub.requests[0]!.body).not.toMatch(/h-\d\d|SN-|@|198\.51/);

    const list = await desk.type('notify', 'list', ...config);
    expect(list.out).toEqual([`2026-11-15T00:01:00Z  ${message!.id}  soar: sent 2026-11-15T00:01:00Z`]);
    expect((await desk.type('doctor', ...config)).out).toContain('notify   soar (webhook): sent last at 2026-11-15T00:01:00Z');
  });
  it('what was open before a receiver was named is not told of', async () => {
    const stub = await aStub();
    const desk = aDesk({});
    const before = await started(desk);
    await withCompany(before);
    await before.job('detect');
    await before.job('notify');
    await before.stop();
    desk.file('farmwatch.json', JSON.stringify({ notify: { receivers: { soar: hook(stub) } } }));

    const after = await started(desk, NOW + HOUR);
    await after.job('notify');
    await after.job('detect');
    await after.job('notify');

    expect(stub.requests).toEqual([]);
  });
  it('nor what a replay opens in the past while the server runs', async () => {
    const stub = await aStub();
    const running = await started(aDesk({ soar: hook(stub) }));
    await running.job('notify');
    await withCompany(running);
    await running.app.pipeline.replay([NOW - 2 * DAY, NOW - DAY], () => {});

    await running.job('notify');

    expect((await running.app.pipeline.cases()).cases).toHaveLength(1);
    expect(stub.requests).toEqual([]);
  });
  it('accounts and machines go to the index that is named for them, and to no other', async () => {
    const stub = await aStub();
    writeFileSync(join(root, 'token'), 'secret token');
    const splunk = { kind: 'splunk-hec', url: stub.url, token: `file:${join(root, 'token')}` };
    const desk = aDesk({ named: { ...splunk, form: 'accounts', index: 'named' }, plain: splunk });
    const running = await started(desk);
    await withCompany(running);
    await running.app.store.events.append([{ '@timestamp': NOW - DAY, 'event.id': 'name', 'event.ingested': NOW - DAY, 'event.action': 'check-in', 'device.serial_number': 'SN-H-03', 'host.name': 'LT-03' }]);

    await running.job('notify');
    running.at(NOW + MINUTE);
    await running.job('detect');
    await running.job('notify');

    const events = stub.requests.map(({ body }) => JSON.parse(body) as { index?: string; event: Record<string, unknown> });
    expect(events.map(({ index }) => index)).toEqual(['named', undefined]);
    const people = await running.app.pipeline.cases();
    expect(events[0]!.event['host']).toEqual({ name: ['LT-03'] });
    expect((events[0]!.event['user'] as { email: readonly string[] }).email).toHaveLength(people.cases[0]!.hires.length);
    expect(JSON.stringify(events[1])).not.toMatch(/LT-03|\w@\w/);
  });
});

describe('the message of the day', () => {
  it('goes to whoever asked for that alone, with the alerts since the last one', async () => {
    const stub = await aStub();
    const running = await started(aDesk({ soar: hook(stub, { sends: ['digest'] }) }));
    await withCompany(running);
    await running.job('notify');
    running.at(NOW + MINUTE);
    await running.job('detect');
    await running.job('notify');
    expect(stub.requests).toEqual([]);

    expect(await running.job('digest')).toBe('1 alerts in the message of the day');
    await running.job('notify');
    running.at(NOW + DAY);
    expect(await running.job('digest')).toBe('0 alerts in the message of the day');
    await running.job('notify');

    expect(heard(stub)).toMatchObject([{ id: 'digest~2026-11-15', type: 'farmwatch.digest', data: { alerts: [{ reason: 'opened', people: 3 }] } }]);
  });
});

describe('the report of the week', () => {
  it('goes out once, however often its time comes, also after a restart', async () => {
    const stub = await aStub();
    const desk = aDesk({ leads: hook(stub, { sends: ['report'] }) });
    const first = await started(desk, Date.UTC(2026, 10, 16, 13));
    await withCompany(first);
    await first.app.pipeline.run(NOW);

    expect(await first.job('report')).toBe('2026-W46 is on its way');
    await first.job('notify');
    await first.stop();
    const second = await started(desk, Date.UTC(2026, 10, 18));
    expect(await second.job('report')).toBe('2026-W46 was sent before');
    await second.job('notify');
    second.at(Date.UTC(2026, 10, 23, 13));
    expect(await second.job('report')).toBe('2026-W47 is on its way');
    await second.job('notify');

    expect(heard(stub).map(({ id, title }) => [id, title])).toEqual([['report~2026-W46', 'Farmwatch weekly report 2026-W46'], ['report~2026-W47', 'Farmwatch weekly report 2026-W47']]);
    expect(heard(stub)[0]!.data).toMatchObject({ week: '2026-W46', report: { week: '2026-W46', company: 'Acme', scope: { hires: { value: 12 } } } });
  });
  it('has no job until somebody asks for it', async () => {
    const running = await started(aDesk({ soar: hook(await aStub()) }));

    expect(jobsOf(running.app, () => {}).map(({ id }) => id)).toEqual(['notify', 'collect', 'detect', 'housekeeping', 'audit.anchor']);
  });
});

describe('a receiver that does not answer', () => {
  it('is named by doctor, with the reason and the next try', async () => {
    const stub = await aStub(() => ({ status: 500, body: { error: 'out of\r\norder' } }));
    const desk = aDesk({ soar: hook(stub) });
    const running = await started(desk);
    await withCompany(running);
    await running.job('notify');
    running.at(NOW + MINUTE);
    await running.job('detect');
    expect(await running.job('notify')).toMatch(/^1 new alerts, 0 messages sent; soar did not take one: .* answers 500/);
    await running.stop();

    const { out } = await desk.type('doctor', ...config);

    expect(out.filter((line) => line.startsWith('notify'))).toEqual([expect.stringMatching(/^notify   soar \(webhook\): nothing sent yet; 1 wait, failing since 2026-11-15T00:01:00Z, next try at 2026-11-15T00:02:00Z: .* answers 500 \(.*out of.*order.*\)$/)]);
  });
});

describe('the page of messages', () => {
  it('shows what was sent, and what stands in the way', async () => {
    const [fine, broken] = [await aStub(), await aStub(() => ({ status: 500 }))];
    const running = await started(aDesk({ fine: hook(fine), broken: hook(broken) }));
    await withCompany(running);
    await running.job('notify');
    running.at(NOW + MINUTE);
    await running.job('detect');
    await running.job('notify');
    const view = await messagesView(running.app);

    expect(view.receivers).toMatchObject([{ name: 'broken', waiting: 1, troubles: [expect.stringMatching(/^failing since 2026-11-15T00:01:00Z: .* answers 500$/)] }, { name: 'fine', sentAt: NOW + MINUTE, waiting: 0, troubles: [] }]);
    expect(view.messages).toMatchObject([{ title: expect.stringMatching(/was opened, band act$/) as unknown, to: [{ receiver: 'fine', state: 'sent' }, { receiver: 'broken', state: 'waiting' }] }]);
  });
});

describe('by hand', () => {
  it('a trial message is sent, or the reason is told', async () => {
    let works = true;
    const stub = await aStub(() => ({ status: works ? 200 : 401 }));
    const desk = aDesk({ soar: hook(stub) });

    expect(await desk.type('notify', 'test', 'soar', ...config)).toMatchObject({ exit: 0, out: ['soar has taken a trial message.'] });
    works = false;
    expect(await desk.type('notify', 'test', 'soar', ...config)).toMatchObject({ exit: 1, err: [expect.stringMatching(/^soar did not take the message: .* answers 401\. Check notify\.receivers\.soar/)] });
    expect(await desk.type('notify', 'test', 'other', ...config)).toMatchObject({ exit: 2, err: ['There is no receiver "other" under notify.receivers of the configuration; there are soar.'] });
    expect(heard(stub).map(({ type }) => type)).toEqual(['farmwatch.trial', 'farmwatch.trial']);
    expect((await desk.type('notify', 'list', ...config)).err).toEqual(['Nothing has been told to anybody yet.']);
  });
  it('mail trusts the company\'s own authority, where the configuration names it', async () => {
    const usual = getCACertificates('default');
    const certificates = makeCertificates(mkdtempSync(join(root, 'mail-')));
    const server = await startMailServer({ certificates, password: 'a key of at least 24 bytes' });
    open.push(() => server.close(), async () => setDefaultCACertificates(usual));
    const mail = { kind: 'email', host: '127.0.0.1', port: server.port, username: 'farmwatch', password: 'file:key', from: 'farmwatch@acme.example', to: ['soc@acme.example'] };

    const without = await aDesk({ mail }).type('notify', 'test', 'mail', ...config);
    const named = await aDesk({ mail }, { network: { ca_file: certificates.ca.file } }).type('notify', 'test', 'mail', ...config);

    expect(without).toMatchObject({ exit: 1, err: [expect.stringMatching(/certificate/)] });
    expect(named).toMatchObject({ exit: 0, out: ['mail has taken a trial message.'] });
    expect(server.taken).toMatchObject([{ user: 'farmwatch', secure: true }]);
  });
  it('what would be sent is shown in the shape of the receiver, and nothing goes out', async () => {
    const stub = await aStub();
    const desk = aDesk({ soar: hook(stub), chat: { kind: 'slack', url: 'env:NOWHERE' } });
    const running = await started(desk);
    await withCompany(running);
    await running.job('notify');
    running.at(NOW + MINUTE);
    await running.job('detect');
    const id = (await running.app.pipeline.cases()).cases[0]!.id;
    await running.stop();

    const due = await desk.type('notify', 'preview', '--json', ...config);
    const one = await desk.type('notify', 'preview', 'chat', '--case', id, '--json', ...config);
    const none = await desk.type('notify', 'preview', '--case', 'c-none', ...config);

    expect(due.out.map((line) => JSON.parse(line) as object)).toMatchObject([{ receiver: 'soar', notice: `${id}~0001`, would_send: { type: 'farmwatch.alert' } }, { receiver: 'chat', would_send: { mrkdwn: false } }]);
    expect(one.out.map((line) => JSON.parse(line) as object)).toMatchObject([{ receiver: 'chat', would_send: { blocks: [{ type: 'header' }, {}, {}, {}] } }]);
    expect(none).toMatchObject({ exit: 1, err: ['There is no case "c-none". See "farmwatch cases".'] });
    expect(stub.requests).toEqual([]);
  });
});

describe('the configuration of receivers', () => {
  const check = (receivers: object): Promise<{ exit: number; err: readonly string[] }> => aDesk(receivers).type('config', 'check', ...config);
  const mail = { kind: 'email', host: 'mail.acme.example', from: 'farmwatch@acme.example', to: ['soc@acme.example'] };

  it('is taken where it fits, and what it points to is there', async () => {
    for (const name of ['MAIL', 'SLACK', 'HEC', 'ES']) vi.stubEnv(name, 'https://secret.acme.example');
    const desk = aDesk({
      'mail': { ...mail, username: 'farmwatch', password: 'env:MAIL', sends: ['alerts', 'digest', 'report'] }, 'chat': { kind: 'slack', url: 'env:SLACK' }, 'teams': { kind: 'teams', url: 'file:teams' },
      'soar': { kind: 'webhook', url: 'https://soar.acme.example/x', key: 'credential:soar' }, 'splunk': { kind: 'splunk-hec', url: 'https://splunk.acme.example:8088', token: 'env:HEC' },
      'elastic': { kind: 'elasticsearch', url: 'https://es.acme.example:9200', api_key: 'env:ES' },
    });
    desk.file('teams', 'https://teams.acme.example/hook');

    expect(await desk.type('config', 'check', ...config)).toMatchObject({ exit: 0, err: ['Not looked for, because systemd gives credentials to the service alone: notify.receivers.soar.key'] });
  });
  it.each<[string, object, RegExp]>([
    ['a kind that is none', { kind: 'fax' }, /notify\.receivers\.x\.kind: there is no such kind; there are email, webhook/],
    ['a name that is near', { ...mail, user_name: 'farmwatch' }, /notify\.receivers\.x\.user_name: there is no such setting; did you mean notify\.receivers\.x\.username/],
    ['a secret in plain text', { kind: 'slack', url: 'https://hooks.slack.example/services/s3cr3t' }, /notify\.receivers\.x\.url: a secret is a reference/],
    ['mail without encryption', { ...mail, security: 'none' }, /notify\.receivers\.x\.security: .*within this machine only/],
    ['a password without a name', { ...mail, password: 'env:MAIL' }, /belong together/],
    ['an address that brings a header', { ...mail, to: ['soc@acme.example\r\nBcc: eve@elsewhere.example'] }, /write one bare address/],
    ['an address without encryption', { kind: 'webhook', url: 'http://soar.acme.example', key: 'env:K' }, /over https/],
    ['accounts without an index', { kind: 'splunk-hec', url: 'https://splunk.acme.example', token: 'env:T', form: 'accounts' }, /an index of their own/],
    ['Elasticsearch without an account', { kind: 'elasticsearch', url: 'https://es.acme.example' }, /username and password, or api_key/],
    ['a report where only alerts go', { kind: 'elasticsearch', url: 'https://es.acme.example', api_key: 'env:E', sends: ['report'] }, /notify\.receivers\.x\.sends\.0/],
  ])('stops the start at %s', async (_, receiver, said) => {
    const { exit, err } = await check({ x: receiver });

    expect(exit).toBe(2);
    expect(err.join()).toMatch(said);
    expect(err.join()).not.toContain('s3cr3t');
  });
  it('is described by the schema', async () => {
    const { out } = await deskIn(join(root, 'schema'), NOW).type('config', 'schema', '--json');

    expect(out[0]).toContain('"const":"splunk-hec"');
  });
});
