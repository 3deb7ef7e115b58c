import { DAY, HOUR, MINUTE } from '../core/time.ts';

/** "45 minutes", "16 hours", "3 days". */
export function durationSaid(ms: number): string {
  const [count, unit] = ms < 2 * HOUR ? [ms / MINUTE, 'minute'] : ms < 2 * DAY ? [ms / HOUR, 'hour'] : [ms / DAY, 'day'];
  const whole = Math.round(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
