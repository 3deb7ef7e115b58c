import type { Seq, Store } from '../store/store.ts';
import { deletionJournal } from './retention/deletions.ts';

/**
 * What the entries of a journal come to, folded as far as they were read. Begun anew once housekeeping, of this process or
 * another, has let something go: what is forgotten stays in no memory either.
 *
 * @param fold `start` makes a state without any entry; `step` may change the state that it is given
 */
export function foldOf<T, S>(store: Pick<Store, 'journal'>, name: string, fold: { readonly start: () => S; readonly step: (state: S, entry: T) => S }): () => Promise<S> {
  const journal = store.journal<T>(name);
  const deletions = deletionJournal(store);
  const fresh = (): { state: S; after: Seq } => ({ state: fold.start(), after: 0 });
  let [read, letGo] = [fresh(), 0];
  return async () => {
    for await (const { seq } of deletions.read(letGo)) {
      if (seq > letGo) [read, letGo] = [fresh(), seq];
    }
    // Whoever reads at the same time goes on with the same one, and each entry counts once.
    const mine = read;
    for await (const { seq, entry } of journal.read(mine.after)) {
      if (seq <= mine.after) continue;
      mine.after = seq;
      mine.state = fold.step(mine.state, entry);
    }
    return mine.state;
  };
}
