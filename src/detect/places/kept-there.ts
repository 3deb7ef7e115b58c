import { apartKm, type Spot } from '../../core/geo.ts';
import { dayOf, isZone, offsetMinutes, type Day, type Instant } from '../../core/time.ts';
import type { CustodyValues } from './custody-settings.ts';
import type { Hire, Laptop } from '../detector.ts';
import { placeSpeller, type LineSays } from './lines.ts';
import { sharperOf } from './parcels.ts';
import { clockAt, type ZoneNear } from './place-clock.ts';
import { entryOf, isFixed } from './sights.ts';
import { judgeTokens, type TokenSight } from './tokens.ts';
import type { OnTrip } from '../people/trips.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

/** Where a carrier brought a laptop, if that is where it is expected and nothing shows that it has left since. */
export interface KeptThere {
  readonly at: Spot;
  readonly name: 'home' | 'the address it was sent to';
  /** Kind of network of its latest row. */
  readonly network: string;
  /** Of its last days with a line or router, those on which one was seen that was there on the first day. */
  readonly days: number;
  readonly of: number;
  /** How far from there tables put it at least, where most entries since the delivery do. */
  readonly putKm: number | undefined;
}

/** What tells of laptops whether they have kept to a place. */
export interface Keeping {
  /** First of the days that tell where laptops live now. */
  readonly from: Day;
  readonly asOf: Instant;
  readonly settings: CustodyValues;
  readonly says: (row: WhereaboutsRow) => LineSays;
  readonly onTrip: OnTrip;
  readonly zoneNear: ZoneNear;
  /** Routers that so many tell behind so many lines that they are default values, or adapters of a tunnel, and no device. */
  readonly defaults: ReadonlySet<string>;
}

/**
 * Whether a laptop has kept to where a carrier brought it: it is mostly seen behind a line or a router that it was seen behind
 * on the first day that is known since, in the country and the time of its home. That the operator is the same shows nothing:
 * whoever moves often has the one as before.
 *
 * @param rows    of that laptop in the hands of its holder, as far back as is known
 * @param brought where carriers brought it
 */
export function keptThere(rows: readonly WhereaboutsRow[], brought: Spot, laptop: Laptop, hire: Hire, { from, asOf, settings, says, onTrip, defaults, zoneNear }: Keeping): KeptThere | undefined {
  const isThere = (spot: Spot | undefined): boolean => spot !== undefined && apartKm(spot, brought) <= settings.nearKm;
  const name = isThere(hire.home) ? 'home' : isThere(laptop.shipTo) ? 'the address it was sent to' : undefined;
  if (!name) return undefined;
  const since = laptop.deliveredAt === undefined ? undefined : dayOf(laptop.deliveredAt);
  const telling = rows.filter(({ day }) => (since === undefined || day >= since) && !onTrip(hire.hire_id, day)).map((row) => ({ row, day: row.day, marks: marksOf(row, says(row), defaults) })).filter(({ marks }) => marks.length > 0);
  const days = [...new Set(telling.map(({ day }) => day))].sort();
  const atFirst = new Set(telling.filter(({ day }) => day === days[0]).flatMap(({ marks }) => marks));
  const lately = telling.filter(({ day }) => day >= from);
  const keeping = new Set(lately.filter(({ marks }) => marks.some((mark) => atFirst.has(mark))).map(({ day }) => day));
  const all = new Set(lately.map(({ day }) => day));
  const recent = lately.map(({ row }) => row);
  if (keeping.size < settings.minimumDays || keeping.size * 2 <= all.size || !isInTime(recent, hire, asOf) || !isInCountry(recent, hire)) return undefined;
  // A line without a town is as far off as the others that the laptop had since.
  if (isOutOfReach(telling.map(({ row }) => row), brought, hire, { asOf, settings, zoneNear })) return undefined;
  const latest = recent.reduce((a, b) => ((b.last ?? 0) > (a.last ?? 0) ? b : a));
  return { at: sharperOf(brought, [hire.home, laptop.shipTo], settings.nearKm), name, network: latest['farmwatch.net.kind'] ?? 'unknown', days: keeping.size, of: all.size, putKm: putKm(telling.map(({ row }) => row), brought, settings) };
}

/**
 * Routers that are no one device: told behind lines that have no laptop in common, as {@link judgeTokens} says, or by many
 * laptops behind many exits of tunnels, of which the adapter gives itself the same address everywhere.
 */
