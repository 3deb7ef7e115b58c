import { createTask, type ScheduledTask } from 'node-cron';
import { DAY, MINUTE, floorTo, type Instant } from '../core/time.ts';
import { runJob, type JobBook } from './jobs.ts';

/** A job: when, and what; `work` says in a sentence what it did. It ends soon once the signal says so. */
export interface Job { readonly id: string; readonly cron: string; readonly work: (stop: AbortSignal) => Promise<string> }

export interface Scheduler {
  /** Runs what was missed, then follows the clock. */
  start(): Promise<void>;
  /** Stops following the clock and waits for what is running. */
  stop(): Promise<void>;
  /** Next time of a job. */
  nextOf(job: string): Instant | undefined;
  /** Runs a job now, unless another process does. */
  runNow(job: string): Promise<boolean>;
}

/** Farther back than this a missed run is not looked for. */
const LOOK_BACK = 40 * DAY;

/**
 * The latest time at or before `at` when a schedule was due, in UTC.
 *
 * @returns undefined when it was not due in the last 40 days
 */
export function lastDue(task: Pick<ScheduledTask, 'match'>, at: Instant): Instant | undefined {
  for (let minute = floorTo(at, MINUTE); minute > at - LOOK_BACK; minute -= MINUTE) if (task.match(new Date(minute))) return minute;
  return undefined;
}

/**
 * Jobs on the clock: one lease a job so that two processes never run the same one, missed runs caught up once.
 *
 * @param holder names this process in leases
 */
export function scheduler(jobs: readonly Job[], book: JobBook, holder: string, now: () => Instant, failed: (job: string, error: unknown) => void): Scheduler {
  const running = new Set<Promise<unknown>>();
  let starting: Promise<void> | undefined;
  const stopping = new AbortController();
  const run = (job: Job): Promise<boolean> => {
    // A store that does not answer costs this run, not the schedule.
    const one = runJob(book, job.id, holder, now, () => job.work(stopping.signal), (error) => failed(job.id, error)).catch((error: unknown) => {
      failed(job.id, error);
      return false;
    });
    running.add(one);
    void one.finally(() => running.delete(one));
    return one;
  };
  const wasMissed = async (job: Job): Promise<boolean> => {
    const due = lastDue(tasks.get(job.id)!, now());
    try {
      const { startedAt, outcome } = await book.state(job.id);
      // A run that a crash cut off did not take place.
      return due !== undefined && (startedAt === null || startedAt < due || outcome === 'running');
    } catch (error) {
      failed(job.id, error);
      return false;
    }
  };
  const startAll = async (): Promise<void> => {
    for (const job of jobs) {
      if (!stopping.signal.aborted && await wasMissed(job) && !stopping.signal.aborted) await run(job);
      if (!stopping.signal.aborted) await tasks.get(job.id)!.start();
    }
  };
  const tasks = new Map(jobs.map((job) => [job.id, createTask(job.cron, () => run(job), { timezone: 'UTC', noOverlap: true, name: job.id })]));
  return {
    start: () => (starting ??= startAll()),
    async stop() {
      stopping.abort();
      await starting;
      for (const task of tasks.values()) await task.destroy();
      await Promise.allSettled(running);
    },
    nextOf: (job) => tasks.get(job)?.getNextRun()?.getTime(),
    async runNow(id) {
      const job = jobs.find((one) => one.id === id);
      return job ? run(job) : false;
    },
  };
}
