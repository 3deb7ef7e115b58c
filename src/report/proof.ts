import { countBounds, medianBounds, medianOf } from '../core/intervals.ts';
import { DAY, HOUR } from '../core/time.ts';
import { FEWEST } from '../run/closings.ts';
import { shareIn, type Interval, type Share } from './figures.ts';
import type { PlantedEntry, Planting } from './kept.ts';
import { counted } from './words.ts';

/** A farm should be named within so long. */
const WITHIN = 72 * HOUR;

/** How many planted farms of a kind were found in time. All of them are simulated. */
export interface PlantedLine { readonly kind: string; readonly now: Share; readonly weeks: Share; /** The share to reach. */ readonly goal: number }
/** Cases closed as false for 1,000 hire-months, with the exact interval of a count. */
export interface FalseAlerts { readonly cases: number; readonly hire_months: number; readonly per_1000: number; readonly atLeast: number; readonly atMost: number; readonly query: string }
/** Days from opening to a verdict; the median only where there are enough of them. */
export interface VerdictDays { readonly cases: number; readonly median?: number; readonly atLeast?: number; readonly atMost?: number; readonly query: string }

export interface Proof {
  readonly planted: readonly PlantedLine[];
  /** Absent where nobody was watched. */
  readonly false_alerts?: FalseAlerts;
  readonly verdict_days: VerdictDays;
  /** The same in sentences, and what they do not prove. */
  readonly said: readonly string[];
}

export interface ProofFacts {
  /** Kept in twelve weeks; `now` are those of this week. */
  readonly planted: { readonly now: readonly PlantedEntry[]; readonly weeks: readonly PlantedEntry[] };
  /** Of twelve weeks. */
  readonly falseCases: number;
  readonly hireMonths: number;
  /** Days that each case of twelve weeks took that was closed as true, benign-true or false. */
  readonly verdictDays: readonly number[];
}

const KINDS = [{ kind: 'three or more laptops together', is: (laptops: number) => laptops > 2, goal: 0.9 }, { kind: 'two laptops together', is: (laptops: number) => laptops === 2, goal: 0.6 }] as const;

/** What there is to say of whether a farm would have been seen. */
export function proofOf({ planted, falseCases, hireMonths, verdictDays }: ProofFacts, weeks: number, asOf: string, query: string, interval: Interval): Proof {
  const share = shareIn(interval, 'farmwatch report kept planted --json');
  const [now, all] = [plantingsOf(planted.now), plantingsOf(planted.weeks)];
  const count = (of: readonly Planting[], is: (laptops: number) => boolean): Share => {
    const those = of.filter(({ laptops }) => is(laptops));
    return share(those.filter((one) => one.found && one.asOf - one.since <= WITHIN).length, those.length);
  };
  const lines = KINDS.map(({ kind, is, goal }) => ({ kind, now: count(now, is), weeks: count(all, is), goal })).filter((line) => line.weeks.of > 0);
  const [atLeast, atMost] = countBounds(falseCases).map((bound) => (1_000 * bound) / hireMonths) as [number, number];
  const alerts: FalseAlerts | undefined = hireMonths > 0 ? { cases: falseCases, hire_months: hireMonths, per_1000: (1_000 * falseCases) / hireMonths, atLeast, atMost, query } : undefined;
  const verdicts = verdictOf(verdictDays, query);
  return {
    planted: lines, ...(alerts ? { false_alerts: alerts } : {}), verdict_days: verdicts,
    said: [
      ...(lines.length === 0
        ? [`No farm was planted in ${weeks} weeks, so nothing shows that one would have been seen. "farmwatch evaluate planted --as-of ${asOf}" plants simulated ones among the company's own records; schedule.proof in farmwatch.json does it every week.`]
        : ['Planted farms are simulated: they are judged among the company’s own records and never stored. They cannot tell how many real farms are missed.', firstFoundSaid(all)]),
      ...(alerts ? [alertsSaid(alerts, verdicts.cases, weeks)] : []),
      verdictSaid(verdicts, weeks),
    ],
  };
}

/** The same planting twice is one. */
function plantingsOf(entries: readonly PlantedEntry[]): readonly Planting[] {
  return [...new Map(entries.flatMap(({ seed, asOf, plantings }) => plantings.map((one) => [`${asOf}/${seed}/${one.nth}/${one.laptops}/${one.style}`, one] as const))).values()];
}

function firstFoundSaid(plantings: readonly Planting[]): string {
  const found = plantings.filter((one) => one.found).map(({ asOf, since }) => Math.max(0, (asOf - since) / DAY));
  const median = medianOf(found);
  if (median === undefined) return `None of ${counted(plantings.length, 'planted, simulated farm')} was found.`;
  const bounds = medianBounds(found);
  return `Planted, simulated farms that were found took ${days(median)} at the median after their laptops stood together${bounds ? `, interval ${bounds.map((bound) => bound.toFixed(1)).join('–')}` : `; ${found.length} are too few for an interval`}; runs are a day apart.`;
}

function alertsSaid({ cases, hire_months: months, per_1000: rate, atLeast, atMost }: FalseAlerts, decided: number, weeks: number): string {
  const few = decided < FEWEST ? ` ${counted(decided, 'case')} decided: too few to judge.` : '';
  return `False alerts: ${counted(cases, 'case')} closed as seen wrongly in ${weeks} weeks and ${months.toFixed(0)} hire-months, ${rate.toFixed(1)} per 1,000 hire-months (interval ${atLeast.toFixed(1)}–${atMost.toFixed(1)}; to reach: at most 1).${few}`;
}

function verdictOf(took: readonly number[], query: string): VerdictDays {
  const bounds = medianBounds(took);
  return took.length < FEWEST || !bounds ? { cases: took.length, query } : { cases: took.length, median: medianOf(took)!, atLeast: bounds[0], atMost: bounds[1], query };
}

function verdictSaid({ cases, median, atLeast, atMost }: VerdictDays, weeks: number): string {
  if (median === undefined) return `Time to a verdict: ${counted(cases, 'case')} decided in ${weeks} weeks, too few to judge.`;
  return `Time to a verdict: ${days(median)} at the median of ${cases} cases in ${weeks} weeks (interval ${atLeast!.toFixed(1)}–${atMost!.toFixed(1)}).`;
}

function days(value: number): string {
  return `${value.toFixed(1)} days`;
}
