import { withHalfHour, type HalfHours } from '../core/half-hours.ts';
import type { DailySummary } from './detector.ts';

/**
 * Half hours of a day in which somebody typed. The pointer alone does not count: gadgets move it.
 *
 * An interval is stamped at its end, so everybody's half hours lie a little late, alike for all.
 */
export const TYPED: DailySummary<HalfHours> = {
  where: { 'event.action': 'activity', 'farmwatch.input.keys': { exists: true } },
  fields: ['@timestamp', 'farmwatch.input.keys'],
  start: () => 0,
  step: (so, row) => ((row['farmwatch.input.keys'] as number) > 0 ? withHalfHour(so, row['@timestamp'] as number) : so),
};
