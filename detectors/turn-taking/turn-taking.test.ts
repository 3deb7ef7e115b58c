import { describe, expect, it } from 'vitest';
import type { Event } from '../../src/core/event.ts';
import type { HireId } from '../../src/core/person.ts';
import { random } from '../../src/core/random.ts';
import type { Day } from '../../src/core/time.ts';
import { describeDetector } from '../../test/contract/detector.ts';
import { anEvent } from '../../test/support/builders.ts';
import { withoutReferences } from '../../test/support/personal.ts';
import { aPerson, at, readingsOf, type Company } from '../../test/support/window.ts';
import { turnTaking } from './turn-taking.ts';

/** Three weeks of working days from Monday 2 November 2026. */
const DAYS: readonly Day[] = [0, 7, 14].flatMap((week) => [2, 3, 4, 5, 6].map((day) => `2026-11-${String(day + week).padStart(2, '0')}`));
const PAIR = ['kim', 'lee'] as const;
const HOUSE = '198.51.100.7';
/** Half hours of a working day from 9:00 Chicago time, counted from 15:00 UTC. */
const SLOTS = Array.from({ length: 17 }, (_, slot) => slot);

/** Who is at work in a half hour. */
type Plan = (day: Day, slot: number) => readonly HireId[];

function lived(plan: Plan, { days = DAYS, lineOf = () => HOUSE, keys = 400 }: { readonly days?: readonly Day[]; readonly lineOf?: (hire: HireId, day: Day) => string; readonly keys?: number } = {}): readonly Event[] {
  return days.flatMap((day) => SLOTS.flatMap((slot) => plan(day, slot).flatMap((hire) => [
    anEvent({ '@timestamp': at(day, 15 + slot / 2), 'event.action': 'activity', 'device.serial_number': `SN-${hire}`.toUpperCase(), 'farmwatch.input.keys': keys, 'farmwatch.input.pointer': 200 }),
    ...(slot % 2 === 0 ? [anEvent({ '@timestamp': at(day, 15.2 + slot / 2), 'event.action': 'check-in', 'device.serial_number': `SN-${hire}`.toUpperCase(), 'source.ip': lineOf(hire, day), 'farmwatch.net.line': lineOf(hire, day), 'farmwatch.net.kind': 'home' })] : []),
  ])));
}

const company = (events: readonly Event[], people: readonly HireId[] = PAIR, extra: Partial<Company> = {}): Company => ({ asOf: at('2026-11-21', 12), people: people.map((id) => aPerson({ hire_id: id })), events, ...extra });

const drawn = (day: Day, slot: number, hire: HireId = ''): ReturnType<typeof random> => random(`${day}/${slot}/${hire}`);
/** One operator: each half hour goes to one of them, now and then to both. */
const inTurns: Plan = (day, slot) => (drawn(day, slot).chance(0.1) ? PAIR : [drawn(day, slot, 'whose').pick(PAIR)]);
const byTheHour: Plan = (day, slot) => (drawn(day, slot).chance(0.1) ? PAIR : [drawn(day, Math.floor(slot / 2), 'whose').pick(PAIR)]);
/** Each works on their own, with pauses. */
const apart = (people: readonly HireId[], share = 0.6): Plan => (day, slot) => people.filter((hire) => drawn(day, slot, hire).chance(share));
/** One has the morning, the other the afternoon, as each day asks for it; they overlap for half an hour. */
const children: Plan = (day, slot) => {
  const noon = 7 + drawn(day, 0, 'noon').int(3);
  const [first, second] = drawn(day, 0, 'who').chance(0.5) ? PAIR : [PAIR[1], PAIR[0]];
  return slot === noon ? PAIR : [slot < noon ? first : second];
};
const schoolDay: Plan = (day, slot) => {
  const [first, second] = drawn(day, 0, 'who').chance(0.5) ? PAIR : [PAIR[1], PAIR[0]];
  return (slot < 4 ? [first] : slot >= 13 ? [second] : PAIR).filter((hire) => drawn(day, slot, hire).chance(0.75));
};
const weekOf = (day: Day): number => Math.floor((Number(day.slice(-2)) - 2) / 7);
const shifts: Plan = (day, slot) => {
  const [early, late] = weekOf(day) % 2 === 0 ? PAIR : [PAIR[1], PAIR[0]];
  return [...(slot < 11 && drawn(day, slot, early).chance(0.9) ? [early] : []), ...(slot > 5 && drawn(day, slot, late).chance(0.9) ? [late] : [])];
};
/** Hours apart: kim in the first half of the window, lee in the second, with four hours in common. */
const zones: Plan = (day, slot) => [...(slot < 12 && drawn(day, slot, 'kim').chance(0.8) ? ['kim'] : []), ...(slot > 3 && drawn(day, slot, 'lee').chance(0.8) ? ['lee'] : [])];
const THREE = ['kim', 'lee', 'max'] as const;
/** One operator of three, at each for an hour or two, and off for a while now and then: never two at once. */
const threeInTurns: Plan = (day, slot) => {
  const block = drawn(day, Math.floor(slot / 3), 'block');
  return block.chance(0.15) ? [] : [block.pick(THREE)];
};
/** A busy pair that avoids each other a little: of half hours in which both would work, one in ten is left to one of them. */
const alittle: Plan = (day, slot) => {
  const both = PAIR.filter((hire) => drawn(day, slot, hire).chance(0.75));
  return both.length === 2 && drawn(day, slot, 'gives way').chance(0.14) ? [drawn(day, slot, 'who').pick(PAIR)] : both;
};
const hotDesk: Plan = (day, slot) => (drawn(day, slot, 'desk').chance(0.8) ? [PAIR[Number(day.slice(-2)) % 2]!] : []);

