import { afterEach, describe, expect, it, vi } from 'vitest';
import { HOUR, MINUTE } from '../../core/time.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import type { Identified, Store } from '../../store/store.ts';
import { NOW, keepHouse, shelfOf } from '../housekeeping.fixture.ts';
import { housekeepingSince, underWay } from './under-way.ts';

const aStore = (): Store => memoryStore({ now: () => NOW });
/** The same store as only one process can hold it. */
const held = (store: Store): Store => ({ ...store, copyTo: async () => {} });
/** What another process says. */
const note = (store: Store, more: object): Promise<void> => store.shelf<Identified>('housekeeping-turn').putAll([{ id: 'under-way', since: NOW - MINUTE, ...more } as Identified]);
const OTHER = { owner: 'another process', work: 'erasure', until: NOW + 9 * MINUTE };

afterEach(() => void vi.useRealTimers());

describe('housekeeping and erasures', () => {
  it('wait for each other, and leave no note', async () => {
    const store = held(aStore());

    await underWay(store, NOW, () => expect(keepHouse(store)).rejects.toThrow('Letting somebody go has been under way since 2026-11-20T03:00:00Z. Ask again when it is done.'), 'erasure');
    await underWay(store, NOW, () => expect(underWay(store, NOW, async () => {}, 'erasure')).rejects.toThrow('Housekeeping has been under way since'));

    expect(await shelfOf(store, 'housekeeping-turn')).toEqual([]);
  });

  it('that begin at once leave one at work', async () => {
    const store = aStore();
    let atWork = 0;
    const work = async (): Promise<number> => {
      const most = ++atWork;
      await new Promise((resolve) => setImmediate(resolve));
      atWork--;
      return most;
    };

    const began = await Promise.allSettled([underWay(store, NOW, work), underWay(store, NOW, work, 'erasure')]);

    expect(began.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('are not barred by what a process left that held the store and died', async () => {
    const store = held(aStore());
    for (const left of [OTHER, {}]) {
      await note(store, left);

      expect(await housekeepingSince(store, NOW)).toBeUndefined();
      await expect(underWay(store, NOW, async () => 'done')).resolves.toBe('done');
    }
  });

  it('are barred by other processes that share the store, until their time is over', async () => {
    const store = aStore();
    await note(store, OTHER);

    await expect(underWay(store, NOW, async () => {})).rejects.toThrow('Letting somebody go has been under way since 2026-11-20T02:59:00Z');
    await expect(underWay(store, OTHER.until, async () => 'done')).resolves.toBe('done');

    await note(store, {});
    expect(await housekeepingSince(store, NOW + 11 * HOUR)).toBe(NOW - MINUTE);
    expect(await housekeepingSince(store, NOW + 12 * HOUR)).toBeUndefined();
  });

  it('put their end off while they are at work', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const store = aStore();

    await underWay(store, NOW, async () => {
      vi.advanceTimersByTime(5 * MINUTE);
      await vi.waitFor(async () => expect(await shelfOf(store, 'housekeeping-turn')).toMatchObject([{ since: NOW, until: NOW + 15 * MINUTE }]));
    });

    expect(await shelfOf(store, 'housekeeping-turn')).toEqual([]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('go on where a crash left a note of this process', async () => {
    const store = aStore();
    const shelf = store.shelf<Identified>('housekeeping-turn');
    const dying: Store = { ...store, shelf: (name, indexes) => ({ ...store.shelf(name, indexes), remove: () => Promise.reject(new Error('power cut')) }) };

    await expect(underWay(dying, NOW, async () => {})).rejects.toThrow('power cut');

    expect(await shelf.get('under-way')).toBeDefined();
    await expect(underWay(store, NOW, async () => 'done')).resolves.toBe('done');
  });
});
