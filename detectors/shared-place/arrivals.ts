import { rememberLast } from '../../src/core/remember-last.ts';
import { DAY, startOfDay, type Day, type Instant } from '../../src/core/time.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';
import { aspectOf, lineReader, placeSpeller, type PlaceKey } from '../../src/detect/places/lines.ts';
import { SEEN_BY } from '../../src/detect/places/place-rows.ts';
import type { Node, Stay } from '../../src/detect/places/stays.ts';
import { mainPlaces, type MainPlaces } from '../../src/detect/places/together.ts';
import type { Tokens } from '../../src/detect/places/tokens.ts';
import { tripReader } from '../../src/detect/people/trips.ts';
import type { Group } from './groups.ts';
import type { Company } from './weigh.ts';

/** Lines and routers of a person's whole first months: that people came together stays true when the days that are weighed go on. */
export const ARRIVALS = {
  where: { 'event.action': SEEN_BY, 'farmwatch.net.line': { exists: true } },
  by: ['farmwatch.net.line', 'farmwatch.net.kind', 'farmwatch.net.gateway_mac_token'],
  measure: { times: 'count' },
  days: 90,
} as const satisfies Evidence;

/**
 * Where laptops that stand with others mainly were, also before the days that are weighed.
 *
 * @param main   where they were on the days that are weighed
 * @param groups whose laptops are asked about, and nobody else's: most of a company stands alone
 */
export function withEarlierDays(main: MainPlaces, groups: readonly Group[], nodes: ReadonlyMap<string, Node>, rows: readonly RowOf<typeof ARRIVALS>[], tokens: Tokens, { places, vouched, travel }: Pick<Window<Record<never, never>>, 'places' | 'vouched' | 'travel'>): MainPlaces {
  if (groups.length === 0) return main;
  const first = firstDayOf(main);
  const members = new Map(groups.flatMap(({ meetings }) => meetings.flatMap(({ pair }) => pair)).map((id) => [id, nodes.get(id)!]));
  const hires = new Set([...members.values()].map(({ hire }) => hire));
  const reads = lineReader({ places, vouched });
  const onTrip = tripReader(travel);
  const placeOf = placeSpeller();
  const stays = new Map<string, Stay>();
  const note = (node: string, day: Day, place: PlaceKey, times: number): void => {
    const key = `${node} ${day} ${place}`;
    stays.set(key, { node, day, place, halfHours: times + (stays.get(key)?.halfHours ?? 0), offHours: 0, operators: new Set() });
  };
  for (const row of rows) {
    const { day, laptop, holder, person } = row;
    const isIssued = laptop !== undefined && holder !== undefined;
    const hire = isIssued ? holder : person;
    if (day >= first || hire === undefined || !hires.has(hire) || onTrip(hire, day)) continue;
    const node = members.get(isIssued ? `${hire}/${laptop}` : `${hire}/`);
    if (!node) continue;
    const [line, router] = [row['farmwatch.net.line']!, row['farmwatch.net.gateway_mac_token']];
    if (reads(line, row['farmwatch.net.kind']) === 'somewhere') note(node.id, day, placeOf('line', line), row.times);
    const place = router === undefined ? undefined : placeOf('router', router);
    if (place !== undefined && !tokens.everywhere(place) && !tokens.listed(place)) note(node.id, day, place, row.times);
  }
  const earlier = mainPlaces([...stays.values()]);
  return new Map([...new Set([...earlier.keys(), ...main.keys()])].map((node) => [node, new Map([...earlier.get(node) ?? [], ...main.get(node) ?? []])]));
}

/** So many days around a start date are somebody's first ones: laptops come some days before. */
const FIRST_DAYS = 3;

/**
 * How many of the others came within a day of the subject, and whether these were the subject's first days. Undefined where
 * the data begin when the subject is first seen there: since when they stand there is not known then.
 *
 * Who came is known by the group's places; and the others had come when they were first seen together, be it behind an address
 * that their line had before this person came.
 *
 * @param all   where laptops were, on the days that are weighed and before
 * @param known the first day of which anything is known of anybody
 */
export function cameAlong(group: Group, nodes: ReadonlyMap<string, Node>, all: MainPlaces, known: Day, startDate: Day | undefined): Company['came'] {
  const places = new Set(group.places);
  const came = new Map<HireId, Instant>();
  const note = (hire: HireId, day: Day): void => { came.set(hire, Math.min(came.get(hire) ?? Infinity, startOfDay(day))); };
  const members = [...new Set(group.meetings.flatMap(({ pair }) => pair))];
  const there = new Map<Day, Map<PlaceKey, Set<HireId>>>();
  for (const node of members) {
    const { hire } = nodes.get(node)!;
    for (const [day, keys] of all.get(node)!) {
      if (keys.some((place) => places.has(place))) note(hire, day);
      const ofDay = there.get(day) ?? new Map<PlaceKey, Set<HireId>>();
      there.set(day, ofDay);
      for (const place of keys) if (aspectOf(place) !== 'listed') ofDay.set(place, (ofDay.get(place) ?? new Set()).add(hire));
    }
  }
  for (const [day, ofDay] of there) {
    for (const hires of ofDay.values()) {
      const others = [...hires].filter((hire) => hire !== group.subject);
      if (others.length > 1) for (const other of others) note(other, day);
    }
  }
  const on = came.get(group.subject)!;
  if (on - startOfDay(known) <= DAY) return undefined;
  return {
    along: group.others.filter((other) => Math.abs(came.get(other)! - on) <= DAY).length,
    atStart: startDate !== undefined && Math.abs(startOfDay(startDate) - on) <= FIRST_DAYS * DAY,
  };
}

/** Days before those that are weighed on which the subject was here with any of the others. */
export function daysBefore(group: Group, main: MainPlaces, all: MainPlaces): number {
  const first = firstDayOf(main);
  const places = new Set(group.places);
  const days = group.meetings.flatMap(({ pair: [a, b] }) => [...all.get(a)!].filter(([day, keys]) => day < first && keys.some((place) => places.has(place) && all.get(b)!.get(day)?.includes(place))).map(([day]) => day));
  return new Set(days).size;
}

/** The first day of which anything is known of anybody. */
export function knownSince(main: MainPlaces, rows: readonly RowOf<typeof ARRIVALS>[]): Day {
  return rows.reduce((first, { day }) => (day < first ? day : first), firstDayOf(main));
}

/** The first of the days that are weighed. Every group of a run asks. */
const firstDayOf = rememberLast((main: MainPlaces): Day => [...main.values()].flatMap((days) => [...days.keys()]).reduce((first, day) => (day < first ? day : first)));
