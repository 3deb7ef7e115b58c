import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Point } from '../../src/core/geo.ts';
import type { DeviceRow, HireId, PersonRow, PlaceRow } from '../../src/core/person.ts';
import { settle } from '../../src/core/settings.ts';
import { dayOf, type Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, windowOf, type Company } from '../../test/support/window.ts';
import { custody } from './custody.ts';

const DAYS: readonly Day[] = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06', '2026-11-09', '2026-11-10', '2026-11-11', '2026-11-12', '2026-11-13'];
const OTHERS: readonly HireId[] = Array.from({ length: 12 }, (_, index) => `other-${index}`);
const AUSTIN: Point = { lat: 30.27, lon: -97.74 };
const NEAR_AUSTIN: Point = { lat: 30.4, lon: -97.9 };
const RENO: Point = { lat: 39.53, lon: -119.81 };
const DENVER: Point = { lat: 39.74, lon: -104.99 };
const KYIV: Point = { lat: 50.45, lon: 30.52 };

/** Two weeks and a day. */
const LONG: readonly Day[] = ['2026-10-30', ...DAYS];
const IN_US = { home_country: 'US', time_zone: 'America/Chicago' };

/** A place of the list whose own line is none of those above. */
const SHOP: PlaceRow = { place_id: 'shop-12', name: 'Shop 12', kind: 'office', cidr: ['192.0.2.128/28'], at: RENO };

interface Net { readonly line: string; readonly at: Point; readonly kind?: string; readonly operator?: number; readonly own?: Point; readonly zone?: string | undefined; readonly country?: string }
const AT_HOME: Net = { line: '198.51.100.7', at: AUSTIN, operator: 7922 };
const AT_FARM: Net = { line: '203.0.113.60', at: RENO, operator: 209, own: RENO };
/** An entry of a home line that names another city. */
const MISPLACED: Net = { line: '198.51.100.7', at: RENO, operator: 7922 };

const AT_KYIV: Net = { line: '203.0.113.77', at: KYIV, operator: 15895, country: 'UA', zone: 'Europe/Kyiv' };

/** Two check-ins a day. */
function seen(hire: HireId, days: readonly Day[], net: Net): readonly Event[] {
  return days.flatMap((day) => [15, 21].map((hour) => anEvent({
    '@timestamp': at(day, hour), 'event.action': 'check-in', 'device.serial_number': `SN-${hire}`.toUpperCase(),
    'source.ip': net.line, 'farmwatch.net.line': net.line, 'farmwatch.net.kind': net.kind ?? 'home', 'source.as.number': net.operator ?? 7018,
    'source.geo.location.lat': net.at.lat, 'source.geo.location.lon': net.at.lon, 'farmwatch.net.radius_km': 20,
    ...(net.own ? { 'farmwatch.device.location.lat': net.own.lat, 'farmwatch.device.location.lon': net.own.lon, 'farmwatch.device.location.radius_km': 1, 'farmwatch.device.location.source': 'wifi' } : {}),
    ...(net.country ? { 'source.geo.country_iso_code': net.country } : {}),
    ...(net.zone ? { 'farmwatch.device.time_zone': net.zone } : {}),
  })));
}

/** Behind the line of the farm, without a word of where it is; the tables put it near home. */
const AT_LINE: Net = { line: AT_FARM.line, at: AUSTIN, operator: 209 };
const HIDDEN: Net = { line: '203.0.113.90', at: RENO, kind: 'vpn' };
/** Every third day behind a line, on the others behind an exit that a list knows. */
const changing = (hire: HireId, net: Net): readonly Event[] => DAYS.flatMap((day, index) => seen(hire, [day], index % 3 === 0 ? net : HIDDEN));

/** A parcel that leaves on 26 October and arrives on 29 October. */
function parcel(end: Point, ...redirected: readonly Point[]): readonly Event[] {
  const scan = (day: Day, status: string, point: Point): Event => anEvent({
    '@timestamp': at(day, 18), 'event.action': 'shipment-updated', 'device.serial_number': 'SN-KIM', 'farmwatch.shipment.id': '1Z999', 'farmwatch.shipment.status': status,
    'farmwatch.shipment.lat': point.lat, 'farmwatch.shipment.lon': point.lon,
  });
  return [scan('2026-10-26', 'created', DENVER), scan('2026-10-27', 'in-transit', AUSTIN), ...redirected.map((point) => scan('2026-10-28', 'redirected', point)), scan('2026-10-29', 'delivered', end)];
}

