import { describe, expect, it } from 'vitest';
import type { HireId, OrderRow, PersonRow } from '../core/person.ts';
import { historyOf } from '../detect/people/history.ts';
import { registryAt } from '../detect/people/registry.ts';
import { aPerson, at } from '../../test/support/window.ts';
import { checkShipments, type Answer } from './shipments.ts';

const NOW = at('2026-11-10', 12);
const SHELF = 'address:1:shelf';
/** Left in spring, began in spring and works here still, a newcomer, one of the first's household, and the first under another hire. */
const PEOPLE = [
  aPerson({ hire_id: 'left', start_date: '2026-02-02', end_date: '2026-04-10', ship_address_token: SHELF, household: 'flat', bank_token: 'bank:1:a', phone_token: 'phone:1:a' }),
  aPerson({ hire_id: 'long', start_date: '2026-03-02', ship_address_token: 'address:1:long' }),
  aPerson({ hire_id: 'new' }), aPerson({ hire_id: 'flatmate', household: 'flat' }), aPerson({ hire_id: 'again', email: 'left@company.example' }),
];

function answersFor(token: string, ofFarms: readonly HireId[], who: HireId = 'new'): Answer {
  const history = historyOf({ people: PEOPLE });
  const registry = registryAt(history, NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'America/Chicago' });
  const dispatch = { row: { hire_id: who, ship_address_token: token }, lacks: [], isForwarder: false };
  return checkShipments([dispatch], { registry, history, moved: new Set(), ofFarms: new Set(ofFarms) })[0]!;
}

describe('a door of somebody who is watched no longer', () => {
  it('is free, as long as nobody was found to be of a farm', () => {
    expect(answersFor(SHELF, [])).toEqual({ answer: 'ok', why: '' });
  });

  it('holds the parcel where they were of a farm: after they left, and beyond ninety days', () => {
    expect([answersFor(SHELF, ['left']).answer, answersFor('address:1:long', ['long']).answer]).toEqual(['hold', 'hold']);
  });

  it('says so in words of deliveries, and of no case', () => {
    expect(answersFor(SHELF, ['left']).why).toBe('another delivery of somebody who has nothing to do with the recipient goes to this address: ask both where they want it');
  });

  it('holds it for the same person under another hire, and not for a declared household', () => {
    expect([answersFor(SHELF, ['left'], 'again').answer, answersFor(SHELF, ['left'], 'flatmate').answer]).toEqual(['hold', 'ok']);
  });
});

function answerTo(row: OrderRow, ...people: readonly PersonRow[]): Answer {
  const history = historyOf({ people });
  const registry = registryAt(history, NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'America/Chicago' });
  return checkShipments([{ row, lacks: [], isForwarder: false }], { registry, history, moved: new Set(), ofFarms: new Set() })[0]!;
}

describe('a territory of the United States', () => {
  it.each([
    ['PR', 'US', 'PR', undefined], ['US-PR', 'US', 'PR', undefined], ['PR', 'PR', 'PR', undefined], [undefined, 'PR', 'US', 'US-PR'],
  ])('is one place, written as region %s of %s or as country %s', (region, country, homeCountry, homeRegion) => {
    const row = { hire_id: 'h', ...(region ? { ship_region: region } : {}), ship_country: country };

    expect(answerTo(row, aPerson({ hire_id: 'h', home_country: homeCountry, ...(homeRegion ? { home_region: homeRegion } : {}) }))).toEqual({ answer: 'ok', why: '' });
  });

  it('is not near a state, and no country besides', () => {
    const home = aPerson({ hire_id: 'h', home_country: 'US', home_region: 'US-TX' });

    expect(answerTo({ hire_id: 'h', ship_region: 'PR', ship_country: 'US' }, home).answer).toBe('confirm');
    expect(answerTo({ hire_id: 'h', ship_region: 'PR', ship_country: 'PT' }, aPerson({ hire_id: 'h', home_country: 'PR' })).answer).toBe('confirm');
  });
});

describe('an address of one agency', () => {
  const door = { ship_address_token: SHELF };

  it('holds the parcel and names the agency to ask', () => {
    const people = ['a', 'b'].map((id) => aPerson({ hire_id: id, ...door, employment: 'contractor', agency: 'Crewline' }));

    expect(answerTo({ hire_id: 'a', ...door }, ...people)).toEqual({ answer: 'hold', why: 'another delivery for the agency of the recipient goes to this address, to somebody who is not declared to live there with them: ask both where they want it, and the agency whose address it is' });
  });

  it('says otherwise where one of the others is of none', () => {
    expect(answerTo({ hire_id: 'a', ...door }, aPerson({ hire_id: 'a', ...door, agency: 'Crewline' }), aPerson({ hire_id: 'b', ...door })).why).toContain('nothing to do with the recipient');
  });
});
