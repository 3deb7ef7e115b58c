/**
 * Which UTC offset does somebody live in, judged by when they work?
 *
 * A mixture of weekly activity profiles, learned from people whose zone is known, is laid over a
 * person's events at every candidate offset. Pure: no clock, no randomness, no reading of files.
 */
import { SECOND, offsetMinutes } from '../../src/core/time.ts';
import profiles from './profiles.json' with { type: 'json' };

/** One way to spend a week: chances of each half hour of a weekday and of a weekend day, summing to 1 over the week. */
export type WeekProfile = { readonly share: number; readonly weekday: readonly number[]; readonly weekend: readonly number[] };

/**
 * How strongly hours count. Hours with fewer than `spellGapHours` between them are one spell of work, and a
 * spell of k counts as √k. Of *n* so counted, each is taken as `start / (1 + n / halfAt)` independent ones.
 */
export type Tempering = { readonly start: number; readonly halfAt: number; readonly spellGapHours: number };

/** What is learned: the profiles, with shares and chances above 0, and how far to trust them. */
export type ClockTable = {
  readonly tempering: Tempering;
  /** Share of people whose hours say nothing about the claim, above 0 and below 1: their clock is not where they are. */
  readonly astray: number;
  readonly profiles: readonly WeekProfile[];
};

/** Ranges of minutes east of UTC, both ends included. */
export type OffsetRange = readonly [from: number, to: number];

/** What the hours of one person say about the offset in force at their middle event. */
export type ClockPosterior = {
  /** Events given, before thinning. */
  readonly n: number;
  /** UTC days with an event, before thinning. */
  readonly days: number;
  /** The middle event, index ⌊n/2⌋ after sorting, unix seconds; 0 where there is none. */
  readonly middleSec: number;
  /** Most likely offset, minutes east of UTC. */
  readonly offsetMin: number;
  /** Smallest sets of candidates that hold 50, 80 and 95 % of the posterior. */
  readonly sets: { readonly 50: readonly OffsetRange[]; readonly 80: readonly OffsetRange[]; readonly 95: readonly OffsetRange[] };
  /** Posterior chance that the truth is within two hours of `offsetMin`. */
  readonly pWithin2h: number;
  /**
   * ln P(5 h or more from the claimed zone) − ln P(within 2 h of it): above 0 speaks for elsewhere. By the learned table it is
   * at most 5.4, and hardly below −4; clocks astray hold it far within ±20 by any other.
   *
   * The claim's daylight-saving rule holds event by event: somebody in New York who starts at nine all year fits New York in
   * March and in April. Distances are those at the middle event, round the dial. An unknown zone throws RangeError.
   */
  readonly logOdds: (zone: string) => number;
  /** All candidates, ascending; the chances sum to 1. */
  readonly posterior: readonly { readonly offsetMin: number; readonly p: number }[];
};

const HALF_HOURS_A_DAY = 48;
const HALF_HOURS_A_WEEK = 336;
const NEAR_MIN = 120;
const FAR_MIN = 300;
/** Unix time starts on a Thursday; three days on, half hour 0 is Monday midnight. */
const MONDAY_SHIFT_SEC = 3 * 86_400;

/**
 * Half-hour offsets in use besides the whole hours from −11 to +13: Newfoundland, Iran, Afghanistan,
 * India, central Australia in winter and in summer. Quarter hours and the few people at +6:30 or
 * −9:30 have a candidate within half an hour.
 */
const HALF_HOUR_OFFSETS = [-210, 210, 270, 330, 570, 630];

/** The 31 offsets a person may live in, minutes east of UTC, ascending. */
export const CANDIDATE_OFFSETS: readonly number[] = [...Array.from({ length: 25 }, (_, index) => (index - 11) * 60), ...HALF_HOUR_OFFSETS].sort((a, b) => a - b);

/**
 * Zones that stand for the rules by which clocks change.
 *
 * `share` is how common a rule is among people at an offset, in proportion; the rough figures come
 * from the map of rules (about three in ten people at American and European offsets live without a
 * change), and matter only where clocks changed within the window.
 */
