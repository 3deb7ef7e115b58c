import { describe, expect, it } from 'vitest';
import { settle } from '../../core/settings.ts';
import { CUSTODY_SETTINGS } from '../../detect/places/custody-settings.ts';
import { custodyStops, type Way } from './custody-stops.ts';

const SETTINGS = settle(CUSTODY_SETTINGS, {}).values;
const CHICAGO = { lat: 41.9, lon: -87.6 };
const TULSA = { lat: 36.2, lon: -96 };
const MONDAY = Date.UTC(2026, 10, 2);
const sight = (at: typeof TULSA, by: 'own' | 'fixed', city: string) => ({ ...at, radiusKm: 16, day: '2026-11-02', times: 1, network: 'home', city, country: undefined, by, witness: by });

function stateOf(way: Partial<Way>): Readonly<Record<string, string>> {
  const full: Way = {
    record: { serial: 'SN-1', holder: 'h-1', assetTag: undefined, orderedAt: MONDAY, shippedAt: MONDAY, deliveredAt: MONDAY, returnedAt: undefined, shipCity: 'Chicago', shipRegion: 'US-IL' },
    custody: { serial: 'SN-1', hire_id: 'h-1', verdict: 'expected', confidence: 0.9, because: '', shipped_to: CHICAGO },
    contact: { at: MONDAY, sight: sight(CHICAGO, 'own', 'Chicago') }, signIn: { at: MONDAY, sight: sight(CHICAGO, 'own', 'Chicago') },
    delivered: undefined, redirected: undefined, expectedAt: [CHICAGO], ...way,
  };
  return Object.fromEntries(custodyStops(full, SETTINGS).map(({ stop, state }) => [stop, state]));
}

describe('custodyStops', () => {
  it('is as planned where all of it is', () => {
    expect(stateOf({})).toEqual({ 'ordered': 'planned', 'shipped': 'planned', 'delivered': 'planned', 'first-contact': 'planned', 'first-sign-in': 'planned', 'settled': 'planned' });
  });

  it('goes elsewhere where the carrier delivered far away and the laptop says so itself', () => {
    const custody = { serial: 'SN-1', hire_id: 'h-1', verdict: 'elsewhere', confidence: 0.9, because: '', shipped_to: CHICAGO } as const;
    const away = { at: MONDAY, sight: sight(TULSA, 'own', 'Tulsa') };

    expect(stateOf({ custody, contact: away, signIn: away, delivered: { at: MONDAY, city: 'Tulsa', place: TULSA }, redirected: { at: MONDAY, city: undefined, place: undefined } }))
      .toMatchObject({ 'shipped': 'planned', 'delivered': 'elsewhere', 'first-contact': 'elsewhere', 'first-sign-in': 'elsewhere', 'settled': 'elsewhere' });
  });

  it('takes one entry of an address table for no proof of another place', () => {
    expect(stateOf({ contact: { at: MONDAY, sight: sight(TULSA, 'fixed', 'Tulsa') } })).toMatchObject({ 'first-contact': 'no-data' });
  });

  it('calls a stop that was passed without a record no data, and one that lies ahead not yet', () => {
    const record = { serial: 'SN-1', holder: 'h-1', assetTag: undefined, orderedAt: undefined, shippedAt: MONDAY, deliveredAt: undefined, returnedAt: undefined, shipCity: undefined, shipRegion: undefined };
    const custody = { serial: 'SN-1', hire_id: 'h-1', verdict: 'cannot-tell', confidence: 1, because: '' } as const;

    expect(stateOf({ record, custody, contact: undefined, signIn: undefined }))
      .toEqual({ 'ordered': 'no-data', 'shipped': 'planned', 'delivered': 'not-yet', 'first-contact': 'not-yet', 'first-sign-in': 'not-yet', 'settled': 'not-yet' });
  });

  it('does not call a laptop unheard of that is heard of by the name of a machine', () => {
    const custody = { serial: 'SN-1', hire_id: 'h-1', verdict: 'cannot-tell', confidence: 1, because: '', last_contact: MONDAY } as const;

    expect(stateOf({ custody, contact: undefined, delivered: undefined })).toMatchObject({ 'first-contact': 'no-data', 'settled': 'no-data' });
  });

  it('draws a shared place that is where it should be as planned', () => {
    const seen_at = { ...CHICAGO, radius_km: 16, level: 0.9, network: 'home', city: 'Chicago' };
    const custody = { serial: 'SN-1', hire_id: 'h-1', verdict: 'shared-place', others: 2, confidence: 0.9, because: '', seen_at } as const;

    expect(stateOf({ custody })).toMatchObject({ settled: 'planned' });
  });
});
