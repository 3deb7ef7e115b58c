import type { Point } from '../core/geo.ts';
import type { Random } from '../core/random.ts';
import { addressIn, homeAddresses, poolOf } from './addresses.ts';
import type { Knobs } from './knobs.ts';
import type { Line, Place } from './life.ts';
import { US_METROS, type Metro } from './metros.ts';
import { IPV6_OF, SATELLITE_US, WIRELESS_HOME_US } from './pools.ts';
import { hexOf, tokenFor } from './tokens.ts';

/** A point within a city: most people live 5 to 30 km from the centre. */
export function pointIn(metro: Metro, draw: Random): Point {
  const km = Math.min(40, Math.abs(draw.normal(0, 15)));
  const angle = draw.between(0, 2 * Math.PI);
  const lat = metro.lat + (km * Math.sin(angle)) / 111.2;
  const lon = metro.lon + (km * Math.cos(angle)) / (111.2 * Math.cos((metro.lat * Math.PI) / 180));
  return { lat: round(lat, 3), lon: round(lon, 3) };
}

/** Which home: its name, and its number in the address pool of the metro. */
export interface HomeKey { readonly name: string; readonly number: number }

/** Numbers of homes by whose they are. Up to 5,000 starters and 2,500 of longer standing, no two homes of a metro share an address. */
export const HOME_NUMBERS = { starter: 0, staff: 5_000, persona: 7_600, second: 7_900 } as const;

/** A home with a line and a router of its own. */
export function homeAt(metro: Metro, key: HomeKey, knobs: Knobs, draw: Random): Place {
  const id = `home-${key.name}`;
  const at = pointIn(metro, draw);
  const inUs = metro.country === 'US';
  const router = { id, gateway: tokenFor('mac', `router/${id}`), radios: radiosOf(id, draw.chance(0.4) ? 3 : 2) };
  const wireless = draw.chance(inUs ? knobs.wirelessHomes : 0);
  const satellite = draw.chance(inUs ? knobs.satelliteHomes : 0);
  const misplaced = draw.chance(inUs ? knobs.misplacedLines : 0);
  const listedIn = misplaced ? draw.pick(US_METROS) : metro;
  const daily = draw.chance(knobs.dailyAddresses);
  const steady = draw.pick([20, 60, 120, 400]);
  const six = draw.chance(knobs.ipv6Homes);
  const lastMileMs = round(inUs ? draw.between(4, 16) : draw.between(6, 25), 1);
  if (wireless || satellite) {
    const pool = poolOf(satellite ? SATELLITE_US : WIRELESS_HOME_US);
    const addresses = Array.from({ length: 6 }, () => addressIn(pool, draw.int(pool.size)).address);
    return { metro, at, line: { ...router, kind: satellite ? 'satellite' : 'wireless', addresses, daysPerAddress: 0, lastMileMs: lastMileMs + (satellite ? 25 : 22) } };
  }
  const { addresses, operator } = homeAddresses(poolOf(listedIn.home), key.number);
  const prefix = six ? ipv6Of(operator, id) : undefined;
  return {
    metro, at,
    line: { ...router, kind: 'home', addresses, daysPerAddress: daily ? 1.2 : steady, ...(prefix ? { ipv6: prefix } : {}), ...(misplaced ? { misplaced } : {}), lastMileMs },
  };
}

/** A phone that stands in for a line: the carrier's shared addresses, the phone as router. */
export function hotspotOf(place: Place, carrier: readonly string[], id: string, draw: Random): Place {
  return {
    metro: place.metro, at: place.at,
    line: { id, kind: 'mobile', addresses: carrier, daysPerAddress: 0, gateway: tokenFor('mac', `phone/${id}`), radios: radiosOf(id, 1), lastMileMs: draw.between(35, 60) },
  };
}

/** A line that a business keeps: office, co-working floor, hotel, campus. */
export function businessLine(metro: Metro, kind: 'office' | 'cowork' | 'hotel' | 'campus', number: number, addresses = 2): Line {
  const id = `${kind}-${metro.code}-${number}`;
  const text = (kind === 'campus' ? metro.campus : metro.business) || metro.home;
  const pool = poolOf(text);
  const first = (number * 5_003 + { office: 16, cowork: 64, hotel: 112, campus: 160 }[kind]) % pool.size;
  return {
    id, kind, addresses: Array.from({ length: addresses }, (_, step) => addressIn(pool, first + step).address),
    daysPerAddress: 0, gateway: tokenFor('mac', `router/${id}`), radios: radiosOf(id, kind === 'hotel' ? 4 : 8), lastMileMs: 3,
  };
}

/** The address seen on a day. `nth` tells connections apart where any of the shared addresses may turn up. */
export function addressOn(line: Line, day: number, nth: number): string {
  if (line.addresses.length === 1) return line.addresses[0]!;
  // A carrier keeps a customer on one of its addresses for hours.
  if (line.daysPerAddress === 0) return line.addresses[(day + Math.floor(nth / 6)) % line.addresses.length]!;
  return line.addresses[Math.floor((day + 30) / line.daysPerAddress) % line.addresses.length]!;
}

/** An IPv6 address of a laptop on a line, new every day as privacy extensions make them. */
export function ipv6On(line: Line, host: string, day: number): string | undefined {
  if (line.ipv6 === undefined) return undefined;
  const hex = hexOf(`${host}/${day}`, 16);
  return `${line.ipv6}:${hex.slice(0, 4)}:${hex.slice(4, 8)}:${hex.slice(8, 12)}:${hex.slice(12)}`;
}

function ipv6Of(operator: string, id: string): string | undefined {
  const prefixes = IPV6_OF[operator];
  if (!prefixes) return undefined;
  const hex = hexOf(`v6/${id}`, 9);
  return `${prefixes[parseInt(hex[8]!, 16) % prefixes.length]}:${hex.slice(0, 4)}:${hex.slice(4, 6)}00`;
}

function radiosOf(id: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, radio) => tokenFor('bssid', `${id}/${radio}`));
}

export function round(value: number, digits: number): number {
  const scale = 10 ** digits;
  return Math.round(value * scale) / scale;
}
