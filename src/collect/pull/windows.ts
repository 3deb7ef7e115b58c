import { isoOf, type Instant } from '../../core/time.ts';
import type { Cursor, Page, PullIo } from './pull.ts';

export interface WindowSpec {
  /** How long after an event its row may still appear. */
  readonly overlap: number;
  /** Longest stretch asked for at once; a long gap is closed in several. */
  readonly span: number;
  /** The vendor's rows need so long until they may be asked for. */
  readonly settle?: number;
}

/** From `from` on, before `to`. */
export interface TimeWindow { readonly from: Instant; readonly to: Instant }

/** The stretches of time that a pull asks for: from where the last one ended, less the overlap in which late rows may have come. */
export function windowsFrom(cursor: Cursor | undefined, { since, now }: { readonly since: Instant; readonly now: Instant }, { overlap, span, settle = 0 }: WindowSpec): readonly TimeWindow[] {
  const until = now - settle;
  const known = endedAt(cursor);
  const windows: TimeWindow[] = [];
  for (let from = known === undefined ? since : Math.min(known, until) - overlap; from < until; from += span) windows.push({ from, to: Math.min(from + span, until) });
  return windows;
}

/** The cursor after everything up to `until` was asked for. */
export function cursorAt(until: Instant): Cursor {
  return { until: isoOf(until) };
}

/**
 * The cursor after everything up to `until` was asked for again or for the first time. It never moves back: a pull that breaks
 * off within the overlap would go back over still more the next time, and more each time it breaks off.
 *
 * @param before where the last pull ended
 * @param end    where this one is to end, which counts where a clock was set back since
 */
export function cursorMoved(until: Instant, { before, end }: { readonly before: Cursor | undefined; readonly end: Instant }): Cursor {
  return cursorAt(Math.max(until, Math.min(endedAt(before) ?? until, end)));
}

/** Where the last pull ended, as {@link cursorAt} wrote it; undefined before the first. */
export function endedAt(cursor: Cursor | undefined): Instant | undefined {
  const known = typeof cursor?.['until'] === 'string' ? Date.parse(cursor['until']) : Number.NaN;
  return Number.isNaN(known) ? undefined : known;
}

/**
 * The pages of each stretch of time in turn. The place moves once a stretch is whole: one that breaks off is asked for
 * again from its beginning.
 *
 * @param recordsOf pages of one stretch
 */
export async function* pagesByWindow(
  from: Cursor | undefined, { since, now }: Pick<PullIo, 'since' | 'now'>, spec: WindowSpec, recordsOf: (window: TimeWindow) => AsyncIterable<readonly unknown[]>,
): AsyncGenerator<Page> {
  let cursor: Cursor = from ?? {};
  const windows = windowsFrom(from, { since, now: now() }, spec);
  for (const window of windows) {
    for await (const records of recordsOf(window)) yield { records, cursor };
    cursor = cursorMoved(window.to, { before: from, end: windows.at(-1)!.to });
    yield { records: [], cursor };
  }
}

/** The place of one of several lists that share a cursor, each under its own name. @example cursorIn({ signIns: '…' }, 'signIns') // => { until: '…' } */
export function cursorIn(cursor: Cursor, name: string): Cursor | undefined {
  const until = cursor[name];
  return typeof until === 'string' ? { until } : undefined;
}
