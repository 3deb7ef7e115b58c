import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';
import { TYPED } from '../../src/detect/typed.ts';

export const SEEN_BY = ['sign-in', 'vpn-connected', 'check-in'] as const;

const FIXES = {
  where: { 'event.action': SEEN_BY },
  by: ['event.action', 'event.outcome', 'device.id', 'farmwatch.net.line', 'farmwatch.net.kind', 'source.as.number', 'source.geo.country_iso_code', 'source.geo.city_name',
    'source.geo.location.lat', 'source.geo.location.lon', 'farmwatch.net.radius_km',
    'farmwatch.device.location.lat', 'farmwatch.device.location.lon', 'farmwatch.device.location.radius_km', 'farmwatch.device.location.source'],
  measure: { times: 'count', first: { min: '@timestamp' }, last: { max: '@timestamp' }, halfHours: { bits: 'half-hour' } },
} as const satisfies Evidence;

/** Where machines were, and when somebody typed on laptops. */
export const EVIDENCE = { fixes: FIXES, typed: TYPED };
export type Seen = Window<typeof EVIDENCE>;
export type FixRow = RowOf<typeof FIXES>;
