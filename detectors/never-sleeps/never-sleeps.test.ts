import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { neverSleeps } from './never-sleeps.ts';

/** Two weeks from Monday 2 November 2026; Chicago is six hours behind UTC. */
const DAYS: readonly Day[] = Array.from({ length: 14 }, (_, index) => `2026-11-${String(index + 2).padStart(2, '0')}`);
const OTHERS: readonly HireId[] = Array.from({ length: 12 }, (_, nth) => `other-${nth}`);

/** Check-ins every 45 minutes between two hours of each day, counted in UTC. */
function seen(hire: HireId, days: readonly Day[], from: number, to: number, fields: (day: Day, hour: number) => Partial<Event> = () => ({})): readonly Event[] {
  return days.flatMap((day) => Array.from({ length: Math.floor((to - from) / 0.75) }, (_, nth) => from + nth * 0.75).map((hour) => anEvent({
    '@timestamp': at(day, hour), 'event.action': 'check-in', 'device.serial_number': `SN-${hire}`.toUpperCase(), 'farmwatch.net.line': `198.51.100.${hire.length + hire.charCodeAt(hire.length - 1)}`, 'farmwatch.net.kind': 'home', ...fields(day, hour),
  })));
}

const working = (hire: HireId, days = DAYS): readonly Event[] => seen(hire, days, 14.5, 24.5);
const awake = (hire: HireId, days = DAYS): readonly Event[] => seen(hire, days, 0, 24);
const around = OTHERS.flatMap((hire) => working(hire));
const company = (events: readonly Event[], extra: Partial<Company> = {}): Company => ({ asOf: at('2026-11-16', 20), people: ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id })), events: [...events, ...around], ...extra });

describeDetector(neverSleeps, {
  stories: [
    { tells: 'awake on fourteen nights', company: company(awake('kim')), about: 'kim', reaches: 1.8 },
    { tells: 'awake in a company of which nothing else is known', company: { ...company([]), events: awake('kim') }, about: 'kim', reaches: 1.5 },
    { tells: 'a laptop that is used on working days', company: company(working('kim')), about: 'kim', staysBelow: 0 },
    { tells: 'two nights on which it was left on', company: company([...working('kim'), ...awake('kim', DAYS.slice(4, 6))]), about: 'kim', staysBelow: 0.5 },
    { tells: 'a team whose laptops build at night', company: { ...company([]), events: ['kim', ...OTHERS].flatMap((hire) => awake(hire)) }, about: 'kim', staysBelow: 0.3 },
    { tells: 'one of four in a company of six that are awake behind lines of their own', company: { ...company([]), events: [...['kim', ...OTHERS.slice(0, 3)].flatMap((hire) => awake(hire)), ...OTHERS.slice(3, 5).flatMap((hire) => working(hire))] }, about: 'kim', reaches: 0.4 },
    { tells: 'somebody who works at night', company: company(seen('kim', DAYS, 3, 13)), about: 'kim', staysBelow: 0 },
    { tells: 'an agent that is dark for a week', company: company([...working('kim', DAYS.slice(0, 4)), ...working('kim', DAYS.slice(12))]), about: 'kim', staysBelow: 0 },
    { tells: 'a laptop that is awake for its first three nights only', company: company(awake('kim', DAYS.slice(0, 4)), { asOf: at('2026-11-06', 0) }), about: 'kim', staysBelow: 0.01 },
  ],
});

describe('never-sleeps', () => {
  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(neverSleeps, of)).filter(({ subject }) => subject === hire);

  it('says how many nights, and what the median laptop manages', async () => {
    const [reading] = await about(company(awake('kim')));

    expect(reading!.because.headline).toEqual(['Awake around the clock on 13 of 13 nights; the median of 12 other laptops would manage 0.']);
  });

  it('says that it says little where the others never sleep either, and what bounds it', async () => {
    const [reading] = await about({ ...company([]), events: ['kim', ...OTHERS].flatMap((hire) => awake(hire)) });

    expect(reading!.because.headline).toEqual(['Awake around the clock on 13 of 13 nights; the median of 12 other laptops would manage 13, so this says little.']);
    expect(reading!.because.facts.find(({ label }) => label === 'Share taken as usual')).toEqual({ label: 'Share taken as usual', value: ['51 %'], usual: "80 % of it is the cohort's own, the rest the default; not more, because some of so few others may belong to one farm" });
  });

  it('takes an agent that goes silent for no sleep', async () => {
    expect(await about(company(awake('kim', DAYS.slice(0, 5))))).toEqual([]);
    expect((await about(company(awake('kim', [...DAYS.slice(0, 5), ...DAYS.slice(9)]))))[0]!.llr).toBeGreaterThan(1.5);
  });

  it('does not take silence of a source that only speaks while somebody works for sleep', async () => {
    expect(await about(company(working('kim').map((event) => ({ ...event, 'event.action': 'activity' }))))).toEqual([]);
  });

  it('counts whatever a laptop does while awake, and no sign-in', async () => {
    const of = (action: Event['event.action']): Company => company(awake('kim').map((event, nth) => ({ ...event, 'event.action': nth % 2 === 0 ? action : 'check-in' })).filter((_, nth) => nth % 2 === 0 || nth % 16 === 1));

    expect((await about(of('process-started')))[0]!.llr).toBeGreaterThan(1.5);
    expect(await about(of('sign-in'))).toEqual([]);
  });

  it('knows from uptime that a laptop was off, where the agent tells little', async () => {
    const evenings = (started: boolean): readonly Event[] => seen('kim', DAYS, 20, 21.5, (day, hour) => ({ 'host.uptime': started ? Math.round((hour - 19.5) * 3_600) : 3_600 * 24 * Number(day.slice(-2)) }));

    expect((await about(company(evenings(true))))[0]!.llr).toBeLessThan(0);
    expect(await about(company(evenings(false)))).toEqual([]);
  });

  it('leaves out those at the same place: a farm does not make itself usual', async () => {
    const farm = ['kim', ...OTHERS.slice(0, 4)];
    const events = (lineOf: (hire: HireId) => string): readonly Event[] => [
      ...farm.flatMap((hire) => seen(hire, DAYS, 0, 24, () => ({ 'farmwatch.net.line': lineOf(hire) }))), ...OTHERS.slice(4).flatMap((hire) => working(hire)),
    ];
    const together = await about({ ...company([]), events: events(() => '203.0.113.7') });
    const apart = await about({ ...company([]), events: events((hire) => `203.0.113.${farm.indexOf(hire)}`) });

    expect(together[0]!.llr).toBeGreaterThan(apart[0]!.llr + 0.3);
  });

  it('looks at nights since the first day of work: the bench of IT is nobody’s home', async () => {
    const people = ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id, ...(id === 'kim' ? { start_date: '2026-11-12' } : {}) }));

    expect(await about(company(awake('kim'), { people }))).toEqual([]);
  });
});
