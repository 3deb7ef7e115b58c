import { SECOND, type Instant } from '../../core/time.ts';
import { tooMuchIn } from '../pull/http.ts';
import type { Cursor, Page } from '../pull/pull.ts';
import { ATTEMPTS } from '../pull/retry.ts';
import { cursorMoved, windowsFrom, type TimeWindow } from '../pull/windows.ts';

/** One answer of a channel, or word that a stretch holds more than one answer may. */
export type Answered = readonly unknown[] | 'too much';

export interface WideSpec {
  /** How long after a row came in it may first be found. */
  readonly overlap: number;
  /** Longest stretch asked for at once. */
  readonly span: number;
  /** Most rows of one answer. */
  readonly most: number;
  /** Under which name the cursor keeps the place, where several lists share it. */
  readonly name?: string;
}

/** Channels tell when a row came in to the second at best. */
const LEAST = SECOND;

/**
 * Pages by the time at which rows came in, each stretch as long as one answer can hold.
 *
 * A stretch that holds too much is asked for again at half its length, also where the answer would not fit into memory or
 * does not come in time; after a small answer the next one is twice as long.
 * Stretches begin and end at whole seconds; rows of the second that has not ended yet are left for the next time.
 *
 * @param ask told of the stretch, and whether it cannot be made shorter; then it must not answer `too much`
 */
export async function* pagesOverTime(from: Cursor | undefined, at: { readonly since: Instant; readonly now: Instant }, { overlap, span: longest, most, name }: WideSpec, ask: (window: TimeWindow, isLeast: boolean) => Promise<Answered>): AsyncGenerator<Page> {
  const [whole] = windowsFrom(from, at, { overlap, span: Infinity, ...(name === undefined ? {} : { name }) });
  if (!whole) return;
  let span = longest;
  let slow = 0;
  const end = wholeSeconds(whole.to);
  for (let begin = wholeSeconds(whole.from); begin < end;) {
    const to = Math.min(begin + span, end);
    const isLeast = to - begin <= LEAST;
    const rows = await ask({ from: begin, to }, isLeast).catch((error: unknown): Answered => {
      const why = isLeast ? undefined : tooMuchIn(error);
      if (why === 'slow') slow++;
      // One that answers nothing in time, however little it is asked for, is away.
      if (why === undefined || slow >= ATTEMPTS) throw error;
      return 'too much';
    });
    if (rows === 'too much') {
      span = Math.max(LEAST, wholeSeconds((to - begin) / 2));
      continue;
    }
    slow = 0;
    yield { records: rows, cursor: cursorMoved(to, { before: from, end, name }) };
    begin = to;
    if (rows.length < most / 4) span = Math.min(span * 2, longest);
  }
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / LEAST) * LEAST;
}
