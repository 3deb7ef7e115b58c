import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';

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
const RADIOS = {
  where: { 'event.action': 'check-in', 'farmwatch.net.bssid_token': { exists: true } },
  by: ['farmwatch.net.bssid_token', 'farmwatch.net.line', 'farmwatch.net.kind', 'source.as.number'],
  measure: SEEN,
} as const satisfies Evidence;

/** A line, a router and a radio describe one place in three ways. */
export const EVIDENCE = { lines: LINES, routers: ROUTERS, radios: RADIOS };
export type Seen = Window<typeof EVIDENCE>;
export type LineRow = RowOf<typeof LINES>;
/** What rows of all three plans have in common. */
export type AnyRow = LineRow;
