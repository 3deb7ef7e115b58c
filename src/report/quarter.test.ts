import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson } from '../../test/support/window.ts';
import { HOUR, isoOf, startOfDay as day, type Instant } from '../core/time.ts';
import { shareBounds } from '../evaluate/intervals.ts';
import { aCase, aRun, keepHouse, pipelineOf, register } from '../run/housekeeping.fixture.ts';
import { responseBook } from '../run/responses/response-book.ts';
import type { Store } from '../store/store.ts';
import { quarterAt, quarterBefore, quarterNamed, quarterToldIn } from './quarter.ts';
import { quarterFactsOf, type QuarterCounts } from './quarter-facts.ts';
import { quarterlyOf } from './quarterly.ts';
import { weekNamed } from './week.ts';

const ABOUT = { company: 'Acme', zone: 'UTC', simulated: false };
const Q4 = quarterNamed('2026-Q4', 'UTC')!;

describe('a quarter', () => {
  it.each([['2026-Q1', '2026-01-01', '2026-03-31'], ['2026-Q4', '2026-10-01', '2026-12-31']])('%s goes from %s to %s', (name, first, last) => expect(quarterNamed(name, 'UTC')).toMatchObject({ name, first, last }));
  it.each(['2026-Q0', '2026-Q5', 'Q3', '2026Q3', ''])('is not named %j', (name) => expect(quarterNamed(name, 'UTC')).toBeUndefined());
  it('begins and ends at midnight where the company is', () => {
    const { from, to } = quarterNamed('2026-Q4', 'America/Chicago')!;

    expect([isoOf(from), isoOf(to)]).toEqual(['2026-10-01T05:00:00Z', '2027-01-01T06:00:00Z']);
    expect([from - 1, from].map((instant) => quarterAt(instant, 'America/Chicago').name)).toEqual(['2026-Q3', '2026-Q4']);
  });
  it('comes after the one before it, over the year', () => expect(quarterBefore(quarterNamed('2026-Q1', 'UTC')!, 'UTC', 2).name).toBe('2025-Q3'));
  it.each([['2026-W39', undefined], ['2026-W40', '2026-Q3'], ['2026-W41', undefined], ['2026-W53', '2026-Q4'], ['2024-W01', '2023-Q4']])('in the week %s that of %s is told', (week, quarter) => {
    // 1 October 2026 is the Thursday of week 40, 1 January 2024 the Monday of week 1.
    expect(quarterToldIn(weekNamed(week, 'UTC')!, 'UTC')?.name).toBe(quarter);
  });
});

/** A company with three applications and two cases, one of them a farm, and runs at the ends of two quarters. */
async function aCompany(): Promise<Store> {
  const store = memoryStore({ now: () => day('2027-06-01') });
  await register(store, 'people', [
    aPerson({ hire_id: 'kim', start_date: '2026-10-05' }), aPerson({ hire_id: 'lee', start_date: '2026-11-02' }), aPerson({ hire_id: 'gone', start_date: '2026-02-02' }),
  ]);
  await register(store, 'applications', [
    { application_id: 'a-1', applied_at: day('2026-10-01'), hire_id: 'kim' }, { application_id: 'a-2', applied_at: day('2026-12-31') }, { application_id: 'a-3', applied_at: day('2026-03-01') },
  ]);
  const closed = (reason: 'true' | 'false', when: Instant) => ({ status: 'closed' as const, closed: { reason, note: '', by: 'sam', at: when }, updatedAt: when });
  const cases = [aCase({ id: 'c-1', openedAt: day('2026-11-01'), hires: ['kim'], ...closed('true', day('2026-11-10')) }), aCase({ id: 'c-2', openedAt: day('2026-10-20'), hires: ['lee'], ...closed('false', day('2026-10-25')) })];
  const run = (asOf: Instant, those: typeof cases) => pipelineOf(store).runs.put({ asOf, findings: [], risks: [], custody: [], cases: those, unjoined: { strangers: 0, machines: 0 }, versions: {} });
  await run(day('2026-03-31'), []);
  await run(day('2026-12-31'), cases);
  return store;
}

