import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { HireId, PersonRow } from '../../src/core/person.ts';
import { settle } from '../../src/core/settings.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, windowOf, type Company } from '../../test/support/window.ts';
import { identityReuse } from './identity-reuse.ts';

/** Two weeks from Monday 2 November 2026. */
const DAYS: readonly Day[] = Array.from({ length: 12 }, (_, index) => `2026-11-${String(index + 2).padStart(2, '0')}`);
const EVERYBODY: readonly HireId[] = ['kim', 'lee', 'max', 'noa', 'pat', 'quinn', 'rio'];
const TRIO = ['kim', 'lee', 'max'];
const HOUSE = '198.51.100.7';
const OFFICE = '203.0.113.9';
const homeOf = (hire: HireId): string => `198.51.100.${100 + EVERYBODY.indexOf(hire)}`;

const isAt = (hire: HireId, line: string, days: readonly Day[] = DAYS): readonly Event[] => days.map((day) => anEvent({
  '@timestamp': at(day, 16), 'event.action': 'check-in', 'device.serial_number': `SN-${hire}`.toUpperCase(), 'source.ip': line, 'farmwatch.net.line': line, 'farmwatch.net.kind': 'home', 'source.as.number': 7922,
}));
const apart = (hires: readonly HireId[] = EVERYBODY): readonly Event[] => hires.flatMap((hire) => isAt(hire, homeOf(hire)));
const oneHome = (hires: readonly HireId[]): readonly Event[] => hires.flatMap((hire) => isAt(hire, HOUSE));

const approves = (token: string, hire: HireId, days: readonly Day[] = DAYS, hour = 15): readonly Event[] => days.map((day) => anEvent({
  '@timestamp': at(day, hour), 'user.email': `${hire}@company.example`, 'event.outcome': 'success', 'farmwatch.factor.token': token,
}));
const signsInOn = (machine: string, hire: HireId, days: readonly Day[] = DAYS, more: Partial<Event> = {}): readonly Event[] => days.map((day) => anEvent({
  '@timestamp': at(day, 18), 'user.email': `${hire}@company.example`, 'event.outcome': 'success', 'device.id': machine, ...more,
}));
const ownPhones = EVERYBODY.flatMap((hire) => signsInOn(`phone-${hire}`, hire));
const enters = (kind: string, token: string, hire: HireId, day: Day = DAYS[1]!): Event => anEvent({
  '@timestamp': at(day, 17), 'event.action': 'account-changed', 'user.email': `${hire}@company.example`, 'farmwatch.identity.kind': kind, 'farmwatch.identity.token': token,
});
const shows = (serial: string, hire: HireId, days: readonly Day[] = DAYS): readonly Event[] => days.map((day) => anEvent({
  '@timestamp': at(day, 16.1), 'event.action': 'display-present', 'device.serial_number': `SN-${hire}`.toUpperCase(),
  'farmwatch.display.manufacturer': 'DEL', 'farmwatch.display.product_code': 'a0f1', 'farmwatch.display.serial': serial,
}));
const ownDevices = EVERYBODY.flatMap((hire) => approves(`f-${hire}`, hire, DAYS, 19));

function company(events: readonly Event[], of: (hire: HireId) => Partial<PersonRow> = () => ({}), extra: Partial<Company> = {}): Company {
  return { asOf: at('2026-11-14', 12), people: EVERYBODY.map((id) => aPerson({ hire_id: id, ...of(id) })), events, ...extra };
}
const among = (hires: readonly HireId[], fields: Partial<PersonRow>) => (hire: HireId): Partial<PersonRow> => (hires.includes(hire) ? fields : {});
const ofTrio = among(TRIO, { bank_token: 'bank:1:shared' });

const TWO = ['kim', 'lee'];
const SHARED = { bank_token: 'bank:1:shared', phone_token: 'phone:1:shared' };

