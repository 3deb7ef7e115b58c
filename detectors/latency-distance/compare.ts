import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { areasOf, enteredArea, type Area } from './areas.ts';
import { farEndOf } from './cohort.ts';
import type { Seen } from './evidence.ts';
import { homeNetworks, lowOf, middleOf, pathsOf, type Path, type Way } from './paths.ts';
import type { SETTINGS } from './settings.ts';

type Settings = Values<typeof SETTINGS>;

/** Measured from where the laptop reports to be, which is not home. */
interface From { readonly reported: boolean }

/** A path beside what others make one expect. */
export interface Longer extends From { readonly path: Path; readonly low: number; readonly expected: number; readonly excess: number; readonly neighbours: number; readonly withinKm: number }
/** A path beside what light allows; `short` by how much it is less than that, below 0 where all is well. */
export interface Shorter extends From {
  readonly path: Path; readonly middle: number; readonly floor: number; readonly short: number;
  /** Others who tell where the far end stands, and how many of these must stand elsewhere for this person to be at home; undefined where its place is listed. */
  readonly inferred: { readonly tellers: number; readonly against: number; readonly more: number } | undefined;
}

/** One starter's round trips against those of the others. */
export interface Compared {
  readonly hire: HireId;
  readonly direct: Longer | undefined;
  readonly hidden: Longer | undefined;
  /** Undefined where nothing would be seen: too near to every far end, or nobody to compare with. */
  readonly nearest: Shorter | undefined;
}

/** Everybody in scope whose home is known, against the other starters. */
export function compared(window: Seen, settings: Settings): readonly Compared[] {
  const areas = areasOf(window, settings);
  const all = pathsOf(window).filter(({ hire }) => areas.has(hire));
  const homes = homeNetworks(all);
  const atHome = ({ hire, way, network }: Path): boolean => way === 'direct' && homes.get(hire)?.network === network;
  // Somebody on a trip is not at home on the same days; whoever signs in from two places is.
  const isTrip = (path: Path): boolean => path.way === 'direct' && !atHome(path) && [...path.days.keys()].filter((day) => homes.get(path.hire)!.days.has(day)).length < settings.minimumDays;
  const paths = all.filter((path) => path.way !== 'mute' && path.days.size >= settings.minimumDays && !isTrip(path));
  const direct = Map.groupBy(paths.filter(atHome), ({ to }) => to);
  const ends = new Map([...new Set(paths.map(({ to }) => to))].map((to) => [to, farEndOf(to, direct.get(to) ?? [], areas, window.places, settings)]));
  const shorterFrom = (path: Path, area: Area): Shorter | undefined => {
    const floor = ends.get(path.to)!.floor(path, area);
    if (!floor || floor.ms < LEAST_FLOOR * settings.toleranceMs) return undefined;
    const { ms, inferred } = floor;
    const middle = middleOf(path);
    const short = ms - settings.toleranceMs - middle;
    return { path, middle, floor: ms, short, reported: area.reported ?? false, inferred: inferred && { tellers: inferred.tellers, against: inferred.against, more: short > 0 ? inferred.moreWithin(middle + settings.toleranceMs) : 0 } };
  };
  const shorter = notScattered(paths.filter(atHome).flatMap((path): readonly Shorter[] => {
    const area = areas.get(path.hire)!;
    const found = shorterFrom(path, area);
    // Where tables say the same as light, that the laptop is not at home is weighed already.
    const entered = found && found.short > 0 ? enteredArea(path, area, settings) : undefined;
    const told = entered && shorterFrom(path, entered);
    return !found || (entered && !told) ? [] : [told && told.short <= 0 ? told : found];
  }), settings);
  const shorterOf = Map.groupBy(shorter, ({ path }) => path.hire);
  return [...Map.groupBy(paths, ({ hire }) => hire)].map(([hire, own]): Compared => {
    const area = areas.get(hire)!;
    const longer = own.flatMap((path): readonly Longer[] => {
      const expected = ends.get(path.to)!.expected(path, area);
      const low = lowOf(path, settings.lowShare);
      return expected ? [{ path, low, expected: expected.ms, excess: low - expected.ms, neighbours: expected.others, withinKm: expected.withinKm, reported: area.reported ?? false }] : [];
    });
    // What a network is slow by, it is slow by to every far end; a person may be at two places by two networks.
    const bySlowness = (a: Longer, b: Longer): number => a.excess - b.excess || order(a.path, b.path);
    const slowest = (way: Way): Longer | undefined => {
      const networks = Map.groupBy(longer.filter(({ path }) => path.way === way), ({ path }) => path.network);
      return [...networks.values()].map((ofNetwork) => ofNetwork.toSorted(bySlowness)[0]!).sort(bySlowness).at(-1);
    };
    return { hire, direct: slowest('direct'), hidden: slowest('hidden'), nearest: (shorterOf.get(hire) ?? []).toSorted((a, b) => b.short - a.short || order(a.path, b.path))[0] };
  });
}

/** A far end that is too near to many of those who reach it stands in several places under one name, and tells no distance. */
function notScattered(shorter: readonly Shorter[], settings: Settings): readonly Shorter[] {
  return [...Map.groupBy(shorter, ({ path }) => path.to).values()].flatMap((ofEnd) => {
    const showing = ofEnd.filter(({ short }) => short > 0).length;
    return showing > settings.companions && showing > settings.scattered * ofEnd.length ? [] : ofEnd;
  });
}

/** Below so many times the tolerance no line is fast enough to fall short. */
const LEAST_FLOOR = 2;

function order(a: Path, b: Path): number {
  const [one, other] = [a, b].map(({ to, network }) => `${to}\0${network}`) as [string, string];
  return one < other ? -1 : one > other ? 1 : 0;
}
