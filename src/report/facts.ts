import type { Case, CloseReason } from '../cases/case.ts';
import type { HireId } from '../core/person.ts';
import { DAY, dayOf, localDayOf, startOfDay, type Day, type Instant } from '../core/time.ts';
import type { Hire } from '../detect/detector.ts';
import { DAILY_ACTIONS, PRESENCE, presenceOf, expectsOf } from '../detect/people/presence.ts';
import { readHistory, registryAt, type Registry } from '../detect/people/registry.ts';
import { ledgerRows, type LedgerRow } from '../run/allowed/ledger.ts';
import { DECIDED } from '../run/closings.ts';
import { hiddenIn } from '../run/mutes.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { scopeTimeOf } from '../run/retention/scope-time.ts';
import { sourcesSeen, type SourceSeen } from '../run/sources-seen.ts';
import type { Run } from '../run/stored-run.ts';
import { closedBetween, isOpenAt, movements, openSince, openedBetween, wasOpenIn, type Movement } from './case-weeks.ts';
import { entriesIn, hiddenJournal, plantedJournal, type HiddenEntry } from './kept.ts';
import { nameless } from './nameless.ts';
import { privacyIn, type PrivacyFacts } from './privacy.ts';
import type { ProofFacts } from './proof.ts';
import { quarterToldIn } from './quarter.ts';
import { quarterFactsOf, type QuarterFacts } from './quarter-facts.ts';
import { weekBefore, type Week } from './week.ts';

/** So many weeks are looked back at. */
export const WEEKS_BACK = 12;
/** The longest that an action may be missing and still be expected of everybody. */
const EXPECTED_DAYS = 30;
const DAYS_A_MONTH = 30;

/** All that a report of one week says, before words. Every number comes from what stood at the week's last run. */
export interface WeekFacts {
  readonly week: Week;
  /** Up to when things are told: the end of the week, or now where that is still to come. */
  readonly until: Instant;
  readonly zone: string;
  readonly company: string;
  readonly simulated: boolean;
  /** The last run before the end of the week; undefined where none took place in it. */
  readonly run: Run | undefined;
  /** People in their first months at that run. */
  readonly hires: readonly { readonly hire: HireId; readonly zone: string | undefined; readonly region: string | undefined; readonly startDate: Day }[];
  readonly sources: readonly SourceSeen[];
  /** Working days of the week that starters had begun on, with how many of them anything came in. */
  readonly hireDays: HireDays;
  readonly movement: Readonly<Record<'act' | 'review', { readonly now: Movement; readonly before: Movement }>>;
  readonly closedBy: { readonly now: Readonly<Record<CloseReason, number>>; readonly before: Readonly<Record<CloseReason, number>>; readonly weeks: Readonly<Record<CloseReason, number>> };
  /** Oldest first; the last one is this week. */
  readonly weeks: readonly { readonly name: string; readonly hires: number; readonly opened: number; readonly closed: number; readonly open: number }[];
  readonly open: readonly Case[];
  readonly closed: readonly Case[];
  /** People in a case that was open at any time of the week. */
  readonly inCases: ReadonlySet<HireId>;
  readonly allowed: readonly LedgerRow[];
  /** What was hidden when it was counted last in this week; undefined where it was not. */
  readonly hidden: HiddenEntry | undefined;
  readonly muted: readonly string[];
  readonly privacy: PrivacyFacts;
  readonly proof: ProofFacts;
  /** In the first week of a quarter the one before it, beside four earlier ones. */
  readonly quarter: QuarterFacts | undefined;
}

export interface HireDays {
  readonly expected: number;
  readonly seen: number;
  readonly lostBy: Readonly<Record<string, number>>;
  /** People of whom something was expected, and those of them of whom nothing came. */
  readonly people: number;
  readonly silent: number;
}
const NO_DAYS: HireDays = { expected: 0, seen: 0, lostBy: {}, people: 0, silent: 0 };

