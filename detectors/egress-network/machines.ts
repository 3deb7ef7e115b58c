import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { timesOf } from './counts.ts';
import type { Row, Seen } from './evidence.ts';
import type { SETTINGS } from './settings.ts';

export interface Machines { readonly other: number; readonly told: number }

/** Of some sign-ins, those that tell their machine, and those of them whose machine is not the person's laptop. */
export function machinesOf(rows: readonly Row[], isLaptop: (row: Row) => boolean | undefined): Machines {
  const told = rows.filter((row) => isLaptop(row) !== undefined);
  return { told: timesOf(told), other: timesOf(told.filter((row) => !isLaptop(row))) };
}

/**
 * Tells whether a sign-in came from the person's own laptop; undefined where the row does not tell.
 *
 * A device id belongs to the laptop where any row names both. Any other id is another machine only where its source would
 * have named the laptop: it names that of this person, or those of nearly everybody. Many an identity provider knows the
 * serial numbers of some laptops alone, and calls the rest by an id that nobody can compare.
 */
export function laptopReader(window: Seen, settings: Values<typeof SETTINGS>): (row: Row) => boolean | undefined {
  const { signIns } = window.rows;
  const equipped = new Set([...window.laptops.values()].map(({ holder }) => holder));
  const own = new Set(signIns.filter((row) => isHeld(row) && row['device.id'] !== undefined).map(deviceKey));
  const sources = new Map<string, { readonly all: Set<HireId>; readonly named: Set<HireId> }>();
  for (const row of signIns) {
    if (row.hire === undefined || !equipped.has(row.hire)) continue;
    for (const way of waysOf(row)) {
      const { all, named } = sources.getOrInsertComputed(way, () => ({ all: new Set<HireId>(), named: new Set<HireId>() }));
      all.add(row.hire);
      if (isHeld(row)) named.add(row.hire);
    }
  }
  const wouldName = (row: Row): boolean => {
    const source = sources.get(waysOf(row)[0]!);
    if (!source?.all.has(row.hire!)) return false;
    return source.named.has(row.hire!) || (source.named.size >= settings.namingPeople && source.named.size >= settings.namingShare * source.all.size);
  };
  return (row) => {
    const ways = waysOf(row);
    if (ways.length === 0) return undefined;
    if (isHeld(row) || own.has(deviceKey(row))) return true;
    // A laptop of somebody else's is another machine whatever the source.
    return (equipped.has(row.hire) && row.laptop !== undefined && window.laptops.get(row.laptop)?.holder !== undefined) || wouldName(row) ? false : undefined;
  };
}

/** On the laptop that the person held on that day. */
function isHeld({ laptop, holder, hire }: Row): boolean {
  return laptop !== undefined && holder === hire;
}

function deviceKey(row: Row): string {
  return `${row.hire}|${row['event.module']}|${row['device.id']}`;
}

/** How a row names its machine, with the source, since each has ids of its own: by serial number or host name, by a device id. */
function waysOf(row: Row): readonly string[] {
  return [...(row.laptop === undefined ? [] : ['name']), ...(row['device.id'] === undefined ? [] : ['id'])].map((way) => `${row['event.module']}|${way}`);
}
