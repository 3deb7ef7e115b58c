import type { Values } from '../../src/core/settings.ts';
import type { ActiveDays } from './active-days.ts';
import type { Session } from './sessions.ts';
import type { SETTINGS } from './settings.ts';

/**
 * Sessions without those of help desks: of controllers that serve many people of longer standing and look in on the starter,
 * on few days, or on no more than half of them and for less than half of the time.
 *
 * Whom a controller drives on most days is not helped, however many others it drives: a farm has hires of longer standing too.
 */
export function withoutHelpDesks(
  sessions: readonly Session[], activeDays: ActiveDays, controlOf: (sessions: readonly Session[]) => number | undefined,
  { helpDeskPeople, helpDeskDays, longShare }: Values<typeof SETTINGS>,
): readonly Session[] {
  const ofDesks = sessions.filter(({ staff }) => (staff ?? 0) >= helpDeskPeople);
  const lookedIn = [...Map.groupBy(ofDesks, ({ controller, hire }) => `${controller}|${hire}`).values()].filter((own) => {
    const days = new Set(own.map(({ day }) => day));
    return days.size <= helpDeskDays || (days.size * 2 <= activeDays.from(own[0]!.hire, days) && (controlOf(own) ?? 0) < longShare);
  });
  const explained = new Set(lookedIn.flat());
  return sessions.filter((session) => !explained.has(session));
}
