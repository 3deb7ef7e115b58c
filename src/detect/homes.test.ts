import { historyOf } from './history.ts';
import { describe, expect, it } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import { aPerson, at, storeOf, type Company } from '../../test/support/window.ts';
import type { Hire } from './detector.ts';
import { gatherer } from './gather.ts';
import { homeOn, withHomes } from './homes.ts';
import { registryAt } from './registry.ts';

const HOUSTON = { home: { lat: 29.76, lon: -95.37 }, home_city: 'Houston', home_region: 'US-TX', home_country: 'US' };
const LISBON = { home: { lat: 38.72, lon: -9.14 }, home_city: 'Lisbon', home_region: 'PT-11', home_country: 'PT' };
const MOVED = at('2026-11-09', 15);

const move = anEvent({ '@timestamp': MOVED, 'event.action': 'account-changed', 'farmwatch.identity.kind': 'address', 'user.email': 'kim@company.example', 'event.ingested': MOVED });
const company = (fields: Partial<Company> = {}): Company => ({
  asOf: at('2026-11-16', 0), people: [aPerson({ hire_id: 'kim', ...HOUSTON }), aPerson({ hire_id: 'lee', ...HOUSTON })], events: [move], ...fields,
});

async function hireOf(of: Company, id = 'kim'): Promise<Hire> {
  const registry = registryAt(historyOf(of), of.asOf, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
  return (await withHomes(registry, gatherer(await storeOf(of)))).hires.get(id)!;
}

describe('the home of somebody who tells of a new address', () => {
  it('is unknown up to the day of the move, and that of the record from then on', async () => {
    const kim = await hireOf(company());

    expect(homeOn(kim, '2026-11-08')).toEqual({});
    expect(homeOn(kim, '2026-11-09')).toEqual({});
    expect(homeOn(kim, '2026-11-10')).toEqual({ at: HOUSTON.home, city: 'Houston', region: 'US-TX', country: 'US' });
  });

  it('is unknown before also where an earlier version of the record named one', async () => {
    const kim = await hireOf(company({ people: [aPerson({ hire_id: 'kim', ...HOUSTON }), { ...aPerson({ hire_id: 'kim', ...LISBON }), known_from: MOVED }] }));

    expect([homeOn(kim, '2026-11-08').country, homeOn(kim, '2026-11-12').country]).toEqual([undefined, 'PT']);
  });

  it('is that of the record while the change has not been learned of', async () => {
    const kim = await hireOf(company({ asOf: MOVED - 1 }));

    expect(homeOn(kim, '2026-11-08').city).toBe('Houston');
  });

  it('is nobody else’s concern, and no other change of the account moves it', async () => {
    const phone = { ...move, 'farmwatch.identity.kind': 'phone' } as const;

    expect(homeOn(await hireOf(company(), 'lee'), '2026-11-02').city).toBe('Houston');
    expect(homeOn(await hireOf(company({ events: [phone] })), '2026-11-02').city).toBe('Houston');
  });
});
