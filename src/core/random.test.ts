import { describe, expect, it } from 'vitest';
import { random, seedOf } from './random.ts';

const draws = (name: string, count: number): readonly number[] => {
  const source = random(name);
  return Array.from({ length: count }, () => source.next());
};
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('random', () => {
  it('gives the same sequence for the same name, and another for another', () => {
    expect(draws('demo', 5)).toEqual(draws('demo', 5));
    expect(draws('demo', 5)).not.toEqual(draws('domo', 5));
  });

  it('spreads names by FNV-1a', () => {
    // From the reference test vectors of FNV-1a, 32 bits.
    expect([seedOf(''), seedOf('a'), seedOf('foobar')]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });

  it('forks into a source that does not move its parent', () => {
    const [one, other] = [random('demo'), random('demo')];
    const child = one.fork('laptops');
    child.next();

    expect(one.next()).toBe(other.next());
    expect(random('demo').fork('laptops').next()).toBe(random('demo').fork('laptops').next());
  });

  it('has the means that its names promise', () => {
    const source = random('means');
    const of = (draw: () => number): number => mean(Array.from({ length: 20_000 }, draw));

    // Seeded, so these are fixed numbers: the bounds say how far the generator may be off, about four standard errors.
    expect(Math.abs(of(() => source.next()) - 0.5)).toBeLessThan(0.01);
    expect(Math.abs(of(() => source.int(10)) - 4.5)).toBeLessThan(0.09);
    expect(Math.abs(of(() => source.between(2, 4)) - 3)).toBeLessThan(0.02);
    expect(Math.abs(of(() => Number(source.chance(0.2))) - 0.2)).toBeLessThan(0.012);
    expect(Math.abs(of(() => source.normal(1, 2)) - 1)).toBeLessThan(0.06);
    expect(Math.abs(of(() => source.poisson(3)) - 3)).toBeLessThan(0.05);
    expect(Math.abs(of(() => source.poisson(100)) - 100)).toBeLessThan(0.3);
    expect(Math.abs(of(() => source.exponential(5)) - 5)).toBeLessThan(0.15);
  });

  it('shuffles without losing or changing anything', () => {
    const items = [1, 2, 3, 4, 5, 6, 7, 8];

    const shuffled = random('order').shuffle(items);

    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted()).toEqual(items);
    expect(items).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });
});