/**
 * Reads what a report of one week rests on. The same week gives the same facts, whenever it is asked for once it is over.
 *
 * @param now where the week may still run; without it, it counts as over
 */
export async function factsOf(pipeline: Pipeline, week: Week, { company, zone, simulated, now: asked = week.to }: Pick<WeekFacts, 'company' | 'zone' | 'simulated'> & { readonly now?: Instant }): Promise<WeekFacts> {
  const { store, scope } = pipeline.parts;
  const last = week.to - 1;
  const { run: newest, cases: all } = await pipeline.cases(last);
  const run = newest && newest.asOf >= week.from ? newest : undefined;
  const [earlier, first] = [weekBefore(week, zone), weekBefore(week, zone, WEEKS_BACK - 1)];
  const before = await pipeline.casesAt(week.from - 1);
  const twoBefore = await pipeline.casesAt(earlier.from - 1);
  const asOf = run?.asOf ?? last;
  const history = await readHistory(store);
  const registry = registryAt(history, asOf, scope, new Set(all.filter(({ status }) => status === 'open').flatMap(({ hires }) => hires)));
  const cases = all.map((state) => withoutNames(state, registry));
  const judged = new Set(run?.risks.map(({ hire_id: hire }) => hire) ?? []);
  // A run judges people of open cases past their first months, too; the case counts them, and they are no hires of this report.
  const inFirstMonths = (hire: Hire): boolean => {
    const { from, to } = scopeTimeOf(hire, scope);
    return from <= asOf && asOf < to;
  };
  const hires = [...registry.hires.values()].filter((hire) => judged.has(hire.hire_id) && inFirstMonths(hire))
    .map(({ hire_id: hire, time_zone: own, home_region: region, home_country: country, start_date: startDate }) => ({ hire, zone: own, region: region === undefined ? undefined : [region, country].filter(Boolean).join(', '), startDate }));
  const weeks = Array.from({ length: WEEKS_BACK }, (_, nth) => weekBefore(week, zone, WEEKS_BACK - 1 - nth));
  const scopes = [...registry.hires.values()].map((hire) => scopeTimeOf(hire, scope));
  const hiresIn = (one: Week): number => (one.name === week.name ? hires.length : scopes.filter(({ from, to }) => from < one.to && to >= one.to).length);
  const [now, then] = [movements(before, cases), movements(twoBefore, before)];
  const closedBy = { now: closedBetween(cases, week.from, week.to), before: closedBetween(cases, earlier.from, earlier.to), weeks: closedBetween(cases, first.from, week.to) };
  const planted = await entriesIn(plantedJournal(store), { from: first.from, to: week.to });
  const runDays = new Set((await pipeline.runs.instants(first.from, week.to)).map((at) => localDayOf(at, zone)));
  return {
    week, until: Math.min(week.to, asked), zone, company, simulated, run, hires, sources: await sourcesSeen(store, asOf),
    hireDays: run ? await hireDaysOf(pipeline, run.asOf, week, hires, registry) : NO_DAYS,
    movement: { act: { now: now.act, before: then.act }, review: { now: now.review, before: then.review } }, closedBy,
    weeks: weeks.map((one) => ({
      name: one.name, hires: hiresIn(one), opened: openedBetween(cases, one.from, one.to), closed: Object.values(closedBetween(cases, one.from, one.to)).reduce((sum, many) => sum + many, 0),
      open: cases.filter((state) => isOpenAt(state, one.to)).length,
    })),
    open: cases.filter(({ status }) => status === 'open').toSorted((a, b) => b.chance - a.chance || (a.id < b.id ? -1 : 1)),
    closed: cases.filter((state) => state.status === 'closed' && state.closed !== null && state.closed.at >= week.from && state.closed.at < week.to),
    inCases: new Set(cases.filter((state) => wasOpenIn(state, week.from, week.to)).flatMap((state) => state.hires)),
    allowed: ledgerRows(history, registry), hidden: (await entriesIn(hiddenJournal(store), week)).at(-1), muted: run ? hiddenIn(run) : [],
    privacy: await privacyIn(pipeline, week),
    proof: {
      planted: { now: planted.filter(({ at }) => at >= week.from), weeks: planted }, falseCases: closedBy.weeks['false'],
      // Nobody was watched on a day without a run.
      hireMonths: weeks.reduce((sum, one) => sum + (hiresIn(one) * daysWithin(one, runDays)) / DAYS_A_MONTH, 0),
      verdictDays: cases.filter(({ status, closed }) => status === 'closed' && closed !== null && closed.at >= first.from && (DECIDED as readonly string[]).includes(closed.reason)).map((state) => (state.closed!.at - openSince(state)) / DAY),
    },
    quarter: await quarterOf(pipeline, week, { company, zone, simulated }, history),
  };
}

