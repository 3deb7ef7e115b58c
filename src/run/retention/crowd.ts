import { shortHash } from '../../core/canonical.ts';
import { DAY, dayOf, floorTo, type Day, type Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';

/** Where people meet: a line, a router, a radio base station. */
export const PLACE_FIELDS = { line: 'farmwatch.net.line', gateway: 'farmwatch.net.gateway_mac_token', bssid: 'farmwatch.net.bssid_token' } as const;
export type PlaceKind = keyof typeof PLACE_FIELDS;
export const PLACE_KINDS = Object.keys(PLACE_FIELDS) as readonly PlaceKind[];

/** What is counted: devices at a place, or people under a mark of a detector. */
export type CrowdKind = PlaceKind | 'mark';

/** All that is kept of people outside scope: how many devices they had at one place, or under one mark, on one UTC day. */
export interface CrowdCount {
  readonly id: string;
  readonly day: Day;
  readonly kind: CrowdKind;
  /** The line, the token of the router or base station, or the mark. */
  readonly line: string;
  readonly devices: number;
  /** When each of them was learned of, in order: a run for a past instant counts those known by then. */
  readonly learned?: readonly Instant[];
}

/** One device seen at a place or under a mark: a laptop, or whatever a person used where no laptop is known. */
export interface Sighting {
  readonly kind: CrowdKind;
  readonly line: string;
  readonly laptop: string | undefined;
  /** Account and holder; one of them at least. */
  readonly people: readonly string[];
  readonly learned: Instant;
}

interface Seen { readonly kind: CrowdKind; readonly line: string; readonly laptops: Map<string, Instant>; readonly atLaptops: Set<string>; readonly others: Map<string, Instant> }

/** Counts devices by place. */
export interface CrowdTally { add(sighting: Sighting): void; counts(day: Day): readonly CrowdCount[] }

/**
 * Distinct laptops by place; a person without a laptop is one device more, unless a laptop of theirs was there that day.
 */
export function crowdTally(): CrowdTally {
  const places = new Map<string, Seen>();
  return {
    add({ kind, line, laptop, people, learned }) {
      const key = `${kind}/${line}`;
      const seen = places.get(key) ?? { kind, line, laptops: new Map(), atLaptops: new Set(), others: new Map() };
      places.set(key, seen);
      if (laptop !== undefined) first(seen.laptops, laptop, learned);
      for (const person of people) {
        if (laptop === undefined) first(seen.others, person, learned);
        else seen.atLaptops.add(person);
      }
    },
    counts: (day) => [...places.values()].map(({ kind, line, laptops, atLaptops, others }) => {
      const alone = [...others].filter(([person]) => !atLaptops.has(person)).map(([, learned]) => learned);
      const learned = [...laptops.values(), ...alone].sort((a, b) => a - b);
      return { id: idOf(day, kind, line), day, kind, line, devices: learned.length, learned };
    }),
  };
}

/** Keeps the earliest instant of each. */
function first(times: Map<string, Instant>, id: string, at: Instant): void {
  times.set(id, Math.min(times.get(id) ?? Infinity, at));
}

/** How many devices of a count were known at an instant. */
export function knownBy({ devices, learned }: CrowdCount, asOf: Instant): number {
  return learned?.filter((at) => at <= asOf).length ?? devices;
}

/** What crowd counts of a day become when it is counted once more: part of the rows may have gone since, or some come late. */
export async function keepCrowd(store: Store, day: Day, counts: readonly CrowdCount[]): Promise<number> {
  const shelf = crowdShelf(store);
  const before = new Map<string, CrowdCount>();
  for await (const { value } of shelf.list(boundsOf(day, day))) before.set(value.id, value);
  // The higher number is the least that were there: the same devices are not counted twice.
  const risen = counts.filter(({ id, devices }) => devices > (before.get(id)?.devices ?? 0)).map((count) => together(before.get(count.id), count));
  await shelf.putAll(risen);
  return risen.length;
}

/** A count that rose: the first, second, third of them was known as early as either count says. */
function together(before: CrowdCount | undefined, after: CrowdCount): CrowdCount {
  return { ...after, ...(after.learned ? { learned: after.learned.map((at, nth) => Math.min(at, before?.learned?.[nth] ?? at)) } : {}) };
}

/**
 * Devices of people outside scope, by place and day, for days that begin in [from, to).
 *
 * @returns in order of day; nothing for days that are not reduced yet
 */
export async function crowdOf(store: Store, from: Instant, to: Instant): Promise<readonly CrowdCount[]> {
  const first = floorTo(from + DAY - 1, DAY);
  const last = floorTo(to - 1, DAY);
  if (last < first) return [];
  const counts: CrowdCount[] = [];
  for await (const { value } of crowdShelf(store).list(boundsOf(dayOf(first), dayOf(last)))) counts.push(value);
  return counts;
}

/** Runs ask so far back, whatever else is kept. */
const ASKED_DAYS = 30;

/**
 * Removes counts of days that began before an instant: no run that can be judged anew from what is held asks for them.
 *
 * @returns how many
 */
export async function removeOldCounts(store: Store, before: Instant, now: Instant): Promise<number> {
  const last = dayOf(Math.min(before, now - ASKED_DAYS * DAY));
  const old = await Array.fromAsync(crowdShelf(store).list({ to: `${last}/` }), ({ value: { id } }) => id);
  for (let from = 0; from < old.length; from += REMOVED_AT_ONCE) await crowdShelf(store).removeAll(old.slice(from, from + REMOVED_AT_ONCE));
  return old.length;
}

const REMOVED_AT_ONCE = 10_000;

function crowdShelf(store: Store): ReturnType<typeof store.shelf<CrowdCount>> {
  return store.shelf<CrowdCount>('crowd');
}

/** Ids from one day to another, both included; "0" is the character after "/". */
function boundsOf(first: Day, last: Day): { readonly from: string; readonly to: string } {
  return { from: `${first}/`, to: `${last}0` };
}

/** `2026-11-02/203.0.113.9/32` for a line, `2026-11-02/gateway/…` for a token or mark; one too long for a store becomes its hash. */
function idOf(day: Day, kind: CrowdKind, line: string): string {
  const short = Buffer.byteLength(line) > LONGEST_LINE_BYTES ? shortHash(line) : line;
  return `${day}/${kind === 'line' ? '' : `${kind}/`}${short}`;
}

const LONGEST_LINE_BYTES = 300;
