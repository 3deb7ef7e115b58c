/**
 * `evaluate zones`: what the clock model says about streams of activity, and how often it is right.
 *
 * The model comes in as an argument, so this file depends on no detector.
 */

type Ranges = readonly (readonly [from: number, to: number])[];

/** What is asked of a clock model: the parts of a posterior that the printed line and the score need. */
export type ZonePosterior = {
  readonly n: number;
  readonly days: number;
  readonly offsetMin: number;
  readonly sets: { readonly 50: Ranges; readonly 80: Ranges; readonly 95: Ranges };
  readonly pWithin2h: number;
  readonly logOdds: (zone: string) => number;
};

/** The functions a clock model hands in. */
export type ZoneModel = {
  /** @param timesSec unix seconds, in any order */
  readonly posteriorOf: (timesSec: readonly number[]) => ZonePosterior;
  /** Whether there is enough to lean on, counted before thinning. */
  readonly isTooLittle: (counted: { readonly n: number; readonly days: number }) => boolean;
};

/** The claims every stream is checked against. */
export const CLAIMED_ZONES = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'] as const;

export type ZoneVerdict = 'elsewhere' | 'consistent' | 'not-identifiable' | 'too-little';

/** One printed line. */
export type ZoneLine = {
  readonly id: string;
  readonly n: number;
  readonly offset_min: number;
  readonly sets: { readonly 50: Ranges; readonly 80: Ranges; readonly 95: Ranges };
  readonly p_within_2h: number;
  readonly log_odds: Readonly<Record<string, number>>;
  readonly verdict: ZoneVerdict;
};

const ELSEWHERE_ABOVE = 3;
const CONSISTENT_BELOW = -1;

/**
 * The verdict over the claims: all far, any fitting, or neither.
 *
 * @param logOdds one number a claim; positive ones speak for somebody 5 h or more away
 */
export function zoneVerdict(logOdds: readonly number[]): Exclude<ZoneVerdict, 'too-little'> {
  if (logOdds.length > 0 && logOdds.every(value => value > ELSEWHERE_ABOVE)) return 'elsewhere';
  return logOdds.some(value => value < CONSISTENT_BELOW) ? 'consistent' : 'not-identifiable';
}

/**
 * One stream of activity as the line `evaluate zones` prints.
 *
 * @param line  a parsed line of the file: `id` a string or a number, `t` unix seconds; other fields are ignored
 * @param model the clock model
 * @returns all figures, also where the verdict is `too-little`; or why the line cannot be read
 */
export function zoneLine(line: unknown, model: ZoneModel): ZoneLine | { readonly rejected: string } {
  if (typeof line !== 'object' || line === null) return { rejected: 'not an object' };
  const { id, t } = line as { readonly id?: unknown; readonly t?: unknown };
  if (typeof id !== 'string' && typeof id !== 'number') return { rejected: 'no id' };
  if (!Array.isArray(t) || !t.every(time => typeof time === 'number' && Number.isFinite(time))) return { rejected: 't is not a list of unix seconds' };
  const posterior = model.posteriorOf(t);
  const logOdds = CLAIMED_ZONES.map(zone => [zone, posterior.logOdds(zone)] as const);
  return {
    id: String(id),
    n: posterior.n,
    offset_min: posterior.offsetMin,
    sets: posterior.sets,
    p_within_2h: posterior.pWithin2h,
    log_odds: Object.fromEntries(logOdds),
    verdict: model.isTooLittle(posterior) ? 'too-little' : zoneVerdict(logOdds.map(([, value]) => value)),
  };
}

/**
 * Lines of text in, lines out, one at a time and in order; blank lines are passed over.
 *
 * @param lines  text of the file, split at line ends
 * @param model  the clock model
 * @returns      a printed line each, or why it could not be read, with the line number from 1
 */
export async function* zoneLines(
  lines: AsyncIterable<string> | Iterable<string>,
  model: ZoneModel,
): AsyncGenerator<ZoneLine | { readonly rejected: string; readonly line: number }> {
  let number = 0;
  for await (const text of lines) {
    number += 1;
    if (text.trim() === '') continue;
    const read = zoneLine(parsed(text), model);
    yield 'rejected' in read ? { ...read, line: number } : read;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
