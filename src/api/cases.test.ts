import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Event } from '../core/event.ts';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { viewJournal, type Viewed } from '../run/views.ts';
import type { Story } from '../simulate/story.ts';
import type { CaseAct, CaseView, DevicesView, ProblemView, QueueView, RawRowsView, SessionView, TimelineView, WaitingActsView } from './contract.ts';
import { copyOf, deskOver, eventsOf, judged, privateValues, twoFarms, type Answer, type Desk, type Hands } from './desk.fixture.ts';

let company: Story;
let events: readonly Event[];
beforeAll(async () => {
  company = twoFarms();
  events = await eventsOf(company);
  const { store, line } = await judged(company, events);
  shared = { line, desk: await deskOver(store, line) };
});

/** A desk that tests only look at. */
let shared: { readonly line: Pipeline; readonly desk: Desk };
let hands: Hands;
let queue: QueueView;
/** The larger farm, and the smaller. */
let large: CaseView;
let small: CaseView;
beforeEach(async () => {
  hands = await shared.desk.as('analyst', 'Kim');
  queue = (await hands.get('/api/queue')).json<QueueView>();
  const bySize = queue.rows.toSorted((a, b) => a.people.length - b.people.length);
  [small, large] = await Promise.all(bySize.map(({ id }) => hands.case(id))) as [CaseView, CaseView];
});

const problem = (answer: Answer): ProblemView & { readonly status: number } => ({ status: answer.status, ...answer.json<ProblemView>() });
/** The line of the first person's sum that says whose laptops stand together. */
const sharing = ({ people }: CaseView): CaseView['people'][number]['lines'][number] =>
  people[0]!.lines.filter(({ family, finding }) => family === 'company' && finding !== undefined).sort((a, b) => b.adds - a.adds)[0]!;
const view = (answer: Answer): CaseView => answer.json<CaseView>();

describe('the queue', () => {
  it('holds both farms, the surer one first, and no look-alike', () => {
    expect(queue.rows.map(({ kind, status, laptops }) => ({ kind, status, laptops })).sort((a, b) => a.laptops - b.laptops)).toEqual([
      { kind: 'case', status: 'open', laptops: 2 }, { kind: 'case', status: 'open', laptops: 4 },
    ]);
    for (const { laptops, people } of queue.rows) expect(people).toHaveLength(laptops);
    expect(queue.rows[0]!.chance).toBeGreaterThan(queue.rows[1]!.chance);
    expect(queue).toMatchObject({ asOf: company.endsAt, nextRunAt: company.endsAt + 7 * MINUTE, inScope: 16, peopleInCases: 6, simulated: true, prior: 'if 1 in 500 starters were such a case' });
    expect(queue.bandEdges).toEqual({ watch: 0.05, review: 0.2, act: 0.5 });
  });

  it('says why in sentences of the heaviest families, with pseudonyms and names of tools', () => {
    const row = queue.rows.find(({ id }) => id === large.id)!;

    expect(row.why).toMatch(/^[A-Z].*\.$/);
    // The sentence is about the one who stands highest, and names the others.
    for (const { name } of large.people.slice(1)) expect(row.why).toContain(name);
    expect(row.verdict).toBe('shared-place');
  });

  it('names every family once, in one order', () => {
    for (const { families } of queue.rows) {
      expect(families.map(({ family }) => family)).toEqual(['company', 'place', 'identity', 'machine', 'session', 'hours', 'network', 'application', 'human']);
      for (const { state, adds } of families) expect(state === 'for' ? adds > 0 : state === 'against' ? adds < 0 : adds === 0).toBe(true);
    }
    // Four whose homes on record are far apart reach the most that a family adds.
    expect(queue.rows.find(({ id }) => id === large.id)!.families.find(({ family }) => family === 'company')).toEqual({ family: 'company', state: 'for', adds: 4 });
  });

  it('tells which sources are silent, and which jobs failed', async () => {
    shared.desk.jobs.push(
      { id: 'detect', startedAt: company.endsAt, finishedAt: company.endsAt + MINUTE, outcome: 'failed', said: 'the disk is full', lease: null },
      { id: 'collect', startedAt: null, finishedAt: null, outcome: 'never', said: 'has not run yet', lease: null },
    );

    const { jobs, sources } = (await hands.get('/api/queue')).json<QueueView>();
    shared.desk.jobs.length = 0;

    expect(jobs).toEqual([{ job: 'detect', state: 'failed', at: company.endsAt + MINUTE, said: 'the disk is full' }]);
    expect(sources.map(({ name, state }) => `${name} ${state}`)).toEqual(expect.arrayContaining(['fleet fresh', 'okta fresh', 'parcel late']));
    for (const { said } of sources) expect(said).toMatch(/^[A-Z0-9].*\.$/);
  });
});

