import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { aFinding, fusionOf } from '../../test/support/findings.ts';
import { FAMILIES } from '../core/family.ts';
import { DAY } from '../core/time.ts';
import type { Finding } from '../detect/detector.ts';
import { agedWeight, chanceOf, familySum, fuse, outlook, type FusionContext } from './fuse.ts';
import type { Part, Risk } from './risk.ts';

const LN2 = Math.log(2);
/** ln(1/499): one in five hundred as log-odds. */
const PRIOR = -Math.log(499);

const fused = (findings: readonly Finding[], context: FusionContext = fusionOf()): Risk => fuse('kim', 3, findings, {}, context);
const sumOf = (parts: readonly Part[]): number => parts.reduce((total, { adds }) => total + adds, 0);
const partOf = (risk: Risk, id: string): Part & { readonly kind: 'finding' } =>
  risk.parts.find((part): part is Part & { readonly kind: 'finding' } => part.kind === 'finding' && part.finding === id)!;

describe('fuse', () => {
  it('leaves the prior where nothing is known', () => {
    const risk = fused([]);

    expect(risk).toMatchObject({ hire_id: 'kim', day: 3, asOf: MONDAY, band: 'quiet', families: {}, parts: [{ kind: 'prior', headline: '1 in 500 starters' }] });
    expect(risk.logOdds).toBeCloseTo(PRIOR, 12);
    expect(risk.chance).toBeCloseTo(1 / 500, 12);
  });

  it('adds the weight of a detector that is alone in its family', () => {
    const risk = fused([aFinding({ llr: 3 })]);

    expect(risk.logOdds).toBeCloseTo(PRIOR + 3, 12);
    expect(risk.families).toEqual({ company: 3 });
  });

  it('averages the likelihood ratios of a family over all its detectors, silent ones counting one', () => {
    const findings = [aFinding({ detector: 'a', llr: Math.log(9) }), aFinding({ detector: 'b', llr: Math.log(5) })];

    const risk = fused(findings, fusionOf({}, { company: 3 }));

    // (9 + 5 + 1) / 3 = 5
    expect(risk.families.company).toBeCloseTo(Math.log(5), 12);
    // Shares of the logarithm: 8 and 4 of 12.
    expect(partOf(risk, 'f-a-kim-home').adds).toBeCloseTo(Math.log(5) * 8 / 12, 12);
    expect(partOf(risk, 'f-b-kim-home').adds).toBeCloseTo(Math.log(5) * 4 / 12, 12);
  });

  it('lets the most negative finding of a family count beside the positive ones, and no other negative one', () => {
    const findings = [aFinding({ detector: 'a', llr: Math.log(4) }), aFinding({ detector: 'b', llr: -0.5 }), aFinding({ detector: 'c', llr: -1 })];

    const risk = fused(findings, fusionOf({}, { company: 3 }));

    // (4 + 1 + 1) / 3 = 2, and the most negative one
    expect(risk.families.company).toBeCloseTo(LN2 - 1, 12);
    expect(partOf(risk, 'f-b-kim-home').adds).toBe(0);
    expect(partOf(risk, 'f-c-kim-home').adds).toBe(-1);
  });

  it('lets the strongest finding of a detector count and shows the others with nothing', () => {
    const findings = [aFinding({ key: 'a', llr: 2 }), aFinding({ key: 'b', llr: -2.5 }), aFinding({ key: 'c', llr: 1 })];

    const risk = fused(findings);

    expect(risk.parts.filter(({ kind }) => kind === 'finding').map(({ adds }) => adds).sort()).toEqual([-2.5, 0, 0]);
    expect(partOf(risk, 'f-shared-place-kim-b').without).toBeCloseTo(PRIOR + 2, 12);
  });

  it.each([
    ['company', 6, 4, 'held at the most that company may add'],
    ['company', -3, -2, 'held at the most that company may take away'],
    ['hours', 5, 2, 'held at the most that hours may add'],
    ['hours', -1, -0.3, 'held at the most that hours may take away'],
    ['human', 4, 3, 'held at the most that human may add'],
    ['human', -5, -4, 'held at the most that human may take away'],
    ['application', 1, 0.2, 'held at the most that application may add'],
    ['application', -1, -0.2, 'held at the most that application may take away'],
  ] as const)('holds %s of %d at %d, with a line that says so', (family, llr, held, headline) => {
    const risk = fused([aFinding({ family, llr })]);

    expect(risk.families[family]).toBe(held);
    expect(risk.parts.at(-1)).toEqual({ kind: 'limit', family, adds: held - llr, headline });
    expect(risk.logOdds).toBeCloseTo(PRIOR + held, 12);
  });

  it('writes no limit line where nothing was held', () => {
    expect(fused([aFinding({ llr: 4 })]).parts.map(({ kind }) => kind)).toEqual(['prior', 'finding']);
  });

  it('halves a weight with every half-life since the newest row', () => {
    const { values } = fusionOf();
    const weight = (family: Finding['family'], days: number): number => agedWeight(aFinding({ family, llr: 4, newest: MONDAY - days * DAY }), MONDAY, values);

    expect([0, 30, 60].map((days) => weight('company', days))).toEqual([4, 2, 1]);
    expect([0, 60, 120].map((days) => weight('human', days))).toEqual([4, 2, 1]);
    expect(weight('company', -1)).toBe(4);
  });

  it('ages before it chooses the strongest finding of a detector', () => {
    const old = aFinding({ key: 'old', llr: 4, newest: MONDAY - 60 * DAY });
    const fresh = aFinding({ key: 'fresh', llr: 1.5 });

    const risk = fused([old, fresh]);

    expect(partOf(risk, fresh.id).adds).toBe(1.5);
    expect(partOf(risk, old.id)).toMatchObject({ adds: 0, aged: 1 });
  });
});

