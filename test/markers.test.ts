import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openApp, type App } from '../src/app.ts';
import { may, type Doing } from '../src/api/access.ts';
import { ROUTES } from '../src/api/access-routes.ts';
import { accountBook } from '../src/api/accounts.ts';
import { ROLES, type Role } from '../src/api/roles.ts';
import { jobsOf } from '../src/cli/serve/jobs.ts';
import { openSpool } from '../src/collect/intake/spool.ts';
import { serveApp } from '../src/cli/serve/serve.ts';
import { loadConfig } from '../src/config.ts';
import { DAY, HOUR, MINUTE, dayOf, type Instant } from '../src/core/time.ts';
import { allowanceBook } from '../src/run/allowed/allowance.ts';
import { checkBook } from '../src/run/checks/check-book.ts';
import { addCorrection } from '../src/run/corrections.ts';
import { exportBook } from '../src/run/export-book.ts';
import { askHold, askRelease, confirmHold } from '../src/run/holds/hold-book.ts';
import { deviceActBook } from '../src/run/laptops/device-acts.ts';
import { PLACES, placeSaid, type Place } from '../src/run/retention/places.ts';
import { responseBook } from '../src/run/responses/response-book.ts';
import { revealJournal } from '../src/run/reveals.ts';
import { runBook } from '../src/run/run-book.ts';
import { findBrowser } from '../src/report/pdf.ts';
import { noteAsk } from '../src/run/rights-asks.ts';
import { FOREVER } from '../src/run/retention/walk-days.ts';
import { folderSink, writeCompany } from '../src/simulate/write.ts';
import { openDuckdbStore } from '../src/store/duckdb/duckdb-store.ts';
import type { Identified, Store } from '../src/store/store.ts';
import { anEvent } from './support/builders.ts';
import { makeCertificates } from './support/certificates.ts';
import { deskIn } from './support/command-line.ts';
import { ROOT } from './support/imports.ts';
import { startMailServer, type MailServer } from './support/mail-server.ts';
import { MARKED_HIRE, MARKER, markedCompany } from './support/marked-company.ts';
import { CONFIGURED } from './support/told-staff.ts';
import { startStub, type Stub } from './support/vendor-stub.ts';

const ENDS: Instant = Date.UTC(2026, 10, 2, 9);
const LAST_DAY = dayOf(ENDS + DAY);
/** Two years and more after everything about the marked person ended. */
const LATER = ENDS + 1_500 * DAY;
const FILES = ['people.csv', 'devices.csv', 'places.csv', 'travel.csv', 'allowed.csv', 'applications.csv', 'events.ndjson.gz'];
const CONFIG = ['--config', 'farmwatch.json'] as const;

/** What staff write about somebody: colleagues read it on pages, and it leaves by no other way. */
const WORD = 'zqwordzq';
/** True where a mark stands, as it was written or in upper case, in which serial numbers are kept. */
const bears = (text: string | Buffer, mark: string): boolean => [mark, mark.toUpperCase()].some((one) => text.includes(one));

const root = mkdtempSync(join(tmpdir(), 'farmwatch-markers-'));
const data = join(root, 'store');
let stub: Stub;
let mails: MailServer;
afterAll(async () => {
  await stub.close();
  await mails.close();
  rmSync(root, { recursive: true, force: true });
});

/** Whatever lies in a place, as text; undefined for one that is outside. */
async function textOf(store: Store, { kind, names }: Place): Promise<string | undefined> {
  switch (kind) {
    case 'events': return JSON.stringify(await Array.fromAsync(store.events.select({ where: {} }, { from: 0, to: FOREVER, asOf: FOREVER })));
    // Bodies of runs are packed, and may lie in pieces.
    case 'shelf': if (names.includes('runs')) return JSON.stringify(await Promise.all((await runBook(store).instantsKept()).map(async (at) => runBook(store).get(at))));
      return JSON.stringify(await Promise.all(names.map(async (name) => Array.fromAsync(store.shelf<Identified>(name).list()))));
    case 'journal': return JSON.stringify(await Promise.all(names.map(async (name) => Array.fromAsync(store.journal<unknown>(name).read()))));
    case 'file': return names.flatMap((name) => filesAt(join(data, name))).map((file) => readFileSync(file, 'latin1')).join('\n');
    case 'outside': return undefined;
  }
}
const filesAt = (at: string): readonly string[] =>
  (!existsSync(at) ? [] : statSync(at).isFile() ? [at] : readdirSync(at, { recursive: true, encoding: 'utf8' }).map((name) => join(at, name)).filter((file) => statSync(file).isFile()));
