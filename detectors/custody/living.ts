import { distanceKm, distanceRangeKm, type Spot } from '../../src/core/geo.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, dayOf, type Day } from '../../src/core/time.ts';
import type { Hire, Laptop } from '../../src/detect/detector.ts';
import { isSettledBy } from '../../src/detect/people/homes.ts';
import { blocklessReader } from '../../src/detect/places/at-listed.ts';
import { localDaysOf } from '../../src/detect/places/local-days.ts';
import { placeReader } from '../../src/detect/places/lines.ts';
import { isSince } from '../../src/detect/places/parcels.ts';
import { isWide, regionOf, weigh, type Knowledge, type Weighed } from '../../src/detect/places/place-verdict.ts';
import { zoneReader } from '../../src/detect/places/place-clock.ts';
import { hear, isReported } from '../../src/detect/places/standing.ts';
import { tripReader } from '../../src/detect/people/trips.ts';
import { readerOf, type Sight } from '../../src/detect/places/sights.ts';
import type { WhereaboutsRow } from '../../src/detect/places/whereabouts.ts';
import { abroadOf, apartDaysOf, type Abroad } from './abroad.ts';
import type { Seen } from './evidence.ts';
import type { Parcel } from './parcel.ts';
import type { SETTINGS } from './settings.ts';
import type { Places } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

/** Where a laptop lives, seen from the home on record. */
export interface Living {
  readonly found: Weighed;
  readonly places: Places;
  readonly near: 'home' | 'there' | 'neither';
  /** Where it stands in another country than home. */
  readonly abroad: Abroad | undefined;
  /** Elsewhere in most of the window, and at home again for most of its last days. */
  readonly isBack: boolean;
  /** Days at home on which its holder's account was used in another country by another machine. */
  readonly apartDays: number;
  /** Days on which it was placed, and those of them near home. */
  readonly days: number;
  readonly homeDays: number;
  /** Of those near home, days that nothing tells to have been spent beside it; the others lie within so many km of home. */
  readonly atHomeDays: number;
  readonly withinKm: number;
  /** It tells its place exactly, and that is near a home whose point is known, and not at it. */
  readonly isBeside: boolean;
  /** From home at least, where it seems to be. */
  readonly seemsKm: number;
  /** Least and greatest distance of the 90 % region from home. */
  readonly km: readonly [number, number];
  readonly rows: readonly WhereaboutsRow[];
}

export type Housing = (laptop: Laptop, hire: Hire, parcel: Parcel) => Living | undefined;

/** Tells where laptops of a company live; undefined on too few days, without a home on record, or where nothing places it. */
export function housing(window: Seen, settings: Settings): Housing {
  // Of people outside scope rows go after two days; what is learned from them would go in a night.
  const rows: readonly WhereaboutsRow[] = window.rows.whereabouts.filter(({ hire }) => hire !== undefined && window.hires.get(hire)?.inScope);
  const known: Knowledge = { registry: window, settings, reader: readerOf(window, rows, settings), zoneNear: zoneReader(window) };
  const listed = placeReader(window.places);
  const isBlockless = blocklessReader(window.places, rows);
  const onTrip = tripReader(window.travel, settings.travelMargin);
  // To within half a day, as `devices` counts them.
  const since = dayOf(window.asOf - settings.windowDays * DAY + DAY / 2);
  const byHire = Map.groupBy(rows, ({ hire }) => hire!);
  const byLaptop = Map.groupBy(rows.filter(({ laptop }) => laptop !== undefined), ({ laptop }) => laptop!);
  return (laptop, hire, parcel) => {
    const { home } = hire;
    if (!home) return undefined;
    // Days at an office, on a trip, or before a move do not tell where it lives.
    const own = (byLaptop.get(laptop.serial) ?? []).filter((row) => row.holder === hire.hire_id && isSince(row, laptop) && isSettledBy(hire, row.day)
      && !onTrip(hire.hire_id, row.day) && !(row['farmwatch.net.line'] !== undefined && listed(row['farmwatch.net.line'])) && !isBlockless(row));
    const whole = weigh(own, laptop, hire, known);
    // Of one shift that crosses midnight in UTC no more is known than of one day.
    if (!whole || whole.standing.locatedDays < settings.minimumDays || localDaysOf(own, hire.time_zone).size < settings.minimumDays) return undefined;
    const isAway = isAwaySince(home, since, whole, settings);
    const lately = isAway || !isNearHome(whole, home, settings) ? weigh(own.filter((row) => row.day >= since), laptop, hire, known, { before: own.filter((row) => row.day < since) }) : undefined;
    const found = lately && isAway && hasLeft(home, whole, lately, settings) ? lately : whole;
    const isBack = lately !== undefined && hasReturned(home, whole, lately, settings);
    const place = placed(found, home, parcel.there, settings);
    const { at } = found.standing;
    const { homeOf, ...days } = homeDaysOf(whole.sights, home, settings);
    const apartDays = place.near === 'home' ? apartDaysOf((byHire.get(hire.hire_id) ?? []).filter(({ day }) => !onTrip(hire.hire_id, day)), laptop.serial, homeOf, hire) : 0;
    const abroad = place.near === 'neither' ? abroadOf(found, own, whole.sights, hire, home, settings) : undefined;
    return { found, rows: own, ...place, ...days, abroad, apartDays, isBack, isBeside: place.near === 'home' && isBeside(at, home, settings), seemsKm: Math.floor(distanceRangeKm(at, home)[0]), km: kmFromHome(found, place.near, hire, home, settings) };
  };
}