function signIns(days: readonly Day[]): readonly Event[] {
  return days.map((day) => anEvent({
    '@timestamp': at(day, 16), 'event.action': 'sign-in', 'event.outcome': 'success', 'user.email': 'kim@company.example', 'source.ip': '198.51.100.9', 'farmwatch.net.line': '198.51.100.9', 'farmwatch.net.kind': 'home',
  }));
}

const DELIVERED = { shipped_at: at('2026-10-26', 15), delivered_at: at('2026-10-29', 18) };
function company(events: readonly Event[], extra: Partial<Company> & { readonly kim?: Partial<PersonRow>; readonly sentTo?: Point } = {}): Company {
  const { kim, sentTo = AUSTIN, ...rest } = extra;
  const person = (id: HireId): PersonRow => aPerson({ hire_id: id, home: AUSTIN, home_region: 'US-TX', ...(id === 'kim' ? kim : {}) });
  const device = (id: HireId): DeviceRow => ({ serial: `SN-${id}`.toUpperCase(), hire_id: id, ...DELIVERED, ship: id === 'kim' ? sentTo : AUSTIN });
  return {
    asOf: at('2026-11-14', 12), people: ['kim', ...OTHERS].map(person), devices: ['kim', ...OTHERS].map(device),
    events: [...events, ...OTHERS.flatMap((id, index) => seen(id, DAYS, { ...AT_HOME, line: `192.0.2.${index + 1}`, own: AUSTIN }))], ...rest,
  };
}

/** Kim lives in Austin when the laptop is sent, and in Reno from 1 November on, as the record tells. */
function recordChanged(events: readonly Event[]): Company {
  const of = company(events);
  const moved = aPerson({ hire_id: 'kim', home: RENO, home_region: 'US-NV' });
  return { ...of, people: [...of.people, { ...moved, known_from: at('2026-11-01', 12) }] };
}

