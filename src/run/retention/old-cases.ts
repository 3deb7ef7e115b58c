import type { Case } from '../../cases/case.ts';
import type { Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { detectorsBehind, forgottenClosings } from '../closings.ts';
import { forgottenCases, type ForgottenCase } from '../forgotten-cases.ts';
import type { Pipeline } from '../pipeline.ts';

/** Cases closed as `false` before an instant, and the cases that were merged into them. */
export function closedAsFalse(cases: readonly Case[], before: Instant): readonly ForgottenCase[] {
  const found = new Map<string, ForgottenCase>();
  for (const { id, status, closed, updatedAt } of cases) {
    // Notes may have been added since.
    if (status === 'closed' && closed?.reason === 'false' && closed.at < before) found.set(id, { id, until: Math.max(closed.at, updatedAt) });
  }
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { id, mergedInto, updatedAt } of cases) {
      const into = mergedInto === null ? undefined : found.get(mergedInto);
      if (into && !found.has(id)) found.set(id, { id, until: Math.max(into.until, updatedAt) });
    }
  }
  return [...found.values()];
}

/**
 * Takes cases closed as `false` before an instant out of what is told, then out of the stored runs.
 *
 * @returns the cases that were told of until now
 */
export async function forgetCases(store: Store, pipeline: Pipeline, before: Instant): Promise<readonly Case[]> {
  const forgotten = forgottenCases(store);
  const all = (await pipeline.cases()).cases;
  const cases = closedAsFalse(all, before);
  const going = new Set(cases.map(({ id }) => id));
  const told = all.filter(({ id }) => going.has(id));
  if (cases.length > 0) {
    const closed = told.filter(({ status }) => status === 'closed');
    // First what they teach of detectors, by case, so that a second try counts nothing twice.
    await forgottenClosings(store).keep(closed, await detectorsBehind(closed, pipeline.runs));
    await forgotten.forget(cases);
  }

  const gone = await forgotten.gone();
  const tells = (states: readonly Case[]): boolean => states.some(({ id, openedAt }) => gone(id, openedAt));
  // The newest run is written last: as long as it tells of them, older ones may.
  if (!tells((await pipeline.runs.newest())?.cases ?? [])) return told;
  for (const asOf of await pipeline.runs.instants()) {
    const run = await pipeline.runs.get(asOf);
    if (run && tells(run.cases)) await pipeline.runs.put({ ...run, cases: run.cases.filter(({ id, openedAt }) => !gone(id, openedAt)) });
  }
  return told;
}
