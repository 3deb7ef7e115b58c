import { describe, expect, it } from 'vitest';
import { MONDAY } from '../../../test/support/builders.ts';
import { aPerson } from '../../../test/support/window.ts';
import type { TableKind, TableRows, Versioned } from '../../core/person.ts';
import { DAY, HOUR, dayOf } from '../../core/time.ts';
import { historyOf } from './history.ts';
import { dayOfEmployment, registryAt, type History, type Registry, type ScopeRule } from './registry.ts';

const RULE: ScopeRule = { daysBefore: 14, daysAfter: 90, companyZone: 'America/New_York' };
const NOTHING = historyOf({});

/** Rows with their versions: each row alone, or as pairs of since when it is known and what it says. */
function rows<K extends TableKind>(kind: K, ...all: readonly (TableRows[K] | readonly (readonly [number | null, TableRows[K]])[])[]): History {
  const versioned = all.map((row, index): Versioned<TableRows[K]> => ({
    id: `${kind}/${index}`, kind, versions: (Array.isArray(row) ? row as readonly (readonly [number | null, TableRows[K]])[] : [[null, row as TableRows[K]] as const]).map(([from, said]) => ({ from, row: said })),
  }));
  return { ...NOTHING, [kind]: versioned };
}
const at = (history: History, asOf: number, inCases: readonly string[] = []): Registry => registryAt(history, asOf, RULE, new Set(inCases));