describeDetector(custody, {
  stories: [
    { tells: 'a parcel that was redirected, and a laptop that lives there', company: company([...parcel(RENO, RENO), ...seen('kim', DAYS, AT_FARM)]), about: 'kim', reaches: 3.8 },
    { tells: 'a laptop that lives where the record sent it, far from the claimed home', company: company([...parcel(RENO), ...seen('kim', DAYS, AT_FARM)], { sentTo: RENO }), about: 'kim', reaches: 3.1 },
    { tells: 'a parcel that was delivered in another city than it was sent to', company: company(parcel(RENO)), about: 'kim', reaches: 2.5 },
    { tells: 'a laptop that was sent far from the claimed home, as the record says, and hides its place since', about: 'kim', reaches: 1.9,
      company: company(seen('kim', DAYS, { line: '203.0.113.90', at: RENO, kind: 'vpn' }), { sentTo: RENO }) },
    { tells: 'a laptop that was sent to another place than home, and is seen at an office', about: 'kim', staysBelow: 0,
      company: company(seen('kim', DAYS, { ...AT_HOME, kind: 'corporate' }), { sentTo: RENO, places: [{ place_id: 'austin', name: 'Austin', kind: 'office', cidr: ['198.51.100.0/24'] }] }) },
    { tells: 'a redirected parcel of a remote worker that ended in a town with a shop of the company, where the laptop never was', about: 'kim', reaches: 3.8,
      company: company([...parcel(RENO, RENO), ...seen('kim', DAYS, AT_FARM)], { kim: { work_mode: 'remote' }, places: [SHOP] }) },
    { tells: 'a redirected parcel of a remote worker to an office where the laptop was seen', about: 'kim', staysBelow: 0.5,
      company: company([...parcel(RENO, RENO), ...seen('kim', DAYS.slice(0, 1), { line: '192.0.2.130', at: RENO }), ...seen('kim', DAYS.slice(1), AT_HOME)], { kim: { work_mode: 'remote' }, places: [SHOP] }) },
    { tells: 'a parcel to a place of which the list names no line', about: 'kim', staysBelow: 0.5, company: company(parcel(RENO, RENO), { kim: { work_mode: 'remote' }, places: [{ ...SHOP, cidr: [] }] }) },
    { tells: 'a laptop that says that it stands at a place of which the list names no line', about: 'kim', staysBelow: 0.5, company: company([...parcel(RENO), ...seen('kim', DAYS, AT_FARM)], { sentTo: RENO, places: [{ ...SHOP, cidr: [] }] }) },
    { tells: 'a parcel to an office of somebody who works there', about: 'kim', staysBelow: 0.5, company: company(parcel(RENO, RENO), { kim: { work_mode: 'hybrid' }, places: [SHOP] }) },
    { tells: 'a laptop that was sent home and lives far from it from the first day on', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_FARM)]), about: 'kim', reaches: 1.8 },
    { tells: 'a laptop placed by entries of two networks and by its clock', about: 'kim', reaches: 1.5,
      company: company([...seen('kim', DAYS, { line: '203.0.113.60', at: RENO, operator: 209, zone: 'America/Los_Angeles' }), ...seen('kim', DAYS, { line: '192.0.2.200', at: RENO, operator: 701, zone: 'America/Los_Angeles' })]) },
    { tells: 'a laptop that is silent while its holder works', company: company([...parcel(AUSTIN), ...signIns(DAYS)]), about: 'kim', reaches: 0.9 },
    { tells: 'a parcel that was delivered in another city than it was sent to, and a laptop that is not heard of while its holder works', company: company([...parcel(RENO), ...signIns(DAYS)]), about: 'kim', reaches: 2.5 },
    { tells: 'a laptop that was sent far from the claimed home, as the record says, and is not heard of while its holder works', company: company(signIns(DAYS), { sentTo: RENO }), about: 'kim', reaches: 1.9 },
    { tells: 'a laptop at home', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_HOME)]), about: 'kim', staysBelow: -0.5 },
    { tells: 'a parcel to parents, and a laptop at home', company: company([...parcel(RENO), ...seen('kim', DAYS, AT_HOME)], { sentTo: RENO }), about: 'kim', staysBelow: 0 },
    { tells: 'a parcel redirected to a shop near by', company: company([...parcel(NEAR_AUSTIN, NEAR_AUSTIN), ...seen('kim', DAYS, AT_HOME)]), about: 'kim', staysBelow: 0 },
    { tells: 'a home line that the tables put into another city', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, MISPLACED)]), about: 'kim', staysBelow: 0.5 },
    { tells: 'a home whose operator changes its address from pool to pool, all of which the tables put into another city', about: 'kim', staysBelow: 0.5,
      company: company([...parcel(AUSTIN), ...DAYS.flatMap((day, index) => seen('kim', [day], { ...MISPLACED, line: `${index + 20}.0.113.7` }))]) },
    { tells: 'a home line that the tables misplace, with a clock that says so', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, { ...MISPLACED, zone: 'America/Chicago' })]), about: 'kim', staysBelow: 0.1 },
    { tells: 'somebody who moved after the first week and has not told', company: company([...parcel(AUSTIN), ...seen('kim', DAYS.slice(0, 4), AT_HOME), ...seen('kim', DAYS.slice(4), AT_FARM)]), about: 'kim', staysBelow: 0.5 },
    { tells: 'somebody who moved and told', about: 'kim', staysBelow: 0,
      company: company([...parcel(AUSTIN), ...seen('kim', DAYS.slice(0, 5), AT_HOME), ...seen('kim', DAYS.slice(6), AT_FARM), anEvent({ '@timestamp': at('2026-11-09', 15), 'event.action': 'account-changed', 'farmwatch.identity.kind': 'address', 'user.email': 'kim@company.example' })], { kim: { home: RENO } }) },
    { tells: 'somebody whose parcel went to the home of then, and whose record has changed with the move', about: 'kim', staysBelow: -0.8,
      company: recordChanged([...parcel(AUSTIN), ...seen('kim', DAYS, AT_FARM)]) },
    { tells: 'a parcel to the home of then, and a laptop that stayed there while the record changed', about: 'kim', reaches: 1.8, company: recordChanged([...parcel(AUSTIN), ...seen('kim', DAYS, { ...AT_HOME, own: AUSTIN })]) },
    { tells: 'a parcel far from the home of then and from that of today', about: 'kim', reaches: 2.4, company: recordChanged([...parcel(DENVER)]) },
    { tells: 'an entered trip', company: company(seen('kim', DAYS, AT_FARM), { travel: [{ hire_id: 'kim', from: '2026-11-01', to: '2026-11-14', at: RENO }] }), about: 'kim', staysBelow: 0 },
    { tells: 'a parcel that went to where an entered trip leads, and a laptop that is not heard of while its holder works', about: 'kim', staysBelow: 1,
      company: company([...parcel(RENO), ...signIns(DAYS)], { sentTo: RENO, travel: [{ hire_id: 'kim', from: '2026-10-30', to: '2026-11-20', at: RENO }] }) },
    { tells: 'an office far from home', about: 'kim', staysBelow: 0, company: company(seen('kim', DAYS, { ...AT_FARM, kind: 'corporate' }), { places: [{ place_id: 'reno', name: 'Reno', kind: 'office', cidr: ['203.0.113.0/24'], at: RENO }] }) },
    { tells: 'a phone whose carrier lands in another state', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, { line: '203.0.113.80', at: DENVER, kind: 'mobile' })]), about: 'kim', staysBelow: 0.3 },
    { tells: 'a VPN that hides the place', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, { line: '203.0.113.90', at: RENO, kind: 'vpn' })]), about: 'kim', staysBelow: 0 },
    { tells: 'an address of which a table alone says that it is in another country', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, { line: '198.51.100.7', at: KYIV, country: 'UA' })]), about: 'kim', staysBelow: 1 },
    { tells: 'a laptop that is in another country for two weeks, by its clock too', company: company([...parcel(AUSTIN), ...seen('kim', LONG, AT_KYIV)], { kim: IN_US }), about: 'kim', reaches: 2.2 },
    { tells: 'a laptop that went to another country after days at home, behind the line of another operator', about: 'kim', reaches: 0.4,
      company: company([...parcel(AUSTIN), ...seen('kim', LONG.slice(0, 4), AT_HOME), ...seen('kim', LONG.slice(4), { ...AT_KYIV, zone: undefined })], { kim: IN_US }) },
    { tells: 'a week abroad without a word', company: company([...parcel(AUSTIN), ...seen('kim', DAYS.slice(0, 5), AT_HOME), ...seen('kim', DAYS.slice(5), AT_KYIV)], { kim: IN_US }), about: 'kim', staysBelow: 1 },
    { tells: 'somebody who came back from abroad', company: company([...parcel(AUSTIN), ...seen('kim', LONG.slice(0, 9), AT_KYIV), ...seen('kim', LONG.slice(9), AT_HOME)], { kim: IN_US }), about: 'kim', staysBelow: 0.1 },
    { tells: 'a trip abroad that was entered', about: 'kim', staysBelow: 0,
      company: company([...parcel(AUSTIN), ...seen('kim', LONG, AT_KYIV)], { kim: IN_US, travel: [{ hire_id: 'kim', from: '2026-10-29', to: '2026-11-14', country: 'UA' }] }) },
    { tells: 'a phone card whose carrier leaves in another country', company: company([...parcel(AUSTIN), ...seen('kim', LONG, { ...AT_KYIV, kind: 'mobile', zone: 'America/Chicago' })], { kim: IN_US }), about: 'kim', staysBelow: 0.1 },
    { tells: 'a gateway in another country that no list knows', company: company([...parcel(AUSTIN), ...seen('kim', LONG, { ...AT_KYIV, kind: 'corporate', zone: 'America/Chicago' })], { kim: IN_US }), about: 'kim', staysBelow: 0.1 },
    { tells: 'a VPN service in another country', company: company([...parcel(AUSTIN), ...seen('kim', LONG, { ...AT_KYIV, kind: 'vpn' })], { kim: IN_US }), about: 'kim', staysBelow: 0 },
    { tells: 'a laptop that stands behind the line of one that reports its location, far from the claimed home', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_LINE), ...seen('other-0', DAYS, AT_FARM)]), about: 'kim', reaches: 1.8 },
    { tells: 'users of VPN services who meet at an exit that no list knows, of whom another reports a location', company: company([...parcel(AUSTIN), ...changing('kim', AT_LINE), ...changing('other-0', AT_FARM)]), about: 'kim', staysBelow: 0.1 },
    { tells: 'somebody who always leaves by such an exit, through which one goes who reports a location', company: company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_LINE), ...changing('other-0', AT_FARM)]), about: 'kim', staysBelow: 0.5 },
    { tells: 'somebody on leave, whose laptop is shut', company: company(parcel(AUSTIN)), about: 'kim', staysBelow: 0 },
  ],
});

