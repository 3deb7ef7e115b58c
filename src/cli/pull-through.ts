import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { readAccess, settleAccess } from '../collect/pull/access.ts';
import { pullBook } from '../collect/pull/book.ts';
import { collectPull } from '../collect/pull/collect-pull.ts';
import { vendorHttp } from '../collect/pull/http.ts';
import type { Counts } from '../collect/tally.ts';
import { readSecret } from '../config.ts';
import { DAY } from '../core/time.ts';
import { FarmwatchError, messageOf } from '../errors.ts';
import { sourceNamed, takerOf, type Settled, type Through } from './through-source.ts';

/** True where the configuration says how to fetch records of this source. */
export function isPulled(app: App, name: string): boolean {
  return sourceNamed(name).pull !== undefined && app.loaded.config.sources[name]?.pull !== undefined;
}

/**
 * Fetches what is new from the running system, and remembers how that went.
 *
 * @param counts filled while it goes, also where it fails
 * @throws FarmwatchError `source.away`, `source.refused`, `source.odd`, or of the store
 */
export async function pullThrough(app: App, settled: Settled, counts: Counts, told: Through & { readonly say?: (sentence: string) => void; readonly signal?: AbortSignal }): Promise<void> {
  const { name, source, context } = settled;
  const { at, under, access: wanted, backDays } = settled.fetched!;
  const { texts, problems } = settleAccess(source.pull!.access, wanted, under);
  if (problems.length > 0) throw new FarmwatchError('config.invalid', { file: at, why: problems.join('; ') });
  const access = readAccess(source.pull!.access, texts, (reference) => readSecret(reference, app.loaded.path));
  const book = pullBook(app.store);
  const { signal, say, dryRun = false } = told;
  const http = vendorHttp({
    source: name, now: app.now, random: Math.random, sleep: (ms) => sleep(ms, undefined, signal ? { signal } : {}),
    ...(signal ? { signal } : {}), ...(say ? { waits: (ms, why) => say(`${name}: waiting ${Math.ceil(ms / 1000)} s (${why})`) } : {}),
  });
  try {
    await collectPull(source, {
      name,
      io: { access, options: context.options, http, since: app.now() - backDays * DAY, now: app.now },
      book, counts, taker: (await takerOf(app, settled, told))(counts), dryRun, progress: (read) => say?.(`${name}: ${read} records`),
    });
    if (!dryRun) await book.ended(name, app.now(), null);
  } catch (error) {
    if (signal?.aborted) throw new FarmwatchError('source.away', { source: name, why: 'Farmwatch was told to stop' }, { cause: error });
    // The store may be what failed.
    if (!dryRun) await book.ended(name, app.now(), messageOf(error)).catch(() => {});
    throw error;
  }
}

/** True for a failure that lies with the vendor or the way there. */
export function isOfVendor(error: unknown): error is FarmwatchError {
  return error instanceof FarmwatchError && error.code.startsWith('source.');
}