describe('registryAt', () => {
  it('takes the version of a row that was known then; the first one holds from the beginning', () => {
    const history = rows('people', [[null, aPerson({ hire_id: 'kim', team: 'a' })], [MONDAY, aPerson({ hire_id: 'kim', team: 'b' })], [MONDAY + DAY, aPerson({ hire_id: 'kim', team: 'c' })]]);

    expect([0, MONDAY - 1, MONDAY, MONDAY + DAY - 1, MONDAY + DAY].map((asOf) => at(history, asOf).hires.get('kim')!.team)).toEqual(['a', 'a', 'b', 'b', 'c']);
  });

  it('knows the homes that the record named before, once it has changed, and no change of anything else', () => {
    const kim = (lat: number, team: string) => aPerson({ hire_id: 'kim', team, home: { lat, lon: -90 } });
    const history = rows('people', [[null, kim(30, 'a')], [MONDAY, kim(30, 'b')], [MONDAY + DAY, kim(40, 'b')]]);

    expect(at(history, MONDAY + DAY - 1).hires.get('kim')!.formerHomes).toBeUndefined();
    expect(at(history, MONDAY + DAY).hires.get('kim')!.formerHomes).toEqual([{ home: { lat: 30, lon: -90 }, home_country: 'US', until: MONDAY + DAY }]);
  });

  it('knows by a former mail address who was meant before it changed, and by a coming one nobody', () => {
    const history = rows('people', [[null, aPerson({ hire_id: 'kim', email: 'doe@company.example' })], [MONDAY, aPerson({ hire_id: 'kim', email: 'wed@company.example' })]]);
    const meant = (asOf: number): readonly unknown[] => ['doe', 'wed'].map((name) => at(history, asOf).directory.personOf({ 'user.email': `${name}@company.example` }, dayOf(MONDAY - DAY)));

    expect([meant(MONDAY - 1), meant(MONDAY)]).toEqual([['kim', undefined], ['kim', 'kim']]);
  });

  it('does not know yet what had not come: shipping, delivery and the end of employment', () => {
    const person = aPerson({ hire_id: 'kim', device_serials: ['SN-1'], shipped_at: MONDAY, delivered_at: MONDAY + 2 * DAY, end_date: '2026-11-10' });
    const seen = (asOf: number): readonly unknown[] => {
      const { hires, laptops } = at(rows('people', person), asOf);
      const laptop = laptops.get('SN-1')!;
      return [laptop.shippedAt, laptop.deliveredAt, hires.get('kim')!.end_date];
    };

    expect(seen(MONDAY - 1)).toEqual([undefined, undefined, undefined]);
    expect(seen(MONDAY)).toEqual([MONDAY, undefined, undefined]);
    expect(seen(MONDAY + 2 * DAY)).toEqual([MONDAY, MONDAY + 2 * DAY, undefined]);
    expect(at(rows('people', person), Date.UTC(2026, 10, 11, 6)).hires.get('kim')!.endsAt).toBe(Date.UTC(2026, 10, 11, 6));
    // Tuesday 10 November ends in Chicago at 06:00 UTC of the 11th.
    expect(seen(Date.UTC(2026, 10, 11, 6))[2]).toBe('2026-11-10');
  });

  it('has the same unknowns for laptops of devices.csv', () => {
    const history = rows('devices', { serial: 'SN-1', hire_id: 'kim', shipped_at: MONDAY, delivered_at: MONDAY + DAY });

    expect(at(history, MONDAY).laptops.get('SN-1')).toEqual({ serial: 'SN-1', holder: 'kim', shippedAt: MONDAY, deliveredAt: undefined, shipTo: undefined });
  });

  it('shows a laptop that was passed on with the parcel of its present holder', () => {
    const history = rows('devices',
      { serial: 'SN-1', hire_id: 'zoe', assigned_from: MONDAY, delivered_at: MONDAY + HOUR, ship: { lat: 2, lon: 2 } },
      { serial: 'SN-1', hire_id: 'ana', delivered_at: MONDAY - 50 * DAY, ship: { lat: 1, lon: 1 } });

    expect(at(history, MONDAY - DAY).laptops.get('SN-1')).toMatchObject({ holder: 'ana', deliveredAt: MONDAY - 50 * DAY, shipTo: { lat: 1, lon: 1 } });
    expect(at(history, MONDAY + DAY).laptops.get('SN-1')).toMatchObject({ holder: 'zoe', deliveredAt: MONDAY + HOUR, shipTo: { lat: 2, lon: 2 } });
  });

  it('does so of one that people.csv names for two, in whatever order, and knows no parcel where both hold it', () => {
    const zed = aPerson({ hire_id: 'zed', device_serials: ['SN-1'], start_date: '2026-06-01', end_date: '2026-10-01', delivered_at: MONDAY - 150 * DAY, ship: { lat: 1, lon: 1 }, ship_address_token: 'address:x:1' });
    const amy = aPerson({ hire_id: 'amy', device_serials: ['SN-1'], start_date: '2026-11-02', delivered_at: MONDAY - 5 * DAY, ship: { lat: 2, lon: 2 } });
    const laptop = (...people: readonly (typeof zed)[]): unknown => at(rows('people', ...people), MONDAY).laptops.get('SN-1');

    const amys = { serial: 'SN-1', holder: 'amy', shippedAt: undefined, deliveredAt: MONDAY - 5 * DAY, shipTo: { lat: 2, lon: 2 } };
    expect([laptop(amy, zed), laptop(zed, amy)]).toEqual([amys, amys]);
    expect(laptop(amy, { ...zed, end_date: '2026-12-01' })).toEqual({ serial: 'SN-1', holder: undefined, shippedAt: undefined, deliveredAt: undefined, shipTo: undefined });
  });
});

