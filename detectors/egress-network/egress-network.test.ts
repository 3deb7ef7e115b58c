import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { egressNetwork } from './egress-network.ts';

const DAYS: readonly Day[] = ['2026-11-02', '2026-11-03', '2026-11-04', '2026-11-05', '2026-11-06', '2026-11-09', '2026-11-10', '2026-11-11'];
const OTHERS: readonly HireId[] = Array.from({ length: 30 }, (_, index) => `other-${index}`);

interface From { readonly line: string; readonly kind: string; readonly country?: string; readonly operator?: string }
const HOME: From = { line: '198.51.100.7', kind: 'home', country: 'US', operator: 'Comcast' };
const VPN: From = { line: '192.0.2.44', kind: 'vpn', country: 'US', operator: '31173 Services AB' };
const MOBILE_ABROAD: From = { line: '203.0.113.90', kind: 'mobile', country: 'RS', operator: 'Yettel' };
const ABROAD: From = { line: '203.0.113.60', kind: 'home', country: 'RS', operator: 'Telekom' };
/** On the laptop, or on another machine that the identity provider knows. */
type Machine = 'laptop' | 'other' | 'untold';

/** Two sign-ins a day. */
function signIns(hire: HireId, days: readonly Day[], from: From, machine: Machine = 'laptop', extra: Partial<Event> = {}): readonly Event[] {
  return days.flatMap((day) => [15, 20].map((hour) => anEvent({
    '@timestamp': at(day, hour), 'event.action': 'sign-in', 'event.outcome': 'success', 'user.email': `${hire}@company.example`,
    'source.ip': from.line, 'farmwatch.net.line': from.line, 'farmwatch.net.kind': from.kind,
    ...(from.country ? { 'source.geo.country_iso_code': from.country } : {}), ...(from.operator ? { 'source.as.organization.name': from.operator } : {}),
    ...(machine === 'untold' ? {} : { 'device.id': `dev-${machine}-${hire}` }), ...(machine === 'laptop' ? { 'device.serial_number': `SN-${hire}`.toUpperCase() } : {}), ...extra,
  })));
}

function checkIns(hire: HireId, from: From): readonly Event[] {
  return signIns(hire, DAYS, from).map(({ 'user.email': _, 'device.id': __, ...event }) => ({ ...event, 'event.id': `check-${event['event.id']}`, 'event.action': 'check-in', 'event.module': 'fleet' }) as Event);
}

/** A third of the people sign in on machines whose serial number the identity provider does not know. */
const UNNAMED = Array.from({ length: 15 }, (_, index) => aPerson({ hire_id: `unnamed-${index}` }));
const unnamedSignIns = UNNAMED.flatMap(({ hire_id: id }, index) => signIns(id, DAYS.slice(0, 5), { ...HOME, line: `198.51.100.${index + 60}` }, 'other'));

function company(events: readonly Event[], extra: Partial<Company> = {}): Company {
  return {
    asOf: at('2026-11-11', 23), people: ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id })),
    events: [...events, ...OTHERS.flatMap((id, index) => signIns(id, DAYS.slice(0, 5), { ...HOME, line: `198.51.100.${index + 20}` }))], ...extra,
  };
}
const people = (fields: { readonly home_country?: string | undefined }) => ['kim', ...OTHERS].map((id) => {
  const person = aPerson({ hire_id: id });
  if (id !== 'kim') return person;
  const { home_country: _, ...rest } = person;
  return fields.home_country === undefined ? rest : { ...rest, home_country: fields.home_country };
});
const trip = [{ hire_id: 'kim', from: '2026-11-03', to: '2026-11-10', country: 'RS' }];
const half = DAYS.slice(0, 4);

