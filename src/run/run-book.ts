import type { Instant } from '../core/time.ts';
import type { Kept, Shelf, Store } from '../store/store.ts';
import { heldRuns } from './held-runs.ts';
import type { ToCome } from './reach.ts';
import { runBodies } from './run-bodies.ts';
import { casesPart, idOf, packedRun, type Listed } from './run-parts.ts';
import { knewSomebody, type Run } from './stored-run.ts';

export interface RunBook {
  /**
   * Keeps a run in the place of another one at its instant.
   *
   * @param live that it took place when its instant was now; a run that takes the place of such a one stays one
   */
  put(run: Run, live?: boolean): Promise<void>;
  /** Instant of the newest live run that somebody's records were there for. Runs as of an instant to come, and those of which only a part is left, are passed over, here and below. */
  newestLive(): Promise<Instant | undefined>;
  /** The newest run at or before an instant, or the newest of all. */
  newest(at?: Instant): Promise<Run | undefined>;
  /** The cases of the newest run at or before an instant, and when it took place. Of the run nothing else is read. */
  newestCases(at: Instant): Promise<Pick<Run, 'asOf' | 'cases' | 'acts'> | undefined>;
  /** Instants of all whole runs in [from, to), oldest first; also of those to come. */
  instants(from?: Instant, to?: Instant): Promise<readonly Instant[]>;
  /** The same with those of which only a part is left: for whoever lets go of what they say. */
  instantsKept(from?: Instant): Promise<readonly Instant[]>;
  /** The run at an instant, or what is left of it. */
  get(asOf: Instant): Promise<Run | undefined>;
  remove(asOf: Instant): Promise<void>;
}

/**
 * @param isToCome a run as of an instant to come, which an older version or a wrong clock may have left, knew of nothing and
 *   never stands as the newest; without it every instant has come
 */
export function runBook(store: Store, isToCome: ToCome = async () => false): RunBook {
  const list = store.shelf<Listed>('runs', { live: ({ live }) => (live ? 1 : undefined) });
  const bodies = runBodies(store, list);
  const held = heldRuns(bodies.runOf);
  const newestListed = newestReader(list, isToCome);
  return {
    async put(run, live = false) {
      const id = idOf(run.asOf);
      const { body, packed } = await packedRun(id, run);
      const before = (await list.get(id))?.value;
      // The body first: a run that is listed can be read. What it takes the place of goes last.
      await bodies.putAll(packed);
      const revision = await list.put({ id, asOf: run.asOf, ...(run.acts === undefined ? {} : { acts: run.acts }), body, ...((live && knewSomebody(run)) || before?.live ? { live: true } : {}), ...(run.partial ? { partial: true } : {}) });
      held.holdLast({ id, revision, run });
      if (before && before.body?.key !== body.key) await bodies.remove(before);
    },
    async newest(at) {
      const kept = await newestListed(at);
      return kept && held.open(kept, at === undefined);
    },
    async newestLive() {
      return (await newestListed(undefined, { live: 1 }))?.value.asOf;
    },
    async newestCases(at) {
      const kept = await newestListed(at);
      if (kept === undefined) return undefined;
      const { asOf, acts } = kept.value;
      const apart = held.isHeld(kept) ? undefined : casesPart(kept.value);
      const cases = apart ? await bodies.casesOf(kept.value, apart) : (await held.open(kept))?.cases;
      return cases && { asOf, cases, ...(acts === undefined ? {} : { acts }) };
    },
    async instants(from, to) {
      const found: Instant[] = [];
      for await (const { value } of list.list({ ...(from === undefined ? {} : { from: idOf(from) }), ...(to === undefined ? {} : { to: idOf(to) }) })) if (!value.partial) found.push(value.asOf);
      return found;
    },
    async instantsKept(from) {
      return Array.fromAsync(list.list(from === undefined ? {} : { from: idOf(from) }), ({ value }) => value.asOf);
    },
    async get(asOf) {
      const kept = await list.get(idOf(asOf));
      return kept ? held.open(kept) : undefined;
    },
    async remove(asOf) {
      const kept = await list.get(idOf(asOf));
      await list.remove(idOf(asOf));
      if (kept) await bodies.remove(kept.value);
    },
  };
}

type NewestListed = (at: Instant | undefined, where?: { readonly live: 1 }) => Promise<Kept<Listed> | undefined>;

/** The newest of those listed at or before an instant that has come. */
function newestReader(list: Shelf<Listed>, isToCome: ToCome): NewestListed {
  const newestListed: NewestListed = async (at, where) => {
    // Taken whole before anything else is awaited: a promise that fails while a list is being closed has nobody to hear it.
    const [kept] = await Array.fromAsync(list.list({ ...(at === undefined ? {} : { to: idOf(at + 1) }), ...(where ? { where } : {}), newest: true, limit: 1 }));
    return kept && (kept.value.partial || await isToCome(kept.value.asOf)) ? newestListed(kept.value.asOf - 1, where) : kept;
  };
  return newestListed;
}