describeDetector(identityReuse, {
  stories: [
    { tells: 'one device that approves the sign-ins of three who live apart', company: company([...apart(), ...TRIO.flatMap((hire) => approves('f-one', hire))]), about: 'kim', reaches: 4 },
    { tells: 'one device that approves the sign-ins of three in one home', company: company([...oneHome(TRIO), ...TRIO.flatMap((hire) => approves('f-one', hire))]), about: 'kim', reaches: 2.5 },
    { tells: 'one bank account of two who live apart', company: company(apart(), among(['kim', 'lee'], { bank_token: 'bank:1:shared' })), about: 'kim', reaches: 3.5 },
    { tells: 'one bank account that two entered', company: company([...apart(), enters('bank', 'b-one', 'kim'), enters('bank', 'b-one', 'lee')]), about: 'lee', reaches: 3.5 },
    { tells: 'one phone and one bank account', company: company(apart(), among(['kim', 'lee'], { bank_token: 'bank:1:shared', phone_token: 'phone:1:shared' })), about: 'kim', reaches: 4.5 },
    { tells: 'a device registered at two accounts', company: company([...apart(), ...['kim', 'lee'].flatMap((hire) => [enters('mfa', 'f-one', hire), ...approves('f-one', hire, [DAYS[4]!])])]), about: 'kim', reaches: 4 },
    { tells: 'one monitor on three laptops by turns, far apart', company: company([...apart(), ...TRIO.flatMap((hire, nth) => shows('7LK2M53', hire, DAYS.filter((_, day) => day % 3 === nth)))]), about: 'kim', reaches: 2 },
    { tells: 'one phone and one bank account of two who go on working side by side, though one of them leaves in the end', about: 'kim', reaches: 4.5,
      company: company(apart(), (hire) => (TWO.includes(hire) ? { ...SHARED, ...(hire === 'lee' ? { start_date: '2026-09-07', end_date: '2026-12-31' } : {}) } : {})) },
    { tells: 'one person with two hires, before the change from contractor to employee', about: 'kim', staysBelow: 0,
      company: company(apart(), (hire) => (TWO.includes(hire) ? { ...SHARED, ...(hire === 'kim' ? { start_date: '2026-09-07', end_date: '2026-11-13' } : { start_date: '2026-11-16' }) } : {})) },
    { tells: 'one person with two hires, one MFA device and a week of both at work', about: 'kim', staysBelow: 0,
      company: company([...apart(), ...TWO.flatMap((hire) => approves('f-one', hire))], (hire) => (TWO.includes(hire) ? { ...SHARED, ...(hire === 'lee' ? { start_date: '2026-09-07', end_date: '2026-11-13' } : {}) } : {})) },
    { tells: 'an account that somebody of Kolkata had until the day before', about: 'kim', staysBelow: 0,
      company: company(apart(), (hire) => (TWO.includes(hire) ? { bank_token: 'bank:1:shared', time_zone: 'Asia/Kolkata', ...(hire === 'lee' ? { start_date: '2026-05-04', end_date: '2026-11-01' } : {}) } : {})) },
    { tells: 'a family phone and account of a declared couple', company: company(apart(), among(['kim', 'lee'], { household: 'hh-1', bank_token: 'bank:1:shared', phone_token: 'phone:1:shared' })), about: 'kim', staysBelow: 0 },
    { tells: 'an account of an undeclared couple in one home', company: company([...oneHome(['kim', 'lee']), ...apart(['max', 'noa'])], among(['kim', 'lee'], { bank_token: 'bank:1:shared' })), about: 'kim', staysBelow: 0 },
    { tells: 'three whose laptops were sent to one address', company: company(apart(), among(TRIO, { bank_token: 'bank:1:shared', ship_address_token: 'address:1:door' })), about: 'kim', staysBelow: 0 },
    { tells: 'three whose laptops were sent to one address, as the list of devices says', about: 'kim', staysBelow: 0,
      company: company(apart(), among(TRIO, { bank_token: 'bank:1:shared' }), { devices: TRIO.map((hire) => ({ serial: `SN-${hire}`.toUpperCase(), hire_id: hire, ship_address_token: 'address:1:door' })) }) },
    { tells: 'the payroll account of an agency', company: company(apart(), among(TRIO, { bank_token: 'bank:1:shared', agency: 'Clearwater', employment: 'contractor' })), about: 'kim', staysBelow: 0 },
    { tells: 'a device of the help desk that approved a sign-in or two', company: company([...apart(), ...ownDevices, ...TRIO.flatMap((hire, nth) => approves('f-desk', hire, DAYS.slice(nth, nth + 2)))]), about: 'kim', staysBelow: 1 },
    { tells: 'a device of the help desk that was registered for enrolment and is not used', company: company([...apart(), ...ownDevices, ...TRIO.map((hire) => enters('mfa', 'f-desk', hire))]), about: 'kim', staysBelow: 1.5 },
    { tells: 'one machine that signs in as three who live apart', company: company([...apart(), ...TRIO.flatMap((hire, nth) => signsInOn('box', hire, DAYS.filter((_, day) => day % 3 === nth)))]), about: 'kim', reaches: 3 },
    { tells: 'the same machine beside their own phones', company: company([...apart(), ...ownPhones, ...TRIO.flatMap((hire) => signsInOn('box', hire, DAYS.slice(0, 8)))]), about: 'kim', reaches: 3 },
    { tells: 'one machine of two who live together', company: company([...oneHome(['kim', 'lee']), ...apart(['max', 'noa']), ...['kim', 'lee'].flatMap((hire) => signsInOn('box', hire))]), about: 'kim', staysBelow: 0 },
    { tells: 'the machine of the help desk, on the first day', company: company([...apart(), ...ownPhones, ...TRIO.flatMap((hire) => signsInOn('box', hire, DAYS.slice(0, 1)))]), about: 'kim', staysBelow: 0 },
    { tells: 'a machine for training, a few days of many', company: company([...apart(), ...ownPhones, ...EVERYBODY.flatMap((hire, nth) => signsInOn('box', hire, DAYS.slice(nth % 4, (nth % 4) + 2)))]), about: 'kim', staysBelow: 1.5 },
    { tells: 'a laptop of the company on which colleagues sign in', company: company([...apart(), ...TRIO.flatMap((hire) => signsInOn('box', hire)), ...signsInOn('box', 'noa', DAYS, { 'device.serial_number': 'SN-NOA' })]), about: 'kim', staysBelow: 0 },
    { tells: 'a shared desk of one agency', company: company([...apart(), ...TRIO.flatMap((hire) => signsInOn('box', hire))], among(TRIO, { agency: 'Clearwater', employment: 'contractor' })), about: 'kim', staysBelow: 0 },
    { tells: 'a host of cloud desktops', company: company([...apart(), ...TRIO.flatMap((hire) => signsInOn('box', hire))], among(TRIO, { device_kind: 'cloud-desktop', device_serials: [] })), about: 'kim', staysBelow: 0 },
    { tells: 'a desk at an office', about: 'kim', staysBelow: 0,
      company: company([...EVERYBODY.flatMap((hire) => isAt(hire, OFFICE)), ...TRIO.flatMap((hire) => signsInOn('box', hire))], () => ({}), { places: [{ place_id: 'office', name: 'Office', kind: 'office', cidr: ['203.0.113.9/32'] }] }) },
    { tells: 'a machine that tells no id of its own', company: company([...apart(), ...TRIO.flatMap((hire) => signsInOn('unknown', hire))]), about: 'kim', staysBelow: 0 },
    { tells: 'a device that failed for others', company: company([...apart(), ...approves('f-one', 'kim'), ...approves('f-one', 'lee').map((event): Event => ({ ...event, 'event.outcome': 'failure' }))]), about: 'kim', staysBelow: 0 },
    { tells: 'a monitor that was passed on', company: company([...apart(), ...shows('7LK2M53', 'kim', DAYS.slice(0, 5)), ...shows('7LK2M53', 'lee', DAYS.slice(5))]), about: 'kim', staysBelow: 0 },
    {
      tells: 'monitors of an office that serve whoever sits there', about: 'kim', staysBelow: 0,
      company: company([...EVERYBODY.flatMap((hire, nth) => [...isAt(hire, OFFICE), ...shows('7LK2M53', hire, DAYS.filter((_, day) => (day + nth) % 3 === 0))])], () => ({}), { places: [{ place_id: 'office', name: 'Office', kind: 'office', cidr: ['203.0.113.9/32'] }] }),
    },
    { tells: 'monitors that tell a default value', company: company([...apart(), ...TRIO.flatMap((hire) => shows('00000000', hire))]), about: 'kim', staysBelow: 0 },
  ],
});

