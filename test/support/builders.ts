import type { Event } from '../../src/core/event.ts';
import type { Instant } from '../../src/core/time.ts';

/** A Monday morning, so that numbers in tests stay small enough to check by hand. */
export const MONDAY: Instant = Date.UTC(2026, 10, 2, 9);

let made = 0;

/** An event that sets what matters and leaves the rest ordinary. Without an id it gets one of its own. */
export function anEvent(fields: Partial<Event> = {}): Event {
  const at = fields['@timestamp'] ?? MONDAY;
  return {
    '@timestamp': at,
    'event.id': `made-${++made}`,
    'event.ingested': at + 1_000,
    'event.action': 'sign-in',
    'event.module': 'test',
    'event.dataset': 'test.log',
    ...fields,
  };
}
