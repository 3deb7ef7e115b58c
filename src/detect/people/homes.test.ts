import { historyOf } from './history.ts';
import { describe, expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { aPerson, at, storeOf, type Company } from '../../../test/support/window.ts';
import type { Hire } from '../detector.ts';
import { gatherer } from '../counts/gather.ts';
import type { PersonRow } from '../../core/person.ts';
import { DAY } from '../../core/time.ts';
import { homeOn, homesSince } from './homes.ts';
import { toldByEvents } from '../places/told-by-events.ts';
import { registryAt, type ScopeRule } from './registry.ts';

const HOUSTON = { home: { lat: 29.76, lon: -95.37 }, home_city: 'Houston', home_region: 'US-TX', home_country: 'US' };
const LISBON = { home: { lat: 38.72, lon: -9.14 }, home_city: 'Lisbon', home_region: 'PT-11', home_country: 'PT' };
const MOVED = at('2026-11-09', 15);

const move = anEvent({ '@timestamp': MOVED, 'event.action': 'account-changed', 'farmwatch.identity.kind': 'address', 'user.email': 'kim@company.example', 'event.ingested': MOVED });
const company = (fields: Partial<Company> = {}): Company => ({
  asOf: at('2026-11-16', 0), people: [aPerson({ hire_id: 'kim', ...HOUSTON }), aPerson({ hire_id: 'lee', ...HOUSTON })], events: [move], ...fields,
});

const RULE: ScopeRule = { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' };

async function hireOf(of: Company, id = 'kim'): Promise<Hire> {
  const registry = registryAt(historyOf(of), of.asOf, RULE);
  return (await toldByEvents(registry, gatherer(await storeOf(of)))).hires.get(id)!;
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

  it('is unknown for a month while the record is the one of before, then that of the record again', async () => {
    const told = (asOf: number, learned: number | undefined, versions: readonly { readonly from: number | null; readonly row: PersonRow }[] = [{ from: null, row: aPerson({ hire_id: 'kim', time_zone: 'America/Chicago', ...HOUSTON }) }]): Hire =>
      homesSince(registryAt({ ...historyOf({}), people: [{ id: 'people/kim', kind: 'people', versions, ...(learned === undefined ? {} : { learned }) }] }, asOf, RULE), new Map([['kim', MOVED]])).hires.get('kim')!;

    const behind = told(MOVED + 5 * DAY, MOVED - DAY);
    expect([homeOn(behind, '2026-11-12'), behind.time_zone]).toEqual([{}, undefined]);
    expect(homeOn(told(MOVED + 30 * DAY, MOVED - DAY), '2026-11-12').city).toBe('Houston');
    // Written after the move, it names the new home; so does one of which nobody knows when it was written.
    expect([MOVED + DAY, undefined].map((learned) => homeOn(told(MOVED + 5 * DAY, learned), '2026-11-12').city)).toEqual(['Houston', 'Houston']);
    // Changed since, or shortly before.
    const changed = (from: number) => [{ from: null, row: aPerson({ hire_id: 'kim', ...HOUSTON }) }, { from, row: aPerson({ hire_id: 'kim', ...LISBON }) }];
    expect([MOVED - 20 * DAY, MOVED + 2 * DAY].map((from) => homeOn(told(MOVED + 5 * DAY, MOVED - 60 * DAY, changed(from)), '2026-11-12').city)).toEqual(['Lisbon', 'Lisbon']);
    expect(homeOn(told(MOVED + 5 * DAY, MOVED - 60 * DAY, changed(MOVED - 31 * DAY)), '2026-11-12')).toEqual({});
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