/** It seems to live far from home, and that is not sure, in a region that reaches home: nothing tells where it is. A country is told better than a town, and how likely it is wrong is weighed. */
export function isOpen({ near, km, abroad, found }: Pick<Living, 'near' | 'km' | 'abroad' | 'found'>, { nearKm, decisive }: Settings): boolean {
  return near === 'neither' && abroad === undefined && found.chance < decisive && km[0] <= nearKm;
}

/** Seen anywhere but at home since a day: of most laptops nothing is, and there is no more to weigh. */
function isAwaySince(home: Spot, since: Day, { sights }: Weighed, { nearKm }: Settings): boolean {
  return sights.some((sight) => sight.day >= since && distanceRangeKm(sight, home)[0] > nearKm);
}

/** Mostly at home in the whole window, and somewhere else for most of its last days: those tell where it lives now. */
function hasLeft(home: Spot, whole: Weighed, lately: Weighed, { nearKm, windowDays }: Settings): boolean {
  return isNearHome(whole, home, { nearKm }) && !isNearHome(lately, home, { nearKm }) && lately.standing.days.size * 2 > windowDays;
}

/** The other way round. */
function hasReturned(home: Spot, whole: Weighed, lately: Weighed, { nearKm, windowDays }: Settings): boolean {
  return !isNearHome(whole, home, { nearKm }) && isNearHome(lately, home, { nearKm }) && lately.standing.days.size * 2 > windowDays;
}

function isNearHome({ standing }: Weighed, home: Spot, { nearKm }: Pick<Settings, 'nearKm'>): boolean {
  return distanceRangeKm(standing.at, home)[0] <= nearKm;
}

function placed(found: Weighed, home: Spot, there: Spot | undefined, settings: Settings): Pick<Living, 'places' | 'near'> {
  const { standing, clock, errs } = found;
  const isNear = (spot: Spot | undefined): boolean => spot !== undefined && distanceRangeKm(standing.at, spot)[0] <= settings.nearKm;
  /** How much likelier it is to see this of a laptop that stands at home, or where the parcel went, than of one that stands where it seems to. */
  const seemingly = (spot: Spot | undefined): number => {
    if (spot === undefined) return 0;
    const { chance } = hear(standing, (sight) => distanceRangeKm(sight, spot)[0] <= settings.nearKm, clock, errs, settings);
    return ((1 - chance) / chance) * (settings.elsewhere / (1 - settings.elsewhere));
  };
  // Somebody who lives anywhere is within reach of home by chance.
  const reach = Math.min(1, (standing.at.radiusKm + (home.radiusKm ?? 0) + settings.nearKm) / settings.spanKm);
  if (isNear(home)) return { near: 'home', places: { home: 1, there: isNear(there) ? 1 : reach, far: reach } };
  // That it stands at home, and is wrongly placed just where its parcel went, takes an accident more.
  if (isNear(there)) return { near: 'there', places: { home: seemingly(home) * reach, there: 1, far: reach } };
  return { near: 'neither', places: { home: seemingly(home), there: seemingly(there), far: 1 } };
}

/** That a table errs towards just the place where the parcel went is an accident: then the region is that of the entry alone. */
function kmFromHome(found: Weighed, near: Living['near'], hire: Hire, home: Spot, settings: Settings): Living['km'] {
  const km = regionOf(found, hire, settings).km_from_home!;
  if (near !== 'there' || km[0] > settings.nearKm) return km;
  const [least, most] = distanceRangeKm(found.standing.at, home);
  return [Math.floor(least), Math.ceil(most)];
}

/** What a laptop tells of its place as exactly as a record tells a home, and it is another place. */
function isBeside(sight: Sight, home: Spot, { townKm }: Settings): boolean {
  return isReported(sight) && sight.radiusKm <= townKm && (home.radiusKm ?? 0) <= townKm && distanceRangeKm(sight, home)[0] > townKm;
}

/** Days with a sight, and those with one near home that is no wide guess. */
function homeDaysOf(sights: readonly Sight[], home: Spot, settings: Settings): Pick<Living, 'days' | 'homeDays' | 'atHomeDays' | 'withinKm'> & { readonly homeOf: ReadonlySet<Day> } {
  const near = sights.filter((sight) => sight.by !== 'other' && !isWide(sight, settings) && distanceKm(sight, home) - (home.radiusKm ?? 0) <= Math.max(settings.nearKm, sight.radiusKm));
  const ofDays = Map.groupBy(near, ({ day }) => day);
  const byDay = [...ofDays.values()];
  const beside = byDay.flatMap((ofDay) => {
    // What the laptop itself tells exactly of a day is nearer the truth than a wide circle or the entry of its line.
    const reported = ofDay.filter((sight) => isReported(sight) && sight.radiusKm <= settings.townKm);
    const sharpest = Math.min(...reported.map(({ radiusKm }) => radiusKm));
    const exact = reported.filter(({ radiusKm }) => radiusKm === sharpest);
    return exact.length > 0 && exact.every((sight) => isBeside(sight, home, settings)) ? [Math.min(...exact.map((sight) => distanceRangeKm(sight, home)[1]))] : [];
  });
  return { homeOf: new Set(ofDays.keys()), days: new Set(sights.map(({ day }) => day)).size, homeDays: byDay.length, atHomeDays: byDay.length - beside.length, withinKm: Math.ceil(Math.max(0, ...beside)) };
}
