import { describe, expect, it } from 'vitest';
import { MINUTE } from '../../core/time.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { okta } from '../sources/okta/okta.ts';
import { noCounts } from '../tally.ts';
import { pullBook } from './book.ts';
import { collectPull } from './collect-pull.ts';
import type { Cursor, Page } from './pull.ts';

/** A vendor who has a page for each minute of a year; its place moves with every third. */
async function* pages(from: Cursor | undefined, pass: () => void): AsyncGenerator<Page> {
  let cursor = from ?? {};
  for (let nth = 1; nth <= 500_000; nth++) {
    pass();
    if (nth % 3 === 0) cursor = { at: Number(cursor['at'] ?? 0) + 1 };
    yield { records: [], cursor };
  }
}

describe('a pull while others wait', () => {
  it.each([[0, 1], [4 * MINUTE, 2], [6 * MINUTE, 2]])('ends after %i ms, as soon as its place moves, and goes on there', async (until, at) => {
    let now = 0;
    const store = memoryStore({ now: () => now });
    const book = pullBook(store);
    const source = { ...okta, pull: { ...okta.pull!, pages: (from: Cursor | undefined) => pages(from, () => { now += MINUTE; }) } };
    const io = { access: {}, options: {}, http: undefined!, since: 0, now: () => now };
    const taker = { take: async () => {}, flush: async () => {} };

    await collectPull(source, { name: 'okta', io, book, counts: noCounts(), taker, until });
    const first = await book.cursorOf('okta');
    await collectPull(source, { name: 'okta', io, book, counts: noCounts(), taker, until: now });

    expect([first, await book.cursorOf('okta')]).toEqual([{ at }, { at: at + 1 }]);
  });
});
