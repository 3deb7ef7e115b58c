import { distanceKm } from '../../src/core/geo.ts';
import type { Values } from '../../src/core/settings.ts';
import { HOUR, MINUTE } from '../../src/core/time.ts';
import type { Act } from './acts.ts';
import type { SETTINGS } from './settings.ts';

/** From one place to another faster than anything flies. */
export interface Switch {
  readonly from: Act;
  readonly to: Act;
  /** Between the edges of both places. */
  readonly km: number;
  /** At the longest that the clocks allow. */
  readonly minutes: number;
}

type Settings = Values<typeof SETTINGS>;

/**
 * Neighbouring acts on two machines that one person cannot have done both: with both places as near and both times as
 * far apart as they may be, it takes more than `fastestKmh` over `leastKm` or more.
 */
export function switchesOf(acts: readonly Act[], settings: Settings): readonly Switch[] {
  const order = acts.toSorted((a, b) => a.from + a.to - (b.from + b.to) || (keyOf(a) < keyOf(b) ? -1 : 1));
  return order.slice(1).flatMap((to, index): readonly Switch[] => {
    const from = order[index]!;
    if (from.machine === to.machine) return [];
    const km = Math.max(0, distanceKm(from.fix, to.fix) - from.fix.radiusKm - to.fix.radiusKm);
    const longest = Math.max(from.to, to.to) - Math.min(from.from, to.from) + 2 * settings.clockMinutes * MINUTE;
    return km >= settings.leastKm && km >= (settings.fastestKmh * longest) / HOUR ? [{ from, to, km, minutes: Math.ceil(longest / MINUTE) }] : [];
  });
}

/** The same order whatever the order of rows. */
function keyOf({ machine, from, to, fix }: Act): string {
  return `${machine} ${from} ${to} ${fix.lat} ${fix.lon} ${fix.radiusKm} ${fix.network}`;
}
