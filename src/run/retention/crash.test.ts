import { describe, expect, it } from 'vitest';
import type { ChainedJournal, Identified, Indexes, Shelf, Store } from '../../store/store.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { NOTHING, NOW, busyStore, keepHouse, shelfOf, standingIn } from '../housekeeping.fixture.ts';
import { saidIn, spokenOf } from './entries.fixture.ts';

/** Where in a write the power goes. */
const MOMENTS = ['before it', 'halfway', 'after it'] as const;
type Moment = (typeof MOMENTS)[number];

/** The same store until its write number `left`: there the power goes, and nothing is written from then on. */
function failing(store: Store, left: number, moment: Moment): Store {
  const write = async <T>(whole: () => Promise<T>, half: () => Promise<unknown>): Promise<T> => {
    left--;
    if (left > 0) return whole();
    if (left === 0 && moment !== 'before it') await (moment === 'halfway' ? half() : whole());
    throw new Error('power cut');
  };
  const nothing = async (): Promise<void> => {};
  return {
    ...store,
    events: {
      ...store.events,
      forget: (what, reason) => write(() => store.events.forget(what, reason), async () => {
        // Rows go in some order; here the earlier half of the ids, or the older half of the time.
        const ids = what.where?.['event.id'];
        if (Array.isArray(ids)) await store.events.forget({ ...what, where: { ...what.where, 'event.id': ids.slice(0, ids.length / 2) as string[] } }, reason);
        else await store.events.forget({ ...what, before: what.before - 31 * 86_400_000 }, reason);
      }),
    },
    shelf<T extends Identified>(name: string, indexes?: Indexes<T>): Shelf<T> {
      const shelf = store.shelf<T>(name, indexes);
      return {
        ...shelf,
        put: (value, over) => write(() => shelf.put(value, over), nothing),
        putAll: (values) => write(() => shelf.putAll(values), () => shelf.putAll(values.slice(0, values.length / 2))),
        putEach: (values) => write(() => shelf.putEach(values), () => shelf.putEach(values.slice(0, values.length / 2))),
        remove: (id) => write(() => shelf.remove(id), nothing),
        removeAll: (ids) => (ids.length === 0 ? nothing() : write(() => shelf.removeAll(ids), () => shelf.removeAll(ids.slice(0, ids.length / 2)))),
      };
    },
    journal<T>(name: string): ChainedJournal<T> {
      const journal = store.journal<T>(name);
      return { ...journal, empty: (seqs) => (seqs.length === 0 ? nothing() : write(() => journal.empty(seqs), () => journal.empty(seqs.slice(0, seqs.length / 2)))) };
    },
  };
}

describe('housekeeping that is cut off', () => {
  it.each(MOMENTS)('at any write, %s, is finished by the next run as if nothing had been', async (moment) => {
    const whole = await busyStore(memoryStore({ now: () => NOW }));
    await keepHouse(whole);
    const expected = await standingIn(whole);

    let cuts = 0;
    for (; ; cuts++) {
      const store = await busyStore(memoryStore({ now: () => NOW }));
      const through = await keepHouse(failing(store, cuts + 1, moment)).then(() => true, () => false);
      if (through) break;
      await keepHouse(store);

      expect(await standingIn(store), `cut ${moment} at write ${cuts + 1}`).toEqual(expected);
      expect(await keepHouse(store)).toEqual(NOTHING);
    }

    expect(cuts).toBeGreaterThan(20);
  });

  it.each(MOMENTS)('at any write, %s, leaves no entry of a journal about somebody who went', async (moment) => {
    const whole = await spokenOf(memoryStore({ now: () => NOW }));
    await keepHouse(whole);
    const expected = await saidIn(whole);

    let cuts = 0;
    for (; ; cuts++) {
      const store = await spokenOf(memoryStore({ now: () => NOW }));
      const through = await keepHouse(failing(store, cuts + 1, moment)).then(() => true, () => false);
      if (through) break;
      await keepHouse(store);

      expect(await saidIn(store), `cut ${moment} at write ${cuts + 1}`).toEqual(expected);
      expect(await shelfOf(store, 'housekeeping-turn')).toEqual([]);
    }

    expect(cuts).toBeGreaterThan(20);
  });
});
