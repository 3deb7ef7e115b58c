import type { HireId } from '../../core/person.ts';

/** The fact that somebody lives where the laptop was sent, far from the home on record: whoever is put up somewhere does, and colleagues with them. */
export function lodgedFact(hire: HireId): string {
  return `lodged/${hire}`;
}
