import { evolveResponse, responseOfClosing, type Response, type ResponseEntry } from '../../cases/response.ts';
import type { PlanStep } from '../../cases/response-plan.ts';
import type { Case } from '../../cases/case.ts';
import type { Store } from '../../store/store.ts';

/** The journal `responses`, folded as far as it was read. */
export interface ResponseBook {
  /** Responses that somebody has begun, by case. */
  read(): Promise<ReadonlyMap<string, Response>>;
  append(entry: ResponseEntry): Promise<void>;
}

export function responseBook(store: Pick<Store, 'journal'>): ResponseBook {
  const journal = store.journal<ResponseEntry>('responses');
  const responses = new Map<string, Response>();
  let after = 0;
  return {
    async read() {
      for await (const { seq, entry } of journal.read(after)) {
        if (seq <= after) continue;
        after = seq;
        const next = evolveResponse(responses.get(entry.case), entry);
        if (next) responses.set(entry.case, next);
      }
      return responses;
    },
    append: async (entry) => { await journal.append(entry); },
  };
}

/** Every response there is: those begun, and those of cases closed as true that nobody has begun. The oldest first. */
export function responsesOf(begun: ReadonlyMap<string, Response>, cases: readonly Case[], plan: readonly PlanStep[]): readonly Response[] {
  const closed = cases.flatMap((state) => (begun.has(state.id) ? [] : responseOfClosing(state, plan) ?? []));
  return [...begun.values(), ...closed].sort((a, b) => a.startedAt - b.startedAt || (a.case < b.case ? -1 : 1));
}
