import { distanceKm, distanceRangeKm, type Disc, type Point } from '../core/geo.ts';
import type { HireId, Serial } from '../core/person.ts';
import type { SettingsTable, Values } from '../core/settings.ts';
import { DAY, dayOf, isZone, offsetMinutes, type Day, type Instant } from '../core/time.ts';
import type { Evidence, Hire, Whom } from './detector.ts';
import { isSettledBy } from './homes.ts';
import type { Registry } from './registry.ts';

export const CUSTODY_SETTINGS = {
  neverSeenDays: { is: 3, from: 1, to: 30, unit: 'days', doc: 'A laptop delivered so long ago without any contact was never seen.' },
  darkDays: { is: 7, from: 1, to: 60, unit: 'days', doc: 'A laptop without contact for so long is dark.' },
  windowDays: { is: 7, from: 3, to: 30, unit: 'days', doc: 'Where a laptop lives is told from these days.' },
  minimumDays: { is: 2, from: 1, to: 7, unit: 'days', doc: 'With fewer days of data nothing can be told.' },
  settledDays: { is: 3, from: 1, to: 7, unit: 'days', doc: 'So many days at one line make it settled.' },
  nearKm: { is: 50, from: 1, to: 500, unit: 'km', doc: 'A region that comes so near is where it is expected.' },
  farKm: { is: 80, from: 1, to: 1000, unit: 'km', doc: 'A region wholly farther than this is elsewhere.' },
  fixedLineKm: { is: 100, from: 1, to: 1000, unit: 'km', doc: 'Radius that holds the truth for 95 of 100 addresses of fixed lines.' },
  otherLineKm: { is: 500, from: 1, to: 3000, unit: 'km', doc: 'The same for mobile, unknown and other lines.' },
} as const satisfies SettingsTable;
type Settings = Values<typeof CUSTODY_SETTINGS>;

