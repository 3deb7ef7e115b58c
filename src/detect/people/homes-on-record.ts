import { apartKm } from '../../core/geo.ts';
import type { Hire } from '../detector.ts';

/** Homes so far apart are no two ends of one town: whoever keeps their laptops in one home lives in one of them at most. */
export const APART_KM = 80;

/** What the homes on record say of two people who are seen in one home; undefined where one of them has none, or one so wide that both could be anything. */
export function recordsSay(a: Pick<Hire, 'home'> | undefined, b: Pick<Hire, 'home'> | undefined): 'near' | 'apart' | undefined {
  if (!a?.home || !b?.home) return undefined;
  if (apartKm(a.home, b.home) > APART_KM) return 'apart';
  return (a.home.radiusKm ?? 0) + (b.home.radiusKm ?? 0) > APART_KM ? undefined : 'near';
}
