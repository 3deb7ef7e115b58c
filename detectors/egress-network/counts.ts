import { isAbroad } from '../../src/core/countries.ts';
import type { HireId } from '../../src/core/person.ts';
import type { Hire } from '../../src/detect/detector.ts';
import { homeOn } from '../../src/detect/people/homes.ts';
import { isAnonymous, type Row, type Seen } from './evidence.ts';

/** One person's sign-ins, by where they came from. Times, not rows: one fact may come as two rows. */
export interface Counts {
  readonly rows: readonly Row[];
  readonly total: number;
  /** What they are: sign-ins at an identity provider, or tunnels. */
  readonly noun: 'sign-ins' | 'tunnels' | 'sign-ins and tunnels';
  readonly days: number;
  /** Through VPN or hosting. */
  readonly hidden: readonly Row[];
  /** Straight from another country than the file says; undefined where no country is known on any of the days. */
  readonly abroad: readonly Row[] | undefined;
  /** The same where their own laptop is: through lines on which it is heard as well, and in the country in which it lives. */
  readonly withLaptop: readonly Row[];
  readonly beside: typeof BY_ITS_LINE | typeof IN_ITS_COUNTRY;
}

/** How the words name where the laptop is, in {@link Counts.withLaptop}. */
export const BY_ITS_LINE = 'by the line of the laptop itself';
export const IN_ITS_COUNTRY = 'by the line of the laptop itself, or in the country in which it lives';

/**
 * @param staying their sign-ins, without those on trips
 * @param isLaptops whether the person's own laptop is heard on the line of a sign-in
 * @param livesIn   the country in which that laptop lives, where it is known
 */
export function countsOf(hire: Hire, staying: readonly Row[], isLaptops: (row: Row) => boolean, livesIn: string | undefined): Counts {
  const foreign = staying.filter((row) => !isAnonymous(row) && isAbroad(row['source.geo.country_iso_code'], homeOn(hire, row.day).country));
  const isWithLaptop = (row: Row): boolean => isLaptops(row) || (livesIn !== undefined && row['source.geo.country_iso_code'] === livesIn);
  return {
    rows: staying, total: timesOf(staying), noun: nounOf(staying), days: new Set(staying.map(({ day }) => day)).size,
    hidden: staying.filter(isAnonymous),
    abroad: staying.every(({ day }) => homeOn(hire, day).country === undefined) ? undefined : foreign.filter((row) => !isWithLaptop(row)),
    withLaptop: foreign.filter(isWithLaptop),
    beside: foreign.some((row) => isWithLaptop(row) && !isLaptops(row)) ? IN_ITS_COUNTRY : BY_ITS_LINE,
  };
}

function nounOf(rows: readonly Row[]): Counts['noun'] {
  const tunnels = rows.filter((row) => row['event.action'] === 'vpn-connected').length;
  return tunnels === 0 ? 'sign-ins' : tunnels === rows.length ? 'tunnels' : 'sign-ins and tunnels';
}

/** Lines on which a hire's own laptop is heard. */
export function laptopLines({ rows: { lines } }: Seen): (row: Row) => boolean {
  const keyOf = (hire: HireId | undefined, line: string | undefined): string => `${hire}|${line}`;
  const heard = new Set(lines.filter(({ holder }) => holder !== undefined).map((row) => keyOf(row.holder, row['farmwatch.net.line'])));
  return (row) => heard.has(keyOf(row.hire, row['farmwatch.net.line']));
}

/** Operators of the networks; a table that puts one pool of an operator into the wrong country puts the next there too. */
export function operatorsOf(rows: readonly Row[]): number {
  return new Set(rows.map((row) => row['source.as.organization.name'])).size;
}

/** How often all of these were seen together. */
export function timesOf(rows: readonly Row[]): number {
  return rows.reduce((sum, row) => sum + row.times, 0);
}
