import { distanceRangeKm } from '../../src/core/geo.ts';
import type { ApplicationRow } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Hire } from '../../src/detect/detector.ts';
import type { Detail } from './detail.ts';
import type { SETTINGS } from './settings.ts';

/** Networks whose addresses say nothing about where somebody sits; many people use them for their privacy. */
const PLACELESS = new Set(['vpn', 'relay', 'hosting', 'satellite', 'corporate']);

/**
 * Where somebody applied from against where they say they live.
 *
 * The country is compared where both are known. A distance needs a point for the claim, which the people row of a hire
 * who claims the same region has, and counts from its least possible value.
 */
export function awayDetails(application: ApplicationRow, hire: Hire | undefined, settings: Values<typeof SETTINGS>): readonly Detail[] {
  const { applied_from: from, claimed_country: claimed } = application;
  if (!from || (from.network !== undefined && PLACELESS.has(from.network))) return [];
  if (claimed !== undefined && from.country !== undefined && from.country !== claimed) {
    return [{ kind: 'otherCountry', adds: settings.otherCountry, alongside: [], says: 'the address it came from is placed in another country than the claimed home' }];
  }
  const home = hire && sameRegion(application, hire) ? hire.home : undefined;
  if (!from.at || !home) return [];
  const radiusKm = Math.max(from.radius_km ?? 0, from.network === 'mobile' ? settings.mobileRadiusKm : settings.leastRadiusKm);
  const [least] = distanceRangeKm({ ...from.at, radiusKm }, home);
  if (least <= settings.farKm) return [];
  return [{ kind: 'farFromHome', adds: settings.farFromHome, alongside: [], says: `the address it came from lies at least ${Math.round(least)} km from the claimed home` }];
}

function sameRegion({ claimed_region: region, claimed_country: country }: ApplicationRow, { home_region: homeRegion, home_country: homeCountry }: Hire): boolean {
  if (country !== undefined && homeCountry !== undefined && country !== homeCountry) return false;
  return region !== undefined && homeRegion !== undefined && region.toUpperCase() === homeRegion.toUpperCase();
}
