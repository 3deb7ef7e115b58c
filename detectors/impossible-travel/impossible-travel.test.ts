import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Point } from '../../src/core/geo.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { impossibleTravel } from './impossible-travel.ts';

const DAYS: readonly Day[] = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06', '2026-11-09', '2026-11-10', '2026-11-11'];
const AUSTIN: Point = { lat: 30.27, lon: -97.74 };
const HOUSTON: Point = { lat: 29.76, lon: -95.37 };
const SEATTLE: Point = { lat: 47.61, lon: -122.33 };
const BELGRADE: Point = { lat: 44.82, lon: 20.46 };

interface Net { readonly line: string; readonly at: Point; readonly operator: number; readonly kind?: string; readonly country?: string; readonly city?: string | undefined; readonly own?: Point }
const HOME: Net = { line: '198.51.100.7', at: AUSTIN, operator: 7922, own: AUSTIN };
const ENTRY_ONLY: Net = { line: '198.51.100.7', at: AUSTIN, operator: 7922 };
const AWAY: Net = { line: '203.0.113.60', at: SEATTLE, operator: 209 };
const AWAY_TOO: Net = { line: '192.0.2.60', at: SEATTLE, operator: 701 };
const IN_BELGRADE: Net = { line: '203.0.113.99', at: BELGRADE, operator: 8400, country: 'RS', own: BELGRADE };
const ABROAD: Net = { line: '203.0.113.99', at: BELGRADE, operator: 8400, country: 'RS' };

function fields({ line, at: { lat, lon }, operator, kind = 'home', country = 'US', own, ...rest }: Net): Partial<Event> {
  const city = 'city' in rest ? rest.city : 'Somewhere';
  return {
    'source.ip': line, 'farmwatch.net.line': line, 'farmwatch.net.kind': kind, 'source.as.number': operator, 'source.geo.country_iso_code': country, 'farmwatch.net.radius_km': 20,
    'source.geo.location.lat': lat, 'source.geo.location.lon': lon, ...(city === undefined ? {} : { 'source.geo.city_name': city }),
    ...(own ? { 'farmwatch.device.location.lat': own.lat, 'farmwatch.device.location.lon': own.lon, 'farmwatch.device.location.radius_km': 1, 'farmwatch.device.location.source': 'wifi' } : {}),
  };
}

type Machine = 'laptop' | 'phone' | 'untold';
function signIns(days: readonly Day[], hours: readonly number[], net: Net, machine: Machine, more: Partial<Event> = {}): readonly Event[] {
  return days.flatMap((day) => hours.map((hour) => anEvent({
    '@timestamp': at(day, hour), 'event.action': 'sign-in', 'event.outcome': 'success', 'user.email': 'kim@company.example', ...fields(net),
    ...(machine === 'untold' ? {} : { 'device.id': `dev-${machine}` }), ...(machine === 'laptop' ? { 'device.serial_number': 'SN-KIM' } : {}), ...more,
  })));
}
const checkIns = (days: readonly Day[], hours: readonly number[], net: Net): readonly Event[] =>
  days.flatMap((day) => hours.map((hour) => anEvent({ '@timestamp': at(day, hour), 'event.action': 'check-in', 'device.serial_number': 'SN-KIM', ...fields(net) })));
const use = (days: readonly Day[], hours: readonly number[], input: Partial<Event> = { 'farmwatch.input.keys': 200 }): readonly Event[] =>
  days.flatMap((day) => hours.map((hour) => anEvent({ '@timestamp': at(day, hour), 'event.action': 'activity', 'device.serial_number': 'SN-KIM', 'event.duration': 300e9, ...input })));

const WORK = [15, 17, 19, 21];
const BETWEEN = [16, 18, 20];
const JUST_AFTER = [15.5, 17.5, 19.5];

function company(events: readonly Event[], extra: Partial<Company> = {}): Company {
  const person = (id: HireId) => aPerson({ hire_id: id, home: AUSTIN });
  return { asOf: at('2026-11-11', 23), people: ['kim', 'lee'].map(person), events, ...extra };
}
const laptopAtHome = [...checkIns(DAYS, WORK, HOME), ...signIns(DAYS, [15, 19], HOME, 'laptop'), ...use(DAYS, WORK)];

