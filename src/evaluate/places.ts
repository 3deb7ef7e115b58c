/**
 * `evaluate places`: how often regions of laptops hold the truth, and how often a verdict about a place is wrong.
 *
 * The product comes in as lines of `devices`, so this file depends on no store and no detector.
 */
import { distanceKm, type Point } from '../core/geo.ts';
import { DAY, dayOf, type Day, type Instant } from '../core/time.ts';
import type { Custody, Verdict } from '../detect/places/custody.ts';
import type { Company, Stood } from '../simulate/company.ts';

/** A line of `devices` beside what is true. */
export interface Placed {
  readonly verdict: Verdict;
  readonly seenAt: Custody['seen_at'];
  /** Where it stood on most of its days with data; several where days are even. */
  readonly stood: readonly Point[];
  /** Distance from there to the nearest of home, where it was sent, and listed places; Infinity where none is known. */
  readonly awayKm: number;
  readonly onTrip: boolean;
  /** Where it stood in these days another person's laptop stood as well. */
  readonly shared: boolean;
}

/** What is true of laptops at an instant, over the days before it. */
export interface PlaceTruth { placed(line: Custody, asOf: Instant): Placed | undefined }

const WINDOW_DAYS = 7;
/** Laptops of one home are told apart by less than that. */
const ONE_HOME_KM = 0.2;
const SEEN = new Set(['check-in', 'sign-in', 'vpn-connected']);
const PHYSICAL = new Set(['office', 'cowork', 'campus']);

/** Reads the truth of a simulated company; lines of laptops without data in the last days have none. */
export function truthOf(company: Company): PlaceTruth {
  const { tables, truth } = company;
  const stood = truth.laptops;
  const seen = daysSeen(company);
  const holders = new Map(tables.devices.map(({ serial, hire_id: hire }) => [serial, hire]));
  const atOf = (serial: string, day: Day): Stood | undefined => stood[serial]?.find(({ from, to }) => day >= from && day <= to);
  return {
    placed(line, asOf) {
      const days = Array.from({ length: WINDOW_DAYS }, (_, ago) => dayOf(asOf - (ago + 1) * DAY));
      const withData = days.filter((day) => (seen.get(`${line.serial}|${day}`) ?? Infinity) <= asOf);
      const spots = Map.groupBy(withData.flatMap((day) => atOf(line.serial, day) ?? []), ({ lat, lon }) => `${lat},${lon}`);
      if (spots.size === 0) return undefined;
      const most = Math.max(...[...spots.values()].map(({ length }) => length));
      const places = [...spots.values()].filter(({ length }) => length === most).map(([spot]) => spot!);
      const hire = holders.get(line.serial);
      const anchors = [
        ...tables.people.filter((row) => row.hire_id === hire && (row.known_from ?? 0) <= asOf).slice(-1).map(({ home }) => home),
        tables.devices.find(({ serial }) => serial === line.serial)?.ship, ...tables.places.filter(({ kind }) => PHYSICAL.has(kind)).map(({ at }) => at),
      ].filter((point) => point !== undefined);
      const trips = tables.travel.filter((trip) => trip.hire_id === hire && trip.to >= days.at(-1)! && trip.from <= days[0]!);
      return {
        verdict: line.verdict, seenAt: line.seen_at, stood: places,
        awayKm: Math.min(Infinity, ...anchors.flatMap((anchor) => places.map((place) => distanceKm(anchor, place)))),
        onTrip: trips.some(({ at }) => at && places.some((place) => distanceKm(at, place) <= FAR_KM)),
        shared: Object.keys(stood).some((other) => holders.get(other) !== hire && days.some((day) => {
          const there = atOf(other, day);
          return there !== undefined && [...spots.values()].some(([spot]) => distanceKm(spot!, there) <= ONE_HOME_KM);
        })),
      };
    },
  };
}

/** When the first row of a laptop and day was learned of. */
function daysSeen(company: Company): ReadonlyMap<string, Instant> {
  const seen = new Map<string, Instant>();
  for (const event of company.events()) {
    const serial = event['device.serial_number'];
    if (typeof serial !== 'string' || !SEEN.has(event['event.action'] as string)) continue;
    const key = `${serial}|${dayOf(event['@timestamp'] as Instant)}`;
    const at = event['event.ingested'] as Instant;
    if (at < (seen.get(key) ?? Infinity)) seen.set(key, at);
  }
  return seen;
}

/** So far from all that is expected a laptop is elsewhere. */
const FAR_KM = 80;