async function quarterOf(pipeline: Pipeline, week: Week, about: Pick<WeekFacts, 'company' | 'zone' | 'simulated'>, history: Parameters<typeof quarterFactsOf>[3]): Promise<QuarterFacts | undefined> {
  const quarter = quarterToldIn(week, about.zone);
  return quarter && quarterFactsOf(pipeline, quarter, about, history);
}

function withoutNames(state: Case, { hires }: Registry): Case {
  if (state.closed === null) return state;
  return { ...state, closed: { ...state.closed, note: nameless(state.closed.note, state.hires.flatMap((hire) => hires.get(hire) ?? [])) } };
}

function daysWithin({ monday }: Week, days: ReadonlySet<Day>): number {
  return Array.from({ length: 7 }, (_, nth) => dayOf(startOfDay(monday) + nth * DAY)).filter((day) => days.has(day)).length;
}

/** Days of the week, Monday to Friday, since the start of each person, with what came in on them. */
async function hireDaysOf(pipeline: Pipeline, asOf: Instant, week: Week, hires: WeekFacts['hires'], { directory, hires: people }: Registry): Promise<HireDays> {
  const days = [0, 1, 2, 3, 4].map((nth) => dayOf(startOfDay(week.monday) + nth * DAY)).filter((day) => startOfDay(day) + DAY <= asOf);
  const gathered = await pipeline.gather.gather([{ plan: PRESENCE, days: Math.ceil((asOf - startOfDay(week.monday)) / DAY) }], asOf, directory);
  const { daysByHire } = presenceOf(await gathered.rowsOf(0));
  const expected = await expectedActions(pipeline, asOf);
  const total = { expected: 0, seen: 0, people: 0, silent: 0 };
  const lostBy: Record<string, number> = {};
  for (const { hire, startDate } of hires) {
    const own = days.filter((day) => day >= startDate);
    if (own.length === 0) continue;
    const byAction = daysByHire.get(hire);
    const any = new Set<Day>([...byAction?.values() ?? []].flat());
    const seen = own.filter((day) => any.has(day)).length;
    total.expected += own.length;
    total.seen += seen;
    total.people++;
    if (seen === 0) total.silent++;
    for (const action of expected) {
      if (!expectsOf(people.get(hire)?.device_kind, action) && !byAction?.has(action)) continue;
      const there = new Set(byAction?.get(action) ?? []);
      lostBy[action] = (lostBy[action] ?? 0) + own.filter((day) => !there.has(day)).length;
    }
  }
  return { ...total, lostBy };
}

/** What anybody in the company sent lately: what nobody sends is not lost. */
async function expectedActions({ parts: { store } }: Pipeline, asOf: Instant): Promise<readonly string[]> {
  const rows = await store.events.tally({ where: { 'event.action': [...DAILY_ACTIONS] }, by: ['event.action'], measure: { times: 'count' } }, { from: asOf - EXPECTED_DAYS * DAY, to: asOf + 1, asOf });
  const sent = new Set(rows.map((row) => row['event.action']));
  return DAILY_ACTIONS.filter((action) => sent.has(action));
}
