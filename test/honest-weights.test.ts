import { beforeAll, describe, expect, it } from 'vitest';
import { DETECTORS } from '../detectors/index.ts';
import { honestWeights } from './support/honest.ts';
import { populationOf, type Weighed } from './support/population.ts';

/** Each company is judged once, with its starters anywhere between two weeks before their first day and six weeks after. */
const SEEDS = ['honest-1', 'honest-2', 'honest-3', 'honest-4', 'honest-5'];
const PEOPLE = 200;

describe('honest weights: among 1,000 ordinary starters', () => {
  let people: readonly Weighed[] = [];

  beforeAll(async () => {
    for (const seed of SEEDS) people = [...people, ...(await populationOf(DETECTORS, { seed, people: PEOPLE })).ordinary];
  }, 600_000);

  it('there are a thousand of them, and something is said of most', () => {
    expect(people.length).toBe(1_000);
    expect(people.filter(({ findings }) => findings.length > 0).length).toBeGreaterThan(500);
  });

  for (const { id } of DETECTORS) {
    it(`a weight of t by ${id} is reached by at most e^−t`, () => {
      expectHonest(people.map(({ detectors }) => detectors[id] ?? 0));
    });
  }

  for (const family of new Set(DETECTORS.map((detector) => detector.family))) {
    it(`so is a sum of t of the family ${family}`, () => {
      expectHonest(people.map(({ families }) => families[family] ?? 0));
    });
  }

  it('so is a total of t above the prior', () => {
    expectHonest(people.map(({ total }) => total));
  });
});

function expectHonest(weights: readonly number[]): void {
  expect(honestWeights(weights).filter(({ honest }) => !honest)).toEqual([]);
}
