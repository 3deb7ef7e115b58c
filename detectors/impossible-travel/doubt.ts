import { distanceKm, type Spot } from '../../src/core/geo.ts';
import type { Act } from './acts.ts';
import type { Fix } from './fixes.ts';
import type { Switch } from './switches.ts';

/**
 * Tells whether a switch stands though any one address entry were misplaced.
 *
 * A place is sure where a laptop reported it, where it is near the home on record, where entries of two networks name
 * it, or where it is in another country than the other place: a wrong entry does none of that.
 *
 * @param acts all that the person did
 */
export function isSureOf(acts: readonly Act[], homeOf: (act: Act) => Spot | undefined, nearKm: number): (one: Switch) => boolean {
  const entries = [...new Map(acts.filter(({ fix }) => fix.by !== 'reported').map(({ fix }) => [`${fix.network} ${fix.lat} ${fix.lon}`, fix])).values()];
  const isConfirmed = (fix: Fix): boolean => entries.some((other) => other.network !== fix.network && distanceKm(fix, other) <= Math.max(fix.radiusKm, other.radiusKm));
  const isSure = (act: Act, { fix: other }: Act): boolean => {
    const { fix } = act;
    const home = homeOf(act);
    return fix.by === 'reported' || (home !== undefined && distanceKm(home, fix) - (home.radiusKm ?? 0) <= nearKm) || isConfirmed(fix)
      || (fix.country !== undefined && other.country !== undefined && fix.country !== other.country);
  };
  return ({ from, to }) => isSure(from, to) && isSure(to, from);
}
