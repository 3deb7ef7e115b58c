import type { CheckKind } from '../../cases/check-kinds.ts';
import { isOnHold, isOver, type CheckEntry, type Origin, type Subject, type Task } from '../../cases/check-task.ts';
import { canonicalText, shortHash } from '../../core/canonical.ts';
import type { HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';

/** The same check for one or several people. */
export interface Begin { readonly kind: CheckKind; readonly due: Instant; readonly origin: Origin; readonly subjects: readonly Subject[] }

/**
 * The entries that begin checks. Whoever has the same check open already gets no second one.
 *
 * @param waits whether a check of somebody that comes out of a case has to wait; of a cohort none does
 */
export function begunEntries({ kind, due, origin, subjects }: Begin, begun: ReadonlyMap<string, Task>, whose: { readonly at: Instant; readonly by: string }, waits: (hire: HireId) => boolean): readonly (CheckEntry & { readonly did: 'begun' })[] {
  // A member of a cohort who has the same check on hold is begun all the same: to be left out would single them out.
  const open = new Set([...begun.values()].filter((task) => task.kind === kind && !isOver(task) && !('cohort' in origin && isOnHold(task))).map(({ subject }) => keyOf(subject)));
  return subjects.filter((subject) => !open.has(keyOf(subject))).map((subject) => ({
    ...whose, did: 'begun',
    task: { id: idOf(kind, subject, origin, whose.at), kind, subject, origin, due, isWaiting: 'case' in origin && 'hire' in subject && waits(subject.hire) },
  }));
}

const keyOf = (subject: Subject): string => ('hire' in subject ? `hire\0${subject.hire}` : `application\0${subject.application}`);
const idOf = (kind: CheckKind, subject: Subject, origin: Origin, at: Instant): string => `k-${shortHash(`${kind}\0${keyOf(subject)}\0${canonicalText(origin)}\0${at}`).slice(0, 10)}`;