export function defaultRouters(rows: readonly WhereaboutsRow[], says: Keeping['says'], { tokenSpread }: Pick<CustodyValues, 'tokenSpread'>): ReadonlySet<string> {
  const placeOf = placeSpeller();
  const told = rows.flatMap((row): readonly Told[] => {
    const { laptop: node, 'farmwatch.net.line': line, 'farmwatch.net.gateway_mac_token': router, 'source.as.number': operator, times } = row;
    return node === undefined || line === undefined || router === undefined ? [] : [{ node, line, router, place: placeOf('router', router), operator, times, says: says(row) }];
  });
  const tokens = judgeTokens(told, tokenSpread);
  const isSpread = (values: readonly string[]): boolean => new Set(values).size >= tokenSpread;
  return new Set([...Map.groupBy(told, ({ router }) => router)].filter(([, sights]) => {
    const tunnelled = sights.filter((sight) => sight.says === 'nowhere');
    return tokens.everywhere(sights[0]!.place) || (isSpread(tunnelled.map(({ node }) => node)) && isSpread(tunnelled.map(({ line }) => line)));
  }).map(([router]) => router));
}

interface Told extends TokenSight { readonly line: string; readonly router: string }

/** What shows by itself that a laptop is where it was: of a tunnel the router before it alone. */
function marksOf(row: WhereaboutsRow, said: LineSays, defaults: ReadonlySet<string>): readonly string[] {
  const { 'farmwatch.net.line': line, 'farmwatch.net.gateway_mac_token': router } = row;
  if (said === 'listed') return [];
  const tunnelled = router === undefined || defaults.has(router) ? [] : [`router ${router}`];
  return said === 'nowhere' ? tunnelled : [...tunnelled, ...(line === undefined ? [] : [`line ${line}`])];
}

/**
 * Most entries name a place so far off as few err, and its clock does not speak against them. Whoever hands a laptop on before
 * its first day leaves the same trace as somebody at home whose address the tables misplace.
 */
function isOutOfReach(rows: readonly WhereaboutsRow[], brought: Spot, { home, time_zone: zone }: Hire, { asOf, settings, zoneNear }: Pick<Keeping, 'asOf' | 'settings' | 'zoneNear'>): boolean {
  const told = rows.flatMap((row) => {
    const at = entryOf(row);
    return at === undefined ? [] : [{ row, at }];
  });
  const far = told.filter(({ row, at }) => apartKm(at, brought) > settings.misplacedKm + (isFixed(row) ? 0 : settings.otherLineKm));
  if (far.length * 2 <= told.length) return false;
  const shown = new Set(rows.flatMap((row) => row['farmwatch.device.time_zone'] ?? []));
  return far.every(({ at }) => clockAt(at, shown, { at: home, zone }, zoneNear, asOf) !== 'contradicts');
}

/** Least distance of most entries, less the reach of one that does not err; undefined where they agree with where it was brought. */
function putKm(rows: readonly WhereaboutsRow[], brought: Spot, { nearKm, fixedLineKm, otherLineKm }: CustodyValues): number | undefined {
  const apart = rows.flatMap((row) => {
    const at = entryOf(row);
    return at === undefined ? [] : [Math.max(0, apartKm(at, brought) - (isFixed(row) ? fixedLineKm : otherLineKm))];
  });
  const far = apart.filter((km) => km > nearKm);
  return far.length * 2 > apart.length ? Math.round(Math.min(...far)) : undefined;
}

/** No clock told, or that of home. */
function isInTime(rows: readonly WhereaboutsRow[], { time_zone: zone }: Hire, asOf: Instant): boolean {
  if (zone === undefined || !isZone(zone)) return true;
  const home = offsetMinutes(zone, asOf);
  return rows.every(({ 'farmwatch.device.time_zone': told }) => told === undefined || !isZone(told) || offsetMinutes(told, asOf) === home);
}

/** No country told, or that of home on most days. */
function isInCountry(rows: readonly WhereaboutsRow[], { home_country: home }: Hire): boolean {
  const told = rows.flatMap(({ 'source.geo.country_iso_code': country }) => country ?? []);
  return home === undefined || told.filter((country) => country !== home).length * 2 < Math.max(1, told.length);
}
