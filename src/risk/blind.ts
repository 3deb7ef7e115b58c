import { FAMILIES, type Family } from '../core/family.ts';
import type { Coverage, Risk } from './risk.ts';

/** Families that lean on what laptops and accounts do; the others on people and papers. */
const WATCHING: readonly Family[] = FAMILIES.filter((family) => family !== 'human' && family !== 'application');

/**
 * Families that had nothing to look at for one person: nothing of what their detectors look at came in.
 *
 * @param coverage of this person; a kind of record without a share is judged by whether anybody's arrived
 * @param arrived  whether a kind of record came in lately, from anybody
 */
export function blindFamilies(
  coverage: Coverage, arrived: (action: string) => boolean, detectors: readonly { readonly family: Family; readonly needs: readonly string[] }[],
): readonly Family[] {
  const isMet = (need: string): boolean => (coverage[need] === undefined ? arrived(need) : coverage[need] > 0);
  return FAMILIES.filter((family) => {
    const needs = detectors.filter((detector) => detector.family === family).flatMap((detector) => detector.needs);
    return needs.length > 0 && !needs.some(isMet);
  });
}

/** True where a quiet sum says nothing, because half of the families or more had nothing to look at. */
export function isUnknown({ band, blind = [] }: Pick<Risk, 'band' | 'blind'>): boolean {
  return band === 'quiet' && blind.filter((family) => WATCHING.includes(family)).length * 2 >= WATCHING.length;
}
