import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Point } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import { settle } from '../../src/core/settings.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, windowOf, type Company } from '../../test/support/window.ts';
import { sharedPlace } from './shared-place.ts';

/** Two weeks from Monday 2 November 2026; Chicago is six hours behind UTC. */
const DAYS: readonly Day[] = Array.from({ length: 12 }, (_, index) => `2026-11-${String(index + 2).padStart(2, '0')}`);
const WEEKDAYS = DAYS.filter((_, index) => index % 7 < 5);
const EVERYBODY: readonly HireId[] = ['kim', 'lee', 'max', 'noa', 'pat', 'quinn', 'rio'];
/** 9:30, 12:30 and 16:30 local. */
const WORK = [15.5, 18.5, 22.5];
/** 21:30 local on the evening before. */
const EVENING = [3.5];

interface Net { readonly line?: string; readonly kind?: string; readonly operator?: number; readonly router?: string; readonly radio?: string; readonly own?: Point; readonly entry?: Point }
const HOUSE: Net = { line: '198.51.100.7', kind: 'home', operator: 7922, router: 't-house' };
const homeOf = (hire: HireId): Net => ({ line: `198.51.100.${100 + EVERYBODY.indexOf(hire)}`, kind: 'home', operator: 20_115, router: `t-${hire}` });
/** At home behind the address of the house, with a router of one's own. */
const nextDoor = (hire: HireId): readonly Event[] => standing([hire], DAYS, { ...HOUSE, router: `t-${hire}` });
const FLOOR: Net = { line: '203.0.113.9', kind: 'corporate', operator: 174, router: 't-floor' };

function seen(hire: HireId, days: readonly Day[], hours: readonly number[], net: Net | ((day: Day) => Net)): readonly Event[] {
  return days.flatMap((day) => hours.map((hour) => anEvent({ '@timestamp': at(day, hour), 'event.action': 'check-in', 'device.serial_number': `SN-${hire}`.toUpperCase(), ...fieldsOf(typeof net === 'function' ? net(day) : net) })));
}

function fieldsOf({ line, kind, operator, router, radio, own, entry }: Net): Partial<Event> {
  return {
    ...(line ? { 'source.ip': line, 'farmwatch.net.line': line } : {}), ...(kind ? { 'farmwatch.net.kind': kind } : {}), ...(operator ? { 'source.as.number': operator } : {}),
    ...(router ? { 'farmwatch.net.gateway_mac_token': router } : {}), ...(radio ? { 'farmwatch.net.bssid_token': radio } : {}),
    ...(entry ? { 'source.geo.location.lat': entry.lat, 'source.geo.location.lon': entry.lon, 'farmwatch.net.radius_km': 20 } : {}),
    ...(own ? { 'farmwatch.device.location.lat': own.lat, 'farmwatch.device.location.lon': own.lon, 'farmwatch.device.location.radius_km': 0.2, 'farmwatch.device.location.source': 'wifi' } : {}),
  };
}

/** Laptops that stand at one place around the clock. */
const standing = (hires: readonly HireId[], days: readonly Day[], net: Net | ((day: Day) => Net)): readonly Event[] => hires.flatMap((hire) => seen(hire, days, [...WORK, ...EVENING], net));
/** Laptops that are at home in the evening and somewhere else on working days. */
const commuting = (hires: readonly HireId[], days: readonly Day[], net: Net): readonly Event[] => hires.flatMap((hire) => [...seen(hire, days, WORK, net), ...seen(hire, DAYS, EVENING, homeOf(hire)), ...seen(hire, DAYS.filter((day) => !days.includes(day)), WORK, homeOf(hire))]);

function signIns(hire: HireId, days: readonly Day[], net: Net): readonly Event[] {
  return days.flatMap((day) => WORK.map((hour) => anEvent({ '@timestamp': at(day, hour), 'user.email': `${hire}@company.example`, ...fieldsOf({ ...net, router: '' }) })));
}

function company(events: readonly Event[], extra: Partial<Company> = {}): Company {
  return { asOf: at('2026-11-14', 12), people: EVERYBODY.map((id) => aPerson({ hire_id: id })), events, ...extra };
}

const dayAt = (event: Event): Day => new Date(event['@timestamp']!).toISOString().slice(0, 10) as Day;
const PAIR = ['kim', 'lee'];
const THREE = ['kim', 'lee', 'max'];
const COHORT = ['kim', 'lee', 'max', 'noa', 'pat'];
const couple = (household: string | undefined) => EVERYBODY.map((id) => aPerson({ hire_id: id, ...(household && PAIR.includes(id) ? { household } : {}) }));
const vpnOf = (hire: HireId): Net => ({ line: `192.0.2.${EVERYBODY.indexOf(hire) + 1}`, kind: 'vpn', operator: 9009, router: 't-house' });

