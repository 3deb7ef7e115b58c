/** How often a clock model is right about people whose zone is known. */
import { CLAIMED_ZONES, type ZoneModel, type ZonePosterior } from './zones.ts';

/** A stream with its truth, as the time-zone benchmark describes it. */
export type LabelledStream = {
  readonly id: string;
  readonly days: number;
  readonly zone: string;
  /** Standard offset, minutes east of UTC. */
  readonly std: number;
  readonly dst: 'none' | 'north' | 'south';
  /** Runs of the true offset: from which event on, minutes east of UTC. */
  readonly o: readonly (readonly [fromIndex: number, offsetMin: number])[];
  /** Unix seconds, ascending. */
  readonly t: readonly number[];
  readonly cc_ok: boolean | null;
  readonly moved: boolean;
  /** Where the stream was found, a number. */
  readonly src: number;
};

/** One claim check: against people of one region who claim each of the four zones. */
export type ClaimScore = {
  readonly authors: number;
  readonly auc: number;
  readonly recallAt5Percent: number;
  readonly recallAt1Percent: number;
  readonly recallAtCut: number;
};

/** One row of the table of figures. Shares are between 0 and 1, NaN where there is nobody; every author weighs one. */
export type SetScore = {
  readonly set: string;
  readonly authors: number;
  readonly within1h: number;
  readonly within2h: number;
  readonly within3h: number;
  readonly coverage: { readonly 50: number; readonly 80: number; readonly 95: number };
  /** Mean gap between `pWithin2h` and how often it held, over ten bins. */
  readonly calibrationError: number;
  /** Genuine people above the cut; those whose e-mail contradicts the clock are left out. */
  readonly falseAboveCut: number;
  /** The same with those whose e-mail contradicts the clock. */
  readonly falseAboveCutOfAll: number;
  readonly genuineAuthors: number;
  /** Genuine people whose weight (log-odds less what held before any event, about ln 4) reaches 1, 2, 3 and 4. */
  readonly genuineAtWeight: readonly number[];
  readonly claims: Readonly<Record<Region, ClaimScore>>;
};

export type Region = 'eastAsia' | 'easternEurope' | 'india';

/** The cut fixed beforehand: odds of about 100 to 1. */
export const CLAIM_CUT = 4.6;

/** Of the candidate offsets about four lie far from a US claim for each near one. */
const LOG_FAR_FOR_EACH_NEAR = Math.log(4);

const REGION_STANDARD_OFFSETS: Readonly<Record<Region, readonly number[]>> = { eastAsia: [480, 540], easternEurope: [120, 180], india: [300, 330] };
const FIRST_EVENTS = [20, 40, 80, 160];
const WINDOW_DAYS = [14, 28, 60];

/** Weighted value: `of` for what is averaged, `weight` for the author's part. */
type Weighted = { readonly of: number; readonly weight: number };

function mean(values: readonly Weighted[]): number {
  const weight = values.reduce((sum, value) => sum + value.weight, 0);
  return values.reduce((sum, value) => sum + value.of * value.weight, 0) / weight;
}

/** The sets of the benchmark: the first N events of slow windows, and windows of so many days. */
function setsOf(streams: readonly LabelledStream[]): readonly { readonly set: string; readonly members: readonly LabelledStream[] }[] {
  const byCount = FIRST_EVENTS.map(count => ({
    set: `N${count}`,
    members: streams.filter(stream => stream.days === 365 && stream.t.length >= count).map(stream => ({ ...stream, t: stream.t.slice(0, count) })),
  }));
  const byDays = WINDOW_DAYS.map(days => ({ set: `D${days}`, members: streams.filter(stream => stream.days === days) }));
  return [...byCount, ...byDays].filter(({ members }) => members.length > 0);
}

/** True offset at the middle event, the one a posterior is about. */
function trueOffsetMin(stream: LabelledStream): number {
  const middle = Math.floor(stream.t.length / 2);
  return stream.o.findLast(([fromIndex]) => fromIndex <= middle)?.[1] ?? stream.std;
}

function dialHours(a: number, b: number): number {
  const apart = Math.abs(a - b) % 1440;
  return Math.min(apart, 1440 - apart) / 60;
}

const isGenuine = (stream: LabelledStream): boolean => stream.dst === 'north' && stream.std >= -480 && stream.std <= -300;

/** Weighted chance that an impostor scores above a genuine person; ties count half. */
function areaUnderCurve(impostors: readonly Weighted[], genuine: readonly Weighted[]): number {
  const scored = [...impostors.map(entry => ({ ...entry, impostor: true })), ...genuine.map(entry => ({ ...entry, impostor: false }))];
  const byScore = Map.groupBy(scored, entry => entry.of);
  let below = 0;
  let won = 0;
  for (const score of [...byScore.keys()].sort((a, b) => a - b)) {
    const tied = byScore.get(score) ?? [];
    const here = tied.filter(entry => !entry.impostor).reduce((sum, entry) => sum + entry.weight, 0);
    won += tied.filter(entry => entry.impostor).reduce((sum, entry) => sum + entry.weight * (below + here / 2), 0);
    below += here;
  }
  return won / (below * impostors.reduce((sum, entry) => sum + entry.weight, 0));
}

