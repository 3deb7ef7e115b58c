import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_PLAN, type PlanStep } from '../cases/response-plan.ts';
import { HOUR, MINUTE } from '../core/time.ts';
import { entriesOf } from '../run/audit/audit.ts';
import { planJournal } from '../run/responses/plan-book.ts';
import type { Store } from '../store/store.ts';
import type { PlanStepWish, PlanTrialView, ProblemView, QueueView, ResponsePlanView, ResponseView } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, twoFarms, type Answer, type Desk, type Hands } from './desk.fixture.ts';

let whole: Store;
let desk: Desk;
let [ines, max, kim, caseId]: [Hands, Hands, Hands, string] = [undefined!, undefined!, undefined!, ''];
beforeAll(async () => {
  const company = twoFarms();
  whole = (await judged(company, await eventsOf(company))).store;
}, 120_000);
beforeEach(async () => {
  const { store, line } = await copyOf(whole);
  desk = await deskOver(store, line);
  [ines, max, kim] = [await desk.as('hr', 'ines'), await desk.as('admin', 'max'), await desk.as('analyst', 'kim')];
  caseId = (await kim.get('/api/queue')).json<QueueView>().rows.find(({ kind }) => kind === 'case')!.id;
});
const wish = ({ id, title, says, isContact = false, owner, dueHours }: PlanStep): PlanStepWish => ({ id, title, says, isContact, ...(owner ? { owner } : {}), ...(dueHours === undefined ? {} : { dueHours }) });
const SHIPPED = DEFAULT_PLAN.map(wish);
const COUNCIL: PlanStepWish = { id: 'step-1', title: 'Tell the works council', says: '', isContact: false, owner: 'hr', dueHours: 24 };
const write = (hands: Hands, steps: readonly PlanStepWish[] | null, revision: number, why = 'The council is told first'): Promise<Answer> => hands.post('/api/response-plan', { steps, why, revision });
const plan = async (hands = ines): Promise<ResponsePlanView> => (await hands.get('/api/response-plan')).json<ResponsePlanView>();
const begin = async (): Promise<ResponseView> => (await kim.post(`/api/responses/${caseId}/acts`, { kind: 'start', note: 'Rows read', revision: 0 })).json<ResponseView>();
const said = (answer: Answer): readonly [number, string] => [answer.status, answer.json<ProblemView>().message];

