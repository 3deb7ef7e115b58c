import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../../app.ts';
import { arrivalBook } from '../../collect/arrivals.ts';
import { readAccess, settlePull } from '../../collect/pull/access.ts';
import { pullBook } from '../../collect/pull/book.ts';
import { collectPull } from '../../collect/pull/collect-pull.ts';
import { vendorHttp } from '../../collect/pull/http.ts';
import { addCounts, noCounts, type Counts } from '../../collect/tally.ts';
import { readSecret } from '../../config.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { sourceNamed, takerOf, type Settled, type Through } from './source.ts';

/** True where the configuration says how to fetch records of this source. */
export function isPulled(app: Pick<App, 'loaded'>, name: string): boolean {
  return sourceNamed(name).pull !== undefined && app.loaded.config.sources[name]?.pull !== undefined;
}

/**
 * Fetches what is new from the running system, and remembers how that went.
 *
 * @param counts filled while it goes, also where it fails
 * @throws FarmwatchError `source.away`, `source.refused`, `source.odd`, or of the store
 */
export async function pullThrough(app: App, settled: Settled, counts: Counts, told: Through & { readonly say?: (sentence: string) => void; readonly signal?: AbortSignal; readonly until?: Instant }): Promise<void> {
  const { name, source, context } = settled;
  const { at, under, access: wanted, backDays } = settled.fetched!;
  const book = pullBook(app.store);
  const { signal, say, until, dryRun = false } = told;
  const fetched = noCounts();
  let clockAheadMs: number | undefined;
  const ended = async (failed: string | null, error?: unknown): Promise<void> => {
    if (!dryRun) await book.ended(name, app.now(), failed, { error, ...(clockAheadMs === undefined ? {} : { clockAheadMs }) });
  };
  try {
    const { texts, problems } = settlePull(source.pull!, wanted, under);
    if (problems.length > 0) throw new FarmwatchError('config.invalid', { file: at, why: problems.join('; ') });
    const access = readAccess(source.pull!.access, texts, (reference) => readSecret(reference, app.loaded.path));
    const http = vendorHttp({
      source: name, now: app.now, random: Math.random, sleep: (ms) => sleep(ms, undefined, signal ? { signal } : {}), clock: (ahead) => { clockAheadMs = ahead; },
      ...(signal ? { signal } : {}), ...(say ? { waits: (ms, why) => say(`${name}: waiting ${Math.ceil(ms / 1000)} s (${why})`) } : {}),
    });
    await collectPull(source, {
      name,
      io: { access, options: context.options, http, since: app.now() - backDays * DAY, now: app.now },
      book, counts: fetched, taker: (await takerOf(app, settled, told))(fetched), dryRun, ...(until === undefined ? {} : { until }), progress: (read) => say?.(`${name}: ${read} records`),
    });
    await ended(null);
  } catch (error) {
    if (signal?.aborted) throw new FarmwatchError('source.away', { source: name, why: 'Farmwatch was told to stop' }, { cause: error });
    // The store may be what failed.
    await ended(messageOf(error), error).catch(() => {});
    throw error;
  } finally {
    addCounts(counts, fetched);
    if (!dryRun) await arrivalBook(app.store).took(name, fetched, app.now()).catch(() => {});
  }
}

/** True for a failure of one source that keeps nobody from asking the others: the vendor's, the way there, or what is configured. Without the store nothing goes on. */
export function isOfOneSource(error: unknown): error is FarmwatchError {
  return error instanceof FarmwatchError && !error.code.startsWith('store.');
}
