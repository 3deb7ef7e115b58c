import { describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { START, aChronicle, aFarmPerson, anOrdinary } from './chronicle.fixture.ts';
import { ablationFigures, detectorFigures, hardwareFigures, rulesFigures } from './comparisons.ts';
import type { Figure } from './figure.ts';

const find = (figures: readonly Figure[], of: string, measure: string) => figures.find((one) => one.of === of && one.measure === measure);

describe('without a family', () => {
  it('finds and errs by the cases of that way', () => {
    const chronicle = aChronicle({
      people: [aFarmPerson('a'), anOrdinary('b')], named: { a: 1 }, cases: [{ hires: ['a'], peak: 'act' }],
      ways: [['machine', { named: {}, cases: [{ hires: ['b'], peak: 'review' }] }]],
    });
    const figures = ablationFigures([chronicle], ['machine']);

    expect(find(figures, 'all families', 'found, three or more together')).toMatchObject({ hits: 1, among: 1 });
    expect(find(figures, 'without machine', 'found, three or more together')).toMatchObject({ hits: 0, among: 1 });
    expect(find(figures, 'without machine', 'false cases')).toMatchObject({ hits: 1, among: 1 });
    expect(new Set(figures.map(({ of }) => of)).size).toBe(2);
  });
});

describe('beside rules of today', () => {
  const days = (...all: readonly string[]): ReadonlySet<string> => new Set(all);
  const figures = rulesFigures([aChronicle({
    people: [aFarmPerson('a'), anOrdinary('b', { travelDays: 1 }), anOrdinary('c')], named: { a: 1 },
    more: {
      rules: {
        namedAt: { travel: new Map([['b', START]]), tool: new Map([['a', START + 5 * DAY], ['b', START], ['c', START]]), device: new Map(), line: new Map() },
        travelDays: { fromStart: new Map([['b', days('1', '2', '3', '4')], ['a', days('1')]]), learned: new Map([['b', days('4')]]) },
      },
    },
  })]);

  it('counts farm hires and honest people of each', () => {
    expect(find(figures, 'cases at review or above', 'farm hires within 72 h')).toMatchObject({ hits: 1, among: 1 });
    expect(find(figures, 'tool not seen on the machine for 7 days', 'farm hires within 72 h')).toMatchObject({ hits: 0, among: 1 });
    expect(find(figures, 'tool not seen on the machine for 7 days', 'at any time')).toMatchObject({ hits: 1, among: 1 });
    // Two ordinary people for a month each.
    expect(find(figures, 'tool not seen on the machine for 7 days', 'honest people named')).toMatchObject({ hits: 2, among: 2, value: 1_000 });
    expect(find(figures, 'more than 20 users on a device token', 'honest people named')).toMatchObject({ hits: 0 });
  });

  it('counts travel alerts of honest people by person and day, ours as a part of theirs', () => {
    expect(find(figures, '100 km at 300 km/h', 'ours as a part of theirs')).toMatchObject({ hits: 1, among: 4, value: 0.25, goal: { is: 'at most', value: 0.1 } });
    expect(find(figures, '100 km at 300 km/h, after 14 days', 'ours as a part of theirs')).toMatchObject({ hits: 1, among: 1 });
  });
});

describe('hardware', () => {
  const told = { most: { 'remote-control-hardware': 2 } };
  const figures = hardwareFigures([aChronicle({
    people: [
      aFarmPerson('named', { hardware: ['kvm'], ...told }), aFarmPerson('disguised', { hardware: ['kvm-disguised'], most: { 'remote-control-hardware': 0.9 } }),
      aFarmPerson('too-fresh', { hardware: ['kvm'], firstSignIn: START + 24 * DAY }), aFarmPerson('software'), aFarmPerson('unlisted', { hardware: ['kvm-unlisted'] }),
      anOrdinary('dock', { hardware: ['dock'] }), anOrdinary('taken', { hardware: ['dock'], ...told }), anOrdinary('lab', { hardware: ['dock', 'kvm'], ...told }), anOrdinary('bare', told),
    ],
  })]);

  it('is told of farm laptops that ran for a week, named or not', () => {
    expect(figures.map(({ hits, among }) => [hits, among])).toEqual([[1, 3], [1, 1], [0, 1], [0, 1], [1, 1], [1, 2]]);
  });

  it('counts docks without a KVM that are taken for one', () => {
    expect(find(figures, 'dock of an ordinary person', 'taken for a KVM')).toMatchObject({ value: 500, unit: 'per 1,000 docks', goal: { is: 'at most', value: 1 } });
  });
});

describe('each detector by itself', () => {
  it('is the share of people who ever reach a weight', () => {
    const figures = detectorFigures([aChronicle({ people: [aFarmPerson('a', { most: { one: 2.5 } }), aFarmPerson('b', { most: { one: 1 } }), anOrdinary('c', { most: { one: 1.9 } }), anOrdinary('d', { days: 0, most: { one: 9 } })] })], ['silent', 'one']);

    expect(figures.map(({ of, measure, hits, among }) => `${of} ${measure}: ${hits} of ${among}`)).toEqual([
      'one farm people ever at 1: 2 of 2', 'one farm people ever at 2: 1 of 2', 'one ordinary people ever at 1: 1 of 1', 'one ordinary people ever at 2: 0 of 1',
      'silent farm people ever at 1: 0 of 2', 'silent farm people ever at 2: 0 of 2', 'silent ordinary people ever at 1: 0 of 1', 'silent ordinary people ever at 2: 0 of 1',
    ]);
  });
});