describeDetector(turnTaking, {
  stories: [
    { tells: 'two laptops that one person drives in turns', company: company(lived(inTurns)), about: 'kim', reaches: 1 },
    { tells: 'the same, an hour at a time', company: company(lived(byTheHour)), about: 'kim', reaches: 1.2 },
    { tells: 'three laptops that one person drives strictly in turns, each too seldom to tell much of two', company: company(lived(threeInTurns), THREE), about: 'kim', reaches: 0.9 },
    { tells: 'two who are busy together in nine of ten half hours that their rhythms would give', company: company(lived(alittle)), about: 'kim', staysBelow: 0.3 },
    { tells: 'three colleagues who share a flat', company: company(lived(apart(THREE)), THREE), about: 'kim', staysBelow: 0.7 },
    { tells: 'the same, of a declared household', company: company(lived(inTurns), PAIR, { people: PAIR.map((id) => aPerson({ hire_id: id, household: 'hh-1' })) }), about: 'lee', reaches: 1 },
    { tells: 'parents who have the children in turns before ten and after five, and work with pauses between', company: company(lived(schoolDay)), about: 'kim', staysBelow: 1 },
    { tells: 'one person with two hires, a contractor who becomes an employee, on both laptops by turns', about: 'kim', staysBelow: 0, company: company(lived(inTurns), PAIR, {
      people: PAIR.map((id) => aPerson({ hire_id: id, bank_token: 'bank:1:a', phone_token: 'phone:1:a', ...(id === 'lee' ? { start_date: '2026-09-07', end_date: '2026-11-20' } : {}) })),
    }) },
    { tells: 'two colleagues who share a flat', company: company(lived(apart(PAIR))), about: 'kim', staysBelow: 0.7 },
    { tells: 'parents who split each day between them', company: company(lived(children)), about: 'kim', staysBelow: 1 },
    { tells: 'partners on early and late shifts that swap with the week', company: company(lived(shifts)), about: 'kim', staysBelow: 0.7 },
    { tells: 'two people who live by different clocks', company: company(lived(zones)), about: 'kim', staysBelow: 0.7 },
    { tells: 'two who share one desk on different days', company: company(lived(hotDesk)), about: 'kim', staysBelow: 0.01 },
    { tells: 'a small office that nobody listed', company: company(lived(apart(['kim', 'lee', 'max', 'noa', 'pat'])), ['kim', 'lee', 'max', 'noa', 'pat']), about: 'kim', staysBelow: 0.7 },
    { tells: 'one person with turns in homes of their own: nothing to compare', company: company(lived(inTurns, { lineOf: (hire) => `198.51.100.${hire.charCodeAt(0)}` })), about: 'kim', staysBelow: 0.01 },
  ],
});