describe('who lives where the laptop was sent', () => {
  it('is somebody whom others may be put up with, so that this counts once', async () => {
    const [there] = (await readingsOf(custody, company([...parcel(RENO), ...seen('kim', DAYS, AT_FARM)], { sentTo: RENO }))).filter(({ subject }) => subject === 'kim');
    const [elsewhere] = (await readingsOf(custody, company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_FARM)]))).filter(({ subject }) => subject === 'kim');

    expect(there!.owns).toEqual(['lodged/kim']);
    expect(elsewhere!.owns).toBeUndefined();
  });
});

describe('scans with the middle of a town', () => {
  it('count from the nearest point of the town: one beside home is no way from home', async () => {
    // 95 km from home: the town is 25 km wide, so it may be 70.
    const beside: Point = { lat: 31.125, lon: -97.74 };
    const told = async (radiusKm?: number): Promise<readonly unknown[]> => {
      const scans = parcel(beside).map((event) => (event['farmwatch.shipment.lat'] === beside.lat && radiusKm !== undefined ? { ...event, 'farmwatch.shipment.radius_km': radiusKm } : event));
      return (await readingsOf(custody, company(scans, { sentTo: beside }))).filter(({ subject }) => subject === 'kim').map(({ llr }) => llr > 0);
    };

    expect([await told(), await told(25)]).toEqual([[true], []]);
  });
});

