import { FAMILIES, SPEAKS, type Family } from '../core/family.ts';
import { DAY, type Instant } from '../core/time.ts';
import type { HireId } from '../core/person.ts';
import type { SettingsTable, Values } from '../core/settings.ts';
import type { Finding } from '../detect/detector.ts';
import { countedOnce, type Counted, type Weighed } from './once.ts';
import type { Band, Coverage, Part, Risk } from './risk.ts';

export const FUSION_SETTINGS = {
  oneIn: { is: 500, from: 2, to: 1_000_000, unit: 'starters', doc: 'One starter in so many is such a case, before anything is known.' },
  watchChance: { is: 0.05, from: 0, to: 1, unit: 'chance', doc: 'From here on a person is watched.' },
  reviewChance: { is: 0.2, from: 0, to: 1, unit: 'chance', doc: 'From here on, with two families, a case opens.' },
  actChance: { is: 0.5, from: 0, to: 1, unit: 'chance', doc: 'From here on, with two families, somebody should act.' },
  familiesNeeded: { is: 2, from: 1, to: 9, unit: 'families', doc: 'Independent families that review and act need.' },
  cap: { is: 4, from: 0, to: 20, unit: 'nats', doc: 'The most one family adds.' },
  floor: { is: -2, from: -20, to: 0, unit: 'nats', doc: 'The most one family takes away.' },
  hoursCap: { is: 2, from: 0, to: 20, unit: 'nats', doc: 'The most that hours add: the clock alone proves little.' },
  hoursFloor: { is: -0.3, from: -20, to: 0, unit: 'nats', doc: 'The most that hours take away: working US hours can be arranged.' },
  humanCap: { is: 3, from: 0, to: 20, unit: 'nats', doc: 'The most that human checks add.' },
  humanFloor: { is: -4, from: -20, to: 0, unit: 'nats', doc: 'The most that human checks take away.' },
  applicationLimit: { is: 0.2, from: 0, to: 4, unit: 'nats', doc: 'The most that an application adds or takes away.' },
  halfLifeDays: { is: 30, from: 1, to: 365, unit: 'days', doc: 'A weight halves when its newest row is so old.' },
  humanHalfLifeDays: { is: 60, from: 1, to: 365, unit: 'days', doc: 'The same for human checks.' },
} as const satisfies SettingsTable;
export type FusionValues = Values<typeof FUSION_SETTINGS>;

/** Cap and floor of a family. */
function limitsOf(family: Family, values: FusionValues): { readonly cap: number; readonly floor: number } {
  switch (family) {
    case 'hours': return { cap: values.hoursCap, floor: values.hoursFloor };
    case 'human': return { cap: values.humanCap, floor: values.humanFloor };
    case 'application': return { cap: values.applicationLimit, floor: -values.applicationLimit };
    default: return { cap: values.cap, floor: values.floor };
  }
}

/** Weight of a finding at an instant: it halves with every half-life since its newest row. */
export function agedWeight(finding: Finding, asOf: Instant, values: FusionValues): number {
  return finding.llr * left(finding, asOf, values);
}

/** Share of a weight that age has left. */
function left(finding: Finding, asOf: Instant, values: FusionValues): number {
  const halfLife = finding.family === 'human' ? values.humanHalfLifeDays : values.halfLifeDays;
  const ageDays = Math.max(0, (asOf - finding.newest) / DAY);
  return 2 ** (-ageDays / halfLife);
}

function aged(finding: Finding, { asOf, values }: FusionContext): Weighed {
  return { finding, weight: agedWeight(finding, asOf, values), left: left(finding, asOf, values) };
}

/**
 * Of one detector's findings about one person the strongest counts; ties go to the smaller id. A fact of two families counts
 * once: where one does, another finding for a farm stands in the place of its detector's strongest if the sum is higher with
 * it, because that one rests on the fact and this one does not, or the other way round.
 */
