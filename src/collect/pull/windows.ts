import { isoOf, type Instant } from '../../core/time.ts';
import type { Cursor, Page, PullIo } from './pull.ts';

export interface WindowSpec {
  /** How long after an event its row may still appear. */
  readonly overlap: number;
  /** Longest stretch asked for at once; a long gap is closed in several. */
  readonly span: number;
  /** The vendor's rows need so long until they may be asked for. */
  readonly settle?: number;
  /** Under which name the cursor keeps the place, where several lists share it. */
  readonly name?: string;
}

/** The name of the place where a pull has one list. */
const ALONE = 'until';

/** From `from` on, before `to`. */
export interface TimeWindow { readonly from: Instant; readonly to: Instant }

/** The stretches of time that a pull asks for: from where the last one ended, less the overlap in which late rows may have come. */
export function windowsFrom(cursor: Cursor | undefined, { since, now }: { readonly since: Instant; readonly now: Instant }, { overlap, span, settle = 0, name }: WindowSpec): readonly TimeWindow[] {
  const until = now - settle;
  const known = endedAt(cursor, name);
  const windows: TimeWindow[] = [];
  for (let from = known === undefined ? since : Math.min(known, until) - overlap; from < until; from += span) windows.push({ from, to: Math.min(from + span, until) });
  return windows;
}

/** The cursor after everything up to `until` was asked for, of a pull that has one list. */
export function cursorAt(until: Instant): Cursor {
  return { [ALONE]: isoOf(until) };
}

/**
 * The cursor after everything up to `until` was asked for again or for the first time. It never moves back: a pull that breaks
 * off within the overlap would go back over still more the next time, and more each time it breaks off.
 *
 * @param before where the last pull ended; places of other lists stay
 * @param end    where this one is to end, which counts where a clock was set back since
 */
export function cursorMoved(until: Instant, { before, end, name = ALONE }: { readonly before: Cursor | undefined; readonly end: Instant; readonly name?: string | undefined }): Cursor {
  return { ...before, [name]: isoOf(Math.max(until, Math.min(endedAt(before, name) ?? until, end))) };
}

/** Where the last pull ended, as {@link cursorMoved} wrote it; undefined before the first. */
export function endedAt(cursor: Cursor | undefined, name: string = ALONE): Instant | undefined {
  const kept = cursor?.[name];
  const known = typeof kept === 'string' ? Date.parse(kept) : Number.NaN;
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
    cursor = cursorMoved(window.to, { before: from, end: windows.at(-1)!.to, name: spec.name });
    yield { records: [], cursor };
  }
}

/**
 * The pages of several lists, one after the other, that share a cursor.
 *
 * @param lists each told where the ones before it left the cursor
 */
export async function* oneByOne(from: Cursor | undefined, lists: readonly ((cursor: Cursor) => AsyncIterable<Page>)[]): AsyncGenerator<Page> {
  let cursor: Cursor = from ?? {};
  for (const pagesOf of lists) {
    for await (const page of pagesOf(cursor)) {
      yield page;
      cursor = page.cursor;
    }
  }
}