/** Everything leaves by the company's own exit, so that routers and radios are all that tells a place. */
const EXIT: Net = { line: '203.0.113.200', kind: 'hosting', operator: 64_500 };
const OFFICE_AT: Point = { lat: 41.88, lon: -87.63 };
const TUNNELLED = [
  { place_id: 'vpn-1', name: 'Exit', kind: 'vpn-egress' as const, cidr: ['203.0.113.200/32'] },
  { place_id: 'office', name: 'Office', kind: 'office' as const, cidr: ['203.0.113.9/32'], at: OFFICE_AT },
];
/** One degree of latitude is 111 km. */
const northOfOffice = (km: number): Point => ({ ...OFFICE_AT, lat: OFFICE_AT.lat + km / 111.2 });
/** Three laptops at one router behind the tunnel; the laptop of the first says where it is. */
const behindTunnel = (own: Point): readonly Event[] => [
  ...standing(['kim'], DAYS, { ...EXIT, router: 't-floor', radio: 't-floor-air', own }), ...standing(['lee', 'max'], DAYS, { ...EXIT, router: 't-floor', radio: 't-floor-air' }),
];

/** Everybody, of whom some had their laptops sent to one door. */
const sentTo = (door: string, hires: readonly HireId[]) => EVERYBODY.map((id) => aPerson({
  hire_id: id, shipped_at: at('2026-11-02', 15), delivered_at: at('2026-11-04', 18), ship: northOfOffice(30), ship_address_token: hires.includes(id) ? door : `t-door-${id}`,
}));

interface BroughtTo {
  readonly radiusKm?: number;
  readonly status?: string;
  readonly regionOf?: (hire: HireId) => string | undefined;
  /** Of addresses on record. */
  readonly tokenOf?: (hire: HireId) => string | undefined;
  /** Km north of the office of the address on record; none is told unless it is. */
  readonly sentTo?: (hire: HireId) => number;
}
/** Three laptops that leave by an exit that tells no place, and that carriers brought to one point, this far from where their holders live. */
function broughtTo(km: number, { radiusKm, status = 'delivered', regionOf = () => 'US-IL', tokenOf = () => undefined, sentTo }: BroughtTo = {}): Company {
  const point = northOfOffice(30);
  const scans = THREE.map((hire) => anEvent({
    '@timestamp': at('2026-11-04', 18), 'event.action': 'shipment-updated', 'device.serial_number': `SN-${hire}`.toUpperCase(), 'farmwatch.shipment.id': `1Z-${hire}`, 'farmwatch.shipment.status': status,
    'farmwatch.shipment.lat': point.lat, 'farmwatch.shipment.lon': point.lon, ...(regionOf(hire) === undefined ? {} : { 'farmwatch.shipment.region': regionOf(hire)! }), ...(radiusKm === undefined ? {} : { 'farmwatch.shipment.radius_km': radiusKm }),
  }));
  return company([...standing(THREE, DAYS, EXIT), ...scans], { people: EVERYBODY.map((id) => aPerson({ hire_id: id, home: northOfOffice(30 + km), ...(tokenOf(id) === undefined ? {} : { ship_address_token: tokenOf(id)! }), ...(sentTo && THREE.includes(id) ? { ship: northOfOffice(sentTo(id)) } : {}) })), places: TUNNELLED });
}

const eachOwn = (hire: HireId): string => `t-door-${hire}`;

/** A delivery of a parcel to a laptop's holder. */
const delivered = (hire: HireId, { lat, lon }: Point): Event => anEvent({
  '@timestamp': at('2026-11-04', 18), 'event.action': 'shipment-updated', 'device.serial_number': `SN-${hire}`.toUpperCase(), 'farmwatch.shipment.id': `1Z-${hire}`, 'farmwatch.shipment.status': 'delivered',
  'farmwatch.shipment.lat': lat, 'farmwatch.shipment.lon': lon, 'farmwatch.shipment.region': 'US-IL',
});

/** Everybody's parcels as a carrier tells them that knows towns: two end in one that is far from the homes on record, the others in those of their homes. */
function townScans(): Company {
  const homes = new Map(EVERYBODY.map((hire, nth) => [hire, northOfOffice(300 + 200 * nth)]));
  const town = northOfOffice(30);
  return company([...standing(EVERYBODY, DAYS, EXIT), ...EVERYBODY.map((hire) => delivered(hire, PAIR.includes(hire) ? town : { ...homes.get(hire)!, lon: -87.7 }))], {
    people: EVERYBODY.map((id) => aPerson({ hire_id: id, home: homes.get(id)!, ...(PAIR.includes(id) ? {} : { ship: homes.get(id)! }) })), places: TUNNELLED,
  });
}

/** Everybody by the middle of a town, as record and carrier tell it: two were sent to one that is far from their homes, the others live in two towns. */
function townRecords(): Company {
  const homeIn = (hire: HireId): number => (PAIR.includes(hire) ? 700 + 300 * PAIR.indexOf(hire) : EVERYBODY.indexOf(hire) % 2 === 0 ? 1500 : 2000);
  const sentIn = (hire: HireId): Point => northOfOffice(PAIR.includes(hire) ? 30 : homeIn(hire));
  return company([...standing(EVERYBODY, DAYS, EXIT), ...EVERYBODY.map((hire) => delivered(hire, sentIn(hire)))], {
    people: EVERYBODY.map((id) => aPerson({ hire_id: id, home: northOfOffice(homeIn(id)), home_city: `Town ${homeIn(id)}`, ship: sentIn(id) })), places: TUNNELLED,
  });
}

