import type { Random } from '../core/random.ts';
import { distanceKm, type Point } from '../core/geo.ts';
import type { Instant } from '../core/time.ts';
import { addressIn, poolOf } from './addresses.ts';
import { instantOf } from './clock.ts';
import type { EcsDocument, Laptop, Life, Line, Place, World } from './life.ts';
import { addressOn, ipv6On } from './lines.ts';
import { metroOf } from './metros.ts';
import { OWN_EGRESS } from './pools.ts';
import type { Interval } from './rhythm.ts';

/** One person's day: who, which laptop, where, when busy. Every source writes its rows from this. */
export interface Today {
  readonly world: World;
  readonly life: Life;
  readonly day: number;
  readonly busy: readonly Interval[];
  /** Zone in which the minutes of `busy` are local. */
  readonly zone: string;
  readonly laptop?: Laptop;
  readonly machine: Readonly<Record<string, string>>;
  readonly user: Readonly<Record<string, string>>;
  /** Where the laptop is. */
  readonly place: Place;
  /** When the laptop is awake, local minutes. */
  readonly awake: readonly Interval[];
  /** Set on days when the laptop leaves by a VPN service. */
  readonly exit?: string;
  readonly draw: Random;
  emit(document: EcsDocument): void;
}

export function at(today: Today, minute: number): Instant {
  return instantOf(today.world.calendar, today.day, minute, today.zone);
}

/** A minute at which the driver is busy, uniformly. */
export function busyMinute(today: Today, draw: Random): number {
  let rest = draw.next() * today.busy.reduce((sum, { from, to }) => sum + to - from, 0);
  for (const { from, to } of today.busy) {
    if (rest < to - from) return from + rest;
    rest -= to - from;
  }
  return today.busy.at(-1)?.to ?? 720;
}

/** The public address under which the laptop shows up. */
export function publicAddress(today: Today, nth: number): string {
  if (today.world.knobs.fullTunnel >= 1) return egressOf(today.place.at).address(nth);
  if (today.exit !== undefined) return today.exit;
  const line = today.place.line;
  // Half of the connections of a line with both go over IPv6.
  const six = nth % 2 === 1 && today.laptop ? ipv6On(line, today.laptop.serial, today.day) : undefined;
  return six ?? addressOn(line, today.day, nth + today.life.number);
}

/** The company's exit nearest to a point. */
export function egressOf(from: Point): { readonly gateway: string; readonly at: Point; address(nth: number): string } {
  const near = EGRESS.reduce((best, other) => (distanceKm(from, other.at) < distanceKm(from, best.at) ? other : best));
  return { gateway: near.gateway, at: near.at, address: (nth) => addressIn(near.pool, 2 + (nth % 12)).address };
}

const EGRESS = OWN_EGRESS.map(({ gateway, metro, block }) => ({ gateway, at: metroOf(metro) as Point, pool: poolOf(block) }));

/** What the exit of a VPN service adds to a round trip, ms. */
const VPN_DETOUR_MS = 14;

/** The line by which the laptop leaves, with the detour of a VPN of its own. */
export function lineToday(today: Today): Line {
  const { line } = today.place;
  return today.exit === undefined ? line : { ...line, lastMileMs: line.lastMileMs + VPN_DETOUR_MS };
}

/** Round trip from a line to a point: last mile, 1.5 ms for 100 km of path, queues. */
export function roundTripMs(line: Line, from: Point, to: Point, draw: Random): number {
  const km = line.detour ? distanceKm(from, line.detour) + distanceKm(line.detour, to) : distanceKm(from, to);
  return Math.round((line.lastMileMs + km * 0.015 + draw.exponential(4)) * 10) / 10;
}
