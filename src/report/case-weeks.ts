import type { Case, CloseReason } from '../cases/case.ts';
import { CLOSE_REASONS } from '../cases/case.ts';
import { BANDS, type Band } from '../risk/risk.ts';
import type { Instant } from '../core/time.ts';

/** Bands in which cases stand open, most pressing first. */
export const OPEN_BANDS = ['act', 'review'] as const satisfies readonly Band[];
type OpenBand = (typeof OPEN_BANDS)[number];

/** How the number of open cases of a band came about; the first four add up to the last. */
export interface Movement {
  readonly openBefore: number;
  readonly opened: number;
  /** Into the band less out of it, of cases that were open before. */
  readonly changed: number;
  /** Closed, withdrawn or merged; 0 or below. */
  readonly gone: number;
  readonly openAfter: number;
}

/**
 * What became of cases between two instants, by band.
 *
 * A case that was opened in between counts under the band it stood in last. Below `review` a case stays open until it is
 * looked at; it counts as review.
 *
 * @param before all cases as they stood at the first instant
 * @param after  all cases as they stood at the second
 */
export function movements(before: readonly Case[], after: readonly Case[]): Readonly<Record<OpenBand, Movement>> {
  const open = (cases: readonly Case[]): ReadonlyMap<string, OpenBand> => new Map(cases.filter(({ status }) => status === 'open').map((state) => [state.id, openBandOf(state.band)]));
  const [was, is] = [open(before), open(after)];
  const last = new Map(after.map((state) => [state.id, openBandOf(state.band)]));
  const known = new Set(before.map(({ id }) => id));
  return Object.fromEntries(OPEN_BANDS.map((band) => {
    const count = (ids: Iterable<string>, test: (id: string) => boolean): number => [...ids].filter(test).length;
    const openBefore = count(was.keys(), (id) => was.get(id) === band);
    // Opened in between, or open again.
    const opened = count(last.keys(), (id) => !was.has(id) && (is.has(id) || !known.has(id)) && last.get(id) === band);
    const came = count(is.keys(), (id) => was.has(id) && was.get(id) !== band && is.get(id) === band);
    const left = count(is.keys(), (id) => was.get(id) === band && is.get(id) !== band);
    const goneOld = count(was.keys(), (id) => was.get(id) === band && !is.has(id));
    const goneNew = count(last.keys(), (id) => !known.has(id) && !is.has(id) && last.get(id) === band);
    return [band, { openBefore, opened, changed: came - left, gone: -(goneOld + goneNew) || 0, openAfter: count(is.keys(), (id) => is.get(id) === band) }];
  })) as Record<OpenBand, Movement>;
}

function openBandOf(band: Band): OpenBand {
  return BANDS.indexOf(band) >= BANDS.indexOf('act') ? 'act' : 'review';
}

/** Cases closed in [from, to), by reason; one that was opened again does not count. */
export function closedBetween(cases: readonly Case[], from: Instant, to: Instant): Readonly<Record<CloseReason, number>> {
  const closed = cases.filter((state) => state.status === 'closed' && state.closed !== null && state.closed.at >= from && state.closed.at < to);
  return Object.fromEntries(CLOSE_REASONS.map((reason) => [reason, closed.filter((state) => state.closed!.reason === reason).length])) as Record<CloseReason, number>;
}

/** Cases opened in [from, to), or closed before it and open again at its end: what {@link movements} counts as opened. */
export function openedBetween(cases: readonly Case[], from: Instant, to: Instant): number {
  return cases.filter((state) => (state.openedAt >= from && state.openedAt < to) || (!isOpenAt(state, from) && isOpenAt(state, to))).length;
}

/** Whether a case stood open at any time of [from, to). What is written to a closed one does not open it. */
export function wasOpenIn(state: Case, from: Instant, to: Instant): boolean {
  const { openedAt, history } = state;
  return isOpenAt(state, from) || (openedAt >= from && openedAt < to) || history.some(({ at }) => at >= from && at < to && isOpenAt(state, at + 1));
}

/** Since when a case stands open: when it was opened, or opened again last. */
export function openSince(state: Case): Instant {
  return state.history.map(({ at }) => at).findLast((at) => at > state.openedAt && !isOpenAt(state, at) && isOpenAt(state, at + 1)) ?? state.openedAt;
}

/** Whether a case stood open just before an instant, by what had happened to it until then. */
export function isOpenAt({ openedAt, history }: Case, at: Instant): boolean {
  if (openedAt >= at) return false;
  let status: Case['status'] = 'open';
  for (const { kind } of history.filter((entry) => entry.at < at)) {
    if (kind === 'closed' || kind === 'retracted' || kind === 'merged') status = kind;
    // Whoever is seen again after a case was taken back opens it anew; a closed one only somebody opens.
    if (kind === 'reopened' || (kind === 'risk-moved' && status === 'retracted')) status = 'open';
  }
  return status === 'open';
}
