import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../core/event.ts';
import { DAY, HOUR, MINUTE, dayOf } from '../core/time.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { NO_RULES, type CheckRules } from '../run/checks/check-rules.ts';
import { viewJournal } from '../run/views.ts';
import type { Story } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import type { CheckActAnswer, ChecksBegun, ChecksView, CheckView, ProblemView, QueueView, ResponsesView, ResponseView, WaitingActsView } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, privateValues, twoFarms, type Answer, type Desk, type Hands } from './desk.fixture.ts';

let company: Story;
let events: readonly Event[];
let whole: Store;
beforeAll(async () => {
  company = twoFarms();
  events = await eventsOf(company);
  whole = (await judged(company, events)).store;
});

const RULES: CheckRules = { ...NO_RULES, documents: ['a government photo ID of their choice'] };
let line: Pipeline;
let store: Store;
let desk: Desk;
let analyst: Hands;
let hr: Hands;
let caseId: string;
let people: readonly string[];
async function fresh(rules: CheckRules): Promise<void> {
  ({ store, line } = await copyOf(whole));
  desk = await deskOver(store, line, { checkRules: rules });
  [analyst, hr] = [await desk.as('analyst', 'Kim'), await desk.as('hr', 'Robin')];
  const queue = (await analyst.get('/api/queue')).json<QueueView>();
  const row = queue.rows.toSorted((a, b) => a.people.length - b.people.length)[0]!;
  [caseId, people] = [row.id, row.people.map(({ id }) => id)];
}
beforeEach(() => fresh(RULES));

const problem = (answer: Answer): string => `${answer.status} ${answer.json<ProblemView>().message}`;
const due = (days = 7): string => dayOf(desk.now + days * DAY);
const list = async (hands: Hands, of = ''): Promise<ChecksView> => (await hands.get(`/api/checks${of}`)).json<ChecksView>();
const begin = async (hands: Hands, kind: string, about: object): Promise<ChecksBegun> => {
  const answer = await hands.post('/api/checks', { kind, due: due(), about });
  expect(answer.body.slice(0, 200) + answer.status).toMatch(/200$/);
  return answer.json<ChecksBegun>();
};
const act = async (hands: Hands, id: string, wish: object): Promise<Answer> => hands.post(`/api/checks/${id}/acts`, { revision: (await hands.get(`/api/checks/${id}`)).json<CheckView>().revision, ...wish });
const take = async (hands: Hands, id: string): Promise<void> => { expect((await hands.act(id, { kind: 'take', revision: (await hands.case(id)).revision })).status).toBe(200); };

