import { DAY, dayOf, type Day, type Instant } from '../../core/time.ts';
import type { RunBook } from '../stored-run.ts';

/** Every run is kept so long, then the last of each UTC day, then none. */
export const EVERY_RUN_DAYS = 14;
export const DAILY_RUN_DAYS = 400;

/**
 * Runs that go, of all there are.
 *
 * @param instants of all stored runs, oldest first; the newest always stays: it is what stands
 * @param resting  instants that open cases rest on
 */
export function oldRuns(instants: readonly Instant[], resting: ReadonlySet<Instant>, now: Instant): readonly Instant[] {
  const lastOfDay = new Map<Day, Instant>();
  for (const at of instants) lastOfDay.set(dayOf(at), at);
  return instants.filter((at) => {
    if (at === instants.at(-1) || resting.has(at) || at >= now - EVERY_RUN_DAYS * DAY) return false;
    return at < now - DAILY_RUN_DAYS * DAY || lastOfDay.get(dayOf(at)) !== at;
  });
}

export async function removeOldRuns(runs: RunBook, resting: ReadonlySet<Instant>, now: Instant): Promise<readonly Instant[]> {
  const old = oldRuns(await runs.instants(), resting, now);
  for (const at of old) await runs.remove(at);
  return old;
}