const filesWithMark = (): readonly string[] => filesAt(data).filter((file) => [MARKER, WORD].some((mark) => bears(readFileSync(file), mark))).map((file) => file.slice(data.length + 1));

/** Places that hold the mark now. */
async function marked(store: Store): Promise<readonly string[]> {
  const found: string[] = [];
  for (const place of PLACES) {
    const text = await textOf(store, place) ?? '';
    if ([MARKER, WORD].some((mark) => bears(text, mark))) found.push(placeSaid(place));
  }
  return found;
}
let clock: Instant;
async function opened<T>(now: Instant, work: (app: App) => Promise<T>): Promise<T> {
  clock = now;
  const app = await openApp(loadConfig(join(root, 'farmwatch.json')), data, () => clock);
  try {
    return await work(app);
  } finally {
    await app.close();
  }
}
const job = (app: App, id: string): Promise<string> => jobsOf(app, () => {}).find((one) => one.id === id)!.work(new AbortController().signal);

/** What people do about the marked person, with a mark of its own in every word of theirs. */
async function actsOf({ store, pipeline }: App, caseId: string): Promise<void> {
  const at = ENDS + HOUR;
  await pipeline.acts.append({ case: caseId, event: { at, by: 'ann', kind: 'noted', text: WORD } });
  await noteAsk(store, { hire: MARKED_HIRE, right: 'access', note: WORD, receivedAt: at }, 'pia', at);
  await addCorrection(store, { hire: MARKED_HIRE, from: 'person', about: WORD, says: WORD }, 'pia', at);
  const hold = await askHold(store, pipeline, { hires: [MARKED_HIRE], cases: [caseId], matter: WORD, reason: WORD, review: dayOf(ENDS + 90 * DAY) }, 'hana', at);
  await confirmHold(store, pipeline, hold.id, 'pia', at);
  await askRelease(store, hold.id, WORD, 'hana', at);
  await confirmHold(store, pipeline, hold.id, 'pia', at);
  await checkBook(store).append(
    { at, by: 'ann', did: 'begun', task: { id: 'k-1', kind: 'hr-call', subject: { hire: MARKED_HIRE }, origin: { case: caseId }, due: at, isWaiting: false } },
    { at, by: 'ann', did: 'done', id: 'k-1', outcome: 'refuted', note: WORD },
  );
  await responseBook(store).append({ at, by: 'ann', case: caseId, did: 'started', plan: [], note: WORD });
  await exportBook(store).append({ id: 'x-1', at, by: 'ann', isWaiting: true, case: caseId, what: 'sheet', to: WORD, why: WORD, asOf: at, sum: '5e' });
  await store.journal('permissions').append({ at, by: 'ivy', did: 'permitted', tool: 'anydesk', scope: `hire:${MARKED_HIRE}`, owner: 'it', reason: WORD });
  await revealJournal(store).append({ did: 'asked', reveal: { id: 'r-1', at, by: 'ann', about: caseId, hires: [MARKED_HIRE], purpose: 'check', reason: WORD, lasts: HOUR } });
  await deviceActBook(store).append({ at, by: 'ivy', kind: 'ask-holder', serial: `${MARKER}SN`, hire: MARKED_HIRE, over: 'r', isWaiting: false });
  await allowanceBook(store).append({ id: 'al-1', at, by: 'ann', isWaiting: true, case: caseId, allowance: { what: { kind: 'household', hires: [MARKED_HIRE] }, until: '2026-12-31', owner: WORD, reason: WORD } });
}

