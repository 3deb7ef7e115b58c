import { withHalfHour, type HalfHours } from '../../src/core/half-hours.ts';
import type { DailySummary, Evidence, Window } from '../../src/detect/detector.ts';
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

/** What people do besides. Machines do some of it by themselves, alike on all laptops, which hides turns and makes none. */
const ACTED = {
  where: { 'event.action': ['dns-query', 'process-started', 'sign-in'] },
  by: [],
  measure: { halfHours: { bits: 'half-hour' } },
} as const satisfies Evidence;
export const BUSY = ['activity', ...ACTED.where['event.action']] as const;

export const EVIDENCE = { ...PLACE_ROWS, typed: TYPED, acted: ACTED };
export type Seen = Window<typeof EVIDENCE>;
