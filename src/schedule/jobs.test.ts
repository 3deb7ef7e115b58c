import { afterEach, describe, expect, it, vi } from 'vitest';
import { MINUTE, type Instant } from '../core/time.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { LEASE, jobBook, runJob, type JobBook } from './jobs.ts';

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
