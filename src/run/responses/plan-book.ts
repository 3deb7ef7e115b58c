import { shortHash } from '../../core/canonical.ts';
import type { Instant } from '../../core/time.ts';
import { differenceOf, evolvePlan, isWaiting, NO_VERSIONS, planAt, type PlanBook, type PlanEntry, type PlanVersion } from '../../cases/plan-versions.ts';
import { DEFAULT_PLAN, planProblems, withBuiltInWords, type PlanStep } from '../../cases/response-plan.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Journal, Store } from '../../store/store.ts';
import { foldOf } from '../fold-of.ts';
import { sameName } from '../holds/hold.ts';

/** The plan at an instant. */
export type PlanOf = (at: Instant) => readonly PlanStep[];

export function planJournal(store: Pick<Store, 'journal'>): Journal<PlanEntry> {
  return store.journal<PlanEntry>('response-plans');
}

/** The company's plan of a response, with its history. */
export interface ResponsePlans {
  /** True where a file of the configuration is the plan: nobody writes another one here. */
  readonly isFile: boolean;
  read(): Promise<PlanBook>;
  /** The plans that held, for whoever begins a response. */
  planOf(): Promise<PlanOf>;
  /** What a plan would come to; nothing is written. */
  tried(steps: readonly PlanStep[] | null, now: Instant): Promise<Tried>;
  /** @throws FarmwatchError `request.invalid`, `record.stale` where somebody else wrote meanwhile */
  write(wish: { readonly steps: readonly PlanStep[] | null; readonly why: string; readonly revision: number }, by: string, now: Instant): Promise<PlanVersion>;
  /** Lets a version hold, as a second person. @throws FarmwatchError `not.found`, `request.invalid` */
  confirm(id: string, by: string, now: Instant): Promise<void>;
  turnDown(id: string, note: string, by: string, now: Instant): Promise<void>;
  /** The version that waits under an id. @throws FarmwatchError `not.found` */
  waiting(id: string): Promise<PlanVersion>;
}

/** What a plan would come to. */
export interface Tried { readonly steps: readonly PlanStep[]; readonly problems: readonly string[]; readonly changes: readonly string[]; readonly weakens: readonly string[] }

/** @param file the steps of a file that the configuration names */
export function responsePlans(store: Pick<Store, 'journal'>, file?: readonly PlanStep[]): ResponsePlans {
  const journal = planJournal(store);
  const read = foldOf<PlanEntry, { book: PlanBook }>(store, 'response-plans', {
    start: () => ({ book: NO_VERSIONS }),
    step: (state, entry) => Object.assign(state, { book: evolvePlan(state.book, entry) }),
  });
  const book = async (): Promise<PlanBook> => (await read()).book;
  const planOf = async (): Promise<PlanOf> => {
    const known = await book();
    return (at) => file ?? planAt(known, at, DEFAULT_PLAN);
  };
  const tried: ResponsePlans['tried'] = async (wanted, now) => {
    const steps = wanted === null ? DEFAULT_PLAN : withBuiltInWords(wanted);
    return { steps, problems: planProblems(steps), ...differenceOf((await planOf())(now), steps) };
  };
  const waiting: ResponsePlans['waiting'] = async (id) => {
    const found = (await book()).versions.find((one) => one.id === id && isWaiting(one));
    if (!found) throw new FarmwatchError('not.found', { what: 'change of the plan that waits under this id', cure: 'Somebody may have answered it already.' });
    return found;
  };
  return {
    isFile: file !== undefined, read: book, planOf, tried, waiting,
    async write({ steps: wanted, why, revision }, by, now) {
      if (file) throw invalid(FILE_RULES);
      const known = await book();
      if (revision !== known.revision) throw new FarmwatchError('record.stale', { id: 'the plan of a response' });
      const waits = known.versions.find(isWaiting);
      if (waits) throw invalid(`A change by ${waits.by} waits for a second person. Confirm it or turn it down first.`);
      const { steps, problems, changes, weakens } = await tried(wanted, now);
      if (problems.length > 0) throw invalid(`This plan cannot be: ${problems.join('; ')}.`);
      if (changes.length === 0) throw invalid('This is the plan that holds; nothing would change.');
      const entry: PlanEntry = { did: 'written', at: now, by, id: `plan-${shortHash(JSON.stringify([now, by, steps])).slice(0, 8)}`, steps: wanted === null ? null : steps, why, weakens, changes };
      await journal.append(entry);
      return (await book()).versions.find(({ id }) => id === entry.id)!;
    },
    async confirm(id, by, now) {
      const why = planRefusal(await waiting(id), by);
      if (why !== undefined) throw invalid(why);
      await journal.append({ did: 'confirmed', at: now, by, id });
    },
    async turnDown(id, note, by, now) {
      await waiting(id);
      await journal.append({ did: 'turned-down', at: now, by, id, note });
    },
  };
}

/** Why the plan cannot be written here. */
export const FILE_RULES = 'The plan stands in a file that the configuration names under response.plan. Whoever keeps that file changes it there, or takes the line out of the configuration.';

/** Why somebody cannot let a version hold; undefined where they can. */
export function planRefusal({ by: first }: Pick<PlanVersion, 'by'>, by: string): string | undefined {
  return sameName(first, by) ? 'You wrote it yourself. It takes from what protects people, so somebody else has to confirm it.' : undefined;
}

function invalid(why: string): FarmwatchError {
  return new FarmwatchError('request.invalid', { why });
}
