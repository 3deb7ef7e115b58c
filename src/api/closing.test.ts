import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, dayOf } from '../core/time.ts';
import { readHistory, registryAt, versionAt } from '../detect/people/registry.ts';
import type { Pipeline } from '../run/pipeline.ts';
import type { Story } from '../simulate/story.ts';
import type { Store } from '../store/store.ts';
import type { AllowanceOffer, AllowanceRequest, AllowancesView, AllowanceTrialView, CaseAct, CaseView, ProblemView, QueueView, SimilarView, WaitingActsView, WaitingAllowance } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, twoFarms, type Answer, type Desk, type Hands } from './desk.fixture.ts';

let company: Story;
let once: Store;
beforeAll(async () => {
  company = twoFarms();
  once = (await judged(company, await eventsOf(company))).store;
});

let store: Store;
let line: Pipeline;
let desk: Desk;
let kim: Hands;
let lea: Hands;
/** The larger farm. */
let large: CaseView;
beforeEach(async () => {
  ({ store, line } = await copyOf(once));
  desk = await deskOver(store, line);
  [kim, lea] = [await desk.as('analyst', 'Kim'), await desk.as('analyst', 'Lea')];
  const { rows } = (await kim.get('/api/queue')).json<QueueView>();
  large = await kim.case(rows.find(({ people }) => people.length === 4)!.id);
});

const offers = async (): Promise<readonly AllowanceOffer[]> => (await kim.get(`/api/cases/${large.id}/allowances`)).json<AllowancesView>().offers;
const waiting = async (hands: Hands): Promise<readonly WaitingAllowance[]> => (await hands.get('/api/device-acts/waiting')).json<WaitingActsView>().allowances;
const until = (): string => dayOf(desk.now + 30 * DAY);
const message = (answer: Answer): string => answer.json<ProblemView>().message;
const asked = (what: AllowanceRequest['what']): AllowanceRequest => ({ what, until: until(), owner: 'S. Whitlock', reason: 'Support uses it.' });
const close = (allow?: AllowanceRequest): CaseAct => ({ kind: 'close', reason: 'benign-true', note: 'Known to support.', revision: large.revision, ...(allow ? { allow } : {}) });
const anydesk = (scope = 'all'): AllowanceRequest['what'] => ({ kind: 'permission', tool: 'anydesk', scope });

describe('what could be allowed', () => {
  it('is what the evidence of the case is about: its tools, its place, its people as one household', async () => {
    const found = await offers();

    expect(found.map(({ kind, says }) => [kind, says])).toEqual(expect.arrayContaining([['permission', 'AnyDesk'], ['permission', 'RustDesk'], ['place', expect.stringMatching(/^place [A-Z][a-z]+-\d{3}$/)], ['household', expect.stringMatching(/^[A-Z]\w+-\d{3}, .* and [A-Z]\w+-\d{3}$/)]]));
    const [tool] = found;
    const names = large.people.map(({ name }) => name);
    expect(tool!.kind === 'permission' && tool!.scopes.map(({ says }) => says)).toEqual(expect.arrayContaining([...names, 'everybody']));
  });

  it('is tried out beforehand: findings, people, bands that would fall, cases that would not be open', async () => {
    const household = (await offers()).find(({ kind }) => kind === 'household')!;

    const trial = (await kim.post(`/api/cases/${large.id}/allowances/try`, { what: { kind: 'household', people: (household as AllowanceOffer & { people: string[] }).people } })).json<AllowanceTrialView>();

    expect(trial).toMatchObject({ asOf: company.endsAt, says: `${household.says} as one household`, others: 0 });
    expect(trial.findings).toBeGreaterThanOrEqual(4);
    expect([...trial.people].sort()).toEqual(large.people.map(({ name }) => name).sort());
    for (const { name } of trial.bands) expect(trial.people).toContain(name);
    expect((await kim.case(large.id)).status).toBe('open');
  }, 60_000);

  it.each<[string, () => AllowanceRequest['what']]>([
    ['a tool that the case does not name', () => ({ kind: 'permission', tool: 'splashtop', scope: 'all' })],
    ['somebody who is not in the case', () => anydesk('hire:Wren-000')],
    ['a line that no finding names', () => ({ kind: 'place', finding: 'f-none', placeKind: 'cowork', name: 'A floor' })],
    ['people who do not stand together', () => ({ kind: 'household', people: [large.people[0]!.name, 'Wren-000'] })],
  ])('is not %s', async (_what, what) => {
    expect((await kim.post(`/api/cases/${large.id}/allowances/try`, { what: what() })).status).toBe(400);
  });
});

