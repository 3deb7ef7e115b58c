import type { HireId } from '../../src/core/person.ts';
import { eitherHalfHour, halfHourStarts, type HalfHours } from '../../src/core/half-hours.ts';
import { HOUR, MINUTE, isZone, offsetMinutes, startOfDay, type Day } from '../../src/core/time.ts';
import type { AnyRow, Seen } from './evidence.ts';

/** Half hours of each day in which something was seen. */
export type Times = ReadonlyMap<Day, HalfHours>;

/** A laptop belongs to its holder, whoever is signed in; where nobody holds it, to the person of the row. */
export function ownerOf(row: Pick<AnyRow, 'holder' | 'hire'>): HireId | undefined {
  return row.holder ?? row.hire;
}

/** When devices and displays of each hire's laptops were looked at, whatever they were. */
export function looksOf(window: Seen): ReadonlyMap<HireId, Times> {
  const all = new Map<HireId, Map<Day, HalfHours>>();
  for (const rows of [window.rows.devices, window.rows.displays]) {
    for (const row of rows) {
      const hire = ownerOf(row);
      if (hire === undefined) continue;
      const times = all.getOrInsertComputed(hire, () => new Map());
      addTimes(times, row);
    }
  }
  return all;
}

export function addTimes(times: Map<Day, HalfHours>, { day, halfHours }: Pick<AnyRow, 'day' | 'halfHours'>): void {
  times.set(day, eitherHalfHour(times.get(day) ?? 0, halfHours));
}

/** Days with a look in the night, 23:00 to 05:00 in the zone; without one UTC−6 holds, the middle of the US. */
export function nightsIn(times: Times, zone: string | undefined): ReadonlySet<Day> {
  return new Set([...times].filter(([day, halfHours]) => halfHourStarts(halfHours, startOfDay(day)).some((at) => isNight(at, zone))).map(([day]) => day));
}

function isNight(at: number, zone: string | undefined): boolean {
  const hour = new Date(at + (zone !== undefined && isZone(zone) ? offsetMinutes(zone, at) * MINUTE : -6 * HOUR)).getUTCHours();
  return hour >= 23 || hour < 5;
}
