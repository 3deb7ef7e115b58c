import type { HireId, Serial } from '../../src/core/person.ts';
import type { HalfHours } from '../../src/core/half-hours.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import { isSettledBy } from '../../src/detect/people/homes.ts';
import { placeReader } from '../../src/detect/places/lines.ts';
import { tripReader } from '../../src/detect/people/trips.ts';
import { clockOf } from './clock.ts';
import { controllerOf, staffServed } from './crowd.ts';
import type { Seen } from './evidence.ts';
import { lineOfController } from './line.ts';
import type { SETTINGS } from './settings.ts';
import type { Clock, From } from './ways.ts';

/** Incoming sessions of one kind into one starter's laptop on one day, for which no list gives a reason. */
export interface Session {
  readonly hire: HireId;
  readonly laptop: Serial;
  readonly day: Day;
  readonly protocol: string;
  readonly controller: string | undefined;
  /** From where it connects; undefined where that is not told. */
  readonly line: string | undefined;
  /** How many people of longer standing the controller serves on one day; undefined where it has no name. */
  readonly staff: number | undefined;
  readonly clock: Clock | undefined;
  readonly from: From | undefined;
  /** It connects by the VPN exit by which the laptop itself went out that day, which tells nothing. */
  readonly sameExit: boolean;
  readonly first: Instant;
  readonly last: Instant;
  readonly halfHours: HalfHours;
}

/** What a session is called where no source tells. */
export const UNKNOWN_PROTOCOL = 'unknown';

/**
 * Sessions into laptops issued to starters, without those for which there is a reason: the tool is allowed, the
 * controller sits at an office of the list or is used by somebody of longer standing, the laptop was not delivered yet, or its
 * holder is on an entered trip. Help desks are among them still.
 *
 * A session into a machine that is issued to nobody is none: people drive servers and cloud desktops.
 */
export function unexplained(window: Seen, settings: Values<typeof SETTINGS>): readonly Session[] {
  const staffOf = staffServed(window);
  const placeAt = placeReader(window.places);
  const lineOf = lineOfController(window);
  const onTrip = tripReader(window.travel);
  return window.rows.sessions.flatMap((row): Session[] => {
    const { holder, laptop, person, day } = row;
    const hire = holder === undefined ? undefined : window.hires.get(holder);
    if (laptop === undefined || !hire?.inScope || hire.device_kind === 'cloud-desktop') return [];
    const line = row['farmwatch.net.line'];
    const controller = controllerOf(row['source.domain']);
    const staff = controller === undefined ? undefined : staffOf(controller);
    const protocol = row['farmwatch.remote.protocol'] ?? UNKNOWN_PROTOCOL;
    const delivered = window.laptops.get(laptop)?.deliveredAt;
    const hasReason = window.allowed(protocol, hire.hire_id, day)
      || (line !== undefined && placeAt(line)?.kind === 'office')
      || (person !== undefined && person !== holder && window.hires.get(person)?.inScope === false)
      || (delivered !== undefined && row.last < delivered)
      // Who travels without the laptop drives it at home, by the clock of another place.
      || onTrip(hire.hire_id, day);
    if (hasReason) return [];
    return [{
      hire: hire.hire_id, laptop, day, protocol, controller, staff, line,
      clock: isSettledBy(hire, day) ? clockOf(row['farmwatch.remote.client_utc_offset_min'], hire.time_zone, row.first, settings) : undefined,
      ...lineOf(row), first: row.first, last: row.last, halfHours: row.halfHours,
    }];
  });
}
