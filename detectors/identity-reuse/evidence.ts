import type { Evidence, Window } from '../../src/detect/detector.ts';

const FACTORS = {
  where: { 'event.action': 'sign-in', 'farmwatch.factor.token': { exists: true } },
  by: ['farmwatch.factor.token', 'event.outcome'],
  measure: { last: { max: '@timestamp' } },
} as const satisfies Evidence;
const RECORDS = {
  where: { 'event.action': 'account-changed', 'farmwatch.identity.kind': ['bank', 'phone', 'mfa', 'email'], 'farmwatch.identity.token': { exists: true } },
  by: ['farmwatch.identity.kind', 'farmwatch.identity.token'],
  measure: { first: { min: '@timestamp' }, last: { max: '@timestamp' } },
} as const satisfies Evidence;
const DISPLAYS = {
  where: { 'event.action': 'display-present', 'farmwatch.display.serial': { exists: true } },
  by: ['farmwatch.display.manufacturer', 'farmwatch.display.product_code', 'farmwatch.display.serial'],
  measure: { last: { max: '@timestamp' } },
} as const satisfies Evidence;

export const SEEN_BY = ['check-in', 'sign-in', 'vpn-connected'] as const;
// Asked as `shared-place` asks, so that it is counted once.
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

/** What serves people, and where they live. */
export const EVIDENCE = { factors: FACTORS, records: RECORDS, displays: DISPLAYS, lines: LINES, routers: ROUTERS };
export type Seen = Window<typeof EVIDENCE>;
