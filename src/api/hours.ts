import { DAY, MINUTE, dayOf, floorTo, offsetMinutes, type Day, type Instant } from '../core/time.ts';
import type { HourShares } from './contract.ts';

const HALF_HOUR = 30 * MINUTE;
const HALF_HOURS = DAY / HALF_HOUR;

interface Span { readonly from: Instant; readonly to: Instant }

/**
 * On how many days something was seen in each half hour of the claimed local time.
 *
 * Days count on which anything was seen, and days that were dark: on the others nobody was there, which says nothing of
 * hours. A half hour that is not over yet on the last day does not count for that day.
 *
 * @param seen, dark times from `from` up to `to`; what is seen while it is dark is seen
 */
export function hoursOf(seen: readonly Span[], dark: readonly Span[], { from, to, zone }: Span & { readonly zone: string }): Pick<HourShares, 'days' | 'darkDays' | 'halfHours'> {
  const days = new Map<Day, ('seen' | 'dark' | 'none' | undefined)[]>();
  const within = (spans: readonly Span[], at: Instant): boolean => spans.some((span) => at >= span.from && at < span.to);
  for (let at = floorTo(from, HALF_HOUR); at + HALF_HOUR <= to; at += HALF_HOUR) {
    const local = at + offsetMinutes(zone, at) * MINUTE;
    const slots = days.get(dayOf(local)) ?? [];
    days.set(dayOf(local), slots);
    const slot = Math.floor((local % DAY) / HALF_HOUR);
    const state = within(seen, at) ? 'seen' : within(dark, at) ? 'dark' : 'none';
    // An hour that a clock repeats counts once.
    if (slots[slot] !== 'seen') slots[slot] = state;
  }
  const counting = [...days.values()].filter((slots) => slots.some((state) => state === 'seen' || state === 'dark'));
  return {
    days: counting.filter((slots) => slots.includes('seen')).length, darkDays: counting.filter((slots) => !slots.includes('seen')).length,
    halfHours: Array.from({ length: HALF_HOURS }, (_, slot) => {
      const states = counting.flatMap((slots) => slots[slot] ?? []);
      return { seen: states.filter((state) => state === 'seen').length, dark: states.filter((state) => state === 'dark').length, of: states.length };
    }),
  };
}
