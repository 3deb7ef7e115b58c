import type { HireId } from '../../src/core/person.ts';
import { distanceKm, type Point } from '../../src/core/geo.ts';

/** A home and how far from it a far end may stand at most, as the round trip from there says. */
export interface Reach { readonly hire: HireId; readonly home: Point; readonly km: number; readonly lines: ReadonlySet<string> }

/** Where a far end stands, as far as all others but one person tell it. */
export interface Placed {
  /** Others who tell where it stands: those behind one line are one. */
  readonly tellers: number;
  /** Of these, how many must stand elsewhere than they say to live, wherever the far end is. */
  against(): number;
  /** Of these, how many must stand elsewhere for the far end to stand at a home. */
  againstAt(home: Point): number;
  /** Least distance from a home to a spot that fewer than so many more of the others speak against than against the best spot. */
  leastKm(home: Point, more: number): number;
  /** How many more of the others must stand elsewhere, for the far end to lie within a distance of a home; at most {@link MOST_MORE}. */
  moreWithin(home: Point, km: number): number;
}

/** More others than these change nothing. */
export const MOST_MORE = 8;

/**
 * Where on Earth a far end may stand, from the homes of all who reach it.
 *
 * Nobody can be nearer to it than light takes, so each home draws a circle in which it stands, unless that person is
 * not at home. The more circles a spot lies outside of, the more people would have to be elsewhere at once. A few people
 * who are elsewhere draw circles around the wrong places; whoever is at home, and they are the most, speaks against these.
 *
 * @returns a function from the person who is looked at, who and whose housemates do not tell, to what the others say
 */
export function placing(reaches: readonly Reach[]): (subject: HireId, lines: ReadonlySet<string>) => Placed {
  const groups = groupsOf(reaches);
  const groupOf = new Map(groups.flatMap(({ hires }, index) => hires.map((hire): [HireId, number] => [hire, index])));
  const groupOfLine = new Map(groups.flatMap(({ lines }, index) => [...lines].map((line): [string, number] => [line, index])));
  const groupsAgainst = remembered(({ lat, lon }) => `${lat},${lon}`, (home: Point) => new Set(groups.flatMap(({ circles }, group) => (circles.some((circle) => distanceKm(home, circle.home) > circle.km) ? [group] : []))));
  // Looking for the place costs far more than seeing that somebody's home contradicts nobody, which is so of most.
  let searched: ReturnType<typeof search> | undefined;
  const search = () => {
    // One who is left out may be among those against the best part, so one more is kept than can matter.
    const parts = partsOf(groups, MOST_MORE + 1);
    return {
      parts, partsAgainst: Map.groupBy(parts.flatMap(({ against }, part) => [...against].map((group) => ({ group, part }))), ({ group }) => group),
      distances: remembered(({ lat, lon }) => `${lat},${lon}`, (home: Point) => parts.map(({ at, km }) => Math.max(0, distanceKm(home, at) - km))),
    };
  };
  return (subject, lines) => {
    const left = new Set([groupOf.get(subject), ...[...lines].map((line) => groupOfLine.get(line))].filter((group) => group !== undefined));
    let told: { readonly against: readonly number[]; readonly best: number; readonly distances: (home: Point) => readonly number[] } | undefined;
    const tell = () => {
      const { parts, partsAgainst, distances } = (searched ??= search());
      const against = parts.map(({ against: { size } }) => size);
      for (const group of left) for (const { part } of partsAgainst.get(group) ?? []) against[part]! -= 1;
      return { against, best: against.reduce((least, one) => Math.min(least, one), Infinity), distances };
    };
    const tellers = groups.length - left.size;
    return {
      tellers,
      againstAt: (home) => groupsAgainst(home).difference(left).size,
      against: () => (told ??= tell()).best,
      leastKm(home, more) {
        const { against, best, distances } = (told ??= tell());
        return distances(home).reduce((least, km, index) => (against[index]! < best + more ? Math.min(least, km) : least), tellers < best + more ? 0 : Infinity);
      },
      moreWithin(home, within) {
        const { against, best, distances } = (told ??= tell());
        return distances(home).reduce((least, km, index) => (km <= within ? Math.min(least, against[index]! - best) : least), Math.min(MOST_MORE, tellers - best));
      },
    };
  };
}