/** Where laptops were on each day. */
export const WHEREABOUTS = {
  where: { 'event.action': ['check-in', 'sign-in', 'vpn-connected'] },
  by: ['farmwatch.net.line', 'farmwatch.net.kind', 'source.geo.location.lat', 'source.geo.location.lon', 'farmwatch.net.radius_km', 'source.geo.city_name',
    'source.as.number', 'farmwatch.device.time_zone', 'farmwatch.device.location.lat', 'farmwatch.device.location.lon', 'farmwatch.device.location.radius_km', 'farmwatch.device.location.source', 'farmwatch.net.gateway_mac_token'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;

export const VERDICTS = ['never-seen', 'dark', 'cannot-tell', 'shared-place', 'expected', 'moved-approved', 'elsewhere'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** One issued laptop: where it went and where it lives. */
export interface Custody {
  readonly serial: Serial;
  readonly hire_id: HireId | null;
  readonly verdict: Verdict;
  readonly confidence: number;
  readonly because: string;
  readonly shipped_to?: Point;
  readonly seen_at?: { readonly lat: number; readonly lon: number; readonly radius_km: number; readonly level: number; readonly network: string; readonly city?: string };
  readonly km_from_home?: readonly [number, number];
  readonly last_contact?: Instant;
}

type Row = Whom & Readonly<Record<string, unknown>>;

/**
 * One verdict for each issued laptop, first match wins.
 *
 * @param rows the counts of {@link WHEREABOUTS} over the last days
 * @param lastContact latest event by laptop, over all of scope
 */
export function custodyOf(
  registry: Registry, rows: readonly Row[], lastContact: ReadonlyMap<string, Instant>, settings: Settings,
): readonly Custody[] {
  const from = dayOf(registry.asOf - settings.windowDays * DAY);
  const recent = Map.groupBy(rows.filter((row) => row.laptop !== undefined && row.day >= from), (row) => row.laptop!);
  const settled = settledLaptops(registry, recent, settings);
  return [...registry.laptops.values()].sort((a, b) => (a.serial < b.serial ? -1 : 1)).map((laptop) => {
    const hire = laptop.holder === undefined ? undefined : registry.hires.get(laptop.holder);
    const last = lastContact.get(laptop.serial);
    const base = {
      serial: laptop.serial, hire_id: laptop.holder ?? null,
      ...(laptop.shipTo ? { shipped_to: laptop.shipTo } : {}), ...(last === undefined ? {} : { last_contact: last }),
    };
    const say = (verdict: Verdict, confidence: number, because: string, more: Partial<Custody> = {}): Custody => ({ ...base, verdict, confidence, because, ...more });
    if (last === undefined) {
      const waited = laptop.deliveredAt === undefined ? undefined : Math.floor((registry.asOf - laptop.deliveredAt) / DAY);
      return waited !== undefined && waited >= settings.neverSeenDays
        ? say('never-seen', 0.95, `Delivered ${waited} days ago and never heard of since.`)
        : say('cannot-tell', 1, laptop.deliveredAt === undefined ? 'No delivery and no contact is known.' : 'Delivered only just; no contact so far.');
    }
    const silent = (registry.asOf - last) / DAY;
    if (silent > settings.darkDays) return say('dark', 0.95, `No contact for ${Math.floor(silent)} days.`);
    // Days before a move say nothing about the new home.
    const mine = (recent.get(laptop.serial) ?? []).filter((row) => !hire || isSettledBy(hire, row.day));
    const days = new Set(mine.map((row) => row.day)).size;
    if (days < settings.minimumDays) return say('cannot-tell', 1, `Only ${days} ${days === 1 ? 'day' : 'days'} of the last ${settings.windowDays} with data.`);
    const shared = settled.get(laptop.serial);
    const fix = bestFix(mine, settings);
    const seen = fix ? { seen_at: seenAt(fix) } : {};
    const range = fix && hire?.home ? { km_from_home: rounded(distanceRangeKm(fix, hire.home)) } : {};
    if (shared) return say('shared-place', 0.9, `Settled on ${shared.days} of the last ${settings.windowDays} days at a line or router where another person's laptop lives.`, { ...seen, ...range });
    const vouched = mine.some((row) => isVouched(row['farmwatch.net.line'] as string | undefined, registry));
    if (vouched) return say('expected', 0.95, 'Seen at a place the company vouches for.', { ...seen, ...range });
    if (!fix) return say('cannot-tell', 1, 'Only addresses without a place were seen.');
    const anchors = [hire?.home, laptop.shipTo, ...registry.places.map((place) => place.at)].filter((point) => point !== undefined);
    if (anchors.length === 0) return say('cannot-tell', 1, 'Neither a home nor an address it was sent to is known.', seen);
    const nearest = Math.min(...anchors.map((point) => distanceRangeKm(fix, point)[0]));
    if (nearest <= settings.nearKm) return say('expected', 0.9, `The region it was seen in comes within ${Math.round(nearest)} km of home, the address it was sent to or a vouched place.`, { ...seen, ...range });
    const trip = registry.travel.find((one) => one.hire_id === laptop.holder && one.at && one.to >= from && one.from <= dayOf(registry.asOf) && distanceKm(one.at, fix) <= fix.radiusKm + settings.nearKm);
    if (trip) return say('moved-approved', 0.9, `On a trip approved by ${trip.approved_by ?? 'the company'} until ${trip.to}.`, { ...seen, ...range });
    if (nearest > settings.farKm && !vouchedFor(fix, mine, hire, registry.asOf)) {
      return say('cannot-tell', 0.9, `One line alone says ${Math.round(nearest)} km away; address tables put some lines into another city, so a second line, the laptop's own location or its clock would have to agree.`, { ...seen, ...range });
    }
    if (nearest > settings.farKm) return say('elsewhere', 0.9, `The whole region it was seen in lies ${Math.round(nearest)} km or more from home, the address it was sent to and every vouched place.`, { ...seen, ...range });
    return say('cannot-tell', 1, 'The region it was seen in is too wide to separate.', { ...seen, ...range });
  });
}

interface Fix extends Disc {
  readonly network: string;
  readonly city: string | undefined;
  /** The laptop said so itself. */
  readonly own: boolean;
}

/**
 * True when more than one address entry says so: the laptop itself, a line of another operator or block, or its clock.
 * Published tables misplace a few fixed lines in a hundred by far, each for as long as the entry stands.
 */
function vouchedFor(fix: Fix, rows: readonly Row[], hire: Hire | undefined, at: Instant): boolean {
  if (fix.own) return true;
  const agreeing = rows.filter((row) => {
    const lat = row['source.geo.location.lat'] as number | undefined;
    const lon = row['source.geo.location.lon'] as number | undefined;
    return lat !== undefined && lon !== undefined && distanceKm({ lat, lon }, fix) <= fix.radiusKm;
  });
  const entries = new Set(agreeing.map((row) => `${String(row['source.as.number'])} ${String(row['farmwatch.net.line']).split(/[.:]/).slice(0, 2).join('.')}`));
  if (entries.size > 1) return true;
  const zones = [...new Set(rows.map((row) => row['farmwatch.device.time_zone'] as string | undefined))].filter((zone) => zone !== undefined && isZone(zone));
  const home = hire?.time_zone;
  return zones.length > 0 && home !== undefined && isZone(home) && zones.every((zone) => offsetMinutes(zone!, at) !== offsetMinutes(home, at));
}

/** The place of most days: the laptop's own report where there is one, else that of its fixed line, else the rest. */
function bestFix(rows: readonly Row[], settings: Settings): Fix | undefined {
  const votes = new Map<string, { fix: Fix; days: Set<Day>; rank: number }>();
  for (const row of rows) {
    const fix = fixOf(row, settings);
    if (!fix) continue;
    const key = `${fix.disc.lat.toFixed(1)},${fix.disc.lon.toFixed(1)},${fix.rank}`;
    const vote = votes.get(key) ?? { fix: fix.disc, days: new Set<Day>(), rank: fix.rank };
    votes.set(key, vote);
    vote.days.add(row.day);
  }
  return [...votes.entries()].sort(([a, x], [b, y]) => x.rank - y.rank || y.days.size - x.days.size || (a < b ? -1 : 1))[0]?.[1].fix;
}

const UNLOCATABLE = new Set(['vpn', 'hosting', 'relay', 'satellite']);

function fixOf(row: Row, settings: Settings): { readonly disc: Fix; readonly rank: number } | undefined {
  const number = (name: string): number | undefined => row[name] as number | undefined;
  const kind = (row['farmwatch.net.kind'] as string | undefined) ?? 'unknown';
  const city = row['source.geo.city_name'] as string | undefined;
  const ipLat = number('source.geo.location.lat');
  const ipLon = number('source.geo.location.lon');
  const lat = number('farmwatch.device.location.lat');
  const lon = number('farmwatch.device.location.lon');
  if (lat !== undefined && lon !== undefined && row['farmwatch.device.location.source'] !== 'ip') {
    // The address may be an exit far away: its city names the place only where both agree.
    const near = ipLat !== undefined && ipLon !== undefined && distanceKm({ lat, lon }, { lat: ipLat, lon: ipLon }) <= settings.nearKm;
    return { disc: { lat, lon, radiusKm: Math.max(1, number('farmwatch.device.location.radius_km') ?? 5), network: kind, city: near ? city : undefined, own: true }, rank: 0 };
  }
  if (ipLat === undefined || ipLon === undefined || UNLOCATABLE.has(kind)) return undefined;
  const fixed = kind === 'home' || kind === 'corporate' || kind === 'education';
  const radiusKm = Math.max(number('farmwatch.net.radius_km') ?? 0, fixed ? settings.fixedLineKm : settings.otherLineKm);
  return { disc: { lat: ipLat, lon: ipLon, radiusKm, network: kind, city, own: false }, rank: fixed ? 1 : 2 };
}

function seenAt(fix: Fix): NonNullable<Custody['seen_at']> {
  return { lat: fix.lat, lon: fix.lon, radius_km: Math.round(fix.radiusKm), level: 0.9, network: fix.network, ...(fix.city === undefined ? {} : { city: fix.city }) };
}

function rounded([low, high]: readonly [number, number]): readonly [number, number] {
  return [Math.round(low), Math.round(high)];
}

function isVouched(line: string | undefined, registry: Registry): boolean {
  return line !== undefined && registry.vouched(line);
}

const SHARED_KINDS = new Set(['home', 'corporate', 'unknown']);

/** Laptops that live at a line or router with another person's laptop, without a declared tie and outside places.csv. */
function settledLaptops(registry: Registry, recent: ReadonlyMap<string, readonly Row[]>, settings: Settings): ReadonlyMap<Serial, { readonly days: number }> {
  const byPlace = new Map<string, Map<Serial, Set<Day>>>();
  for (const [laptop, rows] of recent) {
    if (registry.laptops.get(laptop)?.holder === undefined) continue;
    for (const row of rows) {
      const line = row['farmwatch.net.line'] as string | undefined;
      if (isVouched(line, registry)) continue;
      const places = [
        ...(line !== undefined && SHARED_KINDS.has((row['farmwatch.net.kind'] as string | undefined) ?? 'unknown') ? [`line ${line}`] : []),
        ...(row['farmwatch.net.gateway_mac_token'] === undefined ? [] : [`router ${String(row['farmwatch.net.gateway_mac_token'])}`]),
      ];
      for (const place of places) {
        const laptops = byPlace.get(place) ?? new Map<Serial, Set<Day>>();
        byPlace.set(place, laptops);
        const days = laptops.get(laptop) ?? new Set<Day>();
        laptops.set(laptop, days);
        days.add(row.day);
      }
    }
  }
  const settled = new Map<Serial, { days: number }>();
  for (const laptops of byPlace.values()) {
    const living = [...laptops].filter(([, days]) => days.size >= settings.settledDays);
    for (const [laptop, days] of living) {
      const holder = registry.laptops.get(laptop)!.holder!;
      const other = living.some(([serial]) => {
        const theirs = registry.laptops.get(serial)!.holder!;
        return theirs !== holder && !registry.tied(holder, theirs);
      });
      if (other) settled.set(laptop, { days: Math.max(days.size, settled.get(laptop)?.days ?? 0) });
    }
  }
  return settled;
}

/** Days that `rows` of whereabouts must reach back. */
export const WHEREABOUTS_DAYS = 30;