describeDetector(egressNetwork, {
  stories: [
    { tells: 'every sign-in through a VPN service, on a machine that is not the laptop', company: company(signIns('kim', DAYS, VPN, 'other')), about: 'kim', reaches: 1.9 },
    { tells: 'half of the sign-ins through a VPN service on another machine', company: company([...signIns('kim', DAYS, HOME), ...signIns('kim', half, VPN, 'other')]), about: 'kim', reaches: 1.5 },
    { tells: 'every sign-in from another country, by the tables of two operators', company: company([...signIns('kim', DAYS, ABROAD, 'other'), ...signIns('kim', half, MOBILE_ABROAD, 'other')]), about: 'kim', reaches: 2 },
    { tells: 'every sign-in from another country, by the table of one operator', company: company(signIns('kim', DAYS, ABROAD, 'other')), about: 'kim', reaches: 1.6 },
    { tells: 'a home line that tables put into another country, with the laptop behind it', company: company([...signIns('kim', DAYS, ABROAD, 'other'), ...checkIns('kim', ABROAD)]), about: 'kim', staysBelow: 0.01 },
    { tells: 'a phone in the country in which the laptop lives, by networks of its own', company: company([...signIns('kim', DAYS, MOBILE_ABROAD, 'other'), ...checkIns('kim', ABROAD)]), about: 'kim', staysBelow: 0.01 },
    { tells: 'a phone in another country than the laptop', company: company([...signIns('kim', DAYS, MOBILE_ABROAD, 'other'), ...checkIns('kim', { ...ABROAD, country: 'HR' })]), about: 'kim', reaches: 1.6 },
    { tells: 'a phone abroad, and a laptop that was there on two days', company: company([...signIns('kim', DAYS, MOBILE_ABROAD, 'other'), ...checkIns('kim', ABROAD).slice(0, 4), ...checkIns('kim', HOME).slice(4)]), about: 'kim', reaches: 1.6 },
    { tells: 'a privacy VPN of somebody whose laptop the identity provider never names', company: company([...signIns('kim', DAYS, VPN, 'other'), ...unnamedSignIns], { people: [...people({ home_country: 'US' }), ...UNNAMED] }), about: 'kim', staysBelow: 1.62 },
    { tells: 'a hosting network', company: company(signIns('kim', DAYS, { ...VPN, kind: 'hosting' }, 'other')), about: 'kim', reaches: 1.9 },
    { tells: 'an ordinary home line', company: company(signIns('kim', DAYS, HOME)), about: 'kim', staysBelow: 0 },
    { tells: 'a privacy VPN on the laptop itself', company: company(signIns('kim', DAYS, VPN)), about: 'kim', staysBelow: 1.5 },
    { tells: 'one evening behind a VPN', company: company([...signIns('kim', DAYS, HOME), ...signIns('kim', DAYS.slice(2, 3), VPN, 'other').slice(0, 1)]), about: 'kim', staysBelow: 0.3 },
    { tells: 'an entered trip', company: company([...signIns('kim', DAYS.slice(0, 1), HOME), ...signIns('kim', DAYS.slice(1), ABROAD)], { travel: trip }), about: 'kim', staysBelow: 0 },
    { tells: 'a relay of a phone', company: company([...signIns('kim', DAYS, HOME), ...signIns('kim', DAYS, { ...VPN, kind: 'relay' }, 'other')]), about: 'kim', staysBelow: 0 },
    { tells: 'a satellite dish that lands abroad', company: company([...signIns('kim', DAYS, { ...ABROAD, kind: 'satellite' })]), about: 'kim', staysBelow: 0 },
    { tells: 'somebody hired to work from there', company: company(signIns('kim', DAYS, ABROAD), { people: people({ home_country: 'RS' }) }), about: 'kim', staysBelow: 0 },
    {
      tells: 'somebody who has just moved to the US and told so', about: 'kim', staysBelow: 0,
      company: company([...signIns('kim', DAYS.slice(0, 6), ABROAD), ...signIns('kim', DAYS.slice(6), HOME), anEvent({
        '@timestamp': at('2026-11-09', 22), 'event.action': 'account-changed', 'farmwatch.identity.kind': 'address', 'user.email': 'kim@company.example',
      })]),
    },
    { tells: 'Puerto Rico', company: company(signIns('kim', DAYS, { ...HOME, country: 'PR' })), about: 'kim', staysBelow: 0 },
    { tells: 'a home country that nobody entered', company: company(signIns('kim', DAYS, ABROAD), { people: people({}) }), about: 'kim', staysBelow: 0 },
    { tells: "the company's own exit, which the list names", company: company(signIns('kim', DAYS, VPN), { places: [{ place_id: 'vpn-1', name: 'Exit', kind: 'vpn-egress', cidr: ['192.0.2.0/24'] }] }), about: 'kim', staysBelow: 0 },
    { tells: "the company's own exit, which nobody listed", company: company(['kim', ...OTHERS].flatMap((hire) => signIns(hire, DAYS, VPN))), about: 'kim', staysBelow: 0 },
    { tells: 'a security gateway with an address for each person', company: company(['kim', ...OTHERS].flatMap((hire, index) => signIns(hire, DAYS, { ...VPN, kind: 'hosting', operator: 'Zscaler', line: `192.0.2.${index}` }))), about: 'kim', staysBelow: 0 },
    { tells: 'failed sign-ins from everywhere', company: company([...signIns('kim', DAYS, HOME), ...signIns('kim', DAYS, ABROAD, 'untold', { 'event.outcome': 'failure' })]), about: 'kim', staysBelow: 0 },
  ],
});

