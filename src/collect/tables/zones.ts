import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createRequire } from 'node:module';
import { distanceKm, type Spot } from '../../core/geo.ts';
import { isZone } from '../../core/time.ts';
import { folded, listed, type Entry } from './towns.ts';

/** The zone of a home, by its place. */
export type ZoneFinder = (home: Spot, where: { readonly region?: string; readonly country?: string }) => string | undefined;

/** A town so near has the zone of the place, but for a few that live along a border. */
const NEAR_KM = 40;
/** A place told more widely than this is a state or a country, and has a zone only where all of it has one. */
const WIDEST_KM = 50;

/**
 * Finds the time zone of places: that of the nearest town of the list of GeoNames for which the table of GeoLite2 that ships
 * with the addresses tells one; of a whole state or country the zone that all its towns share.
 *
 * Both lists are read anew for each import that needs them, and nothing of them is held.
 */
export async function zoneFinder(): Promise<ZoneFinder> {
  const told = await toldZones();
  const zoned = new Map<string, { readonly lat: number; readonly lon: number; readonly zone: string }[]>();
  for (const { name, country, admin1, lat, lng } of await listed<Entry>('cities')) {
    const zone = only(told.get(townKey(country, country === 'US' ? admin1 : '', name)));
    if (zone === undefined) continue;
    const spot = { lat: Number(lat), lon: Number(lng), zone };
    const cell = cellOf(spot.lat, spot.lon);
    const known = zoned.get(cell);
    if (known) known.push(spot);
    else zoned.set(cell, [spot]);
  }
  return (home, { region, country }) => {
    if ((home.radiusKm ?? 0) > WIDEST_KM) return only(told.get(areaKey(country, region)));
    const around = [-1, 0, 1].flatMap((north) => [-1, 0, 1].flatMap((east) => zoned.get(cellOf(home.lat + north, home.lon + east)) ?? []));
    let best: { readonly zone: string; readonly km: number } | undefined;
    for (const spot of around) {
      const km = distanceKm(home, spot);
      if (km <= NEAR_KM && (best === undefined || km < best.km)) best = { zone: spot.zone, km };
    }
    return best?.zone;
  };
}

/** Rows of the table of towns as geoip-lite packs them: country, region, zone and name at fixed places. */
const ROW = 88;
const [REGION_AT, ZONE_AT, NAME_AT] = [2, 10, 42];

/** Which zones are told of a town, of a region and of a country. */
async function toldZones(): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  const told = new Map<string, Set<string>>();
  const note = (key: string, zone: string): void => {
    const known = told.get(key);
    if (known) known.add(zone);
    else told.set(key, new Set([zone]));
  };
  const file = await open(join(dirname(createRequire(import.meta.url).resolve('geoip-lite/package.json')), 'data', 'geoip-city-names.dat'));
  try {
    const bytes = await file.readFile();
    const text = (from: number, to: number): string => bytes.toString('utf8', from, to).split('\0')[0]!;
    for (let at = 0; at + ROW <= bytes.length; at += ROW) {
      const [country, region, zone, name] = [text(at, at + REGION_AT), text(at + REGION_AT, at + REGION_AT + 3), text(at + ZONE_AT, at + NAME_AT), text(at + NAME_AT, at + ROW)];
      if (!isZone(zone)) continue;
      note(areaKey(country), zone);
      if (region !== '') note(areaKey(country, `${country}-${region}`), zone);
      if (name !== '') note(townKey(country, country === 'US' ? region : '', name), zone);
    }
  } finally {
    await file.close();
  }
  return told;
}

function only(zones: ReadonlySet<string> | undefined): string | undefined {
  return zones?.size === 1 ? [...zones][0] : undefined;
}

function cellOf(lat: number, lon: number): string {
  return `${Math.floor(lat)} ${Math.floor(((((lon + 180) % 360) + 360) % 360))}`;
}

function townKey(country: string, region: string, name: string): string {
  return `${country} ${region} ${folded(name)}`;
}

function areaKey(country?: string, region?: string): string {
  return `${country ?? region?.split('-')[0] ?? ''}/${region ?? ''}`;
}