function strongest(findings: readonly Weighed[], context: FusionContext): readonly Counted[] {
  const best = new Map<string, Weighed>();
  for (const weighed of findings) {
    const held = best.get(weighed.finding.detector);
    const stronger = held === undefined || Math.abs(weighed.weight) > Math.abs(held.weight)
      || (Math.abs(weighed.weight) === Math.abs(held.weight) && weighed.finding.id < held.finding.id);
    if (stronger) best.set(weighed.finding.detector, weighed);
  }
  const counted = (chosen: Iterable<Weighed>): readonly Counted[] =>
    countedOnce([...chosen].sort((a, b) => (a.finding.id < b.finding.id ? -1 : 1)), (family, weights) => familyAdds(family, weights, context));
  let counting = counted(best.values());
  if (counting.every(({ owner }) => owner === undefined)) return counting;
  for (const { finding: { detector }, owner } of counting.filter(({ weight }) => weight > 0)) {
    for (const other of findings.filter((one) => one.finding.detector === detector && one.weight > 0 && (owner !== undefined || one.finding.shared !== undefined))) {
      const instead = counted(new Map(best).set(detector, other).values());
      if (sumOf(instead, context).logOdds <= sumOf(counting, context).logOdds) continue;
      best.set(detector, other);
      counting = instead;
    }
  }
  return counting;
}

/**
 * What one family adds before its limits.
 *
 * Its detectors lean on related facts, so positive weights are averaged as likelihood ratios over all detectors
 * of the family (a silent one counts 1); the most negative one is added to that.
 *
 * @param detectors how many detectors the family has, at least 1
 */
export function familySum(weights: readonly number[], detectors: number): { readonly positive: number; readonly negative: number } {
  const many = Math.max(detectors, weights.filter((weight) => weight > 0).length, 1);
  let excess = 0;
  for (const weight of weights) if (weight > 0) excess += Math.expm1(weight);
  return { positive: Math.log1p(excess / many), negative: Math.min(0, ...weights) };
}

/** Everything `fuse` needs to know besides the findings of one person. */
export interface FusionContext {
  readonly asOf: Instant;
  readonly values: FusionValues;
  /** How many detectors each family has. */
  readonly detectors: Readonly<Partial<Record<Family, number>>>;
}

/** A sum without its lines; families that are silent are absent. */
export interface Sum { readonly logOdds: number; readonly chance: number; readonly band: Band; readonly families: Partial<Record<Family, number>> }

function priorOf(oneIn: number): number {
  return -Math.log(oneIn - 1);
}

/** @param speaking how many independent families speak for a farm */
function bandOf(logOdds: number, families: Partial<Record<Family, number>>, speaking: number, values: FusionValues): Band {
  // What an application says may colour a sum, never lift a band: without it the person must stand where they stand.
  const chance = chanceOf(logOdds - Math.max(0, families.application ?? 0));
  if (chance < values.watchChance) return 'quiet';
  if (speaking >= values.familiesNeeded) {
    if (chance >= values.actChance) return 'act';
    if (chance >= values.reviewChance) return 'review';
  }
  return 'watch';
}

/** Chance of log-odds. */
export function chanceOf(logOdds: number): number {
  return 1 / (1 + Math.exp(-logOdds));
}

/** What one family adds, after cap and floor. */
function familyAdds(family: Family, weights: readonly number[], context: FusionContext): number {
  const { positive, negative } = familySum(weights, context.detectors[family] ?? 1);
  const { cap, floor } = limitsOf(family, context.values);
  return Math.max(floor, Math.min(cap, positive + negative));
}

function sumOf(counting: readonly Counted[], context: FusionContext, oneIn = context.values.oneIn): Sum {
  const families: Partial<Record<Family, number>> = {};
  let logOdds = priorOf(oneIn);
  for (const family of FAMILIES) {
    const weights = counting.filter(({ finding }) => finding.family === family).map(({ counts }) => counts);
    if (weights.length === 0) continue;
    families[family] = familyAdds(family, weights, context);
    logOdds += families[family];
  }
  return { logOdds, chance: chanceOf(logOdds), band: bandOf(logOdds, families, speakingOf(counting, families, context), context.values), families };
}

/** How many families are independent words for a farm: one that rests on a fact of another needs a word apart from it. */
function speakingOf(counting: readonly Counted[], families: Partial<Record<Family, number>>, context: FusionContext): number {
  return FAMILIES.filter((family) => family !== 'application' && (families[family] ?? 0) >= SPEAKS
    && familyAdds(family, counting.filter(({ finding }) => finding.family === family).map(({ apart }) => apart), context) >= SPEAKS).length;
}

/**
 * All findings about one person as one explained sum.
 *
 * The parts add up to the log-odds: the prior, each finding's share, and what a family's cap or floor took.
 *
 * @param findings findings about this person only
 */