const RULES: readonly { readonly zone: string; readonly share: (offsetMin: number) => number }[] = [
  { zone: 'UTC', share: () => 0.4 },
  { zone: 'America/New_York', share: offset => (offset <= -120 ? 1 : 0) },
  { zone: 'Europe/Berlin', share: offset => (offset >= -60 && offset <= 180 ? 1 : 0) },
  { zone: 'Australia/Sydney', share: offset => (offset >= 570 ? 0.6 : 0) },
];

/** Shortest distance between two offsets on the 24-hour dial, minutes, 0 to 720. */
export function dialDistanceMin(a: number, b: number): number {
  const apart = Math.abs(a - b) % 1440;
  return Math.min(apart, 1440 - apart);
}

/** At most one event an hour, the earliest, ascending: bursts say little more than one event does. */
export function thinToHours(timesSec: readonly number[]): readonly number[] {
  const sorted = timesSec.toSorted((a, b) => a - b);
  let last = Number.NaN;
  return sorted.filter(time => {
    const hour = Math.floor(time / 3600);
    if (hour === last) return false;
    last = hour;
    return true;
  });
}

/**
 * How much each hour counts, the hours of a spell 1/√k each.
 *
 * Sitting down is one decision; that the next hour is worked as well tells little more about the dial.
 *
 * @param hours    instants at most one an hour, ascending, unix seconds
 * @param gapHours hours between neighbours from which a new spell begins
 */
export function spellWeights(hours: readonly number[], gapHours: number): readonly number[] {
  const spells: number[] = [];
  hours.forEach((time, index) => {
    const before = hours[index - 1];
    if (before !== undefined && time - before < gapHours * 3600) spells.push((spells.pop() ?? 0) + 1);
    else spells.push(1);
  });
  return spells.flatMap(length => Array.from({ length }, () => 1 / Math.sqrt(length)));
}

/** Half hours of the week that have events, with how many; an hour of a long spell is less than one. */
type WeekCounts = { readonly slots: Int16Array; readonly counts: Float64Array };

/** Events by half hour of the UTC week, moved along as a zone's clock differs from what it showed at the middle event. */
function weekCounts(times: readonly number[], weights: readonly number[], moves: readonly number[]): WeekCounts {
  const all = new Float64Array(HALF_HOURS_A_WEEK);
  times.forEach((time, index) => {
    const slot = Math.floor((time + MONDAY_SHIFT_SEC) / 1800) + (moves[index] ?? 0);
    const wrapped = ((slot % HALF_HOURS_A_WEEK) + HALF_HOURS_A_WEEK) % HALF_HOURS_A_WEEK;
    all[wrapped] = (all[wrapped] ?? 0) + (weights[index] ?? 1);
  });
  const slots = Int16Array.from(all.keys().filter(slot => (all[slot] ?? 0) > 0));
  return { slots, counts: Float64Array.from(slots, slot => all[slot] ?? 0) };
}

function logSumExp(values: readonly number[]): number {
  const top = Math.max(...values);
  if (top === Number.NEGATIVE_INFINITY) return top;
  return top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
}

/** A model of the clock over one table. */
export type ClockModel = { readonly posteriorOf: (timesSec: readonly number[]) => ClockPosterior };

/**
 * A model over one learned table, with its logarithms worked out once.
 *
 * The likelihood of a profile at an offset is the product of its chances at the local half hours of
 * the events, taken to a power below 1: the hours of one person are far from independent, and the
 * more there are the less each adds. Candidates start out equally likely. At the end each keeps at least
 * its part of the people whose clock is astray, so that no number of events makes anybody certain.
 *
 * @param table what `src/evaluate/learn-hours.ts` learns, which loads this function by its name
 * @returns `posteriorOf`, the same for any order of the events
 */
export function makeClockModel(table: ClockTable): ClockModel {
  const learned: Learned = { table, logShares: table.profiles.map(profile => Math.log(profile.share)), logChances: table.profiles.map(logWeeks) };
  return { posteriorOf: timesSec => posteriorBy(learned, timesSec) };
}

/** A table with the logarithms of its shares, and of the chances of each profile. */
type Learned = { readonly table: ClockTable; readonly logShares: readonly number[]; readonly logChances: readonly Float64Array[] };

