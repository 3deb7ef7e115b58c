import { DAY, HOUR, MINUTE, type Instant } from '../../core/time.ts';

/** Something that happened at `at` was known from `known` on. */
export interface Heard { readonly at: Instant; readonly known: Instant }

/** Half hours are what is counted: shorter silences are not told apart. */
export const SHORTEST_SILENCE = 30 * MINUTE;
/** What comes later than this was fetched or imported afterwards, and tells nothing of when its source speaks. */
const IN_TIME = 2 * DAY;
/** Around one time of the week: people do not come at the minute. */
const AROUND = [-2, -1, 0, 1, 2].map((hours) => hours * HOUR);
/** Of the weeks, this share has no longer silence: one outage is not usual. */
const USUAL = 0.7;
/** Of all gaps, where there is no other day yet. */
const USUAL_GAPS = 0.9;
/** Fewer gaps are no rhythm. */
const FEWEST_GAPS = 8;
const WEEKS = 8;
const DAYS = 6;

/**
 * When a source spoke, in order.
 *
 * What came in time counts when it arrived, so that a nightly export speaks once a day; what was brought afterwards counts when it happened.
 */
export function spokenAt(heard: readonly Heard[], asOf: Instant): readonly Instant[] {
  const spoken = heard.map(({ at, known }) => (known - at <= IN_TIME ? known : at)).filter((at) => at <= asOf);
  return [...new Set(spoken)].sort((a, b) => a - b);
}

/**
 * How long a source is usually silent around this time: the silence that lay over the same time in the weeks before; within
 * the first week over the same time of the days before; within the first day any.
 *
 * Nights, weekends and nightly exports are usual that way, and a source that speaks all day is missed within the hour.
 *
 * @param spoken instants in order
 * @returns milliseconds, half an hour or more; undefined where nothing is known of its rhythm
 */
export function usualSilence(spoken: readonly Instant[], asOf: Instant): number | undefined {
  const over = (steps: number, step: number): readonly number[] => Array.from({ length: steps }, (_, nth) => longestAround(spoken, asOf - (nth + 1) * step)).filter((gap) => gap !== undefined);
  const weeks = over(WEEKS, 7 * DAY);
  const days = weeks.length > 0 ? weeks : over(DAYS, DAY);
  const usual = days.length > 0 ? quantile(days, USUAL) : usualGap(spoken);
  return usual === undefined ? undefined : Math.max(SHORTEST_SILENCE, usual);
}

/** The longest silence around an instant that is over by now; undefined where nothing came before it or after. */
function longestAround(spoken: readonly Instant[], at: Instant): number | undefined {
  const gaps = AROUND.map((shift) => gapOver(spoken, at + shift)).filter((gap) => gap !== undefined);
  return gaps.length === 0 ? undefined : Math.max(...gaps);
}

function gapOver(spoken: readonly Instant[], at: Instant): number | undefined {
  let [low, high] = [0, spoken.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spoken[middle]! <= at) low = middle + 1;
    else high = middle;
  }
  const [before, after] = [spoken[low - 1], spoken[low]];
  return before === undefined || after === undefined ? undefined : after - before;
}

function usualGap(spoken: readonly Instant[]): number | undefined {
  const gaps = spoken.slice(1).map((at, index) => at - spoken[index]!);
  return gaps.length < FEWEST_GAPS ? undefined : quantile(gaps, USUAL_GAPS);
}

function quantile(values: readonly number[], share: number): number {
  return [...values].sort((a, b) => a - b)[Math.ceil(values.length * share) - 1]!;
}