/** A share with what it was counted from and its 95 % interval. */
export interface Share { readonly hits: number; readonly of: number; readonly interval: readonly [number, number] }
export interface PlaceScore {
  /** Laptops and weeks with data. */
  readonly weeks: number;
  readonly holds: Share;
  /** By kind of network as the line names it. */
  readonly networks: readonly { readonly network: string; readonly holds: Share; readonly medianKm: number }[];
  readonly fixedMedianKm: number | undefined;
  readonly wrong: Share;
  readonly wrongOf: Readonly<Partial<Record<Verdict, number>>>;
  readonly cannotTell: Share;
  /** Laptops that truly stood far from all that is expected, on no entered trip. */
  readonly trulyElsewhere: Share;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
}

const FIXED = new Set(['home', 'corporate', 'education']);

/** @param interval Wilson's interval of a share; laptops and weeks are taken as independent of each other */
export function placeScore(placed: readonly Placed[], interval: (hits: number, n: number) => readonly [number, number]): PlaceScore {
  const share = (all: readonly Placed[], is: (one: Placed) => boolean): Share => {
    const hits = all.filter(is).length;
    return { hits, of: all.length, interval: interval(hits, all.length) };
  };
  const regions = placed.filter(({ seenAt }) => seenAt !== undefined);
  const radius = ({ seenAt }: Placed): number => seenAt!.radius_km;
  const networks = [...Map.groupBy(regions, ({ seenAt }) => seenAt!.network)].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    weeks: placed.length, holds: share(regions, holds),
    networks: networks.map(([network, all]) => ({ network, holds: share(all, holds), medianKm: median(all.map(radius))! })),
    fixedMedianKm: median(regions.filter(({ seenAt }) => FIXED.has(seenAt!.network)).map(radius)),
    wrong: share(placed, isWrong), wrongOf: counts(placed.filter(isWrong)),
    cannotTell: share(placed, ({ verdict }) => verdict === 'cannot-tell'), verdicts: counts(placed),
    trulyElsewhere: share(placed, ({ awayKm, onTrip }) => awayKm > FAR_KM && awayKm < Infinity && !onTrip),
  };
}

function holds({ seenAt, stood }: Placed): boolean {
  return stood.some((place) => distanceKm(place, seenAt!) <= seenAt!.radius_km);
}

/** A verdict that says of the place what is not so; silence and `cannot-tell` say nothing of it. */
export function isWrong({ verdict, awayKm, onTrip, shared }: Placed): boolean {
  switch (verdict) {
    case 'elsewhere': return awayKm <= FAR_KM || onTrip;
    case 'expected': return awayKm > FAR_KM && !onTrip;
    case 'moved-approved': return !onTrip && awayKm > FAR_KM;
    case 'shared-place': return !shared;
    default: return false;
  }
}

function counts(placed: readonly Placed[]): PlaceScore['verdicts'] {
  return Object.fromEntries([...Map.groupBy(placed, ({ verdict }) => verdict)].map(([verdict, all]) => [verdict, all.length] as const).sort((a, b) => b[1] - a[1]));
}

function median(numbers: readonly number[]): number | undefined {
  const order = numbers.toSorted((a, b) => a - b);
  return order[Math.floor((order.length - 1) / 2)];
}

/** The same as lines of text. */
export function placeLines(score: PlaceScore): readonly string[] {
  const said = ({ hits, of, interval: [low, high] }: Share): string => `${percent(of === 0 ? 0 : hits / of)} (${hits} of ${of}, 95 % interval ${percent(low)} to ${percent(high)})`;
  const list = (verdicts: PlaceScore['verdicts']): string => Object.entries(verdicts).map(([verdict, count]) => `${verdict} ${count}`).join(', ');
  return [
    `Laptops and weeks with data, simulated: ${score.weeks}`,
    `90 % regions that hold the place of most days: ${said(score.holds)}`,
    ...score.networks.map(({ network, holds: held, medianKm }) => `  seen by ${network}: median radius ${medianKm} km, hold ${said(held)}`),
    `Median radius on fixed lines: ${score.fixedMedianKm ?? 'none seen'} km`,
    `Verdicts that are wrong about the place: ${said(score.wrong)}${score.wrong.hits > 0 ? `: ${list(score.wrongOf)}` : ''}`,
    `cannot-tell: ${said(score.cannotTell)}`,
    `Truly elsewhere, on no entered trip: ${said(score.trulyElsewhere)}`,
    `Verdicts: ${list(score.verdicts)}`,
  ];
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
