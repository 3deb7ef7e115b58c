import { quote } from '../../core/parse-event.ts';
import type { TableKind, TableRows } from '../../core/person.ts';
import { TOWN_KM, townFinder, type Town } from './towns.ts';
import type { Incoming } from './versions.ts';

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
export async function placedByTown<K extends TableKind>(kind: K, rows: readonly Incoming<TableRows[K]>[]): Promise<{ readonly rows: readonly Incoming<TableRows[K]>[]; readonly said: readonly string[] }> {
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
    ...(unknown.length === 0 ? [] : [`${unknown.length} ${unknown.length === 1 ? 'town is' : 'towns are'} not in the list of towns, or more than one has the name (first: ${townSaid(unknown[0]!)}): write region and country beside it, or its coordinates.`]),
  ];
}

/** The town as it was written, and what would help to tell it from others. */
function townSaid({ city, region, country }: Town): string {
  const lacks = [...(region === undefined ? ['region'] : []), ...(country === undefined ? ['country'] : [])];
  const written = quote([city, region, country].filter((part) => part !== undefined).join(', '));
  return lacks.length === 0 ? written : `${written}, without ${lacks.join(' and ')}`;
}
