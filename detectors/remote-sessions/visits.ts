import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Day } from '../../src/core/time.ts';
import type { SETTINGS } from './settings.ts';

/** On which days a machine connected to whom. */
export type Visits = Map<HireId, Set<Day>>;

/** So many are served, for so few days each, as a help desk does. */
export function isRounds(visits: Visits, { roundsPeople, roundsDays }: Values<typeof SETTINGS>): boolean {
  const days = [...visits.values()].map(({ size }) => size);
  return visits.size >= roundsPeople && days.reduce((sum, one) => sum + one, 0) / days.length <= roundsDays;
}
