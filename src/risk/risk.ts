import type { Family, Finding } from '../detect/detector.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';

/** From quiet to pressing. A band needs a chance and, from `review` on, two independent families. */
export const BANDS = ['quiet', 'watch', 'review', 'act'] as const;
export type Band = (typeof BANDS)[number];

/** Position of a band, for comparing. */
export function rankOf(band: Band): number {
  return BANDS.indexOf(band);
}

/** One line of the sum. All lines of a risk add up to its log-odds. */
export type Part =
  | { readonly kind: 'prior'; readonly adds: number; readonly headline: string }
  | {
    readonly kind: 'finding'; readonly detector: string; readonly family: Family; readonly finding: string; readonly adds: number;
    /** The log-odds had this finding not existed, recomputed. */
    readonly without: number;
    /** The weight after ageing, before sharing with its family. */
    readonly aged: number;
  }
  | {
    readonly kind: 'limit'; readonly family: Family; readonly adds: number; readonly headline: string;
    /** The mute that this line tells of; what it hides adds 0. */
    readonly muted?: string;
  };

/** Share of expected days with data, by action; an action that the company does not have is absent. */
export type Coverage = Readonly<Record<string, number>>;

/** All findings about one person, fused. */
export interface Risk {
  readonly hire_id: HireId;
  readonly asOf: Instant;
  /** Days since the start date, the start itself is day 0; negative before. */
  readonly day: number;
  readonly logOdds: number;
  readonly chance: number;
  readonly band: Band;
  /** The band if 1 in 100 and if 1 in 5,000 starters were such a case. */
  readonly bandAt: { readonly oneIn100: Band; readonly oneIn5000: Band };
  readonly parts: readonly Part[];
  /** What each family adds, after cap and floor; silent ones are absent. */
  readonly families: Readonly<Partial<Record<Family, number>>>;
  readonly coverage: Coverage;
  /** Families that had nothing to look at: their silence is no answer. Missing in runs that were stored before. */
  readonly blind?: readonly Family[];
}

export type { Family, Finding };
