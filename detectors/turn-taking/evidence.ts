import { withHalfHour, type HalfHours } from '../../src/core/half-hours.ts';
import type { DailySummary, Window } from '../../src/detect/detector.ts';
import { PLACE_ROWS } from '../../src/detect/place-rows.ts';

/**
 * Half hours of a day in which somebody typed. The pointer alone does not count: gadgets move it.
 *
 * An interval is stamped at its end, so everybody's half hours lie a little late, alike for all.
 */
const TYPED: DailySummary<HalfHours> = {
  where: { 'event.action': 'activity', 'farmwatch.input.keys': { exists: true } },
  fields: ['@timestamp', 'farmwatch.input.keys'],
  start: () => 0,
  step: (so, row) => ((row['farmwatch.input.keys'] as number) > 0 ? withHalfHour(so, row['@timestamp'] as number) : so),
};

export const EVIDENCE = { ...PLACE_ROWS, typed: TYPED };
export type Seen = Window<typeof EVIDENCE>;
