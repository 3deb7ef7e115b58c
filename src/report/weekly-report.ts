import type { CloseReason } from '../cases/case.ts';
import type { Custody } from '../detect/places/custody.ts';
import type { Movement, OPEN_BANDS } from './case-weeks.ts';
import type { Figure, Share } from './figures.ts';
import type { Proof } from './proof.ts';
import type { QuarterlyReport } from './quarterly.ts';

/** A week in numbers and sentences, as JSON carries it; names are a public contract. */
export interface WeeklyReport {
  readonly week: string;
  readonly monday: string;
  readonly sunday: string;
  readonly company: string;
  readonly simulated: boolean;
  /** Only of a week that is not over yet: all of it is what is known up to now. */
  readonly so_far?: true;
  /** Undefined for a week in which nothing was judged. */
  readonly as_of: string | undefined;
  readonly scope: { readonly hires: Figure; readonly laptops: Figure; readonly sources: Figure & { readonly fresh: number }; readonly hire_days: Share; readonly open_cases: Figure & { readonly people: number } };
  readonly sentences: readonly string[];
  readonly movement: readonly { readonly band: (typeof OPEN_BANDS)[number]; readonly now: Movement; readonly before: Movement; readonly query: string }[];
  readonly closed_as: readonly { readonly reason: CloseReason; readonly now: number; readonly before: number; readonly weeks: number; readonly query: string }[];
  /** What may be said of the closed cases of twelve weeks. */
  readonly closed_said: string;
  /** Oldest first; the last one is this week. */
  readonly weeks: readonly { readonly week: string; readonly hires: number; readonly opened: number; readonly closed: number; readonly open: number; readonly query: string }[];
  readonly decisions: readonly { readonly decide: string; readonly who: string; readonly by: string; /** Whether that day was over at the end of what the report knows. */ readonly overdue: boolean }[];
  readonly open: readonly OpenLine[];
  /** Open cases by how long they have been open. */
  readonly ageing: readonly { readonly days: string; readonly act: number; readonly review: number; readonly query: string }[];
  readonly closed: readonly { readonly id: string; readonly reason: CloseReason; readonly people: number; readonly days: number; readonly note: string; readonly query: string }[];
  readonly proof: Proof;
  readonly not_watched: readonly { readonly kind: 'source' | 'days' | 'people' | 'muted' | 'laptops'; readonly what: string; readonly since: string; readonly hire_days: Figure | undefined; readonly means: string }[];
  readonly laptops: readonly { readonly verdict: Custody['verdict']; readonly many: Figure }[];
  /** Which laptops these are: more than those of people in their first months. */
  readonly laptops_said: string;
  readonly allowed: readonly { readonly allowed: string; readonly scope: string; readonly owner: string; readonly until: string; readonly note: string; /** What it hid when that was counted; absent where it was not. */ readonly hid?: Figure & { readonly people: number; readonly cases: number } }[];
  /** When what permissions hide was counted, and what to do where it was not. */
  readonly allowed_said: string;
  readonly muted: readonly string[];
  readonly privacy: readonly { readonly what: string; readonly many: Figure }[];
  readonly zones: readonly { readonly zone: string; readonly share: Share }[];
  readonly zones_said: string;
  readonly regions: readonly { readonly region: string; readonly share: Share }[];
  readonly regions_said: string;
  readonly versions: string;
  /** In the first week of a quarter, the quarter before it. */
  readonly quarter?: QuarterlyReport;
}

export interface OpenLine { readonly id: string; readonly band: string; readonly chance: number; readonly people: number; readonly days: number; readonly families: readonly string[]; readonly owner: string; readonly title: string; readonly query: string }