function shareAbove(values: readonly Weighted[], cut: number): number {
  return mean(values.map(({ of, weight }) => ({ of: of > cut ? 1 : 0, weight })));
}

/** Lowest score that at most `level` of the genuine people exceed. */
function cutAt(genuine: readonly Weighted[], level: number): number {
  const ascending = genuine.map(({ of }) => of).sort((a, b) => a - b);
  return ascending.find(score => shareAbove(genuine, score) <= level) ?? Number.NEGATIVE_INFINITY;
}

/** Mean absolute gap between said and seen over ten equal bins, by weight. */
function calibrationError(said: readonly (Weighted & { readonly held: boolean })[]): number {
  const bins = Map.groupBy(said, entry => Math.min(9, Math.floor(entry.of * 10)));
  const total = said.reduce((sum, entry) => sum + entry.weight, 0);
  return [...bins.values()].reduce((sum, bin) => {
    const weight = bin.reduce((part, entry) => part + entry.weight, 0);
    const seen = mean(bin.map(entry => ({ of: entry.held ? 1 : 0, weight: entry.weight })));
    return sum + (weight / total) * Math.abs(mean(bin) - seen);
  }, 0);
}

/**
 * The figures of the time-zone benchmark, set by set.
 *
 * @param streams labelled streams
 * @param modelFor the model to judge a stream with; under cross-validation the one that never saw its author
 * @returns a row for each set that has members
 */
export function scoreZones(streams: readonly LabelledStream[], modelFor: (stream: LabelledStream) => Pick<ZoneModel, 'posteriorOf'>): readonly SetScore[] {
  return setsOf(streams).map(({ set, members }) => scoreSet(set, members.map(stream => ({ stream, posterior: modelFor(stream).posteriorOf(stream.t) }))));
}

type Judged = { readonly stream: LabelledStream; readonly posterior: ZonePosterior };

function scoreSet(set: string, judged: readonly Judged[]): SetScore {
  const windows = Map.groupBy(judged, entry => entry.stream.id);
  const weightOf = (entry: Judged): number => 1 / (windows.get(entry.stream.id)?.length ?? 1);
  const error = (entry: Judged): number => dialHours(entry.posterior.offsetMin, trueOffsetMin(entry.stream));
  const share = (holds: (entry: Judged) => boolean): number => mean(judged.map(entry => ({ of: holds(entry) ? 1 : 0, weight: weightOf(entry) })));
  const covered = (level: 50 | 80 | 95) =>
    share(({ stream, posterior }) => posterior.sets[level].some(([from, to]) => from <= trueOffsetMin(stream) && trueOffsetMin(stream) <= to));

  const ownClaim = (entry: Judged): Weighted => ({ of: entry.posterior.logOdds(entry.stream.zone), weight: weightOf(entry) });
  const labelled = judged.filter(({ stream }) => isGenuine(stream));
  const uncontradicted = labelled.filter(({ stream }) => stream.cc_ok !== false);
  const genuine = uncontradicted.map(ownClaim);
  const claimScore = (region: Region): ClaimScore => {
    const members = judged.filter(({ stream }) => REGION_STANDARD_OFFSETS[region].includes(stream.std));
    const impostors = members.flatMap(entry => CLAIMED_ZONES.map(zone => ({ of: entry.posterior.logOdds(zone), weight: weightOf(entry) / CLAIMED_ZONES.length })));
    return {
      authors: new Set(members.map(({ stream }) => stream.id)).size,
      auc: areaUnderCurve(impostors, genuine),
      recallAt5Percent: shareAbove(impostors, cutAt(genuine, 0.05)),
      recallAt1Percent: shareAbove(impostors, cutAt(genuine, 0.01)),
      recallAtCut: shareAbove(impostors, CLAIM_CUT),
    };
  };
  return {
    set,
    authors: windows.size,
    within1h: share(entry => error(entry) <= 1),
    within2h: share(entry => error(entry) <= 2),
    within3h: share(entry => error(entry) <= 3),
    coverage: { 50: covered(50), 80: covered(80), 95: covered(95) },
    calibrationError: calibrationError(judged.map(entry => ({ of: entry.posterior.pWithin2h, weight: weightOf(entry), held: error(entry) <= 2 }))),
    falseAboveCut: shareAbove(genuine, CLAIM_CUT),
    falseAboveCutOfAll: shareAbove(labelled.map(ownClaim), CLAIM_CUT),
    genuineAuthors: new Set(uncontradicted.map(({ stream }) => stream.id)).size,
    genuineAtWeight: [1, 2, 3, 4].map(weight => shareAbove(genuine, weight + LOG_FAR_FOR_EACH_NEAR)),
    claims: { eastAsia: claimScore('eastAsia'), easternEurope: claimScore('easternEurope'), india: claimScore('india') },
  };
}
