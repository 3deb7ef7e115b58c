import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DAY, MINUTE, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { LEASE, jobBook, runJob, type JobBook, type JobState } from './jobs.ts';

const START: Instant = Date.UTC(2026, 10, 2, 9);

/** A book on an empty store. */
function aBook(): JobBook {
  return jobBook(memoryStore({ now: () => START }));
}
const none = (): void => {};

describe('leases of jobs', () => {
  it('are given to one of two that ask at once', async () => {
    const book = aBook();

    const given = await Promise.all(['one', 'other', 'third'].map((holder) => book.claim('detect', holder, START)));

    expect(given.filter(Boolean)).toHaveLength(1);
  });

  it('keep others out until they are given back', async () => {
    const book = aBook();
    await book.claim('detect', 'one', START);

    expect(await book.claim('detect', 'other', START + MINUTE)).toBe(false);
    await book.finish('detect', 'one', START + 2 * MINUTE, 'ok', 'done');
    expect(await book.claim('detect', 'other', START + 2 * MINUTE)).toBe(true);
  });

  it('are of one job each', async () => {
    const book = aBook();
    await book.claim('detect', 'one', START);

    expect(await book.claim('collect', 'other', START)).toBe(true);
  });

  it('are void where no other process may be, but for those of the holder itself', async () => {
    const book = jobBook(memoryStore({ now: () => START }), { alone: true });

    await book.claim('detect', 'crashed', START);

    expect(await book.claim('detect', 'next', START)).toBe(true);
    expect(await book.claim('detect', 'next', START)).toBe(false);
  });

  it('run out when their holder has crashed, not a moment earlier', async () => {
    const book = aBook();
    await book.claim('detect', 'crashed', START);

    expect(await book.claim('detect', 'other', START + LEASE - 1)).toBe(false);
    expect(await book.claim('detect', 'other', START + LEASE)).toBe(true);
  });

  it('last longer when they are renewed', async () => {
    const book = aBook();
    await book.claim('detect', 'one', START);

    await book.renew('detect', 'one', START + 5 * MINUTE);

    expect(await book.claim('detect', 'other', START + LEASE)).toBe(false);
    expect(await book.claim('detect', 'other', START + 5 * MINUTE + LEASE)).toBe(true);
  });

  it('of a clock that was ahead are void, those of one a little ahead are not', async () => {
    const book = aBook();
    await book.claim('collect', 'crashed', START + 30 * DAY);
    await book.claim('detect', 'other', START + MINUTE);

    expect(await book.claim('collect', 'one', START)).toBe(true);
    expect(await book.claim('detect', 'one', START)).toBe(false);
  });

  it('are given back by who is about to end, and the job stays due', async () => {
    const book = aBook();
    await book.claim('detect', 'one', START);

    await book.giveBack('detect', 'other');
    const kept = await book.state('detect');
    await book.giveBack('detect', 'one');

    expect(kept.lease?.holder).toBe('one');
    expect(await book.state('detect')).toMatchObject({ outcome: 'running', lease: null });
    expect(await book.claim('detect', 'other', START)).toBe(true);
  });

  it('are lost to whoever came after: a late answer changes nothing', async () => {
    const book = aBook();
    await book.claim('detect', 'slow', START);
    await book.claim('detect', 'other', START + LEASE);

    await book.renew('detect', 'slow', START + LEASE + 1);
    await book.finish('detect', 'slow', START + LEASE + 1, 'ok', 'too late');

    expect(await book.state('detect')).toMatchObject({ outcome: 'running', lease: { holder: 'other', until: START + 2 * LEASE } });
  });
});

describe('a job', () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it('that has never run says so', async () => {
    expect(await aBook().state('detect')).toEqual({ id: 'detect', startedAt: null, finishedAt: null, outcome: 'never', said: 'has not run yet', lease: null });
  });

  it('leaves when it ran and what it did', async () => {
    const book = aBook();
    let clock = START;

    await runJob(book, 'detect', 'one', () => clock, async () => {
      clock += 3 * MINUTE;
      return '4 people';
    }, none);

    expect(await book.states()).toEqual([{ id: 'detect', startedAt: START, finishedAt: START + 3 * MINUTE, outcome: 'ok', said: '4 people', lease: null }]);
  });

  it('leaves the reason when it fails, and runs again the next time', async () => {
    const book = aBook();
    const told: unknown[] = [];
    const broken = new Error('the disk is full');

    const ran = await runJob(book, 'detect', 'one', () => START, () => Promise.reject(broken), (error) => told.push(error));
    const failed = await book.state('detect');
    await runJob(book, 'detect', 'one', () => START + MINUTE, async () => 'fine again', none);

    expect(ran).toBe(true);
    expect(told).toEqual([broken]);
    expect(failed).toMatchObject({ outcome: 'failed', said: 'the disk is full', lease: null });
    expect(await book.state('detect')).toMatchObject({ outcome: 'ok', said: 'fine again' });
  });

  it('does nothing where another process runs it', async () => {
    const book = aBook();
    await book.claim('detect', 'other', START);
    const work = vi.fn(async () => 'done');

    expect(await runJob(book, 'detect', 'one', () => START, work, none)).toBe(false);
    expect(work).not.toHaveBeenCalled();
  });

  it('is told as done also where its lease is renewed just then', async () => {
    const store = memoryStore({ now: () => START });
    const renewer = jobBook(store);
    let renewed = 0;
    // Of another shelf on the same documents: it renews between what finish reads and what it writes.
    const renewing: Store = { ...store, shelf: (name, indexes) => {
      const shelf = store.shelf<never>(name, indexes);
      return { ...shelf, put: async (value: never, revision: string) => {
        if ((value as JobState).outcome === 'ok' && renewed++ === 0) await renewer.renew('detect', 'one', START);
        return shelf.put(value, revision);
      } } as never;
    } };

    await runJob(jobBook(renewing), 'detect', 'one', () => START, async () => '4 people', none);

    expect(renewed).toBe(2);
    expect(await renewer.state('detect')).toMatchObject({ outcome: 'ok', said: '4 people', lease: null });
  });

  it('ends after a renewal that is under way', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const calls: string[] = [];
    const renewal = Promise.withResolvers<void>();
    const book: JobBook = { ...aBook(), renew: async () => { calls.push('renew'); await renewal.promise; calls.push('renewed'); }, finish: async () => void calls.push('finish') };
    const work = Promise.withResolvers<string>();
    const claimed = Promise.withResolvers<void>();
    const running = runJob(book, 'detect', 'one', () => START, () => (claimed.resolve(), work.promise), none);
    await claimed.promise;

    await vi.advanceTimersByTimeAsync(LEASE / 4);
    work.resolve('done');
    await setImmediate();
    renewal.resolve();
    await running;

    expect(calls).toEqual(['renew', 'renewed', 'finish']);
  });

  it('keeps its lease for as long as it runs', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const book = aBook();
    let clock = START;
    const work = Promise.withResolvers<string>();
    const claimed = Promise.withResolvers<void>();
    const running = runJob(book, 'detect', 'one', () => clock, () => {
      claimed.resolve();
      return work.promise;
    }, none);
    await claimed.promise;

    for (; clock < START + 2 * LEASE; clock += LEASE / 4) await vi.advanceTimersByTimeAsync(LEASE / 4);
    const other = await book.claim('detect', 'other', clock);
    work.resolve('long, but done');
    await running;

    expect(other).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
    expect(await book.state('detect')).toMatchObject({ outcome: 'ok', said: 'long, but done' });
  });
});
