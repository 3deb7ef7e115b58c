import { historyOf } from '../people/history.ts';
import { describe, expect, it } from 'vitest';
import { aPerson, at } from '../../../test/support/window.ts';
import type { PersonRow, PlaceRow, TravelRow } from '../../core/person.ts';
import { settle } from '../../core/settings.ts';
import { DAY, dayOf } from '../../core/time.ts';
import { CUSTODY_SETTINGS } from './custody-settings.ts';
import { livingTogether, type Together } from './living-together.ts';
import { registryAt } from '../people/registry.ts';
import type { RadioRow } from './place-rows.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

const NOW = at('2026-11-16', 0);
const FROM = dayOf(NOW - 7 * DAY);
const SETTINGS = settle(CUSTODY_SETTINGS).values;

interface Net { readonly line?: string; readonly kind?: string; readonly router?: string; readonly operator?: number }

/** One row a day of somebody's laptop over the last days. */
function seen(hire: string, net: Net, days = 5): readonly WhereaboutsRow[] {
  const { line = '198.51.100.7', kind = 'home', router, operator = 7922 } = net;
  return Array.from({ length: days }, (_, ago) => ({
    person: undefined, laptop: `SN-${hire}`.toUpperCase(), holder: hire, hire, day: dayOf(NOW - (ago + 1) * DAY), times: 3,
    'farmwatch.net.line': line, 'farmwatch.net.kind': kind, 'source.as.number': operator, ...(router ? { 'farmwatch.net.gateway_mac_token': router } : {}),
  }));
}

interface Scene { readonly rows: readonly (readonly WhereaboutsRow[])[]; readonly radios?: readonly RadioRow[]; readonly places?: readonly PlaceRow[]; readonly travel?: readonly TravelRow[]; readonly people?: readonly PersonRow[] }

