import { FAMILIES, type Family } from '../core/family.ts';
import { DAY } from '../core/time.ts';
import type { Chronicle, PersonSeen } from './chronicle.ts';
import { falseRate, monthsOf, ordinaryOf } from './false-cases.ts';
import { share, rate, type Figure } from './figure.ts';
import { FOUND_WITHIN, byCases, dueOf, foundInTime, namedEver, namedWithin, shareOfHires } from './found.ts';
import { shareBounds } from './intervals.ts';
import { RULES, type Rule } from './rules-today.ts';
import type { Way } from './runs.ts';

/** The goals with each family of evidence switched off: the same findings, summed up without it. */
export function ablationFigures(chronicles: readonly Chronicle[], families: readonly Family[]): readonly Figure[] {
  const ways: readonly Way[] = ['all', ...FAMILIES.filter((family) => families.includes(family))];
  return ways.flatMap((way) => {
    const of = way === 'all' ? 'all families' : `without ${way}`;
    return [...foundInTime('ablation', of, dueOf(chronicles, byCases(way))), falseRate('ablation', of, chronicles, way)];
  });
}

const RULE_NAMES: Readonly<Record<Rule, string>> = {
  travel: '100 km at 300 km/h, after 14 days', tool: 'tool not seen on the machine for 7 days', device: 'more than 20 users on a device token',
  line: 'two starters\' laptops at one address on 2 days',
};

/** Our cases beside rules that many companies run: farm hires named, honest people named. */
export function rulesFigures(chronicles: readonly Chronicle[]): readonly Figure[] {
  const ordinary = ordinaryOf(chronicles);
  const rows = [
    { of: 'cases at review or above', namedAt: byCases('all') },
    ...RULES.map((rule) => ({ of: RULE_NAMES[rule], namedAt: ({ rules }: Chronicle) => rules.namedAt[rule] })),
  ];
  return [
    ...rows.flatMap(({ of, namedAt }) => {
      const due = dueOf(chronicles, namedAt);
      const honest = chronicles.reduce((sum, chronicle) => sum + chronicle.people.filter((person) => person.of === 'ordinary' && namedAt(chronicle).has(person.hire)).length, 0);
      return [
        shareOfHires({ section: 'rules', of, measure: 'farm hires within 72 h' }, namedWithin(due, FOUND_WITHIN)),
        shareOfHires({ section: 'rules', of, measure: 'at any time' }, namedEver(due)),
        rate({ section: 'rules', of, measure: 'honest people named' }, honest, monthsOf(ordinary)),
      ];
    }),
    ...travelFigures(chronicles),
  ];
}

/** Travel alerts on honest movement, each of a person and day: ours as a part of theirs. */
function travelFigures(chronicles: readonly Chronicle[]): readonly Figure[] {
  const months = monthsOf(ordinaryOf(chronicles));
  const ours = ordinaryOf(chronicles).reduce((sum, { travelDays }) => sum + travelDays, 0);
  const theirs = (days: (chronicle: Chronicle) => ReadonlyMap<string, ReadonlySet<string>>): number => chronicles.reduce((sum, chronicle) => (
    sum + chronicle.people.filter(({ of }) => of === 'ordinary').reduce((all, { hire }) => all + (days(chronicle).get(hire)?.size ?? 0), 0)), 0);
  const [fromStart, learned] = [theirs(({ rules }) => rules.travelDays.fromStart), theirs(({ rules }) => rules.travelDays.learned)];
  const goal = { is: 'at most', value: 0.1 } as const;
  return [
    rate({ section: 'travel', of: 'impossible-travel', measure: 'alerts on honest movement' }, ours, months),
    rate({ section: 'travel', of: '100 km at 300 km/h', measure: 'alerts on honest movement' }, fromStart, months),
    rate({ section: 'travel', of: '100 km at 300 km/h, after 14 days', measure: 'alerts on honest movement' }, learned, months),
    partOf({ section: 'travel', of: '100 km at 300 km/h', measure: 'ours as a part of theirs', goal }, ours, fromStart),
    partOf({ section: 'travel', of: '100 km at 300 km/h, after 14 days', measure: 'ours as a part of theirs' }, ours, learned),
  ];
}

/** One count as a part of another, with the interval that follows from the share of the one in both; may pass 1. */
function partOf(place: Pick<Figure, 'section' | 'of' | 'measure'> & Pick<Figure, 'goal'>, one: number, other: number): Figure {
  const [low, high] = shareBounds(one, one + other);
  const odds = (bound: number): number => bound / (1 - bound);
  return { ...place, unit: 'share', value: one / other, ...(other === 0 ? {} : { interval: [odds(low), odds(high)] as const }), hits: one, among: other };
}

const SURE_ENOUGH = 1;
/** A laptop must have run so long before its hardware must have been told. */
const HARDWARE_DAYS = 7;
const HARDWARE_DETECTOR = 'remote-control-hardware';

/** Network KVMs on farm laptops that the detector tells, and docks that it takes for one. */
export function hardwareFigures(chronicles: readonly Chronicle[]): readonly Figure[] {
  const told = ({ most }: PersonSeen): boolean => (most[HARDWARE_DETECTOR] ?? 0) >= SURE_ENOUGH;
  const people = chronicles.flatMap(({ people: all, lastRun }) => all.filter(({ firstSignIn }) => firstSignIn !== undefined && firstSignIn + HARDWARE_DAYS * DAY <= lastRun));
  const row = (of: string, some: readonly PersonSeen[], goal?: Figure['goal']): Figure => share({ section: 'hardware', of, measure: 'told at weight 1 or more', ...(goal ? { goal } : {}) }, some.filter(told).length, some.length);
  const withKvm = people.filter(({ hardware }) => hardware.some((one) => one !== 'dock'));
  const farm = withKvm.filter(({ of }) => of === 'farm');
  const docks = people.filter(({ hardware, of }) => of === 'ordinary' && hardware.length > 0 && hardware.every((one) => one === 'dock'));
  return [
    row('network KVM of a farm, named or not', farm, { is: 'at least', value: 0.9 }),
    row('of these, under its own name', farm.filter(({ hardware }) => hardware.includes('kvm'))),
    row('of these, under borrowed names', farm.filter(({ hardware }) => hardware.includes('kvm-disguised'))),
    row('of these, of a kind that no catalogue has', farm.filter(({ hardware }) => hardware.includes('kvm-unlisted'))),
    row('network KVM of an ordinary person', withKvm.filter(({ of }) => of === 'ordinary')),
    rate({ section: 'hardware', of: 'dock of an ordinary person', measure: 'taken for a KVM', goal: { is: 'at most', value: 1 } }, docks.filter(told).length, docks.length, 'per 1,000 docks'),
  ];
}

/** Each detector by itself: of farm people and of ordinary ones the share that ever reach a weight. */
export function detectorFigures(chronicles: readonly Chronicle[], detectors: readonly string[]): readonly Figure[] {
  const people = chronicles.flatMap(({ people: all }) => all.filter(({ days }) => days > 0));
  return [...detectors].sort().flatMap((detector) => (['farm', 'ordinary'] as const).flatMap((of) => [1, 2].map((weight) => {
    const some = people.filter((person) => person.of === of);
    return share({ section: 'detectors', of: detector, measure: `${of === 'farm' ? 'farm people' : 'ordinary people'} ever at ${weight}` }, some.filter(({ most }) => (most[detector] ?? 0) >= weight).length, some.length);
  })));
}
