import { describe, expect, it } from 'vitest';
import { aChronicle, aFarmPerson, anOrdinary } from './chronicle.fixture.ts';
import { falseCaseFigures, falseRate } from './false-cases.ts';

const CHRONICLE = aChronicle({
  people: [
    aFarmPerson('farm', { days: 300 }), anOrdinary('plain', { days: 60 }), anOrdinary('owl', { kinds: ['night-owl'], days: 90 }),
    anOrdinary('both', { kinds: ['night-owl', 'jiggler'], days: 30 }), anOrdinary('before-start', { days: 0 }),
  ],
  cases: [{ hires: ['farm', 'plain'], peak: 'act' }, { hires: ['owl', 'both'], peak: 'review' }],
  ways: [['machine', { cases: [] }]],
});
const figure = (of: string, measure = 'false cases', section = 'false-kinds') => falseCaseFigures([CHRONICLE]).find((one) => one.section === section && one.of === of && one.measure === measure);

describe('false cases', () => {
  it('are those without a farm hire, for a thousand months of ordinary people', () => {
    // 60 + 90 + 30 days are six months; one case in six months is 166.7 in a thousand.
    expect(figure('all', 'false cases', 'false')).toMatchObject({ hits: 1, among: 6, value: expect.closeTo(166.667, 2) });
    expect(figure('all', 'ordinary hire-months', 'false')).toMatchObject({ value: 6, goal: { is: 'at least', value: 5_000 } });
  });

  it('leave out true ones, whose honest people are counted by themselves', () => {
    expect(figure('all', 'honest people in true cases', 'false')).toMatchObject({ hits: 1, among: 6 });
  });

  it('count for everything that sets their people apart', () => {
    expect(figure('night-owl')).toMatchObject({ hits: 1, among: 4 });
    expect(figure('jiggler')).toMatchObject({ hits: 1, among: 1 });
    expect(figure('nothing special')).toMatchObject({ hits: 0, among: 2 });
  });

  it('are those of the way of judging that is asked about', () => {
    expect(falseRate('ablation', 'without machine', [CHRONICLE], 'machine')).toMatchObject({ hits: 0, among: 6 });
  });
});