describeDetector(impossibleTravel, {
  stories: [
    { tells: 'the laptop in use at home and sign-ins from another machine in Seattle, by two networks', company: company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, AWAY, 'phone'), ...signIns(DAYS, [15.4, 19.4], AWAY_TOO, 'phone')]), about: 'kim', reaches: 2.5 },
    { tells: 'the laptop in use at home and sign-ins from another country', company: company([...laptopAtHome, ...signIns(DAYS, BETWEEN, ABROAD, 'phone')]), about: 'kim', reaches: 2.5 },
    { tells: 'sign-ins alone, on two machines in turns', about: 'kim', reaches: 2.3, company: company([...signIns(DAYS, WORK, ENTRY_ONLY, 'laptop'), ...signIns(DAYS, BETWEEN, ABROAD, 'untold')]) },
    { tells: 'a phone on a mobile network whose gateway is in another state', company: company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, { ...AWAY, at: HOUSTON, kind: 'mobile' }, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a phone on a mobile network whose gateway is across the country', company: company([...laptopAtHome, ...signIns(DAYS, BETWEEN, { ...AWAY, kind: 'mobile' }, 'phone'), ...signIns(DAYS, [15.2], { ...AWAY_TOO, kind: 'mobile' }, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a phone with a card of another country', company: company([...laptopAtHome, ...signIns(DAYS, BETWEEN, { ...ABROAD, kind: 'mobile' }, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a laptop and a phone that travel together, the phone by the gateway of its carrier at home', company: company([...checkIns(DAYS, WORK, IN_BELGRADE), ...signIns(DAYS, [15, 19], IN_BELGRADE, 'laptop'), ...use(DAYS, WORK), ...signIns(DAYS, BETWEEN, { ...ENTRY_ONLY, line: '192.0.2.9', kind: 'mobile', operator: 21_928 }, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'the same phone on a network that serves homes as well', company: company([...checkIns(DAYS, WORK, IN_BELGRADE), ...signIns(DAYS, [15, 19], IN_BELGRADE, 'laptop'), ...use(DAYS, WORK), ...signIns(DAYS, BETWEEN, { ...ENTRY_ONLY, line: '192.0.2.9' }, 'phone')]), about: 'kim', staysBelow: 1.5 },
    { tells: 'a laptop that reports its place on a phone network, and sign-ins from another country', company: company([...checkIns(DAYS, WORK, { ...HOME, kind: 'mobile' }), ...signIns(DAYS, [15, 19], { ...HOME, kind: 'mobile' }, 'laptop'), ...use(DAYS, WORK), ...signIns(DAYS, BETWEEN, ABROAD, 'phone')]), about: 'kim', reaches: 2.5 },
    { tells: 'a phone on a journey while the laptop runs at home by itself', company: company([...checkIns(DAYS, WORK, HOME), ...signIns(DAYS, JUST_AFTER, AWAY, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a gadget that moves the pointer at home while its holder is at their parents with a phone', company: company([...checkIns(DAYS, WORK, HOME), ...use(DAYS, WORK, { 'farmwatch.input.keys': 0, 'farmwatch.input.pointer': 30 }), ...signIns(DAYS, JUST_AFTER, AWAY, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a laptop whose source tells no key strokes', company: company([...checkIns(DAYS, WORK, HOME), ...use(DAYS, WORK, { 'farmwatch.input.seconds_active': 30 }), ...signIns(DAYS, JUST_AFTER, AWAY, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a home line that the tables misplace, and a phone', company: company([...signIns(DAYS, WORK, AWAY, 'laptop'), ...signIns(DAYS, JUST_AFTER, { ...ENTRY_ONLY, line: '192.0.2.9', kind: 'mobile', operator: 21_928 }, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'one laptop on a line with IPv4 and IPv6, one of them misplaced', company: company([...signIns(DAYS, WORK, ENTRY_ONLY, 'laptop'), ...signIns(DAYS, JUST_AFTER, { ...AWAY, line: '2001:db8:5::/64' }, 'laptop')]), about: 'kim', staysBelow: 0 },
    { tells: 'a VPN service on the phone', company: company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, { ...AWAY, kind: 'vpn' }, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a relay of a phone and a satellite dish', company: company([...laptopAtHome, ...signIns(DAYS, [15.5], { ...AWAY, kind: 'relay' }, 'phone'), ...signIns(DAYS, [19.5], { ...AWAY_TOO, kind: 'satellite' }, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'an address of which only the country is known', company: company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, { ...AWAY, city: undefined }, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a laptop and a phone abroad, the laptop\'s sign-ins by an office exit that nobody listed', company: company([...checkIns(DAYS, WORK, IN_BELGRADE), ...signIns(DAYS, WORK, { ...AWAY, kind: 'corporate' }, 'laptop'), ...signIns(DAYS, BETWEEN, ABROAD, 'phone')]), about: 'kim', staysBelow: 0 },
    { tells: 'a flight', company: company([...signIns(DAYS.slice(0, 4), WORK, HOME, 'laptop'), ...signIns(DAYS.slice(4), WORK, AWAY, 'phone'), ...signIns(DAYS.slice(4), [16.2], AWAY, 'laptop')]), about: 'kim', staysBelow: 0 },
    { tells: 'an entered trip', about: 'kim', staysBelow: 0, company: company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, AWAY, 'phone'), ...signIns(DAYS, [15.4], AWAY_TOO, 'phone')], { travel: [{ hire_id: 'kim', from: '2026-11-02', to: '2026-11-10' }] }) },
    { tells: 'the exit of the company', about: 'kim', staysBelow: 0, company: company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, AWAY, 'phone')], { places: [{ place_id: 'vpn', name: 'Exit', kind: 'vpn-egress', cidr: ['203.0.113.0/24'] }] }) },
    { tells: 'somebody else who tries the password', company: company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, ABROAD, 'untold', { 'event.outcome': 'failure' })]), about: 'kim', staysBelow: 0 },
    { tells: 'one odd day', company: company([...laptopAtHome, ...signIns(DAYS.slice(2, 3), BETWEEN, ABROAD, 'phone')]), about: 'kim', staysBelow: 0 },
  ],
});

