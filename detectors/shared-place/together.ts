import type { Day } from '../../src/core/time.ts';

/** One laptop at one place key on one day. */
export interface Stay {
  readonly laptop: string;
  readonly place: string;
  readonly day: Day;
  /** Half hours of the day with contact here. */
  readonly halfHours: number;
  /** Of these, half hours of the night or a weekend in the holder's zone. */
  readonly offHours: number;
}

/** What two laptops have in common. */
export interface Meeting {
  readonly pair: readonly [string, string];
  /** Days on which both had their main place of the day in common. */
  readonly days: readonly Day[];
  /** Days with data from both, from their first meeting on. */
  readonly bothSeen: number;
  readonly places: readonly string[];
}

/** Where a laptop mainly was on a day: the place with most contact, if it holds at least half of it. */
export function mainPlaces(stays: readonly Stay[]): ReadonlyMap<string, ReadonlyMap<Day, readonly string[]>> {
  const byLaptop = new Map<string, Map<Day, readonly string[]>>();
  for (const [laptop, ofLaptop] of Map.groupBy(stays, (stay) => stay.laptop)) {
    const days = new Map<Day, readonly string[]>();
    for (const [day, ofDay] of Map.groupBy(ofLaptop, (stay) => stay.day)) {
      const most = Math.max(...ofDay.map(({ halfHours }) => halfHours));
      // A line, a router and a radio describe one place in three ways; each that holds the bulk of the day counts.
      days.set(day, ofDay.filter(({ halfHours }) => halfHours * 2 > most).map(({ place }) => place));
    }
    byLaptop.set(laptop, days);
  }
  return byLaptop;
}

/**
 * Pairs of laptops whose main place of the day was the same.
 *
 * @param crowdLimit places with more laptops on one day are an office or a carrier: nobody is paired there
 */
export function meetings(main: ReadonlyMap<string, ReadonlyMap<Day, readonly string[]>>, crowdLimit: number): readonly Meeting[] {
  const atPlace = new Map<string, string[]>();
  for (const [laptop, days] of main) {
    for (const [day, places] of days) {
      for (const place of places) {
        const key = `${day}|${place}`;
        const there = atPlace.get(key);
        if (there) there.push(laptop);
        else atPlace.set(key, [laptop]);
      }
    }
  }
  const met = new Map<string, { days: Set<Day>; places: Set<string> }>();
  for (const [key, laptops] of atPlace) {
    if (laptops.length < 2 || laptops.length > crowdLimit) continue;
    const day = key.slice(0, 10);
    const place = key.slice(11);
    const order = laptops.sort();
    for (let i = 0; i < order.length; i++) {
      for (let j = i + 1; j < order.length; j++) {
        const name = `${order[i]}\0${order[j]}`;
        const seen = met.get(name) ?? { days: new Set<Day>(), places: new Set<string>() };
        met.set(name, seen);
        seen.days.add(day);
        seen.places.add(place);
      }
    }
  }
  return [...met].map(([name, seen]) => {
    const pair = name.split('\0') as [string, string];
    const days = [...seen.days].sort();
    const [a, b] = [main.get(pair[0])!, main.get(pair[1])!];
    const bothSeen = [...a.keys()].filter((day) => day >= days[0]! && b.has(day)).length;
    return { pair, days, bothSeen, places: [...seen.places].sort() };
  });
}
