import type { Case } from '../../cases/case.ts';
import type { HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { detectorsBehind, forgottenClosings } from '../closings.ts';
import type { Held } from '../holds/hold.ts';
import { forgottenCases, type ForgottenCase } from '../forgotten-cases.ts';
import type { Pipeline } from '../pipeline.ts';
import { isHeld } from './open-cases.ts';

/** From when on cases are no longer told of: those closed as `false`, and those closed for another reason or retracted. */
export interface EndOfCases { readonly asFalse: Instant; readonly otherwise: Instant }

/** Cases that ended before an instant, and the cases that were merged into them, but for those that are held. */
export function endedCases(cases: readonly Case[], before: EndOfCases, held: Held): readonly ForgottenCase[] {
  const found = new Map<string, ForgottenCase>();
  for (const state of cases) {
    const { id, status, closed, updatedAt } = state;
    if (isHeld(state, held)) continue;
    // Notes may have been added since.
    if (status === 'closed' && closed && closed.at < (closed.reason === 'false' ? before.asFalse : before.otherwise)) found.set(id, { id, until: Math.max(closed.at, updatedAt) });
    if (status === 'retracted' && updatedAt < before.otherwise) found.set(id, { id, until: updatedAt });
  }
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const state of cases) {
      const { id, mergedInto, updatedAt } = state;
      const into = mergedInto === null ? undefined : found.get(mergedInto);
      if (into && !found.has(id) && !isHeld(state, held)) found.set(id, { id, until: Math.max(into.until, updatedAt) });
    }
  }
  return [...found.values()];
}

/** Cases that name somebody, and the cases that were merged into them or that they were merged into. */
export function casesOf(hire: HireId, cases: readonly Case[]): readonly ForgottenCase[] {
  const found = new Set(cases.filter(({ hires }) => hires.includes(hire)).map(({ id }) => id));
  for (let size = -1; size !== found.size;) {
    size = found.size;
    for (const { id, mergedInto } of cases) {
      if (mergedInto === null || found.has(id) === found.has(mergedInto)) continue;
      found.add(id).add(mergedInto);
    }
  }
  return cases.filter(({ id }) => found.has(id)).map(({ id, updatedAt, closed }) => ({ id, until: Math.max(updatedAt, closed?.at ?? 0) }));
}

/**
 * Takes cases out of what is told, then out of the stored runs; what people did to them goes last.
 *
 * @param which cases of all that are told of
 * @returns the cases that were told of until now
 */
export async function forgetCases(store: Store, pipeline: Pipeline, which: (told: readonly Case[]) => readonly ForgottenCase[]): Promise<readonly Case[]> {
  const forgotten = forgottenCases(store);
  const all = (await pipeline.cases()).cases;
  const cases = which(all);
  const going = new Set(cases.map(({ id }) => id));
  const told = all.filter(({ id }) => going.has(id));
  if (cases.length > 0) {
    const closed = told.filter((state) => state.closed?.reason === 'false');
    // First what they teach of detectors, by case, so that a second try counts nothing twice.
    await forgottenClosings(store).keep(closed, await detectorsBehind(closed, pipeline.runs));
    await forgotten.forget(cases);
  }

  const gone = await forgotten.gone();
  const tells = (states: readonly Case[]): boolean => states.some(({ id, openedAt }) => gone(id, openedAt));
  // The newest run is written last: as long as it tells of them, older ones may.
  if (!tells((await pipeline.runs.newest())?.cases ?? [])) return told;
  for (const asOf of await pipeline.runs.instantsKept()) {
    const run = await pipeline.runs.get(asOf);
    if (run && tells(run.cases)) await pipeline.runs.put({ ...run, cases: run.cases.filter(({ id, openedAt }) => !gone(id, openedAt)) });
  }
  return told;
}