describe('bands', () => {
  it('need two families for review and act, however high the chance', () => {
    const one = fused([aFinding({ llr: 9 })], fusionOf({ cap: 9 }));
    const two = fused([aFinding({ llr: 4 }), aFinding({ detector: 'b', family: 'machine', llr: 4 })]);

    // 9 − 6.21 is a chance of 0.94, 8 − 6.21 one of 0.86.
    expect([one.chance > 0.9, one.band]).toEqual([true, 'watch']);
    expect([two.chance > 0.8, two.band]).toEqual([true, 'act']);
  });

  it.each([
    [0.69, 'watch'],
    [0.7, 'review'],
  ] as const)('count a family that adds %d towards two: %s', (second, band) => {
    const risk = fused([aFinding({ llr: 5 }), aFinding({ detector: 'b', family: 'machine', llr: second })], fusionOf({ cap: 5 }));

    // 5.7 − 6.21 is a chance of 0.37; ln 2 is 0.693.
    expect(risk.chance).toBeGreaterThan(0.2);
    expect(risk.band).toBe(band);
  });

  it('begin with watch at one in twenty', () => {
    // 3.26 − 6.21 = −2.95, just below ln(1/19) = −2.944
    expect(fused([aFinding({ llr: 3.26 })]).band).toBe('quiet');
    expect(fused([aFinding({ llr: 3.27 })]).band).toBe('watch');
  });

  it('are told for 1 in 100 and 1 in 5,000 as well', () => {
    const risk = fused([aFinding({ llr: 3 }), aFinding({ detector: 'b', family: 'machine', llr: 2.5 })]);

    // 5.5 − ln 499 = −0.71: 0.33; 5.5 − ln 99 = 0.90: 0.71; 5.5 − ln 4999 = −3.02: 0.047
    expect(risk.band).toBe('review');
    expect(risk.bandAt).toEqual({ oneIn100: 'act', oneIn5000: 'quiet' });
  });

  it('take nobody over a border for what an application says', () => {
    // Log-odds 4.6 − 6.21 make 0.17: review begins at 0.2, and 0.2 more would lead there.
    const story = [aFinding({ llr: 3.2 }), aFinding({ detector: 'remote-control-software', family: 'machine', llr: 1.5 })];

    const alone = fused(story);
    const told = fused([...story, aFinding({ detector: 'application', family: 'application', llr: 0.2 })]);

    expect([alone.band, told.band]).toEqual(['watch', 'watch']);
    expect(told.chance).toBeGreaterThan(0.2);
  });

  it('never count the application as a family', () => {
    const context = fusionOf({ applicationLimit: 4 });

    const risk = fused([aFinding({ llr: 4 }), aFinding({ detector: 'application', family: 'application', llr: 4 })], context);

    expect(risk.chance).toBeGreaterThan(0.5);
    expect(risk.band).toBe('watch');
  });
});

