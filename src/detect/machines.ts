import { isPlaceholderSerial } from '../core/placeholder.ts';
import { DAY, startOfDay, type Day, type Instant } from '../core/time.ts';
import type { Evidence } from './detector.ts';

/** Which machine carried which serial number on which day. */
export const MACHINES = {
  where: { 'device.serial_number': { exists: true } },
  by: ['device.serial_number', 'host.id', 'host.name'],
  measure: { last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** The serial number of a machine is looked for this far back from the day of an event. */
export const MACHINE_DAYS = 60;

/** Serial numbers by machine id and by machine name, each with the days on which they were seen. */
export interface Machines { serialOf(kind: 'host.id' | 'host.name', name: string, day: Day): string | undefined }

/** A serial number beside other names of its machine, on one day. */
export interface MachineSight { readonly day: Day; readonly last: Instant; readonly serial: string; readonly 'host.id': string | undefined; readonly 'host.name': string | undefined }

/** @param sights in the order of days */
export function machinesOf(sights: Iterable<MachineSight>): Machines {
  const seen = new Map<string, { day: Day; last: Instant; serial: string }[]>();
  for (const { day, last, serial, ...names } of sights) {
    if (isPlaceholderSerial(serial)) continue;
    for (const kind of ['host.id', 'host.name'] as const) {
      const name = names[kind];
      if (name === undefined) continue;
      const list = seen.get(`${kind}|${name}`);
      if (list) list.push({ day, last, serial });
      else seen.set(`${kind}|${name}`, [{ day, last, serial }]);
    }
  }
  for (const list of seen.values()) list.sort((a, b) => a.last - b.last || (a.serial < b.serial ? -1 : 1));
  return {
    serialOf(kind, name, day) {
      const list = seen.get(`${kind}|${name}`);
      if (!list) return undefined;
      const oldest = startOfDay(day) - MACHINE_DAYS * DAY;
      let serial: string | undefined;
      for (const entry of list) {
        if (entry.day > day) break;
        serial = entry.last < oldest ? undefined : entry.serial;
      }
      return serial;
    },
  };
}

