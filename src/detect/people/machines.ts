import { isPlaceholderSerial } from '../../core/placeholder.ts';
import { hostKey, spelledSerial } from '../../core/spelling.ts';
import { DAY, dayOf, startOfDay, type Day, type Instant } from '../../core/time.ts';
import type { Evidence } from '../detector.ts';

/** Which machine carried which serial number on which day. */
export const MACHINES = {
  where: { 'device.serial_number': { exists: true } },
  by: ['device.serial_number', 'host.id', 'host.name'],
  measure: { last: { max: '@timestamp' } },
} as const satisfies Evidence;

/** The serial number of a machine is looked for this far back from the day of an event. */
export const MACHINE_DAYS = 60;

/** Serial numbers by machine id and by machine name, as both are compared, each with the days on which they were seen. */
export interface Machines { serialOf(kind: 'host.id' | 'host.name', name: string, day: Day): string | undefined }

/** A serial number beside other names of its machine. */
export interface MachineSight { readonly last: Instant; readonly serial: string; readonly 'host.id': string | undefined; readonly 'host.name': string | undefined }

/** The serial number last seen on one day with each machine id and name, and those that came without either. */
export type MachineDay = Readonly<Record<'host.id' | 'host.name', ReadonlyMap<string, string>>> & { readonly alone: ReadonlySet<string> };

export function machineDay(sights: Iterable<MachineSight>): MachineDay {
  const alone = new Set<string>();
  const latest = { 'host.id': new Map<string, MachineSight>(), 'host.name': new Map<string, MachineSight>() };
  for (const told of sights) {
    if (isPlaceholderSerial(told.serial)) continue;
    const sight = { ...told, serial: spelledSerial(told.serial) };
    if (sight['host.id'] === undefined && sight['host.name'] === undefined) alone.add(sight.serial);
    for (const kind of ['host.id', 'host.name'] as const) {
      if (sight[kind] === undefined) continue;
      const name = hostKey(kind, sight[kind]);
      const known = latest[kind].get(name);
      if (!known || sight.last > known.last || (sight.last === known.last && sight.serial > known.serial)) latest[kind].set(name, sight);
    }
  }
  const serials = (found: ReadonlyMap<string, MachineSight>): ReadonlyMap<string, string> => new Map([...found].map(([name, { serial }]) => [name, serial]));
  return { 'host.id': serials(latest['host.id']), 'host.name': serials(latest['host.name']), alone };
}

/** The serial number of a machine on a day is the last one seen with it by then. */
export function machinesOf(days: ReadonlyMap<Day, MachineDay>): Machines {
  return {
    serialOf(kind, named, day) {
      const name = hostKey(kind, named);
      for (let back = 0; back <= MACHINE_DAYS; back++) {
        const serial = days.get(back === 0 ? day : dayOf(startOfDay(day) - back * DAY))?.[kind].get(name);
        if (serial !== undefined) return serial;
      }
      return undefined;
    },
  };
}
