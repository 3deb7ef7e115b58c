import { setImmediate } from 'node:timers/promises';
import { createTask, type ScheduledTask } from 'node-cron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DAY, HOUR, MINUTE, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { LEASE, jobBook } from './jobs.ts';
import { lastDue, scheduler, type Job, type Scheduler } from './scheduler.ts';

/** Due once a year, so that the real clock never reaches it during a test. */
const YEARLY = '0 3 1 1 *';
const DUE: Instant = Date.UTC(2026, 0, 1, 3);
const LATER: Instant = DUE + 5 * HOUR;

const tasks: ScheduledTask[] = [];
const open: Scheduler[] = [];
afterEach(async () => {
  for (const task of tasks.splice(0)) await task.destroy();
  for (const one of open.splice(0)) await one.stop();
});

function aTask(cron: string): ScheduledTask {
  const task = createTask(cron, () => {}, { timezone: 'UTC' });
  tasks.push(task);
  return task;
}

/** A scheduler whose failures are noted. */
function aScheduler(store: Store, jobs: readonly Job[], now: () => Instant, holder = 'one'): { readonly clock: Scheduler; readonly failures: readonly string[] } {
  const failures: string[] = [];
  const clock = scheduler(jobs, jobBook(store), holder, now, (job, error) => failures.push(`${job}: ${(error as Error).message}`));
  open.push(clock);
  return { clock, failures };
}

const aStore = (): Store => memoryStore({ now: () => LATER });

describe('the time when a schedule was due', () => {
  const at = Date.UTC(2026, 10, 2, 9, 30, 20);

  it.each([
    ['every quarter of an hour', '*/15 * * * *', Date.UTC(2026, 10, 2, 9, 30)],
    ['seven past every hour', '7 * * * *', Date.UTC(2026, 10, 2, 9, 7)],
    ['every night', '17 3 * * *', Date.UTC(2026, 10, 2, 3, 17)],
    ['later today', '17 21 * * *', Date.UTC(2026, 10, 1, 21, 17)],
    ['every month', '0 0 1 * *', Date.UTC(2026, 10, 1)],
  ])('is the latest one: %s', (_, cron, due) => {
    expect(lastDue(aTask(cron), at)).toBe(due);
  });

  it('may be this very minute', () => {
    expect(lastDue(aTask('30 9 * * *'), at)).toBe(Date.UTC(2026, 10, 2, 9, 30));
  });

  it('is not looked for farther back than 40 days', () => {
    expect(lastDue(aTask(YEARLY), DUE + 39 * DAY)).toBe(DUE);
    expect(lastDue(aTask(YEARLY), DUE + 41 * DAY)).toBe(undefined);
  });
});

describe('two schedulers on one store', () => {
  it('never run the same job at once', async () => {
    const store = aStore();
    const gates = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
    let inside = 0;
    let most = 0;
    let runs = 0;
    const job: Job = {
      id: 'detect', cron: YEARLY,
      work: async () => {
        most = Math.max(most, ++inside);
        const said = await gates[runs++]!.promise;
        inside--;
        return said;
      },
    };
    const [one, other] = ['one', 'other'].map((holder) => aScheduler(store, [job], () => LATER, holder).clock) as [Scheduler, Scheduler];

    const first = Promise.all([one.runNow('detect'), other.runNow('detect')]);
    gates[0]!.resolve('done');
    const second = Promise.all([(await first, one.runNow('detect')), other.runNow('detect')]);
    gates[1]!.resolve('done');

    expect((await first).filter(Boolean)).toHaveLength(1);
    expect((await second).filter(Boolean)).toHaveLength(1);
    expect({ most, runs }).toEqual({ most: 1, runs: 2 });
  });

  it('catch up a missed run once between them', async () => {
    const store = aStore();
    let runs = 0;
    const job: Job = { id: 'detect', cron: YEARLY, work: async () => `run ${++runs}` };
    const [one, other] = ['one', 'other'].map((holder) => aScheduler(store, [job], () => LATER, holder).clock) as [Scheduler, Scheduler];

    await Promise.all([one.start(), other.start()]);

    expect(runs).toBe(1);
  });
});

