import type { Directory } from '../../core/identity.ts';
import { isPlaceholderSerial } from '../../core/placeholder.ts';
import type { Day, Instant } from '../../core/time.ts';
import { MACHINES, machineDay, type MachineDay, type MachineSight } from '../people/machines.ts';
import { NOTHING_PRESUMED, USES, isHardlyHeard, presumedOf, type Presumed, type Use, type UseDay } from '../people/presumed.ts';
import { rowsMark, type DayCounts, type DayTable } from './day-counts.ts';
import { madeDays, type Made } from './made-days.ts';
import type { Stretch } from './stretch.ts';

interface MadeMachines extends Made { readonly machines: MachineDay }
interface MadeUses extends Made { readonly uses: UseDay }

export interface MachineDays {
  /** Who carried which serial number, from what is known of these days. */
  machinesIn(stretch: Stretch): Promise<ReadonlyMap<Day, MachineDay>>;
  /** Whose machines are taken for their laptops, where serial numbers are hardly ever told. A run asks several times for the same. */
  presumedIn(stretch: Stretch, machines: ReadonlyMap<Day, MachineDay>, directory: Directory): Promise<Presumed>;
}

export function machineDays(counts: DayCounts): MachineDays {
  const machinesOn = madeDays<MadeMachines>(counts);
  const usesOn = madeDays<MadeUses>(counts);
  let last: { readonly key: string; readonly presumed: Presumed } | undefined;

  async function presume(stretch: Stretch, machines: ReadonlyMap<Day, MachineDay>, directory: Directory): Promise<Presumed> {
    if (!isHardlyHeard(directory, machines)) return NOTHING_PRESUMED;
    const make = (_day: Day, table: DayTable, mark: string): MadeUses => {
      const uses = [...usesIn(table, counts)];
      return { mark, uses, size: uses.length };
    };
    const found = await usesOn({ name: 'uses', counted: USES, make }, stretch);
    return presumedOf(new Map([...found].map(([day, { uses }]) => [day, uses])), machines, directory, stretch.asOf);
  }

  return {
    async machinesIn(stretch) {
      const make = (_day: Day, table: DayTable, mark: string): MadeMachines => {
        const machines = machineDay(sightsIn(table, counts));
        return { mark, machines, size: machines['host.id'].size + machines['host.name'].size };
      };
      const found = await machinesOn({ name: 'machines', counted: MACHINES, make }, stretch);
      return new Map([...found].map(([day, { machines }]) => [day, machines]));
    },
    async presumedIn(stretch, machines, directory) {
      const key = [stretch.asOf, directory.key, ...stretch.days.map((day) => `${day} ${rowsMark(stretch.marks.get(day)!)}`)].join('\n');
      if (last?.key !== key) last = { key, presumed: await presume(stretch, machines, directory) };
      return last.presumed;
    },
  };
}

function* sightsIn({ count, names, columns }: DayTable, { nameIn }: DayCounts): Generator<MachineSight> {
  const last = columns.find(({ name }) => name === 'last');
  for (let i = 0; i < count; i++) {
    yield {
      last: last!.cell(i) as Instant, serial: nameIn(names[i]!, 'device.serial_number')!,
      'host.id': nameIn(names[i]!, 'host.id'), 'host.name': nameIn(names[i]!, 'host.name'),
    };
  }
}

function* usesIn({ count, names }: DayTable, { nameIn }: DayCounts): Generator<Use> {
  for (let i = 0; i < count; i++) {
    const [serial, host] = [nameIn(names[i]!, 'device.serial_number'), nameIn(names[i]!, 'host.name')!];
    const account = { 'user.email': nameIn(names[i]!, 'user.email'), 'user.id': nameIn(names[i]!, 'user.id'), 'user.name': nameIn(names[i]!, 'user.name') };
    if (serial !== undefined && isPlaceholderSerial(serial)) yield { host };
    else if (serial === undefined && Object.values(account).some((name) => name !== undefined)) yield { host, account };
  }
}
