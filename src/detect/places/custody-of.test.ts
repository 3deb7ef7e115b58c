import { describe, expect, it } from 'vitest';
import { at, aPerson } from '../../../test/support/window.ts';
import { UNCHANGED } from '../../catalogue/history.ts';
import type { DeviceRow, PersonRow, PlaceRow, TravelRow, Versioned } from '../../core/person.ts';
import { settle } from '../../core/settings.ts';
import { DAY, HOUR, MINUTE, dayOf, type Day } from '../../core/time.ts';
import { CUSTODY_SETTINGS } from './custody-settings.ts';
import { custodyOf } from './custody-of.ts';
import type { Custody } from './custody.ts';
import { homesSince } from '../people/homes.ts';
import type { ScanRow } from './parcels.ts';
import { registryAt } from '../people/registry.ts';

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
  /** People on whose machines a placeholder stands for the serial number. */
  readonly nameless?: readonly string[];
  readonly atWork?: readonly string[];
  readonly byNames?: boolean;
  /** So many days late records come in. */
  readonly lag?: number;
  /** Laptops that tell of themselves. */
  readonly speaking?: readonly string[];
  /** When a carrier delivered, days ago. */
  readonly scanned?: Readonly<Record<string, number>>;
  /** Where a carrier delivered SN-1. */
  readonly brought?: { readonly lat: number; readonly lon: number };
  /** When people told of a new address. */
  readonly moves?: Readonly<Record<string, number>>;
  /** When it is judged; at midnight where nothing is said. */
  readonly now?: number;
}
type Row = Parameters<typeof custodyOf>[1][number];

const KIM = aPerson({ hire_id: 'kim', device_serials: ['SN-1'], home: HOME, delivered_at: NOW - 20 * DAY });
const LEE = aPerson({ hire_id: 'lee', device_serials: ['SN-2'] });