describe('a session', () => {
  it('says that the company is made up', async () => {
    expect((await hands.get('/api/session')).json<SessionView>().simulated).toBe(true);
  });
});

describe('a case', () => {
  it('asks a question in its title and says how it came about', () => {
    expect(large.title).toBe('Do four people keep their laptops in one home?');
    // What ties them asks, though what drives their laptops may weigh more.
    expect(small.title).toBe('Do two people keep their laptops in one home?');
    const [first, second] = queue.rows[0]!.id === large.id ? [large, small] : [small, large];
    expect(large.history[0]!.said).toMatch(/^Opened with .+: company(, [a-z]+)+$/);
    for (const { name } of queue.rows.find(({ id }) => id === large.id)!.people) expect(large.history[0]!.said).toContain(name);
    expect(large).toMatchObject({ status: 'open', notes: [], simulated: true });
    expect(first.position).toEqual({ index: 0, of: 2, next: second.id });
    expect(second.position).toEqual({ index: 1, of: 2, previous: first.id });
  });

  it('prints sums that add up, line by line', () => {
    for (const person of [...large.people, ...small.people]) {
      let runs = 0;
      for (const line of person.lines) {
        runs += line.adds;
        expect(line.runs).toBeCloseTo(runs, 12);
      }
      expect(Math.abs(runs - person.logOdds)).toBeLessThan(1e-9);
      expect(person.chance).toBeCloseTo(1 / (1 + Math.exp(-person.logOdds)), 12);
      expect(person.lines[0]).toMatchObject({ kind: 'prior', headline: '1 in 500 starters', adds: -Math.log(499) });
      // Families stand beside the sum with the same numbers.
      for (const { family, adds, state } of person.families.filter(({ state: how }) => how === 'for' || how === 'against')) {
        const ofFamily = person.lines.filter((line) => line.family === family).reduce((sum, line) => sum + line.adds, 0);
        expect(ofFamily, `${family} ${state}`).toBeCloseTo(adds, 9);
      }
    }
  });

  it('has its heaviest person first, and tells of each where the laptop seems to be', () => {
    const sums = large.people.map(({ logOdds }) => logOdds);

    expect(sums).toEqual([...sums].sort((a, b) => b - a));
    for (const { seemsAt, saysHome, zone } of large.people) {
      expect(seemsAt).toMatch(/^(.+ ± \d+0 km|(within )?[\d,]+0( to [\d,]+0)? km (from|of) the claimed home)$/);
      expect(saysHome).toMatch(/^[\w .]+, [A-Z]{2}$/);
      expect(zone).toMatch(/^America\//);
    }
  });

  it('explains every finding: question, facts with what is usual, innocent reasons', () => {
    const lines = large.people[0]!.lines.filter(({ kind }) => kind === 'finding');

    expect(lines.length).toBeGreaterThan(3);
    for (const line of lines) {
      expect(line.question).toMatch(/\?$/);
      expect(line.headline).toMatch(/\.$/);
      expect(line.facts.length).toBeGreaterThan(0);
      expect(line.innocent.length).toBeGreaterThan(0);
      expect(line.finding).toMatch(/^f-/);
    }
  });

  it('knows what the sum would be without each finding', () => {
    const person = large.people[0]!;
    // A family that rests on one finding and is not held at a limit goes with it, all of it. With a place goes that another family counts less for it.
    const alone = person.lines.filter(({ family, kind, adds }) => kind === 'finding' && family !== 'place' && adds !== 0 && person.lines.filter((line) => line.family === family).length === 1);

    expect(alone.length).toBeGreaterThan(0);
    for (const { without, bandWithout, adds } of alone) {
      expect(without).toBeCloseTo(person.logOdds - adds, 9);
      expect(bandWithout).not.toBe(undefined);
    }
  });

  it('asks what would clear and what would confirm it, the weightiest first', () => {
    for (const { asks, logOdds } of large.people) {
      const clear = asks.filter(({ toward }) => toward === 'clear');
      const confirm = asks.filter(({ toward }) => toward === 'confirm');

      expect(asks).toEqual([...clear, ...confirm]);
      expect(clear.length).toBeGreaterThan(2);
      expect(confirm).toHaveLength(1);
      expect(clear.every(({ change }) => change < 0) && confirm.every(({ change }) => change > 0)).toBe(true);
      expect(clear.map(({ change }) => change)).toEqual(clear.map(({ change }) => change).sort((a, b) => a - b));
      for (const { change, then } of asks) expect(then.chance).toBeCloseTo(1 / (1 + Math.exp(-(logOdds + change))), 9);
    }
  });

  it('draws people and the place that they share, each once', () => {
    const things = Map.groupBy(large.ties, ({ to }) => to);
    const [place] = [...things.keys()].filter((thing) => /^Line [A-Z][a-z]+-\d+, Nashville ± \d+ km$/.test(thing));

    expect(things.get(place!)!.map(({ from }) => from).sort()).toEqual(large.people.map(({ name }) => name).sort());
    expect(things.has('AnyDesk')).toBe(true);
    expect(new Set(large.ties.map(({ from, to, by }) => `${from} ${to} ${by}`)).size).toBe(large.ties.length);
  });

  it('that does not exist is answered with a sentence', async () => {
    expect(problem(await hands.get('/api/cases/c-none'))).toEqual({ status: 404, code: 'not.found', message: 'There is no case under this address.' });
    expect(problem(await hands.get('/api/people/Wren-100'))).toEqual({ status: 404, code: 'not.found', message: 'There is no watched person under this address. Whoever is quiet has no page.' });
    expect(problem(await hands.get('/api/findings/f-none/rows'))).toEqual({ status: 404, code: 'not.found', message: 'There is no finding under this address. The newest run may have dropped it.' });
    expect(problem(await hands.get(`/api/cases/${large.id}/timeline?hire=${small.people[0]!.id}`))).toEqual({ status: 404, code: 'not.found', message: 'There is no such person in this case.' });
  });

  it('of one who is watched is a page of their own, without acts', async () => {
    const member = large.people[0]!;

    const page = view(await hands.get(`/api/people/${member.id}`));

    expect(page).toMatchObject({ id: member.id, status: 'watched', history: [], revision: '', bandEdges: large.bandEdges });
    expect(page.people[0]).toEqual(member);
    expect(page.title).toBe('Who drives this laptop?');
    expect(page.inCase).toEqual({ id: large.id });
  });
});

describe('time lines', () => {
  const timelineOf = async (id: string, hire: string): Promise<TimelineView> => (await hands.get(`/api/cases/${id}/timeline?hire=${hire}`)).json<TimelineView>();

  it('show a week in lanes, within their time, in order', async () => {
    const { lanes, from, to, hire } = await timelineOf(large.id, large.people[0]!.id);

    expect(hire).toBe(large.people[0]!.id);
    expect(to).toBe(company.endsAt);
    expect(to - from).toBeLessThanOrEqual(8 * DAY);
    expect(lanes.map(({ name }) => name)).toEqual(['Check-ins', 'Sign-ins', 'Keyboard and pointer', 'Remote control', 'VPN gateway', 'Software', 'People']);
    expect(lanes[0]!.marks.length).toBeGreaterThan(20);
    for (const { marks } of lanes) {
      for (const [index, mark] of marks.entries()) {
        expect(mark.from >= from && mark.to <= to + HOUR && mark.to > mark.from).toBe(true);
        if (index > 0) expect(mark.from).toBeGreaterThan(marks[index - 1]!.to);
        expect(mark.said).toMatch(/^\d+ events?$/);
      }
    }
  });

  it('shade the nights of the claim, and beside them those that the hours fit', async () => {
    const driven = small.people.find(({ lines }) => lines.some(({ family, adds }) => family === 'hours' && adds > 1))!;

    const { fit, nights, midnights, zone } = await timelineOf(small.id, driven.id);

    expect(zone).toBe('America/Phoenix');
    // Phoenix is seven hours behind UTC all year.
    for (const midnight of midnights) expect(new Date(midnight).getUTCHours()).toBe(7);
    expect(nights).toEqual(midnights.map((midnight) => ({ from: midnight - 2 * HOUR, to: midnight + 6 * HOUR })));
    expect(fit!.said).toMatch(/^UTC\+[789]$/);
    const midnightThere = (24 - Number(fit!.said.slice(4))) % 24;
    for (const night of fit!.nights) expect(new Date(night.from + 2 * HOUR).getUTCHours()).toBe(midnightThere);
  });

  it('shade nothing where the hours fit the claim', async () => {
    const fits = large.people.find(({ lines }) => lines.some(({ family, adds }) => family === 'hours' && adds <= 0))!;

    expect((await timelineOf(large.id, fits.id)).fit).toBe(undefined);
  });

  it('are the same on the page of the person', async () => {
    const id = large.people[0]!.id;

    expect((await hands.get(`/api/people/${id}/timeline?hire=${id}`)).json()).toEqual(await timelineOf(large.id, id));
    expect((await hands.get(`/api/people/${id}/timeline?hire=${large.people[1]!.id}`)).status).toBe(404);
  });
});

describe('raw rows', () => {
  const findings = (): readonly string[] => [...new Set([large, small].flatMap(({ people }) => people.flatMap(({ lines }) => lines.flatMap(({ finding }) => finding ?? []))))];

  it('stand behind every finding, newest first, two hundred at most', async () => {
    for (const id of findings()) {
      const { total, shown, rows } = (await hands.get(`/api/findings/${id}/rows`)).json<RawRowsView>();

      expect(rows).toHaveLength(shown);
      expect(shown).toBe(Math.min(200, total));
      expect(shown, id).toBeGreaterThan(0);
      expect(rows.map(({ at }) => at)).toEqual(rows.map(({ at }) => at).sort((a, b) => b - a));
    }
  });

  it('say that personal fields and machines are there, and no more', async () => {
    const { rows } = (await hands.get(`/api/findings/${sharing(large).finding!}/rows`)).json<RawRowsView>();

    for (const { document } of rows) {
      expect(document).toMatchObject({ 'event.action': expect.any(String), 'device.serial_number': expect.stringMatching(/^laptop [A-Z]\w+-\d{3}$/), 'source.ip': expect.stringMatching(/^address [A-Z]\w+-\d{3}$/), 'farmwatch.net.line': 'hidden: personal' });
      expect(document['source.as.number']).toEqual(expect.any(Number));
    }
  });
});

describe('privacy', () => {
  it('no answer for analysts holds an address, a serial number, a mail address, a name or an id of anybody', async () => {
    const values = privateValues(company, events);
    const cases = [large, small];
    const people = cases.flatMap((one) => one.people.map(({ id }) => ({ one, id })));
    // Something of IT staff that waits for a word, about each laptop of a case.
    const it1 = await shared.desk.as('it', 'S. Whitlock');
    const laptops = (await it1.get('/api/devices')).json<DevicesView>().rows.filter(({ verdict }) => verdict === 'shared-place').map(({ serial, revision }) => ({ serial, revision }));
    await it1.post('/api/devices/acts', { kind: 'serial-photo', devices: laptops });
    expect((await hands.get('/api/device-acts/waiting')).json<WaitingActsView>().acts).toHaveLength(6);
    const paths = [
      '/api/session', '/api/queue', '/api/device-acts/waiting', ...cases.flatMap(({ id }) => [`/api/cases/${id}`, `/api/cases/${id}/similar`, `/api/cases/${id}/allowances`]), ...people.map(({ id }) => `/api/people/${id}`),
      ...people.map(({ one, id }) => `/api/cases/${one.id}/timeline?hire=${id}`), ...people.map(({ id }) => `/api/people/${id}/timeline?hire=${id}`),
      ...new Set(cases.flatMap((one) => one.people.flatMap(({ lines }) => lines.flatMap(({ finding }) => (finding === undefined ? [] : [`/api/findings/${finding}/rows`]))))),
    ];
    /** Every name, text and number of the answers, with one path that gave it: answers repeat themselves. */
    const said = new Map<string, string>();
    for (const path of paths) {
      const { status, body } = await hands.get(path);
      expect(status, path).toBe(200);
      JSON.parse(body, (name, value: unknown) => {
        for (const one of [name, value]) if (typeof one !== 'object') said.set(String(one), path);
        return value;
      });
    }
    const all = [...said.keys()].join('\n');
    const leaks = values.filter((value) => all.includes(value)).map((value) => `${[...said].find(([text]) => text.includes(value))?.[1]} holds ${value}`);

    expect(values.length).toBeGreaterThan(500);
    expect(values).toEqual(expect.arrayContaining([company.subjects[0]!, company.tables.people[0]!.email, company.tables.devices[0]!.serial]));
    expect(paths.length).toBeGreaterThan(40);
    expect(said.size).toBeGreaterThan(1_000);
    expect(leaks).toEqual([]);
  });

  it('every look at a person is kept with the name of whoever looked', async () => {
    const { store } = shared.desk;
    const looks = async (): Promise<readonly Viewed[]> => {
      const found: Viewed[] = [];
      for await (const { entry } of viewJournal(store).read()) found.push(entry);
      return found;
    };
    const before = (await looks()).length;
    const person = large.people[0]!.id;
    const finding = sharing(large).finding!;
    const lea = await shared.desk.as('analyst', 'Lea');

    await lea.get('/api/queue');
    await lea.get(`/api/cases/${large.id}`);
    await lea.get(`/api/people/${person}`);
    await lea.get(`/api/cases/${large.id}/timeline?hire=${person}`);
    await lea.get(`/api/findings/${finding}/rows`);
    await lea.get('/api/cases/c-none');

    const everybody = large.people.map(({ id }) => id);
    expect((await looks()).slice(before).map((look) => ({ ...look, people: [...look.people].sort() }))).toEqual([
      { at: shared.desk.now, by: 'Lea', what: 'case', id: large.id, people: [...everybody].sort() },
      { at: shared.desk.now, by: 'Lea', what: 'person', id: person, people: [person] },
      { at: shared.desk.now, by: 'Lea', what: 'timeline', id: large.id, people: [person] },
      { at: shared.desk.now, by: 'Lea', what: 'rows', id: finding, people: [...everybody].sort() },
    ]);
  });
});

describe('acts', () => {
  let desk: Desk;
  let line: Pipeline;
  beforeEach(async () => {
    // Acts change what stands: each test has a company of its own.
    const own = await copyOf(shared.desk.store);
    line = own.line;
    desk = await deskOver(own.store, own.line);
    hands = await desk.as('analyst', 'Kim');
    queue = (await hands.get('/api/queue')).json<QueueView>();
    large = await hands.case(queue.rows.find(({ people }) => people.length === 4)!.id);
  });

  it('take a case, and give it back', async () => {
    const taken = view(await hands.act(large.id, { kind: 'take', revision: large.revision }));
    desk.now += MINUTE;
    const released = view(await hands.act(large.id, { kind: 'release', revision: taken.revision }));

    expect(taken.owner).toBe('Kim');
    expect(released.owner).toBe(undefined);
    expect(released.history.slice(-2).map(({ said, by }) => `${by}: ${said}`)).toEqual(['Kim: Taken', 'Kim: Given back']);
    expect(new Set([large.revision, taken.revision, released.revision]).size).toBe(3);
  });

  it('write notes down as they were written', async () => {
    const text = '<b>They</b> say it is one household.';

    const noted = view(await hands.act(large.id, { kind: 'note', text: `  ${text}\n`, revision: large.revision }));

    expect(noted.notes).toEqual([{ at: desk.now, by: 'Kim', text }]);
    expect(noted.history.at(-1)!.said).toBe(`Note: ${text}`);
  });

  it('close a case with a reason, and open it again', async () => {
    const closed = view(await hands.act(large.id, { kind: 'close', reason: 'benign-true', note: 'A declared household.', revision: large.revision }));
    const shown = (await hands.get('/api/queue')).json<QueueView>();
    const noted = view(await hands.act(large.id, { kind: 'note', text: 'HR has the form.', revision: closed.revision }));
    const opened = view(await hands.act(large.id, { kind: 'reopen', note: 'The form was forged.', revision: noted.revision }));

    expect(closed).toMatchObject({ status: 'closed', closed: { reason: 'benign-true', note: 'A declared household.', by: 'Kim', at: desk.now } });
    expect(closed.history.at(-1)!.said).toBe('Closed: seen rightly, but harmless. A declared household.');
    expect(shown.rows.map(({ id, status }) => `${id} ${status}`).sort()).toEqual([`${small.id} open`, `${large.id} closed`].sort());
    expect(shown.peopleInCases).toBe(2);
    expect(opened).toMatchObject({ status: 'open' });
    expect(opened.closed).toBe(undefined);
    expect(opened.history.at(-1)!.said).toBe('Reopened: The form was forged.');
  });

  it('outlive the next run', async () => {
    await hands.act(large.id, { kind: 'take', revision: large.revision });

    await line.run(company.endsAt + HOUR);
    desk.news.publish({ event: 'run', asOf: company.endsAt + HOUR });

    expect(await hands.case(large.id)).toMatchObject({ owner: 'Kim', status: 'open' });
    expect((await hands.get('/api/queue')).json<QueueView>().asOf).toBe(company.endsAt + HOUR);
  });

  it('on a page that is out of date are refused, and change nothing', async () => {
    const lea = await desk.as('analyst', 'Lea');
    await hands.act(large.id, { kind: 'take', revision: large.revision });

    const late = await lea.act(large.id, { kind: 'close', reason: 'false', note: 'Geo data.', revision: large.revision });

    expect(problem(late)).toEqual({ status: 409, code: 'record.stale', message: `Someone else changed ${large.id} first; read it again and retry.` });
    expect(await lea.case(large.id)).toMatchObject({ status: 'open', owner: 'Kim' });
  });

  it('of several people at once: one is first, the others are told', async () => {
    const many = await Promise.all(['Lea', 'Max', 'Ned', 'Ola'].map((name) => desk.as('analyst', name)));

    const answers = await Promise.all(many.map((one) => one.act(large.id, { kind: 'take', revision: large.revision })));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409, 409]);
    const winner = view(answers.find(({ status }) => status === 200)!).owner;
    const after = await hands.case(large.id);
    expect(after.owner).toBe(winner);
    expect(after.history.filter(({ said }) => said.startsWith('Taken'))).toHaveLength(1);
  });

  it('on different cases do not stand in each other’s way', async () => {
    const other = await hands.case(small.id);

    const answers = await Promise.all([large, other].map(({ id, revision }) => hands.act(id, { kind: 'take', revision })));

    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
  });

  it('that do not fit the state of the case are refused with a sentence', async () => {
    const reopened = await hands.act(large.id, { kind: 'reopen', note: 'Why not.', revision: large.revision });
    const closed = view(await hands.act(large.id, { kind: 'close', reason: 'true', note: 'The camera showed somebody else.', revision: large.revision }));
    const taken = await hands.act(large.id, { kind: 'take', revision: closed.revision });

    expect(problem(reopened)).toEqual({ status: 400, code: 'request.invalid', message: 'The case is open; that cannot be done to it.' });
    expect(problem(taken)).toEqual({ status: 400, code: 'request.invalid', message: 'The case is closed; that cannot be done to it.' });
  });

  it.each([
    ['an unknown act', { kind: 'dance' }, 'kind: one of take, release, note, close, reopen'],
    ['an empty note', { kind: 'note', text: '   ' }, 'text: write a sentence'],
    ['a note longer than a page', { kind: 'note', text: 'x'.repeat(4_001) }, 'text: 4,000 characters are the most'],
    ['a reason nobody knows', { kind: 'close', reason: 'bored', note: 'So what.' }, 'reason: one of true, benign-true, false, duplicate, not-evaluable'],
    ['a close without a sentence', { kind: 'close', reason: 'true', note: '' }, 'note: write a sentence'],
    ['a page that was not read', { kind: 'take', revision: undefined }, 'revision: goes with every act; read the case first'],
  ])('with %s are refused with a sentence', async (_, act, said) => {
    const answer = await hands.act(large.id, { revision: large.revision, ...act } as unknown as CaseAct);

    expect(problem(answer)).toEqual({ status: 400, code: 'request.invalid', message: `What was sent does not fit. ${said}.` });
    expect((await hands.case(large.id)).revision).toBe(large.revision);
  });

  it('on a case that does not exist are refused with a sentence', async () => {
    expect(problem(await hands.act('c-none', { kind: 'take', revision: '0' }))).toEqual({ status: 404, code: 'not.found', message: 'There is no case under this address.' });
  });

  it('and runs are told to pages that are open', async () => {
    const url = await desk.server.listen({ host: '127.0.0.1', port: 0 });
    const ended = new AbortController();
    const stream = (await fetch(`${url}/api/events`, { headers: { cookie: hands.cookie }, signal: ended.signal })).body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = '';
    const hear = async (until: string): Promise<void> => {
      while (!heard.includes(until)) heard += (await stream.read()).value ?? '';
    };
    await hear('listening');

    await hands.act(large.id, { kind: 'take', revision: large.revision });
    await hear(large.id);
    desk.news.publish({ event: 'run', asOf: 1_234 });
    await hear('1234');
    ended.abort();
    await desk.server.close();

    expect(heard).toBe(`: listening\n\nevent: case\ndata: {"id":"${large.id}"}\n\nevent: run\ndata: {"asOf":1234}\n\n`);
  });
});

describe('pseudonyms', () => {
  it('stay with people from run to run, and from start to start', async () => {
    const { store } = shared.desk;
    const again = await deskOver(store, shared.line);

    expect((await (await again.as('analyst')).get('/api/queue')).json<QueueView>().rows.map(({ people }) => people)).toEqual(queue.rows.map(({ people }) => people));
  });

  it('are drawn anew for another store', async () => {
    const own = await copyOf(shared.desk.store);
    const other = await deskOver(own.store, own.line);
    const people = (await (await other.as('analyst')).get('/api/queue')).json<QueueView>().rows.flatMap((row) => row.people.map(({ id }) => id));

    expect(people).toHaveLength(6);
    expect(new Set(people).size).toBe(6);
    for (const name of people) expect(name).toMatch(/^[A-Z][a-z]+-\d{3}$/);
  });
});