describe('the plan of a response', () => {
  it('is the one that ships until somebody writes another, and then the one that responses begin with', async () => {
    expect(await plan()).toMatchObject({ from: 'shipped', revision: 0, mayWrite: true, history: [], underWay: 0, steps: DEFAULT_PLAN.map(({ id }) => ({ id })) });

    const written = (await write(ines, [SHIPPED[0]!, SHIPPED[1]!, COUNCIL, ...SHIPPED.slice(2)], 0)).json<ResponsePlanView>();
    const begun = await begin();

    expect(written).toMatchObject({ from: 'written', revision: 1, history: [{ by: 'ines', why: 'The council is told first', state: 'holds', changes: ['“Tell the works council” is new.'], weakens: [] }] });
    expect(begun.steps[2]).toMatchObject({ id: 'step-1', title: 'Tell the works council', plannedFor: 'HR and legal', dueAt: begun.startedAt + 24 * HOUR });
  });

  it('changes nothing about a response that has begun, nor about a case that was closed before it', async () => {
    const begun = await begin();
    const other = (await kim.get('/api/queue')).json<QueueView>().rows.find(({ kind, id }) => kind === 'case' && id !== caseId)!.id;
    const { revision } = await kim.case(other);
    await kim.act(other, { kind: 'close', reason: 'true', note: 'A farm', revision });
    desk.now += MINUTE;

    await write(ines, [...SHIPPED, COUNCIL], 0);

    const steps = async (id: string): Promise<number> => (await kim.get(`/api/responses/${id}`)).json<ResponseView>().steps.length;
    expect([begun.steps.length, await steps(caseId), await steps(other), (await plan()).underWay]).toEqual([DEFAULT_PLAN.length, DEFAULT_PLAN.length, DEFAULT_PLAN.length, 1]);
    // With the first thing done about it the plan of its closing is written down.
    await kim.post(`/api/responses/${other}/acts`, { kind: 'own', step: 'confirm', revision: 0 });
    expect(await steps(other)).toBe(DEFAULT_PLAN.length);
  });

  it('is shown before it is written, and nothing is kept of what was shown', async () => {
    const trial = (await ines.post('/api/response-plan/try', { steps: [COUNCIL, ...SHIPPED.filter(({ id }) => id !== 'sanctions' && id !== 'decide')] })).json<PlanTrialView>();

    expect(trial).toMatchObject({ problems: [], changes: ['“Decide with counsel” goes.', '“Ask the sanctions question” goes.', '“Tell the works council” is new.'], weakens: ['It leaves out “Decide with counsel”: nobody is asked what may be done before it is done.'] });
    expect((await plan()).revision).toBe(0);
  });

  it('without counsel holds only once somebody else has said so, and each response says it', async () => {
    const without = SHIPPED.filter(({ id }) => id !== 'decide');
    const { waiting, steps } = (await write(ines, without, 0, 'Counsel is asked elsewhere')).json<ResponsePlanView>();

    expect([steps.length, waiting?.refused]).toEqual([DEFAULT_PLAN.length, 'You wrote it yourself. It takes from what protects people, so somebody else has to confirm it.']);
    expect(said(await ines.post(`/api/response-plan/${waiting!.id}/confirm`, {}))[1]).toBe(waiting!.refused);
    expect(said(await write(max, null, 1, 'Back to the start'))[1]).toBe('A change by ines waits for a second person. Confirm it or turn it down first.');
    expect((await max.post(`/api/response-plan/${waiting!.id}/confirm`, {})).json<ResponsePlanView>()).toMatchObject({ from: 'written', history: [{ state: 'holds', confirmed: { by: 'max' } }] });
    expect((await begin()).lacks).toEqual(['It leaves out “Decide with counsel”: nobody is asked what may be done before it is done.']);
    expect((await max.post(`/api/response-plan/${waiting!.id}/confirm`, {})).status).toBe(404);
  });

  it('is turned down with a sentence, and put back to the one that ships', async () => {
    const { waiting } = (await write(ines, SHIPPED.filter(({ id }) => id !== 'decide'), 0, 'Counsel is asked elsewhere')).json<ResponsePlanView>();
    expect((await max.post(`/api/response-plan/${waiting!.id}/refuse`, { note: 'Counsel comes first.' })).json<ResponsePlanView>()).toMatchObject({ from: 'shipped', revision: 2, history: [{ state: 'turned-down', turnedDown: { by: 'max', note: 'Counsel comes first.' } }] });
    await write(ines, [...SHIPPED, COUNCIL], 2);

    expect((await write(ines, null, 3, 'Back to the plan that ships')).json<ResponsePlanView>()).toMatchObject({ from: 'shipped', history: [{ isReset: true, state: 'holds', changes: ['“Tell the works council” goes.'] }, { state: 'held' }, { state: 'turned-down' }] });
  });

  it.each([
    ['that confirms with nobody', SHIPPED.slice(1), 'This plan cannot be: the step confirm is missing; two people confirm and what exists is preserved in every plan.'],
    ['that contacts before it preserves', [SHIPPED[0]!, SHIPPED[4]!, SHIPPED[1]!, ...SHIPPED.slice(2, 4), ...SHIPPED.slice(5)], 'This plan cannot be: talk contacts somebody before anything is preserved.'],
    ['that has a step twice', [...SHIPPED, COUNCIL, COUNCIL], 'This plan cannot be: two steps are called step-1.'],
    ['that is the one that holds', SHIPPED, 'This is the plan that holds; nothing would change.'],
  ])('%s is refused', async (_, steps, why) => {
    expect(said(await write(ines, steps, 0))).toEqual([400, why]);
    expect(await Array.fromAsync(planJournal(desk.store).read())).toEqual([]);
  });

  it('keeps the words of steps that protect people, and takes out marks that turn or hide words', async () => {
    const bent = SHIPPED.map((step) => (step.id === 'confirm' ? { ...step, title: 'Click here', says: 'Anybody' } : step));
    const { steps } = (await write(ines, [...bent, { ...COUNCIL, title: '=cmd()\u202e<img onerror>', says: 'a\u2066b' }], 0)).json<ResponsePlanView>();

    expect(steps[0]).toMatchObject({ title: 'Two people confirm the facts', isFirm: true, isProtecting: true });
    expect(steps.at(-1)).toMatchObject({ title: '=cmd() <img onerror>', says: 'a b' });
  });

  it('is read by whoever works on responses, and written by HR and administrators alone, each time under the name of whoever did', async () => {
    expect([(await plan(kim)).mayWrite, (await write(kim, [...SHIPPED, COUNCIL], 0)).status, (await (await desk.as('privacy')).get('/api/response-plan')).status]).toEqual([false, 403, 403]);
    await write(ines, [...SHIPPED, COUNCIL], 0);

    expect((await entriesOf(desk.store)).filter(({ what }) => what === 'POST /api/response-plan').map(({ by, did }) => [by, did])).toEqual([['kim', 'refused'], ['ines', 'change']]);
    expect(said(await write(max, null, 0, 'Back to the start'))[0]).toBe(409);
  });

  it('of a file of the configuration is shown, and written by nobody here', async () => {
    const { store, line } = await copyOf(whole);
    desk = await deskOver(store, line, { responsePlan: DEFAULT_PLAN.slice(0, 4) });
    ines = await desk.as('hr', 'ines');

    expect(await plan()).toMatchObject({ from: 'file', fixed: expect.stringContaining('response.plan') as string, steps: DEFAULT_PLAN.slice(0, 4).map(({ id }) => ({ id })) });
    expect(said(await write(ines, null, 0, 'Back to the start'))[1]).toContain('response.plan');
  });
});
