import { createTask } from 'node-cron';
import { describe, expect, it } from 'vitest';
import { MONDAY } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { DAY, HOUR, MINUTE } from '../core/time.ts';
import { LEASE, jobBook, runJob, type JobBook } from './jobs.ts';
import { lastDue, scheduler, type Job } from './scheduler.ts';

const aBook = (): JobBook => jobBook(memoryStore({ now: () => MONDAY }));
const now = (): number => MONDAY;
const ignore = (): void => {};

describe('a lease', () => {
  it('is had by one at a time, the same process included, until it is given back', async () => {
    const book = aBook();

    const claims = [await book.claim('detect', 'a', MONDAY), await book.claim('detect', 'b', MONDAY + 1), await book.claim('detect', 'a', MONDAY + 1)];
    await book.finish('detect', 'a', MONDAY + 2, 'ok', 'done');

    expect(claims).toEqual([true, false, false]);
    expect(await book.claim('detect', 'b', MONDAY + 3)).toBe(true);
  });

  it('outlives a crashed holder by its length, and no longer', async () => {
    const book = aBook();
    await book.claim('detect', 'crashed', MONDAY);

    expect(await book.claim('detect', 'b', MONDAY + LEASE - 1)).toBe(false);
    expect(await book.claim('detect', 'b', MONDAY + LEASE)).toBe(true);
  });

  it('is lengthened by its holder only', async () => {
    const book = aBook();
    await book.claim('detect', 'a', MONDAY);

    await book.renew('detect', 'b', MONDAY + HOUR);
    await book.renew('detect', 'a', MONDAY + MINUTE);

    expect((await book.state('detect')).lease).toEqual({ holder: 'a', until: MONDAY + MINUTE + LEASE });
  });

  it('that was lost is not given back by who had it', async () => {
    const book = aBook();
    await book.claim('detect', 'slow', MONDAY);
    await book.claim('detect', 'b', MONDAY + LEASE);

    await book.finish('detect', 'slow', MONDAY + LEASE + 1, 'ok', 'too late');

    expect(await book.state('detect')).toMatchObject({ outcome: 'running', lease: { holder: 'b' } });
  });

  it('of one of two who ask at once is refused to the other', async () => {
    const book = aBook();

    const claims = await Promise.all(['a', 'b', 'c'].map((holder) => book.claim('detect', holder, MONDAY)));

    expect(claims.filter(Boolean)).toHaveLength(1);
  });
});

describe('runJob', () => {
  it('keeps what the job said', async () => {
    const book = aBook();

    expect(await runJob(book, 'detect', 'a', now, async () => '3 findings', ignore)).toBe(true);
    expect(await book.states()).toEqual([{ id: 'detect', startedAt: MONDAY, finishedAt: MONDAY, outcome: 'ok', said: '3 findings', lease: null }]);
  });

  it('keeps why it failed, tells it, and runs again next time', async () => {
    const book = aBook();
    const told: unknown[] = [];

    await runJob(book, 'detect', 'a', now, async () => { throw new Error('the store is away'); }, (error) => told.push(error));

    expect(await book.state('detect')).toMatchObject({ outcome: 'failed', said: 'the store is away', lease: null });
    expect(told).toEqual([new Error('the store is away')]);
    expect(await runJob(book, 'detect', 'a', now, async () => 'fine', ignore)).toBe(true);
  });
});

describe('lastDue', () => {
  const due = (cron: string, at: number): number | undefined => lastDue(createTask(cron, () => {}, { timezone: 'UTC' }), at);

  it('is the latest time at or before, in UTC', () => {
    expect(due('7 * * * *', MONDAY)).toBe(MONDAY - 53 * MINUTE);
    expect(due('0 * * * *', MONDAY)).toBe(MONDAY);
    expect(due('17 3 * * *', MONDAY + 59_999)).toBe(MONDAY - 6 * HOUR + 17 * MINUTE);
  });

  it('is unknown where it lies too far back', () => {
    expect(due('0 0 1 1 *', MONDAY)).toBeUndefined();
  });
});

describe('the scheduler', () => {
  const counted = (id: string, runs: string[], cron = '0 * * * *'): Job => ({ id, cron, work: async () => { runs.push(id); return 'done'; } });

  it('catches a missed run up once, and none that took place', async () => {
    const book = aBook();
    const runs: string[] = [];
    await runJob(book, 'fresh', 'before', () => MONDAY, async () => 'done', ignore);
    await runJob(book, 'stale', 'before', () => MONDAY - 3 * DAY, async () => 'done', ignore);
    const clock = scheduler([counted('fresh', runs), counted('stale', runs), counted('never', runs), counted('rare', runs, '0 0 1 1 *')], book, 'a', now, ignore);

    await clock.start();
    await clock.stop();

    expect(runs).toEqual(['stale', 'never']);
  });

  it('runs a job when asked, and not beside itself', async () => {
    const book = aBook();
    let release = ignore;
    const held = new Promise<void>((resolve) => { release = resolve; });
    const clock = scheduler([{ id: 'slow', cron: '0 * * * *', work: async () => { await held; return 'done'; } }], book, 'a', now, ignore);

    const first = clock.runNow('slow');
    const second = await clock.runNow('slow');
    release();

    expect([await first, second, await clock.runNow('unheard-of')]).toEqual([true, false, false]);
    await clock.stop();
  });

  it('tells which job failed', async () => {
    const failures: string[] = [];
    const clock = scheduler([{ id: 'bad', cron: '0 * * * *', work: async () => { throw new Error('no'); } }], aBook(), 'a', now, (job) => failures.push(job));

    await clock.runNow('bad');
    await clock.stop();

    expect(failures).toEqual(['bad']);
  });
});
