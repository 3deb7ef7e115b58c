import type { Evidence, Window } from '../../src/detect/detector.ts';
import { PLACE_ROWS } from '../../src/detect/places/place-rows.ts';
import { TYPED } from '../../src/detect/typed.ts';

/** What people do besides. Machines do some of it by themselves, alike on all laptops, which hides turns and makes none. */
const ACTED = {
  where: { 'event.action': ['dns-query', 'process-started', 'sign-in'] },
  by: [],
  measure: { halfHours: { bits: 'half-hour' } },
} as const satisfies Evidence;
export const BUSY = ['activity', ...ACTED.where['event.action']] as const;

export const EVIDENCE = { ...PLACE_ROWS, typed: TYPED, acted: ACTED };
export type Seen = Window<typeof EVIDENCE>;
