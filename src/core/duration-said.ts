import { DAY, HOUR, MINUTE } from './time.ts';

/** A length of time in the unit people would use. @example durationSaid(41 * MINUTE) // => '41 minutes' */
export function durationSaid(milliseconds: number): string {
  const [count, unit] = milliseconds < 2 * HOUR ? [milliseconds / MINUTE, 'minute'] : milliseconds < 2 * DAY ? [milliseconds / HOUR, 'hour'] : [milliseconds / DAY, 'day'];
  const whole = Math.round(count);
  return `${whole} ${unit}${whole === 1 ? '' : 's'}`;
}
