import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { HireId, PersonRow } from '../../src/core/person.ts';
import { DAY, dayOf, startOfDay, type Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { agreedOf } from './agreed.ts';
import { oddsText } from './explain.ts';
import { workingHours } from './working-hours.ts';

/** Four working weeks from Monday 2 November 2026; Chicago is six hours behind UTC. */
const WEEKDAYS: readonly Day[] = Array.from({ length: 26 }, (_, index) => dayOf(startOfDay('2026-11-02') + index * DAY)).filter((_, index) => index % 7 < 5);
const serialOf = (hire: HireId): string => `SN-${hire}`.toUpperCase();
const range = (from: number, to: number): readonly number[] => Array.from({ length: to - from }, (_, index) => from + index);

/** Input with keys, stamped at the end of its half hour, at full hours UTC; nobody works all of them. */
function typing(hours: readonly number[], { days = WEEKDAYS, keys = 700, hire = 'kim' }: { readonly days?: readonly Day[]; readonly keys?: number; readonly hire?: HireId } = {}): readonly Event[] {
  return days.flatMap((day, index) => hours.filter((hour) => (hour + index) % 4 !== 0).map((hour) => anEvent({
    '@timestamp': at(day, hour), 'event.action': 'activity', 'event.duration': 1_800e9, 'device.serial_number': serialOf(hire), 'user.email': `${hire}@company.example`, 'farmwatch.input.keys': keys,
  })));
}
const events = (action: string, hours: readonly number[], days: readonly Day[], extra: Partial<Event> = {}): readonly Event[] =>
  days.flatMap((day) => hours.map((hour) => anEvent({ '@timestamp': at(day, hour), 'event.action': action, 'device.serial_number': serialOf('kim'), 'user.email': 'kim@company.example', ...extra })));

/** Four working weeks before the others. */
const EARLIER: readonly Day[] = WEEKDAYS.map((day) => dayOf(startOfDay(day) - 28 * DAY));
/** Within forty minutes of 9:00 in Chicago, which has summer time until 1 November 2026. */
const mornings = (days: readonly Day[], action = 'sign-in'): readonly Event[] =>
  days.flatMap((day, index) => events(action, [(day < '2026-11-01' ? 14 : 15) + ((index % 5) - 2) / 3], [day]));
/** Kim tells of a new address on Saturday 31 October 2026. */
const MOVE = anEvent({ '@timestamp': at('2026-10-31', 12), 'event.action': 'account-changed', 'user.email': 'kim@company.example', 'farmwatch.identity.kind': 'address', 'farmwatch.identity.token': 'address:x:n' });

const company = (of: readonly Event[], extra: Partial<Company> = {}, kim: Partial<PersonRow> = {}): Company => ({
  asOf: at('2026-11-28', 12), people: ['kim', 'lee', 'max'].map((id) => aPerson({ hire_id: id, ...(id === 'kim' ? kim : {}) })), events: of, ...extra,
});

/** People of whose zone only the place of the home tells. */
const UNTOLD: readonly PersonRow[] = ['kim', 'lee', 'max'].map((id) => {
  const { time_zone: zone, ...rest } = aPerson({ hire_id: id });
  return { ...rest, home_zone: zone! };
});

/** 9 to 17 in Chicago; the same in Shanghai. */
const US = range(15, 24);
const SHANGHAI = range(1, 10);
/** Where the laptop says that it is, by the clock of that place. */
const IN_CHICAGO = { 'farmwatch.device.location.lat': 41.88, 'farmwatch.device.location.lon': -87.63, 'farmwatch.device.location.radius_km': 1, 'farmwatch.device.location.source': 'wifi', 'farmwatch.device.time_zone': 'America/Chicago' } as const;
/** Kim's record is an old one. */
const OLD_HOME = { time_zone: 'Pacific/Honolulu' } as const;
const standing = (where: Partial<Event>, days: readonly Day[] = WEEKDAYS): readonly Event[] => events('check-in', [16, 20], days, where);
const ABROAD = { 'source.geo.country_iso_code': 'CN', 'farmwatch.net.kind': 'home' } as const;

describeDetector(workingHours, {
  stories: [
    { tells: 'working days of Shanghai under a claim of Chicago', company: company(typing(SHANGHAI)), about: 'kim', reaches: 2 },
    { tells: 'sign-ins only, by the same clock', company: company(events('sign-in', SHANGHAI, WEEKDAYS)), about: 'kim', reaches: 1.5 },
    { tells: 'one sign-in a morning, by the clock of Chicago', company: company(mornings(WEEKDAYS.concat(EARLIER))), about: 'kim', staysBelow: 0.01 },
    { tells: 'one tunnel a morning, by the clock of Chicago', company: company(mornings(WEEKDAYS.concat(EARLIER), 'vpn-connected')), about: 'kim', staysBelow: 0.01 },
    { tells: 'a move from London to Chicago that was told, 9 to 17 in both', company: company([...typing(range(9, 18), { days: EARLIER }), MOVE, ...typing(US)]), about: 'kim', staysBelow: 0 },
    { tells: 'working days of Chicago', company: company(typing(US)), about: 'kim', staysBelow: 0 },
    { tells: 'a program that presses a key now and then, all night', company: company([...typing(US), ...typing(range(0, 14), { keys: 90 })]), about: 'kim', staysBelow: 0 },
    { tells: 'a tunnel that comes up by itself at night', company: company([...typing(US), ...events('vpn-connected', range(4, 10), WEEKDAYS)]), about: 'kim', staysBelow: 0 },
    { tells: 'a tunnel that is lost and found all night, and little else', company: company([...events('sign-in', [15, 20], WEEKDAYS.slice(0, 9)), ...events('vpn-disconnected', range(4, 10), WEEKDAYS), ...events('vpn-connected', range(4, 10), WEEKDAYS), ...events('vpn-connected', [16, 19, 22], WEEKDAYS)]), about: 'kim', staysBelow: 0 },
    { tells: 'a trip to Shanghai that has been entered', about: 'kim', staysBelow: 0, company: company([...typing(US, { days: WEEKDAYS.slice(0, 10) }), ...typing(SHANGHAI, { days: WEEKDAYS.slice(11) })], { travel: [{ hire_id: 'kim', from: WEEKDAYS[11]!, to: WEEKDAYS.at(-1)! }] }) },
    { tells: 'the laptop itself in Shanghai for two weeks', about: 'kim', staysBelow: 0, company: company([...typing(US, { days: WEEKDAYS.slice(0, 10) }), ...typing(SHANGHAI, { days: WEEKDAYS.slice(10) }), ...events('check-in', [2, 6], WEEKDAYS.slice(10), ABROAD)]) },
    { tells: 'somebody in Manila who works the hours of Chicago', company: company(typing(US), {}, { time_zone: 'Asia/Manila', home_country: 'PH' }), about: 'kim', staysBelow: 1 },
    { tells: 'working days of Shanghai, where the zone is told by the home alone', company: company(typing(SHANGHAI), { people: UNTOLD }), about: 'kim', reaches: 2 },
    { tells: 'a night shift that the record agrees on', company: company(typing(SHANGHAI), {}, { work_hours: '19:00-04:00' }), about: 'kim', staysBelow: 0.01 },
    { tells: 'a night shift under a record that names a day', company: company(typing(SHANGHAI), {}, { work_hours: '09:00-17:00' }), about: 'kim', reaches: 2 },
    { tells: 'working days of Chicago under a record of Honolulu, with the laptop in Chicago', company: company([...typing(US), ...standing(IN_CHICAGO)], {}, OLD_HOME), about: 'kim', staysBelow: 0 },
    { tells: 'the same, where the company knows nobody near by', company: company([...typing(US), ...standing(IN_CHICAGO)], { people: [aPerson({ hire_id: 'kim', ...OLD_HOME })] }), about: 'kim', staysBelow: 0 },
    { tells: 'working days of Shanghai under a record of New York, with the laptop in Chicago', company: company([...typing(SHANGHAI), ...standing(IN_CHICAGO)], {}, { time_zone: 'America/New_York' }), about: 'kim', reaches: 2 },
    { tells: 'an early riser in New York', company: company(typing(range(11, 20)), {}, { time_zone: 'America/New_York' }), about: 'kim', staysBelow: 0.5 },
  ],
});

describe('working-hours', () => {
  const about = async (of: Company) => (await readingsOf(workingHours, of)).filter(({ subject }) => subject === 'kim');

  it('names the best offset and the claim', async () => {
    const [reading] = await about(company(typing(SHANGHAI)));

    expect(withoutReferences([reading!.because.headline])).toMatch(/^\d+ half hours of work on 20 days fit UTC\+\d+ best; the claim is America\/Chicago, UTC−6\.$/);
    expect(reading!.because.facts.map(({ label }) => label)).toContain('Of these, between midnight and 6 in the claimed zone');
  });

  it('says that hours fit the zone in which the laptop stands, and leaves the old record to place', async () => {
    const [moved] = await about(company([...typing(US), ...standing(IN_CHICAGO)], {}, OLD_HOME));
    const [neither] = await about(company([...typing(SHANGHAI), ...standing(IN_CHICAGO)], {}, { time_zone: 'America/New_York' }));

    expect(moved!.llr).toBe(-0.3);
    expect(withoutReferences([moved!.because.headline])).toContain('fit the zone in which the laptop stands, America/Chicago; that clears nobody.');
    expect(withoutReferences([neither!.because.headline])).toMatch(/the claim is America\/New_York, UTC−5, and the laptop stands in America\/Chicago\.$/);
    expect(neither!.because.facts.map(({ label }) => label)).toContain('Zone in which the laptop stands');
  });

  it('takes no zone from a clock alone, a mobile line, one with two zones, or a few days', async () => {
    const { 'farmwatch.device.time_zone': zone, ...place } = IN_CHICAGO;
    const line = { 'source.geo.location.lat': 41.88, 'source.geo.location.lon': -87.63 };
    const llr = async (of: readonly Event[]) => (await about(company([...typing(US), ...of], {}, OLD_HOME)))[0]!.llr;

    expect(await llr(standing({ ...line, 'farmwatch.device.time_zone': zone, 'farmwatch.net.kind': 'home' }))).toBe(-0.3);
    expect(await llr(standing({ ...place, 'farmwatch.device.time_zone': OLD_HOME.time_zone }))).toBeGreaterThan(0);
    expect(await llr(standing({ 'farmwatch.device.time_zone': zone }))).toBeGreaterThan(0);
    expect(await llr(standing({ ...line, 'farmwatch.device.time_zone': zone, 'farmwatch.net.kind': 'mobile' }))).toBeGreaterThan(0);
    expect(await llr([...standing(place, WEEKDAYS.slice(0, 10)), ...standing({ ...place, 'farmwatch.device.location.lat': 21.3, 'farmwatch.device.location.lon': -157.86, 'farmwatch.device.time_zone': 'Pacific/Honolulu' }, WEEKDAYS.slice(10))])).toBeGreaterThan(0);
    expect(await llr(standing(IN_CHICAGO, WEEKDAYS.slice(0, 3)))).toBeGreaterThan(0);
  });

  it('says where the zone comes from the place of the home, and judges as if the record told it', async () => {
    const [told, derived] = [await about(company(typing(SHANGHAI))), await about(company(typing(SHANGHAI), { people: UNTOLD }))];

    expect(derived[0]!.llr).toBe(told[0]!.llr);
    expect(derived[0]!.because.facts).toContainEqual({ label: 'Claimed zone', value: ['America/Chicago, by the place of the home on record'], usual: 'told by the record itself' });
    expect(told[0]!.because.facts.map(({ label }) => label)).not.toContain('Claimed zone');
  });

  it('gives the chances of the offsets for a picture where the hours speak for another one, and only there', async () => {
    const offsets = (await about(company(typing(SHANGHAI))))[0]!.because.offsets!;

    expect(offsets.claimed).toBe(-360);
    expect(offsets.candidates.toSorted((a, b) => b[1] - a[1])[0]![0]).toBe(offsets.best);
    expect(offsets.candidates.every(([, chance]) => chance >= 0.001)).toBe(true);
    expect(offsets.candidates.reduce((sum, [, chance]) => sum + chance, 0)).toBeCloseTo(1, 1);
    expect(offsets.likely.some(([from, to]) => from <= offsets.best && offsets.best <= to)).toBe(true);
    expect((await about(company(typing(US))))[0]!.because).not.toHaveProperty('offsets');
  });

  it('says of hours that fit that they clear nobody', async () => {
    const [reading] = await about(company(typing(US)));

    expect(withoutReferences([reading!.because.headline])).toContain('fit the claimed zone America/Chicago; that clears nobody.');
    expect(reading!.llr).toBe(-0.3);
    expect(reading!.because.innocent).toHaveLength(1);
  });

  it('does not call it a fit where the claim is not among the offsets that fit, though the hours weigh nothing against it', async () => {
    const [reading] = await about(company(typing(range(14, 22)), {}, { time_zone: 'America/Denver' }));

    expect(reading!.llr).toBe(-0.3);
    expect(withoutReferences([reading!.because.headline])).toMatch(/tell little for or against the claimed zone America\/Denver, UTC−7; they fit UTC−3:30 best\.$/);
    expect(reading!.because.facts.find(({ label }) => label.startsWith('Offsets that fit'))!.value).toEqual(['UTC−5 to UTC−2']);
  });

  it('still counts hours at home while only sign-ins come from abroad: a farm’s laptop stays where it is', async () => {
    const signedInAbroad = events('sign-in', [3], WEEKDAYS, ABROAD).map(({ 'device.serial_number': _, ...event }) => event as Event);
    const atHome = events('check-in', [3, 8], WEEKDAYS, { 'source.geo.country_iso_code': 'US', 'farmwatch.net.kind': 'home' });

    expect((await about(company([...typing(SHANGHAI), ...signedInAbroad, ...atHome])))[0]!.llr).toBe(2);
  });

  it('says of hours as agreed that they tell nothing, over midnight and with an hour on both ends', async () => {
    // SHANGHAI is 18:30 to 3:00 in Chicago, in half hours that end with a full hour; the record says one hour less at each end.
    const [reading] = await about(company(typing(SHANGHAI), {}, { work_hours: '19:30-02:00' }));

    expect(reading!.llr).toBe(0);
    expect(withoutReferences([reading!.because.headline])).toMatch(/^(\d+) half hours of work on 20 days: \1 of them lie within 19:30-02:00 in America\/Chicago, give or take an hour, as agreed in the record; they tell nothing of where this person lives\.$/);
    expect(reading!.because.innocent).toEqual([['Nothing to explain: these hours were agreed, and can be worked from anywhere.']]);
    expect(reading!.clear).toEqual(['nothing: hours as agreed tell nothing either way']);
    expect(reading!.because).not.toHaveProperty('offsets');
  });

  it('means agreed hours on the clock of the record, also after it changes', async () => {
    // 22:00 to 6:00 in Chicago, before and after 1 November 2026.
    const days = Array.from({ length: 30 }, (_, index) => dayOf(startOfDay('2026-10-15') + index * DAY));
    const shift = days.flatMap((day) => typing(range(day < '2026-11-01' ? 3 : 4, day < '2026-11-01' ? 11 : 12), { days: [day] }));

    expect((await about(company(shift, {}, { work_hours: '23:00-05:00' })))[0]!.llr).toBe(0);
  });

  it('makes no difference to hours that fit the claim', async () => {
    expect((await about(company(typing(US), {}, { work_hours: '09:00-17:00' })))[0]).toEqual((await about(company(typing(US))))[0]);
  });

  it('names an agreement that is not kept, and asks whether it still holds', async () => {
    const [without] = await about(company(typing(SHANGHAI)));
    const [kept] = await about(company(typing(SHANGHAI), {}, { work_hours: '09:00-17:00' }));
    const agreement = kept!.because.facts.filter(({ label }) => label.includes('agreed hours'));

    expect(kept!.llr).toBe(without!.llr);
    expect(agreement).toHaveLength(1);
    expect(agreement[0]!.label).toContain('09:00-17:00 in America/Chicago');
    expect(agreement[0]!.value[0]).toMatch(/^0 of \d+$/);
    expect(withoutReferences(kept!.because.innocent)).toContain('ask the manager whether 09:00-17:00 still holds');
    expect(withoutReferences(kept!.because.innocent)).not.toContain('agreed shift');
    expect(withoutReferences(without!.because.innocent)).toContain('An agreed shift, on-call duty or a team in another zone');
    expect(without!.because.facts.some(({ label }) => label.includes('agreed'))).toBe(false);
  });

  it('weighs less, and says why in the first line, where an agreement explains part of the work', async () => {
    // Of 18:30 to 3:00 it covers up to 0:30 with its margin, about two thirds.
    const [reading] = await about(company(typing(SHANGHAI), {}, { work_hours: '17:00-23:30' }));

    expect(reading!.llr).toBeGreaterThan(0.2);
    expect(reading!.llr).toBeLessThan(1.8);
    expect(withoutReferences([reading!.because.headline])).toMatch(/; \d+ of them lie within the agreed 17:00-23:30\.$/);
  });

  it('leaves out of a record what is no hours', async () => {
    expect((await about(company(typing(SHANGHAI), {}, { work_hours: '09:00-05:00' })))[0]!.llr).toBe(2);
  });

  it('keeps silent without a zone, and under twenty half hours or five days', async () => {
    const { time_zone: _, ...kim } = aPerson({ hire_id: 'kim' });

    expect(await about(company(typing(SHANGHAI), { people: [kim] }))).toEqual([]);
    expect(await about(company(typing(SHANGHAI, { days: WEEKDAYS.slice(0, 4) })))).toEqual([]);
    expect(await about(company(events('sign-in', [2], WEEKDAYS.slice(0, 19))))).toEqual([]);
  });

  it('keeps silent where all there is are sign-ins at the beginning of the day, one or four, from home or abroad', async () => {
    const fourEach = WEEKDAYS.flatMap((day) => events('sign-in', [14.6, 15.1, 16.1, 16.7], [day]));
    const inShanghai = events('sign-in', [1.1], [...EARLIER, ...WEEKDAYS]);

    expect(await about(company(mornings([...EARLIER, ...WEEKDAYS])))).toEqual([]);
    expect(await about(company(fourEach))).toEqual([]);
    expect(await about(company(inShanghai))).toEqual([]);
  });

  it('takes sign-ins that reach over the day, though each day has one, and does not call them work', async () => {
    const anyTime = [...EARLIER, ...WEEKDAYS].flatMap((day, index) => events('sign-in', [15 + (index * 5) % 9], [day]));
    const [reading] = await about(company(anyTime));

    expect(reading!.llr).toBe(-0.3);
    expect(withoutReferences([reading!.because.headline])).toMatch(/^40 half hours with sign-ins or sessions on 40 days /);
    expect(reading!.because.facts[0]!.label).toBe('Half hours with sign-ins or sessions');
  });

  it('names tunnels where they count, and asks what sign-ins show where they speak for elsewhere', async () => {
    const [reading] = await about(company([...events('sign-in', [2], WEEKDAYS.slice(0, 9)), ...events('vpn-connected', [1, 4, 7, 9], WEEKDAYS)]));

    expect(reading!.llr).toBeGreaterThan(1);
    expect(withoutReferences([reading!.because.headline])).toContain('half hours with sign-ins, sessions or tunnels');
    expect(withoutReferences(reading!.because.innocent)).toContain('they show where something began');
  });

  it('judges somebody with mostly mornings by the days with keys, and by none where those are few', async () => {
    const withKeys = typing(US, { days: WEEKDAYS.slice(0, 6) });
    const [reading] = await about(company([...mornings([...EARLIER, ...WEEKDAYS]), ...withKeys]));

    expect(reading!.llr).toBe(-0.3);
    expect(withoutReferences([reading!.because.headline])).toMatch(/half hours of work on 6 days/);
    expect(await about(company([...mornings([...EARLIER, ...WEEKDAYS]), ...typing(US, { days: WEEKDAYS.slice(0, 3) })]))).toEqual([]);
  });

  it('says nothing of days before a move that was told, and of the day of it', async () => {
    const before = typing(SHANGHAI, { days: EARLIER });

    expect((await about(company(before)))[0]!.llr).toBe(2);
    expect(await about(company([...before, MOVE]))).toEqual([]);
  });

  it('leaves incoming sessions and failed sign-ins aside: they are somebody else’s', async () => {
    const incoming = events('session-connected', SHANGHAI, WEEKDAYS, { 'farmwatch.remote.direction': 'incoming' });
    const failed = events('sign-in', SHANGHAI, WEEKDAYS, { 'event.outcome': 'failure' });

    expect((await about(company([...typing(US), ...incoming, ...failed])))[0]!.llr).toBe(-0.3);
    expect(await about(company([...incoming, ...failed]))).toEqual([]);
  });
});

describe('how far agreed hours explain', () => {
  /** So many half hours within 9 to 17 UTC, and the rest at night. */
  const times = (inside: number, outside: number): readonly number[] => [...Array.from({ length: inside }, () => at('2026-11-03', 12)), ...Array.from({ length: outside }, () => at('2026-11-03', 2))];
  const left = (inside: number, outside: number): number => agreedOf('09:00-17:00', times(inside, outside), 'UTC', 0.8)!.left;

  it('is nothing with half of the work outside, all from four fifths inside on, and in a straight line between', () => {
    expect([left(0, 10), left(5, 5), left(8, 2), left(10, 0)]).toEqual([1, 1, 0, 0]);
    expect(left(65, 35)).toBeCloseTo(0.5, 10);
  });

  it('is not known where no hours are on record', () => {
    expect(agreedOf(undefined, times(5, 5), 'UTC', 0.8)).toBeUndefined();
    expect(agreedOf('late', times(5, 5), 'UTC', 0.8)).toBeUndefined();
  });
});

describe('words', () => {
  it('writes log-odds as odds', () => {
    expect([0.1, 5.1, -3].map((odds) => oddsText(odds))).toEqual(['even', 'about 164 to 1 for elsewhere', 'about 20 to 1 for the claim']);
  });
});
