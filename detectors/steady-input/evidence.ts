import type { DailySummary, Evidence, Window } from '../../src/detect/detector.ts';
import { PLACE_ROWS } from '../../src/detect/place-rows.ts';
import { beatOf, type Beat } from './beats.ts';

/** Beats of all intervals of a day in which nobody typed and the pointer ended where it began, as far as that is told. */
const IDLE: DailySummary<readonly Beat[]> = {
  where: { 'event.action': 'activity', 'farmwatch.input.keys': 0, 'farmwatch.input.gap_s': { exists: true } },
  fields: ['farmwatch.input.gap_s', 'farmwatch.input.displacement_px'],
  start: () => [],
  step(so, row) {
    const beat = beatOf(row['farmwatch.input.gap_s'] as readonly number[]);
    return beat === undefined || (row['farmwatch.input.displacement_px'] ?? 0) !== 0 ? so : [...so, beat];
  },
};
/** Days on which input was counted at all: with whom a laptop is compared. */
const COUNTED = {
  where: { 'event.action': 'activity' },
  by: [],
  measure: { times: 'count' },
} as const satisfies Evidence;

export const EVIDENCE = { idle: IDLE, counted: COUNTED, lines: PLACE_ROWS.lines };
export type Seen = Window<typeof EVIDENCE>;