describe('a scheduler that starts', () => {
  it('catches up once, however many runs were missed', async () => {
    const store = aStore();
    let now = Date.UTC(2026, 0, 1, 3);
    let runs = 0;
    const job: Job = { id: 'detect', cron: '0 * 1 1 *', work: async () => `run ${++runs}` };
    const before = aScheduler(store, [job], () => now).clock;
    await before.start();
    await before.stop();
    expect(runs).toBe(1);

    now += 6 * HOUR + MINUTE;
    await aScheduler(store, [job], () => now).clock.start();

    expect(runs).toBe(2);
  });

  it('runs nothing that ran when it was due', async () => {
    const store = aStore();
    let runs = 0;
    const job: Job = { id: 'detect', cron: YEARLY, work: async () => `run ${++runs}` };
    const before = aScheduler(store, [job], () => DUE).clock;
    await before.runNow('detect');

    await aScheduler(store, [job], () => LATER).clock.start();

    expect(runs).toBe(1);
  });

  it('runs again what a crash cut off, as soon as the lease is out', async () => {
    const store = aStore();
    await jobBook(store).claim('detect', 'crashed', DUE);
    let runs = 0;
    const job: Job = { id: 'detect', cron: YEARLY, work: async () => `run ${++runs}` };

    await aScheduler(store, [job], () => DUE + LEASE - 1).clock.start();
    expect(runs).toBe(0);
    await aScheduler(store, [job], () => DUE + LEASE, 'two').clock.start();

    expect(runs).toBe(1);
  });

  it('goes on with the next job when one fails', async () => {
    const store = aStore();
    const jobs: readonly Job[] = [
      { id: 'collect', cron: YEARLY, work: () => Promise.reject(new Error('no such folder')) },
      { id: 'detect', cron: YEARLY, work: async () => '4 people' },
    ];
    const { clock, failures } = aScheduler(store, jobs, () => LATER);

    await clock.start();

    expect(failures).toEqual(['collect: no such folder']);
    expect((await jobBook(store).states()).map(({ id, outcome, said }) => `${id} ${outcome}: ${said}`)).toEqual(['collect failed: no such folder', 'detect ok: 4 people']);
  });

  it('follows the clock even when the store does not answer at first', async () => {
    const store = aStore();
    const away: Store = { ...store, shelf: (name, indexes) => ({ ...store.shelf(name, indexes), get: () => Promise.reject(new Error('the store is away')) }) };
    const { clock, failures } = aScheduler(away, [{ id: 'detect', cron: YEARLY, work: async () => 'done' }], () => LATER);

    await clock.start();

    expect(failures).toEqual(['detect: the store is away']);
    expect(clock.nextOf('detect')).toBeGreaterThan(Date.now());
    expect(await clock.runNow('detect')).toBe(false);
  });

  it('knows when each job comes next', async () => {
    const { clock } = aScheduler(aStore(), [{ id: 'detect', cron: YEARLY, work: async () => 'done' }], () => LATER);

    await clock.start();

    expect(new Date(clock.nextOf('detect')!).toISOString()).toMatch(/-01-01T03:00:00\.000Z$/);
    expect(clock.nextOf('nothing')).toBe(undefined);
    expect(await clock.runNow('nothing')).toBe(false);
  });
});