/** Two parcels to one point, with an address each, and laptops behind a line each, which a table puts so far from the office. */
function inOneBuilding(km: number): Company {
  const entry = northOfOffice(km);
  const events = PAIR.flatMap((hire, nth) => standing([hire], DAYS, { ...homeOf(hire), entry: { ...entry, lon: entry.lon + 0.01 * nth } }));
  return company([...events, ...PAIR.map((hire) => delivered(hire, northOfOffice(30)))], {
    people: EVERYBODY.map((id, nth) => aPerson({ hire_id: id, home: northOfOffice(900 + 300 * nth), ...(PAIR.includes(id) ? { ship: northOfOffice(30), ship_address_token: eachOwn(id) } : {}) })),
  });
}

/** Everybody, of whom the pair has homes on record. */
const withHomes = (kim: Point, lee: Point) => EVERYBODY.map((id) => aPerson({ hire_id: id, ...(id === 'kim' ? { home: kim } : id === 'lee' ? { home: lee } : {}) }));

/** One bank account and phone of two hires, of whom the one who began in May may leave. */
const takenOn = (end: Day | undefined) => EVERYBODY.map((id) => aPerson({
  hire_id: id, ...(PAIR.includes(id) ? { bank_token: 'bank:1:a', phone_token: 'phone:1:a' } : {}), ...(id === 'lee' ? { start_date: '2026-09-07', ...(end ? { end_date: end } : {}) } : {}),
}));
/** Two people who keep two laptops each, one of them in each of two homes. */
const TWICE = PAIR.map((id) => aPerson({ hire_id: id, device_serials: [`SN-${id}`, `SN-${id}-2`].map((serial) => serial.toUpperCase()) }));
const OTHER_HOUSE: Net = { line: '198.51.100.9', kind: 'home', operator: 20_115, router: 't-other' };
const inTwoHomes = (days: readonly Day[]): readonly Event[] => PAIR.flatMap((hire) => [...standing([hire], days, HOUSE), ...standing([`${hire}-2`], days, OTHER_HOUSE)]);

/** Four camps, one after the other, each with a line and a router of its own, this far apart. */
const camps = (km: number | undefined) => (day: Day): Net => {
  const camp = Math.floor(DAYS.indexOf(day) / 3);
  return { line: `198.18.0.${camp + 1}`, kind: 'satellite', operator: 14_593, router: `t-camp-${camp}`, ...(km === undefined ? {} : { own: northOfOffice(100 + camp * km) }) };
};
/** A house whose operator gives it another address every three days. */
const renumbered = (day: Day): Net => ({ ...HOUSE, line: `198.51.100.${10 + Math.floor(DAYS.indexOf(day) / 3)}`, own: northOfOffice(100) });