let before: readonly string[];
let after: readonly string[];
let rawBefore: readonly string[];
let rawAfter: readonly string[];
let caseId: string;
const told = new Map<string, string>();
const say = (what: string, text: string | readonly string[]): void => void told.set(what, typeof text === 'string' ? text : text.join('\n'));

/** What a server answers an analyst, what it counts and what it logs, with the mark in what it is asked. */
async function served(app: App): Promise<void> {
  const log = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  const lines: string[] = [];
  const io = { out: (line: string) => void lines.push(line), err: (line: string) => void lines.push(line), progress: () => {}, colour: pc.createColors(false), now: app.now, folder: root };
  try {
    const { secret } = await accountBook(app.store).open('ann', 'analyst', app.now());
    const { url, stop } = await serveApp(app, { host: '127.0.0.1', port: 0, demo: false, folder: data, jobs: false, intake: true, log: true }, io);
    const headers = { cookie: `farmwatch_session=${secret}` };
    const queue = await (await fetch(`${url}/api/queue`, { headers })).text();
    say('the queue', queue);
    const who = ((await (await fetch(`${url}/api/cases/${caseId}`, { headers })).json()) as { people: readonly { id: string }[] }).people[0]!.id;
    for (const path of ['/api/device-acts/waiting', `/api/cases/${caseId}`, `/api/cases/${caseId}/similar`, `/api/cases/${caseId}/timeline?hire=${who}`, '/metrics', '/api/about-you', '/api/sources', '/api/messages']) say(`the answer to ${path.replace(caseId, 'ID')}`, await (await fetch(`${url}${path}`, { headers })).text());
    await askAsEach(app, url, who);
    await fetch(`${url}/api/people/${MARKER}?hire=${MARKED_HIRE}`, { headers });
    await fetch(`${url}/api/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: MARKER, password: MARKER }) });
    await fetch(`${url}/api/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: `{"${MARKER}` });
    say('what refuses a record', await (await fetch(`${url}/intake/cisco`, { method: 'POST', body: MARKER })).text());
    await stop();
    say('the log of a server', [...log.mock.calls.map(([line]) => String(line)), ...lines]);
  } finally {
    log.mockRestore();
  }
}

/** Roles to which the table of fields gives no field that names anybody. */
const UNNAMED: readonly Role[] = ['analyst', 'lead', 'auditor'];

