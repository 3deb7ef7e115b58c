import type { Window } from '../../src/detect/detector.ts';
import { SCANS } from '../../src/detect/places/parcels.ts';
import { PLACE_ROWS } from '../../src/detect/places/place-rows.ts';
import { WHEREABOUTS, WHEREABOUTS_DAYS } from '../../src/detect/places/whereabouts.ts';
import { ARRIVALS } from './arrivals.ts';

/** Asked as `custody` asks, so that the store counts it once for both. */
export const EVIDENCE = { ...PLACE_ROWS, arrivals: ARRIVALS, scans: SCANS, whereabouts: { ...WHEREABOUTS, days: WHEREABOUTS_DAYS } } as const;

/** What this detector sees. */
export type Seen = Window<typeof EVIDENCE>;
