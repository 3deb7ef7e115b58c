import { DAY, isoOf, type Instant } from '../../../core/time.ts';
import type { Cursor } from '../../pull/pull.ts';

/** Files that could not be read, each with when that was first so. */
export type Torn = ReadonlyMap<string, Instant>;

/** Where so many cannot be read at once it is not the files that are odd. */
export const MOST_TORN = 10;
/** A torn file is tried again for so long, and then left: somebody else may own the bucket. */
const TRIED = DAY;

/** The torn files of a cursor that are still tried. */
export function tornIn(cursor: Cursor, now: Instant): Torn {
  const lines = typeof cursor['torn'] === 'string' ? cursor['torn'].split('\n') : [];
  const files = lines.map((line) => [line.slice(line.indexOf(' ') + 1), Date.parse(line.slice(0, line.indexOf(' ')))] as const);
  return new Map(files.filter(([, since]) => now - since < TRIED));
}

/** A cursor that remembers these and no others, a line each: since when, and which. */
export function withTorn(cursor: Cursor, torn: Torn): Cursor {
  const { torn: _before, ...others } = cursor;
  return torn.size === 0 ? others : { ...others, torn: [...torn].map(([key, since]) => `${isoOf(since)} ${key}`).join('\n') };
}