/** Whatever a role is told by routes that are not its own, and roles to which no field is told that names anybody by any: with the mark in place of every id, and with ids that there are. */
async function askAsEach(app: App, url: string, who: string): Promise<void> {
  const ids = [MARKED_HIRE, caseId, who];
  for (const role of ROLES) {
    const { secret, session } = await accountBook(app.store).open(`${role}-asks`, role, app.now());
    const own = { cookie: `farmwatch_session=${secret}`, 'x-csrf-token': session.csrf };
    const mayAsk = (wanted: string): boolean => wanted === 'any role' || wanted === 'anybody' || may(role, wanted as Doing);
    for (const [route, wanted] of Object.entries(ROUTES)) {
      const [method, path] = route.split(' ') as [string, string];
      // A stream of news has no end, and whoever signs out asks no more.
      if (route === 'GET /api/events' || (mayAsk(wanted) && (method !== 'GET' || !UNNAMED.includes(role)))) continue;
      const lines: string[] = [];
      for (const id of path.includes(':') ? ids : ['']) {
        const answer = await fetch(`${url}${path.replaceAll(/:\w+/g, encodeURIComponent(id))}?hire=${MARKED_HIRE}&q=${MARKER}`, {
          method, redirect: 'manual', headers: { ...own, referer: `${url}/people/${MARKED_HIRE}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json' }) }, ...(method === 'GET' ? {} : { body: JSON.stringify({ [MARKER]: MARKER, hire: MARKED_HIRE, note: WORD }) }),
        });
        headed.push({ route: `${role} ${route}`, headers: Object.fromEntries(answer.headers) });
        lines.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
      }
      say(mayAsk(wanted) ? `the answer to ${path}, asked by ${role}` : `how ${role} is refused ${route}`, lines);
    }
  }
}

/** Encodings of mail hide words. */
function plainMail(text: string): string {
  const blocks = text.match(/(?:^[A-Za-z0-9+/=]{60,}\r?\n)+[A-Za-z0-9+/=]*/gm) ?? [];
  return [text.replaceAll(/=\r?\n/g, ''), ...blocks.map((block) => Buffer.from(block, 'base64').toString('utf8'))].join('\n');
}

/** Commands in a process of their own, whose home and folder for temporary files are seen afterwards; what is printed goes through a browser that keeps the page it was given. */
function commandsApart(browser: string): void {
  const [home, temporary, printed] = [join(root, 'home'), join(root, 'tmp'), join(root, 'printed.html')];
  for (const folder of [home, temporary]) mkdirSync(folder);
  const printer = join(root, 'printer');
  writeFileSync(printer, `#!/bin/sh\nfor last; do :; done\ncp "\${last#file://}" ${printed}\nexec ${browser} "$@"\n`);
  chmodSync(printer, 0o700);
  const run = (...words: readonly string[]): string => {
    try {
      return execFileSync(process.execPath, [join(ROOT, 'src/main.ts'), ...words, ...CONFIG, '--store', 'store'], { cwd: root, env: { PATH: process.env['PATH'], HOME: home, TMPDIR: temporary, CHROMIUM_PATH: printer }, encoding: 'utf8', stdio: 'pipe' });
    } catch (error) {
      return (error as { stderr: string }).stderr;
    }
  };
  run('report', 'weekly', '--week', '2026-W44', '--format', 'pdf', '--out', 'report.pdf');
  run('explain', MARKED_HIRE);
  say('the page of a PDF', readFileSync(printed, 'utf8'));
  say('the bytes of a PDF', readFileSync(join(root, 'report.pdf'), 'latin1'));
  run('backup', 'copy');
  say('names of files', [...filesAt(join(root, 'copy')), ...filesAt(data)].map((file) => file.slice(root.length)));
  leftBehind = [...filesAt(home), ...filesAt(temporary), ...filesAt(join(ROOT, 'node_modules/.cache/farmwatch'))].filter((file) => [MARKER, WORD].some((mark) => bears(file, mark) || bears(readFileSync(file), mark)));
}
let leftBehind: readonly string[] | undefined;
/** Headers of every answer of {@link askAsEach}. */
const headed: { readonly route: string; readonly headers: Readonly<Record<string, string>> }[] = [];
const browser = findBrowser({ named: process.env['CHROMIUM_PATH'], path: process.env['PATH'] ?? '' });
if (browser === undefined && process.env['CI'] === 'true') throw new Error('No Chromium found: apt-get install chromium');

beforeAll(async () => {
  stub = await startStub(() => ({}));
  mails = await startMailServer({ certificates: makeCertificates(mkdtempSync(join(root, 'certificates-'))), plain: true });
  const { company, email } = markedCompany(ENDS, LAST_DAY);
  await writeCompany(company, folderSink(root));
  writeFileSync(join(root, 'key'), 'a key of at least 24 bytes');
  writeFileSync(join(root, 'farmwatch.json'), JSON.stringify({ company: { name: 'Acme' }, duties: CONFIGURED, notify: { link: 'https://farmwatch.acme.example', receivers: {
    soar: { kind: 'webhook', url: stub.url, key: 'file:key', sends: ['alerts', 'digest', 'report', 'anchors'] }, chat: { kind: 'slack', url: 'file:address', sends: ['alerts', 'digest', 'report'] }, teams: { kind: 'teams', url: 'file:address', sends: ['alerts', 'digest', 'report'] },
    splunk: { kind: 'splunk-hec', url: stub.url, token: 'file:key' }, mail: { kind: 'email', host: '127.0.0.1', port: mails.port, security: 'none', from: 'farmwatch@acme.example', to: ['soc@acme.example'], sends: ['alerts', 'digest', 'report', 'anchors'] },
  } } }));
  writeFileSync(join(root, 'address'), `${stub.url}/services/x`);
  writeFileSync(join(root, 'odd.csv'), `hire_id,email,start_date\n${MARKED_HIRE}-odd,${MARKER}@acme.example,no day\n`);
  // A store from before identities were sealed: so that a mark in its bytes is seen.
  const plain = await openDuckdbStore({ folder: data, now: () => ENDS });
  await plain.events.append([anEvent({ '@timestamp': ENDS - DAY })]);
  await plain.close();

  const desk = deskIn(root, ENDS + HOUR);
  const typed = async (words: string): Promise<readonly string[]> => {
    const { out, err } = await desk.type(...words.split(' '), ...CONFIG);
    return [...out, ...err];
  };
  expect(await typed(`import ${FILES.join(' ')}`)).toContainEqual(expect.stringMatching(/^all files: .* rejected 0$/));
  say('import odd.csv', await typed('import odd.csv'));
  await opened(ENDS + HOUR, async (app) => {
    await job(app, 'notify');
    clock += MINUTE;
    say('the sentence of a run', await job(app, 'detect'));
    for (const id of ['digest', 'report', 'audit.anchor']) say(`the sentence of ${id}`, await job(app, id));
    say('the sentence of messages', await job(app, 'notify'));
    const { cases } = await app.pipeline.cases();
    caseId = cases.find(({ hires }) => hires.includes(MARKED_HIRE))!.id;
    await actsOf(app, caseId);
    say('the sentence of the first night', await job(app, 'housekeeping'));
  });
  say('what receivers are sent', stub.requests.map(({ body, path, headers }) => JSON.stringify([path, headers, body])));
  say('what mail says', mails.taken.map(({ from, to, text }) => `${from} ${to.join()} ${plainMail(text)}`));
  // Records that were acknowledged and not stored yet, and a file that a crash left.
  const spool = await openSpool({ folder: join(data, 'spool'), boundBytes: 1_000_000, now: () => ENDS });
  await spool.append('cisco', [`no record of a firewall: ${MARKER}`]);
  await spool.close();
  mkdirSync(join(data, 'dropped'), { recursive: true });
  writeFileSync(join(data, 'dropped', 'left.csv'), MARKER);
  utimesSync(join(data, 'dropped', 'left.csv'), (ENDS - DAY) / 1_000, (ENDS - DAY) / 1_000);
  const first = await opened(ENDS + HOUR, async ({ store }) => marked(store));
  await opened(ENDS + HOUR, served);

  for (const words of ['doctor', 'doctor --json', 'report weekly --format md', 'report weekly --format html --out report.html', 'notify list', 'notify preview', 'retention', 'closings', 'audit list', 'assess', `export case ${caseId} --format stix`, 'user log', 'allowed list', 'sources', 'retention --json', 'closings --json', 'notify list --json', 'report quarterly', 'report kept', 'user list', 'duties show', 'notice', 'settings list', 'mute list', 'releases list', 'intake tokens', 'data list', 'token', 'health', '--help', 'rights --help']) say(words.replace(caseId, 'CASE'), await typed(words));
  say('report.html', readFileSync(join(root, 'report.html'), 'utf8'));
  if (browser !== undefined) commandsApart(browser);

  // They leave, the case is closed, and the nights go on.
  await opened(ENDS + 3 * DAY, async ({ pipeline, store }) => {
    await pipeline.acts.append({ case: caseId, event: { at: ENDS + 2 * DAY, by: 'ann', kind: 'closed', reason: 'true', note: WORD } });
    await responseBook(store).append({ did: 'ended', at: ENDS + 2 * DAY, by: 'ann', case: caseId, note: WORD });
    // What their laptop told afterwards is reduced to counts, and only which laptop it was stays for a while.
    await store.events.append([anEvent({ '@timestamp': ENDS + 2 * DAY, 'event.id': `${MARKER}-late`, 'user.email': email, 'device.serial_number': `${MARKER}-SN`, 'host.name': `${MARKER}-PC` })]);
  });
  const second = await opened(ENDS + 6 * DAY, async (app) => {
    await job(app, 'detect');
    say('the sentence of a night', await job(app, 'housekeeping'));
    return marked(app.store);
  });
  rawBefore = filesWithMark();
  before = [...new Set([...first, ...second])];

  await opened(LATER, async (app) => {
    await app.store.events.append([anEvent({ '@timestamp': LATER - HOUR, 'event.id': 'later' })]);
    await job(app, 'detect');
    say('the sentence of the night of the end', await job(app, 'housekeeping'));
    await job(app, 'housekeeping');
    after = await marked(app.store);
  });
  rawAfter = filesWithMark();
}, 300_000);

const around = (text: string, mark: string): string => {
  const at = text.toLowerCase().indexOf(mark);
  return text.slice(Math.max(0, at - 80), at + 80);
};

/** Places about people that know them by pseudonyms and hashes alone, and so never hold the mark. */
const BY_PSEUDONYM = new Set(['shelves `thing-names`, `thing-names-newest`', 'journal `views`', 'journal `audit`']);
/** Places that are about staff or nobody, and hold an entry for a single person all the same; the table says so. */
const FOR_ONE_PERSON = new Set(['journal `permissions`', 'journal `hidden`']);
/** What an administrator is told at the command line, who has to know which machine or person is meant. */
const MAY_NAME = new Set(['import odd.csv', 'allowed list']);

describe('a person whose every record bears a mark', () => {
  it('stands in each place that the table says to be about people, and in no other', () => {
    const about = PLACES.filter((place) => place.kind !== 'outside' && (place.about === 'watched' ? !BY_PSEUDONYM.has(placeSaid(place)) : FOR_ONE_PERSON.has(placeSaid(place))));

    expect([...before].sort()).toEqual(about.map(placeSaid).sort());
    expect(rawBefore).toContain('farmwatch.duckdb');
  });

  it('is named by no message, page, report, count, export or log', () => {
    expect(told.size).toBeGreaterThan(25);
    for (const [what, text] of told) expect(text.trim(), what).not.toBe('');
    expect([...told].filter(([what, text]) => bears(text, MARKER) && !MAY_NAME.has(what)).map(([what, text]) => `${what}: ${around(text, MARKER)}`)).toEqual([]);
    expect([...told].filter(([what, text]) => bears(text, WORD) && !what.startsWith('the answer to /api/')).map(([what, text]) => `${what}: ${around(text, WORD)}`)).toEqual([]);
    // There was something to tell of.
    expect(told.get('what receivers are sent')).toContain(caseId);
    expect(told.get('what mail says')).toContain(caseId);
    expect(new Set(stub.requests.map(({ path }) => path)).size).toBeGreaterThan(2);
    expect(mails.taken.length).toBeGreaterThan(2);
    expect(told.get('the queue')).toContain(caseId);
  });

  it('is told to nobody by an address, and kept by no browser', () => {
    expect(headed.length).toBeGreaterThan(300);
    for (const { route, headers } of headed) expect(headers, route).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
    expect(headed.flatMap(({ headers }) => headers['location'] ?? []).filter((address) => bears(address, MARKER))).toEqual([]);
  });

  it.skipIf(browser === undefined)('is left in no folder of temporary files, home or cache', () => {
    expect(leftBehind).toEqual([]);
  });

  it('stands in no place and no byte of the data folder once they are let go', () => {
    expect(after).toEqual([]);
    expect(rawAfter).toEqual([]);
  });
});