function together({ rows, radios = [], places = [], travel = [], people }: Scene): Readonly<Record<string, Together>> {
  const all = rows.flat();
  const hires = [...new Set(all.map(({ hire }) => hire!))];
  const registry = registryAt(historyOf({ people: people ?? hires.map((id) => aPerson({ hire_id: id })), places, travel }), NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
  return Object.fromEntries(livingTogether(registry, all, radios, FROM, () => 0, SETTINGS));
}

const both = (net: Net, days?: number) => [seen('kim', net, days), seen('lee', net, days)];

describe('laptops that live where another person’s laptop lives', () => {
  it('are settled at one line or one router, three days at least', () => {
    expect(together({ rows: both({}) })).toEqual({ 'SN-KIM': { days: 5, by: 'line', others: 1, with: new Set(['SN-LEE']) }, 'SN-LEE': { days: 5, by: 'line', others: 1, with: new Set(['SN-KIM']) } });
    expect(together({ rows: both({ kind: 'vpn', router: 't-house' }) })).toMatchObject({ 'SN-KIM': { by: 'router' } });
    expect(together({ rows: both({}, 2) })).toEqual({});
  });

  it('may share no more than an access point, behind lines that strangers share', () => {
    const at = (token: string): readonly RadioRow[] => both({ kind: 'mobile' }).flat().map((row): RadioRow => ({ ...row, halfHours: 2 ** 40, 'farmwatch.net.bssid_token': token } as unknown as RadioRow));

    expect(together({ rows: both({ kind: 'mobile' }), radios: at('t-kitchen') })).toMatchObject({ 'SN-KIM': { days: 5, by: 'radio', others: 1 }, 'SN-LEE': { by: 'radio' } });
    expect(together({ rows: both({ kind: 'mobile' }), radios: at('unknown') })).toEqual({});
    expect(together({ rows: both({ router: 't-house' }), radios: at('t-kitchen') })).toMatchObject({ 'SN-KIM': { by: 'router', others: 1 } });
  });

  it('may share an IPv6 network: a home has one, and it counts like an IPv4 address', () => {
    expect(Object.keys(together({ rows: both({ line: '2001:db8:1:2::/64' }) }))).toEqual(['SN-KIM', 'SN-LEE']);
    expect(together({ rows: [seen('kim', { line: '2001:db8:1:2::/64' }), seen('lee', { line: '2001:db8:1:3::/64' })] })).toEqual({});
  });
});

describe('what never counts', () => {
  it('is a place of the list without address blocks where a laptop behind the line says that it is there; where blocks are known they decide', () => {
    const dorm: PlaceRow = { place_id: 'dorm', name: 'Dorm', kind: 'campus', cidr: [], at: { lat: 40.61, lon: -74.46 } };
    const reported = { 'farmwatch.device.location.lat': 40.612, 'farmwatch.device.location.lon': -74.461, 'farmwatch.device.location.radius_km': 0.2, 'farmwatch.device.location.source': 'wifi' };
    const rows = [seen('kim', {}).map((row) => ({ ...row, ...reported })), seen('lee', {}), seen('max', {})];

    expect(together({ rows, places: [dorm] })).toEqual({});
    expect(Object.keys(together({ rows, places: [{ ...dorm, cidr: ['203.0.113.0/24'] }] }))).toContain('SN-LEE');
    expect(Object.keys(together({ rows, places: [{ ...dorm, at: { lat: 40.7, lon: -74.46 } }] }))).toContain('SN-LEE');
  });

  it.each(['mobile', 'vpn', 'hosting', 'relay', 'satellite'])('is a line of kind %s, in IPv4 as in IPv6', (kind) => {
    expect(together({ rows: both({ kind }) })).toEqual({});
    expect(together({ rows: both({ kind, line: '2001:db8:1:2::/64' }) })).toEqual({});
  });

  it.each(['100.64.3.9', '192.168.1.10', '10.0.0.5', '127.0.0.1', 'fd12:3456:789a:1::/64', 'fe80::/64'])('is an inner address, which thousands of homes have: %s', (line) => {
    expect(together({ rows: both({ line, kind: 'unknown' }) })).toEqual({});
  });

  it.each(['carrier-nat', 'vpn-egress', 'cloud-desktop', 'office', 'cowork', 'campus'] as const)('is a line that the company lists as %s', (kind) => {
    expect(together({ rows: both({}), places: [{ place_id: 'p', name: 'P', kind, cidr: ['198.51.100.0/24'] }] })).toEqual({});
  });

  it('is a campus, and its routers', () => {
    expect(together({ rows: both({ kind: 'education', router: 't-campus' }) })).toEqual({});
  });

  it('is a carrier’s address behind which both have a router of their own: they are neighbours', () => {
    expect(together({ rows: [seen('kim', { router: 't-kim' }), seen('lee', { router: 't-lee' })] })).toEqual({});
    expect(Object.keys(together({ rows: [seen('kim', { router: 't-kim' }), seen('lee', {})] }))).toEqual(['SN-KIM', 'SN-LEE']);
  });

  it('is a hotel on days of an entered trip', () => {
    const hotel = both({ line: '203.0.113.60', kind: 'corporate', router: 't-hotel' });
    const trip = (hire: string): TravelRow => ({ hire_id: hire, from: FROM, to: dayOf(NOW) });

    expect(together({ rows: hotel, travel: [trip('kim'), trip('lee')] })).toEqual({});
    expect(together({ rows: hotel, travel: [trip('lee')] })).toEqual({});
    expect(Object.keys(together({ rows: hotel }))).toEqual(['SN-KIM', 'SN-LEE']);
  });

  it('is a crowd', () => {
    const floor = Array.from({ length: 31 }, (_, index) => seen(`p-${index}`, { kind: 'corporate', router: 't-floor' }));

    expect(together({ rows: floor })).toEqual({});
    expect(Object.keys(together({ rows: floor.slice(1) })).length).toBe(30);
  });

  it('is a router address that three homes have alike, or two homes of different operators', () => {
    const homes = ['kim', 'lee', 'max'].map((hire, index) => seen(hire, { line: `198.51.100.${index}`, router: 't-default' }));
    const operators = [seen('kim', { router: 't-default' }), seen('lee', { line: '203.0.113.8', operator: 701, router: 't-default' })];

    expect(together({ rows: homes })).toEqual({});
    expect(together({ rows: operators })).toEqual({});
  });

  it.each(['', '0', 'unknown', 'none', '000000000000'])('is a router that is not told: %j', (router) => {
    expect(together({ rows: [seen('kim', { kind: 'vpn', router }), seen('lee', { kind: 'vpn', router })] })).toEqual({});
  });

  it('is a declared household, or one person’s two laptops', () => {
    const people = ['kim', 'lee'].map((id) => aPerson({ hire_id: id, household: 'h' }));
    const two = seen('kim', {}).map((row) => ({ ...row, laptop: 'SN-KIM2' }));

    expect(together({ rows: both({}), people })).toEqual({});
    expect(together({ rows: [seen('kim', {}), two], people: [aPerson({ hire_id: 'kim', device_serials: ['SN-KIM', 'SN-KIM2'] })] })).toEqual({});
  });
});
