import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../core/event.ts';
import type { PersonRow } from '../core/person.ts';
import { DAY, MINUTE, dayOf, startOfLocalDay } from '../core/time.ts';
import { readHistory } from '../detect/people/registry.ts';
import { registryShelf, writeRows } from '../collect/tables/registry.ts';
import type { Pipeline } from '../run/pipeline.ts';
import type { Story } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import { ROUTES } from './access-routes.ts';
import type { CaseView, ChecksView, DevicesView, HiresView, MessagesView, QueueView, WaitingActsView } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, twoFarms, type Answer, type Desk, type Hands } from './desk.fixture.ts';
import { doorbook } from './sign-ins.ts';

let company: Story;
let events: readonly Event[];
let once: Store;
let line: Pipeline;
let store: Store;
let desk: Desk;
/** Sees everything: no record names them. */
let other: Hands;
/** Somebody of the large farm. */
let person: PersonRow;
let ownCase: CaseView;
let otherCase: CaseView;
/** The pseudonym of that person. */
let pseudonym: string;

beforeAll(async () => {
  company = twoFarms();
  events = await eventsOf(company);
  once = (await judged(company, events)).store;
});
beforeEach(async () => {
  ({ store, line } = await copyOf(once));
  desk = await deskOver(store, line);
  other = await desk.as('analyst');
  const { rows } = (await other.get('/api/queue')).json<QueueView>();
  const bySize = rows.toSorted((a, b) => b.people.length - a.people.length);
  ownCase = await other.case(bySize[0]!.id);
  otherCase = await other.case(bySize[1]!.id);
  person = company.tables.people.find(({ hire_id: hire }) => hire === company.subjects[0])!;
  pseudonym = (await desk.as('analyst', 'x')) && (await pseudonymOf(person.hire_id));
});

/** By the laptop that IT staff and analysts both see: the only row that is missing for its holder. */
async function pseudonymOf(hire: string): Promise<string> {
  const without = (await (await desk.as('analyst', emailOf(hire))).get('/api/hires')).json<HiresView>().rows;
  const all = (await other.get('/api/hires')).json<HiresView>().rows;
  const missing = all.filter(({ name }) => without.every((row) => row.name !== name));
  expect(missing).toHaveLength(1);
  return missing[0]!.name;
}
const emailOf = (hire: string): string => company.tables.people.find(({ hire_id: id }) => id === hire)!.email;
const saysNothing = (answer: Answer): void => {
  expect([404, 403]).toContain(answer.status);
  expect(answer.body).not.toContain(pseudonym);
};

