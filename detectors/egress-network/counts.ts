import type { Hire } from '../../src/detect/detector.ts';
import { homeOn } from '../../src/detect/homes.ts';
import { isAnonymous, type Row, type Seen } from './evidence.ts';

/** One person's sign-ins, by where they came from. Times, not rows: one fact may come as two rows. */
export interface Counts {
  readonly rows: readonly Row[];
  readonly total: number;
  readonly days: number;
  /** Through VPN or hosting. */
  readonly hidden: readonly Row[];
  /** Straight from another country than the file says; undefined where no country is known on any of the days. */
  readonly abroad: readonly Row[] | undefined;
}

/** @param staying their sign-ins, without those on trips */
export function countsOf(hire: Hire, staying: readonly Row[]): Counts {
  const isAbroad = (row: Row): boolean => {
    const country = row['source.geo.country_iso_code'];
    const home = homeOn(hire, row.day).country;
    return country !== undefined && home !== undefined && mainlandOf(country) !== mainlandOf(home);
  };
  return {
    rows: staying, total: timesOf(staying), days: new Set(staying.map(({ day }) => day)).size,
    hidden: staying.filter(isAnonymous),
    abroad: staying.every(({ day }) => homeOn(hire, day).country === undefined) ? undefined : staying.filter((row) => !isAnonymous(row) && isAbroad(row)),
  };
}

export function timesOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.times, 0);
}

/** Territories of the United States have country codes of their own, and are no other country. */
function mainlandOf(country: string): string {
  return US_TERRITORIES.has(country) ? 'US' : country;
}
const US_TERRITORIES = new Set(['PR', 'VI', 'GU', 'AS', 'MP', 'UM']);

export interface Machines { readonly other: number; readonly told: number }

/** Of some sign-ins, those that tell their machine, and those of them whose machine is not the person's laptop. */
export function machinesOf(rows: readonly Row[], isLaptop: (row: Row) => boolean | undefined): Machines {
  const told = rows.filter((row) => isLaptop(row) !== undefined);
  return { told: timesOf(told), other: timesOf(told.filter((row) => !isLaptop(row))) };
}

/**
 * Tells whether a sign-in came from the person's own laptop; undefined where the row names no machine.
 *
 * An identity provider's device id belongs to the laptop where any row names both.
 */
export function laptopReader(window: Seen): (row: Row) => boolean | undefined {
  const holds = ({ laptop, hire }: Row): boolean => laptop !== undefined && window.laptops.get(laptop)?.holder === hire;
  const laptops = new Set<string>();
  for (const row of window.rows.signIns) if (row['device.id'] !== undefined && holds(row)) laptops.add(`${row.hire}|${row['device.id']}`);
  return (row) => {
    const device = row['device.id'];
    if (row.laptop === undefined && device === undefined) return undefined;
    return holds(row) || (device !== undefined && laptops.has(`${row.hire}|${device}`));
  };
}