describe('scans of a parcel that name no laptop', () => {
  const tracked = (tracking: string): Company => {
    const one = company(parcel(RENO, RENO).map(({ 'device.serial_number': _, ...scan }) => scan as Event));
    return { ...one, devices: one.devices!.map((device) => (device.serial === 'SN-KIM' ? { ...device, tracking } : device)) };
  };

  it('count for the laptop whose record has the number of the parcel, however it is typed', async () => {
    const named = await readingsOf(custody, company(parcel(RENO, RENO)));
    const unnamed = await readingsOf(custody, tracked('1z 999'));

    expect(unnamed.map(({ subject, llr }) => [subject, llr])).toEqual(named.map(({ subject, llr }) => [subject, llr]));
    expect(named.length).toBeGreaterThan(0);
  });

  it('count for nobody else', async () => {
    expect((await readingsOf(custody, tracked('1Z998'))).filter(({ subject }) => subject === 'kim')).toEqual([]);
  });
});

describe('custody', () => {
  it('blames no address table where the laptop itself tells its place', async () => {
    const innocentOf = async (net: Net): Promise<string> => withoutReferences((await readingsOf(custody, company([...parcel(RENO), ...seen('kim', DAYS, net)], { sentTo: RENO }))).find(({ subject }) => subject === 'kim')!.because.innocent);
    const { own: _, ...byTable } = AT_FARM;

    expect(await innocentOf(AT_FARM)).not.toContain('tables');
    expect(await innocentOf(byTable)).toContain('An address that the tables put into the wrong city');
  });

  it('does not say of a region that holds home and much else that the laptop was at home on no day', async () => {
    const wide = seen('kim', DAYS, { line: '203.0.113.80', at: AUSTIN, kind: 'mobile' }).map((event): Event => ({ ...event, 'farmwatch.net.radius_km': 600 }));
    const { because } = (await readingsOf(custody, company([...parcel(AUSTIN), ...wide]))).find(({ subject }) => subject === 'kim')!;

    expect(withoutReferences([because.headline])).toMatch(/too wide to tell home from elsewhere, .*; seen on 10 days, on none of them sharply enough to tell\.$/);
    expect(because.facts.find(({ label }) => label === 'Days on which it was seen at home')!.value).toEqual([expect.stringMatching(/^not told on any of 10: it may be at home, or up to \d+ km from there$/)]);
  });

  it('judges a parcel by the home of when it was sent, and says so', async () => {
    const facts = async (of: Company): Promise<unknown> => (await readingsOf(custody, of)).find(({ subject }) => subject === 'kim')!.because.facts[0]!.value;

    expect(await facts(recordChanged([...parcel(AUSTIN), ...seen('kim', DAYS, AT_FARM)]))).toEqual(['went near the home on record when it was sent, as 3 scans tell']);
    expect(await facts(recordChanged([...parcel(RENO), ...seen('kim', DAYS, AT_FARM)]))).toEqual([expect.stringMatching(/^ended \d+ km from the home on record when it was sent: near that of today, or neither near nor far, as 3 scans tell$/)]);
  });

  const about = async (of: Company) => (await readingsOf(custody, of)).filter(({ subject }) => subject === 'kim');

  it('says how far from home the laptop lives, and on how many days it was there', async () => {
    const [reading] = await about(company([...parcel(RENO, RENO), ...seen('kim', DAYS, AT_FARM)]));

    // Austin to Reno: 2,252 km by the haversine formula; the laptop knows its place to within 1 km.
    expect(withoutReferences([reading!.because.headline])).toMatch(/^ lives where its parcel went, 2251 to 2254 km from the home on record; seen at home on 0 of 10 days\.$/);
    expect(reading!.because.facts.map(({ label }) => label)).toContain('From delivery and start to the first contact');
  });

  it('clears nobody whose laptop tells an exact place beside an exact home, and does not call that home', async () => {
    // 0.18 degrees of latitude are 20 km.
    const beside: Net = { ...AT_HOME, own: { lat: AUSTIN.lat + 0.18, lon: AUSTIN.lon } };
    const words = async (of: Company): Promise<readonly [string, number]> => {
      const [reading] = await about(of);
      return [withoutReferences([reading!.because.headline]), reading!.llr];
    };

    expect(await words(company([...parcel(AUSTIN), ...seen('kim', DAYS, beside)]))).toEqual([' is seen near the home on record and not at it, 19 to 22 km from there; seen within 22 km of home on 10 of 10 days.', 0]);
    // Its line, which others located to within 5 km, says less than the laptop does.
    const wide = seen('kim', DAYS, beside).map((event, index) => (index % 2 === 0 ? event : { ...event, 'farmwatch.device.location.radius_km': 5, 'farmwatch.device.location.lat': AUSTIN.lat + 0.09 }));
    expect((await words(company([...parcel(AUSTIN), ...wide])))[0]).toMatch(/; seen within 22 km of home on 10 of 10 days\.$/);
    const [mostly, weight] = await words(company([...parcel(AUSTIN), ...seen('kim', DAYS.slice(0, 7), { ...AT_HOME, own: AUSTIN }), ...seen('kim', DAYS.slice(7), beside)]));
    expect(mostly).toMatch(/; seen at home on 7 of 10 days, and within 22 km of it on 3 more\.$/);
    expect(weight).toBeLessThan(-0.5);
    // Of a home that is known by its town, nothing shows that this is not it.
    expect((await words(company([...parcel(AUSTIN), ...seen('kim', DAYS, beside)], { kim: { home: { ...AUSTIN, radiusKm: 25 } } })))[1]).toBeLessThan(-0.5);
  });

  it('says that address tables do not tell, where they alone put a laptop far from home', async () => {
    const [reading] = await about(company([...parcel(AUSTIN), ...seen('kim', DAYS, MISPLACED)]));

    // Austin to Reno is 2,252 km; a fixed line lies within 60 km of its entry.
    expect(withoutReferences([reading!.because.headline])).toMatch(/^Address tables do not tell where {2}lives: they put it 2192 km or more from the home on record, and misplace about \d+ of 100 such addresses; seen at home on 0 of 10 days\.$/);
    expect(reading!.because.facts[1]!.value).toEqual(['not told: 2192 km or more by address tables, which do not rule out home']);
    expect(reading!.llr).toBe(0);
  });

  it('calls nothing home that only an address table puts near it', async () => {
    const [reading] = await about(company([...parcel(AUSTIN), ...seen('kim', DAYS, { ...AT_HOME, at: NEAR_AUSTIN })]));

    // The entry lies 21 km from home and reaches 60.
    expect(withoutReferences([reading!.because.headline])).toMatch(/^ is seen in a region that holds the home on record or comes near it, 0 to 82 km from there; seen within 82 km of home on 10 of 10 days\.$/);
    expect(reading!.because.facts.find(({ label }) => label === 'Days on which it was seen at home')!.value).toEqual(['10 of 10, as far as address tables tell: within 82 km of it']);
    expect(reading!.llr).toBeLessThan(-0.5);
  });

  it('tells the region around the end of a parcel where an address table puts the laptop just there', async () => {
    const [reading] = await about(company([...parcel(RENO, RENO), ...seen('kim', DAYS, MISPLACED)]));

    expect(withoutReferences([reading!.because.headline])).toMatch(/^ lives where its parcel went, 2192 to 2313 km from the home on record; seen at home on 0 of 10 days\.$/);
  });

  it('tells where the laptop lives now when it has left home, and clears nobody by the days before', async () => {
    const daysOf = (from: number, to: number): readonly Day[] => Array.from({ length: to - from + 1 }, (_, index) => dayOf(at('2026-10-15', 24 * (from + index))));
    const longThere = (of: Company): Company => ({ ...of, devices: of.devices!.map((row) => ({ ...row, shipped_at: at('2026-10-12', 15), delivered_at: at('2026-10-15', 18) })) });
    // Seventeen days at home, then eight elsewhere.
    const moved = longThere(company([...seen('kim', daysOf(5, 21), { ...AT_HOME, own: AUSTIN }), ...seen('kim', daysOf(22, 29), AT_FARM)]));

    const [reading] = await about(moved);

    expect(withoutReferences([reading!.because.headline])).toBe(' lives 2251 to 2254 km from the home on record; seen at home on 17 of 25 days.');
    expect(reading!.llr).toBe(0);
    expect(reading!.clear).toEqual(['nothing: whoever moves, or stays elsewhere for a while, looks the same']);
    // Three days away are no move.
    expect((await about(longThere(company([...seen('kim', daysOf(5, 26), { ...AT_HOME, own: AUSTIN }), ...seen('kim', daysOf(27, 29), AT_FARM)]))))[0]!.llr).toBeLessThan(-0.5);
  });

  it('says whose location it is that tells the place', async () => {
    const toldBy = async (net: Net): Promise<unknown> => {
      const [reading] = await about(company([...parcel(AUSTIN), ...seen('kim', DAYS, net), ...seen('other-0', DAYS, AT_FARM)]));
      return reading!.because.facts.find(({ label }) => label === 'Told by')!.value;
    };

    expect(await toldBy(AT_FARM)).toEqual(['a location that the laptop reports']);
    expect(await toldBy(AT_LINE)).toEqual(['a location that another laptop behind the same line reports']);
  });

  it('follows the line of a home whose address changes every night', async () => {
    const nightly = (hire: HireId, net: Net): readonly Event[] => DAYS.flatMap((day, index) => seen(hire, [day], { ...net, line: `203.0.113.${100 + index}` }));

    const [reading] = await about(company([...parcel(AUSTIN), ...nightly('kim', AT_LINE), ...nightly('other-0', AT_FARM)]));

    expect(reading!.llr).toBeGreaterThan(1.8);
  });

  it('counts a first contact that comes long after delivery and start', async () => {
    const [soon] = await about(company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_FARM)]));
    const [late] = await about(company([...parcel(AUSTIN), ...seen('kim', DAYS.slice(6), AT_FARM)]));

    expect(late!.llr).toBeGreaterThan(soon!.llr + 0.5);
  });

  it('leans on the delivery where the record alone tells the way, and ages from there', async () => {
    const [reading] = await about(company(seen('kim', DAYS, { line: '203.0.113.90', at: RENO, kind: 'vpn' }), { sentTo: RENO }));

    // Austin to Reno: 2,252 km by the haversine formula. ln(0.3 / 0.04) = 2.01.
    expect(withoutReferences([reading!.because.headline])).toBe(': it was sent to a place far from the home on record, 2252 km, as the record says.');
    expect(reading!.llr).toBeCloseTo(Math.log(0.3 / 0.04), 9);
    expect(reading!.newest).toBe(DELIVERED.delivered_at);
  });

  it('does not call a laptop silent before its holder starts', async () => {
    expect(await about(company([...parcel(AUSTIN), ...signIns(DAYS)], { kim: { start_date: '2026-11-13' } }))).toEqual([]);
  });

  it.each([17, 23])('counts no more days at work than it names, also in a run at %d o’clock', async (hour) => {
    const untilToday = Array.from({ length: 14 }, (_, index): Day => `2026-11-${String(index + 1).padStart(2, '0')}`);

    const [reading] = await about(company([...parcel(AUSTIN), ...signIns(untilToday)], { asOf: at('2026-11-14', hour) }));

    expect(reading!.because.facts.find(({ label }) => label === 'Days at work without it')!.value).toEqual(['7 of 7']);
  });

  it('takes a source that is dark for what it is', async () => {
    const silent = company([...parcel(AUSTIN), ...signIns(DAYS)]);
    const dark = { ...silent, events: silent.events.filter((event) => event['event.action'] !== 'check-in') };

    expect(await about(dark)).toEqual([]);
  });

  it('says nothing of distance where the record names no home', async () => {
    const of = company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_FARM)]);
    const people = of.people.map(({ home: _, ...row }) => row);

    expect(await about({ ...of, people })).toEqual([]);
  });

  it('remembers the way of a parcel as long as somebody is watched', async () => {
    const later: readonly Day[] = ['2026-12-14', '2026-12-15', '2026-12-16', '2026-12-17', '2026-12-18'];
    const [reading] = await about(company([...parcel(RENO, RENO), ...seen('kim', later, AT_FARM)], { asOf: at('2026-12-19', 12) }));

    expect(reading!.because.facts[0]!.value).toEqual(['was redirected on the way and ended 2252 km from home, as 4 scans tell']);
    expect(reading!.llr).toBeGreaterThan(3.5);
  });

  it('clears nobody who was never seen at home by a region in which home may lie', async () => {
    // A phone network's gateway in Dallas, of phones up to 500 km around.
    const [hidden] = await about(company([...parcel(AUSTIN), ...seen('kim', DAYS, { line: '203.0.113.90', at: { lat: 32.78, lon: -96.8 }, kind: 'mobile' })]));
    const [home] = await about(company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_HOME)]));

    expect(home!.llr).toBeLessThan(-0.5);
    expect(hidden!.llr).toBe(0);
    expect(hidden!.clear).toEqual(['nothing: where it stands is not told well enough to speak for or against anybody']);
  });

  it('counts from the nearest end of a town where the home is known by its town', async () => {
    const inTown = { home: { ...AUSTIN, radiusKm: 25 } };
    const [far] = await about(company([...parcel(RENO, RENO), ...seen('kim', DAYS, AT_FARM)], { kim: inTown }));
    // San Marcos lies 48 km from Austin, Waco 150 km.
    const at_ = async (place: Point) => (await about(company([...parcel(AUSTIN), ...seen('kim', DAYS, { ...AT_HOME, at: place, own: place })], { kim: inTown })))[0]!;

    expect(withoutReferences([far!.because.headline])).toMatch(/^ lives where its parcel went, 2226 to 2279 km from the home on record/);
    expect((await at_({ lat: 29.88, lon: -97.94 })).llr).toBeLessThan(-0.5);
    expect((await at_({ lat: 31.55, lon: -97.15 })).llr).toBeGreaterThan(1);
  });

  it('weighs the same after the rows of people of longer standing have gone', async () => {
    const of = company([...parcel(AUSTIN), ...seen('kim', DAYS, MISPLACED), ...seen('old', DAYS, { ...MISPLACED, own: RENO })]);
    const people = [...of.people, aPerson({ hire_id: 'old', start_date: '2021-03-01' })];
    const gone = of.events.filter((event) => event['device.serial_number'] !== 'SN-OLD');

    expect((await about({ ...of, people })).map(({ llr }) => llr)).toEqual((await about({ ...of, people, events: gone })).map(({ llr }) => llr));
  });

  it('says of a laptop in another country for how long', async () => {
    const [reading] = await about(company([...parcel(AUSTIN), ...seen('kim', LONG.slice(0, 4), AT_HOME), ...seen('kim', LONG.slice(4), AT_KYIV)], { kim: IN_US }));

    expect(withoutReferences([reading!.because.headline])).toMatch(/^ is in another country than the home on record for \d+ days, \d+ km or more from there, and no trip is entered; seen at home on 4 of 11 days\.$/);
  });

  it('does not say that a laptop lives elsewhere that is at home again', async () => {
    const [reading] = await about(company([...parcel(AUSTIN), ...seen('kim', LONG.slice(0, 7), AT_FARM), ...seen('kim', LONG.slice(7), AT_HOME)]));

    expect(withoutReferences([reading!.because.headline])).toMatch(/^ stood \d+ to \d+ km from the home on record; it is at home again; seen at home on 4 of 11 days\.$/);
    expect(reading!.llr).toBe(0);
  });

  it('clears nobody by a laptop at home while the account is used from a home line abroad', async () => {
    const abroad = (days: readonly Day[], kind = 'home'): readonly Event[] => days.map((day) => anEvent({
      '@timestamp': at(day, 16), 'event.action': 'sign-in', 'event.outcome': 'success', 'user.email': 'kim@company.example', 'source.ip': '203.0.113.77',
      'farmwatch.net.line': '203.0.113.77', 'farmwatch.net.kind': kind, 'source.geo.country_iso_code': 'UA',
    }));
    const llrOf = async (events: readonly Event[]): Promise<number> => (await about(company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_HOME), ...events], { kim: IN_US })))[0]!.llr;

    expect(await llrOf(abroad(DAYS.slice(0, 2)))).toBeLessThan(-0.5);
    expect(await llrOf(abroad(DAYS.slice(0, 3)))).toBe(0);
    expect(await llrOf(abroad(DAYS.slice(0, 3), 'vpn'))).toBeLessThan(-0.5);
  });

  it('never weighs whose laptop stands beside it', async () => {
    const alone = company([...parcel(AUSTIN), ...seen('kim', DAYS, AT_HOME)]);
    const beside = { ...alone, events: [...alone.events, ...seen('other-0', DAYS, AT_HOME)] };

    expect((await about(beside)).map(({ llr }) => llr)).toEqual((await about(alone)).map(({ llr }) => llr));
  });

  it('expects nothing of the laptop of somebody who has left, and whose case goes on', async () => {
    const window = await windowOf(custody, company([...parcel(AUSTIN), ...signIns(DAYS)]));
    const { values } = settle(custody.settings);
    const left = { ...window, hires: new Map([...window.hires].map(([id, hire]) => [id, id === 'kim' ? { ...hire, end_date: DAYS.at(-1)! } : hire])) };

    expect(custody.detect(window, values).some(({ subject, llr }) => subject === 'kim' && llr > 0.9)).toBe(true);
    expect(custody.detect(left, values).some(({ subject, llr }) => subject === 'kim' && llr > 0)).toBe(false);
  });
});
