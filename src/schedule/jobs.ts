import type { Instant } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';
import { isStale, messageOf } from '../errors.ts';
import type { Shelf, Store } from '../store/store.ts';

/** What is known of one job, for `doctor` and the page. */
export interface JobState {
  readonly id: string;
  readonly startedAt: Instant | null;
  readonly finishedAt: Instant | null;
  readonly outcome: 'ok' | 'failed' | 'running' | 'never';
  /** What it did, or why it failed. */
  readonly said: string;
  /** Who runs it, and until when nobody else may. */
  readonly lease: { readonly holder: string; readonly until: Instant } | null;
}

/** A lease outlives a crashed holder by this much at most; a running job renews it. */
export const LEASE = 10 * MINUTE;
/** Clocks of two servers differ by less than this. What lies farther ahead was written by a clock that was wrong. */
const CLOCKS_DIFFER = LEASE;

/** True for an instant that no clock in order can have written by now. */
export function isFromWrongClock(written: Instant, now: Instant): boolean {
  return written > now + CLOCKS_DIFFER;
}

/** Leases and states of jobs, shared by every process on one store. */
export interface JobBook {
  states(): Promise<readonly JobState[]>;
  state(job: string): Promise<JobState>;
  /** Takes the lease; false while a run has it, in this process or another. */
  claim(job: string, holder: string, now: Instant): Promise<boolean>;
  renew(job: string, holder: string, now: Instant): Promise<void>;
  finish(job: string, holder: string, now: Instant, outcome: 'ok' | 'failed', said: string): Promise<void>;
  /** Gives the lease of a run back that is about to be cut off: the job is due again, here or in another process. */
  giveBack(job: string, holder: string): Promise<void>;
}

/** @param alone no other process works on this store: what another holder left running was cut off, and its lease is void */
export function jobBook(store: Store, { alone = false }: { readonly alone?: boolean } = {}): JobBook {
  const shelf: Shelf<JobState> = store.shelf<JobState>('jobs');
  const read = async (job: string): Promise<{ value: JobState; revision: string }> =>
    await shelf.get(job) ?? { value: { id: job, startedAt: null, finishedAt: null, outcome: 'never', said: 'has not run yet', lease: null }, revision: '' };
  /** Writes over what was read; whoever comes second loses. */
  const write = async (value: JobState, revision: string): Promise<boolean> => {
    try {
      await shelf.put(value, revision);
      return true;
    } catch (error) {
      if (isStale(error)) return false;
      throw error;
    }
  };
  /** Changes the state while the holder has the lease. A renewal that comes in between does not keep it from being written. */
  const change = async (job: string, holder: string, changed: Partial<JobState>): Promise<void> => {
    for (;;) {
      const { value, revision } = await read(job);
      if (value.lease?.holder !== holder || await write({ ...value, ...changed }, revision)) return;
    }
  };
  /** A lease that still keeps others out. One that ends later than any that was just taken is of a clock that was ahead. */
  const holds = ({ lease }: JobState, now: Instant): boolean => lease !== null && lease.until > now && !isFromWrongClock(lease.until, now + LEASE);
  return {
    async states() {
      const found: JobState[] = [];
      for await (const { value } of shelf.list()) found.push(value);
      return found;
    },
    async state(job) {
      return (await read(job)).value;
    },
    async claim(job, holder, now) {
      const { value, revision } = await read(job);
      if (holds(value, now) && (!alone || value.lease?.holder === holder)) return false;
      return write({ ...value, startedAt: now, outcome: 'running', said: 'running', lease: { holder, until: now + LEASE } }, revision);
    },
    async renew(job, holder, now) {
      const { value, revision } = await read(job);
      if (value.lease?.holder === holder) await write({ ...value, lease: { holder, until: now + LEASE } }, revision);
    },
    finish: (job, holder, now, outcome, said) => change(job, holder, { finishedAt: now, outcome, said, lease: null }),
    giveBack: (job, holder) => change(job, holder, { lease: null }),
  };
}

/**
 * Runs a job under its lease.
 *
 * A failure is kept with its reason and does not reach the caller: the next run comes all the same.
 *
 * @returns false where it is running already, here or in another process
 */
export async function runJob(book: JobBook, job: string, holder: string, now: () => Instant, work: () => Promise<string>, failed: (error: unknown) => void): Promise<boolean> {
  if (!await book.claim(job, holder, now())) return false;
  let renewal = Promise.resolve();
  const renewing = setInterval(() => { renewal = renewal.then(() => book.renew(job, holder, now())).catch(failed); }, LEASE / 4);
  renewing.unref();
  /** What was begun to renew comes to its end first: written later, it would say that the job still runs. */
  const end = async (outcome: 'ok' | 'failed', said: string): Promise<void> => {
    clearInterval(renewing);
    await renewal;
    await book.finish(job, holder, now(), outcome, said);
  };
  try {
    await end('ok', await work());
  } catch (error) {
    failed(error);
    await end('failed', messageOf(error)).catch(failed);
  }
  return true;
}