describeDetector(sharedPlace, {
  stories: [
    { tells: 'three friends on the road, from camp to camp', company: company(standing(THREE, DAYS, camps(400))), about: 'kim', staysBelow: 0 },
    { tells: 'three laptops in a house that changes its address again and again', company: company(standing(THREE, DAYS, renumbered)), about: 'kim', reaches: 3 },
    { tells: 'three laptops in a house whose router is replaced again and again', company: company(standing(THREE, DAYS, (day) => ({ ...camps(0)(day), kind: 'home' }))), about: 'kim', reaches: 3 },
    { tells: 'three laptops that went to another house together once', company: company(standing(THREE, DAYS, (day) => ({ ...HOUSE, ...(day < '2026-11-08' ? { own: northOfOffice(100) } : { line: '198.51.100.99', operator: 209, router: 't-second', own: northOfOffice(900) }) }))), about: 'kim', reaches: 3 },
    { tells: 'one person with two hires, a contractor who becomes an employee, with both laptops at home', company: company(standing(PAIR, DAYS, HOUSE), { people: takenOn('2026-11-20') }), about: 'kim', staysBelow: 0 },
    { tells: 'two laptops in one home, of two with one bank account and phone who both stay', company: company(standing(PAIR, DAYS, HOUSE), { people: takenOn(undefined) }), about: 'kim', reaches: 4 },
    { tells: 'two people who keep two laptops each, in two homes', company: company(inTwoHomes(DAYS), { people: TWICE }), about: 'kim', reaches: 4 },
    { tells: 'a dorm of the list of which no address block is known, where one laptop says that it is', about: 'lee', staysBelow: 0,
      company: company([...standing(['kim'], DAYS, { ...HOUSE, own: northOfOffice(0.4) }), ...standing(['lee', 'max'], DAYS, HOUSE)], { places: [{ place_id: 'dorm', name: 'Dorm', kind: 'campus', cidr: [], at: OFFICE_AT }] }) },
    { tells: 'a home beside an office of the list of which the address blocks are known', about: 'lee', reaches: 4.7,
      company: company([...standing(['kim'], DAYS, { ...HOUSE, router: '', own: northOfOffice(0.4) }), ...standing(['lee', 'max'], DAYS, { ...HOUSE, router: '' })], { places: TUNNELLED }) },
    { tells: 'an office of the list behind a full tunnel, of whose router and radio one laptop says where they are', company: company(behindTunnel(northOfOffice(0.4)), { places: TUNNELLED }), about: 'lee', staysBelow: 0 },
    { tells: 'a home two kilometres from an office of the list, behind a full tunnel', company: company(behindTunnel(northOfOffice(2)), { places: TUNNELLED }), about: 'lee', reaches: 4.7 },
    { tells: 'laptops that were prepared side by side before they were sent', about: 'kim', staysBelow: 0, company: company([...standing(THREE, DAYS.slice(0, 8), HOUSE), ...THREE.flatMap((hire) => standing([hire], DAYS.slice(8), homeOf(hire)))], { people: EVERYBODY.map((id) => aPerson({ hire_id: id, start_date: '2026-11-10', delivered_at: at('2026-11-10', 15) })) }) },
    { tells: 'two laptops behind one router day and night', company: company(standing(PAIR, DAYS, HOUSE)), about: 'kim', reaches: 4 },
    { tells: 'two laptops whose holders change VPN exits every day, one of which no list knows', about: 'kim', staysBelow: 1,
      company: company(PAIR.flatMap((hire) => standing([hire], DAYS.slice(0, 5), (day) => (['2026-11-04', '2026-11-06', ...(hire === 'lee' ? ['2026-11-05'] : [])].includes(day) ? { line: '192.0.2.90' } : { ...vpnOf(hire), router: '' }))), { asOf: at('2026-11-07', 12), people: withHomes(northOfOffice(0), northOfOffice(900)) }) },
    { tells: 'two laptops that tell no router, with a VPN service on two days of twelve', company: company(PAIR.flatMap((hire) => standing([hire], DAYS, (day) => ['2026-11-04', '2026-11-10'].includes(day) ? { ...vpnOf(hire), router: '' } : { ...HOUSE, router: '' }))), about: 'kim', reaches: 2.5 },
    { tells: 'two laptops behind one router, of people with homes on record far apart', company: company(standing(PAIR, DAYS, HOUSE), { people: withHomes(northOfOffice(0), northOfOffice(900)) }), about: 'kim', reaches: 5.5 },
    { tells: 'two laptops behind one router, of people with one home on record', company: company(standing(PAIR, DAYS, HOUSE), { people: withHomes(northOfOffice(0), northOfOffice(0)) }), about: 'kim', staysBelow: 4.4 },
    { tells: 'three laptops on their third day', company: company(standing(THREE, DAYS.slice(0, 3), HOUSE), { asOf: at('2026-11-05', 12) }), about: 'max', reaches: 4.7 },
    { tells: 'three laptops that are shut at night', company: company(THREE.flatMap((hire) => seen(hire, WEEKDAYS, WORK, HOUSE))), about: 'lee', reaches: 4.7 },
    { tells: 'a third laptop that came nine days later', company: company([...standing(PAIR, DAYS, HOUSE), ...standing(['max'], DAYS.slice(9), HOUSE)]), about: 'max', reaches: 4.7 },
    { tells: 'laptops that hide behind VPN services of their own and share a router', company: company(THREE.flatMap((hire) => standing([hire], DAYS, vpnOf(hire)))), about: 'kim', reaches: 4.7 },
    { tells: 'a line that changes its address every day', company: company(standing(THREE, DAYS, (day) => ({ line: `198.51.100.${day.slice(-2)}`, kind: 'home', operator: 7922 }))), about: 'kim', reaches: 4 },
    { tells: 'only the base station is told', company: company(standing(THREE, DAYS, { radio: 't-air' })), about: 'kim', reaches: 4.7 },
    { tells: 'only sign-ins are known, of three people at one line', company: company(THREE.flatMap((hire) => signIns(hire, DAYS, HOUSE))), about: 'kim', reaches: 2.5 },
    { tells: 'the same on their third day', company: company(THREE.flatMap((hire) => signIns(hire, DAYS.slice(0, 3), HOUSE)), { asOf: at('2026-11-05', 12) }), about: 'kim', reaches: 2.5 },
    { tells: 'a declared household', company: company(standing(PAIR, DAYS, HOUSE), { people: couple('hh-1') }), about: 'kim', staysBelow: 0 },
    { tells: 'a co-working floor', company: company(commuting(EVERYBODY, WEEKDAYS, FLOOR)), about: 'kim', staysBelow: 0.5 },
    { tells: 'a co-working floor that is listed', about: 'kim', staysBelow: 0, company: company(commuting(THREE, WEEKDAYS, FLOOR), { places: [{ place_id: 'floor', name: 'Floor', kind: 'cowork', cidr: ['203.0.113.9/32'] }] }) },
    {
      tells: 'an off-site of three days that is going on', about: 'kim', staysBelow: 1,
      company: company([...standing(THREE, DAYS.slice(9), FLOOR), ...THREE.flatMap((hire) => standing([hire], DAYS.slice(0, 9), homeOf(hire)))]),
    },
    {
      tells: 'an onboarding week in a hotel that nobody listed', about: 'kim', staysBelow: 1,
      company: company([...standing(COHORT, DAYS.slice(7, 10), FLOOR), ...['quinn', 'rio'].flatMap((hire) => standing([hire], DAYS, homeOf(hire)))], {
        asOf: at('2026-11-11', 23), people: EVERYBODY.map((id) => aPerson({ hire_id: id, start_date: COHORT.includes(id) ? '2026-11-09' : '2026-10-19' })),
      }),
    },
    { tells: 'three laptops that went to one door and leave by an exit that tells no place', company: company(standing(THREE, DAYS, EXIT), { people: sentTo('t-door', THREE), places: TUNNELLED }), about: 'kim', reaches: 3.4 },
    { tells: 'the same of one household', company: company(standing(THREE, DAYS, EXIT), { places: TUNNELLED, people: sentTo('t-door', THREE).map((person) => ({ ...person, household: 'hh-1' })) }), about: 'kim', staysBelow: 0 },
    { tells: 'three parcels whose addresses are not on record, and end at one point far from each home', company: broughtTo(900), about: 'kim', reaches: 2.5 },
    { tells: 'three parcels whose addresses are written in three ways, and are one point by the record and the carriers, far from each home', company: broughtTo(900, { tokenOf: eachOwn, sentTo: () => 30 }), about: 'kim', reaches: 1.3 },
    { tells: 'three parcels that were redirected to one point, from the homes on record', company: broughtTo(900, { tokenOf: eachOwn, sentTo: (hire) => 300 * (1 + THREE.indexOf(hire)) }), about: 'kim', reaches: 2.5 },
    { tells: 'three parcels for three addresses, of which carriers tell one point', company: broughtTo(900, { tokenOf: eachOwn }), about: 'kim', staysBelow: 0 },
    { tells: 'three parcels for addresses some kilometres apart, of which carriers tell the town', company: broughtTo(900, { sentTo: (hire) => 24 + 6 * THREE.indexOf(hire) }), about: 'kim', staysBelow: 0 },
    { tells: 'two parcels that end at a point where that for an address some kilometres off ended too', company: broughtTo(900, { sentTo: (hire) => (hire === 'max' ? 38 : 30), tokenOf: (hire) => (hire === 'max' ? undefined : `t-door-${hire}`) }), about: 'max', staysBelow: 0 },
    { tells: 'two who moved to one town for the job, whose parcels the carrier told by the town, as it does of all', about: 'kim', staysBelow: 0, company: townScans() },
    { tells: 'three parcels to the middle of a town, by the record and the carrier', company: broughtTo(900, { radiusKm: 25, sentTo: () => 30 }), about: 'kim', staysBelow: 0 },
    { tells: 'two who moved to one town for the job, in a company whose record tells all homes by their towns', about: 'kim', staysBelow: 0, company: townRecords() },
    { tells: 'two parcels to one point far from both homes, and laptops that live there behind two lines', about: 'kim', reaches: 1.8, company: inOneBuilding(30) },
    { tells: 'two parcels to one point far from both homes, and laptops that live in two other towns', about: 'kim', staysBelow: 0, company: inOneBuilding(400) },
    { tells: 'three parcels that end in the postal area of those who ordered them', company: broughtTo(5), about: 'kim', staysBelow: 0 },
    { tells: 'three parcels that end in one town far from each home', company: broughtTo(900, { radiusKm: 4 }), about: 'kim', staysBelow: 0 },
    { tells: 'three parcels of three regions, of which a carrier tells the middle of the country', company: broughtTo(900, { regionOf: (hire) => ({ kim: 'US-OR', lee: 'US-MA', max: 'US-TX' })[hire] }), about: 'kim', staysBelow: 0 },
    { tells: 'three parcels that were redirected in one depot, and not delivered so far', company: broughtTo(900, { status: 'redirected' }), about: 'kim', staysBelow: 0 },
    { tells: 'three parcels that end at one point in no region that is told', company: broughtTo(900, { regionOf: () => undefined }), about: 'kim', staysBelow: 0 },
    { tells: 'two parcels to a shop, and laptops that stand in two homes', company: company(PAIR.flatMap((hire) => standing([hire], DAYS, homeOf(hire))), { people: sentTo('t-door', PAIR) }), about: 'kim', staysBelow: 0 },
    { tells: 'two parcels to an office that is listed', company: company(standing(PAIR, DAYS, EXIT), { people: sentTo('t-door', PAIR), places: [...TUNNELLED, { place_id: 'office-2', name: 'Office', kind: 'office', cidr: [], at: northOfOffice(29) }] }), about: 'kim', staysBelow: 0 },
    { tells: 'an off-site that has been entered as a trip', about: 'kim', staysBelow: 0, company: company(standing(THREE, DAYS.slice(9), FLOOR), { travel: THREE.map((hire) => ({ hire_id: hire, from: '2026-11-11', to: '2026-11-13' })) }) },
    { tells: 'desktops of a listed cloud behind one router', about: 'kim', staysBelow: 0, company: company(standing(THREE, DAYS, { ...EXIT, router: 't-rack' }), { places: [{ place_id: 'vdi', name: 'Desktops', kind: 'cloud-desktop', cidr: ['203.0.113.200/32'] }] }) },
    { tells: "a mobile carrier's shared address", company: company(standing(THREE, DAYS, { line: '203.0.113.80', kind: 'mobile', operator: 21_928 })), about: 'kim', staysBelow: 0 },
    { tells: 'neighbours behind one address', company: company(PAIR.flatMap(nextDoor)), about: 'kim', staysBelow: 1.5 },
    { tells: 'two neighbours who tell routers of their own, and a third who tells none', company: company([...PAIR.flatMap(nextDoor), ...standing(['max'], DAYS, { ...HOUSE, router: '' })]), about: 'max', staysBelow: 2 },
    { tells: 'a building of five, of whom one tells a base station alone and one nothing', company: company([...THREE.flatMap(nextDoor), ...standing(['noa'], DAYS, { ...HOUSE, router: '', radio: 't-air' }), ...standing(['pat'], DAYS, { ...HOUSE, router: '' })]), about: 'noa', staysBelow: 0 },
    { tells: 'three laptops behind one router, in a home of many access points', company: company(THREE.flatMap((hire) => standing([hire], DAYS, { ...HOUSE, radio: `t-air-${hire}` }))), about: 'kim', reaches: 4.7 },
    { tells: 'three laptops whose router was replaced', company: company(standing(THREE, DAYS, (day) => (day < DAYS[5]! ? HOUSE : { ...HOUSE, router: 't-new' }))), about: 'kim', reaches: 4.7 },
    { tells: 'three laptops that tell their router on a few days each', company: company(THREE.flatMap((hire, nth) => standing([hire], DAYS, (day) => (Number(day.slice(-2)) % 3 === nth ? HOUSE : { ...HOUSE, router: '' })))), about: 'kim', reaches: 4.7 },
    { tells: 'a router address that every third home has', company: company(THREE.flatMap((hire) => standing([hire], DAYS, { ...homeOf(hire), router: 't-default' }))), about: 'kim', staysBelow: 0 },
    { tells: 'one router address behind lines of two operators', company: company([...standing(['kim'], DAYS, { ...HOUSE, router: 't-default' }), ...standing(['lee'], DAYS, { ...homeOf('lee'), router: 't-default' })]), about: 'kim', staysBelow: 0 },
    { tells: 'a campus', company: company(standing(THREE, DAYS, { line: '203.0.113.30', kind: 'education', operator: 88, router: 't-campus' })), about: 'kim', staysBelow: 0 },
    { tells: 'two visits of one day', company: company([...standing(PAIR, [DAYS[2]!], HOUSE), ...PAIR.flatMap((hire) => standing([hire], DAYS.slice(3), homeOf(hire)))]), about: 'kim', staysBelow: 0 },
  ],
});