describe('closing with an entry for the allow-list', () => {
  it('closes the case, and the entry counts for nothing until a second person has confirmed it', async () => {
    expect((await kim.act(large.id, close(asked(anydesk())))).json<CaseView>().status).toBe('closed');

    const [entry] = await waiting(kim);
    expect(entry).toMatchObject({ by: 'Kim', case: large.id, says: 'AnyDesk for everybody', until: until(), owner: 'S. Whitlock', reason: 'Support uses it.', refused: 'You asked for it yourself. Somebody else has to confirm it.' });
    expect(message(await kim.post(`/api/allowances/${entry!.id}/release`, {}))).toBe(entry!.refused);
    const permits = async (day: string): Promise<boolean> => registryAt(await readHistory(store), desk.now, line.parts.scope).allowed('anydesk', company.subjects[0]!, day);
    expect(await permits(until())).toBe(false);

    expect((await lea.post(`/api/allowances/${entry!.id}/release`, {})).status).toBe(200);

    expect([await permits(until()), await permits(dayOf(desk.now + 31 * DAY))]).toEqual([true, false]);
    expect(await waiting(lea)).toEqual([]);
    expect((await lea.post(`/api/allowances/${entry!.id}/release`, {})).status).toBe(404);
  });

  it('for one person names them by pseudonym, and permits it for nobody else', async () => {
    const [first] = large.people;
    await kim.act(large.id, close(asked(anydesk(`hire:${first!.name}`))));
    const [entry] = await waiting(lea);
    await lea.post(`/api/allowances/${entry!.id}/release`, {});

    const registry = registryAt(await readHistory(store), desk.now, line.parts.scope);
    expect(entry!.says).toBe(`AnyDesk for ${first!.name}`);
    expect(company.subjects.filter((hire) => registry.allowed('anydesk', hire, until()))).toHaveLength(1);
  });

  it('declares a household from the confirmation to the last day', async () => {
    const { people } = (await offers()).find(({ kind }) => kind === 'household') as AllowanceOffer & { people: string[] };
    await kim.act(large.id, close(asked({ kind: 'household', people })));
    await lea.post(`/api/allowances/${(await waiting(lea))[0]!.id}/release`, {});

    const history = await readHistory(store);
    const together = (at: number): number => history.people.map((row) => versionAt(row, at)).filter(({ household }) => household !== undefined && household === (history.people.map((row) => versionAt(row, desk.now)).find(({ hire_id: hire }) => hire === company.subjects[0])?.household)).length;
    expect([together(desk.now - 1), together(desk.now), together(Date.parse(until()) + DAY - 1), together(Date.parse(until()) + DAY)]).toEqual([0, 4, 4, 0]);
  });

  it('vouches for a place from the confirmation to the last day', async () => {
    const { finding } = (await offers()).find(({ kind }) => kind === 'place') as AllowanceOffer & { finding: string };
    await kim.act(large.id, close(asked({ kind: 'place', finding, placeKind: 'cowork', name: 'A floor in Nashville' })));
    const [entry] = await waiting(lea);
    await lea.post(`/api/allowances/${entry!.id}/release`, {});

    const lines = async (at: number): Promise<0 | 1> => (await readHistory(store)).places.map((row) => versionAt(row, at)).find(({ name }) => name === 'A floor in Nashville')!.cidr.length > 0 ? 1 : 0;
    expect(entry!.says).toMatch(/^place [A-Z][a-z]+-\d{3} as a place that the company knows: A floor in Nashville$/);
    expect(await Promise.all([desk.now - 1, desk.now, Date.parse(until()) + DAY].map(lines))).toEqual([0, 1, 0]);
  });

  it('keeps the case open where the entry does not fit', async () => {
    expect(message(await kim.act(large.id, close({ ...asked(anydesk()), until: dayOf(desk.now - DAY) })))).toBe(`${dayOf(desk.now - DAY)} is over. Name a last day to come.`);
    expect((await kim.act(large.id, close({ ...asked(anydesk()), owner: ' ' }))).status).toBe(400);
    expect((await kim.act(large.id, close(asked({ kind: 'permission', tool: 'splashtop', scope: 'all' })))).status).toBe(400);

    expect((await kim.case(large.id)).status).toBe('open');
    expect(await waiting(lea)).toEqual([]);
  });

  it('is left waiting with a note', async () => {
    await kim.act(large.id, close(asked(anydesk())));
    const [entry] = await waiting(lea);

    await lea.post(`/api/allowances/${entry!.id}/hold`, { note: 'Which ticket?' });

    expect((await waiting(kim))[0]!.notes).toEqual([{ at: desk.now, by: 'Lea', text: 'Which ticket?' }]);
  });
});

