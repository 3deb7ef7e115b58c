import type { Spot } from '../../core/geo.ts';
import type { HireId, Serial } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';

/** From those that need a question to those that do not: so they are listed, and so the one of several laptops that asks most is found. */
export const VERDICTS = ['shared-place', 'elsewhere', 'cannot-tell', 'never-seen', 'dark', 'moved-approved', 'expected'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One issued laptop: where it went and where it lives. */
export interface Custody {
  readonly serial: Serial;
  readonly hire_id: HireId | null;
  readonly verdict: Verdict;
  /** Chance that the verdict is right; `cannot-tell` claims nothing and has 1. */
  readonly confidence: number;
  readonly because: string;
  /** How many laptops of other people live at the same place; only of a shared one. */
  readonly others?: number;
  readonly shipped_to?: Spot;
  /** The place of most days lies within `radius_km` with the chance `level`. Left out where the region is so wide that it tells nothing. */
  readonly seen_at?: { readonly lat: number; readonly lon: number; readonly radius_km: number; readonly level: number; readonly network: string; readonly city?: string };
  readonly km_from_home?: readonly [number, number];
  readonly last_contact?: Instant;
}