describe('somebody whom a record names', () => {
  const spellings: readonly (readonly [string, (row: PersonRow) => string])[] = [
    ['the mail address', ({ email }) => email], ['the mail address in capitals', ({ email }) => email.toUpperCase()], ['the mail address with a plus', ({ email }) => email.replace('@', '+farm@')],
    ['a user name', ({ user_names: names }) => names[0]!], ['the name before the @', ({ email }) => email.split('@')[0]!], ['the id of the hire', ({ hire_id: id }) => id],
  ];
  it.each(spellings)('is known by %s', async (_, name) => {
    const hands = await desk.as('analyst', name(person));

    expect((await hands.get('/api/hires')).json<HiresView>().rows.map(({ name: row }) => row)).not.toContain(pseudonym);
    expect((await hands.get(`/api/cases/${ownCase.id}`)).status).toBe(404);
  });

  it('is known by the address that the provider told, whatever the account is called', async () => {
    const { secret } = await desk.accounts.open('somebody-else', 'analyst', desk.now, { way: 'oidc', mail: person.email });

    expect((await desk.get(`/api/cases/${ownCase.id}`, { cookie: `farmwatch_session=${secret}` })).status).toBe(404);
  });

  it('finds the queue without the case, its people and their counts, and the other case where it was', async () => {
    const hands = await desk.as('analyst', person.email);

    const [full, own] = [(await other.get('/api/queue')).json<QueueView>(), (await hands.get('/api/queue')).json<QueueView>()];

    // The others of the farm are watched, but the case that names the reader is not there.
    expect(own.rows.filter(({ kind }) => kind === 'case').map(({ id }) => id)).toEqual([otherCase.id]);
    expect(own.inScope).toBe(full.inScope - 1);
    expect(own.peopleInCases).toBe(full.peopleInCases - ownCase.people.length);
    expect(JSON.stringify(own)).not.toContain(pseudonym);
    expect((await hands.case(otherCase.id)).people).toEqual(otherCase.people);
  });

  it('is told on every route with an id what anybody is told of what does not exist', async () => {
    const findings = ownCase.people.flatMap(({ lines }) => lines.flatMap(({ finding }) => finding ?? []));
    const about = ownCase.people.find(({ id }) => id === pseudonym)!.lines.flatMap(({ finding }) => finding ?? []);
    const alongside = ownCase.people.filter(({ id }) => id !== pseudonym).flatMap(({ lines }) => lines.filter(({ headline }) => headline.includes(pseudonym)).flatMap(({ finding }) => finding ?? []));
    expect(findings.length).toBeGreaterThan(about.length);
    expect(alongside.length).toBeGreaterThan(0);
    const hands = await desk.as('analyst', person.email);
    const body = { kind: 'take', revision: ownCase.revision };
    const asked: readonly (readonly [string, string, object?])[] = [
      ['GET /api/cases/:id', `/api/cases/${ownCase.id}`], ['GET /api/cases/:id/similar', `/api/cases/${ownCase.id}/similar`], ['GET /api/cases/:id/timeline', `/api/cases/${ownCase.id}/timeline?hire=${pseudonym}`],
      ['GET /api/cases/:id/allowances', `/api/cases/${ownCase.id}/allowances`], ['GET /api/people/:id', `/api/people/${pseudonym}`], ['GET /api/people/:id/timeline', `/api/people/${pseudonym}/timeline?hire=${pseudonym}`],
      ...[...about, ...alongside].map((id) => ['GET /api/findings/:id/rows', `/api/findings/${id}/rows`] as const),
      ['POST /api/cases/:id/acts', `/api/cases/${ownCase.id}/acts`, body], ['POST /api/cases/:id/allowances/try', `/api/cases/${ownCase.id}/allowances/try`, { what: { kind: 'permission', tool: 'anydesk', scope: 'all' } }],
    ];
    const nonsense = (path: string): string => path.replace(ownCase.id, 'c-0000').replaceAll(pseudonym, 'Nobody-000').replace(/findings\/[^/]+/, 'findings/none');

    for (const [, path, sent] of asked) {
      const [own, nothing] = sent ? [await hands.post(path, sent), await hands.post(nonsense(path), sent)] : [await hands.get(path), await hands.get(nonsense(path))];
      expect([path, own.status, own.body]).toEqual([path, 404, nothing.body]);
      expect(sent ? 200 : (await other.get(path)).status, path).toBe(200);
    }
    // Those about laptops and the allow-list are asked below; the rest holds nothing about hires.
    const covered = new Set([...asked.map(([route]) => route), 'POST /api/device-acts/:id/release', 'POST /api/device-acts/:id/hold', 'POST /api/allowances/:id/try', 'POST /api/allowances/:id/release', 'POST /api/allowances/:id/hold']);
    // Of these the next test tries some, and the views below them are held against the scene.
    const kept = /^(GET|POST) \/api\/(checks|responses|approvals|exports|holds|rights|reveals)\/:id|\/api\/(cases|people)\/:id\/(exports|corrections)$/;
    const notAboutHires = ['GET /api/begin/samples/:id', 'POST /api/files/:id/remove', 'POST /api/accounts/:id/acts', 'POST /api/accounts/:id/password', 'POST /api/response-plan/:id/confirm', 'POST /api/response-plan/:id/refuse'];
    expect(Object.keys(ROUTES).filter((route) => route.includes('/:id') && !covered.has(route) && !notAboutHires.includes(route) && !kept.test(route))).toEqual([]);
  });

  it('is not shown exports, holds and asks about them, nor what they would be told of them under an id', async () => {
    const asking = await desk.as('privacy', 'asks');
    const inTwoWeeks = dayOf(desk.now + 14 * DAY);
    const { id: approval } = (await other.post(`/api/cases/${ownCase.id}/exports`, { what: 'sheet', to: 'the bureau', why: 'they asked for it' })).json<{ id: string }>();
    const { id: hold } = (await asking.post('/api/holds', { hires: [person.hire_id], cases: [], matter: 'a suit', reason: 'counsel asked for it', review: inTwoWeeks })).json<{ id: string }>();
    const { id: onCase } = (await asking.post('/api/holds', { hires: [], cases: [ownCase.id], matter: 'a suit', reason: 'counsel asked for it', review: inTwoWeeks })).json<{ id: string }>();
    const { id: ask } = (await asking.post('/api/rights', { hire: person.hire_id, right: 'access', note: '', receivedAt: desk.now })).json<{ id: string }>();
    const lists = [['hr', '/api/approvals', approval], ['privacy', '/api/holds', hold], ['privacy', '/api/holds', onCase], ['privacy', '/api/rights', ask]] as const;
    const under = [
      ['hr', 'POST', `/api/approvals/${approval}/hold`, { note: 'not yet, please' }], ['hr', 'GET', `/api/approvals/${approval}`], ['privacy', 'POST', `/api/holds/${hold}/confirm`], ['privacy', 'POST', `/api/holds/${onCase}/release`, { reason: 'over' }],
      ['privacy', 'POST', `/api/rights/${ask}/prepare`, {}], ['privacy', 'POST', `/api/rights/${ask}/answer`, { note: 'done' }], ['privacy', 'GET', `/api/rights/${ask}/copy`],
    ] as const;

    for (const [role, path, id] of lists) {
      expect([path, (await (await desk.as(role, 'second')).get(path)).body.includes(id)]).toEqual([path, true]);
      expect([path, (await (await desk.as(role, person.email)).get(path)).body.includes(id)]).toEqual([path, false]);
    }
    for (const [role, method, path, body] of under) {
      const hands = await desk.as(role, person.email);
      expect([path, (method === 'GET' ? await hands.get(path) : await hands.post(path, body)).status]).toEqual([path, 404]);
    }
    const own = await desk.as('privacy', person.email);
    expect((await own.post('/api/corrections', { hire: person.hire_id, from: 'person', about: 'home', says: 'elsewhere' })).json()).toEqual({ code: 'request.invalid', message: 'This is about yourself. A colleague writes it down.' });
    expect((await asking.post('/api/corrections', { hire: person.hire_id, from: 'person', about: 'home', says: 'elsewhere' })).status).toBe(200);
    expect((await (await desk.as('analyst', person.email)).get(`/api/cases/${ownCase.id}/corrections`)).json()).toEqual([]);
  });

  it('puts nothing about them on hold, and learns of no case by trying', async () => {
    const own = await desk.as('hr', person.email);
    const hold = (hires: readonly string[], cases: readonly string[]): Promise<Answer> => own.post('/api/holds', { hires, cases, matter: 'a suit', reason: 'counsel asked for it', review: dayOf(desk.now + 14 * DAY) });
    const [theirs, nobodys] = [await hold([], [ownCase.id]), await hold([], ['c-0000000000'])];

    expect((await hold([person.hire_id], [])).json()).toEqual({ code: 'request.invalid', message: 'This is about yourself. A colleague writes it down.' });
    expect(theirs.status).toBe(404);
    expect(theirs.body.replace(ownCase.id, 'c-0000000000')).toBe(nobodys.body);
    expect((await hold([], [otherCase.id])).status).toBe(200);
  });

  it('is not shown checks of them or the response to a case that names them', async () => {
    const begun = await other.post('/api/checks', { kind: 'hr-call', due: dayOf(desk.now + 3 * DAY), about: { case: ownCase.id, people: [pseudonym] } });
    expect(begun.status).toBe(200);
    const { rows: checks } = (await other.get('/api/checks')).json<ChecksView>();
    const own = await desk.as('analyst', person.email);

    expect(checks).toHaveLength(1);
    expect((await own.get('/api/checks')).json<ChecksView>().rows).toEqual([]);
    expect((await own.get(`/api/checks/${checks[0]!.id}`)).status).toBe(404);
    expect((await other.get(`/api/checks/${checks[0]!.id}`)).status).toBe(200);
    expect((await own.get(`/api/responses/${ownCase.id}`)).status).toBe(404);
  });

  it('is not shown a check of them that waits for whoever has their case', async () => {
    expect((await other.post(`/api/cases/${ownCase.id}/acts`, { kind: 'take', revision: ownCase.revision })).status).toBe(200);
    const begun = await (await desk.as('analyst', 'second')).post('/api/checks', { kind: 'hr-call', due: dayOf(desk.now + 3 * DAY), about: { case: ownCase.id, people: [pseudonym] } });
    expect(begun.status).toBe(200);
    const waiting = async (hands: Hands) => (await hands.get('/api/device-acts/waiting')).json<WaitingActsView>().checks;

    expect(await waiting(other)).toHaveLength(1);
    expect(await waiting(await desk.as('analyst', person.email))).toEqual([]);
  });

  it('is not told of messages about the case that names them', async () => {
    const messages = [ownCase.id, otherCase.id].map((caseId) => ({ id: `${caseId}~0001`, at: desk.now, title: 'a case was opened', caseId, to: [] }));
    desk = await deskOver(store, line, { messages: async (isShown) => ({ most: 200, receivers: [], messages: messages.filter(({ caseId }) => isShown(caseId)) }) });
    const [own, somebody] = [await desk.as('analyst', person.email), await desk.as('analyst')];
    const told = async (hands: Hands) => (await hands.get('/api/messages')).json<MessagesView>().messages.map(({ caseId }) => caseId);

    expect(await told(somebody)).toEqual([ownCase.id, otherCase.id]);
    expect(await told(own)).toEqual([otherCase.id]);
  });

  it('is not shown their own laptop on the IT desk or in its table, nor what waits about it', async () => {
    const all = (await (await desk.as('it')).get('/api/devices')).json<DevicesView>();
    const [serial] = company.tables.devices.filter(({ hire_id: hire }) => hire === person.hire_id).map((row) => row.serial);
    const row = all.rows.find((one) => one.serial === serial)!;
    const it1 = await desk.as('it', person.user_names[0]);
    const own = (await it1.get('/api/devices')).json<DevicesView>();

    expect(own.rows.map((one) => one.serial)).toEqual(all.rows.map((one) => one.serial).filter((one) => one !== serial));
    expect(Object.values(own.counts).reduce((sum, many) => sum + many, 0)).toBe(all.rows.length - 1);
    expect((await it1.get('/api/devices.csv')).body).not.toContain(serial);
    expect((await it1.post('/api/devices/acts', { kind: 'ask-holder', devices: [{ serial, revision: row.revision }] })).body).toContain('It is not among the laptops of starters now');

    await (await desk.as('it')).post('/api/devices/acts', { kind: 'ask-holder', devices: [{ serial, revision: row.revision }] });
    const [act] = (await other.get('/api/device-acts/waiting')).json<WaitingActsView>().acts;
    const hands = await desk.as('analyst', person.email);
    expect((await hands.get('/api/device-acts/waiting')).json<WaitingActsView>().acts).toEqual([]);
    for (const [path, body] of [['release', {}], ['hold', { note: 'not yet' }]] as const) expect((await hands.post(`/api/device-acts/${act!.id}/${path}`, body)).status).toBe(404);
    expect((await other.post(`/api/device-acts/${act!.id}/release`, {})).status).toBe(200);
  });

  it('is not shown an entry for the allow-list that their case asks for', async () => {
    const allow = { what: { kind: 'household', people: ownCase.people.map(({ id }) => id) }, until: dayOf(desk.now + 30 * DAY), owner: 'HR', reason: 'they share a flat' };
    expect((await other.post(`/api/cases/${ownCase.id}/acts`, { kind: 'close', reason: 'benign-true', note: 'a flat', revision: ownCase.revision, allow })).status).toBe(200);
    const [asked] = (await (await desk.as('analyst', 'second')).get('/api/device-acts/waiting')).json<WaitingActsView>().allowances;
    const hands = await desk.as('analyst', person.email);

    expect((await hands.get('/api/device-acts/waiting')).json<WaitingActsView>().allowances).toEqual([]);
    for (const [path, body] of [['try', {}], ['release', {}], ['hold', { note: 'not yet' }]] as const) saysNothing(await hands.post(`/api/allowances/${asked!.id}/${path}`, body));
  });

  it('reads a report without themselves and the case that names them', async () => {
    const numbers = async (hands: Hands): Promise<string> => (await hands.get('/api/reports/weekly/now/json')).body;
    const [full, own] = [await numbers(await desk.as('lead')), await numbers(await desk.as('lead', person.email))];

    expect(full).toContain(ownCase.id);
    expect(own).not.toContain(ownCase.id);
    expect(own).toContain(otherCase.id);
    expect(await numbers(await desk.as('lead', 'again'))).toBe(full);
  });

  it('hears no news of the case that names them', async () => {
    const hands = await desk.as('analyst', person.email);
    const url = await desk.server.listen({ host: '127.0.0.1', port: 0 });
    const ended = new AbortController();
    const stream = (await fetch(`${url}/api/events`, { headers: { cookie: hands.cookie }, signal: ended.signal })).body!.pipeThrough(new TextDecoderStream()).getReader();
    await stream.read();

    desk.news.publish({ event: 'case', id: ownCase.id });
    desk.news.publish({ event: 'case', id: otherCase.id });

    expect((await stream.read()).value).toBe(`event: case\ndata: {"id":"${otherCase.id}"}\n\n`);
    ended.abort();
    await desk.server.close();
  });
});

describe('somebody who has left', () => {
  /** The people file says so from now on. */
  async function ends(day: string): Promise<void> {
    const [held] = (await readHistory(store)).people.filter(({ versions }) => versions[0]!.row.hire_id === person.hire_id);
    await registryShelf(store).remove(held!.id);
    await writeRows(store, 'people', [{ line: 1, row: { ...person, end_date: day as PersonRow['end_date'] & string } }], 0);
  }

  it('loses every session when the last day is over, and it is written down', async () => {
    const last = dayOf(desk.now);
    await ends(last);
    const over = startOfLocalDay(last, person.time_zone ?? 'UTC') + DAY;
    desk.now = over - 5 * MINUTE;
    const [hands, second] = [await desk.as('it', person.email), await desk.as('it', person.email)];
    expect((await hands.get('/api/session')).status).toBe(200);
    desk.now = over + MINUTE;

    expect((await hands.get('/api/devices')).status).toBe(401);
    expect((await second.get('/api/devices')).status).toBe(401);
    expect(await desk.accounts.sessions(person.email, desk.now)).toEqual([]);
    expect((await doorbook(store).newest(5)).map(({ did, why, user }) => ({ did, why, user }))).toContainEqual({ did: 'ended', why: 'left', user: person.email });
  });
});