/** Two weeks in a row, so that a shift needs no wrapping. */
function logWeeks(profile: WeekProfile): Float64Array {
  const week = Array.from({ length: HALF_HOURS_A_WEEK }, (_, slot) => {
    const day = slot < 5 * HALF_HOURS_A_DAY ? profile.weekday : profile.weekend;
    return Math.log(day[slot % HALF_HOURS_A_DAY] ?? Number.NaN);
  });
  return Float64Array.from([...week, ...week]);
}

/** Tempered log-likelihood of the counts with clocks at an offset. */
function logLikelihood({ table, logShares, logChances }: Learned, week: WeekCounts, counted: number, offsetMin: number): number {
  const trust = table.tempering.start / (1 + counted / table.tempering.halfAt);
  const shift = (Math.round(offsetMin / 30) + HALF_HOURS_A_WEEK) % HALF_HOURS_A_WEEK;
  const { slots, counts } = week;
  return logSumExp(
    logChances.map((chances, profile) => {
      let sum = 0;
      for (let index = 0; index < slots.length; index += 1) sum += (counts[index] ?? 0) * (chances[(slots[index] ?? 0) + shift] ?? 0);
      return (logShares[profile] ?? 0) + trust * sum;
    }),
  );
}

/** Log-likelihoods of all candidates where clocks change as in a zone; those that are not wanted may be left at minus infinity. */
type UnderRule = (zone: string, wanted: (offset: number) => boolean) => readonly number[];

/** @param middle instant from which moves of a clock are counted, unix seconds */
function ruleReader(learned: Learned, hours: readonly number[], middle: number): UnderRule {
  const weights = spellWeights(hours, learned.table.tempering.spellGapHours);
  const counted = weights.reduce((sum, weight) => sum + weight, 0);
  /** Half hours by which a zone's clock differs, at each event, from what it showed at the middle one. */
  const movesOf = (zone: string): readonly number[] => {
    const atMiddle = offsetMinutes(zone, middle * SECOND);
    return hours.map(time => Math.round((offsetMinutes(zone, time * SECOND) - atMiddle) / 30));
  };
  const still = weekCounts(hours, weights, []);
  const underNoRule = CANDIDATE_OFFSETS.map(offset => logLikelihood(learned, still, counted, offset));
  return (zone, wanted) => {
    const moves = movesOf(zone);
    // Where the clock never changed within the window, the rule makes no difference.
    if (moves.every(move => move === 0)) return underNoRule;
    const week = weekCounts(hours, weights, moves);
    return CANDIDATE_OFFSETS.map(offset => (wanted(offset) ? logLikelihood(learned, week, counted, offset) : Number.NEGATIVE_INFINITY));
  };
}

/** Log-likelihood of each candidate, over the rules that people there live by. */
function overRules(underRule: UnderRule): readonly number[] {
  const byRule = RULES.map(rule => underRule(rule.zone, offset => rule.share(offset) > 0));
  return CANDIDATE_OFFSETS.map((offset, candidate) => {
    const total = RULES.reduce((sum, rule) => sum + rule.share(offset), 0);
    return logSumExp(RULES.map((rule, index) => Math.log(rule.share(offset) / total) + (byRule[index]?.[candidate] ?? 0)));
  });
}

function posteriorBy(learned: Learned, timesSec: readonly number[]): ClockPosterior {
  const { astray } = learned.table;
  const sorted = timesSec.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const underRule = ruleReader(learned, thinToHours(sorted), middle);
  const logs = overRules(underRule);
  const norm = logSumExp(logs);
  /** Chance of a candidate: by the hours, or for people astray like that of any other. */
  const chanceOf = (log: number): number => (1 - astray) * Math.exp(log - norm) + astray / CANDIDATE_OFFSETS.length;
  const posterior = CANDIDATE_OFFSETS.map((offsetMin, index) => ({ offsetMin, p: chanceOf(logs[index] ?? Number.NEGATIVE_INFINITY) }));
  const best = posterior.reduce((top, entry) => (entry.p > top.p ? entry : top));

  return {
    n: timesSec.length,
    days: new Set(timesSec.map(time => Math.floor(time / 86_400))).size,
    middleSec: middle,
    offsetMin: best.offsetMin,
    sets: { 50: credibleSet(posterior, 0.5), 80: credibleSet(posterior, 0.8), 95: credibleSet(posterior, 0.95) },
    // Rounding may carry a sum of shares past 1.
    pWithin2h: Math.min(1, posterior.reduce((sum, entry) => sum + (dialDistanceMin(entry.offsetMin, best.offsetMin) <= NEAR_MIN ? entry.p : 0), 0)),
    logOdds(zone) {
      const claim = offsetMinutes(zone, middle * SECOND);
      const isNear = (offset: number): boolean => dialDistanceMin(offset, claim) <= NEAR_MIN;
      const isFar = (offset: number): boolean => dialDistanceMin(offset, claim) >= FAR_MIN;
      return Math.log(chanceOver(logs, isFar, chanceOf)) - Math.log(chanceOver(underRule(zone, isNear), isNear, chanceOf));
    },
    posterior,
  };
}

