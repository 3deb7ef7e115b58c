import type { Band, BandEdges, PersonSum, SumLine } from '../../src/api/contract.ts';
import { logOddsOf, roundedToSum } from '../kit/format.ts';

/** The scale of a sum: log-odds on the picture, chance in its labels. */
export interface Scale {
  /** Where log-odds stand, in per cent of the width; kept inside the picture. */
  readonly x: (logOdds: number) => number;
  readonly ticks: readonly { readonly at: number; readonly chance: number }[];
  readonly edges: readonly number[];
  readonly bands: readonly { readonly band: Band; readonly at: number }[];
}

const TICKS = [0.0001, 0.001, 0.002, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99, 0.999];
/** Ticks closer than this, in per cent of the width, would run into each other. */
const ROOM = 9;
/** What the word of a band needs between its edges. */
const WORD = 10;

/**
 * A scale that holds all the values, even odds and the three band edges.
 *
 * @param values  log-odds that must be on the picture
 */
export function scaleFor(values: readonly number[], bands: BandEdges): Scale {
  const edges = [bands.watch, bands.review, bands.act].map(logOddsOf);
  const low = Math.min(...values, ...edges, 0) - 0.8;
  const high = Math.max(...values, ...edges, 2.2) + 0.8;
  const x = (value: number): number => round(((Math.max(low, Math.min(high, value)) - low) / (high - low)) * 100);
  // Band edges are labelled before other ticks, the act edge first; each only where there is room, as on the wide scale of a large sum.
  const kept: { at: number; chance: number }[] = [];
  for (const chance of [bands.act, bands.watch, bands.review, ...TICKS]) {
    const value = logOddsOf(chance);
    const at = x(value);
    if (value < low + 0.1 || value > high - 0.1 || at < 4 || at > 96) continue;
    if (kept.every((other) => Math.abs(other.at - at) >= ROOM)) kept.push({ at, chance });
  }
  const [watch = 0, review = 0, act = 0] = edges.map(x);
  const spans: readonly { readonly band: Band; readonly from: number; readonly to: number }[] = [
    { band: 'quiet', from: 0, to: watch }, { band: 'watch', from: watch, to: review }, { band: 'review', from: review, to: act }, { band: 'act', from: act, to: 100 },
  ];
  return {
    x, edges: edges.map(x),
    ticks: kept.sort((a, b) => a.at - b.at),
    bands: spans.filter(({ from, to }) => to - from > WORD).map(({ band, from, to }) => ({ band, at: round((from + to) / 2) })),
  };
}

/** A line with its weight as printed. */
export interface PrintedLine extends SumLine { readonly printed: number }

/** The lines of a person with weights that add up to the printed sum, to the hundredth. */
export function printedLines(person: PersonSum): readonly PrintedLine[] {
  const rounded = roundedToSum(person.lines.map(({ adds }) => adds), person.logOdds);
  return person.lines.map((line, at) => ({ ...line, printed: rounded[at] ?? line.adds }));
}

const round = (value: number): number => Math.round(value * 100) / 100;
