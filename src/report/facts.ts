import type { Case } from '../cases/case.ts';
import type { HireId } from '../core/person.ts';
import { DAY, dayOf, startOfDay, type Day, type Instant } from '../core/time.ts';
import { PRESENCE, PRESENCE_DAYS, coverageOf, presenceOf } from '../detect/presence.ts';
import { readHistory, registryAt } from '../detect/registry.ts';
import { ledgerRows, type LedgerRow } from '../run/allowed/ledger.ts';
import { hiddenIn } from '../run/mutes.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { sourcesSeen, type SourceSeen } from '../run/sources-seen.ts';
import type { Run } from '../run/stored-run.ts';
import { viewJournal } from '../run/views.ts';
import { closedBetween, movements, openedBetween, type Movement } from './case-weeks.ts';
import { weekBefore, type Week } from './week.ts';
import type { CloseReason } from '../cases/case.ts';

/** So many weeks are looked back at. */
export const WEEKS_BACK = 12;

/** All that a report of one week says, before words. Every number comes from what stood at the week's last run. */
export interface WeekFacts {
  readonly week: Week;
  readonly zone: string;
  readonly company: string;
  readonly simulated: boolean;
  /** The last run before the end of the week; undefined where none took place in it. */
  readonly run: Run | undefined;
  readonly hires: readonly { readonly hire: HireId; readonly zone: string | undefined; readonly startsAt: Instant }[];
  readonly sources: readonly SourceSeen[];
  /** Working days of the week that starters had begun on, with how many of them anything came in. */
  readonly hireDays: { readonly expected: number; readonly seen: number; readonly lostBy: Readonly<Record<string, number>> };
  readonly movement: Readonly<Record<'act' | 'review', { readonly now: Movement; readonly before: Movement }>>;
  readonly closedBy: { readonly now: Readonly<Record<CloseReason, number>>; readonly before: Readonly<Record<CloseReason, number>>; readonly weeks: Readonly<Record<CloseReason, number>> };
  /** Oldest first; the last one is this week. */
  readonly weeks: readonly { readonly name: string; readonly opened: number; readonly closed: number }[];
  readonly open: readonly Case[];
  readonly closed: readonly Case[];
  /** People in a case that was open at any time of the week. */
  readonly inCases: ReadonlySet<HireId>;
  readonly allowed: readonly LedgerRow[];
  readonly muted: readonly string[];
  readonly views: { readonly times: number; readonly people: number; readonly lookers: number };
}

/** One look at people, as the server keeps it. */

/** Reads what a report of one week rests on. The same week gives the same facts, whenever it is asked for. */
export async function factsOf(pipeline: Pipeline, week: Week, { company, zone, simulated }: Pick<WeekFacts, 'company' | 'zone' | 'simulated'>): Promise<WeekFacts> {
  const { store, scope } = pipeline.parts;
  const last = week.to - 1;
  const { run: newest, cases } = await pipeline.cases(last);
  const run = newest && newest.asOf >= week.from ? newest : undefined;
  const before = (await pipeline.cases(week.from - 1)).cases;
  const twoBefore = (await pipeline.cases(weekBefore(week, zone).from - 1)).cases;
  const asOf = run?.asOf ?? last;
  const history = await readHistory(store);
  const registry = registryAt(history, asOf, scope, new Set(cases.filter(({ status }) => status === 'open').flatMap(({ hires }) => hires)));
  const inScope = new Set(run?.risks.map(({ hire_id: hire }) => hire) ?? []);
  const hires = [...registry.hires.values()].filter(({ hire_id: hire }) => inScope.has(hire)).map(({ hire_id: hire, time_zone: own, startsAt }) => ({ hire, zone: own, startsAt }));
  const earlier = weekBefore(week, zone);
  const first = weekBefore(week, zone, WEEKS_BACK - 1);
  const [now, then] = [movements(before, cases), movements(twoBefore, before)];
  return {
    week, zone, company, simulated, run, hires, sources: await sourcesSeen(store, asOf),
    hireDays: run ? await hireDaysOf(pipeline, run.asOf, week, hires) : { expected: 0, seen: 0, lostBy: {} },
    movement: { act: { now: now.act, before: then.act }, review: { now: now.review, before: then.review } },
    closedBy: { now: closedBetween(cases, week.from, week.to), before: closedBetween(cases, earlier.from, earlier.to), weeks: closedBetween(cases, first.from, week.to) },
    weeks: Array.from({ length: WEEKS_BACK }, (_, nth) => weekBefore(week, zone, WEEKS_BACK - 1 - nth)).map(({ name, from, to }) => ({
      name, opened: openedBetween(cases, from, to), closed: Object.values(closedBetween(cases, from, to)).reduce((sum, many) => sum + many, 0),
    })),
    open: cases.filter(({ status }) => status === 'open').toSorted((a, b) => b.chance - a.chance || (a.id < b.id ? -1 : 1)),
    closed: cases.filter((state) => state.status === 'closed' && state.closed !== null && state.closed.at >= week.from && state.closed.at < week.to),
    inCases: new Set(cases.filter(({ openedAt, status, updatedAt }) => openedAt < week.to && (status === 'open' || updatedAt >= week.from)).flatMap((state) => state.hires)),
    allowed: ledgerRows(history, registry), muted: run ? hiddenIn(run) : [],
    views: await viewsIn(pipeline, week),
  };
}

/** Days of the week, Monday to Friday, since the start of each person, with what came in on them. */
async function hireDaysOf(pipeline: Pipeline, asOf: Instant, week: Week, hires: WeekFacts['hires']): Promise<WeekFacts['hireDays']> {
  const registry = registryAt(await readHistory(pipeline.parts.store), asOf, pipeline.parts.scope);
  const gathered = await pipeline.gather.gather([{ plan: PRESENCE, days: PRESENCE_DAYS }], asOf, registry.directory);
  const presence = presenceOf(gathered.rowsOf(0) as unknown as Parameters<typeof presenceOf>[0]);
  const days = [0, 1, 2, 3, 4].map((nth) => dayOf(startOfDay(week.monday) + nth * DAY)).filter((day) => startOfDay(day) + DAY <= asOf);
  let [expected, seen] = [0, 0];
  const lostBy: Record<string, number> = {};
  for (const { hire, startsAt } of hires) {
    const own = days.filter((day) => startOfDay(day) + DAY > startsAt);
    const byAction = presence.daysByHire.get(hire);
    const any = new Set<Day>([...byAction?.values() ?? []].flat());
    expected += own.length;
    seen += own.filter((day) => any.has(day)).length;
    // What nobody in the company sends is not lost.
    for (const action of Object.keys(coverageOf(hire, startsAt, asOf, presence))) {
      const there = new Set(byAction?.get(action) ?? []);
      lostBy[action] = (lostBy[action] ?? 0) + own.filter((day) => !there.has(day)).length;
    }
  }
  return { expected, seen, lostBy };
}

async function viewsIn({ parts: { store } }: Pipeline, { from, to }: Week): Promise<WeekFacts['views']> {
  const people = new Set<string>();
  const lookers = new Set<string>();
  let times = 0;
  for await (const { entry } of viewJournal(store).read()) {
    if (entry.at < from || entry.at >= to) continue;
    times++;
    lookers.add(entry.by);
    for (const person of entry.people) people.add(person);
  }
  return { times, people: people.size, lookers: lookers.size };
}
