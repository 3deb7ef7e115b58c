import type { Instant } from '../core/time.ts';
import { MINUTE } from '../core/time.ts';
import { FarmwatchError, messageOf } from '../errors.ts';
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

/** Leases and states of jobs, shared by every process on one store. */
export interface JobBook {
  states(): Promise<readonly JobState[]>;
  state(job: string): Promise<JobState>;
  /** Takes the lease; false while a run has it, in this process or another. */
  claim(job: string, holder: string, now: Instant): Promise<boolean>;
  renew(job: string, holder: string, now: Instant): Promise<void>;
  finish(job: string, holder: string, now: Instant, outcome: 'ok' | 'failed', said: string): Promise<void>;
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
      if (error instanceof FarmwatchError && error.code === 'record.stale') return false;
      throw error;
    }
  };
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
      if (value.lease && value.lease.until > now && (!alone || value.lease.holder === holder)) return false;
      return write({ ...value, startedAt: now, outcome: 'running', said: 'running', lease: { holder, until: now + LEASE } }, revision);
    },
    async renew(job, holder, now) {
      const { value, revision } = await read(job);
      if (value.lease?.holder === holder) await write({ ...value, lease: { holder, until: now + LEASE } }, revision);
    },
    async finish(job, holder, now, outcome, said) {
      const { value, revision } = await read(job);
      if (value.lease?.holder === holder) await write({ ...value, finishedAt: now, outcome, said, lease: null }, revision);
    },
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
  const renewing = setInterval(() => void book.renew(job, holder, now()).catch(failed), LEASE / 4);
  renewing.unref();
  try {
    const said = await work();
    await book.finish(job, holder, now(), 'ok', said);
  } catch (error) {
    failed(error);
    await book.finish(job, holder, now(), 'failed', messageOf(error)).catch(failed);
  } finally {
    clearInterval(renewing);
  }
  return true;
}