describe('identity-reuse', () => {
  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(identityReuse, of)).find(({ subject }) => subject === hire);

  it('says what, with whom, and that they live apart', async () => {
    const reading = await about(company([...apart(), ...['kim', 'lee'].flatMap((hire) => approves('f-one', hire))]));

    expect(reading!.because.headline).toEqual(['One MFA device serves 2 hires: also ', { ref: 'hire', id: 'lee' }, '; they live apart.']);
    expect(reading!.alongside).toEqual(['lee']);
    expect(reading!.look.where).toEqual({ 'farmwatch.factor.token': ['f-one'] });
  });

  it('does not take what is unknown for living apart: an account weighs less where no home is seen', async () => {
    const signIns = EVERYBODY.flatMap((hire) => DAYS.map((day) => anEvent({ '@timestamp': at(day, 16), 'user.email': `${hire}@company.example`, 'farmwatch.net.line': '192.0.2.1', 'farmwatch.net.kind': 'hosting' })));
    const [unseen, seen] = [await about(company(signIns, ofTrio)), await about(company(apart(), ofTrio))];

    expect(unseen!.llr).toBeLessThan(seen!.llr);
    expect(withoutReferences([unseen!.because.headline])).toContain('not seen whether they live together');
  });

  it('weighs a number less that one had after another left', async () => {
    const left = (hire: HireId): Partial<PersonRow> => ({ lee: { phone_token: 'phone:1:one', start_date: '2026-08-10', end_date: '2026-10-20' }, kim: { phone_token: 'phone:1:one' } })[hire] ?? {};

    expect((await about(company(apart(), left)))?.llr ?? 0).toBeLessThan(1);
    expect((await about(company(apart(), among(['kim', 'lee'], { phone_token: 'phone:1:one' }))))!.llr).toBeGreaterThan(3);
  });

  it('takes an account that few of an agency have for less than one of strangers, and for more than nothing', async () => {
    const people = (hire: HireId): Partial<PersonRow> => ({ agency: 'Clearwater', bank_token: ['kim', 'lee'].includes(hire) ? 'bank:1:shared' : `bank:1:${hire}` });

    const strangers = (await about(company(apart(), among(['kim', 'lee'], { bank_token: 'bank:1:shared' }))))!.llr;
    const { llr } = (await about(company(apart(), people)))!;
    expect(llr).toBeGreaterThan(1);
    expect(llr).toBeLessThan(strangers - 1);
  });

  it('ties nobody by records that say n/a', async () => {
    expect(await readingsOf(identityReuse, company(apart(), among(TRIO, { bank_token: 'n/a', phone_token: 'unknown' })))).toEqual([]);
  });

  it('counts people of longer standing whom a device serves, as rows and as the number that is kept of them', async () => {
    const staffed = (hire: HireId): Partial<PersonRow> => (['quinn', 'rio'].includes(hire) ? { start_date: '2021-03-01' } : {});
    const events = [...apart(), ...['kim', 'lee'].flatMap((hire) => approves('f-one', hire))];
    const rows = company([...events, ...['quinn', 'rio'].flatMap((hire) => approves('f-one', hire, [DAYS[3]!]))], staffed);
    const window = await windowOf(identityReuse, company(events, staffed));
    const { values } = settle(identityReuse.settings);

    const counted = identityReuse.detect({ ...window, crowd: (mark, day) => (mark === 'identity-reuse/factor/f-one' && day === DAYS[3] ? 2 : 0) }, values);

    expect(counted.find(({ subject }) => subject === 'kim')!.llr).toBe((await about(rows))!.llr);
    expect((await about(rows))!.llr).toBeLessThan((await about(company(events, staffed)))!.llr - 1);
  });

  it('gives findings to starters only, and names people of longer standing whose record says the same', async () => {
    const of = company(apart(), (hire) => ({ kim: { bank_token: 'bank:1:one' }, lee: { bank_token: 'bank:1:one', start_date: '2021-03-01' } })[hire] ?? {});

    expect((await about(of))!.alongside).toEqual(['lee']);
    expect(await about(of, 'lee')).toBeUndefined();
  });
});
