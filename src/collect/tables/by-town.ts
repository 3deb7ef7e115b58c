import { quote } from '../../core/parse-event.ts';
import type { PersonRow, TableKind, TableRows, TravelRow } from '../../core/person.ts';
import { TOWN_KM, areaFinder, townFinder, type Area, type Town } from './towns.ts';
import type { Incoming } from './versions.ts';
import { zoneFinder } from './zones.ts';

/** Points of a row that a town may stand for, each with the columns that name the town. */
const POINTS: { readonly [K in TableKind]?: readonly { readonly into: string; readonly prefix: string }[] } = {
  people: [{ into: 'home', prefix: 'home_' }, { into: 'ship', prefix: 'ship_' }],
  devices: [{ into: 'ship', prefix: 'ship_' }],
  travel: [{ into: 'at', prefix: '' }],
};

/**
 * Rows whose town is known and whose point is not, with the middle of the town in its place.
 *
 * Few systems that know where somebody lives tell coordinates; without a point nothing can be said about how far a laptop is.
 *
 * @returns the rows in their order, and sentences for whoever brought them
 */
export async function placedByTown<K extends TableKind>(kind: K, rows: readonly Incoming<TableRows[K]>[]): Promise<Placed<TableRows[K]>> {
  const placed = await withTowns(kind, rows);
  if (kind === 'travel') return withAreas(placed);
  return kind === 'people' ? withHomeZones(await withHomeAreas(placed)) : placed;
}

interface Placed<T> { readonly rows: readonly Incoming<T>[]; readonly said: readonly string[] }

async function withTowns<K extends TableKind>(kind: K, rows: readonly Incoming<TableRows[K]>[]): Promise<Placed<TableRows[K]>> {
  const lacking = rows.map(({ row }) => (POINTS[kind] ?? []).flatMap(({ into, prefix }) => townLacking(row, into, prefix) ?? []));
  if (lacking.every((towns) => towns.length === 0)) return { rows, said: [] };
  const find = await townFinder(lacking.flat().map(({ town }) => town));
  let placed = 0;
  const unknown: Town[] = [];
  const withPoints = rows.map((one, index) => {
    const found = lacking[index]!.flatMap(({ into, town }) => {
      const spot = find(town);
      if (!spot) unknown.push(town);
      return spot ? [[into, spot] as const] : [];
    });
    placed += found.length;
    return found.length === 0 ? one : { ...one, row: { ...one.row, ...Object.fromEntries(found) } };
  });
  return { rows: withPoints, said: said(placed, unknown) };
}

/** Trips that name a state or a country and no town, with the disc around it; where it is too wide, they vouch for no place, which is said. */
async function withAreas<T>({ rows, said }: Placed<T>): Promise<Placed<T>> {
  const areaOf = ({ row }: Incoming<T>): Area | undefined => {
    const { city, at, region, country } = row as TravelRow;
    return city === undefined && at === undefined ? { ...(region === undefined ? {} : { region }), ...(country === undefined ? {} : { country }) } : undefined;
  };
  if (!rows.some(areaOf)) return { rows, said };
  const find = await areaFinder();
  const placed = rows.map((one) => {
    const area = areaOf(one);
    const at = area && find(area);
    return at === undefined ? one : { ...one, row: { ...one.row, at } };
  });
  const nowhere = placed.filter(areaOf);
  const lines = nowhere.map(({ line }) => line).sort((a, b) => a - b);
  return { rows: placed, said: nowhere.length === 0 ? said : [...said, `${nowhere.length === 1 ? `the trip of line ${lines[0]} names` : `${nowhere.length} trips, first in line ${lines[0]}, name`} no town, and no country or region that is small enough to tell a place: ${nowhere.length === 1 ? 'it vouches' : 'they vouch'} for no laptop anywhere. Write the town or its coordinates.`] };
}

/**
 * Homes of which no town is known, with the disc around all towns of their region or country: a state says less than a town
 * and more than nothing.
 */
