import { evolveResponse, responseOfClosing, type Response, type ResponseEntry } from '../../cases/response.ts';
import type { Case } from '../../cases/case.ts';
import type { Journal, Store } from '../../store/store.ts';
import { foldOf } from '../fold-of.ts';
import type { PlanOf } from './plan-book.ts';

/** The journal `responses`, folded as far as it was read. */
export interface ResponseBook {
  /** Responses that somebody has begun, by case. */
  read(): Promise<ReadonlyMap<string, Response>>;
  append(entry: ResponseEntry): Promise<void>;
}

export function responseJournal(store: Pick<Store, 'journal'>): Journal<ResponseEntry> {
  return store.journal<ResponseEntry>('responses');
}

export function responseBook(store: Pick<Store, 'journal'>): ResponseBook {
  const journal = responseJournal(store);
  return {
    read: foldOf<ResponseEntry, Map<string, Response>>(store, 'responses', {
      start: () => new Map(),
      step(responses, entry) {
        const next = evolveResponse(responses.get(entry.case), entry);
        return next ? responses.set(entry.case, next) : responses;
      },
    }),
    append: async (entry) => { await journal.append(entry); },
  };
}

/** Every response there is: those begun, and those of cases closed as true that nobody has begun. The oldest first. @param planOf the plan that held at an instant: a response keeps the one it began with */
export function responsesOf(begun: ReadonlyMap<string, Response>, cases: readonly Case[], planOf: PlanOf): readonly Response[] {
  const closed = cases.flatMap((state) => (begun.has(state.id) ? [] : responseOfClosing(state, planOf(state.closed?.at ?? -Infinity)) ?? []));
  return [...begun.values(), ...closed].sort((a, b) => a.startedAt - b.startedAt || (a.case < b.case ? -1 : 1));
}
