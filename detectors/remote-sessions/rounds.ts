import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Day } from '../../src/core/time.ts';
import type { MachineReader } from './machines.ts';
import type { Session } from './sessions.ts';
import type { SETTINGS } from './settings.ts';
import { isRounds, type Visits } from './visits.ts';

/** What the machines that connect do in the whole company. */
export interface Rounds {
  /** Of the controllers of somebody that serve many starters: all look in on each of them for a day or two. Undefined where none serves many. */
  makes(hire: HireId): boolean | undefined;
  /** A controller that does not make rounds connected to both on several days: whoever helps many now and then ties nobody together. */
  drivesBoth(a: HireId, b: HireId): boolean;
}

/** A single day in common is a visit. */
const DRIVEN_DAYS = 2;

/** Which controlling machines go round, as those of a help desk do. Sessions that tell no controller count for nothing. */
export function roundsOf(sessions: readonly Session[], machineOf: MachineReader, settings: Values<typeof SETTINGS>): Rounds {
  const served = new Map<string, Visits>();
  const controllers = new Map<HireId, Set<string>>();
  for (const session of sessions) {
    const { hire, day } = session;
    const controller = machineOf(session);
    if (controller === undefined) continue;
    served.getOrInsertComputed(controller, () => new Map<HireId, Set<Day>>()).getOrInsertComputed(hire, () => new Set<Day>()).add(day);
    controllers.getOrInsertComputed(hire, () => new Set<string>()).add(controller);
  }
  const daysOf = (controller: string, hire: HireId): number => served.get(controller)?.get(hire)?.size ?? 0;
  const servesMany = (controller: string): boolean => served.get(controller)!.size >= settings.roundsPeople;
  const makesRounds = (controller: string): boolean => isRounds(served.get(controller)!, settings);
  return {
    makes(hire) {
      const many = [...controllers.get(hire) ?? []].filter(servesMany);
      return many.length === 0 ? undefined : many.every(makesRounds);
    },
    drivesBoth: (a, b) => [...controllers.get(a) ?? []].some((controller) => !makesRounds(controller) && daysOf(controller, a) >= DRIVEN_DAYS && daysOf(controller, b) >= DRIVEN_DAYS),
  };
}
