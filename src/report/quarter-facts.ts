import type { HireId } from '../core/person.ts';
import type { Day, Instant } from '../core/time.ts';
import { readHistory, registryAt, versionAt, type History } from '../detect/people/registry.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { dayApplied, deletionJournal, isFarm, type Deletion } from '../run/retention/deletions.ts';
import { scopeTimeOf } from '../run/retention/scope-time.ts';
import { quarterBefore, type Quarter } from './quarter.ts';

/** So many quarters stand side by side. */
const QUARTERS = 5;

/** What one quarter brought, as known at the end of the newest one that is told with it. */
export interface QuarterCounts {
  readonly name: string;
  /** Applications made in it; of these those that are still held, and those of people in a confirmed case. */
  readonly applications: { readonly seen: number; readonly held: number; readonly confirmed: number };
  /** Hires watched at any time of it; of these those in a case that was opened in it, and in one closed as a laptop farm. */
  readonly hires: { readonly watched: number; readonly inCase: number; readonly confirmed: number };
  readonly cases: { readonly opened: number; readonly confirmed: number };
  /** False where no run took place in it: nobody was watched, whoever was there. */
  readonly judged: boolean;
}

export interface QuarterFacts {
  readonly quarter: Quarter;
  readonly company: string;
  readonly simulated: boolean;
  /** Oldest first; the last one is the quarter. */
  readonly quarters: readonly QuarterCounts[];
}

/** Reads what five quarters brought. What housekeeping has let go since still counts, by the day on which it came; all by the company's clock. */
export async function quarterFactsOf(pipeline: Pipeline, quarter: Quarter, { company, zone, simulated }: { readonly company: string; readonly zone: string; readonly simulated: boolean }, known?: History): Promise<QuarterFacts> {
  const { store, scope } = pipeline.parts;
  const asOf = quarter.to - 1;
  const history = known ?? await readHistory(store);
  const cases = await pipeline.casesAt(asOf);
  const registry = registryAt(history, asOf, scope);
  const scopes = [...registry.hires.values()].map((hire) => ({ hire: hire.hire_id, ...scopeTimeOf(hire, scope) }));
  const applications = history.applications.map((row) => versionAt(row, asOf)).filter(({ applied_at: at }) => at !== undefined && at <= asOf);
  const deletions = await Array.fromAsync(deletionJournal(store).read(), ({ entry }) => entry);
  const farms = cases.filter(isFarm);
  const ofFarms = new Set(farms.flatMap(({ hires }) => hires));

  const countsOf = async (one: Quarter): Promise<QuarterCounts> => {
    const within = (at: Instant): boolean => at >= one.from && at < one.to;
    const onDay = (day: Day): boolean => day >= one.first && day <= one.last;
    const made = applications.filter(({ applied_at: at }) => onDay(dayApplied(at!, zone)));
    const opened = cases.filter(({ openedAt, status }) => within(openedAt) && status !== 'merged');
    const watched = new Set(scopes.filter(({ from, to }) => from < one.to && to > one.from).map(({ hire }) => hire));
    const people = (of: typeof opened): number => new Set(of.flatMap(({ hires }) => hires)).intersection(watched as ReadonlySet<HireId>).size;
    const gone = goneIn(deletions, onDay);
    const confirmed = opened.filter((state) => farms.includes(state));
    return {
      name: one.name, judged: (await pipeline.runs.instants(one.from, one.to)).length + gone.runs > 0,
      applications: {
        // What went after the end of the told quarter was still held at it.
        seen: made.length + gone.applications, held: made.length + gone.applications - goneIn(deletions.filter(({ at }) => at <= asOf), onDay).applications,
        confirmed: made.filter(({ hire_id: hire }) => hire !== undefined && ofFarms.has(hire)).length + gone.confirmed,
      },
      hires: { watched: watched.size, inCase: Math.min(watched.size, people(opened) + gone.people), confirmed: people(confirmed) },
      cases: { opened: opened.length + gone.cases, confirmed: confirmed.length },
    };
  };
  const quarters: QuarterCounts[] = [];
  for (let back = QUARTERS - 1; back >= 0; back--) quarters.push(await countsOf(quarterBefore(quarter, zone, back)));
  return { quarter, company, simulated, quarters };
}

/** What had come on some days and was let go since. */
function goneIn(deletions: readonly Deletion[], onDay: (day: Day) => boolean): { readonly applications: number; readonly confirmed: number; readonly cases: number; readonly people: number; readonly runs: number } {
  const sum = <T>(of: (deletion: Deletion) => Readonly<Record<Day, T>>, count: (one: T) => number): number =>
    deletions.flatMap((deletion) => Object.entries(of(deletion))).reduce((so, [day, one]) => (onDay(day) ? so + count(one) : so), 0);
  return {
    applications: sum(({ applications }) => applications, ({ made }) => made), confirmed: sum(({ applications }) => applications, ({ confirmed }) => confirmed),
    cases: sum(({ cases }) => cases, ({ cases }) => cases), people: sum(({ cases }) => cases, ({ people }) => people), runs: sum(({ runs }) => runs, (many) => many),
  };
}
