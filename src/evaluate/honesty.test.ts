import { describe, expect, it } from 'vitest';
import { honestDoubts, honestWeights, lowerBound, tail } from './honesty.ts';

describe('the exact lower bound of a share', () => {
  it('is known in closed form for one hit', () => {
    expect(lowerBound(1, 10, 0.95)).toBeCloseTo(1 - 0.95 ** (1 / 10), 12);
  });

  it('is known in closed form when all hit', () => {
    expect(lowerBound(5, 5, 0.99)).toBeCloseTo(0.01 ** (1 / 5), 12);
  });

  it('is 0 without hits', () => {
    expect(lowerBound(0, 1_000, 0.99)).toBe(0);
  });

  it('rests on the binomial tail', () => {
    expect(tail(2, 3, 0.5)).toBeCloseTo(0.5, 12);
    expect(tail(600, 5_000, 0.1)).toBeLessThan(1e-5);
  });
});

describe('honest weights', () => {
  it('pass when they mean what they say', () => {
    // 30 of 100 reach 1, where 36.8 may.
    const weights = [...Array<number>(30).fill(1.1), ...Array<number>(70).fill(0)];

    expect(honestWeights(weights, [1])[0]).toMatchObject({ reached: 30, people: 100, honest: true });
  });

  it('pass while chance explains the excess', () => {
    expect(honestWeights([...Array<number>(40).fill(1), ...Array<number>(60).fill(0)], [1])[0]!.honest).toBe(true);
  });

  it('fail when too many reach the threshold', () => {
    expect(honestWeights([...Array<number>(60).fill(1), ...Array<number>(40).fill(0)], [1])[0]!.honest).toBe(false);
  });

  it('are asked of negative weights in the same way', () => {
    expect(honestDoubts([...Array<number>(60).fill(-1), ...Array<number>(40).fill(0)], [1])[0]!.honest).toBe(false);
  });
});
