import type { Instant } from '../core/time.ts';
import type { Journal, Store } from '../store/store.ts';
import type { HumanAct } from '../cases/triage.ts';

/** A case that is no longer told of. What opened under the same name after `until` is a story of its own. */
export interface ForgottenCase { readonly id: string; readonly until: Instant }

/** True for a case that opened, or an act that was done, at an instant that is no longer told of. */
export type Gone = (id: string, at: Instant) => boolean;

export interface ForgottenCases {
  forget(cases: readonly ForgottenCase[]): Promise<void>;
  /** The same function as long as nothing more is forgotten. */
  gone(): Promise<Gone>;
}

/** What must not be told any more is named here and left out when runs and journals are read; housekeeping then empties their entries. */
export function forgottenCases(store: Store): ForgottenCases {
  const shelf = store.shelf<ForgottenCase>('forgotten-cases');
  let last: { readonly said: string; readonly gone: Gone } | undefined;
  return {
    forget: (cases) => shelf.putAll(cases),
    async gone() {
      const until = new Map<string, Instant>();
      for await (const { value } of shelf.list()) until.set(value.id, value.until);
      const said = JSON.stringify([...until]);
      if (last?.said !== said) last = { said, gone: (id, at) => at <= (until.get(id) ?? -Infinity) };
      return last.gone;
    },
  };
}

/** The journal of human acts without those on forgotten cases. Numbers stay as they are. */
export function actsWithout(journal: Journal<HumanAct>, forgotten: ForgottenCases): Journal<HumanAct> {
  return {
    append: (entry) => journal.append(entry),
    empty: (seqs) => journal.empty(seqs),
    async *read(after) {
      const gone = await forgotten.gone();
      for await (const line of journal.read(after)) if (!gone(line.entry.case, line.entry.event.at)) yield line;
    },
  };
}