describe('familySum', () => {
  it('is nothing for silence, and never undone by many repeats of nothing', () => {
    expect(familySum([], 3)).toEqual({ positive: 0, negative: 0 });
    expect(familySum([0, 0, 0], 3)).toEqual({ positive: 0, negative: 0 });
  });
});

const llr = fc.double({ min: -8, max: 8, noNaN: true });
const family = fc.constantFrom(...FAMILIES);
const finding = fc.record({ llr, family, detector: fc.nat(4), key: fc.nat(9), days: fc.nat(90) })
  .map(({ llr, family, detector, key, days }) => aFinding({ llr, family, detector: `${family}-${detector}`, key: String(key), newest: MONDAY - days * DAY }));
const findings = fc.uniqueArray(finding, { selector: ({ id }) => id, maxLength: 25 });
const context = fusionOf({}, Object.fromEntries(FAMILIES.map((name) => [name, 5])));

describe('whatever the findings', () => {
  it('the parts add up to the log-odds, and the log-odds are prior and families', () => {
    fc.assert(fc.property(findings, (all) => {
      const risk = fused(all, context);

      expect(sumOf(risk.parts)).toBeCloseTo(risk.logOdds, 9);
      expect(PRIOR + Object.values(risk.families).reduce((total, adds) => total + adds, 0)).toBeCloseTo(risk.logOdds, 9);
      expect(chanceOf(risk.logOdds)).toBe(risk.chance);
      expect(risk.parts.filter(({ kind }) => kind === 'finding')).toHaveLength(all.length);
    }));
  });

  it('a thousand copies under other keys weigh what one does', () => {
    fc.assert(fc.property(findings, llr, (others, weight) => {
      const copies = Array.from({ length: 1_000 }, (_, key) => aFinding({ llr: weight, detector: 'copied', key: `copy-${key}` }));

      expect(outlook([...others, ...copies], context).logOdds).toBe(outlook([...others, copies[0]!], context).logOdds);
    }), { numRuns: 20 });
  });

  it('a second family at ln 2 or more adds more than the tenth repeat', () => {
    fc.assert(fc.property(fc.double({ min: LN2, max: 8, noNaN: true }), fc.double({ min: LN2, max: 8, noNaN: true }), (first, second) => {
      const repeats = Array.from({ length: 10 }, (_, key) => aFinding({ llr: first, key: String(key) }));
      const nine = outlook(repeats.slice(0, 9), fusionOf()).logOdds;

      const tenth = outlook(repeats, fusionOf()).logOdds - nine;
      const other = outlook([...repeats.slice(0, 9), aFinding({ llr: second, detector: 'b', family: 'machine' })], fusionOf()).logOdds - nine;

      expect(other).toBeGreaterThan(tenth);
      expect(other).toBeGreaterThanOrEqual(LN2 - 1e-12);
    }));
  });

  it('order does not matter, to the last digit and line', () => {
    fc.assert(fc.property(findings.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray([...all], { minLength: all.length }))), ([all, shuffled]) => {
      expect(fused(shuffled, context)).toEqual(fused(all, context));
    }));
  });

  it('`without` is the sum recomputed as if the finding had never been', () => {
    fc.assert(fc.property(findings, (all) => {
      for (const part of fused(all, context).parts) {
        if (part.kind !== 'finding') continue;
        const rest = fused(all.filter(({ id }) => id !== part.finding), context);
        expect(part.without).toBeCloseTo(rest.logOdds, 9);
      }
    }), { numRuns: 50 });
  });

  it('every family stays between its floor and its cap', () => {
    fc.assert(fc.property(findings, (all) => {
      for (const [name, adds] of Object.entries(fused(all, context).families)) {
        const [floor, cap] = name === 'application' ? [-0.2, 0.2] : name === 'hours' ? [-0.3, 2] : name === 'human' ? [-4, 3] : [-2, 4];
        expect(adds).toBeGreaterThanOrEqual(floor);
        expect(adds).toBeLessThanOrEqual(cap);
      }
    }));
  });

  it('application evidence alone never leaves quiet, whatever its limit', () => {
    const weights = fc.array(llr, { maxLength: 12 });
    fc.assert(fc.property(weights, fc.double({ min: 0, max: 4, noNaN: true }), fc.integer({ min: 21, max: 1_000_000 }), (all, applicationLimit, oneIn) => {
      const told = all.map((weight, index) => aFinding({ llr: weight, family: 'application', detector: `application-${index}` }));

      expect(fused(told, fusionOf({ applicationLimit, oneIn })).band).toBe('quiet');
    }));
  });
});

