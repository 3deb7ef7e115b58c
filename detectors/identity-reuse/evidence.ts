import type { Evidence, Window } from '../../src/detect/detector.ts';
import { PLACE_ROWS } from '../../src/detect/places/place-rows.ts';

const FACTORS = {
  where: { 'event.action': 'sign-in', 'farmwatch.factor.token': { exists: true } },
  by: ['farmwatch.factor.token', 'event.outcome'],
  measure: { last: { max: '@timestamp' } },
} as const satisfies Evidence;
/** What signed in, by the identity provider's own name for it. */
const MACHINES = {
  where: { 'event.action': 'sign-in', 'device.id': { exists: true } },
  by: ['device.id', 'event.outcome'],
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

/** What serves people, and where they live. */
export const EVIDENCE = { factors: FACTORS, machines: MACHINES, records: RECORDS, displays: DISPLAYS, lines: PLACE_ROWS.lines, routers: PLACE_ROWS.routers };
export type Seen = Window<typeof EVIDENCE>;
