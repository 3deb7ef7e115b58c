import type { Deletion } from '../run/retention/deletions.ts';
import { deletionJournal } from '../run/retention/deletions.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { viewJournal } from '../run/views.ts';
import type { Figure } from './figures.ts';
import { entriesIn } from './kept.ts';
import type { Week } from './week.ts';

/** What was looked at and what was let go in a week; names nobody. */
export interface PrivacyFacts {
  readonly times: number;
  readonly people: number;
  readonly lookers: number;
  /** Looks by what they were for. */
  readonly by: Readonly<Record<string, number>>;
  readonly deletions: readonly Deletion['counts'][];
}

/** Why somebody was looked at, in the order of the report. Whatever else is kept counts as `other`. */
const PURPOSES = { case: 'looks at a case', person: 'looks at a watched person', timeline: 'time lines opened', rows: 'raw rows opened', search: 'searches', screen: 'applications screened', export: 'cases exported', reveal: 'names revealed' } as const;

export async function privacyIn({ parts: { store } }: Pipeline, week: Week): Promise<PrivacyFacts> {
  const views = await entriesIn(viewJournal(store), week);
  const by = Map.groupBy(views, ({ what }) => what);
  return {
    times: views.length, people: new Set(views.flatMap(({ people }) => people)).size, lookers: new Set(views.map(({ by: looker }) => looker)).size,
    by: Object.fromEntries([...by].map(([what, all]) => [what, all.length])),
    deletions: (await entriesIn(deletionJournal(store), week)).map(({ counts }) => counts),
  };
}

/** The ledger: who looked, how often and why, and what housekeeping let go. */
export function privacyLines({ times, people, lookers, by, deletions }: PrivacyFacts, week: string): readonly { readonly what: string; readonly many: Figure }[] {
  const kept = (journal: string): string => `farmwatch report kept ${journal} --week ${week} --json`;
  const looked = (what: string, value: number) => ({ what, many: { value, query: kept('views') } });
  const gone = (what: string, of: (counts: Deletion['counts']) => number) => ({ what, many: { value: deletions.reduce((sum, counts) => sum + of(counts), 0), query: kept('deletions') } });
  const known = Object.values(PURPOSES).map((says, at) => looked(says, by[Object.keys(PURPOSES)[at]!] ?? 0));
  const others = times - known.reduce((sum, { many }) => sum + many.value, 0);
  return [
    looked('people looked at, by pseudonym', people), looked('people who looked', lookers), ...known, ...(others > 0 ? [looked('other looks', others)] : []),
    gone('events deleted by housekeeping', ({ oldEvents, reducedEvents }) => oldEvents + reducedEvents), gone('applications deleted', ({ applications }) => applications), gone('cases forgotten', ({ cases }) => cases),
  ];
}
