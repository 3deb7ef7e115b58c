import { dayOf, type Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Journal, Store } from '../../store/store.ts';
import type { Anchor } from './verify.ts';

/** An anchor, and where it went. */
export interface Anchored extends Anchor { readonly to: readonly string[] }

/** Anchors as this store remembers them. Whoever changes the store can change these; those outside are what counts. */
export function anchorJournal(store: Pick<Store, 'journal'>): Journal<Anchored> {
  return store.journal<Anchored>('anchors');
}

export function anchorOf(newest: { readonly n: number; readonly hash: string }, at: Instant): Anchor {
  return { n: newest.n, hash: newest.hash, day: dayOf(at), at };
}

/** One line of a file of anchors. @example '{"n":412,"hash":"9f…","day":"2026-11-16","at":1794000000000}' */
export function anchorLine({ n, hash, day, at }: Anchor): string {
  return `${JSON.stringify({ n, hash, day, at })}\n`;
}

/**
 * Reads a file of anchors, also one that was put together from messages.
 *
 * @param file name for messages
 * @throws FarmwatchError `file.unreadable` for a line that is no anchor
 */
export function anchorsIn(text: string, file: string): readonly Anchor[] {
  return text.split('\n').map((line) => line.trim()).flatMap((line, at) => {
    if (line === '') return [];
    const found = anchorIn(line);
    if (!found) throw new FarmwatchError('file.unreadable', { file, why: `line ${at + 1} is no anchor`, cure: 'An anchor is a line such as {"n":412,"hash":"…64 hex…","day":"2026-11-16","at":1794000000000}.' });
    return [found];
  });
}

function anchorIn(line: string): Anchor | undefined {
  try {
    const { n, hash, day, at } = JSON.parse(line) as Partial<Anchor>;
    return Number.isInteger(n) && /^[0-9a-f]{64}$/.test(hash ?? '') && /^\d{4}-\d\d-\d\d$/.test(day ?? '') && Number.isFinite(at) ? { n: n!, hash: hash!, day: day!, at: at! } : undefined;
  } catch {
    return undefined;
  }
}
