import { describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { START, aChronicle, aFarmPerson, anOrdinary } from './chronicle.fixture.ts';
import { calibrationFigures, deskFigures, precisionFigures } from './precision.ts';

const BASE = { oneIn: 500 };
const find = <F extends { readonly of: string; readonly measure: string }>(figures: readonly F[], of: string, measure: string) => figures.find((one) => one.of === of && one.measure === measure);

describe('precision by band', () => {
  const chronicle = aChronicle({
    people: [aFarmPerson('a', { topBand: 'act' }), aFarmPerson('b', { topBand: 'watch' }), anOrdinary('c', { topBand: 'act' }), ...Array.from({ length: 7 }, (_, nth) => anOrdinary(`o-${nth}`))],
    cases: [{ hires: ['a'], peak: 'act' }, { hires: ['c'], peak: 'act' }, { hires: ['b', 'o-1'], peak: 'review' }],
  });
  const figures = precisionFigures([chronicle], BASE);

  it('is the share of cases with a farm hire, by the highest band they reached', () => {
    expect(find(figures, 'act', 'true, of cases')).toMatchObject({ hits: 1, among: 2, goal: { is: 'at least', value: 0.5 } });
    expect(find(figures, 'review', 'true, of cases')).toMatchObject({ hits: 1, among: 1 });
  });

  it('of people is put together anew at the base rate', () => {
    expect(find(figures, 'act', 'of a farm, of people')).toMatchObject({ hits: 1, among: 2 });
    // Half of farm people, an eighth of ordinary ones, 499 to 1: 0.5 / (0.5 + 62.375).
    expect(find(figures, 'act', 'the same if 1 in 500')!.value).toBeCloseTo(0.5 / 62.875, 10);
  });

  it('tells people of one name in two companies apart', () => {
    const other = aChronicle({ people: [anOrdinary('a')], cases: [{ hires: ['a'], peak: 'act' }] });

    expect(find(precisionFigures([chronicle, other], BASE), 'act', 'true, of cases')).toMatchObject({ hits: 1, among: 3 });
  });
});

describe('five cases a day', () => {
  it('find whom the analyst looked at in time', () => {
    const chronicle = aChronicle({ people: [aFarmPerson('a'), aFarmPerson('b')], more: { lookedAt: new Map([['a', START + 2 * DAY], ['b', START + 4 * DAY]]), looks: { looks: 6, days: 30, fullDays: 3 } } });
    const figures = deskFigures([chronicle]);

    expect(find(figures, 'one analyst', 'farm hires looked at within 72 h')).toMatchObject({ hits: 1, among: 2 });
    expect(find(figures, 'one analyst', 'at any time')).toMatchObject({ hits: 2, among: 2 });
    expect(find(figures, 'one analyst', 'looks on a day')!.value).toBeCloseTo(0.2, 10);
    expect(find(figures, 'one analyst', 'days on which some waited')).toMatchObject({ hits: 3, among: 30 });
  });
});

describe('calibration', () => {
  const once = (chance: number) => ({ once: { chance, band: 'quiet' as const } });
  const figures = calibrationFigures([aChronicle({
    people: [aFarmPerson('a', once(0.9)), aFarmPerson('b', once(0.0005)), anOrdinary('c', once(0.82)), anOrdinary('d', once(0.0003)), anOrdinary('e', once(1)), anOrdinary('never-seen')],
  })], BASE);

  it('compares what was said with how many are of a farm, both kinds as often as they are', () => {
    // Half of farm people and two thirds of ordinary ones: (0.5 · 0.9 + 499/3 · (0.82 + 1)) / (0.5 + 499 · 2/3).
    expect(find(figures, 'chance 0.8 to 1', 'said, on average')!.value).toBeCloseTo((0.45 + (499 / 3) * 1.82) / (0.5 + (499 * 2) / 3), 10);
    expect(find(figures, 'chance 0.8 to 1', 'of a farm, if 1 in 500')!.value).toBeCloseTo(0.5 / (0.5 + (499 * 2) / 3), 10);
    expect(find(figures, 'chance 0.8 to 1', 'of a farm, as simulated')).toMatchObject({ hits: 1, among: 3 });
  });

  it('counts everybody once, and leaves empty classes out', () => {
    const simulated = figures.filter(({ measure }) => measure === 'of a farm, as simulated');

    expect(simulated.map(({ of }) => of)).toEqual(['chance 0 to 0.001', 'chance 0.8 to 1']);
    expect(simulated.reduce((sum, { among }) => sum + among!, 0)).toBe(5);
  });
});