describe('scope', () => {
  // A start on 2 November begins in Chicago at 06:00 UTC, in New York at 05:00 UTC.
  const START = Date.UTC(2026, 10, 2, 6);
  const inScope = (asOf: number, fields: object = {}, inCases: readonly string[] = []): boolean =>
    at(rows('people', aPerson({ hire_id: 'kim', ...fields })), asOf, inCases).hires.get('kim')!.inScope;

  it('begins fourteen days before the start date and ends after ninety, in the zone of the hire', () => {
    expect([START - 14 * DAY - 1, START - 14 * DAY, START + 90 * DAY - 1, START + 90 * DAY].map((asOf) => inScope(asOf))).toEqual([false, true, true, false]);
  });

  it.each([[undefined], ['Mars/Olympus']])('takes the zone of the company for a hire whose zone is %s', (zone) => {
    expect([START - HOUR - 14 * DAY - 1, START - HOUR - 14 * DAY].map((asOf) => inScope(asOf, { time_zone: zone }))).toEqual([false, true]);
  });

  it('ends with the last day of employment', () => {
    const ended = Date.UTC(2026, 10, 11, 6);

    expect([ended - 1, ended].map((asOf) => inScope(asOf, { end_date: '2026-11-10' }))).toEqual([true, false]);
  });

  it('goes on for people of an open case', () => {
    expect([inScope(START + 200 * DAY, {}, ['kim']), inScope(START + 200 * DAY, {}, ['lee'])]).toEqual([true, false]);
  });

  it('counts days from the start, which is day 0', () => {
    const hire = at(rows('people', aPerson({ hire_id: 'kim' })), START).hires.get('kim')!;

    expect([START - 1, START, START + DAY - 1, START + DAY].map((asOf) => dayOfEmployment(hire, asOf))).toEqual([-1, 0, 0, 1]);
  });
});

describe('what the company vouches for', () => {
  it('are the lines of its places', () => {
    const { vouched } = at(rows('places', { place_id: 'o', name: 'Office', kind: 'office', cidr: ['192.0.2.0/24', '2001:db8:1::/48'] }), MONDAY);

    expect(['192.0.2.9', '2001:db8:1:2::/64', '198.51.100.1'].map(vouched)).toEqual([true, true, false]);
  });

  it('are tools for everybody, a team or a hire, up to and on their last day', () => {
    const row = (tool: string, scope: string, until?: string): TableRows['allowed'] => ({ tool, scope, owner: 'it', reason: 'support', ...(until ? { until } : {}) });
    const history: History = {
      ...rows('people', aPerson({ hire_id: 'kim', team: 'Support' }), aPerson({ hire_id: 'lee' })),
      allowed: rows('allowed', row('AnyDesk', 'all', '2026-11-05'), row('rustdesk', 'team:support'), row('vnc', 'hire:lee')).allowed,
    };
    const { allowed } = at(history, MONDAY);

    expect([allowed('anydesk', 'kim', '2026-11-05'), allowed('anydesk', 'kim', '2026-11-06')]).toEqual([true, false]);
    expect([allowed('RustDesk', 'kim', '2026-11-05'), allowed('rustdesk', 'lee', '2026-11-05')]).toEqual([true, false]);
    expect([allowed('vnc', 'kim', '2026-11-05'), allowed('vnc', 'lee', '2026-11-05'), allowed('teamviewer', 'kim', '2026-11-05')]).toEqual([false, true, false]);
  });

  it('are ties between people of one household, and none where no household is known', () => {
    const { tied } = at(rows('people', aPerson({ hire_id: 'a', household: 'h1' }), aPerson({ hire_id: 'b', household: 'h1' }), aPerson({ hire_id: 'c' }), aPerson({ hire_id: 'd' })), MONDAY);

    expect([tied('a', 'b'), tied('a', 'c'), tied('c', 'd'), tied('x', 'y')]).toEqual([true, false, false, false]);
  });

  it('are ties between two hires of one person too, by a last day that is still to come', () => {
    const paid = { bank_token: 'bank:1:a', phone_token: 'phone:1:a' };
    const { hires, tied, isOnePerson } = at(rows('people', aPerson({ hire_id: 'a', start_date: '2026-05-04', end_date: '2026-11-20', ...paid }), aPerson({ hire_id: 'b', start_date: '2026-11-23', ...paid }), aPerson({ hire_id: 'c', household: 'h1' }), aPerson({ hire_id: 'd', household: 'h1' })), MONDAY);

    expect(hires.get('a')!.end_date).toBeUndefined();
    expect([tied('a', 'b'), isOnePerson('b', 'a'), tied('c', 'd'), isOnePerson('c', 'd'), isOnePerson('a', 'x')]).toEqual([true, true, true, false, false]);
  });
});
