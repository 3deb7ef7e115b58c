import type { HireId } from '../../src/core/person.ts';
import type { Hire } from '../../src/detect/detector.ts';

/** All on record with the same staffing agency. */
export function areOfOneAgency(ids: readonly HireId[], { hires }: { readonly hires: ReadonlyMap<HireId, Hire> }): boolean {
  const agencies = new Set(ids.map((id) => hires.get(id)?.agency?.trim().toLowerCase()));
  return agencies.size === 1 && !agencies.has(undefined);
}
