import type { Evidence, RowOf, Window } from '../detector.ts';

export const SEEN_BY = ['check-in', 'sign-in', 'vpn-connected'] as const;

/** Half hours of the day in which something was seen. */
const SEEN = { halfHours: { bits: 'half-hour' } } as const;

const LINES = {
  where: { 'event.action': SEEN_BY, 'farmwatch.net.line': { exists: true } },
  by: ['farmwatch.net.line', 'farmwatch.net.kind', 'source.as.number'],
  measure: SEEN,
} as const satisfies Evidence;
const ROUTERS = {
  where: { 'event.action': 'check-in', 'farmwatch.net.gateway_mac_token': { exists: true } },
  by: ['farmwatch.net.gateway_mac_token', 'farmwatch.net.line', 'farmwatch.net.kind', 'source.as.number'],
  measure: SEEN,
} as const satisfies Evidence;
export const RADIOS = {
  where: { 'event.action': 'check-in', 'farmwatch.net.bssid_token': { exists: true } },
  by: ['farmwatch.net.bssid_token', 'farmwatch.net.line', 'farmwatch.net.kind', 'source.as.number'],
  measure: SEEN,
} as const satisfies Evidence;
/** Where laptops say that they are, with the line, router and radio they say it from. */
const LOCATED = {
  where: { 'event.action': 'check-in', 'farmwatch.device.location.lat': { exists: true } },
  by: ['farmwatch.net.gateway_mac_token', 'farmwatch.net.bssid_token', 'farmwatch.net.line', 'farmwatch.device.location.lat', 'farmwatch.device.location.lon', 'farmwatch.device.location.radius_km', 'farmwatch.device.location.source'],
  measure: SEEN,
} as const satisfies Evidence;

/**
 * Where laptops were. A line, a router and a radio describe one place in three ways.
 *
 * Several detectors ask this, in the same words: the store counts it once for all of them.
 */
export const PLACE_ROWS = { lines: LINES, routers: ROUTERS, radios: RADIOS, located: LOCATED };
/** A window with these rows, whatever else is in it. */
export type PlaceWindow = Pick<Window<typeof PLACE_ROWS>, 'rows' | 'hires' | 'places' | 'travel' | 'vouched' | 'crowd'>;
export type LineRow = RowOf<typeof LINES>;
export type RadioRow = RowOf<typeof RADIOS>;
/** What rows of lines, routers and radios have in common. */
export type AnyRow = LineRow;