/** Chance of the wanted candidates, by the log-likelihoods of all. */
function chanceOver(logs: readonly number[], wanted: (offset: number) => boolean, chanceOf: (log: number) => number): number {
  return logs.reduce((sum, log, index) => sum + (wanted(CANDIDATE_OFFSETS[index] ?? 0) ? chanceOf(log) : 0), 0);
}

/** The smallest set of candidates that holds `level` of the posterior, as ranges over neighbouring candidates. */
function credibleSet(posterior: ClockPosterior['posterior'], level: number): readonly OffsetRange[] {
  const chosen = new Set<number>();
  let held = 0;
  for (const entry of posterior.toSorted((a, b) => b.p - a.p || a.offsetMin - b.offsetMin)) {
    chosen.add(entry.offsetMin);
    held += entry.p;
    if (held >= level) break;
  }
  const ranges: [number, number][] = [];
  let open: [number, number] | undefined;
  for (const { offsetMin } of posterior) {
    if (!chosen.has(offsetMin)) open = undefined;
    else if (open === undefined) ranges.push((open = [offsetMin, offsetMin]));
    else open[1] = offsetMin;
  }
  return ranges;
}

const shipped = makeClockModel(profiles);

/**
 * Where on the dial somebody's working hours put them, by the learned table.
 *
 * @param timesSec what the person did, unix seconds, any order; nothing a machine did by itself
 * @returns all figures also for few or no events (none: every candidate equally likely); see `isTooLittle`
 */
export function posteriorOf(timesSec: readonly number[]): ClockPosterior {
  return shipped.posteriorOf(timesSec);
}

/**
 * Far candidates for each near one: the odds of *elsewhere* before any event is seen.
 *
 * @param claimMin the claimed offset, minutes east of UTC
 * @example farForEachNear(-300) // => 3.5, 21 candidates far and 6 near
 */
export function farForEachNear(claimMin: number): number {
  const distances = CANDIDATE_OFFSETS.map(offset => dialDistanceMin(offset, claimMin));
  return distances.filter(distance => distance >= FAR_MIN).length / distances.filter(distance => distance <= NEAR_MIN).length;
}

/** What a fitting clock takes off at most: somebody abroad who keeps US hours cannot be told by the clock. */
const CLOCK_FLOOR = -0.3;

/**
 * The hours as a weight: the log-odds without the odds that held before.
 *
 * @param posterior the person's posterior
 * @param claimZone IANA zone of the claimed home
 * @param floor     lowest weight, at most 0
 * @returns log-likelihood ratio of *5 h or more away* against *within 2 h*, at least `floor`
 */
export function clockWeight(posterior: ClockPosterior, claimZone: string, floor: number = CLOCK_FLOOR): number {
  const before = Math.log(farForEachNear(offsetMinutes(claimZone, posterior.middleSec * SECOND)));
  return Math.max(floor, posterior.logOdds(claimZone) - before);
}

/** Fewest events and days with an event for a Reading, both counted before thinning. */
export type EnoughToSay = { readonly minimumEvents: number; readonly minimumDays: number };

const ENOUGH_TO_SAY: EnoughToSay = { minimumEvents: 20, minimumDays: 5 };

/** Whether there is too little to lean on. */
export function isTooLittle(counted: { readonly n: number; readonly days: number }, enough: EnoughToSay = ENOUGH_TO_SAY): boolean {
  return counted.n < enough.minimumEvents || counted.days < enough.minimumDays;
}