describe('shared-place', () => {
  it('names each place of people on the road with the days they were there, and says of none that they kept to it', async () => {
    const { because } = (await readingsOf(sharedPlace, company(standing(THREE, DAYS, camps(400))))).find(({ subject }) => subject === 'kim')!;
    const fact = (label: string) => because.facts.find((one) => one.label === label)?.value;

    expect(withoutReferences([because.headline])).toMatch(/^The laptop changes place together with .*: at 4 places one after the other, on 12 of 12 days; it looks like a journey together\.$/);
    expect(fact('Places at which all were together, by days')).toEqual(['4: 3, 3, 3, 3']);
    expect(withoutReferences([fact('Places')!])).toMatch(/on 3 days.*, .* on 3 days/);
    expect(fact('Place')).toBeUndefined();
  });

  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(sharedPlace, of)).filter(({ subject }) => subject === hire);

  it('says who, how long and that no tie is declared', async () => {
    const [reading] = await about(company(standing(PAIR, DAYS, HOUSE)));

    expect(reading!.because.headline).toEqual(['The laptop stands where ', { ref: 'hire', id: 'lee' }, ' keeps one, on 12 of 12 days; no tie is declared.']);
    expect(reading!.alongside).toEqual(['lee']);
    expect(reading!.look.where).toMatchObject({ 'farmwatch.net.line': ['198.51.100.7'] });
  });

  it('counts days since the two first met, so that whoever comes later joins', async () => {
    const [reading] = await about(company([...standing(PAIR, DAYS, HOUSE), ...standing(['max'], DAYS.slice(9), HOUSE)]), 'max');

    expect(withoutReferences([reading!.because.headline])).toContain('on 3 of 3 days');
    expect(reading!.alongside).toEqual(['kim', 'lee']);
  });

  it('weighs a router in full where the company sees all traffic leave by its own exit', async () => {
    const exit: Net = { line: '203.0.113.200', kind: 'hosting', operator: 64_500, router: 't-house' };
    const places = [{ place_id: 'vpn-1', name: 'Exit', kind: 'vpn-egress' as const, cidr: ['203.0.113.200/32'] }];

    const [reading] = await about(company(standing(THREE, DAYS, exit), { places }));

    expect(reading!.llr).toBeGreaterThan(4);
  });

  it('takes a router that is mostly seen at an office for the office’s', async () => {
    const places = [{ place_id: 'office', name: 'Office', kind: 'office' as const, cidr: ['203.0.113.9/32'] }];

    expect(await about(company(standing(THREE, DAYS, FLOOR), { places }))).toEqual([]);
  });

  it('counts those whom one meets among the laptops that come by, where they come and go and did not move in', async () => {
    const visitors = async (floorDays: readonly Day[], kimsDays: readonly Day[]) => {
      const others = ['lee', 'max'].flatMap((hire) => standing([hire], DAYS, (day) => (floorDays.includes(day) ? FLOOR : homeOf(hire))));
      const [reading] = await about(company([...others, ...standing(['kim'], kimsDays, FLOOR)]));
      return reading!.because.facts.find(({ label }) => label === 'Further company laptops that come by')!.value;
    };
    const everySecond = DAYS.filter((_, index) => index % 2 === 0);

    expect(await visitors(everySecond, everySecond.slice(3))).toEqual(['2']);
    expect(await visitors(DAYS.slice(9), DAYS.slice(9))).toEqual(['0']);
  });

  it('knows that all came together as long as they are looked at, and lets that fade without a leap', async () => {
    const days = Array.from({ length: 34 }, (_, index) => new Date(Date.UTC(2026, 9, 5 + index)).toISOString().slice(0, 10) as Day);
    const people = EVERYBODY.map((id) => aPerson({ hire_id: id, start_date: COHORT.includes(id) ? '2026-10-12' : '2026-10-05' }));
    const events = [...standing(COHORT, days.slice(7), FLOOR), ...['quinn', 'rio'].flatMap((hire) => standing([hire], days, homeOf(hire)))];
    const on = async (day: Day): Promise<readonly [number, unknown]> => {
      const [reading] = await about(company(events.filter((event) => event['@timestamp']! <= at(day, 12)), { asOf: at(day, 12), people }));
      return [reading!.llr, reading!.because.facts.find(({ label }) => label === 'Came within a day of this person')?.value];
    };
    const weights = [];
    for (const day of days.slice(10)) {
      const [llr, came] = await on(day);
      expect(came).toEqual(['4 of 4, in this person’s first days']);
      weights.push(llr);
    }
    for (const [index, llr] of weights.entries()) expect(Math.abs(llr - (weights[index - 1] ?? llr))).toBeLessThan(0.8);
  });

  it('knows that the others were together before somebody came on the day on which their line changed its address', async () => {
    const came: Day = '2026-11-09';
    const people = EVERYBODY.map((id) => aPerson({ hire_id: id, start_date: id === 'noa' ? came : '2026-10-20' }));
    const house = (day: Day): Net => ({ line: day < came ? '198.51.100.7' : '198.51.100.8', kind: 'home', operator: 7922 });
    const events = [...THREE.flatMap((hire) => signIns(hire, DAYS, HOUSE).map((event) => ({ ...event, ...fieldsOf({ ...house(dayAt(event)), router: '' }) }))), ...signIns('noa', DAYS.slice(7), house(came))];

    const [reading] = await about(company(events, { people }), 'noa');

    expect(reading!.because.facts.find(({ label }) => label === 'Came within a day of this person')!.value).toEqual(['0 of 3, in this person’s first days']);
    expect(reading!.llr).toBeGreaterThan(2.5);
  });

  it('looks at people of longer standing too, and gives findings to starters only', async () => {
    const people = EVERYBODY.map((id) => aPerson({ hire_id: id, ...(id === 'lee' ? { start_date: '2021-03-01' } : {}) }));
    const of = company(standing(PAIR, DAYS, HOUSE), { people });

    expect((await about(of))[0]!.because.facts[0]!.value).toEqual(['1, of them 0 in their first months or in an open case']);
    expect(await about(of, 'lee')).toEqual([]);
  });

  it('says so where only sign-ins are known, and weighs it lower', async () => {
    const [bySignIn] = await about(company(THREE.flatMap((hire) => signIns(hire, DAYS, HOUSE))));
    const [byLaptop] = await about(company(standing(THREE, DAYS, HOUSE)));

    expect(withoutReferences([bySignIn!.because.headline])).toContain('Sign-ins come from where');
    expect(bySignIn!.because.facts.map(({ label }) => label)).toContain('Rests on');
    expect(bySignIn!.llr).toBeLessThan(byLaptop!.llr);
    const nightsOf = (reading: typeof bySignIn): unknown => reading!.because.facts.find(({ label }) => label === 'Nights and weekends with contact')!.value;
    expect(nightsOf((await about(company(THREE.flatMap((hire) => signIns(hire, WEEKDAYS, HOUSE)))))[0])).toEqual(['nights were not seen: no laptop of theirs is in the data']);
    expect(nightsOf((await about(company(THREE.flatMap((hire) => seen(hire, WEEKDAYS, WORK, HOUSE)))))[0])).toEqual(['none: the laptop is shut at night, which says nothing']);
  });

  it('leaves sign-ins of people with laptops aside: a phone or an operator is not the laptop', async () => {
    const events = [...PAIR.flatMap((hire) => standing([hire], DAYS, homeOf(hire))), ...PAIR.flatMap((hire) => signIns(hire, DAYS, HOUSE))];

    expect(await about(company(events))).toEqual([]);
  });

  it('pairs nobody in a crowd', async () => {
    const crowd = Array.from({ length: 31 }, (_, index) => `crowd-${index}`);
    const of = { asOf: at('2026-11-14', 12), people: crowd.map((id) => aPerson({ hire_id: id })), events: standing(crowd, DAYS.slice(0, 3), HOUSE) };

    expect(await readingsOf(sharedPlace, of)).toEqual([]);
  });

  it('says that two laptops live where both were sent, behind lines of their own, as of when they were seen there', async () => {
    const [reading] = await about(inOneBuilding(30));

    expect(withoutReferences([reading!.because.headline])).toMatch(/^The laptop was sent to one point with those of .*, 2 in all; no tie is declared, and each is seen around there, behind a line of its own\.$/);
    expect(reading!.because.facts.find(({ label }) => label === 'One home or several')!.value).toEqual(['the addresses on record are written differently, and they have a line each']);
    expect(reading!.newest).toBeGreaterThanOrEqual(at(DAYS.at(-1)!, 22));
  });

  it('names the door of who has not begun as soon as another laptop that went there is heard of', async () => {
    const of = broughtTo(900);
    const silent = { ...of, events: of.events.filter((event) => event['event.action'] !== 'check-in' || event['device.serial_number'] !== 'SN-KIM') };

    expect((await about(silent))[0]!.alongside).toEqual(['lee', 'max']);
    expect(await about({ ...of, events: of.events.filter((event) => event['event.action'] !== 'check-in') })).toEqual([]);
  });

  it('says that routers differ behind one address, also of whoever tells none', async () => {
    const of = company([...PAIR.flatMap(nextDoor), ...standing(['max'], DAYS, { ...HOUSE, router: '' })]);

    for (const hire of THREE) expect((await about(of, hire))[0]!.because.facts.find(({ label }) => label === 'Seen by')!.value).toEqual(['the same address, behind different routers']);
  });

  it('tells those who share a router from a neighbour behind the same address', async () => {
    const of = company([...standing(PAIR, DAYS, HOUSE), ...nextDoor('max')]);

    const [[kim], [max]] = [await about(of), await about(of, 'max')];

    expect(kim!.alongside).toEqual(['lee']);
    expect(max!.llr).toBeLessThan(kim!.llr - 2);
  });

  it('keeps a home and a desk apart: two readings, each with its own people', async () => {
    const home = [...seen('kim', DAYS.slice(0, 5), [...WORK, ...EVENING], HOUSE), ...standing(['lee'], DAYS.slice(0, 5), HOUSE)];
    const desk = [...seen('kim', DAYS.slice(5), WORK, FLOOR), ...standing(['max'], DAYS.slice(5), FLOOR)];

    const readings = await about(company([...home, ...desk]));

    expect(readings.map(({ alongside }) => alongside)).toEqual(expect.arrayContaining([['lee'], ['max']]));
  });

  it('names two homes of the same people by the place too, alike while the window moves on, and tells no address by it', async () => {
    const keys = async (days: readonly Day[]): Promise<readonly string[]> => (await about(company(inTwoHomes(days), { people: TWICE }))).map(({ key }) => key).sort();

    const [first, second] = await keys(DAYS);

    expect(first).toBe('lee');
    expect(second).toMatch(/^lee [0-9a-f]{12}$/);
    expect(await keys(DAYS.slice(4))).toEqual([first, second]);
  });
});

describe('a place of which only a number of devices is kept', () => {
  const story = company(standing(PAIR, DAYS, HOUSE));
  const weightWith = async (devices: number): Promise<number | undefined> => {
    const window = await windowOf(sharedPlace, story);
    const readings = sharedPlace.detect({ ...window, crowd: (mark) => (mark === HOUSE.line || mark === HOUSE.router ? devices : 0) }, settle(sharedPlace.settings).values);
    return readings.find(({ subject }) => subject === 'kim')?.llr;
  };

  it('ties nobody when it is a crowd', async () => {
    expect(await weightWith(0)).toBeGreaterThan(4);
    expect(await weightWith(40)).toBeUndefined();
  });

  it('looks less like a home when others come by', async () => {
    expect(await weightWith(4)).toBeLessThan((await weightWith(0))!);
  });
});