export function fuse(hire: HireId, day: number, findings: readonly Finding[], coverage: Coverage, context: FusionContext): Risk {
  const weighed = findings.map((finding) => aged(finding, context))
    .sort((a, b) => (a.finding.id < b.finding.id ? -1 : 1));
  const heard = weighed.filter(({ finding }) => finding.muted === undefined);
  const counting = strongest(heard, context);
  const sum = sumOf(counting, context);
  const part = ({ finding, weight }: Weighed, adds: number): Part => {
    const rest = strongest(heard.filter((one) => one.finding.id !== finding.id), context);
    return {
      kind: 'finding', detector: finding.detector, family: finding.family, finding: finding.id,
      adds, without: sumOf(rest, context).logOdds, aged: weight,
    };
  };
  const counted = new Set(counting.map(({ finding }) => finding));
  const parts: readonly Part[] = [
    { kind: 'prior', adds: priorOf(context.values.oneIn), headline: `1 in ${context.values.oneIn} starters` },
    ...FAMILIES.flatMap((family) => familyParts(family, counting.filter(({ finding }) => finding.family === family), sum, context, part)),
    ...weighed.filter(({ finding }) => !counted.has(finding)).map((one) => part(one, 0)),
    ...mutedLines(weighed, sum.logOdds, context),
  ];
  // The printed lines are the sum: no rounding stands between them.
  const logOdds = parts.reduce((total, { adds }) => total + adds, 0);
  return {
    hire_id: hire, asOf: context.asOf, day, logOdds, chance: chanceOf(logOdds), band: sum.band,
    bandAt: { oneIn100: sumOf(counting, context, 100).band, oneIn5000: sumOf(counting, context, 5000).band },
    parts, families: sum.families, coverage,
  };
}

/** Smaller than this is what rounding leaves, in nats. */
const ROUNDING = 1e-12;

/** What the findings of one family add, and what is taken off again: for facts that another family counts, and by cap or floor. */
function familyParts(family: Family, ours: readonly Counted[], { families }: Sum, context: FusionContext, part: (one: Weighed, adds: number) => Part): readonly Part[] {
  if (ours.length === 0) return [];
  const detectors = context.detectors[family] ?? 1;
  const { positive, negative } = familySum(ours.map(({ weight }) => weight), detectors);
  const excess = ours.reduce((total, { weight }) => total + (weight > 0 ? Math.expm1(weight) : 0), 0);
  const mostNegative = ours.reduce<Counted | undefined>((least, one) => (one.weight < (least?.weight ?? 0) ? one : least), undefined);
  const parts = ours.map((one) => part(one, one.weight > 0 ? (positive * Math.expm1(one.weight)) / excess : one === mostNegative ? negative : 0));
  const once = familySum(ours.map(({ counts }) => counts), detectors);
  const twice = once.positive + once.negative - (positive + negative);
  if (Math.abs(twice) > ROUNDING) {
    const owners = [...new Set(ours.flatMap(({ owner }) => owner ?? []))].sort().join(', ');
    parts.push({ kind: 'limit', family, adds: twice, headline: `counts once: ${owners} weighs the same fact` });
  }
  const held = families[family]! - (once.positive + once.negative);
  if (Math.abs(held) > ROUNDING) {
    parts.push({ kind: 'limit', family, adds: held, headline: held < 0 ? `held at the most that ${family} may add` : `held at the most that ${family} may take away` });
  }
  return parts;
}

/** One line for each mute that hides something of this person. It adds 0, and says where the sum would be without the mute. */
function mutedLines(weighed: readonly Weighed[], logOdds: number, context: FusionContext): readonly Part[] {
  const byMute = Map.groupBy(weighed.filter(({ finding }) => finding.muted !== undefined), ({ finding }) => finding.muted!.id);
  return [...byMute].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, hidden]): Part => {
    const { family, muted } = hidden[0]!.finding;
    const heard = sumOf(strongest(weighed.filter(({ finding }) => finding.muted === undefined || finding.muted.id === id), context), context).logOdds;
    const count = hidden.length === 1 ? '1 finding is hidden and adds' : `${hidden.length} findings are hidden and add`;
    const change = heard - logOdds;
    return { kind: 'limit', family, adds: 0, muted: id, headline: `${muted!.said}: ${count} 0; heard, the sum would be ${Math.abs(change).toFixed(2)} ${change < 0 ? 'lower' : 'higher'}` };
  });
}

/** Where a person would stand with these findings and no others: the arithmetic behind every what-if. Muted ones add nothing here either. */
export function outlook(findings: readonly Finding[], context: FusionContext): Sum {
  return sumOf(strongest(findings.filter(({ muted }) => muted === undefined).map((finding) => aged(finding, context)), context), context);
}
