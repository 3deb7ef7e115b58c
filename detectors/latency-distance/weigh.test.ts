import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { farWeight, longerShare, misplacedChance, nearWeight } from './weigh.ts';

const settings = {
  ...settle(SETTINGS).values, quietMs: 25, farmFar: 0.15, farScaleMs: 100, directScaleMs: 10, directSlow: 0.02, oneMore: 0.25, hiddenScaleMs: 30, hiddenSlow: 0.1, slowScaleMs: 100,
  farmNear: 0.25, ordinaryNear: 0.02, ordinaryPeople: 50, companions: 3, companionShare: 0.1, ceiling: 3.5,
};
const NOBODY = { showing: 0, others: 0 };

describe('the weight of a longer round trip', () => {
  it('can be checked by hand', () => {
    // 100 ms: ordinary 0.98 e^−10 + 0.02 e^−1 = 0.0074; farm e^−1 = 0.368; ln(0.85 + 0.15 × 49.7) = ln 8.31.
    expect(longerShare(100, 'direct', settings)).toBeCloseTo(0.0074, 4);
    expect(farWeight(100, 'direct', NOBODY, settings)).toBeCloseTo(Math.log(8.31), 2);
  });

  it('is nothing within the spread of ordinary lines', () => {
    expect([-40, 0, 24.9].map((excess) => farWeight(excess, 'direct', NOBODY, settings))).toEqual([0, 0, 0]);
  });

  it('is smaller over a network that hides where somebody is', () => {
    expect(farWeight(100, 'hidden', NOBODY, settings)).toBeLessThan(farWeight(100, 'direct', NOBODY, settings) - 0.5);
  });

  it('falls where others show as much, the first few of whom may be of one farm', () => {
    const [none, three, ten] = [0, 3, 10].map((showing) => farWeight(100, 'direct', { showing, others: 50 }, settings));

    expect(none! - three!).toBeLessThan(none! - ten!);
    expect(ten).toBeLessThan(0.5);
  });
});

describe('the weight of a round trip shorter than light allows', () => {
  it('can be checked by hand', () => {
    // One in fifty does so without a company to compare with: ln(0.75 + 0.25 × 50) = ln 13.25.
    expect(nearWeight(NOBODY, 0, settings)).toBeCloseTo(Math.log(13.25), 6);
  });

  it('falls where many show it', () => {
    expect(nearWeight({ showing: 20, others: 40 }, 0, settings)).toBeLessThan(nearWeight(NOBODY, 0, settings) - 1.5);
  });

  it('stays below the ceiling', () => {
    expect(nearWeight({ showing: 0, others: 100_000 }, 0, settings)).toBe(3.5);
  });

  it('is smaller the fewer others say where the far end stands', () => {
    // Three more would have to be elsewhere: 0.25³ = 0.0156 beside one in fifty; ln(0.75 + 0.25 / 0.0356) = ln 7.77.
    expect(nearWeight(NOBODY, misplacedChance(3, settings), settings)).toBeCloseTo(Math.log(7.77), 2);
    expect(misplacedChance(undefined, settings)).toBe(0);
  });

  it('is nothing where the far end may as well stand near the claimed home', () => {
    expect(nearWeight(NOBODY, misplacedChance(0, settings), settings)).toBe(0);
  });
});