describe('turn-taking', () => {
  const about = async (of: Company, hire: HireId = 'kim') => (await readingsOf(turnTaking, of)).filter(({ subject }) => subject === hire);

  it('names the other, and how many half hours they had in common', async () => {
    const [reading] = await about(company(lived(inTurns)));

    expect(reading!.alongside).toEqual(['lee']);
    expect(reading!.because.headline[1]).toEqual({ ref: 'hire', id: 'lee' });
    expect(reading!.because.facts[0]!.label).toBe('Half hours in which both were busy');
  });

  it('names all others whom one person drives in turns with it', async () => {
    for (const hire of THREE) {
      const [reading] = await about(company(lived(threeInTurns), THREE), hire);

      expect(reading!.alongside?.toSorted()).toEqual(THREE.filter((other) => other !== hire));
      expect(withoutReferences([reading!.because.headline])).toMatch(/^The laptop is idle when one of those of .*, under the same roof, is busy: it and one of them in 0 half hours of \d+ days, where their rhythms would have \d+\.$/);
    }
  });

  it('says idle only of who is', async () => {
    // One drives both, and is at both within one half hour in six: they have more in common than half of what rhythms give.
    const some: Plan = (day, slot) => {
      const whose = drawn(day, Math.floor(slot / 2), 'whose');
      return whose.chance(0.1) ? [] : drawn(day, slot).chance(0.22) ? PAIR : [whose.pick(PAIR)];
    };
    const [reading] = await about(company(lived(some)));

    expect(withoutReferences([reading!.because.headline])).toMatch(/are busy at once less often than their rhythms would have it: both in \d+ half hours/);
  });

  it('speaks for two who are busy together, and then names nobody', async () => {
    const together: Plan = (day, slot) => (drawn(day, slot).chance(0.6) ? PAIR : []);

    const [reading] = await about(company(lived(together)));

    expect(reading!.llr).toBeCloseTo(Math.log(0.8), 2);
    expect(reading!.alongside).toBeUndefined();
    expect(withoutReferences([reading!.because.headline])).toMatch(/^No turns are seen between the laptop and that of .*, under the same roof: both are busy in \d+ half hours of \d+ days, where their rhythms would have \d+\.$/);
    expect(reading!.because.innocent).toHaveLength(1);
  });

  it('calls turns only what chance seldom does, whatever the weight', async () => {
    const words = { turns: 'The laptop is idle when', less: 'would have it: both in', maybe: 'which may be chance', none: 'No turns are seen' };
    const told = new Set<string>();
    // Two who work on their own: by chance they overlap a little less or more than their rhythms would have it.
    for (let nth = 0; nth < 24; nth++) {
      const plan: Plan = (day, slot) => PAIR.filter((hire) => random(`${nth}/${day}/${slot}/${hire}`).chance(0.35));
      for (const { llr, because } of await about(company(lived(plan)))) {
        const chance = Number(because.facts.find(({ label }) => label === 'Share of coincidences with so few')!.value[0]);
        const halfHours = Number(because.facts[0]!.value[0]) / Number(because.facts[0]!.usual.split(',')[0]);
        const shows = llr <= 0 || chance >= 0.2 ? 'none' : chance >= 0.05 ? 'maybe' : halfHours < 0.5 ? 'turns' : 'less';
        told.add(llr > 0 ? `${shows}, above 0` : shows);

        expect(withoutReferences([because.headline])).toContain(words[shows]);
        if (shows === 'none') expect(withoutReferences(because.innocent)).toContain('Nothing to explain');
      }
    }
    expect([...told]).toEqual(expect.arrayContaining(['none', 'maybe, above 0']));
  });

  it('makes do with programs where laptops do not count key strokes, and says so', async () => {
    const started = lived(inTurns).map((event): Event => (event['event.action'] === 'activity' ? { ...event, 'event.action': 'process-started', 'process.name': 'Code.exe' } : event));

    const [reading] = await about(company(started.map(({ 'farmwatch.input.keys': _untold, ...event }) => event)));

    expect(reading!.llr).toBeGreaterThan(0.9);
    expect(reading!.because.facts[1]!.value[0]).toContain('programs, lookups and sign-ins');
    expect(await about(company(lived((day, slot) => (drawn(day, slot).chance(0.6) ? PAIR : [])).map((event): Event => (event['event.action'] === 'activity' ? anEvent({ '@timestamp': event['@timestamp'], 'event.action': 'process-started', 'device.serial_number': event['device.serial_number']! }) : event))))).toEqual([]);
  });

  it('does not take a gadget that moves the pointer for work', async () => {
    expect(await about(company(lived(inTurns, { keys: 0 })))).toEqual([]);
  });

  it('stays silent on few days, and on a laptop that is hardly used', async () => {
    expect(await about(company(lived(inTurns, { days: DAYS.slice(0, 4) })))).toEqual([]);
    expect(await about(company(lived((day, slot) => inTurns(day, slot).filter((hire) => hire === 'lee' || slot < 2))))).toEqual([]);
  });

  it('looks only at days under one roof', async () => {
    const awayFrom = (hire: HireId, day: Day): string => (hire === 'lee' && day > '2026-11-04' ? '203.0.113.80' : HOUSE);

    expect(await about(company(lived(inTurns, { lineOf: awayFrom })))).toEqual([]);
  });

  it('finds two of five whom one person drives', async () => {
    const people = ['kim', 'lee', 'max', 'noa', 'pat'];
    const plan: Plan = (day, slot) => [...inTurns(day, slot), ...apart(['max', 'noa', 'pat'])(day, slot)];

    const [reading] = await about(company(lived(plan), people));

    expect(reading!.alongside).toEqual(['lee']);
    expect(reading!.llr).toBeGreaterThan(0.8);
    for (const hire of ['max', 'noa', 'pat']) expect((await about(company(lived(plan), people), hire))[0]?.llr ?? 0).toBeLessThan(0.7);
  });

  it('compares starters only: of people of longer standing no hours are kept', async () => {
    const people = PAIR.map((id) => aPerson({ hire_id: id, ...(id === 'lee' ? { start_date: '2021-03-01' } : {}) }));
    const of = company(lived(inTurns), PAIR, { people });

    expect(await readingsOf(turnTaking, of)).toEqual([]);
  });
});