function verdictsOf({ people = [KIM], devices = [], places = [], travel = [], rows = [], silent = { 'SN-1': 0 }, nameless = [], atWork = [], byNames = false, lag = 0, speaking = [], scanned = {}, brought, moves = {}, now = NOW }: Scene): readonly Custody[] {
  const known = <T>(kind: string, all: readonly T[]): readonly Versioned<T>[] => all.map((row, index) => ({ id: `${kind}/${index}`, kind: kind as Versioned<T>['kind'], versions: [{ from: null, row }] }));
  const registry = homesSince(registryAt({
    people: known('people', people), devices: known('devices', devices), places: known('places', places), travel: known('travel', travel),
    accounts: [], allowed: [], applications: [], institutions: [], indicators: [], catalogue: UNCHANGED,
  }, now, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' }), new Map(Object.entries(moves)));
  return custodyOf(registry, rows, { lastContact: new Map(Object.entries(silent).map(([serial, days]) => [serial, NOW - days * DAY])), nameless: new Set(nameless), atWork: new Set(atWork), byNames, lag: lag * DAY, speaking: new Set(speaking), deliveries: new Map(Object.entries(scanned).map(([serial, days]) => [serial, NOW - days * DAY])), scans: brought ? [deliveredAt(brought)] : [] }, SETTINGS);
}
function deliveredAt({ lat, lon }: { readonly lat: number; readonly lon: number }): ScanRow {
  const untold = { 'farmwatch.shipment.id': undefined, 'farmwatch.shipment.region': undefined, 'farmwatch.shipment.country': undefined, 'farmwatch.shipment.radius_km': undefined };
  return { ...untold, person: undefined, laptop: 'SN-1', holder: 'kim', hire: 'kim', day: dayOf(NOW - 20 * DAY), last: NOW - 20 * DAY, 'farmwatch.shipment.status': 'delivered', 'farmwatch.shipment.lat': lat, 'farmwatch.shipment.lon': lon };
}
const verdictOf = (scene: Scene): Custody => verdictsOf(scene)[0]!;

/** One row a day over the last so many days, from a home whose two lines of different operators have entries in the tables. */
function seen(days: number, place: { readonly lat: number; readonly lon: number } | undefined, fields: Readonly<Record<string, unknown>> = {}): readonly Row[] {
  return Array.from({ length: days }, (_, ago) => ({
    person: undefined, laptop: 'SN-1', holder: 'kim', hire: 'kim', day: dayOf(NOW - (ago + 1) * DAY),
    'farmwatch.net.line': '192.0.2.1', 'farmwatch.net.kind': 'home', 'source.as.number': 64500 + (ago % 2), times: 1, last: NOW - (ago + 1) * DAY + 18 * HOUR,
    ...(place ? { 'source.geo.location.lat': place.lat, 'source.geo.location.lon': place.lon, 'source.geo.city_name': 'Somewhere' } : {}), ...fields,
  }));
}

/** One row a day behind one line of which tables know the country alone; newest first. */
const untabled = (days: number, line: string, fields: Readonly<Record<string, unknown>> = {}): readonly Row[] => seen(days, undefined, { 'farmwatch.net.line': line, 'source.geo.country_iso_code': 'US', ...fields });

describe('a laptop that tables do not place', () => {
  const HERS = { ...KIM, time_zone: 'America/Chicago', home_country: 'US' };
  const AT_HOME = untabled(6, '192.0.2.1', { 'farmwatch.device.time_zone': 'America/Chicago' });
  const verdictWith = (scene: Scene): Custody['verdict'] => verdictOf({ people: [HERS], brought: HOME, rows: AT_HOME, ...scene }).verdict;

  it('is where a carrier brought it, if that is home and it has kept to the line of its first day', () => {
    expect(verdictOf({ people: [HERS], brought: north(20), rows: AT_HOME })).toMatchObject({
      verdict: 'expected', confidence: 0.95, seen_at: { ...HOME, radius_km: 5, level: 0.9, network: 'home' }, km_from_home: [0, 5],
      because: 'A carrier brought it home, and on 6 of the last 6 days with data it kept to the line or router of its first day there.',
    });
    // Where the record is no more exact than a town, neither is the region.
    expect(verdictOf({ people: [{ ...HERS, home: { ...HOME, radiusKm: 40 } }], brought: north(20), rows: AT_HOME }).seen_at).toMatchObject({ ...north(20), radius_km: 25 });
    expect(verdictOf({ people: [{ ...HERS, home: north(900), ship: HOME }], brought: HOME, rows: AT_HOME }).because).toContain('A carrier brought it to the address it was sent to, and');
  });

  it('is not, where no carrier says so, it was brought elsewhere, or it came back', () => {
    expect(verdictOf({ people: [HERS], rows: AT_HOME })).toMatchObject({ verdict: 'cannot-tell', because: 'Only addresses without a place were seen.' });
    expect(verdictWith({ brought: north(900) })).toBe('cannot-tell');
  });

  it('is not, where most of its last days are behind another line and no router is the same', () => {
    const moved = [...untabled(5, '198.51.100.9'), ...untabled(9, '192.0.2.1').slice(5)];

    expect(verdictWith({ rows: moved })).toBe('cannot-tell');
    expect(verdictWith({ rows: moved.map((row) => ({ ...row, 'farmwatch.net.gateway_mac_token': 't-router' })) })).toBe('expected');
    // The adapter of a tunnel is told by everybody.
    const others = ['SN-2', 'SN-3'].map((laptop, index) => ({ ...untabled(1, `203.0.113.${index}`)[0]!, laptop, holder: laptop, hire: laptop }));
    expect(verdictWith({ rows: [...moved, ...others].map((row) => ({ ...row, 'farmwatch.net.gateway_mac_token': 't-router' })) })).toBe('cannot-tell');
  });

  it('is also by a router that others of its home tell, whose line changes from day to day', () => {
    const at = (laptop: string, holder: string): readonly Row[] => untabled(6, '192.0.2.1', { laptop, holder, hire: holder, 'farmwatch.net.gateway_mac_token': 't-home' }).map((row, index) => ({ ...row, 'farmwatch.net.line': `198.51.100.${index}` }));
    const family = ['SN-1', 'SN-2', 'SN-3'].map((serial, index) => ({ ...HERS, hire_id: ['kim', 'lee', 'max'][index]!, email: `${serial}@company.example`, device_serials: [serial], household: 'one' }));

    expect(verdictWith({ people: family, rows: family.flatMap(({ hire_id: hire, device_serials: [serial] }) => at(serial!, hire)) })).toBe('expected');
  });

  it('is not, where its clock or its country is not that of home, or the days are those of a trip', () => {
    expect(verdictWith({ rows: untabled(6, '192.0.2.1', { 'farmwatch.device.time_zone': 'America/Denver' }) })).toBe('cannot-tell');
    expect(verdictWith({ rows: untabled(6, '192.0.2.1', { 'source.geo.country_iso_code': 'CA' }) })).toBe('cannot-tell');
    expect(verdictWith({ travel: [{ hire_id: 'kim', from: '2026-11-01', to: '2026-11-30' }] })).toBe('cannot-tell');
  });

  it('is not, where another line of its own was put so far off as few entries err', () => {
    const far = seen(9, north(900), { 'farmwatch.net.line': '198.51.100.9' }).slice(7);
    const lines = untabled(10, '192.0.2.1');

    expect(verdictWith({ rows: [...lines, ...far] })).toBe('cannot-tell');
    expect(verdictOf({ people: [HERS], brought: HOME, rows: [...lines, ...seen(9, north(400), { 'farmwatch.net.line': '198.51.100.9' }).slice(7)] })).toMatchObject({ verdict: 'expected', because: expect.stringMatching(/first day there\. Tables put most addresses of it that they know 340 km or more from there, which may be a mistake\.$/) });
    expect(verdictWith({ rows: [...lines, ...far.map((row) => ({ ...row, 'source.geo.location.lat': HOME.lat }))] })).toBe('expected');
  });

  it('is said of no country that the tables tell without a town but that of home', () => {
    expect(verdictOf({ people: [HERS], rows: untabled(6, '192.0.2.1', { 'source.geo.country_iso_code': 'CA' }) }).because).toBe('Only addresses without a place were seen; tables put them into another country (Canada).');
  });

  it('is not, where the line is that of an exit, and no router is told', () => {
    const exit = untabled(6, '192.0.2.1', { 'farmwatch.net.kind': 'vpn' });

    expect(verdictWith({ rows: exit })).toBe('cannot-tell');
    expect(verdictWith({ rows: exit.map((row) => ({ ...row, 'farmwatch.net.gateway_mac_token': 't-router' })) })).toBe('expected');
  });

  it('outweighs a single entry that names another area, and no location that the laptop reports', () => {
    const entry = seen(6, north(400), { 'source.as.number': 64500 });

    expect(verdictOf({ people: [HERS], rows: entry })).toMatchObject({ verdict: 'cannot-tell' });
    expect(verdictOf({ people: [HERS], brought: HOME, rows: entry })).toMatchObject({ verdict: 'expected', confidence: 0.95, seen_at: { radius_km: 5 }, because: expect.stringMatching(/They misplace about 15 of 100\. A carrier brought it home, and on 6 of the last 6 days/) });
    const own = { 'farmwatch.device.location.lat': north(400).lat, 'farmwatch.device.location.lon': HOME.lon, 'farmwatch.device.location.radius_km': 1, 'farmwatch.device.location.source': 'wifi' };
    expect(verdictOf({ people: [HERS], brought: HOME, rows: entry.map((row) => ({ ...row, ...own })) }).verdict).toBe('elsewhere');
  });

  it('outweighs none that names a place so far off as few err, for a laptop that was handed on before its first day looks the same; but with the clock of home', () => {
    const losAngeles = { lat: 34.05, lon: -118.24 };
    const entry = (at: typeof HOME, fields = {}): readonly Row[] => seen(6, at, { 'source.as.number': 64500, ...fields });
    const verdictBy = (rows: readonly Row[]): string => verdictOf({ people: [HERS], brought: HOME, rows }).verdict;

    expect(verdictBy(entry(north(900)))).toBe('cannot-tell');
    expect(verdictBy(entry(losAngeles))).toBe('cannot-tell');
    expect(verdictBy(entry(losAngeles, { 'farmwatch.device.time_zone': 'America/Chicago' }))).toBe('expected');
    // A dish goes out some hundred kilometres away.
    const dish = { 'farmwatch.net.kind': 'satellite', 'farmwatch.net.gateway_mac_token': 't-dish' };
    expect([verdictBy(entry(north(900), dish)), verdictBy(entry(losAngeles, dish))]).toEqual(['expected', 'cannot-tell']);
  });
});

describe('never-seen', () => {
  it('is a laptop delivered three days ago or more without any contact', () => {
    const delivered = (days: number): Custody => verdictOf({ people: [{ ...KIM, delivered_at: NOW - days * DAY }, LEE], silent: { 'SN-2': 0 } });

    expect([delivered(2.9).verdict, delivered(3).verdict]).toEqual(['cannot-tell', 'never-seen']);
    expect(delivered(5).because).toBe('Delivered 5 days ago and never heard of since.');
  });

  it('says when the first day of work is, where that lies ahead', () => {
    const delivered = (start_date: Day): Custody => verdictOf({ people: [{ ...KIM, start_date, delivered_at: NOW - 5 * DAY }, LEE], silent: { 'SN-2': 0 } });

    // It is the sixteenth, midnight in UTC: in Chicago that day has not begun.
    expect(delivered('2026-11-16')).toMatchObject({ verdict: 'never-seen', because: 'Delivered 5 days ago and not heard of so far; the first day of work is 2026-11-16.' });
    expect(delivered('2026-11-15').because).toBe('Delivered 5 days ago and never heard of since.');
  });

  it('is nothing where no laptop is heard of by its serial number: no source tells it', () => {
    const verdicts = verdictsOf({ people: [KIM, LEE], silent: {} });

    expect(verdicts.map(({ verdict }) => verdict)).toEqual(['cannot-tell', 'cannot-tell']);
    expect(verdicts[0]!.because).toContain('no source that tells it is connected');
  });

  it('is not said of a laptop whose holder is at work where hardly any laptop tells of itself', () => {
    const people = [KIM, ...['SN-2', 'SN-3', 'SN-4'].map((serial) => aPerson({ hire_id: serial, device_serials: [serial], delivered_at: NOW - 20 * DAY }))];
    const everybody = people.map(({ hire_id: hire }) => hire);
    const heard = (speaking: readonly string[], atWork: readonly string[]): Custody => verdictOf({ people, silent: { 'SN-2': 0, 'SN-3': 0, 'SN-4': 0 }, speaking, atWork });

    expect(heard(['SN-2', 'SN-3'], everybody).verdict).toBe('never-seen');
    expect(heard(['SN-2'], everybody)).toMatchObject({ verdict: 'cannot-tell', because: 'Its holder is at work, and little tells of laptops here but sign-ins, which seldom name one: 1 of 4 laptops of people at work tell of themselves.' });
    // Nothing was heard of its holder either.
    expect(heard(['SN-2'], everybody.slice(1)).verdict).toBe('never-seen');
  });

  it.each([['never-seen', { 'SN-2': 0 }], ['dark', { 'SN-1': 40, 'SN-2': 0 }]])('nor is %s said of a laptop whose holder works on a machine without a serial number', (verdict, silent) => {
    const scene = { people: [{ ...KIM, delivered_at: NOW - 60 * DAY }, LEE], silent };

    expect(verdictOf(scene).verdict).toBe(verdict);
    expect(verdictOf({ ...scene, nameless: ['lee'] }).verdict).toBe(verdict);
    expect(verdictOf({ ...scene, nameless: ['kim'] })).toMatchObject({ verdict: 'cannot-tell', because: 'Its holder works on a machine that tells a placeholder instead of its serial number: it may be this one.' });
  });

  it('is not said where machines tell names and hardly ever serial numbers', () => {
    const scene = { people: [KIM, LEE], silent: { 'SN-2': 0 } };

    expect([verdictOf(scene).verdict, verdictOf({ ...scene, byNames: true }).verdict]).toEqual(['never-seen', 'cannot-tell']);
  });

  it('is said where a carrier scanned the delivery that no table tells', () => {
    const scene = { people: [aPerson({ hire_id: 'kim', device_serials: ['SN-1'] }), LEE], silent: { 'SN-2': 0 } };

    expect(verdictOf({ ...scene, scanned: { 'SN-1': 5 } })).toMatchObject({ verdict: 'never-seen', because: expect.stringMatching(/^Delivered 5 days ago/) });
    expect(verdictOf({ ...scene, scanned: { 'SN-1': 1 } })).toMatchObject({ verdict: 'cannot-tell', because: 'Delivered only just; no contact so far.' });
    expect(verdictOf({ people: scene.people, silent: {}, scanned: { 'SN-1': 5 } }).because).not.toContain('No delivery');
  });

  it('is not said where no delivery is known', () => {
    expect(verdictOf({ people: [aPerson({ hire_id: 'kim', device_serials: ['SN-1'] })], silent: {} })).toMatchObject({ verdict: 'cannot-tell', because: 'No delivery and no contact is known.' });
  });
});

describe('dark', () => {
  it('is a laptop silent for more than seven days, wherever it was before', () => {
    const silentFor = (days: number): string => verdictOf({ rows: seen(7, north(500)), silent: { 'SN-1': days } }).verdict;

    expect([silentFor(7), silentFor(7.01)]).toEqual(['elsewhere', 'dark']);
    expect(verdictOf({ people: [{ ...KIM, delivered_at: NOW - 60 * DAY }], silent: { 'SN-1': 40 } })).toMatchObject({ verdict: 'dark', because: 'No contact for 40 days.', last_contact: NOW - 40 * DAY });
  });

  it('is not a laptop of which nothing was heard since it came: where it was prepared says nothing of its holder', () => {
    const verdict = verdictOf({ silent: { 'SN-1': 25, 'SN-2': 0 } });

    expect(verdict).toMatchObject({ verdict: 'never-seen', because: 'Delivered 20 days ago and never heard of since.' });
    expect(verdict).not.toHaveProperty('last_contact');
  });

  it('nor is a laptop on its way dark, whoever was heard of with it before', () => {
    const again: readonly DeviceRow[] = [{ serial: 'SN-1', hire_id: 'lee', assigned_from: NOW - 60 * DAY, assigned_to: NOW - 11 * DAY }, { serial: 'SN-1', hire_id: 'kim', shipped_at: NOW - 3 * DAY, assigned_from: NOW - 10 * DAY }];
    const inHands = { people: [KIM, LEE], devices: again, silent: { 'SN-1': 12, 'SN-2': 0 } };

    expect(verdictsOf(inHands)[0]).toMatchObject({ hire_id: 'kim', verdict: 'cannot-tell', because: 'Sent on 2026-11-13; neither a delivery nor a contact since is known.' });
    expect(verdictsOf({ ...inHands, scanned: { 'SN-1': 4 } })[0]!.verdict).toBe('never-seen');
  });

  it('nor is one elsewhere that is being set up, or on its way', () => {
    const sent = (daysAgo: number): Custody => {
      const { delivered_at: _, ...hers } = KIM;
      return verdictOf({ people: [{ ...hers, shipped_at: NOW - daysAgo * DAY }], rows: seen(5, undefined, { 'farmwatch.device.location.lat': north(900).lat, 'farmwatch.device.location.lon': HOME.lon }), silent: { 'SN-1': 0.25 } });
    };

    expect([sent(6).verdict, sent(0).verdict]).toEqual(['elsewhere', 'cannot-tell']);
  });
});

describe('records that come late', () => {
  const late = 'Records of laptops come in up to 5 days late here: what it did lately may not have come in yet. Send them sooner to have it told sooner.';

  it('do not make a laptop never seen before they can have come', () => {
    const delivered = (days: number): Custody => verdictOf({ people: [{ ...KIM, delivered_at: NOW - days * DAY }, LEE], silent: { 'SN-2': 0 }, lag: 5 });

    expect(delivered(7.9)).toMatchObject({ verdict: 'cannot-tell', because: late });
    expect(delivered(8).verdict).toBe('never-seen');
  });

  it('nor dark', () => {
    const silentFor = (days: number): Custody => verdictOf({ people: [{ ...KIM, delivered_at: NOW - 60 * DAY }], silent: { 'SN-1': days }, lag: 5 });

    expect(silentFor(12)).toMatchObject({ verdict: 'cannot-tell', because: late });
    expect(silentFor(12.01).verdict).toBe('dark');
  });
});

describe('a laptop that came back', () => {
  const returned = (fields: Partial<DeviceRow> = {}): DeviceRow => ({ serial: 'SN-1', hire_id: 'kim', delivered_at: NOW - 60 * DAY, returned_at: NOW - 30 * DAY, ...fields });

  it.each([['was heard of last before', { 'SN-1': 31, 'SN-2': 0 }], ['was never heard of', { 'SN-2': 0 }]])('is neither dark nor never seen where it %s', (_, silent) => {
    expect(verdictsOf({ people: [KIM, LEE], devices: [returned()], silent })[0]).toMatchObject({ hire_id: null, verdict: 'cannot-tell', because: 'It came back on 2026-10-17, so nothing is expected of it.' });
  });

  it('is expected to be heard of once somebody else has it, or while it has not come back yet', () => {
    const again: readonly DeviceRow[] = [returned(), { serial: 'SN-1', hire_id: 'lee', delivered_at: NOW - 21 * DAY, assigned_from: NOW - 20 * DAY }];

    expect(verdictsOf({ people: [KIM, LEE], devices: again, silent: { 'SN-1': 12, 'SN-2': 0 } })[0]).toMatchObject({ hire_id: 'lee', verdict: 'dark' });
    expect(verdictsOf({ people: [KIM, LEE], devices: [returned({ returned_at: NOW + DAY })], silent: { 'SN-1': 12, 'SN-2': 0 } })[0]!.verdict).toBe('dark');
  });
});

describe('cannot-tell', () => {
  it('is said with fewer than two days of data', () => {
    expect([1, 2].map((days) => verdictOf({ rows: seen(days, north(500)) }).verdict)).toEqual(['cannot-tell', 'elsewhere']);
  });

  it('is said of one evening that is two days in UTC, and not of two evenings', () => {
    const evening = [NOW - 2 * DAY - 5 * MINUTE, NOW - 2 * DAY + 5 * HOUR].map((last) => ({ ...seen(1, HOME)[0]!, day: dayOf(last), last }));
    const people = [{ ...KIM, time_zone: 'America/Chicago' }];

    expect(verdictOf({ people, rows: evening })).toMatchObject({ verdict: 'cannot-tell', because: '1 of the last 7 days tells of a place in the hands of its holder.' });
    expect(verdictOf({ people, rows: evening.map((row, index) => ({ ...row, last: row.last + index * 12 * HOUR })) }).verdict).toBe('expected');
  });

  it('counts the day in which the last seven days begin where most of it is among them', () => {
    const rows = seen(8, HOME).filter(({ day }) => [dayOf(NOW - DAY), dayOf(NOW - 7 * DAY)].includes(day));
    const people = [{ ...KIM, time_zone: 'UTC' }];
    const said = (hours: number): string => verdictOf({ people, rows, now: NOW + hours * HOUR }).because;

    expect([0, 1, 11].map(said)).toEqual(Array(3).fill(expect.stringMatching(/^Seen on 2 of the last 7 days /)));
    expect([13, 23].map(said)).toEqual(Array(2).fill('1 of the last 7 days tells of a place in the hands of its holder.'));
    expect(verdictOf({ people, rows: [...seen(8, HOME), { ...seen(1, HOME)[0]!, day: dayOf(NOW), last: NOW + 8 * HOUR }], now: NOW + 9 * HOUR }).because).toMatch(/^Seen on 7 of the last 7 days /);
  });

  it('is said of a region that is neither near nor far', () => {
    // 130 km away, known to 60 km: 70 km at least, neither within 50 nor wholly beyond 80.
    expect(verdictOf({ rows: seen(5, north(130)) })).toMatchObject({ verdict: 'cannot-tell', because: expect.stringMatching(/^Where it was seen comes within \d+ km of .*: too far to be there, too near to be elsewhere\.$/) as string });
  });

  it.each(['vpn', 'hosting', 'relay', 'satellite'])('is said where all that is known are addresses of kind %s', (kind) => {
    expect(verdictOf({ rows: seen(5, north(500), { 'farmwatch.net.kind': kind }) })).toMatchObject({ verdict: 'cannot-tell', because: 'Only addresses without a place were seen.' });
  });

  it.each([[2_500, true], [3_500, false]])('tells the region of a single entry %d km away, unless it is wider than a continent', (km, told) => {
    const { verdict, seen_at, km_from_home } = verdictOf({ rows: seen(5, { lat: HOME.lat - km / 111.2, lon: HOME.lon }, { 'source.as.number': 64500 }) });

    expect([verdict, seen_at !== undefined, km_from_home !== undefined]).toEqual(['cannot-tell', told, told]);
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
    expect(verdicts[0]!.because).toBe("Settled on 5 of the last 7 days at a line where another person's laptop is settled too.");
  });

  it('takes three days of both', () => {
    expect(verdictOf({ people: [KIM, LEE], rows: together(2), silent: both }).verdict).toBe('expected');
  });

  it('is also told by one router behind two lines', () => {
    const rows = [...seen(4, HOME, { 'farmwatch.net.gateway_mac_token': 'mac:1:a' }), ...seen(4, HOME, { laptop: 'SN-2', holder: 'lee', hire: 'lee', 'farmwatch.net.line': '198.51.100.1', 'farmwatch.net.gateway_mac_token': 'mac:1:a' })];

    expect(verdictOf({ people: [KIM, LEE], rows, silent: both }).verdict).toBe('shared-place');
  });

  describe('at one router of which addresses show several cities', () => {
    const ANN = aPerson({ hire_id: 'ann', device_serials: ['SN-3'] });
    const own = (serial: string, hire: string, km: number, fields: Readonly<Record<string, unknown>> = {}): readonly Row[] =>
      seen(4, north(km), { laptop: serial, holder: hire, hire, 'farmwatch.net.line': `198.51.100.${km / 100}`, 'farmwatch.net.gateway_mac_token': 'mac:1:a', ...fields });
    const all = { 'SN-1': 0, 'SN-2': 0, 'SN-3': 0 };
    const lee = own('SN-2', 'lee', 600);
    const scene = { people: [KIM, LEE, ANN], silent: all };

    it('has no region in any of them, and none of the laptops is at home by one', () => {
      const verdicts = verdictsOf({ ...scene, rows: [...own('SN-1', 'kim', 0), ...lee] });

      expect(verdicts.slice(0, 2).map(({ verdict, seen_at: region }) => [verdict, region])).toEqual([['shared-place', undefined], ['shared-place', undefined]]);
      // Where one tells itself where it is, that is not doubted.
      const located = own('SN-1', 'kim', 0, { 'farmwatch.device.location.lat': north(300).lat, 'farmwatch.device.location.lon': HOME.lon });
      expect(verdictsOf({ ...scene, rows: [...located, ...lee] })[0]!.seen_at).toMatchObject(north(300));
    });

    it('is one of a home with two lines, each of which both leave by', () => {
      const byBoth = (serial: string, hire: string): readonly Row[] => [...own(serial, hire, 0), ...own(serial, hire, 600)];

      expect(verdictsOf({ ...scene, rows: [...byBoth('SN-1', 'kim'), ...byBoth('SN-2', 'lee')] })[0]).toMatchObject({ verdict: 'shared-place', seen_at: { level: 0.9 } });
    });

    it('is shared by a laptop of another operator that was behind the line of the others, though just then it told no router', () => {
      const other = own('SN-3', 'ann', 1200, { 'source.as.number': 64999 });
      const home = [...own('SN-1', 'kim', 0), ...lee, ...own('SN-2', 'lee', 0).slice(0, 1)];
      const met = seen(1, north(0), { laptop: 'SN-3', holder: 'ann', hire: 'ann', 'farmwatch.net.line': '198.51.100.0', 'source.as.number': 64500 });
      const verdictOfHers = (rows: readonly Row[]): Custody => verdictsOf({ ...scene, rows })[2]!;

      expect(verdictOfHers([...home, ...other]).verdict).not.toBe('shared-place');
      expect(verdictOfHers([...home, ...other, ...met])).toMatchObject({ verdict: 'shared-place', others: 2 });
      expect(verdictOfHers([...home, ...other, ...met])).not.toHaveProperty('seen_at');
    });
  });

  it('does not come of days on which one of them was in other hands', () => {
    const before = seen(4, HOME, { laptop: 'SN-2', holder: 'ann', hire: 'ann' });

    expect(verdictsOf({ people: [KIM, LEE], rows: [...seen(4, HOME), ...before], silent: both }).map(({ verdict }) => verdict)).toEqual(['expected', 'cannot-tell']);
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
    expect(verdictOf({ people: [KIM, LEE], rows: together(5, { 'farmwatch.net.kind': 'mobile' }), silent: both }).verdict).not.toBe('shared-place');
  });
});

describe('expected', () => {
  it('is a region that comes within fifty kilometres of home', () => {
    expect(verdictOf({ rows: seen(5, north(49)) })).toMatchObject({ verdict: 'expected', km_from_home: [0, 109], seen_at: { radius_km: 60, level: 0.9, network: 'home', city: 'Somewhere' } });
  });

  it('reaches to the home that it agrees with', () => {
    // 100 km away with a reach of 60 km: the region comes within 40 km, and holds the home with 5 km around it.
    expect(verdictOf({ rows: seen(5, north(100)) })).toMatchObject({ verdict: 'expected', seen_at: { radius_km: 105 } });
  });

  it('is where it was sent to, or a vouched place, as well', () => {
    const shipped = { ...KIM, ship: north(500) };
    const place: PlaceRow = { place_id: 'o', name: 'Office', kind: 'office', cidr: [], at: north(500) };

    expect(verdictOf({ people: [shipped], rows: seen(5, north(500)) })).toMatchObject({ verdict: 'expected', shipped_to: north(500) });
    expect(verdictOf({ places: [place], rows: seen(5, north(500)) })).toMatchObject({ verdict: 'expected', because: 'Seen on 5 of the last 7 days in a region that holds a vouched place, and is 440 km or more from home.' });
  });

  it('of the address it was sent to says how far that is from home', () => {
    expect(verdictOf({ people: [{ ...KIM, ship: north(500) }], rows: seen(5, north(500)) }).because).toBe('Seen on 5 of the last 7 days in a region that holds the address it was sent to, and is 440 km or more from home.');
  });

  it('is any vouched line, wherever its address is said to be', () => {
    const floor: PlaceRow = { place_id: 'c', name: 'Floor', kind: 'cowork', cidr: ['192.0.2.1'] };

    expect(verdictOf({ places: [floor], rows: seen(5, north(2_000)) }).verdict).toBe('expected');
  });

  it.each(['vpn-egress', 'cloud-desktop', 'carrier-nat'] as const)('is not told by an address of kind %s, behind which a laptop may stand anywhere', (kind) => {
    const exit: PlaceRow = { place_id: 'v', name: 'Exit', kind, cidr: ['192.0.2.1'], at: HOME };

    expect(verdictOf({ places: [exit], rows: seen(5, HOME) })).toMatchObject({ verdict: 'cannot-tell', because: 'Only addresses without a place were seen.' });
    expect(verdictOf({ people: [{ ...KIM, home: north(500) }], places: [{ ...exit, cidr: [] }], rows: seen(5, HOME) }).verdict).toBe('elsewhere');
  });

  it('is not a place the company vouches for far from home while one entry alone says so', () => {
    const place: PlaceRow = { place_id: 'o', name: 'Office', kind: 'office', cidr: [], at: north(900) };
    const oneEntry = { 'source.as.number': 64500 };

    expect(verdictOf({ places: [place], rows: seen(5, north(900), oneEntry) }).verdict).toBe('cannot-tell');
    expect(verdictOf({ places: [place], rows: seen(5, north(900)) }).verdict).toBe('expected');
  });
});

describe('moved-approved', () => {
  const trip = (fields: Partial<TravelRow> = {}): TravelRow => ({ hire_id: 'kim', from: '2026-11-12', to: '2026-11-20', at: north(1_000), approved_by: 'boss', ...fields });

  it('is a trip of those days to that place', () => {
    expect(verdictOf({ travel: [trip()], rows: seen(5, north(1_040)) })).toMatchObject({ verdict: 'moved-approved', because: 'On a trip approved by boss until 2026-11-20.' });
  });

  it('is told as past once it is over', () => {
    expect(verdictOf({ travel: [trip({ to: '2026-11-15' })], rows: seen(4, north(1_040)) })).toMatchObject({ verdict: 'moved-approved', because: 'Seen on 4 of the last 7 days where it was on a trip approved by boss until 2026-11-15.' });
  });

  it('is an address that tables put into another town of the country of the trip, and no reported place there', () => {
    const people = [{ ...KIM, home_country: 'US' }];
    const abroad = seen(5, north(1_400), { 'source.geo.country_iso_code': 'IN' });
    const travel = [trip({ country: 'IN' })];

    expect(verdictOf({ people, travel, rows: abroad }).verdict).toBe('moved-approved');
    expect(verdictOf({ people: [{ ...KIM, home_country: 'IN' }], travel, rows: abroad }).verdict).toBe('elsewhere');
    const { lat, lon } = north(1_400);
    const reported = abroad.map((row) => ({ ...row, 'farmwatch.device.location.lat': lat, 'farmwatch.device.location.lon': lon, 'farmwatch.device.location.radius_km': 1, 'farmwatch.device.location.source': 'wifi' }));
    expect(verdictOf({ people, travel, rows: reported }).verdict).toBe('elsewhere');
  });

  it.each([
    ['to somewhere else', trip({ at: north(3_000) })],
    ['that was over before', trip({ from: '2026-11-01', to: '2026-11-08' })],
    ['that has not begun', trip({ from: '2026-11-17' })],
    ['that covers less than half of the days there', trip({ to: '2026-11-12' })],
    ['of somebody else', trip({ hire_id: 'lee' })],
  ])('is not a trip %s', (_which, other) => {
    expect(verdictOf({ travel: [other], rows: seen(5, north(1_040)) }).verdict).toBe('elsewhere');
  });
});

describe('elsewhere', () => {
  it('is a region wholly beyond eighty kilometres of all that is expected', () => {
    expect([139, 141].map((km) => verdictOf({ rows: seen(5, north(km)) }).verdict)).toEqual(['cannot-tell', 'elsewhere']);
  });

  it('is over once it was not there on two days with data, wherever that was', () => {
    const back = (days: number): readonly Row[] => [...seen(days, undefined, { 'farmwatch.net.line': '192.0.2.9' }), ...seen(7, north(1_000)).slice(days)];

    expect(verdictOf({ rows: back(1) }).verdict).toBe('elsewhere');
    expect(verdictOf({ rows: back(2) })).toMatchObject({ verdict: 'cannot-tell', because: expect.stringMatching(/^It was far from where it is expected until \S+, and not seen there on the 2 days with data since\.$/) });
  });

  it('takes most of the days', () => {
    const homeAgain = seen(6, HOME).slice(3);

    expect(verdictOf({ rows: [...seen(3, north(500)), ...homeAgain] })).toMatchObject({ verdict: 'cannot-tell', because: 'Seen in several places, on no more than 3 of 6 days in one.' });
    expect(verdictOf({ rows: [...seen(3, north(500)), ...homeAgain.slice(1)] }).verdict).toBe('elsewhere');
  });

  it('believes the laptop before its address, and its address before a mobile one', () => {
    const device = { 'farmwatch.device.location.lat': north(300).lat, 'farmwatch.device.location.lon': north(300).lon, 'farmwatch.device.location.radius_km': 2 };

    const homeLine = seen(7, HOME);

    expect(verdictOf({ rows: [...homeLine, ...seen(2, HOME, { ...device, 'farmwatch.device.location.source': 'wifi' })] })).toMatchObject({ verdict: 'elsewhere', km_from_home: [297, 302] });
    expect(verdictOf({ rows: [...homeLine, ...seen(2, HOME, { ...device, 'farmwatch.device.location.source': 'ip' })] }).verdict).toBe('expected');
    expect(verdictOf({ rows: [...seen(2, north(400)), ...seen(6, HOME, { 'farmwatch.net.kind': 'mobile', 'farmwatch.net.line': '203.0.113.1' }).slice(2)] }).verdict).toBe('elsewhere');
  });

  describe('with a location that the laptop took from its address', () => {
    const byAddress = (at: { readonly lat: number; readonly lon: number }, fields: Readonly<Record<string, unknown>> = {}) => ({
      'farmwatch.device.location.lat': at.lat, 'farmwatch.device.location.lon': at.lon, 'farmwatch.device.location.radius_km': 25, 'farmwatch.device.location.source': 'ip', ...fields,
    });

    it('takes it for the entry that its own table lacks, and for no more than that', () => {
      const home = verdictOf({ rows: seen(5, undefined, byAddress(north(20))) });

      expect(home).toMatchObject({ verdict: 'expected', because: 'Seen on 5 of the last 7 days in a region that holds home.' });
      expect(home.seen_at!.radius_km).toBeGreaterThanOrEqual(60);
      expect(home.seen_at).not.toHaveProperty('city');
      expect(verdictOf({ rows: seen(5, undefined, byAddress(north(20), { 'farmwatch.device.location.radius_km': 400 })) }).because).toBe('The region it was seen in is too wide to separate.');
    });

    it('doubts it like an entry: one operator far from home is too little, two are enough', () => {
      const one = { 'source.as.number': 64500 };

      expect(verdictOf({ rows: seen(5, undefined, byAddress(north(500), one)) })).toMatchObject({ verdict: 'cannot-tell', because: verdictOf({ rows: seen(5, north(500), one) }).because });
      expect(verdictOf({ rows: seen(5, undefined, byAddress(north(500))) }).verdict).toBe('elsewhere');
    });

    it('takes a wide one that holds home as well for no second opinion', () => {
      const entry = seen(5, north(300), { 'source.as.number': 64500 });
      const wide = (at: typeof HOME): readonly Row[] => seen(6, undefined, byAddress(at, { 'farmwatch.net.line': '203.0.113.1', 'farmwatch.net.kind': 'unknown', 'source.as.number': 64501 })).slice(5);

      // Within 500 km of home, and of the entry.
      expect(verdictOf({ rows: [...entry, ...wide(HOME)] }).because).toContain('of one network operator');
      expect(verdictOf({ rows: [...entry, ...wide(north(700))] }).because).toContain('of 2 network operators');
    });

    it.each(['vpn', 'hosting', 'relay', 'satellite'])('takes nothing from it behind a %s', (kind) => {
      expect(verdictOf({ rows: seen(5, undefined, byAddress(HOME, { 'farmwatch.net.kind': kind })) })).toMatchObject({ verdict: 'cannot-tell', because: 'Only addresses without a place were seen.' });
    });

    it('takes nothing from it where the address is not told, or is an exit of the company’s own', () => {
      expect(verdictOf({ rows: seen(5, undefined, byAddress(HOME, { 'farmwatch.net.line': undefined, 'farmwatch.net.kind': undefined })) }).verdict).toBe('cannot-tell');
      expect(verdictOf({ rows: seen(5, undefined, byAddress(HOME)), places: [{ place_id: 'vpn-1', name: 'Exit', kind: 'vpn-egress', cidr: ['192.0.2.0/24'] }] }).verdict).toBe('cannot-tell');
    });
  });

  it('has the chance of it as confidence', () => {
    const device = { 'farmwatch.device.location.lat': north(300).lat, 'farmwatch.device.location.lon': HOME.lon };

    // Odds 0.02 / 0.98 · 0.998 / 0.002 = 10.18.
    expect(verdictOf({ rows: seen(5, undefined, device) }).confidence).toBeCloseTo(10.18 / 11.18, 3);
    // Odds 0.02 / 0.98 · (0.85 / 0.15)² / 0.05 = 13.1.
    expect(verdictOf({ rows: seen(5, north(300)) }).confidence).toBeCloseTo(13.1 / 14.1, 3);
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

describe('one entry alone', () => {
  /** Two time zones west of home. */
  const BOISE = { lat: 43.6, lon: -116.2 };
  const alone = (fields: Readonly<Record<string, unknown>>): Custody =>
    verdictOf({ people: [{ ...KIM, time_zone: 'America/Chicago' }], rows: seen(5, BOISE, { 'source.as.number': 64500, ...fields }) });

  it('does not place a laptop elsewhere, for tables misplace some lines; the region holds both places', () => {
    const { verdict, km_from_home: km, because } = alone({});

    expect([verdict, km?.[0]]).toEqual(['cannot-tell', 0]);
    expect(because).toContain('By table entries for addresses of one network operator it stands');
  });

  it('does where the clock shows the zone of that place', () => {
    expect(alone({ 'farmwatch.device.time_zone': 'America/Denver' })).toMatchObject({ verdict: 'elsewhere', because: expect.stringContaining('by table entries for addresses of one network operator and its clock') });
  });

  it('is seldom wrong about a country, so that the clock of home does not make it a mistake', () => {
    const abroad = (fields: Readonly<Record<string, unknown>>, home: string): Custody =>
      verdictOf({ people: [{ ...KIM, time_zone: 'America/Chicago', home_country: home }], rows: seen(5, BOISE, { 'source.as.number': 64500, 'source.geo.country_iso_code': 'CA', 'farmwatch.device.time_zone': 'America/Chicago', ...fields }) });

    expect([abroad({}, 'US'), abroad({}, 'CA'), abroad({ 'source.geo.country_iso_code': undefined }, 'US'), abroad({ 'farmwatch.device.time_zone': 'America/Denver' }, 'US')].map(({ verdict }) => verdict))
      .toEqual(['cannot-tell', 'expected', 'expected', 'elsewhere']);
    expect(abroad({}, 'US').because).toContain('Address tables misplace about 5 of 1,000 such addresses');
  });

  it('of another country is named, and believed after days at home behind the line of another operator', () => {
    const people = [{ ...KIM, time_zone: 'America/Chicago', home_country: 'US' }];
    const abroad = seen(6, BOISE, { 'source.as.number': 64500, 'source.geo.country_iso_code': 'CA' });
    const before = (operator: number): readonly Row[] => seen(12, HOME, { 'source.as.number': operator, 'source.geo.country_iso_code': 'US' }).slice(6);

    expect(verdictOf({ people, rows: abroad })).toMatchObject({ verdict: 'cannot-tell', because: expect.stringContaining('it stands in another country (Canada), ') });
    expect(verdictOf({ people, rows: [...abroad, ...before(64501)] })).toMatchObject({ verdict: 'elsewhere', because: expect.stringMatching(/^Seen on 6 of the last 7 days in another country \(Canada\), \d+ km or more from home/) });
    expect(verdictOf({ people, rows: [...abroad, ...before(64500)] }).verdict).toBe('cannot-tell');
  });

  it('is borne out by the entries of another operator on earlier days at the same place', () => {
    const lately = seen(6, BOISE, { 'source.as.number': 64500 });
    const before = seen(16, BOISE, { 'source.as.number': 64501 }).slice(9);

    expect(verdictOf({ people: [KIM], rows: lately }).verdict).toBe('cannot-tell');
    expect(verdictOf({ people: [KIM], rows: [...lately, ...before] }).verdict).toBe('elsewhere');
  });

  it('of mobile lines is one witness, however many operators there are, for these leave by the same few cities', () => {
    const lines = (kind: string): readonly Row[] => seen(6, north(1200), { 'farmwatch.net.kind': kind }).map((row, index) => ({ ...row, 'source.as.number': 64500 + (index % 3) }));

    expect(verdictOf({ people: [KIM], rows: lines('unknown') }).verdict).toBe('elsewhere');
    expect(verdictOf({ people: [KIM], rows: lines('mobile') }).verdict).not.toBe('elsewhere');
  });

  it('is read with the clock at that place, and not with that of the morning of the move', () => {
    const there = seen(5, BOISE, { 'source.as.number': 64500, 'farmwatch.device.time_zone': 'America/Denver' });
    const leaving = seen(5, HOME, { 'source.as.number': 64501, 'farmwatch.net.line': '198.51.100.9', 'farmwatch.device.time_zone': 'America/Chicago' }).slice(4);

    expect(verdictOf({ people: [{ ...KIM, time_zone: 'America/Chicago' }], rows: [...there, ...leaving] }).verdict).toBe('elsewhere');
  });

  it('is not doubted by the address of home on the day of a move, and is by one that stays in use beside it', () => {
    const there = seen(5, BOISE, { 'source.as.number': 64500, 'farmwatch.device.time_zone': 'America/Denver' });
    const days = [...new Set(there.map(({ day }) => day))].sort();
    const beside = (...some: readonly (string | undefined)[]): Custody => {
      const home = seen(5, HOME, { 'source.as.number': 64501, 'farmwatch.net.line': '198.51.100.9' }).filter(({ day }) => some.includes(day as string));
      return verdictOf({ people: [{ ...KIM, time_zone: 'America/Chicago' }], rows: [...there, ...home] });
    };

    expect([beside(), beside(days[0]), beside(days.at(-1)), beside(days[2]), beside(days[0], days[1])].map(({ verdict }) => verdict))
      .toEqual(['elsewhere', 'elsewhere', 'elsewhere', 'cannot-tell', 'cannot-tell']);
  });

  it('yields to a clock that shows the zone of home', () => {
    expect(alone({ 'farmwatch.device.time_zone': 'America/Chicago' })).toMatchObject({ verdict: 'expected', because: expect.stringContaining('its clock speaks against it') });
  });

  it('is borne out by a carrier that brought the laptop there, so that a clock of home does not make it a mistake', () => {
    const brought = (to: { readonly lat: number; readonly lon: number }, clock: string): Custody =>
      verdictOf({ people: [{ ...KIM, time_zone: 'America/Chicago' }], brought: to, rows: seen(5, BOISE, { 'source.as.number': 64500, 'farmwatch.device.time_zone': clock }) });

    expect(brought(BOISE, 'America/Chicago')).toMatchObject({ verdict: 'cannot-tell', because: expect.stringContaining('one network operator and the scans of its parcel') });
    expect(brought(HOME, 'America/Chicago').verdict).toBe('expected');
    expect(brought(BOISE, 'America/Denver')).toMatchObject({ verdict: 'elsewhere', because: expect.stringContaining('the scans of its parcel') });
  });

  it('is one witness still where addresses change, in its block or in others of the same operator', () => {
    const changing = (lineOf: (index: number) => string, fields: Readonly<Record<string, unknown>>): readonly Row[] =>
      seen(5, BOISE, fields).map((row, index) => ({ ...row, 'farmwatch.net.line': lineOf(index) }));

    expect(verdictOf({ rows: changing((index) => `192.0.2.${index + 1}`, { 'source.as.number': 64500 }) }).verdict).toBe('cannot-tell');
    expect(verdictOf({ rows: changing((index) => `${index + 20}.0.2.1`, { 'source.as.number': 64500 }) }).verdict).toBe('cannot-tell');
    expect(verdictOf({ rows: changing((index) => `${index + 20}.0.2.1`, { 'source.as.number': undefined }) }).verdict).toBe('cannot-tell');
    expect(verdictOf({ rows: changing((index) => `${index + 20}.0.2.1`, {}) })).toMatchObject({ verdict: 'elsewhere', because: expect.stringContaining('by table entries for addresses of 2 network operators') });
  });

  it('weighs less the more entries of the company are seen to be misplaced', () => {
    const others = Array.from({ length: 40 }, (_, index) => aPerson({ hire_id: `p-${index}` }));
    const misplaced = others.flatMap(({ hire_id: id }, index) => seen(1, north(1_000 + index), {
      laptop: `SN-${id}`.toUpperCase(), holder: id, hire: id, 'farmwatch.net.line': `198.51.100.${index + 1}`, 'farmwatch.device.location.lat': HOME.lat, 'farmwatch.device.location.lon': HOME.lon,
    }));

    const [kim] = verdictsOf({ people: [KIM, ...others], rows: [...seen(5, north(900), { 'source.as.number': 64500 }), ...misplaced], silent: { 'SN-1': 0 } }).filter(({ hire_id: hire }) => hire === 'kim');

    expect(kim).toMatchObject({ verdict: 'expected', because: expect.stringContaining('They misplace about 72 of 100') });
  });
});

describe('a line from which laptops report where they are', () => {
  const teller = (km: number, line = '192.0.2.1', id = 'lee'): readonly Row[] => seen(5, HOME, {
    laptop: `SN-${id}`, holder: id, hire: id, 'farmwatch.net.line': line, 'farmwatch.device.location.lat': north(km).lat, 'farmwatch.device.location.lon': HOME.lon,
  });
  const scene = (...rows: readonly (readonly Row[])[]): Custody => verdictOf({ people: [{ ...KIM, household: 'h' }, { ...LEE, household: 'h' }], rows: [...seen(5, HOME), ...rows.flat()], silent: { 'SN-1': 0, 'SN-2': 0 } });

  it('stands there for everybody behind it, whatever the tables say', () => {
    expect(scene(teller(300))).toMatchObject({ verdict: 'elsewhere', seen_at: { radius_km: 5 } });
  });

  it('is one behind which both live, and no exit that either visits', () => {
    const through = (days: number, id: string): readonly Row[] => seen(days, HOME, { laptop: id, holder: id === 'SN-1' ? 'kim' : 'lee', hire: id === 'SN-1' ? 'kim' : 'lee', 'farmwatch.net.line': '203.0.113.77', 'farmwatch.net.kind': 'vpn', times: 5 });

    expect(scene(teller(300)).because).toContain('a location that another laptop behind the same line reports');
    expect(scene(teller(300).slice(0, 1)).verdict).toBe('elsewhere');
    expect(scene(teller(300).slice(0, 1), through(2, 'SN-lee').slice(1)).verdict).toBe('expected');
    expect(scene(teller(300).slice(3), through(3, 'SN-lee')).verdict).toBe('expected');
    expect(scene(teller(300), through(4, 'SN-1')).verdict).toBe('expected');
  });

  it('tells no place where reports lie far apart: an exit that nobody has listed', () => {
    expect(scene(teller(300), teller(900, '192.0.2.1', 'max'))).toMatchObject({ verdict: 'cannot-tell', because: 'Only addresses without a place were seen.' });
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

describe('the region around an entry', () => {
  /** Two time zones west of home, and a town in the same zone far from there. */
  const BOISE = { lat: 43.6, lon: -116.2 };
  const PHOENIX = { lat: 33.45, lon: -112.07 };
  const HERS = { ...KIM, time_zone: 'America/Chicago', home_country: 'US' };
  const ONE = { 'source.as.number': 64500 };
  const there = (fields: Readonly<Record<string, unknown>> = {}): readonly Row[] => seen(5, BOISE, { 'farmwatch.device.time_zone': 'America/Denver', ...fields });
  const radiusOf = (scene: Scene): number => verdictOf({ people: [HERS], ...scene }).seen_at!.radius_km;

  it('reaches as far as nine of ten such entries err, where nothing vouches for it', () => {
    // A third of the logarithm from 60 to 3,000 km.
    expect(radiusOf({ rows: there(ONE) })).toBe(222);
    expect(radiusOf({ rows: there() })).toBe(60);
    expect(radiusOf({ rows: seen(5, north(20), ONE) })).toBe(60);
    expect(radiusOf({ devices: [{ serial: 'SN-1', hire_id: 'kim', ship: BOISE }], rows: there(ONE) })).toBe(60);
  });

  it('holds the address it was sent to as well, where the clock fits both', () => {
    const sent = verdictOf({ people: [HERS], devices: [{ serial: 'SN-1', hire_id: 'kim', ship: PHOENIX }], rows: there(ONE) });

    expect(sent).toMatchObject({ verdict: 'cannot-tell', because: expect.not.stringContaining('its clock') });
    // Boise to Phoenix is 1,184 km; home, of another time, is 2,600 km from Boise.
    expect(sent.seen_at!.radius_km).toBeGreaterThan(1_184);
    expect(sent.seen_at!.radius_km).toBeLessThan(1_300);
    expect(verdictOf({ people: [HERS], devices: [{ serial: 'SN-1', hire_id: 'kim', ship: north(20) }], rows: there(ONE) }).verdict).toBe('elsewhere');
  });

  it('takes no word of a home near by, where other people’s laptops stand whose homes are others', () => {
    const together = (home: { readonly lat: number; readonly lon: number }): number => verdictsOf({
      people: [HERS, { ...LEE, home }], silent: { 'SN-1': 0, 'SN-2': 0 },
      rows: ['kim', 'lee'].flatMap((hire, index) => seen(5, north(10), { laptop: `SN-${index + 1}`, holder: hire, hire, ...ONE })),
    })[0]!.seen_at!.radius_km;

    expect([together(HOME), together(north(15))]).toEqual([60, 222]);
  });

  it('is told by all mobile carriers of a country as one, for they hand over in the same cities', () => {
    const carriers = (fields: Readonly<Record<string, unknown>>): Custody =>
      verdictOf({ people: [HERS], rows: seen(6, north(900), { 'farmwatch.net.kind': 'mobile', 'source.geo.country_iso_code': 'US', ...fields }).map((row, index) => ({ ...row, 'source.as.number': 64500 + (index % 3) })) });

    expect(carriers({})).toMatchObject({ verdict: 'cannot-tell', because: expect.stringContaining('By table entries for addresses of mobile carriers it stands') });
    expect(carriers({}).km_from_home![0]).toBe(0);
    expect(carriers({ 'farmwatch.net.kind': 'home' }).verdict).toBe('elsewhere');
  });
});

describe('days', () => {
  const DENVER = { ...KIM, time_zone: 'America/Denver' };
  /** From the afternoon of one day to the next morning in UTC. */
  const shift = (ago: number, place: { readonly lat: number; readonly lon: number } = HOME): readonly Row[] => [[ago, 23], [ago - 1, 5]].flatMap(([days, hour]) =>
    seen(1, place).map((row) => ({ ...row, day: dayOf(NOW - days! * DAY), last: NOW - days! * DAY + hour! * HOUR })));

  it('are those of the holder, so that one shift across midnight in UTC is one', () => {
    expect(verdictOf({ people: [DENVER], rows: shift(4) })).toMatchObject({ verdict: 'cannot-tell', because: '1 of the last 7 days tells of a place in the hands of its holder.' });
    expect(verdictOf({ people: [DENVER], rows: [...shift(4), ...shift(2)] }).because).toMatch(/^Seen on 2 of the last 7 days /);
    expect(verdictOf({ people: [{ ...KIM, time_zone: 'UTC' }], rows: shift(4) }).verdict).toBe('expected');
  });

  it('on which laptops are settled together are so, too', () => {
    const both = (agos: readonly number[]): Custody => verdictsOf({
      people: [DENVER, { ...LEE, time_zone: 'America/Denver' }], silent: { 'SN-1': 0, 'SN-2': 0 },
      rows: ['kim', 'lee'].flatMap((hire, index) => agos.flatMap((ago) => shift(ago)).map((row) => ({ ...row, laptop: `SN-${index + 1}`, holder: hire, hire }))),
    })[0]!;

    expect([both([6, 3]).verdict, both([6, 4, 2]).verdict]).toEqual(['expected', 'shared-place']);
  });

  it('of which one alone tells a place are too few to say elsewhere', () => {
    const rows = [...seen(3, undefined).slice(1), ...seen(1, north(900)), ...seen(1, north(900), { 'source.as.number': 64501 })];

    expect(verdictOf({ rows })).toMatchObject({ verdict: 'cannot-tell', because: 'Seen 840 km or more from home on one day only, and on none anywhere else.' });
  });
});