/** The same answer for equal keys, made once. */
function remembered<A, T>(keyOf: (of: A) => string, make: (of: A) => T): (of: A) => T {
  const known = new Map<string, T>();
  return (of) => known.getOrInsertComputed(keyOf(of), () => make(of));
}

interface Circle { readonly home: Point; readonly km: number }
interface Group { readonly hires: HireId[]; readonly lines: Set<string>; readonly circles: Circle[] }

/** Those behind one line are one: a farm must not make its neighbours look misplaced. */
function groupsOf(reaches: readonly Reach[]): readonly Group[] {
  const byLine = new Map<string, Group>();
  const groups = new Set<Group>();
  for (const { hire, home, km, lines } of reaches) {
    const into: Group = { hires: [hire], lines: new Set(lines), circles: [{ home, km }] };
    for (const joined of new Set([...lines].flatMap((line) => byLine.get(line) ?? []))) {
      groups.delete(joined);
      into.hires.push(...joined.hires);
      for (const line of joined.lines) into.lines.add(line);
      into.circles.push(...joined.circles);
    }
    groups.add(into);
    for (const line of into.lines) byLine.set(line, into);
  }
  return [...groups];
}

/** A part of the Earth within `km` of its middle, and the groups of whom somebody is not at home if the far end is there. */
interface Part { readonly at: Point; readonly km: number; readonly against: ReadonlySet<number> }

/** Half of the sides of the parts the search begins with, degrees. */
const WIDEST = 11.25;
/** A part is not divided further once it is so small, from its middle to a corner: about half a millisecond. */
const FINE_KM = 56;
/** Nor once it is this share of the circles that tell most, or wide circles would cost much and tell nothing. */
const FINE_SHARE = 0.05;

/** Parts of the Earth against which at most `more` groups speak beyond those against the best one. Where everybody speaks against, nobody has to look. */
function partsOf(groups: readonly Group[], more: number): readonly Part[] {
  const homes = new Map<string, { readonly home: Point; readonly reaches: { readonly km: number; readonly group: number }[] }>();
  groups.forEach(({ circles }, group) => circles.forEach(({ home, km }) => {
    const key = `${home.lat},${home.lon}`;
    homes.set(key, homes.get(key) ?? { home, reaches: [] });
    homes.get(key)!.reaches.push({ km, group });
  }));
  const speakAgainst = (at: Point, km: number): ReadonlySet<number> => new Set([...homes.values()].flatMap(({ home, reaches }) => {
    const least = distanceKm(home, at) - km;
    return reaches.filter((one) => least > one.km).map(({ group }) => group);
  }));
  // The third, so that one or two odd ones do not tell how finely is searched.
  const narrow = groups.map(({ circles }) => Math.min(...circles.map(({ km }) => km))).sort((a, b) => a - b)[2] ?? 0;
  const fineKm = Math.max(FINE_KM, FINE_SHARE * narrow);
  let best = [...homes.values()].reduce((least, { home }) => Math.min(least, speakAgainst(home, 0).size), Infinity);
  const found: Part[] = [];
  const search = (at: Point, half: number): void => {
    // Seen from the middle, the farthest spots are the corners, on the side where circles of latitude are wider.
    const km = Math.max(...[-half, half].map((north) => distanceKm(at, { lat: at.lat + north, lon: at.lon + half })));
    const against = speakAgainst(at, km);
    if (against.size > best + more || against.size === groups.length) return;
    if (km <= fineKm) {
      best = Math.min(best, against.size);
      found.push({ at, km, against });
      return;
    }
    for (const north of [-half / 2, half / 2]) for (const east of [-half / 2, half / 2]) search({ lat: at.lat + north, lon: at.lon + east }, half / 2);
  };
  for (let lat = WIDEST - 90; lat < 90; lat += 2 * WIDEST) for (let lon = WIDEST - 180; lon < 180; lon += 2 * WIDEST) search({ lat, lon }, WIDEST);
  return found.filter(({ against }) => against.size <= best + more);
}
