import type { Values } from '../../src/core/settings.ts';
import type { HireId, PlaceRow } from '../../src/core/person.ts';
import { distanceKm } from '../../src/core/geo.ts';
import { kmBetween, type Area } from './areas.ts';
import { lowOf, type Path } from './paths.ts';
import { placing, type Placed } from './placing.ts';
import type { SETTINGS } from './settings.ts';

type Settings = Values<typeof SETTINGS>;

/** A round trip of another starter over the line of a home. */
interface Other { readonly hire: HireId; readonly low: number; readonly lines: ReadonlySet<string> }

/** What the round trips of others say about one far end. */
export interface FarEnd {
  /**
   * Round trip to be expected from an area: the median of those who live nearest, each with the way between the homes
   * added. Whoever reaches the far end from there reaches it by way of a neighbour.
   */
  expected(path: Path, from: Area): { readonly ms: number; readonly others: number; readonly withinKm: number } | undefined;
  /** Shortest round trip that light allows from an area: by the place of the far end where it is listed, else by where others put it. */
  floor(path: Path, from: Area): Floor | undefined;
}

/** Shortest round trip that light allows. */
export interface Floor {
  readonly ms: number;
  /** What it rests on where the place of the far end is not listed. */
  readonly inferred: { readonly tellers: number; readonly against: number; /** How many more of them are not at home if the far end is so near. */ moreWithin(ms: number): number } | undefined;
}

/** The starters of one area, the quickest round trip first. */
interface AreaOthers { readonly area: Area; readonly others: readonly Other[] }

function othersByArea(paths: readonly Path[], areas: ReadonlyMap<HireId, Area>, { lowShare }: Settings): readonly AreaOthers[] {
  const byArea = new Map<string, { readonly area: Area; readonly others: Other[] }>();
  for (const path of paths) {
    const area = areas.get(path.hire);
    if (area) byArea.getOrInsertComputed(area.key, () => ({ area, others: [] })).others.push({ hire: path.hire, low: lowOf(path, lowShare), lines: path.lines });
  }
  for (const { others } of byArea.values()) others.sort((a, b) => a.low - b.low || (a.hire < b.hire ? -1 : 1));
  return [...byArea.values()];
}

/** Who lives how far from an area, the nearest first; worked out once an area. */
function nearestAreas(paths: readonly Path[], areas: ReadonlyMap<HireId, Area>, settings: Settings): (from: Area) => readonly { readonly km: number; readonly others: readonly Other[] }[] {
  const all = othersByArea(paths, areas, settings);
  const known = new Map<string, ReturnType<ReturnType<typeof nearestAreas>>>();
  return (from) => known.getOrInsertComputed(from.key, () => all.flatMap(({ area, others }) => {
    const km = kmBetween(from, area);
    return km === undefined ? [] : [{ km, others }];
  }).sort((a, b) => a.km - b.km || b.others[0]!.low - a.others[0]!.low));
}

/** @param paths of starters over lines of homes, to one far end */
export function farEndOf(to: string, paths: readonly Path[], areas: ReadonlyMap<HireId, Area>, places: readonly PlaceRow[], settings: Settings): FarEnd {
  const nearestFrom = nearestAreas(paths, areas, settings);
  /** The person, and those who stand at the same line, tell nothing about them. */
  const apart = (path: Path, others: readonly Other[]): readonly Other[] => others.filter(({ hire, lines }) => hire !== path.hire && lines.isDisjointFrom(path.lines));
  const listed = to === '' ? undefined : places.find(({ place_id: id, name, at }) => at && [id, name].some((one) => one.toLowerCase() === to.toLowerCase()))?.at;
  let placed: ReturnType<typeof placing> | undefined;
  const othersOf = (path: Path): Placed => (placed ??= placing(paths.flatMap(({ hire, lines, days }) => {
    const home = areas.get(hire)?.at;
    return home ? [{ hire, home, lines, km: lowOf({ days }, settings.lowShare) * settings.kmPerMs }] : [];
  })))(path.hire, path.lines);

  return {
    expected(path, from) {
      const near: { ms: number; km: number }[] = [];
      for (const { km, others } of nearestFrom(from)) {
        if (near.length >= settings.neighbours) break;
        for (const { low } of apart(path, others)) near.push({ ms: low + (settings.detour * km) / settings.kmPerMs, km });
      }
      if (near.length < settings.minimumOthers) return undefined;
      const sortedMs = near.map(({ ms }) => ms).sort((a, b) => a - b);
      return { ms: sortedMs[Math.floor(sortedMs.length / 2)]!, others: near.length, withinKm: Math.max(...near.map(({ km }) => km)) };
    },
    floor(path, from) {
      if (!from.at) return undefined;
      if (listed) return { ms: distanceKm(from.at, listed) / settings.kmPerMs, inferred: undefined };
      // The far end is a place only where it has a name.
      if (to === '') return undefined;
      const others = othersOf(path);
      // It may stand where this person lives, so light needs no time.
      if (others.tellers < settings.witnesses || others.againstAt(from.at) < settings.witnesses) return undefined;
      // Wherever it stands, so many are too near that it stands in several places, or homes are not what the record says.
      if (others.against() > settings.scattered * others.tellers) return undefined;
      return {
        ms: others.leastKm(from.at, settings.witnesses) / settings.kmPerMs,
        inferred: { tellers: others.tellers, against: others.against(), moreWithin: (ms) => others.moreWithin(from.at!, ms * settings.kmPerMs) },
      };
    },
  };
}
