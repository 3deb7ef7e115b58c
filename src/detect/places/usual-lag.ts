import { DAY, dayOf, type Instant } from '../../core/time.ts';
import type { EventLog } from '../../store/store.ts';
import { CONTACT } from '../people/presence.ts';

/** What came in of so many days tells how late records come. */
const DAYS = 21;
/** Nearly all laptops are heard of so soon after they do something. */
const NEARLY_ALL = 0.9;
/** A history that is imported at once came on one day; what comes late as a rule comes on several. */
const ARRIVALS = 3;
/** Less than this is no delay: records are collected by the hour, and of a laptop that was asleep after it wakes. */
const LEAST = DAY / 2;

/** Of one laptop and day: when it began to tell of itself, and when the first of that came in. */
export interface FirstNews { readonly told: Instant; readonly came: Instant }

/**
 * How late the first news of a laptop usually comes in: of most days on which news came, the delay that nearly all of that
 * day stayed within. 0 where they come in time, or where too few days tell.
 */
export function usualLag(news: readonly FirstNews[]): number {
  const byArrival = [...Map.groupBy(news, ({ came }) => dayOf(came)).values()].map((ofDay) => {
    const delays = ofDay.map(({ told, came }) => Math.max(0, came - told)).sort((a, b) => a - b);
    return delays[Math.ceil(NEARLY_ALL * delays.length) - 1]!;
  }).sort((a, b) => a - b);
  if (byArrival.length < ARRIVALS) return 0;
  const usual = byArrival[Math.floor((byArrival.length - 1) / 2)]!;
  return usual < LEAST ? 0 : usual;
}

/** The same of what is stored, as known at an instant. */
export async function lagAt(events: Pick<EventLog, 'tally'>, asOf: Instant): Promise<number> {
  const rows = await events.tally(
    { where: { 'event.action': CONTACT, 'device.serial_number': { exists: true } }, by: ['device.serial_number', 'day'], measure: { told: { min: '@timestamp' }, came: { min: 'event.ingested' } } },
    { from: asOf - DAYS * DAY, to: asOf + 1, asOf },
  );
  return usualLag(rows.map(({ told, came }) => ({ told: told!, came: came! })));
}
