import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { Point } from '../../src/core/geo.ts';
import type { HireId, PersonRow } from '../../src/core/person.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { latencyDistance } from './latency-distance.ts';

const DAYS: readonly Day[] = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06', '2026-11-09', '2026-11-10', '2026-11-11'];
const CHICAGO = { lat: 41.88, lon: -87.63 };
const SEATTLE = { lat: 47.61, lon: -122.33 };
/** Half live in Chicago near the gateway, half in Seattle, 2,790 km away: light needs 28 ms. */
const OTHERS: readonly HireId[] = Array.from({ length: 24 }, (_, index) => `other-${index}`);

interface Net { readonly line: string; readonly kind: string; readonly operator: number }
const home = (number: number): Net => ({ line: `198.51.100.${number}`, kind: 'home', operator: 7922 });
const VPN: Net = { line: '203.0.113.60', kind: 'vpn', operator: 9009 };

/** Two round trips a day; the second is slower by a few milliseconds, as evenings are. */
function trips(hire: HireId, ms: number | readonly number[], net: Net, { days = DAYS, to = 'gw-ord', more = {} }: { days?: readonly Day[]; to?: string | undefined; more?: Partial<Event> } = {}): readonly Event[] {
  return days.flatMap((day, index) => [0, 4].map((later) => anEvent({
    '@timestamp': at(day, 15 + later), 'event.action': later === 0 ? 'vpn-connected' : 'latency-measured', 'user.email': `${hire}@company.example`, 'device.serial_number': `SN-${hire}`.toUpperCase(),
    'source.ip': net.line, 'farmwatch.net.line': net.line, 'farmwatch.net.kind': net.kind, 'source.as.number': net.operator,
    'farmwatch.net.rtt_ms': (typeof ms === 'number' ? ms : ms[index]!) + later, ...(to === '' ? {} : { 'farmwatch.net.rtt_to': to }), ...more,
  })));
}

/** Where a laptop says on every day that it is. */
function reported(hire: HireId, { lat, lon }: Point): readonly Event[] {
  return DAYS.map((day) => anEvent({
    '@timestamp': at(day, 16), 'event.action': 'check-in', 'device.serial_number': `SN-${hire}`.toUpperCase(),
    'farmwatch.device.location.lat': lat, 'farmwatch.device.location.lon': lon, 'farmwatch.device.location.radius_km': 1, 'farmwatch.device.location.source': 'wifi',
  }));
}

function company(events: readonly Event[], kim: Partial<PersonRow> = {}, extra: Partial<Company> = {}, to = 'gw-ord'): Company {
  const ordinary = OTHERS.flatMap((hire, index) => trips(hire, (index % 2 === 0 ? 11 : 62) + (index % 5), home(index + 20), { to }));
  return {
    asOf: at('2026-11-11', 23),
    people: [aPerson({ hire_id: 'kim', home: CHICAGO, ...kim }), ...OTHERS.map((id, index) => aPerson({ hire_id: id, home: index % 2 === 0 ? CHICAGO : SEATTLE }))],
    events: [...ordinary, ...events], ...extra,
  };
}
const GATEWAY = { place_id: 'gw-ord', name: 'Exit Chicago', kind: 'vpn-egress' as const, cidr: ['192.0.2.0/28'], at: CHICAGO };

const IN_CHICAGO = { 'source.geo.location.lat': CHICAGO.lat, 'source.geo.location.lon': CHICAGO.lon };

