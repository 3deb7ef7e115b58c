import type { Serial } from '../../core/person.ts';
import { halfHourStarts } from '../../core/half-hours.ts';
import { startOfDay, type Day, type Instant } from '../../core/time.ts';
import { blocklessReader, listedReader } from './at-listed.ts';
import type { CustodyValues } from './custody-settings.ts';
import { aspectOf, lineReader, placeSpeller, tokenLineReader, type LineReader, type LineSays, type PlaceKey } from './lines.ts';
import { localDay } from './local-days.ts';
import type { RadioRow } from './place-rows.ts';
import type { Registry } from '../people/registry.ts';
import type { Crowd } from '../run.ts';
import { sharedExits } from './shared-exits.ts';
import { judgeTokens, type Tokens, type TokenSight } from './tokens.ts';
import { tripReader } from '../people/trips.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

/** What shows it, the surest last. */
const WORTH = { line: 0, radio: 1, router: 2 } as const;

/** A laptop that lives where another person's laptop lives. */
export interface Together {
  readonly days: number;
  readonly by: keyof typeof WORTH;
  /** How many laptops of other people live there. */
  readonly others: number;
  readonly with: ReadonlySet<Serial>;
}

/**
 * Laptops settled at a line, a router or an access point with another person's laptop, without a declared tie.
 *
 * Never counted: lines that strangers share and inner addresses, listed places and campuses, days on an entered trip,
 * crowds, default values of routers, and one line behind which both have routers of their own: those are neighbours.
 *
 * @param crowd what is left of people outside scope
 * @param rows  where laptops were; all of them judge routers, those since `from` tell where laptops live
 * @param radios the access points that they told
 */
export function livingTogether(registry: Registry, rows: readonly WhereaboutsRow[], radios: readonly RadioRow[], from: Day, crowd: Crowd, settings: CustodyValues): ReadonlyMap<Serial, Together> {
  const sights = sightsOf(registry, rows, radios, crowd);
  const tokens = judgeTokens(sights, settings.tokenSpread);
  const routers = routersBehind(sights, tokens);
  const together = new Map<Serial, Together>();
  /** A line and a router of one home have mostly the same laptops, so these are counted once. */
  const others = new Map<Serial, Set<Serial>>();
  for (const [place, days] of daysByPlace(sights, tokens, from)) {
    if (isCrowd(days, settings.crowdLimit)) continue;
    const living = [...days].filter(([, seen]) => seen.size >= settings.settledDays);
    for (const [laptop, seen] of living) {
      const strangers = living.filter(([other]) => other !== laptop && areStrangers(registry, laptop, other) && isOnePlace(place, laptop, other, tokens, routers)).map(([other]) => other);
      if (strangers.length === 0) continue;
      const by = aspectOf(place) as Together['by'];
      const known = together.get(laptop);
      const all = new Set([...others.get(laptop) ?? [], ...strangers]);
      others.set(laptop, all);
      together.set(laptop, { days: Math.max(seen.size, known?.days ?? 0), by: known !== undefined && WORTH[known.by] > WORTH[by] ? known.by : by, others: all.size, with: all });
    }
  }
  return together;
}

type Sight = TokenSight & { readonly day: Day };

