import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { HireId } from '../../src/core/person.ts';
import { random, type Random } from '../../src/core/random.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { steadyInput } from './steady-input.ts';

const DAYS: readonly Day[] = Array.from({ length: 12 }, (_, index) => `2026-11-${String(index + 2).padStart(2, '0')}`);
const OTHERS: readonly HireId[] = Array.from({ length: 10 }, (_, nth) => `other-${nth}`);

/** Gaps of one interval. */
type Gaps = (draw: Random) => readonly number[];
const every = (seconds: number, noise: number): Gaps => (draw) => Array.from({ length: 7 }, () => Math.max(0.1, seconds + draw.normal(0, noise)));
const byHand: Gaps = (draw) => Array.from({ length: 7 }, () => (draw.chance(0.7) ? draw.exponential(1.6) : 2 + draw.exponential(22)));

function idle(hire: HireId, gaps: Gaps, { days = DAYS, many = 4, fields = {} }: { readonly days?: readonly Day[]; readonly many?: number; readonly fields?: Partial<Event> } = {}): readonly Event[] {
  return days.flatMap((day) => Array.from({ length: many }, (_, nth) => anEvent({
    '@timestamp': at(day, 3 + nth / 2), 'event.action': 'activity', 'device.serial_number': `SN-${hire}`.toUpperCase(),
    'farmwatch.input.keys': 0, 'farmwatch.input.pointer': 30, 'farmwatch.input.displacement_px': 0, 'farmwatch.input.gap_s': gaps(random(`${hire}/${day}/${nth}`)), ...fields,
  })));
}

const work = (hire: HireId, gaps: Gaps = byHand): readonly Event[] => idle(hire, gaps, { many: 16, fields: { 'farmwatch.input.keys': 900, 'farmwatch.input.displacement_px': 412 } });
const around = OTHERS.flatMap((hire) => work(hire));
const company = (events: readonly Event[], extra: Partial<Company> = {}): Company => ({ asOf: at('2026-11-14', 12), people: ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id })), events: [...events, ...around], ...extra });

describeDetector(steadyInput, {
  stories: [
    { tells: 'a pointer that moves every 15 s', company: company(idle('kim', every(15, 0.04))), about: 'kim', reaches: 1.5 },
    { tells: 'a pointer that moves every 47 s, more or less', company: company(idle('kim', every(47, 3))), about: 'kim', reaches: 0.7 },
    { tells: 'a jiggler while a pause lasts, once a day', company: company([...work('kim'), ...idle('kim', every(59, 1), { many: 1 })]), about: 'kim', reaches: 0.5, staysBelow: 1 },
    { tells: 'a jiggler at a minute, as programs are often set', company: company(idle('kim', every(60, 0.1))), about: 'kim', staysBelow: 2 },
    { tells: 'somebody who reads with a hand on the mouse', company: company(idle('kim', byHand, { fields: { 'farmwatch.input.displacement_px': 300 } })), about: 'kim', staysBelow: 0.01 },
    { tells: 'somebody who reads, and no displacement is told', company: company(idle('kim', byHand).map(({ 'farmwatch.input.displacement_px': _untold, ...event }) => event)), about: 'kim', staysBelow: 0.01 },
    { tells: 'somebody who types at an even pace', company: company(work('kim', every(15, 0.04))), about: 'kim', staysBelow: 0.01 },
    { tells: 'a wheel that turns evenly', company: company(idle('kim', every(0.5, 0.01))), about: 'kim', staysBelow: 0.01 },
    { tells: 'a presentation of two days', company: company(idle('kim', every(30, 0.1), { days: DAYS.slice(0, 2) })), about: 'kim', staysBelow: 0.01 },
    { tells: 'an agent that looks at the pointer every 20 s', company: company([...idle('kim', every(20, 0.01)), ...work('kim', every(20, 0.01))]), about: 'kim', staysBelow: 0.01 },
    { tells: 'an agent that counts whole seconds, on a laptop left alone', company: company(idle('kim', every(60, 0))), about: 'kim', staysBelow: 0.01 },
    { tells: 'a jiggler beside work, counted in whole seconds', company: company([...idle('kim', every(60, 0)), ...work('kim', (draw) => byHand(draw).map((gap) => Math.max(1, Math.round(gap))))]), about: 'kim', reaches: 0.7, staysBelow: 1 },
    { tells: 'a jiggler at a device’s beat beside work', company: company([...idle('kim', every(15, 0.04)), ...work('kim')]), about: 'kim', reaches: 1.5 },
    { tells: 'a company in which everybody has a jiggler', company: company(['kim', ...OTHERS].flatMap((hire) => idle(hire, every(45, 1)))), about: 'kim', staysBelow: 0.5 },
  ],
});

describe('steady-input', () => {
  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(steadyInput, of)).filter(({ subject }) => subject === hire);

  it('tells the beat, in how many intervals, and which devices keep it', async () => {
    const [reading] = await about(company(idle('kim', every(20, 0.02))));

    expect(reading!.because.headline).toEqual(['While nobody types, the pointer moves every 20 s: in 48 of 48 idle intervals, on 12 days, and ends where it began.']);
    expect(reading!.because.facts[3]!.value).toEqual(['JetKVM, GL.iNet Comet (GLKVM)']);
  });

  it('asks nothing of a source that does not count keys: who knows whether somebody typed', async () => {
    expect(await about(company(idle('kim', every(15, 0.04)).map(({ 'farmwatch.input.keys': _untold, ...event }) => event)))).toEqual([]);
  });

  it('sees a clock through missed beats and nudges', async () => {
    const missed: Gaps = (draw) => every(15, 0.04)(draw).map((gap) => (draw.chance(0.15) ? gap * 2 : gap));

    expect((await about(company(idle('kim', missed))))[0]!.llr).toBeGreaterThan(1.5);
  });

  it('speaks of the holder, whoever is signed in, and of starters only', async () => {
    const other = idle('kim', every(15, 0.04), { fields: { 'user.email': 'other-1@company.example' } });
    const people = ['kim', ...OTHERS].map((id) => aPerson({ hire_id: id, ...(id === 'kim' ? { start_date: '2021-03-01' } : {}) }));

    expect(await about(company(other))).toHaveLength(1);
    expect(await about(company(other), 'other-1')).toEqual([]);
    expect(await about(company(idle('kim', every(15, 0.04)), { people }))).toEqual([]);
  });
});
