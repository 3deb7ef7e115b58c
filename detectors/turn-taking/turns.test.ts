import { describe, expect, it } from 'vitest';
import { random } from '../../src/core/random.ts';
import { handoversIn, turnsOf, type SharedDay } from './turns.ts';

/** Half hours by letter: a, b, * for both, . for neither. */
function day(text: string, stratum = 'week'): SharedDay {
  const bits = (letter: string): number => [...text].reduce((sum, one, i) => sum + (one === letter || one === '*' ? 2 ** i : 0), 0);
  return { busy: [bits('a'), bits('b')], stratum };
}

describe('handovers', () => {
  it('are changes from one alone to the other alone', () => {
    expect(handoversIn(...day('aabb').busy)).toBe(1);
    expect(handoversIn(...day('aa*bb..aabb').busy)).toBe(3);
    expect(handoversIn(...day('****').busy)).toBe(0);
    expect(handoversIn(...day('aa..**..aa').busy)).toBe(0);
  });

  it('are no pauses: it takes two half hours alone on both sides', () => {
    expect(handoversIn(...day('aabaa').busy)).toBe(0);
    expect(handoversIn(...day('a*b*a*b*a').busy)).toBe(0);
    expect(handoversIn(...day('aa*b*b*aa').busy)).toBe(0);
    expect(handoversIn(...day('a.ab.b').busy)).toBe(1);
  });
});

describe('taking turns', () => {
  it('is told from the same days in other orders', () => {
    // Each day one has the half hours that the other has not: of two days, exchanged, they overlap in 2 half hours.
    const { overlap, expected, p } = turnsOf([day('ab'), day('ba')], 1999, random('two days'));

    expect(overlap).toBe(0);
    expect(expected).toBeCloseTo(1, 0);
    expect(p).toBeCloseTo(0.5, 1);
  });

  it('has a chance that falls with every further day', () => {
    const days = ['abab', 'baba', 'aabb', 'bbaa', 'abba', 'baab', 'abab', 'bbaa'].map((text) => day(text));

    expect(turnsOf(days, 1999, random('days')).p).toBeLessThan(0.01);
  });

  it('is not told of people who live by different clocks every day', () => {
    expect(turnsOf(Array.from({ length: 10 }, () => day('aaaabbbb')), 199, random('zones'))).toMatchObject({ overlap: 0, expected: 0, p: 1 });
  });

  it('is not told of people who swap shifts with the week: days are exchanged within one', () => {
    const weeks = [...Array.from({ length: 5 }, () => day('aaa*bbb', 'first')), ...Array.from({ length: 5 }, () => day('bbb*aaa', 'second'))];

    expect(turnsOf(weeks, 199, random('shifts')).p).toBe(1);
  });

  it('has chances no smaller than they should be where nobody looks at the other', () => {
    const draw = random('independent');
    const chances = Array.from({ length: 300 }, (_, nth) => turnsOf(
      Array.from({ length: 10 }, (): SharedDay => ({ busy: [draw.int(2 ** 16), draw.int(2 ** 16)], stratum: 'week' })), 199, random(`pair ${nth}`),
    ).p);

    // Of 300, 15 and 75 may fall below; three standard deviations are 11 and 22.
    expect(chances.filter((p) => p <= 0.05).length).toBeLessThan(15 + 11);
    expect(chances.filter((p) => p <= 0.25).length).toBeLessThan(75 + 22);
  });
});
