import { createTask, type ScheduledTask } from 'node-cron';
import { DAY, MINUTE, floorTo, type Instant } from '../core/time.ts';
import { isFromWrongClock, runJob, type JobBook, type JobState } from './jobs.ts';

/** A job: when, and what; `work` says in a sentence what it did. It ends soon once the signal says so. */
export interface Job { readonly id: string; readonly cron: string; readonly work: (stop: AbortSignal) => Promise<string> }

export interface Scheduler {
  /** Runs what was missed, then follows the clock. */
  start(): Promise<void>;
  /** Stops following the clock and waits for what is running. */
  stop(): Promise<void>;
  /** Gives the leases of what is running back, because this process is about to end all the same: another one need not wait. */
  giveBack(): Promise<void>;
  /** Next time of a job. */
  nextOf(job: string): Instant | undefined;
  /** Runs a job now, unless it runs already, here or in another process. */
  runNow(job: string): Promise<boolean>;
}

/** Farther back than this a missed run is not looked for. */
const LOOK_BACK = 40 * DAY;

/**
 * The latest time at or before `at` when a schedule was due, in UTC.
 *
 * @param after earlier times, and this one, are not looked at
 * @returns undefined when it was not due since, or not in the last 40 days
 */
export function lastDue(task: Pick<ScheduledTask, 'match'>, at: Instant, after: Instant = -Infinity): Instant | undefined {
  const end = Math.max(after, at - LOOK_BACK);
  for (let minute = floorTo(at, MINUTE); minute > end; minute -= MINUTE) if (task.match(new Date(minute))) return minute;
  return undefined;
}

/** `lastDue` for somebody who asks every minute: only minutes that are new are looked at, and all again once the clock went back. */
function dueTeller(task: Pick<ScheduledTask, 'match'>): (at: Instant) => Instant | undefined {
  let known: { readonly at: Instant; readonly due: Instant | undefined } | undefined;
  return (at) => {
    known = known === undefined || at < known.at ? { at, due: lastDue(task, at) } : { at, due: lastDue(task, at, floorTo(known.at, MINUTE)) ?? known.due };
    return known.due;
  };
}

/** True where a job was due and has not begun since. A run that was cut off, or that a wrong clock dated, did not take place. */
function isOverdue({ startedAt, outcome }: JobState, due: Instant | undefined, now: Instant): boolean {
  return due !== undefined && (startedAt === null || startedAt < due || outcome === 'running' || isFromWrongClock(startedAt, now));
}

/**
 * Jobs on the clock: one lease a job so that two processes never run the same one, missed runs caught up once.
 *
 * Once a minute what was due last is compared with what began last. So it makes no difference whether a time passed
 * while the process was busy, the machine asleep, or the clock put forward or back.
 *
 * @param holder names this process in leases
 */
export function scheduler(jobs: readonly Job[], book: JobBook, holder: string, now: () => Instant, failed: (job: string, error: unknown) => void): Scheduler {
  const running = new Map<string, Promise<boolean>>();
  const stopping = new AbortController();
  const tasks = new Map(jobs.map((job) => [job.id, createTask(job.cron, () => {}, { timezone: 'UTC' })]));
  const dueOf = new Map([...tasks].map(([id, task]) => [id, dueTeller(task)]));
  /** Jobs whose state could not be read: that is told once, not every minute. */
  const unread = new Set<string>();
  let starting: Promise<void> | undefined;
  let looking: Promise<unknown> = Promise.resolve();
  let next: NodeJS.Timeout | undefined;

  const run = async (job: Job): Promise<boolean> => {
    // A machine that slept for longer than a lease lasts finds its own lease run out.
    if (running.has(job.id)) return false;
    const one = runJob(book, job.id, holder, now, () => job.work(stopping.signal), (error) => failed(job.id, error)).catch((error: unknown) => {
      // A store that does not answer costs this run, not the schedule.
      failed(job.id, error);
      return false;
    });
    running.set(job.id, one);
    void one.finally(() => running.delete(job.id));
    return one;
  };
  const wasMissed = async ({ id }: Job): Promise<boolean> => {
    if (running.has(id)) return false;
    const due = dueOf.get(id)!(now());
    try {
      const missed = isOverdue(await book.state(id), due, now());
      unread.delete(id);
      return missed;
    } catch (error) {
      if (!unread.has(id)) failed(id, error);
      unread.add(id);
      return false;
    }
  };
  const catchUp = async (job: Job): Promise<void> => {
    if (!stopping.signal.aborted && await wasMissed(job) && !stopping.signal.aborted) await run(job);
  };
  /** Begins what is due; what still runs from before keeps nothing else waiting. */
  const look = (): void => {
    looking = Promise.all(jobs.map(async (job) => { if (await wasMissed(job) && !stopping.signal.aborted) void run(job); })).then(follow);
  };
  /** Looks again with the next minute, and after a whole one at most, wherever the clock goes. */
  const follow = (): void => {
    if (stopping.signal.aborted) return;
    next = setTimeout(look, MINUTE - now() % MINUTE);
    next.unref();
  };
  const startAll = async (): Promise<void> => {
    // One after another, so that what was missed is collected before it is judged; the clock does not wait for that.
    follow();
    for (const job of jobs) await catchUp(job);
  };
  return {
    start: () => (starting ??= startAll()),
    async stop() {
      stopping.abort();
      clearTimeout(next);
      await starting;
      await looking;
      await Promise.allSettled(running.values());
    },
    async giveBack() {
      await Promise.all([...running.keys()].map((id) => book.giveBack(id, holder)));
    },
    nextOf: (job) => tasks.get(job)?.getNextRuns(1)[0]?.getTime(),
    async runNow(id) {
      const job = jobs.find((one) => one.id === id);
      return job ? run(job) : false;
    },
  };
}
