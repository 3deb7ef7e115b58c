import type { DailySummary, Evidence, Window } from '../../src/detect/detector.ts';
import { PLACE_ROWS } from '../../src/detect/places/place-rows.ts';
import { beatOf, type Beat } from './beats.ts';

/** The beat of one interval, with the keys that were typed in it. */
export interface IntervalBeat extends Beat { readonly keys: number }

/** Beats of all intervals of a day in which nobody typed and the pointer ended where it began, as far as that is told, and of those in which somebody typed. */
const BEATS: DailySummary<readonly IntervalBeat[]> = {
  where: { 'event.action': 'activity', 'farmwatch.input.keys': { exists: true }, 'farmwatch.input.gap_s': { exists: true } },
  fields: ['farmwatch.input.keys', 'farmwatch.input.gap_s', 'farmwatch.input.displacement_px'],
  start: () => [],
  step(so, row) {
    const beat = beatOf(row['farmwatch.input.gap_s'] as readonly number[]);
    const keys = row['farmwatch.input.keys'] as number;
    return beat === undefined || (keys === 0 && (row['farmwatch.input.displacement_px'] ?? 0) !== 0) ? so : [...so, { ...beat, keys }];
  },
};
/** Days on which input was counted at all: with whom a laptop is compared. */
const COUNTED = {
  where: { 'event.action': 'activity' },
  by: [],
  measure: { times: 'count' },
} as const satisfies Evidence;

export const EVIDENCE = { beats: BEATS, counted: COUNTED, lines: PLACE_ROWS.lines };
export type Seen = Window<typeof EVIDENCE>;
