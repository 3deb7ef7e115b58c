import { describe, expect, it } from 'vitest';
import { DAY } from '../core/time.ts';
import { START, aChronicle, aFarmPerson, anOrdinary } from './chronicle.fixture.ts';
import { FOUND_WITHIN, byCases, dueOf, foundFigures, namedWithin } from './found.ts';
import { shareBounds } from './intervals.ts';

const figure = (chronicles: Parameters<typeof foundFigures>[0], of: string, measure: string) => foundFigures(chronicles).find((one) => one.of === of && one.measure === measure);

describe('farm hires found', () => {
  it('are those named within 72 hours of the later of first sign-in and third laptop', () => {
    const chronicle = aChronicle({
      people: [
        aFarmPerson('in-time'), aFarmPerson('late'), aFarmPerson('never'), aFarmPerson('early'),
        aFarmPerson('came-later', { firstSignIn: START + 10 * DAY }), aFarmPerson('stood-later', { farm: { since: START + 10 * DAY } }), anOrdinary('honest'),
      ],
      named: { 'in-time': 3, late: 3.1, early: 0, 'came-later': 12, 'stood-later': 13.5, honest: 1 },
    });

    expect(figure([chronicle], 'three or more together', 'within 72 h')).toMatchObject({ hits: 3, among: 6, value: 0.5, goal: { is: 'at least', value: 0.9 } });
    expect(figure([chronicle], 'three or more together', 'at any time')).toMatchObject({ hits: 5, among: 6 });
  });

  it('are not counted while their 72 hours last, nor where they never signed in', () => {
    const { firstSignIn: _never, ...absent } = aFarmPerson('absent');
    const chronicle = aChronicle({ days: 30, people: [aFarmPerson('fresh', { firstSignIn: START + 28 * DAY }), aFarmPerson('just', { firstSignIn: START + 27 * DAY }), absent], named: { fresh: 29 } });

    expect(figure([chronicle], 'three or more together', 'within 72 h')).toMatchObject({ hits: 0, among: 1 });
    expect(figure([chronicle], 'all', 'at any time')).toMatchObject({ hits: 1, among: 2 });
  });

  it('are told by how many stand together and by style', () => {
    const chronicle = aChronicle({
      people: [aFarmPerson('a', { farm: { together: 2, style: 'kvm' } }), aFarmPerson('b', { farm: { together: 2, style: 'kvm' } }), aFarmPerson('c', { farm: { together: 1, style: 'careful' } })],
      named: { a: 1 },
    });

    expect(figure([chronicle], 'two together', 'within 72 h')).toMatchObject({ hits: 1, among: 2, goal: { is: 'at least', value: 0.6 } });
    expect(figure([chronicle], 'alone in a flat', 'within 72 h')).toMatchObject({ hits: 0, among: 1 });
    expect(figure([chronicle], 'kvm, two together', 'within 72 h')).toMatchObject({ hits: 1, among: 2 });
    expect(figure([chronicle], 'software, two together', 'within 72 h')).toBeUndefined();
  });

  it('found later are counted by day, each among those for whom so many days had passed', () => {
    const chronicle = aChronicle({ days: 10, people: [aFarmPerson('a'), aFarmPerson('b', { firstSignIn: START + 4 * DAY })], named: { a: 5, b: 6 } });

    expect(foundFigures([chronicle]).filter(({ section, measure }) => section === 'found-later' && measure === 'three or more together').map(({ of, hits, among }) => [of, hits, among]))
      .toEqual([['by day 3', 1, 2], ['by day 4', 1, 2], ['by day 5', 2, 2], ['by day 7', 1, 1], ['by day 10', 1, 1], ['by day 14', 0, 0], ['by day 21', 0, 0], ['by day 28', 0, 0]]);
  });

  it('are summed over companies, each with its own end', () => {
    const [one, other] = [aChronicle({ people: [aFarmPerson('h-1')], named: { 'h-1': 1 } }), aChronicle({ people: [aFarmPerson('h-1')], days: 2 })];

    expect(namedWithin(dueOf([one, other], byCases('all')), FOUND_WITHIN)).toEqual({ hits: 1, among: 1, farms: 1 });
  });

  it('bound their share by farms, for a case names a farm as a whole', () => {
    const farms = [0, 1].map((nth) => aChronicle({ people: ['a', 'b', 'c'].map((hire) => aFarmPerson(hire, { farm: { nth } })), named: { a: 1, b: 1, c: 1 } }));

    expect(figure(farms, 'three or more together', 'within 72 h')).toMatchObject({ hits: 6, among: 6, farms: 2, interval: shareBounds(2, 2) });
  });
});