describeDetector(latencyDistance, {
  stories: [
    { tells: 'an operator abroad who signs in straight', company: company(trips('kim', 190, { ...home(9), operator: 64500 })), about: 'kim', reaches: 2.3 },
    { tells: 'an operator abroad behind exits of homes, beside a laptop at a home', company: company([...trips('kim', 12, home(9)), ...trips('kim', 240, { ...home(10), operator: 64501 }, { to: 'gw-ord' })]), about: 'kim', reaches: 2 },
    { tells: 'an operator abroad behind a VPN service', company: company(trips('kim', 230, VPN)), about: 'kim', reaches: 0.7 },
    { tells: 'a laptop beside the gateway that is said to be in Seattle', company: company(trips('kim', 9, home(9)), { home: SEATTLE }), about: 'kim', reaches: 1.5 },
    { tells: 'the same where the laptop reports that it is in Chicago: weighed as a place, not as a round trip', company: company([...trips('kim', 9, home(9)), ...reported('kim', CHICAGO)], { home: SEATTLE }), about: 'kim', staysBelow: 0 },
    { tells: 'the same where tables of addresses place it in Chicago', company: company(trips('kim', 9, home(9), { more: IN_CHICAGO }), { home: SEATTLE }), about: 'kim', staysBelow: 0 },
    { tells: 'the same where tables place it at a third place, which fits no better', company: company(trips('kim', 9, home(9), { more: { 'source.geo.location.lat': 25.76, 'source.geo.location.lon': -80.19 } }), { home: SEATTLE }, { places: [GATEWAY] }), about: 'kim', reaches: 1.5 },
    { tells: 'a laptop at home whose line tables misplace', company: company(trips('kim', 62, home(9), { more: IN_CHICAGO }), { home: SEATTLE }), about: 'kim', staysBelow: 0 },
    { tells: 'a laptop that reports to be in Chicago and is slower than any there', company: company([...trips('kim', 190, home(9)), ...reported('kim', CHICAGO)], { home: SEATTLE }), about: 'kim', reaches: 1.5 },
    { tells: 'the same where the place of the gateway is listed', company: company(trips('kim', 9, home(9)), { home: SEATTLE }, { places: [GATEWAY] }), about: 'kim', reaches: 2 },
    { tells: 'a remote-controlled laptop at a home: nothing of it shows here', company: company(trips('kim', 13, home(9))), about: 'kim', staysBelow: 0 },
    { tells: 'a line that is crowded on bad days', company: company(trips('kim', [15, 180, 14, 220, 16, 300, 13, 190], home(9))), about: 'kim', staysBelow: 0 },
    { tells: 'a slow line in the country', company: company(trips('kim', 48, home(9))), about: 'kim', staysBelow: 1.2 },
    { tells: 'a dish', company: company(trips('kim', 620, { ...home(9), kind: 'satellite' })), about: 'kim', staysBelow: 0 },
    { tells: 'a phone', company: company(trips('kim', 90, { ...home(9), kind: 'mobile' })), about: 'kim', staysBelow: 0 },
    { tells: 'a relay', company: company(trips('kim', 90, { ...home(9), kind: 'relay' })), about: 'kim', staysBelow: 0 },
    { tells: 'a VPN of their own, with an exit nearby', company: company(trips('kim', 38, VPN)), about: 'kim', staysBelow: 0.5 },
    { tells: 'a VPN of their own, with an exit overseas', company: company(trips('kim', 115, VPN)), about: 'kim', staysBelow: 1 },
    { tells: 'a trip abroad that nobody entered', company: company([...trips('kim', 13, home(9), { days: DAYS.slice(0, 5) }), ...trips('kim', 150, { ...home(10), operator: 64502 }, { days: DAYS.slice(4) })]), about: 'kim', staysBelow: 0 },
    { tells: 'a dish at home and a stay abroad that nobody entered', company: company([...trips('kim', 620, { ...home(9), kind: 'satellite' }, { days: DAYS.slice(0, 5) }), ...trips('kim', 150, { ...home(10), operator: 64502 }, { days: DAYS.slice(4) })]), about: 'kim', staysBelow: 0 },
    { tells: 'a trip that was entered', company: company(trips('kim', 190, home(9)), {}, { travel: [{ hire_id: 'kim', from: '2026-11-02', to: '2026-11-10' }] }), about: 'kim', staysBelow: 0 },
    { tells: 'somebody far out, of whom there is no neighbour', company: company(trips('kim', 95, home(9)), { home: { lat: 21.3, lon: -157.86 } }), about: 'kim', staysBelow: 0 },
    { tells: 'three days at the other home', company: company([...trips('kim', 62, home(9), { days: DAYS.slice(0, 5) }), ...trips('kim', 9, home(9), { days: DAYS.slice(5) })], { home: SEATTLE }), about: 'kim', staysBelow: 0 },
    {
      tells: 'a meeting service that answers everywhere under one name', about: 'kim', staysBelow: 0,
      company: { ...company(trips('kim', 9, home(9), { to: 'meet' }), { home: SEATTLE }), events: [...trips('kim', 9, home(9), { to: 'meet' }), ...OTHERS.flatMap((hire, index) => trips(hire, 8 + (index % 5), home(index + 20), { to: 'meet' }))] },
    },
    { tells: 'somebody whose home is not known', company: { ...company(trips('kim', 190, home(9))), people: [aPerson({ hire_id: 'kim' }), ...OTHERS.map((id) => aPerson({ hire_id: id, home: CHICAGO }))] }, about: 'kim', staysBelow: 0 },
  ],
});

