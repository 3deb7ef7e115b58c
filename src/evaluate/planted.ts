import { counted } from '../core/counted.ts';
import { SPEAKS, type Family } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import { DAY, dayOf, isoOf, type Instant } from '../core/time.ts';
import type { Case } from '../cases/case.ts';
import type { Band, Risk } from '../risk/risk.ts';
import type { FarmTruth } from '../simulate/farm.ts';
import { lowerBound } from './honesty.ts';

/** What spoke for a planted farm: what each detector and family added at most, about any of its hires. */
export interface Spoke { readonly detectors: Readonly<Record<string, number>>; readonly families: Readonly<Partial<Record<Family, number>>> }

/** Whether one planted farm would have been found, and when. */
export interface PlantedOutcome extends Spoke {
  readonly nth: number;
  readonly style: FarmTruth['style'];
  readonly laptops: number;
  /** When its third laptop, or the second of two, first stood there. */
  readonly since: Instant;
  readonly found: boolean;
  /** The run that found it, else the last one. */
  readonly asOf: Instant;
  /** Of the case that found it, else of its hire who stands highest. */
  readonly band: Band;
  readonly chance: number;
  /** Its hires whom the case names; 0 where there is none. */
  readonly named: number;
}

/**
 * What one run says of a planted farm: found where a case names one of its hires.
 *
 * @param cases as they stand after the run; whoever opens them opens none below `review`
 */
export function outcomeOf(nth: number, truth: FarmTruth, asOf: Instant, risks: readonly Risk[], cases: Iterable<Case>): PlantedOutcome {
  const ours = new Set<HireId>(truth.hires);
  const found = [...cases].find(({ status, hires }) => status === 'open' && hires.some((hire) => ours.has(hire)));
  const about = risks.filter(({ hire_id: hire }) => ours.has(hire));
  const top = about.toSorted((a, b) => b.logOdds - a.logOdds)[0];
  return {
    nth, style: truth.style, laptops: truth.hires.length, since: truth.since, found: found !== undefined, asOf,
    band: found?.band ?? top?.band ?? 'quiet', chance: found?.chance ?? top?.chance ?? 0, named: found?.hires.filter((hire) => ours.has(hire)).length ?? 0, ...spokeOf(about),
  };
}

function spokeOf(risks: readonly Risk[]): Spoke {
  const detectors: Record<string, number> = {};
  const families: Partial<Record<Family, number>> = {};
  for (const { parts, families: sums } of risks) {
    for (const part of parts) if (part.kind === 'finding' && part.adds > 0) detectors[part.detector] = Math.max(detectors[part.detector] ?? 0, part.adds);
    for (const [family, adds] of Object.entries(sums) as [Family, number][]) if (adds > 0) families[family] = Math.max(families[family] ?? 0, adds);
  }
  return { detectors, families };
}

/** What a company does not collect, with the detectors that are blind without it. */
export type Missing = ReadonlyMap<string, readonly string[]>;

export function missingOf(detectors: readonly { readonly id: string; readonly needs: readonly string[] }[], collected: (action: string) => boolean): Missing {
  // One of its actions is enough for a detector to see.
  const needs = detectors.filter(({ needs: actions }) => !actions.some(collected)).flatMap(({ id, needs: actions }) => actions.map((action) => ({ id, action })));
  return new Map([...Map.groupBy(needs, ({ action }) => action)].map(([action, blind]) => [action, blind.map(({ id }) => id)]));
}

/** How many of the plantings were found, with Clopper and Pearson's 95 % interval. */
export function shareFound(outcomes: readonly PlantedOutcome[]): { readonly found: number; readonly of: number; readonly atLeast: number; readonly atMost: number } {
  const [found, of] = [outcomes.filter((one) => one.found).length, outcomes.length];
  return { found, of, atLeast: lowerBound(found, of, 0.975), atMost: 1 - lowerBound(of - found, of, 0.975) };
}

/** Every line of the answer says so. */
const PLANTED = 'planted, simulated';

/** The answer as lines of text. */
export function plantedLines(outcomes: readonly PlantedOutcome[], missing: Missing): readonly string[] {
  const { found, of, atLeast, atMost } = shareFound(outcomes);
  return [
    ...outcomes.map((one) => `${PLANTED}  ${one.nth}: ${one.laptops} laptops, style ${one.style}, ${one.laptops > 2 ? 'third' : 'second'} laptop there ${dayOf(one.since)}: ${one.found ? saidFound(one) : saidMissed(one)}`),
    ...[...missing].map(([action, blind]) => `${PLANTED}  missing: no ${action} is collected, without which ${blind.join(', ')} ${blind.length === 1 ? 'sees' : 'see'} little or nothing`),
    `${PLANTED}  found ${found} of ${of}, 95 % interval ${percent(atLeast)} to ${percent(atMost)}`,
  ];
}

function saidFound(one: PlantedOutcome): string {
  const days = daysAfter(one);
  return `found by the run of ${isoOf(one.asOf)}, ${days >= 0 ? `${counted(days, 'day')} after` : `${counted(-days, 'day')} before`} that; band ${one.band}, ${one.named} of ${one.laptops} hires named; carried by ${carried(one)}`;
}

function saidMissed(one: PlantedOutcome): string {
  const speaking = Object.values(one.families).filter((adds) => adds >= SPEAKS).length;
  return `not found by ${isoOf(one.asOf)}, ${counted(daysAfter(one), 'day')} after that; its highest hire stands at ${one.band}, chance ${percent(one.chance)}, with ${speaking} ${speaking === 1 ? 'family' : 'families'} that ${speaking === 1 ? 'counts' : 'count'}; ${Object.keys(one.detectors).length === 0 ? 'nothing spoke' : `spoke: ${carried(one)}`}`;
}

/** Families with what they added at most, heaviest first, and the detectors behind. */
function carried({ families, detectors }: Spoke): string {
  const list = (adds: Readonly<Record<string, number>>): string => Object.entries(adds).sort(([, a], [, b]) => b - a).map(([name, most]) => `${name} +${most.toFixed(2)}`).join(', ');
  return `${list(families as Record<string, number>)} (${list(detectors)})`;
}

/** Whole days from the moment that counts to the run. */
function daysAfter({ asOf, since }: PlantedOutcome): number {
  return Math.floor((asOf - since) / DAY);
}

/** One outcome as a line of JSON. */
export function plantedLine(one: PlantedOutcome): object {
  return {
    planted: true, simulated: true, nth: one.nth, style: one.style, laptops: one.laptops, since: isoOf(one.since), found: one.found, as_of: isoOf(one.asOf), days_after: daysAfter(one),
    band: one.band, chance: one.chance, named: one.named, families: one.families, detectors: one.detectors,
  };
}

/** What stands over all plantings as a line of JSON. */
export function plantedTotal(outcomes: readonly PlantedOutcome[], missing: Missing): object {
  const { found, of, atLeast, atMost } = shareFound(outcomes);
  return { planted: true, simulated: true, found, of, at_least: atLeast, at_most: atMost, confidence: 0.95, missing: Object.fromEntries(missing) };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 && share > 0 ? 1 : 0)} %`;
}
