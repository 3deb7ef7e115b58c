import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { KINDS } from './kinds.ts';
import { SETTINGS } from './settings.ts';
import { kinRateOf, sharedWeight, tieWeight, type Tie } from './weigh.ts';

const { values } = settle(SETTINGS);
/** Two starters who live apart and mainly use one MFA device. */
const DEVICE: Tie = { kind: 'factor', others: 1, staff: false, main: true, handedOn: false, homes: 'apart', inAgency: false, kinRate: 0.0008 };
const weigh = (seen: Partial<Tie>): number => tieWeight({ ...DEVICE, ...seen }, values);
const BANK: Partial<Tie> = { kind: 'bank', main: undefined, kinRate: 0.002 };

const tie = fc.record({
  kind: fc.constantFrom(...KINDS), others: fc.integer({ min: 1, max: 20 }), staff: fc.boolean(), main: fc.constantFrom(true, false, undefined),
  handedOn: fc.boolean(), inAgency: fc.boolean(), homes: fc.constantFrom('apart' as const, 'unknown' as const, 'together' as const), kinRate: fc.double({ min: 0.0005, max: 0.2, noNaN: true }),
});

describe('the weight of one thing that serves several', () => {
  it('can be worked out by hand', () => {
    // Farm 0.2 · 0.9 · 0.85 · 0.95 = 0.14535; relatives and friends 0.0008 · 0.4 · 0.8 · 0.7 = 0.0001792;
    // a thing meant for many 0.03 · 0.5 · 0.15 · 0.6 = 0.00135.
    expect(weigh({})).toBeCloseTo(Math.log(0.14535 / 0.0015292), 4);
    // Farm 0.15 · 0.9 · 0.95 = 0.12825; 0.002 · 0.4 · 0.8 = 0.00064; 0.004 · 0.5 · 0.6 = 0.0012.
    expect(weigh(BANK)).toBeCloseTo(Math.log(0.12825 / 0.00184), 4);
  });

  it('is a number for every tie, and never rises with a company that shares more', () => {
    fc.assert(fc.property(tie, fc.double({ min: 0, max: 0.5, noNaN: true }), (seen, more) => {
      expect(Number.isFinite(tieWeight(seen, values))).toBe(true);
      expect(tieWeight({ ...seen, kinRate: seen.kinRate + more }, values)).toBeLessThanOrEqual(tieWeight(seen, values) + 1e-9);
    }));
  });

  it('is less where all it serves are of one agency', () => {
    expect(weigh({ ...BANK, inAgency: true })).toBeLessThan(weigh(BANK) - 1);
  });

  it('falls where it is used beside another, where staff have it too, where one had it after the other, where homes are not seen', () => {
    expect(weigh({ main: false })).toBeLessThan(1.5);
    expect(weigh({ staff: true })).toBeLessThan(weigh({}) - 1.5);
    expect(weigh({ handedOn: true })).toBeLessThan(weigh({}) - 2);
    expect(weigh({ ...BANK, homes: 'unknown' })).toBeLessThan(weigh(BANK) - 0.2);
  });

  it('is low for a monitor that was passed on', () => {
    expect(weigh({ kind: 'display', kinRate: 0.006, handedOn: true })).toBeLessThan(0);
  });

  it('is that of sharing given the roof, where they live together', () => {
    // Farm 0.14535; a household 0.1 · 0.4 · 0.8 · 0.7 = 0.0224; 0.00135 as above.
    expect(weigh({ homes: 'together' })).toBeCloseTo(Math.log(0.14535 / 0.02375), 4);
    // With three more: 0.6³ = 0.216, 0.15³ = 0.003375, 0.85³ = 0.614.
    expect(weigh({ homes: 'together', others: 4 })).toBeGreaterThan(weigh({ homes: 'together' }) + 1);
  });

  it('falls with very many others, as with a thing meant for many', () => {
    expect(weigh({ others: 15 })).toBeLessThan(0.5);
  });

  it('adds further kinds in part, and ends at the ceiling', () => {
    expect(sharedWeight([2, -1, 3], values)).toBe(4);
    expect(sharedWeight([-1], values)).toBe(0);
    expect(sharedWeight([4, 4, 4], values)).toBe(values.ceiling);
  });
});

describe('how common it is to share', () => {
  it('is the default until the company shows more of it', () => {
    // 300 · 0.002 = 0.6; (0.6 + 0) / 400 lies below the default, (0.6 + 8) / 400 = 0.0215 above.
    expect(kinRateOf('bank', 0, 100, values)).toBe(0.002);
    expect(kinRateOf('bank', 8, 100, values)).toBeCloseTo(0.0215, 10);
  });
});
