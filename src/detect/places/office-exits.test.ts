import { expect, it } from 'vitest';
import { aPerson, at } from '../../../test/support/window.ts';
import type { PlaceRow, PersonRow, TravelRow } from '../../core/person.ts';
import { DAY, dayOf } from '../../core/time.ts';
import { historyOf } from '../people/history.ts';
import { mayHideExits, withOfficeExits } from './office-exits.ts';
import type { LineRow } from './place-rows.ts';
import { registryAt } from '../people/registry.ts';

const NOW = at('2026-11-20', 12);
const OFFICE: PlaceRow = { place_id: 'hq', name: 'HQ', kind: 'office', cidr: ['203.0.113.0/29'], at: { lat: 30.27, lon: -97.74 } };
const HOUSTON = { lat: 29.76, lon: -95.37 };
const DENVER = { lat: 39.74, lon: -104.99 };
const AUSTIN = { lat: 30.3, lon: -97.7 };

/** So many days behind the office's line, the others at home. */
function days(hire: string, there: number, all = 8): readonly LineRow[] {
  return Array.from({ length: all }, (_, ago) => ({
    person: undefined, laptop: `SN-${hire}`, holder: hire, hire, day: dayOf(NOW - (ago + 1) * DAY),
    'farmwatch.net.line': ago < there ? '203.0.113.2' : `198.51.100.${hire.length}`, 'farmwatch.net.kind': 'home', 'source.as.number': 7922, halfHours: 1n,
  } as unknown as LineRow));
}

function kindOf(lines: readonly (readonly LineRow[])[], people: readonly PersonRow[], travel: readonly TravelRow[] = [], office = OFFICE): string {
  const registry = registryAt(historyOf({ people, places: [office], travel }), NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
  return mayHideExits(registry) ? withOfficeExits(registry, lines.flat()).places[0]!.kind : 'not asked';
}

const afar = ['ann', 'ben', 'cleo'].map((hire_id, nth) => aPerson({ hire_id, home: [HOUSTON, DENVER, DENVER][nth]! }));
const local = (count: number): readonly PersonRow[] => Array.from({ length: count }, (_, nth) => aPerson({ hire_id: `local-${nth}`, home: AUSTIN }));

it('an office is an exit of a tunnel where laptops of people who live far away go out by it day after day, and hardly by anything else', () => {
  expect(kindOf(afar.map(({ hire_id }) => days(hire_id, 8)), afar)).toBe('vpn-egress');
  expect(kindOf([...afar, ...local(8)].map(({ hire_id }) => days(hire_id, 8)), [...afar, ...local(8)])).toBe('vpn-egress');
});

it.each([
  ['two from afar, who may have moved', afar.slice(0, 2).map(({ hire_id }) => days(hire_id, 8)), afar],
  ['three of many, who may have moved', [...afar, ...local(20)].map(({ hire_id }) => days(hire_id, 8)), [...afar, ...local(20)]],
  ['people who are at home as well', afar.map(({ hire_id }) => days(hire_id, 4)), afar],
  ['people who live nearby', local(5).map(({ hire_id }) => days(hire_id, 8)), local(5)],
] as const)('it stays one for %s', (_what, lines, people) => {
  expect(kindOf(lines, people)).toBe('office');
});

it('it stays one for people on a trip, and where nobody knows where it is', () => {
  const trip = afar.map(({ hire_id }): TravelRow => ({ hire_id, from: '2026-11-10', to: '2026-11-20', city: 'Austin' }));
  const { at: _somewhere, ...nowhere } = OFFICE;

  expect(kindOf(afar.map(({ hire_id }) => days(hire_id, 8)), afar, trip)).toBe('office');
  expect(kindOf(afar.map(({ hire_id }) => days(hire_id, 8)), afar, [], nowhere)).toBe('not asked');
});