describe('a scheduler that follows the clock', () => {
  let now = 0;
  /** Lets minutes go by, as its timers see it; where its clock goes is said apart. */
  const minutes = (count: number): Promise<unknown> => vi.advanceTimersByTimeAsync(count * MINUTE);
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] }));
  afterEach(() => void vi.useRealTimers());

  /** A job of every hour, with the instants at which it began. */
  async function hourly(store: Store = aStore()): Promise<{ readonly clock: Scheduler; readonly began: readonly Instant[]; readonly failures: readonly string[]; readonly store: Store }> {
    const began: Instant[] = [];
    const scheduled = aScheduler(store, [{ id: 'detect', cron: '0 * * * *', work: async () => `run ${began.push(now)}` }], () => now);
    await scheduled.clock.start();
    return { ...scheduled, began, store };
  }

  it('runs what is due, once each time', async () => {
    now = LATER;
    const { began } = await hourly();

    for (; now < LATER + 2 * HOUR; now += MINUTE) await minutes(1);
    await minutes(1);

    expect(began).toEqual([LATER, LATER + HOUR, LATER + 2 * HOUR]);
  });

  it('keeps no job waiting for one that hangs since the start', async () => {
    now = LATER;
    const hanging = Promise.withResolvers<string>();
    const began: string[] = [];
    const { clock } = aScheduler(aStore(), [
      { id: 'collect', cron: '0 * * * *', work: () => (began.push('collect'), hanging.promise) },
      { id: 'detect', cron: '0 * * * *', work: async () => `run ${began.push('detect')}` },
    ], () => now);
    const starting = clock.start();
    await minutes(0);
    expect(began).toEqual(['collect']);

    now += MINUTE;
    await minutes(1);
    expect(began).toEqual(['collect', 'detect']);
    hanging.resolve('done');
    await starting;

    expect(began).toEqual(['collect', 'detect']);
  });

  it('runs once what was due while it was busy or asleep', async () => {
    now = LATER;
    const { began } = await hourly();

    now = LATER + 3 * HOUR + 20 * MINUTE;
    await minutes(3);

    expect(began).toEqual([LATER, LATER + 3 * HOUR + 20 * MINUTE]);
  });

  it('runs what another process left, as soon as its lease is out', async () => {
    now = LATER;
    const store = aStore();
    await jobBook(store).claim('detect', 'crashed', now);
    now += MINUTE;
    const { began } = await hourly(store);
    expect(began).toEqual([]);

    now = LATER + LEASE - 1;
    await minutes(1);
    expect(began).toEqual([]);
    now = LATER + LEASE;
    await minutes(2);

    expect(began).toEqual([LATER + LEASE]);
  });

  it('runs on when a clock that was ahead is put right', async () => {
    now = LATER + 30 * DAY;
    const { began } = await hourly();

    now = LATER;
    await minutes(2);
    now = LATER + HOUR;
    await minutes(2);

    expect(began).toEqual([LATER + 30 * DAY, LATER, LATER + HOUR]);
  });

  it('does not repeat what a server began whose clock is a little ahead', async () => {
    now = LATER;
    const store = aStore();
    await aScheduler(store, [{ id: 'detect', cron: '0 * * * *', work: async () => 'done' }], () => LATER + MINUTE, 'other').clock.runNow('detect');

    const { began } = await hourly(store);
    await minutes(2);

    expect(began).toEqual([]);
  });

  it('never begins a job that it runs itself, also when its lease ran out in its sleep', async () => {
    now = LATER;
    const work = Promise.withResolvers<string>();
    let runs = 0;
    const { clock } = aScheduler(aStore(), [{ id: 'detect', cron: '0 * * * *', work: () => (runs++, work.promise) }], () => now);
    const starting = clock.start();
    await minutes(0);

    now += 3 * HOUR;
    const again = await clock.runNow('detect');
    await minutes(1);
    work.resolve('done');
    await starting;

    expect({ again, runs }).toEqual({ again: false, runs: 1 });
  });

  it('tells once that the store does not answer, and runs what was due when it does', async () => {
    now = LATER;
    const store = aStore();
    let isAway = true;
    const away: Store = { ...store, shelf: (name, indexes) => {
      const shelf = store.shelf<never>(name, indexes);
      return { ...shelf, get: (id: string) => (isAway ? Promise.reject(new Error('the store is away')) : shelf.get(id)) } as never;
    } };
    const { began, failures } = await hourly(away);

    await minutes(3);
    isAway = false;
    await minutes(1);

    expect({ failures, began }).toEqual({ failures: ['detect: the store is away'], began: [LATER] });
  });

  it('begins nothing once it is stopped', async () => {
    now = LATER;
    const { clock, began } = await hourly();

    await clock.stop();
    now += HOUR;
    await minutes(2);

    expect(began).toEqual([LATER]);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('a scheduler that stops', () => {
  it('gives back the lease of what cannot be waited for', async () => {
    const store = aStore();
    const work = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const cut = aScheduler(store, [{ id: 'detect', cron: YEARLY, work: () => (begun.resolve(), work.promise) }], () => LATER).clock;
    const running = cut.runNow('detect');
    await begun.promise;
    let runs = 0;

    await cut.giveBack();
    await aScheduler(store, [{ id: 'detect', cron: YEARLY, work: async () => `run ${++runs}` }], () => LATER, 'next').clock.start();
    work.resolve('too late');
    await running;

    expect(runs).toBe(1);
    expect(await jobBook(store).state('detect')).toMatchObject({ outcome: 'ok', said: 'run 1' });
  });

  it('waits for what is running', async () => {
    const work = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const store = aStore();
    const { clock } = aScheduler(store, [{ id: 'detect', cron: YEARLY, work: () => (begun.resolve(), work.promise) }], () => LATER);
    const running = clock.runNow('detect');
    await begun.promise;
    let stopped = false;

    const stopping = clock.stop().then(() => { stopped = true; });
    await setImmediate();
    expect(stopped).toBe(false);
    work.resolve('done');
    await Promise.all([stopping, running]);

    expect(await jobBook(store).state('detect')).toMatchObject({ outcome: 'ok', lease: null });
  });

  it('begins nothing more, even while it catches up', async () => {
    const work = Promise.withResolvers<string>();
    const begun = Promise.withResolvers<void>();
    const ran: string[] = [];
    const { clock } = aScheduler(aStore(), [
      { id: 'collect', cron: YEARLY, work: () => (begun.resolve(), work.promise) },
      { id: 'detect', cron: YEARLY, work: async () => String(ran.push('detect')) },
    ], () => LATER);
    const starting = clock.start();
    await begun.promise;

    const stopping = clock.stop();
    work.resolve('done');
    await Promise.all([starting, stopping]);

    expect(ran).toEqual([]);
  });
});
