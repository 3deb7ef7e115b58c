import { describe, expect, it } from 'vitest';
import type { HireId } from '../core/person.ts';
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
