import type { Instant } from '../core/time.ts';
import type { Journal, Store } from '../store/store.ts';
import { auditOf, entriesOf } from './audit/audit.ts';
import type { AuditEntry } from './audit/entry.ts';

/** One look at people, with the name of whoever looked. */
export interface Viewed extends Partial<Pick<AuditEntry, 'role' | 'from' | 'case' | 'purpose'>> {
  readonly at: Instant;
  readonly by: string;
  readonly what: 'case' | 'person' | 'timeline' | 'rows' | 'search' | 'screen' | 'export' | 'copy' | 'approval' | 'check' | 'response' | 'reveal' | 'erasure';
  /** Of the case, the person, the finding; of a search the kinds that were asked for, never the value. */
  readonly id: string;
  /** By pseudonym; applicants who were not hired by a mark. */
  readonly people: readonly string[];
}

/** Every look at a person is kept, whichever way it took: in the audit, after those that are older than it. */
export function viewJournal(store: Pick<Store, 'journal'>): Pick<Journal<Viewed>, 'append' | 'read'> {
  return {
    append: (look) => auditOf(store).append({ from: 'page', ...look, did: 'looked' }),
    async *read() {
      let seq = 0;
      for await (const { entry } of store.journal<Viewed>('views').read()) yield { seq: ++seq, entry };
      for (const { at, by, what, id, people, did } of await entriesOf(store)) if (did === 'looked') yield { seq: ++seq, entry: { at, by, what: what as Viewed['what'], id, people } };
    },
  };
}