describe('a muted finding', () => {
  const MUTED = { id: 'm-1', said: 'never-sleeps is muted for team Infrastructure until 2026-12-31 (lee: builds)' };
  const asleep = aFinding({ llr: 3, detector: 'never-sleeps', family: 'machine', muted: MUTED });

  it('adds 0, and a line says why and where the sum would be', () => {
    const risk = fused([aFinding({ llr: 2 }), asleep]);

    expect(partOf(risk, asleep.id)).toMatchObject({ adds: 0, without: risk.logOdds });
    expect(risk.parts.at(-1)).toEqual({ kind: 'limit', family: 'machine', adds: 0, muted: 'm-1', headline: `${MUTED.said}: 1 finding is hidden and adds 0; heard, the sum would be 3.00 higher` });
    expect(risk.families).toEqual({ company: 2 });
  });

  it('hides also what would speak for a person', () => {
    expect(fused([aFinding({ llr: -1, detector: 'never-sleeps', family: 'machine', muted: MUTED })]).parts.at(-1)).toMatchObject({ adds: 0, headline: expect.stringContaining('heard, the sum would be 1.00 lower') });
  });

  it('leaves everything else as it would be without it, and the lines add up', () => {
    const some = fc.array(fc.record({ llr: fc.double({ min: -8, max: 8, noNaN: true }), family: fc.constantFrom(...FAMILIES), muted: fc.boolean() }), { maxLength: 12 });
    fc.assert(fc.property(some, (all) => {
      const findings = all.map(({ llr, family, muted }, index) => aFinding({ llr, family, detector: `d-${index % 5}-${family}`, key: String(index), ...(muted ? { muted: MUTED } : {}) }));
      const [risk, heard] = [fused(findings), fused(findings.filter(({ muted }) => muted === undefined))];

      expect({ ...risk, parts: [] }).toEqual({ ...heard, parts: [] });
      expect(sumOf(risk.parts)).toBe(risk.logOdds);
      expect(risk.parts.filter((part) => part.kind === 'finding').length).toBe(findings.length);
      expect(outlook(findings, fusionOf())).toEqual(outlook(findings.filter(({ muted }) => muted === undefined), fusionOf()));
    }));
  });
});