describe('the facts of five quarters', () => {
  it('are counted by the day on which something came', async () => {
    const { quarters } = await quarterFactsOf(pipelineOf(await aCompany()), Q4, ABOUT);

    expect(quarters.map(({ name, judged }) => [name, judged])).toEqual([['2025-Q4', false], ['2026-Q1', true], ['2026-Q2', false], ['2026-Q3', false], ['2026-Q4', true]]);
    expect(quarters.at(-1)).toMatchObject({ applications: { seen: 2, held: 2, confirmed: 1 }, hires: { watched: 2, inCase: 2, confirmed: 1 }, cases: { opened: 2, confirmed: 1 } });
    // Whoever starts on 5 October is watched from 21 September on.
    expect(quarters.at(-2)!.hires.watched).toBe(1);
  });
  it('stay the same after housekeeping has let rows and cases go', async () => {
    const store = await aCompany();
    const before = await quarterFactsOf(pipelineOf(store), Q4, ABOUT);

    await responseBook(store).append({ did: 'started', at: day('2026-11-11'), by: 'sam', case: 'c-1', plan: [] });
    await responseBook(store).append({ did: 'ended', at: day('2026-12-01'), by: 'sam', case: 'c-1', note: 'all done' });

    const did = await keepHouse(store, day('2027-05-30'));

    expect(did).toMatchObject({ cases: 1, applications: 2 });
    expect(await quarterFactsOf(pipelineOf(store), Q4, ABOUT)).toEqual(before);
  });
  it('count people once, in however many cases they were and in however many nights these go', async () => {
    const store = memoryStore({ now: () => day('2027-06-01') });
    await register(store, 'people', Array.from({ length: 20 }, (_, n) => aPerson({ hire_id: `h-${n}`, start_date: '2026-10-05' })));
    const cases = [['2026-10-10', 'h-0', 'h-1'], ['2026-10-10', 'h-1', 'h-2'], ['2026-11-20', 'h-0', 'h-3'], ['2026-12-10', 'h-0'], ['2026-12-20', 'h-3']].map(([opened, ...hires], nth) => aCase({
      id: `c-${nth}`, openedAt: day(opened!), hires, status: 'closed', closed: { reason: nth === 4 ? 'true' : 'false', note: '', by: 'sam', at: day(opened!) + HOUR },
    }));
    await pipelineOf(store).runs.put(aRun(day('2026-12-31'), { cases }));
    const told = async (): Promise<QuarterCounts> => (await quarterFactsOf(pipelineOf(store), Q4, ABOUT)).quarters.at(-1)!;
    const before = await told();
    expect(before.hires.inCase).toBe(4);

    // Cases closed as false go 90 days later: two of October in January, one in February, one in March; the farm stays.
    for (const [night, many] of [['2027-01-15', 2], ['2027-02-25', 1], ['2027-03-20', 1]] as const) {
      expect(await keepHouse(store, day(night))).toMatchObject({ cases: many });
      expect(await told()).toEqual(before);
    }
  });
  it('tell what was held at the end of the quarter', async () => {
    const store = await aCompany();

    // The application of March is over 180 days old then.
    await keepHouse(store, day('2026-12-01'));

    expect((await quarterFactsOf(pipelineOf(store), Q4, ABOUT)).quarters[1]!.applications).toEqual({ seen: 1, held: 0, confirmed: 0 });
  });
});