describe('impossible-travel', () => {
  const about = async (of: Company) => (await readingsOf(impossibleTravel, of)).filter(({ subject }) => subject === 'kim');

  it('takes what is uncertain off the distance', async () => {
    const [reading] = await about(company([...laptopAtHome, ...signIns(DAYS, BETWEEN, ABROAD, 'phone')]));

    // Austin to Belgrade: 9,588 km by the haversine formula; 100 km for the fixed line and 1 km for the reported place are taken off.
    expect(withoutReferences([reading!.because.headline])).toMatch(/^Used in two places at once on 8 days: 948\d km or more apart within \d+ minutes\.$/);
  });

  it('names a phone that roams among the innocent reasons', async () => {
    const [sure] = await about(company([...laptopAtHome, ...signIns(DAYS, BETWEEN, ABROAD, 'phone')]));
    const [doubtful] = await about(company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, AWAY, 'phone')]));

    for (const reading of [sure, doubtful]) expect(withoutReferences(reading!.because.innocent)).toContain('leaves by the exit of its carrier at home');
  });

  it('weighs what one misplaced entry would explain far lower', async () => {
    const [doubtful] = await about(company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, AWAY, 'phone')]));
    const [sure] = await about(company([...laptopAtHome, ...signIns(DAYS, JUST_AFTER, AWAY, 'phone'), ...signIns(DAYS, [15.4], AWAY_TOO, 'phone')]));

    expect(doubtful!.llr).toBeLessThan(1.5);
    expect(sure!.llr).toBeGreaterThan(doubtful!.llr + 1);
  });

  it('weighs places that take turns highest', async () => {
    const [once] = await about(company([...signIns(DAYS, [15], HOME, 'laptop'), ...signIns(DAYS, [15.5], ABROAD, 'phone')]));
    const [turns] = await about(company([...signIns(DAYS, WORK, HOME, 'laptop'), ...signIns(DAYS, BETWEEN, ABROAD, 'phone')]));

    expect(turns!.llr).toBeGreaterThan(once!.llr + 0.5);
  });

  it('weighs the same after the rows of people of longer standing have gone', async () => {
    const old = signIns(DAYS, [15], { ...AWAY, own: AUSTIN }, 'untold', { 'user.email': 'old@company.example' });
    const events = [...laptopAtHome, ...signIns(DAYS, JUST_AFTER, AWAY, 'phone')];
    const people = [aPerson({ hire_id: 'kim', home: AUSTIN }), aPerson({ hire_id: 'old', start_date: '2021-03-01', device_serials: [] })];

    const [before, after] = [await about(company([...events, ...old], { people })), await about(company(events, { people }))];

    expect(after).toHaveLength(1);
    expect(before.map(({ llr }) => llr)).toEqual(after.map(({ llr }) => llr));
  });

  it('does not mistake a line that many people use for a place', async () => {
    const crowd = Array.from({ length: 10 }, (_, index) => `crowd-${index}`);
    const events = crowd.flatMap((id) => signIns(DAYS.slice(0, 1), [15], ABROAD, 'untold', { 'user.email': `${id}@company.example` }));
    const of = company([...laptopAtHome, ...signIns(DAYS, BETWEEN, ABROAD, 'phone'), ...events]);

    expect(await about({ ...of, people: [...of.people, ...crowd.map((id) => aPerson({ hire_id: id }))] })).toEqual([]);
  });
});
