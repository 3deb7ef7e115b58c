import { FIELD_NAMES, type Event, type FieldName } from '../core/event.ts';
import { distanceKm, type Point, type Spot } from '../core/geo.ts';
import type { PackedColumn, PackedEvents, PackedGroup } from '../core/packed-events.ts';
import { countryCode } from './tables/countries.ts';
import { townFinder, type Town } from './tables/towns.ts';

/**
 * Scans of carriers whose town is told and whose coordinates are not, with the middle of the town and its width in their
 * place, as homes on record have it. Coordinates that are told and are just that middle get the width beside them: a carrier
 * that knows the town alone may write it so, and no door stands there.
 *
 * Few carriers tell coordinates, and without a point nothing can be said about how far from home a parcel went.
 *
 * @returns the events in their order; the same ones where nothing is lacking
 */
export async function withScanPlaces(events: readonly Event[]): Promise<readonly Event[]> {
  const towns = events.flatMap((event) => townOf(event) ?? []);
  if (towns.length === 0) return events;
  const find = await townFinder(towns);
  let isAny = false;
  const placed = events.map((event) => {
    const town = townOf(event);
    const spot = town && spotOf(find(town), pointIn(event[LAT], event[LON]));
    if (!spot) return event;
    isAny = true;
    return { ...event, [LAT]: spot.lat, [LON]: spot.lon, [RADIUS]: spot.radiusKm! };
  });
  return isAny ? placed : events;
}

/** So near to the middle of its town, a point is taken for it: lists of towns put their middles some hundred metres apart. */
const MIDDLE_KM = 1;

/** What is written of a scan in this town: its middle where no point is told, the told point with the width of the town where that is the middle. */
function spotOf(town: Spot | undefined, told: Point | undefined): Spot | undefined {
  if (!town || told === undefined) return town;
  return distanceKm(town, told) <= MIDDLE_KM ? { ...told, radiusKm: town.radiusKm! } : undefined;
}

function pointIn(lat: number | undefined, lon: number | undefined): Point | undefined {
  return lat === undefined || lon === undefined ? undefined : { lat, lon };
}

/** As {@link withScanPlaces} for a batch; its arrays are shared with the one given where nothing is written. */
export async function packedWithScanPlaces(batch: PackedEvents): Promise<PackedEvents> {
  const wanted = batch.groups.map((group) => townsIn(group, batch.words));
  if (wanted.every((towns) => towns.size === 0)) return batch;
  const find = await townFinder(wanted.flatMap((towns) => [...towns.values()]));
  return {
    ...batch,
    groups: batch.groups.map((group, index) => {
      const found = [...wanted[index]!].flatMap(([row, town]): [number, Spot][] => {
        const spot = spotOf(find(town), pointIn(numberIn(group, LAT, row), numberIn(group, LON, row)));
        return spot ? [[row, spot]] : [];
      });
      return found.length === 0 ? group : withSpots(group, found);
    }),
  };
}

const [CITY, REGION, COUNTRY] = ['farmwatch.shipment.city', 'farmwatch.shipment.region', 'farmwatch.shipment.country'] as const;
const [LAT, LON, RADIUS] = ['farmwatch.shipment.lat', 'farmwatch.shipment.lon', 'farmwatch.shipment.radius_km'] as const;

function townOf(event: Event): Town | undefined {
  const city = event[CITY];
  // Half of a point is neither told nor lacking.
  return city === undefined || (event[LAT] === undefined) !== (event[LON] === undefined) ? undefined : townFrom(city, event[REGION], event[COUNTRY]);
}

function townFrom(city: string, region: string | undefined, country: string | undefined): Town {
  const code = country === undefined ? undefined : countryCode(country) ?? country;
  return { city, ...(region === undefined ? {} : { region }), ...(code === undefined ? {} : { country: code }) };
}

/** The towns of rows, by row. */
function townsIn(group: PackedGroup, words: readonly string[]): ReadonlyMap<number, Town> {
  const { count, columns } = group;
  const cities = columns.get(CITY);
  if (cities?.kind !== 'word') return new Map();
  const text = (field: FieldName, row: number): string | undefined => {
    const column = columns.get(field);
    return column?.kind === 'word' && column.codes[row] !== 0 ? words[column.codes[row]! - 1] : undefined;
  };
  const isTold = (field: FieldName, row: number): boolean => numberIn(group, field, row) !== undefined;
  const towns = new Map<number, Town>();
  for (let row = 0; row < count; row++) {
    const city = text(CITY, row);
    if (city !== undefined && isTold(LAT, row) === isTold(LON, row)) towns.set(row, townFrom(city, text(REGION, row), text(COUNTRY, row)));
  }
  return towns;
}

function numberIn({ columns }: PackedGroup, field: FieldName, row: number): number | undefined {
  const column = columns.get(field);
  return column?.kind !== 'number' || Number.isNaN(column.values[row]!) ? undefined : column.values[row]!;
}

function withSpots(group: PackedGroup, found: readonly (readonly [row: number, spot: Spot])[]): PackedGroup {
  const fresh = (field: FieldName): Float64Array => {
    const column = group.columns.get(field);
    return column?.kind === 'number' ? column.values.slice() : new Float64Array(group.count).fill(NaN);
  };
  const [lats, lons, radii] = [fresh(LAT), fresh(LON), fresh(RADIUS)];
  for (const [row, { lat, lon, radiusKm }] of found) {
    lats[row] = lat;
    lons[row] = lon;
    radii[row] = radiusKm!;
  }
  const columns = new Map<FieldName, PackedColumn>([...group.columns, [LAT, { kind: 'number', values: lats }], [LON, { kind: 'number', values: lons }], [RADIUS, { kind: 'number', values: radii }]]);
  return { ...group, columns: new Map(FIELD_NAMES.flatMap((field) => (columns.has(field) ? [[field, columns.get(field)!] as const] : []))) };
}