describe('a quarter begins and ends by the company\'s clock', () => {
  const LAST_MOMENT = { 'America/Los_Angeles': Date.parse('2026-10-01T03:00:00Z'), 'Asia/Tokyo': Date.parse('2026-09-30T14:00:00Z') };
  const MOMENTS = [
    // The evening of 30 September, and the early morning of 1 October.
    ['America/Los_Angeles', LAST_MOMENT['America/Los_Angeles'], [1, 0]], ['America/Los_Angeles', LAST_MOMENT['America/Los_Angeles'] + 6 * HOUR, [0, 1]],
    ['Asia/Tokyo', LAST_MOMENT['Asia/Tokyo'], [1, 0]], ['Asia/Tokyo', LAST_MOMENT['Asia/Tokyo'] + 6 * HOUR, [0, 1]],
  ] as const;
  /** A company with one case and one application of this moment. */
  async function inZone(at: Instant): Promise<Store> {
    const store = memoryStore({ now: () => day('2027-06-01') });
    await register(store, 'people', [aPerson({ hire_id: 'kim', start_date: '2026-09-01' })]);
    await register(store, 'applications', [{ application_id: 'a-1', applied_at: at }]);
    const closed = { status: 'closed' as const, closed: { reason: 'false' as const, note: '', by: 'sam', at: at + HOUR } };
    await pipelineOf(store).runs.put(aRun(day('2026-09-15')));
    await pipelineOf(store).runs.put(aRun(at, { cases: [aCase({ id: 'c-1', openedAt: at, hires: ['kim'], ...closed })] }));
    return store;
  }
  /** What the two quarters tell, each as of its own end: cases and applications. */
  async function told(store: Store, zone: string): Promise<readonly (readonly number[])[]> {
    const own = async (name: string): Promise<QuarterCounts> => (await quarterFactsOf(pipelineOf(store), quarterNamed(name, zone)!, { ...ABOUT, zone })).quarters.at(-1)!;
    const both = [await own('2026-Q3'), await own('2026-Q4')];
    return [both.map(({ cases }) => cases.opened), both.map(({ applications }) => applications.seen)];
  }

  it.each(MOMENTS)('for cases and applications: %s, %i', async (zone, at, counts) => {
    expect(await told(await inZone(at), zone)).toEqual([counts, counts]);
  });
  it.each(MOMENTS)('for what housekeeping let go: %s, %i', async (zone, at, counts) => {
    const store = await inZone(at);

    const did = await keepHouse(store, day('2027-05-30'), { companyZone: zone });

    expect(did).toMatchObject({ cases: 1, applications: 1 });
    expect(await told(store, zone)).toEqual([counts, counts]);
  });
  it('and an application of which only the day is known counts on that day', async () => {
    expect(await told(await inZone(day('2026-10-01')), 'America/Los_Angeles')).toMatchObject([[1, 0], [0, 1]]);
  });
});

describe('what has changed from quarter to quarter', () => {
  const counts = (name: string, watched: number, inCase: number): QuarterCounts =>
    ({ name, judged: watched > 0, applications: { seen: 0, held: 0, confirmed: 0 }, hires: { watched, inCase, confirmed: 0 }, cases: { opened: 0, confirmed: 0 } });
  const changes = (...quarters: QuarterCounts[]) => quarterlyOf({ quarter: Q4, company: 'Acme', simulated: false, quarters }, shareBounds).changes;

  it('is told where intervals do not overlap', () => {
    // 2 of 1,000: 0.2 to 7.2 per 1,000. 30 of 1,000: 20.3 to 42.6.
    expect(changes(counts('2026-Q3', 1_000, 2), counts('2026-Q4', 1_000, 30))).toEqual(['Hires in a case: 2.0 per 1,000 in 2026-Q3, 30.0 in 2026-Q4; the intervals do not overlap.']);
  });
  it('is not told where they do, nor beside a quarter in which nobody was watched', () => {
    const none = ['Nothing has changed so much that intervals would not overlap.'];

    expect(changes(counts('2026-Q3', 1_000, 2), counts('2026-Q4', 1_000, 5))).toEqual(none);
    expect(changes(counts('2026-Q3', 0, 0), counts('2026-Q4', 1_000, 500))).toEqual(none);
  });
});
