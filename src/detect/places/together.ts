import type { Day } from '../../core/time.ts';
import { aspectOf, markOf, type PlaceKey } from './lines.ts';
import type { Stay } from './stays.ts';

/** Where each laptop mainly was, by day. */
export type MainPlaces = ReadonlyMap<string, ReadonlyMap<Day, readonly PlaceKey[]>>;

/** What two laptops have in common. */
export interface Meeting {
  readonly pair: readonly [string, string];
  /** Days on which both had their main place of the day in common. */
  readonly days: readonly Day[];
  /** Days with data from both, from their first meeting on: a laptop that comes later joins without a handicap. */
  readonly bothSeen: number;
  readonly places: readonly PlaceKey[];
  /** `same` router or radio on some day; `different` where both tell a router on two days or more and it is never the same; else `unknown`. */
  readonly router: 'same' | 'different' | 'unknown';
}

/**
 * Where a laptop mainly was on a day. A line, a router and a radio describe one place in three ways:
 * of each, what holds the bulk of the contact counts. A line may have two addresses (IPv4 and IPv6), a home several radios.
 */
export function mainPlaces(stays: readonly Stay[]): MainPlaces {
  const main = new Map<string, Map<Day, readonly PlaceKey[]>>();
  for (const [node, ofNode] of Map.groupBy(stays, (stay) => stay.node)) {
    const days = new Map<Day, readonly PlaceKey[]>();
    for (const [day, ofDay] of Map.groupBy(ofNode, (stay) => stay.day)) {
      // A listed place is known by its lines too: both compete for the day.
      const ways = Map.groupBy(ofDay, ({ place }) => (aspectOf(place) === 'listed' ? 'line' : aspectOf(place)));
      days.set(day, [...ways.values()].flatMap((ofWay) => {
        const most = Math.max(...ofWay.map(({ halfHours }) => halfHours));
        return ofWay.filter(({ halfHours }) => halfHours * 2 >= most).map(({ place }) => place);
      }).sort());
    }
    main.set(node, days);
  }
  return main;
}

/**
 * Pairs of laptops whose main place of the day was the same.
 *
 * @param crowdLimit places with more laptops on one day are an office or a carrier: nobody is paired there
 * @param crowd devices at a place that are only counted
 * @param apart true where a router or radio does not tie these two
 */
export function meetings(
  main: MainPlaces, crowdLimit: number, apart: (place: PlaceKey, a: string, b: string) => boolean, crowd: (mark: string, day: Day) => number = () => 0,
): readonly Meeting[] {
  const met = new Map<string, { readonly pair: readonly [string, string]; readonly days: Map<Day, PlaceKey[]> }>();
  for (const { day, place, nodes } of gatherings(main)) {
    if (nodes.length < 2 || nodes.length + crowd(markOf(place), day) > crowdLimit) continue;
    for (const pair of pairsOf(nodes.toSorted())) {
      if (aspectOf(place) !== 'line' && apart(place, ...pair)) continue;
      met.getOrInsertComputed(pair.join('\0'), () => ({ pair, days: new Map() })).days.getOrInsertComputed(day, () => []).push(place);
    }
  }
  return [...met.values()].map(({ pair, days }) => {
    const order = [...days.keys()].sort();
    const [a, b] = [main.get(pair[0])!, main.get(pair[1])!];
    return {
      pair, days: order, places: [...new Set([...days.values()].flat())].sort(),
      bothSeen: [...a.keys()].filter((day) => day >= order[0]! && b.has(day)).length,
      router: routerOf(days, a, b),
    };
  });
}

/** Who was at one place on one day. */
interface Gathering { readonly day: Day; readonly place: PlaceKey; readonly nodes: string[] }

/** By day and place, in the order in which they come up; a place that is listed ties nobody. */
function gatherings(main: MainPlaces): Iterable<Gathering> {
  const there = new Map<string, Gathering>();
  for (const [node, days] of main) {
    for (const [day, places] of days) {
      for (const place of places.filter((one) => aspectOf(one) !== 'listed')) {
        there.getOrInsertComputed(`${day}|${place}`, () => ({ day, place, nodes: [] })).nodes.push(node);
      }
    }
  }
  return there.values();
}

/** Each with each of those after it. */
function pairsOf(nodes: readonly string[]): readonly (readonly [string, string])[] {
  return nodes.flatMap((one, index) => nodes.slice(index + 1).map((other) => [one, other] as const));
}

function routerOf(days: ReadonlyMap<Day, readonly PlaceKey[]>, a: ReadonlyMap<Day, readonly PlaceKey[]>, b: ReadonlyMap<Day, readonly PlaceKey[]>): Meeting['router'] {
  if ([...days.values()].some((places) => places.some((place) => aspectOf(place) !== 'line'))) return 'same';
  const tells = (places: readonly PlaceKey[] | undefined): boolean => places?.some((place) => aspectOf(place) === 'router') ?? false;
  // A single such day may be that on which a router was replaced.
  return [...days.keys()].filter((day) => tells(a.get(day)) && tells(b.get(day))).length > 1 ? 'different' : 'unknown';
}