describe('closing as the same as another case', () => {
  const other = async (): Promise<string> => (await kim.get('/api/queue')).json<QueueView>().rows.find(({ kind, id }) => kind === 'case' && id !== large.id)!.id;
  const asSame = (same?: string): CaseAct => ({ kind: 'close', reason: 'duplicate', note: 'One story.', revision: large.revision, ...(same === undefined ? {} : { same }) });

  it('keeps the case open without another case, with itself, and with one that does not exist', async () => {
    expect(message(await kim.act(large.id, asSame()))).toBe('Say which case it is the same as.');
    expect(message(await kim.act(large.id, asSame(large.id)))).toBe('A case is not the same as itself; name the other one.');
    expect(message(await kim.act(large.id, asSame('c-none')))).toBe('There is no case c-none. Name one by the id that its page shows.');

    expect((await kim.case(large.id)).status).toBe('open');
  });

  it('says which, and never closes two cases as each other', async () => {
    const id = await other();
    const { revision } = await kim.case(id);

    expect((await kim.act(large.id, asSame(id))).json<CaseView>().closed).toMatchObject({ reason: 'duplicate', same: id });
    expect(message(await kim.act(id, { ...asSame(large.id), revision } as CaseAct))).toBe(`${large.id} was closed as the same as this one; one of the two has to tell what it was.`);
    expect((await kim.case(id)).status).toBe('open');
  });

  it('stands in the history with its sentence, also after the case was opened again', async () => {
    const id = await other();
    const closed = (await kim.act(large.id, asSame(id))).json<CaseView>();

    const again = (await kim.act(large.id, { kind: 'reopen', note: 'Two stories.', revision: closed.revision })).json<CaseView>();

    expect(again.closed).toBeUndefined();
    expect(again.history.slice(-2).map(({ said }) => said)).toEqual([`Closed: same as another, ${id}. One story.`, 'Reopened: Two stories.']);
  });

  it('is no part of another answer', async () => {
    const view = (await kim.act(large.id, { ...close(), same: await other() } as CaseAct)).json<CaseView>();

    expect(view.closed).toEqual({ reason: 'benign-true', note: 'Known to support.', by: 'Kim', at: desk.now });
  });
});

describe('the same closing twice', () => {
  it('from one person is heard once, however late the second comes', async () => {
    const act = close(asked(anydesk()));
    await kim.act(large.id, act);
    desk.now += 60_000;

    const again = await kim.act(large.id, act);

    expect(again.status).toBe(200);
    expect(again.json<CaseView>().history.filter(({ said }) => said.startsWith('Closed'))).toHaveLength(1);
    expect(await waiting(lea)).toHaveLength(1);
  });

  it('from two people is told to the second', async () => {
    await kim.act(large.id, close());

    expect(await lea.act(large.id, close()).then(({ status }) => status)).toBe(409);
  });
});

describe('similar and earlier cases', () => {
  const similar = async (id = large.id): Promise<SimilarView> => (await kim.get(`/api/cases/${id}/similar`)).json<SimilarView>();

  it('are those with the same people, place or tool, with why', async () => {
    const [other] = await similar().then(({ cases }) => cases);
    expect(other).toBeUndefined();

    await kim.act(large.id, close());
    // The same story under another name, as an earlier case.
    const run = (await line.runs.newest())!;
    const earlier = run.cases.find(({ id }) => id === large.id)!;
    await line.runs.put({ ...run, cases: [...run.cases, { ...earlier, id: 'c-earlier', status: 'closed', closed: { reason: 'true', note: 'Named by the carrier.', by: 'Lea', at: run.asOf } }] });
    desk.news.publish({ event: 'run', asOf: run.asOf });

    const { cases, lookedAt, byPeopleAlone, more } = await similar();

    expect({ lookedAt, byPeopleAlone, more }).toEqual({ lookedAt: 2, byPeopleAlone: 0, more: 0 });
    expect(cases).toMatchObject([{ id: 'c-earlier', status: 'closed', closed: { reason: 'true', note: 'Named by the carrier.', by: 'Lea' } }]);
    expect(cases[0]!.because).toEqual(expect.arrayContaining([...large.people.map(({ name }) => `the same person, ${name}`), 'the same tool, AnyDesk', expect.stringMatching(/^the same line, place [A-Z][a-z]+-\d{3}$/)]));
    expect(cases[0]!.because[0]).toContain('the same person');
  });

  it('say how many were looked at where none is like it', async () => {
    expect(await similar()).toEqual({ cases: [], lookedAt: 1, byPeopleAlone: 0, more: 0 });
  });

  it('are not told of a case that does not exist', async () => {
    expect((await kim.get('/api/cases/c-none/similar')).status).toBe(404);
  });
});
