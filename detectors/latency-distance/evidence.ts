import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';
import { PLACE_ROWS } from '../../src/detect/places/place-rows.ts';

/** Rows that carry a round trip. */
export const KINDS = ['vpn-connected', 'latency-measured'] as const;

const TRIPS = {
  where: { 'event.action': KINDS, 'farmwatch.net.rtt_ms': { exists: true } },
  by: ['farmwatch.net.line', 'farmwatch.net.kind', 'source.as.number', 'farmwatch.net.rtt_to', 'source.geo.location.lat', 'source.geo.location.lon'],
  measure: { times: 'count', least: { min: 'farmwatch.net.rtt_ms' }, last: { max: '@timestamp' } },
} as const satisfies Evidence;

export const EVIDENCE = { trips: TRIPS, located: PLACE_ROWS.located };
export type Seen = Window<typeof EVIDENCE>;
export type TripRow = RowOf<typeof TRIPS>;
