import { CONTACT } from '../../src/detect/people/presence.ts';
import type { Evidence, Window } from '../../src/detect/detector.ts';
import { SCANS } from '../../src/detect/places/parcels.ts';
import { WHEREABOUTS } from '../../src/detect/places/whereabouts.ts';

const CONTACTS = {
  where: { 'event.action': CONTACT },
  by: [],
  measure: { first: { min: '@timestamp' }, last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** Where laptops were, what carriers scanned, and when laptops were heard of at all. */
export const EVIDENCE = { whereabouts: WHEREABOUTS, scans: SCANS, contacts: CONTACTS };
export type Seen = Window<typeof EVIDENCE>;