/** Lines, routers and access points at which laptops with a holder were, but for days on a trip. */
function sightsOf(registry: Registry, rows: readonly WhereaboutsRow[], radios: readonly RadioRow[], crowd: Crowd): readonly Sight[] {
  const byBlocks = lineReader(registry);
  const isBlockless = blocklessReader(registry.places, rows);
  const reads: typeof byBlocks = (line, kind) => { const says = byBlocks(line, kind); return says === 'somewhere' && isBlockless({ 'farmwatch.net.line': line }) ? 'listed' : says; };
  const exits = sharedExits(rows.flatMap(({ laptop: node, day, 'farmwatch.net.line': line, 'farmwatch.net.kind': kind, 'farmwatch.net.gateway_mac_token': router }) =>
    (node !== undefined && line !== undefined && reads(line, kind) === 'somewhere' ? [{ node, day, line, router }] : [])), crowd);
  const says: typeof reads = (line, kind) => (exits.has(line) ? 'nowhere' : reads(line, kind));
  const tokenSays = tokenLineReader(registry, says);
  const onTrip = tripReader(registry.travel);
  const isAtListed = listedReader(registry.places);
  const placeOf = placeSpeller();
  const sights: Sight[] = [];
  // Days in other hands tell where others lived.
  const tells = <R extends RadioRow | WhereaboutsRow>(row: R): row is R & { readonly laptop: Serial } =>
    row.laptop !== undefined && row.holder !== undefined && registry.laptops.get(row.laptop)?.holder === row.holder && !onTrip(row.holder, row.day);
  const localDayOf = ({ holder, day }: RadioRow | WhereaboutsRow, last: Instant | undefined): Day => localDay(day, last, registry.hires.get(holder!)?.time_zone);
  for (const row of radios.filter(tells)) {
    const { laptop, 'farmwatch.net.line': line, 'farmwatch.net.kind': kind, 'source.as.number': operator } = row;
    const day = localDayOf(row, halfHourStarts(row.halfHours, startOfDay(row.day)).at(-1));
    sights.push({ place: placeOf('radio', row['farmwatch.net.bssid_token']!), node: laptop, day, line, operator, times: 1, says: line === undefined ? undefined : tokenSays(line, kind) });
  }
  for (const row of rows.filter(tells)) {
    const { laptop } = row;
    const day = localDayOf(row, row.last);
    const line = row['farmwatch.net.line'];
    const router = row['farmwatch.net.gateway_mac_token'];
    const saidBy = (reads: LineReader): LineSays | undefined => (isAtListed(row) ? 'listed' : line === undefined ? undefined : reads(line, row['farmwatch.net.kind']));
    const operator = row['source.as.number'];
    if (line !== undefined) sights.push({ place: placeOf('line', line), node: laptop, day, line, operator, times: 1, says: saidBy(says) });
    if (router !== undefined) sights.push({ place: placeOf('router', router), node: laptop, day, line, operator, times: 1, says: saidBy(tokenSays) });
  }
  return sights;
}

function daysByPlace(sights: readonly Sight[], tokens: Tokens, from: Day): ReadonlyMap<PlaceKey, ReadonlyMap<Serial, ReadonlySet<Day>>> {
  const found = new Map<PlaceKey, Map<Serial, Set<Day>>>();
  for (const { place, node, day, says } of sights) {
    const ties = aspectOf(place) === 'line' ? says === 'somewhere' : says !== 'listed' && !tokens.listed(place) && !tokens.everywhere(place);
    if (day < from || !ties) continue;
    const laptops = found.getOrInsertComputed(place, () => new Map());
    const days = laptops.getOrInsertComputed(node, () => new Set());
    days.add(day);
  }
  return found;
}

function isCrowd(laptops: ReadonlyMap<Serial, ReadonlySet<Day>>, limit: number): boolean {
  if (laptops.size <= limit) return false;
  const perDay = new Map<Day, number>();
  for (const days of laptops.values()) for (const day of days) perDay.set(day, (perDay.get(day) ?? 0) + 1);
  return Math.max(...perDay.values()) > limit;
}

function areStrangers(registry: Registry, a: Serial, b: Serial): boolean {
  const [one, other] = [registry.laptops.get(a)!.holder!, registry.laptops.get(b)!.holder!];
  return one !== other && !registry.tied(one, other);
}

/** Routers of each laptop behind each line, default values left out. */
function routersBehind(sights: readonly Sight[], tokens: Tokens): ReadonlyMap<string, ReadonlySet<PlaceKey>> {
  const found = new Map<string, Set<PlaceKey>>();
  for (const { place, node, line } of sights) {
    if (line === undefined || aspectOf(place) !== 'router' || tokens.everywhere(place)) continue;
    const key = `${line}|${node}`;
    const routers = found.get(key);
    if (routers) routers.add(place);
    else found.set(key, new Set([place]));
  }
  return found;
}

function isOnePlace(place: PlaceKey, a: Serial, b: Serial, tokens: Tokens, routers: ReadonlyMap<string, ReadonlySet<PlaceKey>>): boolean {
  if (aspectOf(place) !== 'line') return !tokens.apart(place, a, b);
  const line = place.slice('line '.length);
  const [ours, theirs] = [routers.get(`${line}|${a}`), routers.get(`${line}|${b}`)];
  return !ours || !theirs || !ours.isDisjointFrom(theirs);
}
