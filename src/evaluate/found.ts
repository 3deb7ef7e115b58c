import { DAY, HOUR, type Instant } from '../core/time.ts';
import type { HireId } from '../core/person.ts';
import type { Chronicle, PersonSeen } from './chronicle.ts';
import { share, type Figure, type Goal, type Place } from './figure.ts';
import { clusterBounds } from './intervals.ts';
import { FARM_STYLES } from '../simulate/farm.ts';
import type { Way } from './runs.ts';

/** A farm hire should be named within this time. */
export const FOUND_WITHIN = 72 * HOUR;
const LATER_DAYS = [3, 4, 5, 7, 10, 14, 21, 28] as const;

const THREE = 'three or more together';
const TWO = 'two together';
const ALONE = 'alone in a flat';

const FOUND_GOALS: Readonly<Record<string, Goal>> = { [THREE]: { is: 'at least', value: 0.9 }, [TWO]: { is: 'at least', value: 0.6 } };

/** A farm hire with the moment from which they count, and when they were named. */
export interface Due { readonly person: PersonSeen; readonly farm: string; readonly size: string; readonly from: Instant; readonly namedAt: Instant | undefined; readonly lastRun: Instant }

/**
 * Farm hires who signed in: from the later of that and the moment their farm stood. Those who never did are left out.
 *
 * @param namedAt which naming counts
 */
export function dueOf(chronicles: readonly Chronicle[], namedAt: (chronicle: Chronicle) => ReadonlyMap<HireId, Instant>): readonly Due[] {
  return chronicles.flatMap((chronicle, nth) => {
    const names = namedAt(chronicle);
    return chronicle.people.flatMap((person): readonly Due[] => {
      const { hire, farm, firstSignIn } = person;
      if (!farm || firstSignIn === undefined) return [];
      return [{ person, farm: `${nth}/${farm.nth}`, size: sizeOf(farm.together), from: Math.max(firstSignIn, farm.since), namedAt: names.get(hire), lastRun: chronicle.lastRun }];
    });
  });
}

function sizeOf(together: number): string {
  return together >= 3 ? THREE : together === 2 ? TWO : ALONE;
}

/** Cases of a way of judging name people. */
export const byCases = (way: Way) => (chronicle: Chronicle): ReadonlyMap<HireId, Instant> => chronicle.ways.get(way)!.namedAt;

/** So many of so many farm hires, who stand in so many farms. */
export interface Named { readonly hits: number; readonly among: number; readonly farms: number }

/** Who was named within so long, of those whose time is over by the last run: whoever still has some is not counted yet. */
export function namedWithin(due: readonly Due[], within: number): Named {
  return named(due.filter(({ from, lastRun }) => from + within <= lastRun), ({ from, namedAt }) => namedAt !== undefined && namedAt <= from + within);
}

/** Who was named at any time. */
export function namedEver(due: readonly Due[]): Named {
  return named(due, ({ namedAt }) => namedAt !== undefined);
}

function named(due: readonly Due[], isNamed: (one: Due) => boolean): Named {
  return { hits: due.filter(isNamed).length, among: due.length, farms: new Set(due.map(({ farm }) => farm)).size };
}

/** A share of farm hires. A case names a farm as a whole, so the interval takes each farm, not each hire, for one trial. */
export function shareOfHires(place: Place, { hits, among, farms }: Named): Figure {
  return { ...share(place, hits, among), interval: clusterBounds(hits, among, farms), farms };
}

/** Found in time by how many stand together, by style, and how many days later the others are. */
export function foundFigures(chronicles: readonly Chronicle[]): readonly Figure[] {
  const due = dueOf(chronicles, byCases('all'));
  const inTime = (section: string, of: string, some: readonly Due[], goal?: Goal): Figure => shareOfHires({ section, of, measure: 'within 72 h', ...(goal ? { goal } : {}) }, namedWithin(some, FOUND_WITHIN));
  const ever = (section: string, of: string, some: readonly Due[]): Figure => shareOfHires({ section, of, measure: 'at any time' }, namedEver(some));
  return [
    ...[THREE, TWO, ALONE].flatMap((size) => {
      const some = due.filter((one) => one.size === size);
      return [inTime('found', size, some, FOUND_GOALS[size]), ever('found', size, some)];
    }),
    inTime('found', 'all', due), ever('found', 'all', due),
    ...FARM_STYLES.flatMap((style) => [THREE, TWO].flatMap((size) => {
      const some = due.filter((one) => one.person.farm!.style === style && one.size === size);
      return some.length === 0 ? [] : [inTime('found-style', `${style}, ${size}`, some), ever('found-style', `${style}, ${size}`, some)];
    })),
    ...LATER_DAYS.flatMap((days) => [THREE, TWO].map((size) => (
      shareOfHires({ section: 'found-later', of: `by day ${days}`, measure: size }, namedWithin(due.filter((one) => one.size === size), days * DAY))))),
  ];
}

/** The two shares that have goals, for tables that compare. */
export function foundInTime(section: string, of: string, due: readonly Due[]): readonly Figure[] {
  return [THREE, TWO].map((size) => shareOfHires({ section, of, measure: `found, ${size}` }, namedWithin(due.filter((one) => one.size === size), FOUND_WITHIN)));
}
