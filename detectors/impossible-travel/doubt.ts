import { isAbroad } from '../../src/core/countries.ts';
import { distanceKm } from '../../src/core/geo.ts';
import type { Home } from '../../src/detect/people/homes.ts';
import type { Act } from './acts.ts';
import type { Fix } from './fixes.ts';
import type { Switch } from './switches.ts';

/**
 * Tells whether a switch stands though any one address entry were misplaced, or a phone roamed.
 *
 * A place is sure where a laptop reported it, where it is near the home on record, where entries of two networks name
 * it, or where it is in another country than the other place: a wrong entry does none of that. Of a laptop abroad and an
 * address at home neither is sure: who travels with both has a phone that leaves by its carrier at home, and many
 * carriers serve homes by the same network.
 *
 * @param acts all that the person did
 */
export function isSureOf(acts: readonly Act[], homeOf: (act: Act) => Home, nearKm: number): (one: Switch) => boolean {
  const entries = [...new Map(acts.filter(({ fix }) => fix.by !== 'reported').map(({ fix }) => [`${fix.network} ${fix.lat} ${fix.lon}`, fix])).values()];
  const isConfirmed = (fix: Fix): boolean => entries.some((other) => other.network !== fix.network && distanceKm(fix, other) <= Math.max(fix.radiusKm, other.radiusKm));
  const isSure = (act: Act, { fix: other }: Act): boolean => {
    const { fix } = act;
    const { at: home } = homeOf(act);
    return fix.by === 'reported' || (home !== undefined && distanceKm(home, fix) - (home.radiusKm ?? 0) <= nearKm) || isConfirmed(fix)
      || (fix.country !== undefined && other.country !== undefined && fix.country !== other.country);
  };
  const mayRoam = (laptop: Act, other: Act): boolean => {
    const { country } = homeOf(laptop);
    return laptop.isLaptop && !other.isLaptop && other.fix.by !== 'reported' && isAbroad(laptop.fix.country, country) && other.fix.country !== undefined && !isAbroad(other.fix.country, country);
  };
  return ({ from, to }) => isSure(from, to) && isSure(to, from) && !mayRoam(from, to) && !mayRoam(to, from);
}
