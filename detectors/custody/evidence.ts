import { CONTACT } from '../../src/detect/presence.ts';
import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';
import { WHEREABOUTS } from '../../src/detect/whereabouts.ts';

/** A parcel goes once, mostly before the first day, and its way is told as long as somebody is watched. */
const SCAN_DAYS = 90;

const SCANS = {
  where: { 'event.action': 'shipment-updated' },
  by: ['farmwatch.shipment.id', 'farmwatch.shipment.status', 'farmwatch.shipment.region', 'farmwatch.shipment.country', 'farmwatch.shipment.lat', 'farmwatch.shipment.lon', 'farmwatch.shipment.radius_km'],
  measure: { last: { max: '@timestamp' } },
  days: SCAN_DAYS,
} as const satisfies Evidence;
const CONTACTS = {
  where: { 'event.action': CONTACT },
  by: [],
  measure: { first: { min: '@timestamp' }, last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** Where laptops were, what carriers scanned, and when laptops were heard of at all. */
export const EVIDENCE = { whereabouts: WHEREABOUTS, scans: SCANS, contacts: CONTACTS };
export type Seen = Window<typeof EVIDENCE>;
export type ScanRow = RowOf<typeof SCANS>;