describe('a check out of a case', () => {
  it('is begun for a person of the case, done step by step, and weighed by the next run and by no earlier one', async () => {
    const before = await line.stand(desk.now);
    await begin(analyst, 'in-person', { case: caseId, people: [people[0]!] });
    const [row] = (await list(hr)).rows;
    expect(row).toMatchObject({ kind: 'in-person', state: 'open', stepsDone: 0, from: 'asked for by Kim' });
    expect(row!.case).toBe(undefined);

    await act(hr, row!.id, { kind: 'take' });
    await act(hr, row!.id, { kind: 'step', step: 0, isDone: true });
    desk.now += MINUTE;
    const done = (await act(hr, row!.id, { kind: 'done', outcome: 'refuted', note: 'Another person came.' })).json<CheckActAnswer>();

    expect(done.check).toMatchObject({ state: 'done', outcome: 'refuted', owner: 'Robin', stepsDone: 1 });
    const after = await line.stand(desk.now + HOUR);
    const earlier = await line.stand(desk.now - MINUTE);
    const most = ({ findings }: typeof after): number => Math.max(...findings.filter(({ detector }) => detector === 'in-person').map(({ llr }) => llr));
    expect(most(after)).toBeGreaterThan(2.5);
    expect(most(before)).toBeLessThan(0);
    expect(earlier.findings).toEqual(before.findings);
  });

  it('is offered beside what would clear the case', async () => {
    const { asks } = (await analyst.case(caseId)).people[0]!;

    expect(asks.filter(({ check }) => check === undefined)).toEqual([]);
    expect(new Set(asks.map(({ check }) => check))).toContain('in-person');
  });

  it('is not begun twice for whoever has it open', async () => {
    await begin(analyst, 'hr-call', { case: caseId, people });

    expect(await begin(analyst, 'hr-call', { case: caseId, people })).toEqual({ begun: 0, onHold: 0, known: people.length });
  });

  it('waits for the owner of the case where somebody else owns it, and HR learns of it when it is let go', async () => {
    await take(analyst, caseId);
    const other = await desk.as('analyst', 'Lee');
    expect(await begin(other, 'hr-call', { case: caseId, people: [people[0]!] })).toMatchObject({ begun: 1, onHold: 1 });
    const [held] = (await analyst.get('/api/device-acts/waiting')).json<WaitingActsView>().checks!;

    expect((await list(hr)).rows).toEqual([]);
    expect(problem(await hr.get(`/api/checks/${held!.id}`))).toMatch(/^404/);
    expect(problem(await act(other, held!.id, { kind: 'take' }))).toMatch(/^400 This check is on hold/);
    expect(problem(await other.post(`/api/checks/${held!.id}/release`, {}))).toBe(`400 Kim works on ${caseId} and decides. Ask them, or take the case over first.`);
    expect(problem(await hr.post(`/api/checks/${held!.id}/release`, {}))).toMatch(/^403/);
    expect((await analyst.post(`/api/checks/${held!.id}/hold`, { note: 'After the pack is made.' })).status).toBe(200);
    expect((await analyst.post(`/api/checks/${held!.id}/release`, {})).status).toBe(200);
    expect((await list(hr)).rows).toMatchObject([{ id: held!.id, state: 'open' }]);
    expect((await hr.get(`/api/checks/${held!.id}`)).body).not.toContain('After the pack is made');
    expect(problem(await analyst.post(`/api/checks/${held!.id}/release`, {}))).toMatch(/^404/);
  });

  it('is begun by nobody who may not work on cases, and about nobody else', async () => {
    expect(problem(await hr.post('/api/checks', { kind: 'hr-call', due: due(), about: { case: caseId, people } }))).toBe('403 Your role "hr" may not work on cases.');
    expect(problem(await hr.get(`/api/checks?case=${caseId}`))).toBe('403 Your role "hr" may not read cases.');
    expect(problem(await analyst.post('/api/checks', { kind: 'hr-call', due: due(), about: { case: caseId, people: ['Wren-000'] } }))).toBe('404 There is no such person in this case.');
    for (const role of ['it', 'lead', 'privacy', 'auditor'] as const) expect(problem(await (await desk.as(role)).get('/api/checks')), role).toBe(`403 Your role "${role}" may not work on checks of people.`);
  });

  it('of two who act at once takes the word of the first', async () => {
    await begin(analyst, 'hr-call', { case: caseId, people: [people[0]!] });
    const id = (await list(hr)).rows[0]!.id;
    const wish = { kind: 'done', outcome: 'confirmed', note: 'Answered.', revision: 1 };

    const answers = await Promise.all([hr.post(`/api/checks/${id}/acts`, wish), analyst.post(`/api/checks/${id}/acts`, { ...wish, outcome: 'refuted' })]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });
});

describe('what HR reads of checks', () => {
  it('is names, and no device, hours, network, chance, band or case', async () => {
    await begin(analyst, 'asset-tag-photo', { case: caseId, people });
    const [row] = (await list(hr)).rows;
    const names = new Set(company.tables.people.map(({ display_name: name, email }) => name ?? email));
    const own = new Set([...company.tables.people.flatMap(({ display_name: name, email }) => [name, email])]);

    expect(names.has(row!.person)).toBe(true);
    for (const body of [(await hr.get('/api/checks')).body, (await hr.get(`/api/checks/${row!.id}`)).body]) {
      expect(privateValues(company, events).filter((value) => !own.has(value) && body.includes(value))).toEqual([]);
      expect(body).not.toMatch(/"(band|chance|logOdds|llr|families|verdict|serial|weight|adds)"|c-[0-9a-f]{6}/);
      expect(people.filter((name) => body.includes(name))).toEqual([]);
    }
  });

  it('is pseudonyms for analysts, and noted with whoever opens a check', async () => {
    await begin(analyst, 'hr-call', { case: caseId, people: [people[0]!] });
    const [row] = (await list(analyst, `?case=${caseId}`)).rows;
    await hr.get(`/api/checks/${row!.id}`);
    const looks: object[] = [];
    for await (const { entry } of viewJournal(store).read()) looks.push(entry);

    expect(row).toMatchObject({ person: people[0], case: caseId, from: `case ${caseId}` });
    expect(privateValues(company, events).filter((value) => JSON.stringify(row).includes(value))).toEqual([]);
    expect(looks).toContainEqual({ at: desk.now, by: 'Robin', what: 'check', id: row!.id, people: [people[0]] });
  });
});

describe('a cohort', () => {
  it('is checked whole by one action, and nobody learns why', async () => {
    await take(analyst, caseId);
    const cohort = (await list(hr)).cohorts.find(({ refused, people: count }) => refused === undefined && count < 16) ?? (await list(hr)).cohorts[0]!;
    const other = await desk.as('analyst', 'Lee');
    await begin(other, 'hr-call', { case: caseId, people: [people[0]!] });

    const begun = await begin(hr, 'hr-call', { cohort: cohort.id });

    expect(begun).toEqual({ begun: cohort.people, onHold: 0, known: 0 });
    const { rows } = await list(hr);
    expect(new Set(rows.map(({ from, state, case: of }) => `${from} ${state} ${of}`)).size).toBe(1);
    expect(rows).toHaveLength(cohort.people);
  });

  it('that is too small to hide anybody is refused', async () => {
    await fresh({ ...RULES, cohortFewest: 99 });
    const { cohorts } = await list(hr);

    expect(cohorts.every(({ refused }) => refused !== undefined)).toBe(true);
    expect(problem(await hr.post('/api/checks', { kind: 'hr-call', due: due(), about: { cohort: cohorts[0]!.id } }))).toMatch(/^400 With \d+ people it would single somebody out; 99 are the fewest/);
  });
});

describe('documents', () => {
  it('are those of the rule, of which the person chooses', async () => {
    await begin(analyst, 'video-document', { case: caseId, people: [people[0]!] });
    const [row] = (await list(hr)).rows;

    expect((await hr.get(`/api/checks/${row!.id}`)).json<CheckView>().documents).toBe('The rule of the company: a government photo ID of their choice. The person chooses which. Ask nobody for another or a further one; the same holds for everybody (in the United States 8 U.S.C. § 1324b).');
  });

  it('are asked of nobody where the company names none', async () => {
    await fresh(NO_RULES);

    expect(problem(await analyst.post('/api/checks', { kind: 'video-document', due: due(), about: { case: caseId, people } }))).toContain('names none that may be asked for');
  });
});

describe('a code for a profile', () => {
  it('is told once, kept as a hash, and confirms once it was read', async () => {
    await begin(analyst, 'profile-code', { case: caseId, people: [people[0]!] });
    const id = (await list(hr)).rows[0]!.id;
    const { code } = (await act(hr, id, { kind: 'make-code' })).json<CheckActAnswer>();

    expect(code).toMatch(/^FW(-[A-Z2-9]{4}){7}$/);
    expect((await hr.get(`/api/checks/${id}`)).body).not.toContain(code);
    for await (const { entry } of store.journal<object>('checks').read()) expect(JSON.stringify(entry)).not.toContain(code);
    expect((await act(hr, id, { kind: 'try-code', code: 'FW-AAAA-AAAA-AAAA' })).json<CheckActAnswer>()).toMatchObject({ isRight: false, check: { code: { triesLeft: 4, isUsed: false } } });
    expect(problem(await act(hr, id, { kind: 'done', outcome: 'confirmed', note: 'Seen.' }))).toContain('Enter the code');
    expect((await act(hr, id, { kind: 'try-code', code: code!.toLowerCase() })).json<CheckActAnswer>()).toMatchObject({ isRight: true });
    expect(problem(await act(hr, id, { kind: 'try-code', code }))).toContain('works once');
    expect((await act(hr, id, { kind: 'done', outcome: 'confirmed', note: 'Seen.' })).status).toBe(200);
  });

  it('expires', async () => {
    await begin(analyst, 'profile-code', { case: caseId, people: [people[0]!] });
    const id = (await list(hr)).rows[0]!.id;
    const { code } = (await act(hr, id, { kind: 'make-code' })).json<CheckActAnswer>();
    desk.now += 7 * DAY;
    hr = await desk.as('hr', 'Robin');

    expect(problem(await act(hr, id, { kind: 'try-code', code }))).toBe('400 The code has expired. Make another.');
  });
});

describe('a rule of stages', () => {
  it('asks for checks of everybody, on hold for whoever is in an open case, and writes one down when it is touched', async () => {
    await fresh({ ...RULES, stages: { 'day-1': ['hr-call'] } });
    const { rows, stages } = await list(hr);
    const open = rows.filter(({ state }) => state === 'open');

    expect(stages).toEqual(['day 1']);
    expect(new Set(rows.map(({ from }) => from))).toEqual(new Set(['day 1']));
    expect(rows.length).toBeGreaterThan(open.length);
    expect((await act(hr, open[0]!.id, { kind: 'take' })).status).toBe(200);
    expect(problem(await act(hr, rows.find(({ state }) => state === 'on-hold')!.id, { kind: 'take' }))).toMatch(/^400 This check is on hold/);
    expect((await list(hr)).rows.filter(({ owner }) => owner === 'Robin').map(({ id }) => id)).toEqual([open[0]!.id]);
    expect(await list(hr)).toMatchObject({ rows: { length: rows.length } });
  });
});

describe('the response', () => {
  const show = async (hands: Hands): Promise<ResponseView> => (await hands.get(`/api/responses/${caseId}`)).json<ResponseView>();
  const does = async (hands: Hands, wish: object): Promise<Answer> => hands.post(`/api/responses/${caseId}/acts`, { revision: (await show(hands)).revision, ...wish });
  const close = async (reason: 'true' | 'false'): Promise<void> => { expect((await analyst.act(caseId, { kind: 'close', reason, note: 'Seen by two.', revision: (await analyst.case(caseId)).revision })).status).toBe(200); };

  it('begins when a case is closed as a farm, takes two people, and contacts nobody before all is preserved', async () => {
    expect(problem(await analyst.get(`/api/responses/${caseId}`))).toMatch(/^404/);
    await close('true');
    expect(await show(hr)).toMatchObject({ startedBy: 'Kim', revision: 0, steps: { 0: { id: 'confirm', state: 'open' } } });

    expect((await does(analyst, { kind: 'done', step: 'confirm', evidence: 'Rows read.' })).status).toBe(200);
    expect(problem(await does(analyst, { kind: 'done', step: 'confirm', evidence: 'Again.' }))).toContain('Somebody else has to confirm it too');
    expect(problem(await does(analyst, { kind: 'done', step: 'limit', evidence: 'x' }))).toBe('400 “Two people confirm the facts” comes first.');
    expect((await does(hr, { kind: 'done', step: 'confirm', evidence: 'Rows read.' })).status).toBe(200);
    expect(problem(await does(hr, { kind: 'done', step: 'recover', evidence: 'x' }))).toBe('400 “Preserve before anybody is contacted” comes first.');
    expect((await does(analyst, { kind: 'done', step: 'preserve', evidence: 'export pack-1' })).status).toBe(200);
    expect((await does(hr, { kind: 'done', step: 'recover', evidence: 'Box sent, tracked.' })).json<ResponseView>().steps.find(({ id }) => id === 'recover')).toMatchObject({ state: 'done', done: [{ by: 'Robin', text: 'Box sent, tracked.' }] });
    expect((await hr.get('/api/responses')).json<ResponsesView>().rows).toMatchObject([{ case: caseId, done: 3, next: 'Limit access, quietly' }]);
  });

  it('is begun by hand by whoever works on cases, once', async () => {
    const start = { kind: 'start', note: 'Counsel wants it written down.', revision: 0 };

    expect(problem(await hr.post(`/api/responses/${caseId}/acts`, start))).toBe('403 Your role "hr" may not work on cases.');
    expect((await analyst.post(`/api/responses/${caseId}/acts`, start)).status).toBe(200);
    expect(problem(await analyst.post(`/api/responses/${caseId}/acts`, start))).toMatch(/^409/);
  });

  it('to a case that was seen wrongly does not exist', async () => {
    await close('false');

    expect((await hr.get('/api/responses')).json<ResponsesView>().rows).toEqual([]);
  });

  it('tells its readers pseudonyms and nothing that the case rests on', async () => {
    await close('true');
    const { body } = await hr.get(`/api/responses/${caseId}`);

    expect((await show(hr)).people.toSorted()).toEqual([...people].sort());
    expect(privateValues(company, events).filter((value) => body.includes(value))).toEqual([]);
    expect(body).not.toMatch(/"(band|chance|logOdds|findings|headline)"/);
    for (const role of ['it', 'lead', 'privacy', 'auditor'] as const) expect((await (await desk.as(role)).get('/api/responses')).status, role).toBe(403);
  });
});
