import { describe, expect, it } from 'vitest';
import { at, aPerson } from '../../test/support/window.ts';
import type { DeviceRow, PersonRow, PlaceRow, TravelRow, Versioned } from '../core/person.ts';
import { settle } from '../core/settings.ts';
import { DAY, dayOf } from '../core/time.ts';
import { CUSTODY_SETTINGS, custodyOf, type Custody } from './custody.ts';
import { homesSince } from './homes.ts';
import { registryAt } from './registry.ts';

const NOW = at('2026-11-16', 0);
const SETTINGS = settle(CUSTODY_SETTINGS).values;
const HOME = { lat: 36.16, lon: -86.78 };
/** One degree of latitude is 111 km. */
const north = (km: number): { readonly lat: number; readonly lon: number } => ({ lat: HOME.lat + km / 111.2, lon: HOME.lon });

interface Scene {
  readonly people?: readonly PersonRow[];
  readonly devices?: readonly DeviceRow[];
  readonly places?: readonly PlaceRow[];
  readonly travel?: readonly TravelRow[];
  readonly rows?: Parameters<typeof custodyOf>[1];
  /** Days since the last contact of each laptop; none: never heard of. */
  readonly silent?: Readonly<Record<string, number>>;
  /** When people told of a new address. */
  readonly moves?: Readonly<Record<string, number>>;
}
type Row = Parameters<typeof custodyOf>[1][number];

const KIM = aPerson({ hire_id: 'kim', device_serials: ['SN-1'], home: HOME, delivered_at: NOW - 20 * DAY });
const LEE = aPerson({ hire_id: 'lee', device_serials: ['SN-2'] });

