import type { Values } from '../../src/core/settings.ts';
import { betaBinomial } from '../../src/detect/stats.ts';
import { recordsChance, type Records } from './records.ts';
import type { SETTINGS } from './settings.ts';
import { LODGING, WAYS, type OrdinaryWay, type Way } from './ways.ts';

/** A laptop's days, by where they were spent. */
export interface Habits {
  /** Days on which it is known where the laptop was, and how many of them it was elsewhere. */
  readonly known: number;
  readonly elsewhere: number;
  /** Days with contact at night or on a weekend, and on how many of them that was here. */
  readonly nights: number;
  readonly nightsHere: number;
}

/** What is known of a laptop and those it stands with. */
export interface Company extends Habits {
  /** Other people of the company without a declared tie, 1 or more. */
  readonly others: number;
  /** Days together with the one it shares most days with, 1 or more. */
  readonly days: number;
  /** The same since the laptop came here, where it was elsewhere before. */
  readonly since: Habits | undefined;
  /** Days here, since they met, on which it is known where the others were, and on how many of them they were elsewhere. */
  readonly company: number;
  readonly apart: number;
  /** At how many places, one after the other, all of them were together. */
  readonly sites: number;
  /** Further company laptops that come by and live elsewhere. */
  readonly visitors: number;
  readonly router: 'same' | 'different' | 'unknown';
  /** How many of the others came within a day of this person, and whether that was in this person's first days at the company; undefined where it is not known since when they stand there. */
  readonly came: { readonly along: number; readonly atStart: boolean } | undefined;
  /** Of how many of the others, and of this person, a home is on record, and how many of those are far from this person's. */
  readonly records: Records;
  /** All of them come from one staffing agency. */
  readonly oneAgency: boolean;
  /** One of the two is known by sign-ins only. */
  readonly bySignIn: boolean;
  /** Whether a laptop of the subject is in the data; where none is, nobody could see its nights. */
  readonly isLaptopSeen: boolean;
  /** Share of ordinary starters who share a home undeclared, as far as this company's history tells. */
  readonly homeRate: number;
}

export interface Weight {
  readonly llr: number;
  /** The ordinary reason that explains most of it. */ readonly likeliest: OrdinaryWay;
  /** How much of it rests on that the subject lives where the home on record is not: with who lives away from home it is no wonder that others do. */
  readonly lodged: number;
}

/**
 * Weight of standing with others, against the ordinary ways to do so: a home shared without telling, a visit, a place of
 * work that is not listed, neighbours behind one address, for people of one staffing agency its rooms, for
 * who changes place together again and again a journey, and, for who came there in their first days at the company, a beginning
 * together.
 *
 * A way's likelihood is how common it is, times looks that are taken as independent: how many stand there, whether the
 * laptop or the others are ever elsewhere, where it is at night, who else comes by, whether the router is the same, whether the homes on record are near each other, who came when; for a visit
 * and a beginning also how long. "How many" and "how long" are chances of *so many or more*, so the weight is never above
 * −ln(how common that is among ordinary people).
 *
 * @returns ln P(seen | farm) − ln P(seen | ordinary), held between floor and ceiling
 */
export function weightOf(seen: Company, settings: Values<typeof SETTINGS>): Weight {
  const shares: Record<OrdinaryWay, number> = {
    home: seen.homeRate * looksLike(WAYS.home, seen),
    visit: settings.visit * Math.exp(-(seen.days - 1) / settings.visitDays) * looksLike(WAYS.visit, seen),
    beginning: seen.came?.atStart ? settings.beginning * Math.exp(-(seen.days - 1) / settings.beginningDays) * looksLike(WAYS.beginning, seen) : 0,
    work: settings.workplace * looksLike(WAYS.work, seen),
    neighbours: settings.neighbours * looksLike(WAYS.neighbours, seen),
    journey: isOnRoad(seen) ? settings.journey * looksLike(WAYS.journey, seen) : 0,
    agency: seen.oneAgency ? settings.agencyRooms * looksLike(WAYS.agency, seen) : 0,
  };
  const ordinary = Object.values(shares).reduce((sum, share) => sum + share, 0);
  const farm = settings.farmShared * looksLike(WAYS.farm, seen);
  const against = (common: number): number =>
    Math.min(settings.ceiling, Math.max(settings.floor, Math.log(farm) - Math.log(common) - (seen.bySignIn ? settings.signInDiscount : 0)));
  const llr = against(ordinary);
  const likeliest = (Object.keys(shares) as OrdinaryWay[]).reduce((best, way) => (shares[way] > shares[best] ? way : best));
  return { llr, likeliest, lodged: llr - against(ordinary + settings.lodging * looksLike(LODGING, seen)) };
}

/** So many places together are a change of place again and again; two may be one move of a household. */
const ROAD_SITES = 3;

export function isOnRoad({ sites }: Pick<Company, 'sites'>): boolean {
  return sites >= ROAD_SITES;
}

function looksLike(way: Way, seen: Company): number {
  const router = { same: way.sameRouter, different: 1 - way.sameRouter, unknown: 1 }[seen.router];
  // On whichever of the days that are known it came.
  const [share, never] = way.moved;
  const habits = likely(way, seen, way.never) + (seen.since ? (share / seen.known) * likely(way, seen.since, never) : 0);
  const apart = mixed(seen.apart, seen.company, way.together, way.apart);
  const along = seen.came ? betaBinomial(seen.came.along, seen.others, ...way.along) : 1;
  // Standing still is what nearly all do, and says next to nothing.
  const road = isOnRoad(seen) ? way.onRoad : 1;
  return road * way.more ** (seen.others - 1) * habits * apart * router * along * recordsChance(seen.records, way.recordsApart) * (seen.visitors > 1 ? way.busy : 1 - way.busy);
}

/** Chance of such days and nights. */
function likely(way: Way, { elsewhere, known, nights, nightsHere }: Habits, never: number): number {
  const there = (1 - way.restless) * betaBinomial(nightsHere, nights, ...way.nights) + way.restless / (nights + 1);
  return mixed(elsewhere, known, never, way.elsewhere) * there;
}

/** Chance of so many days away, where a share of people never is away and the rest are spread. */
function mixed(away: number, days: number, never: number, spread: readonly [number, number]): number {
  return (away === 0 ? never : 0) + (1 - never) * betaBinomial(away, days, ...spread);
}

/**
 * How common undeclared shared homes are: the default, raised where the company's own history shows more of them.
 *
 * @param sharing other people of the company who stand in pairs like this one
 * @param people everybody whose laptop is seen
 * @returns at least the default: seeing none so far is no reason to be surer about the first
 */
export function homeRateOf(sharing: number, people: number, settings: Values<typeof SETTINGS>): number {
  return Math.max(settings.homeShared, (settings.companyCounts * settings.homeShared + sharing) / (settings.companyCounts + people));
}
