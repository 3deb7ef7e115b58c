import { describe, expect, it } from 'vitest';
import { at } from '../../../test/support/window.ts';
import { toTripReader } from './trip-parcels.ts';

const ATLANTA = { lat: 33.75, lon: -84.39 };

describe('toTripReader', () => {
  const toTrip = toTripReader([{ hire_id: 'kim', from: '2026-11-09', to: '2026-11-27', at: ATLANTA }, { hire_id: 'lee', from: '2026-11-09', to: '2026-11-27', country: 'US' }], 50);

  it('tells parcels that went to where a trip leads, before it or while it lasts', () => {
    expect([toTrip('kim', ATLANTA, at('2026-11-06', 9)), toTrip('kim', ATLANTA, at('2026-11-27', 23))]).toEqual([true, true]);
  });

  it('says nothing of other places, times and people, nor of a trip of which no point is known', () => {
    expect([
      toTrip('kim', { lat: 39.53, lon: -119.81 }, at('2026-11-06', 9)), toTrip('kim', ATLANTA, at('2026-11-28', 1)), toTrip('kim', ATLANTA, at('2026-10-01', 9)),
      toTrip('ann', ATLANTA, at('2026-11-06', 9)), toTrip('lee', ATLANTA, at('2026-11-06', 9)),
    ]).toEqual([false, false, false, false, false]);
  });
});
