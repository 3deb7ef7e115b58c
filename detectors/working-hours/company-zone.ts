import { isZone, offsetMinutes, type Instant } from '../../src/core/time.ts';
import type { Hire } from '../../src/detect/detector.ts';
import { dialDistanceMin } from './clock-model.ts';

/** Offsets within two hours count as one place, as they do when a claim is checked. */
const NEAR_MIN = 120;
const FAR_MIN = 300;

/**
 * Tells whether a zone lies five hours or more from where most of the company lives.
 *
 * Where most live is the offset with most people within two hours; of equals the westernmost.
 * Nobody is far where no zone is known.
 */
export function farFromCompany(hires: Iterable<Hire>, at: Instant): (zone: string) => boolean {
  const people = new Map<number, number>();
  for (const { time_zone: told, home_zone: derived } of hires) {
    const zone = told ?? derived;
    if (zone === undefined || !isZone(zone)) continue;
    const offset = offsetMinutes(zone, at);
    people.set(offset, (people.get(offset) ?? 0) + 1);
  }
  const near = (middle: number): number => [...people].reduce((sum, [offset, many]) => sum + (dialDistanceMin(offset, middle) <= NEAR_MIN ? many : 0), 0);
  const offsets = [...people.keys()].sort((a, b) => a - b);
  const middle = offsets.reduce<number | undefined>((best, offset) => (best === undefined || near(offset) > near(best) ? offset : best), undefined);
  return (zone) => middle !== undefined && dialDistanceMin(offsetMinutes(zone, at), middle) >= FAR_MIN;
}
