import type { Band } from '../risk/risk.ts';
import type { Chronicle, PersonSeen } from './chronicle.ts';
import { plain, share, type Figure, type Goal, type Place } from './figure.ts';
import { FOUND_WITHIN, dueOf, namedEver, namedWithin, shareOfHires } from './found.ts';
import { shareAmong, type Counted } from './intervals.ts';

/** What is said of chances: one starter in so many, as the product's own prior says. */
export interface BaseRate { readonly oneIn: number }

const peopleOf = (chronicles: readonly Chronicle[], of: PersonSeen['of']): readonly PersonSeen[] => chronicles.flatMap(({ people }) => people.filter((person) => person.of === of && person.days > 0));

/** Of two kinds of people those who look a certain way, put together at a base rate that is not the simulated one. */
function reweighted(place: Place, farm: Counted, ordinary: Counted, { oneIn }: BaseRate): Figure {
  const { value, interval } = shareAmong(farm, ordinary, oneIn);
  return { ...place, unit: 'share', value, ...(Number.isNaN(value) ? {} : { interval }), hits: farm.hits, among: farm.hits + ordinary.hits };
}

const ACT_GOAL: { readonly goal: Goal } = { goal: { is: 'at least', value: 0.5 } };

/** How many of the cases, and of the people, of each band are of a farm. */
export function precisionFigures(chronicles: readonly Chronicle[], base: BaseRate): readonly Figure[] {
  const [farm, ordinary] = [peopleOf(chronicles, 'farm'), peopleOf(chronicles, 'ordinary')];
  const farmed = new Set(chronicles.flatMap((chronicle, index) => chronicle.people.filter(({ of }) => of === 'farm').map(({ hire }) => `${index}/${hire}`)));
  const cases = chronicles.flatMap((chronicle, index) => chronicle.ways.get('all')!.cases.map(({ peak, hires }) => ({ peak, isTrue: hires.some((hire) => farmed.has(`${index}/${hire}`)) })));
  const atBand = (people: readonly PersonSeen[], band: Band): Counted => ({ hits: people.filter(({ topBand }) => topBand === band).length, of: people.length });
  return [
    ...(['watch', 'review', 'act'] as const).flatMap((band) => {
      const ofBand = cases.filter(({ peak }) => peak === band);
      const [f, o] = [atBand(farm, band), atBand(ordinary, band)];
      return [
        // Nobody is at `watch` in a case of their own.
        ...(band === 'watch' ? [] : [share({ section: 'precision', of: band, measure: 'true, of cases', ...(band === 'act' ? ACT_GOAL : {}) }, ofBand.filter(({ isTrue }) => isTrue).length, ofBand.length)]),
        share({ section: 'precision', of: band, measure: 'of a farm, of people' }, f.hits, f.hits + o.hits),
        // Nearly every case would be true where farm hires are as common as here; so the goal is held against it as common as they are.
        reweighted({ section: 'precision', of: band, measure: `the same if 1 in ${base.oneIn}`, ...(band === 'act' ? ACT_GOAL : {}) }, f, o, base),
      ];
    }),
  ];
}

/** What one analyst of each company sees at five cases a day. */
export function deskFigures(chronicles: readonly Chronicle[]): readonly Figure[] {
  const due = dueOf(chronicles, ({ lookedAt }) => lookedAt);
  const sum = (of: (looks: Chronicle['looks']) => number): number => chronicles.reduce((total, { looks }) => total + of(looks), 0);
  return [
    shareOfHires({ section: 'desk', of: 'one analyst', measure: 'farm hires looked at within 72 h', goal: { is: 'at least', value: 0.9 } }, namedWithin(due, FOUND_WITHIN)),
    shareOfHires({ section: 'desk', of: 'one analyst', measure: 'at any time' }, namedEver(due)),
    plain({ section: 'desk', of: 'one analyst', measure: 'looks on a day' }, 'count', sum(({ looks }) => looks) / sum(({ days }) => days)),
    share({ section: 'desk', of: 'one analyst', measure: 'days on which some waited' }, sum(({ fullDays }) => fullDays), sum(({ days }) => days)),
  ];
}

/** Upper ends of the classes of chance that are compared with what is true. */
const CLASSES = [0.001, 0.002, 0.01, 0.05, 0.2, 0.5, 0.8, 1] as const;

/** What was said of people, each at one run drawn at random, beside how many of them are of a farm. */
export function calibrationFigures(chronicles: readonly Chronicle[], base: BaseRate): readonly Figure[] {
  const seen = chronicles.flatMap(({ people }) => people.flatMap(({ of, once }) => (once ? [{ of, chance: once.chance }] : [])));
  const total = (of: PersonSeen['of']): number => seen.filter((one) => one.of === of).length;
  return CLASSES.flatMap((to, index) => {
    const from = CLASSES[index - 1] ?? 0;
    const inside = seen.filter(({ chance }) => chance >= from && (chance < to || to === 1));
    const hits = (of: PersonSeen['of']): number => inside.filter((one) => one.of === of).length;
    const name = `chance ${from} to ${to}`;
    if (inside.length === 0) return [];
    // Of the said chances too, each kind counts as often as it is.
    const weight = { farm: 1 / total('farm'), ordinary: (base.oneIn - 1) / total('ordinary') };
    const weights = inside.reduce((sum, { of }) => sum + weight[of], 0);
    return [
      { section: 'calibration', of: name, measure: 'said, on average', unit: 'share' as const, value: inside.reduce((sum, { of, chance }) => sum + chance * weight[of], 0) / weights },
      reweighted({ section: 'calibration', of: name, measure: `of a farm, if 1 in ${base.oneIn}` }, { hits: hits('farm'), of: total('farm') }, { hits: hits('ordinary'), of: total('ordinary') }, base),
      share({ section: 'calibration', of: name, measure: 'of a farm, as simulated' }, hits('farm'), inside.length),
    ];
  });
}