function verdictsOf({ people = [KIM], devices = [], places = [], travel = [], rows = [], silent = { 'SN-1': 0 }, moves = {} }: Scene): readonly Custody[] {
  const known = <T>(kind: string, all: readonly T[]): readonly Versioned<T>[] => all.map((row, index) => ({ id: `${kind}/${index}`, kind: kind as Versioned<T>['kind'], versions: [{ from: null, row }] }));
  const registry = homesSince(registryAt({
    people: known('people', people), devices: known('devices', devices), places: known('places', places), travel: known('travel', travel),
    accounts: [], allowed: [], applications: [], institutions: [], indicators: [],
  }, NOW, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' }), new Map(Object.entries(moves)));
  return custodyOf(registry, rows, new Map(Object.entries(silent).map(([serial, days]) => [serial, NOW - days * DAY])), SETTINGS);
}
const verdictOf = (scene: Scene): Custody => verdictsOf(scene)[0]!;

/** One row a day over the last so many days, from a home line whose operator has two entries in the tables. */
function seen(days: number, place: { readonly lat: number; readonly lon: number } | undefined, fields: Readonly<Record<string, unknown>> = {}): readonly Row[] {
  return Array.from({ length: days }, (_, ago) => ({
    person: undefined, laptop: 'SN-1', holder: 'kim', hire: 'kim', day: dayOf(NOW - (ago + 1) * DAY),
    'farmwatch.net.line': '192.0.2.1', 'farmwatch.net.kind': 'home', 'source.as.number': 64500 + (ago % 2), times: 1, last: NOW - (ago + 1) * DAY,
    ...(place ? { 'source.geo.location.lat': place.lat, 'source.geo.location.lon': place.lon, 'source.geo.city_name': 'Somewhere' } : {}), ...fields,
  }));
}

describe('never-seen', () => {
  it('is a laptop delivered three days ago or more without any contact', () => {
    const delivered = (days: number): Custody => verdictOf({ people: [{ ...KIM, delivered_at: NOW - days * DAY }], silent: {} });

    expect([delivered(2.9).verdict, delivered(3).verdict]).toEqual(['cannot-tell', 'never-seen']);
    expect(delivered(5).because).toBe('Delivered 5 days ago and never heard of since.');
  });

  it('is not said where no delivery is known', () => {
    expect(verdictOf({ people: [aPerson({ hire_id: 'kim', device_serials: ['SN-1'] })], silent: {} })).toMatchObject({ verdict: 'cannot-tell', because: 'No delivery and no contact is known.' });
  });
});

describe('dark', () => {
  it('is a laptop silent for more than seven days, wherever it was before', () => {
    const silentFor = (days: number): string => verdictOf({ rows: seen(7, north(500)), silent: { 'SN-1': days } }).verdict;

    expect([silentFor(7), silentFor(7.01)]).toEqual(['elsewhere', 'dark']);
    expect(verdictOf({ silent: { 'SN-1': 40 } })).toMatchObject({ verdict: 'dark', because: 'No contact for 40 days.', last_contact: NOW - 40 * DAY });
  });
});

describe('cannot-tell', () => {
  it('is said with fewer than two days of data', () => {
    expect([1, 2].map((days) => verdictOf({ rows: seen(days, north(500)) }).verdict)).toEqual(['cannot-tell', 'elsewhere']);
  });

  it('is said of a region too wide to separate', () => {
    // 170 km away, known to 100 km: between 70 and 270 km, neither within 50 nor wholly beyond 80.
    expect(verdictOf({ rows: seen(5, north(170)) })).toMatchObject({ verdict: 'cannot-tell', km_from_home: [70, 270] });
  });

  it.each(['vpn', 'hosting', 'relay', 'satellite'])('is said where all that is known are addresses of kind %s', (kind) => {
    expect(verdictOf({ rows: seen(5, north(500), { 'farmwatch.net.kind': kind }) })).toMatchObject({ verdict: 'cannot-tell', because: 'Only addresses without a place were seen.' });
  });

  it('is said where nothing is known to compare with', () => {
    expect(verdictOf({ people: [aPerson({ hire_id: 'kim', device_serials: ['SN-1'] })], rows: seen(5, HOME) }).verdict).toBe('cannot-tell');
  });
});

describe('shared-place', () => {
  const together = (days: number, fields: Readonly<Record<string, unknown>> = {}): readonly Row[] =>
    [...seen(5, HOME, fields), ...seen(days, HOME, { laptop: 'SN-2', holder: 'lee', hire: 'lee', ...fields })];
  const both = { 'SN-1': 0, 'SN-2': 0 };

  it('is a line where another person\'s laptop lives as well, though it is the right place', () => {
    const verdicts = verdictsOf({ people: [KIM, LEE], rows: together(3), silent: both });

    expect(verdicts.map(({ serial, verdict }) => [serial, verdict])).toEqual([['SN-1', 'shared-place'], ['SN-2', 'shared-place']]);
    expect(verdicts[0]!.because).toBe("Settled on 5 of the last 7 days at a line or router where another person's laptop lives.");
  });

  it('takes three days of both', () => {
    expect(verdictOf({ people: [KIM, LEE], rows: together(2), silent: both }).verdict).toBe('expected');
  });

  it('is also told by one router behind two lines', () => {
    const rows = [...seen(4, HOME, { 'farmwatch.net.gateway_mac_token': 'mac:1:a' }), ...seen(4, HOME, { laptop: 'SN-2', 'farmwatch.net.line': '198.51.100.1', 'farmwatch.net.gateway_mac_token': 'mac:1:a' })];

    expect(verdictOf({ people: [KIM, LEE], rows, silent: both }).verdict).toBe('shared-place');
  });

  it.each([
    ['who declared one household', { people: [{ ...KIM, household: 'h' }, { ...LEE, household: 'h' }] }],
    ['at a place the company vouches for', { people: [KIM, LEE], places: [{ place_id: 'c', name: 'Cowork', kind: 'cowork' as const, cidr: ['192.0.2.0/24'] }] }],
  ])('is not said of people %s', (_who, scene) => {
    expect(verdictOf({ ...scene, rows: together(5), silent: both }).verdict).toBe('expected');
  });

  it('is not said of two laptops of one person, nor behind an address that thousands share', () => {
    const two = { ...KIM, device_serials: ['SN-1', 'SN-2'] };

    expect(verdictOf({ people: [two], rows: together(5), silent: both }).verdict).toBe('expected');
    expect(verdictOf({ people: [KIM, LEE], rows: together(5, { 'farmwatch.net.kind': 'mobile' }), silent: both }).verdict).toBe('expected');
  });
});

describe('expected', () => {
  it('is a region that comes within fifty kilometres of home', () => {
    expect(verdictOf({ rows: seen(5, north(149)) })).toMatchObject({ verdict: 'expected', km_from_home: [49, 249], seen_at: { radius_km: 100, level: 0.9, network: 'home', city: 'Somewhere' } });
  });

  it('is where it was sent to, or a vouched place, as well', () => {
    const shipped = { ...KIM, ship: north(500) };
    const place: PlaceRow = { place_id: 'o', name: 'Office', kind: 'office', cidr: [], at: north(500) };

    expect(verdictOf({ people: [shipped], rows: seen(5, north(500)) })).toMatchObject({ verdict: 'expected', shipped_to: north(500) });
    expect(verdictOf({ places: [place], rows: seen(5, north(500)) }).verdict).toBe('expected');
  });

  it('is any vouched line, wherever its address is said to be', () => {
    const place: PlaceRow = { place_id: 'v', name: 'Egress', kind: 'vpn-egress', cidr: ['192.0.2.1'] };

    expect(verdictOf({ places: [place], rows: seen(5, north(2_000)) }).verdict).toBe('expected');
  });
});

describe('moved-approved', () => {
  const trip = (fields: Partial<TravelRow> = {}): TravelRow => ({ hire_id: 'kim', from: '2026-11-12', to: '2026-11-20', at: north(1_000), approved_by: 'boss', ...fields });

  it('is a trip of those days to that place', () => {
    expect(verdictOf({ travel: [trip()], rows: seen(5, north(1_040)) })).toMatchObject({ verdict: 'moved-approved', because: 'On a trip approved by boss until 2026-11-20.' });
  });

  it.each([
    ['to somewhere else', trip({ at: north(3_000) })],
    ['that was over before', trip({ from: '2026-11-01', to: '2026-11-08' })],
    ['that has not begun', trip({ from: '2026-11-17' })],
    ['of somebody else', trip({ hire_id: 'lee' })],
  ])('is not a trip %s', (_which, other) => {
    expect(verdictOf({ travel: [other], rows: seen(5, north(1_040)) }).verdict).toBe('elsewhere');
  });
});

describe('elsewhere', () => {
  it('is a region wholly beyond eighty kilometres of all that is expected', () => {
    expect([180, 181].map((km) => verdictOf({ rows: seen(5, north(km)) }).verdict)).toEqual(['cannot-tell', 'elsewhere']);
  });

  it('believes the laptop before its address, and its address before a mobile one', () => {
    const device = { 'farmwatch.device.location.lat': north(300).lat, 'farmwatch.device.location.lon': north(300).lon, 'farmwatch.device.location.radius_km': 2 };

    expect(verdictOf({ rows: [...seen(7, HOME), ...seen(2, HOME, { ...device, 'farmwatch.device.location.source': 'wifi' })] })).toMatchObject({ verdict: 'elsewhere', km_from_home: [298, 302] });
    expect(verdictOf({ rows: [...seen(7, HOME), ...seen(2, HOME, { ...device, 'farmwatch.device.location.source': 'ip' })] }).verdict).toBe('expected');
    expect(verdictOf({ rows: [...seen(2, north(400)), ...seen(6, HOME, { 'farmwatch.net.kind': 'mobile' })] }).verdict).toBe('elsewhere');
  });
});

describe('one line for each issued laptop', () => {
  it('has no person for a spare', () => {
    expect(verdictsOf({ people: [KIM], devices: [{ serial: 'SN-0' }], silent: { 'SN-1': 0 } }).map(({ serial, hire_id: hire }) => [serial, hire])).toEqual([['SN-0', null], ['SN-1', 'kim']]);
  });

  it('looks at the last days only', () => {
    const old = seen(20, north(500)).slice(8);

    expect(verdictOf({ rows: [...old, ...seen(3, HOME)] }).verdict).toBe('expected');
  });
});

describe('one line alone', () => {
  const alone = (fields: Readonly<Record<string, unknown>>): string =>
    verdictOf({ people: [{ ...KIM, time_zone: 'America/Chicago' }], rows: seen(5, north(900), { 'source.as.number': 64500, ...fields }) }).verdict;

  it('does not place a laptop elsewhere, for tables misplace some lines', () => {
    expect(alone({})).toBe('cannot-tell');
    expect(alone({ 'farmwatch.device.time_zone': 'America/Chicago' })).toBe('cannot-tell');
  });

  it('does where the clock of the laptop agrees that it is not at home', () => {
    expect(alone({ 'farmwatch.device.time_zone': 'America/Los_Angeles' })).toBe('elsewhere');
  });
});

describe('a location that the laptop reports', () => {
  it('bears the name of the city of its address only where both agree', () => {
    const cityAt = (own: { readonly lat: number; readonly lon: number }): string | undefined =>
      verdictOf({ rows: seen(5, HOME, { 'farmwatch.device.location.lat': own.lat, 'farmwatch.device.location.lon': own.lon, 'farmwatch.device.location.source': 'wifi' }) }).seen_at?.city;

    expect(cityAt(HOME)).toBe('Somewhere');
    expect(cityAt(north(900))).toBeUndefined();
  });
});

describe('after a change of address', () => {
  const before = seen(5, north(900));

  it('days before it are not held against the new home', () => {
    expect(verdictOf({ rows: before }).verdict).toBe('elsewhere');

    expect(verdictOf({ rows: before, moves: { kim: NOW - 12 * 60 * 60_000 } }).verdict).toBe('cannot-tell');
    expect(verdictOf({ rows: before, moves: { kim: NOW - 20 * DAY } }).verdict).toBe('elsewhere');
  });
});