async function withHomeAreas<T>({ rows, said }: Placed<T>): Promise<Placed<T>> {
  const areaOf = ({ row }: Incoming<T>): Area | undefined => {
    const { home, home_region: region, home_country: country } = row as Partial<PersonRow>;
    return home === undefined && (region !== undefined || country !== undefined) ? { ...(region === undefined ? {} : { region }), ...(country === undefined ? {} : { country }) } : undefined;
  };
  if (!rows.some(areaOf)) return { rows, said };
  const find = await areaFinder(1);
  const radii: number[] = [];
  const placed = rows.map((one) => {
    const area = areaOf(one);
    const home = area && find(area);
    if (home === undefined) return one;
    radii.push(home.radiusKm!);
    return { ...one, row: { ...one.row, home } };
  });
  if (radii.length === 0) return { rows, said };
  const [least, most] = [radii.reduce((a, b) => Math.min(a, b)), radii.reduce((a, b) => Math.max(a, b))];
  return { rows: placed, said: [...said, `${radii.length} ${radii.length === 1 ? 'home' : 'homes'} without a town that is known ${radii.length === 1 ? 'is' : 'are'} taken from region or country alone, to within ${least === most ? least : `${least} to ${most}`} km.`] };
}

/** Homes whose place is known and whose zone the record does not tell, with the zone of the place. */
async function withHomeZones<T>({ rows, said }: Placed<T>): Promise<Placed<T>> {
  const lacks = ({ row }: Incoming<T>): boolean => (row as Partial<PersonRow>).home !== undefined && (row as Partial<PersonRow>).time_zone === undefined;
  if (!rows.some(lacks)) return { rows, said };
  const find = await zoneFinder();
  let derived = 0;
  const zoned = rows.map((one) => {
    if (!lacks(one)) return one;
    const { home, home_region: region, home_country: country } = one.row as Partial<PersonRow>;
    const zone = find(home!, { ...(region === undefined ? {} : { region }), ...(country === undefined ? {} : { country }) });
    if (zone === undefined) return one;
    derived++;
    return { ...one, row: { ...one.row, home_zone: zone } };
  });
  return { rows: zoned, said: derived === 0 ? said : [...said, `${derived} ${derived === 1 ? 'time zone is' : 'time zones are'} taken from the place of the home, for hours alone; time_zone tells them for certain.`] };
}

/** The town that stands for a point of a row; undefined where the point is told, or no town is. */
function townLacking(row: object, into: string, prefix: string): { readonly into: string; readonly town: Town } | undefined {
  const cells = row as Readonly<Record<string, unknown>>;
  const [city, region, country] = ['city', 'region', 'country'].map((part) => cells[`${prefix}${part}`] as string | undefined);
  if (city === undefined || cells[into] !== undefined) return undefined;
  return { into, town: { city, ...(region === undefined ? {} : { region }), ...(country === undefined ? {} : { country }) } };
}

function said(placed: number, unknown: readonly Town[]): readonly string[] {
  return [
    ...(placed === 0 ? [] : [`${placed} ${placed === 1 ? 'place without coordinates is' : 'places without coordinates are'} taken from the town, to within ${TOWN_KM} km.`]),
    ...(unknown.length === 0 ? [] : [`${unknown.length} ${unknown.length === 1 ? 'town is' : 'towns are'} not in the list of towns, or more than one has the name (${namedTowns(unknown)}): write region and country beside it, or its coordinates.`]),
  ];
}

/** So many unknown towns are named; whoever has more looks at the column. */
const NAMED_TOWNS = 6;

function namedTowns(unknown: readonly Town[]): string {
  const all = [...new Set(unknown.map(townSaid))];
  return `${all.slice(0, NAMED_TOWNS).join('; ')}${all.length > NAMED_TOWNS ? `; and ${all.length - NAMED_TOWNS} more` : ''}`;
}

/** The town as it was written, and what would help to tell it from others. */
function townSaid({ city, region, country }: Town): string {
  const lacks = [...(region === undefined ? ['region'] : []), ...(country === undefined ? ['country'] : [])];
  const written = quote([city, region, country].filter((part) => part !== undefined).join(', '));
  return lacks.length === 0 ? written : `${written}, without ${lacks.join(' and ')}`;
}