describe('egress-network', () => {
  const about = async (of: Company) => (await readingsOf(egressNetwork, of)).filter(({ subject }) => subject === 'kim');

  it('calls tunnels what are tunnels', async () => {
    const tunnels = signIns('kim', DAYS, HOME, 'laptop', { 'event.action': 'vpn-connected' });
    const headlineOf = async (rows: readonly Event[]) => withoutReferences([(await about(company(rows)))[0]!.because.headline]);

    expect(await headlineOf(tunnels)).toBe('No habit of VPN services or other countries in 16 tunnels on 8 days.');
    expect(await headlineOf([...tunnels, ...signIns('kim', half, VPN)])).toBe('8 of 24 sign-ins and tunnels came through a VPN service or a hosting network.');
  });

  it('counts sign-ins in the headline and prints the interval of the share', async () => {
    const [reading] = await about(company([...signIns('kim', DAYS, HOME), ...signIns('kim', half, VPN, 'other')]));

    expect(withoutReferences([reading!.because.headline])).toBe('8 of 24 sign-ins came through a VPN service or a hosting network.');
    // Wilson for 8 of 24: 0.333 ± …, 18 % to 53 %.
    expect(reading!.because.facts[0]!.value).toEqual(['8 of 24, 95 % between 18 % and 53 %']);
    expect(reading!.because.facts[2]!.value).toEqual(['8 of 8']);
    expect(reading!.look.where).toMatchObject({ 'farmwatch.net.line': ['192.0.2.44'] });
    expect(reading!.newest).toBe(at('2026-11-05', 20));
  });

  it('gives no share of nothing', async () => {
    for (const { because } of await about(company(signIns('kim', DAYS, HOME)))) {
      for (const { value } of because.facts) expect(withoutReferences([value])).not.toContain('of 0');
    }
  });

  it('says that it cannot tell where the file names no country, and does not call it a fit', async () => {
    const [reading] = await about(company(signIns('kim', DAYS, ABROAD), { people: people({}) }));

    expect(withoutReferences([reading!.because.facts[1]!.value])).toContain('cannot tell');
    expect(withoutReferences([reading!.because.headline])).not.toContain('countries');
  });

  it('knows the laptop by the id that the identity provider gives it', async () => {
    const named = signIns('kim', DAYS.slice(0, 1), HOME);
    const byId = signIns('kim', DAYS, VPN).map(({ 'device.serial_number': _, ...event }) => event as Event);

    const [reading] = await about(company([...named, ...byId]));

    expect(reading!.because.facts[2]!.value).toEqual(['0 of 16']);
  });

  const machineFact = async (of: Company) => (await about(of))[0]!.because.facts.find(({ label }) => label.includes('machine'))?.value;

  it('says nothing of the machine where the identity provider names the laptops of some people only', async () => {
    const some = { people: [...people({ home_country: 'US' }), ...UNNAMED] };

    // Thirty of 46 people have their laptop named.
    expect(await machineFact(company([...signIns('kim', DAYS, VPN, 'other'), ...unnamedSignIns], some))).toBeUndefined();
    expect(await machineFact(company([...signIns('kim', DAYS, VPN, 'other'), ...signIns('kim', half, HOME), ...unnamedSignIns], some))).toEqual(['16 of 16']);
  });

  it('compares a device id with those of its own source alone', async () => {
    const tunnels = signIns('kim', DAYS, HOME, 'laptop', { 'event.action': 'vpn-connected', 'event.module': 'tunnel' }).map(({ 'device.id': _, ...event }) => event as Event);
    const some = { people: [...people({ home_country: 'US' }), ...UNNAMED] };

    expect(await machineFact(company([...signIns('kim', DAYS, VPN, 'other'), ...tunnels, ...unnamedSignIns], some))).toBeUndefined();
  });

  it('takes the laptop of somebody else for another machine', async () => {
    const some = { people: [...people({ home_country: 'US' }), ...UNNAMED] };

    expect(await machineFact(company([...signIns('kim', DAYS, VPN, 'other', { 'device.serial_number': 'SN-OTHER-3' }), ...unnamedSignIns], some))).toEqual(['16 of 16']);
  });

  it('says nothing of the machine of somebody without a laptop on record', async () => {
    const without = people({ home_country: 'US' }).map((person) => (person.hire_id === 'kim' ? { ...person, device_serials: [] } : person));

    expect(await machineFact(company(signIns('kim', DAYS, VPN, 'other'), { people: without }))).toBeUndefined();
  });

  it('tells of a foreign line that is the laptop’s own, and does not count it', async () => {
    const [reading] = await about(company([...signIns('kim', DAYS, ABROAD, 'other'), ...checkIns('kim', ABROAD)]));

    expect(withoutReferences([reading!.because.headline])).toBe('16 of 16 sign-ins came from another country by the line of the laptop itself; where the laptop is, is weighed under place.');
    expect(reading!.llr).toBe(0);
    expect(withoutReferences([reading!.because.facts[2]!.value])).toBe('16; where the laptop stands is weighed by itself');
  });

  it('tells of sign-ins in the country in which the laptop lives, by whatever line, and does not count them', async () => {
    const [reading] = await about(company([...signIns('kim', half, MOBILE_ABROAD, 'other'), ...checkIns('kim', ABROAD), ...signIns('kim', half, HOME)]));

    expect(withoutReferences([reading!.because.headline])).toBe('8 of 16 sign-ins came from another country by the line of the laptop itself, or in the country in which it lives; where the laptop is, is weighed under place.');
    expect(reading!.llr).toBe(0);
  });

  it('does not deny other countries where one sign-in came from there by the laptop’s own line', async () => {
    const [reading] = await about(company([...signIns('kim', DAYS, HOME), ...signIns('kim', DAYS.slice(0, 1), ABROAD).slice(0, 1), ...checkIns('kim', ABROAD).slice(0, 1)]));

    expect(withoutReferences([reading!.because.headline])).toBe('No habit of VPN services in 17 sign-ins on 8 days; 1 came from another country by the line of the laptop itself.');
    expect(withoutReferences([reading!.because.facts[1]!.value])).toContain('0 of 16');
    expect(reading!.llr).toBeLessThan(0);
  });

  it('says how many operators’ entries name the country', async () => {
    const [reading] = await about(company(signIns('kim', DAYS, ABROAD, 'other')));

    expect(reading!.because.facts.find(({ label }) => label === 'Who names the country')!.value).toEqual(['table entries for addresses of one network operator']);
  });

  it('leaves out the days around a trip, which are spent in aeroplanes and other time zones', async () => {
    const travel = [{ hire_id: 'kim', from: '2026-11-04', to: '2026-11-04' }];

    const [reading] = await about(company([...signIns('kim', DAYS, HOME), ...signIns('kim', ['2026-11-03', '2026-11-05'], ABROAD)], { travel }));

    // Of eight days three belong to the trip: the one named, one before, one after. Two sign-ins on each of the rest.
    expect(withoutReferences([reading!.because.facts[1]!.value])).toContain('0 of 10');
  });

  it('is silent where all sign-ins leave by the company’s own exit: homes cannot be seen', async () => {
    expect(await about(company(['kim', ...OTHERS].flatMap((hire) => signIns(hire, DAYS, VPN)).filter((event) => event['farmwatch.net.line'] === VPN.line)))).toEqual([]);
  });
});
