import { beforeAll, describe, expect, it } from 'vitest';
import { judgesOf } from '../src/app.ts';
import { judgeWith, namesOf } from '../src/cli/evaluate/judge.ts';
import { openEnricher } from '../src/collect/enrich.ts';
import { loadConfig } from '../src/config.ts';
import { farmCompanies, figuresOf, ordinaryCompanies, populationsOf, type Figure, type Population } from '../src/evaluate/weights.ts';

/** The short form of `evaluate weights`: smaller companies over less time, and thresholds that so few people can tell of. */
const ORDINARY = ordinaryCompanies({ seeds: 5, people: 1_000 }).map((plan) => ({ ...plan, days: 36, runs: 2 }));
const FARMED = farmCompanies(100).map((plan) => ({ ...plan, people: 40, days: 30, runs: 2 }));
const FURTHEST = 2;

const parts = judgesOf(loadConfig(undefined));
const names = namesOf(parts.detectors);

describe('honest weights', () => {
  let people: Population;
  let figures: readonly Figure[] = [];

  beforeAll(async () => {
    const judge = judgeWith({ ...parts, enricher: await openEnricher() });
    people = { ordinary: (await populationsOf(judge, ORDINARY)).ordinary, farm: (await populationsOf(judge, FARMED)).farm };
    figures = figuresOf(people, names).filter(({ threshold }) => threshold <= FURTHEST);
  }, 600_000);

  const dishonest = (population: Figure['population'], of: Figure['of'], name: string): readonly Figure[] => {
    // A detector and its family may have one name.
    const asked = figures.filter((figure) => figure.population === population && figure.of === of && figure.name === name);
    expect(asked.length).toBe(FURTHEST);
    return asked.filter(({ honest }) => !honest);
  };

  it('are asked of a thousand ordinary people and a hundred farm people, and something is said of most', () => {
    for (const [group, many] of [[people.ordinary, 950], [people.farm, 100]] as const) {
      expect(group.length).toBeGreaterThan(many);
      expect(group.filter(({ detectors }) => Object.keys(detectors).length > 0).length).toBeGreaterThan(group.length / 2);
    }
  });

  const asked = [...names.detectors.map((name) => ['detector', name] as const), ...names.families.map((name) => ['family', name] as const), ['total', 'total'] as const];
  for (const [of, name] of asked) {
    it(`of ${of === 'total' ? name : `${of} ${name}`}: t or more is reached by at most e^−t of ordinary people, −t or less by at most e^−t of farm people`, ({ skip }) => {
      expect(dishonest('ordinary', of, name)).toEqual([]);
      expect(dishonest('farm', of, name)).toEqual([]);
      // What nobody has is not honest, it is not tested; a short form has too few people for what is rare.
      const { spoken, tested } = figures.find((figure) => figure.population === 'ordinary' && figure.of === of && figure.name === name)!;
      skip(!tested, `not tested: ${spoken} ordinary people have any weight above 0`);
    });
  }
});