describe('latency-distance', () => {
  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(latencyDistance, of)).filter(({ subject }) => subject === hire);

  it('says how long, and what is usual from there', async () => {
    const [reading] = await about(company(trips('kim', 190, home(9))));

    expect(withoutReferences([reading!.because.headline])).toBe('The round trip to gw-ord takes 190 ms on the best of 8 days, 177 ms more than from where this person says to live.');
    expect(reading!.because.facts[0]).toMatchObject({ usual: '13 ms by 12 other starters who live nearest, within 0 km' });
  });

  it('says how short, and what light needs', async () => {
    const [reading] = await about(company(trips('kim', 9, home(9)), { home: SEATTLE }, { places: [GATEWAY] }));

    expect(withoutReferences([reading!.because.headline])).toBe('The round trip to gw-ord takes 9 ms on most of 8 days; from where this person says to live light needs 28 ms.');
    expect(reading!.look).toEqual({ where: { 'event.action': ['vpn-connected', 'latency-measured'], 'farmwatch.net.rtt_to': 'gw-ord' } });
  });

  it('says that the place of the gateway is inferred where it is not listed', async () => {
    const [reading] = await about(company(trips('kim', 9, home(9)), { home: SEATTLE }));

    expect(withoutReferences([reading!.because.headline])).toMatch(/^The round trip to gw-ord takes 9 ms on most of 8 days\. No place of gw-ord is listed; if it stands where the round trips of 24 others put it, light needs 1\d ms or more from where this person says to live\.$/);
    expect(reading!.because.facts.map(({ label }) => label)).toContain('Place of gw-ord');
  });

  it('says nothing false of people at home where some are misplaced: a far end is not where those who moved say', async () => {
    // Four say to live in Seattle and stand beside the gateway in Chicago, each at a line of their own; all others are at home.
    const moved = [1, 2, 3, 4].map((number) => `moved-${number}`);
    const misplaced = company(moved.flatMap((hire, index) => trips(hire, 8, home(200 + index))));
    const readings = await readingsOf(latencyDistance, { ...misplaced, people: [...misplaced.people, ...moved.map((hire_id) => aPerson({ hire_id, home: SEATTLE }))] });

    expect(new Set(readings.map(({ subject }) => subject))).toEqual(new Set(moved));
  });

  it('compares where the source does not name the gateway', async () => {
    const unnamed = company(trips('kim', 190, home(9), { to: '' }), {}, {}, '');

    expect((await about(unnamed))[0]!.key).toBe('longer direct');
  });

  it('leaves a claim of a far end without enough others alone', async () => {
    expect(await about(company(trips('kim', 190, home(9), { to: 'gw-new' })))).toEqual([]);
  });

  it('does not let those behind one line vouch for each other', async () => {
    const farm = OTHERS.slice(0, 4).flatMap((hire) => trips(hire, 180, { ...home(9), operator: 64500 }));

    expect((await about(company([...trips('kim', 190, { ...home(9), operator: 64500 }), ...farm])))[0]!.llr).toBeGreaterThan(1.5);
  });

  it('says nothing of days before a move', async () => {
    const moved = anEvent({ '@timestamp': at('2026-11-10', 9), 'event.action': 'account-changed', 'farmwatch.identity.kind': 'address', 'farmwatch.identity.token': 't', 'user.email': 'kim@company.example' });

    expect(await about(company([...trips('kim', 190, home(9), { days: DAYS.slice(0, 6) }), moved]))).toEqual([]);
  });
});
