import { CHECKS } from '../../cases/check-kinds.ts';
import type { CheckEntry, Task } from '../../cases/check-task.ts';
import type { Instant } from '../../core/time.ts';
import type { Registry } from '../../detect/people/registry.ts';
import type { CheckBook } from './check-book.ts';

const OUTCOME_MODULE = 'farmwatch';
export const OUTCOME_DATASET = 'farmwatch.checks';

/** The event `verified` that an outcome becomes. It is learned of now, so that runs of earlier instants know nothing of it. */
function outcomeEvent({ id, kind, done }: Task, email: string, now: Instant): Readonly<Record<string, unknown>> | undefined {
  return done === null ? undefined : {
    '@timestamp': new Date(done.at).toISOString(), 'event.ingested': new Date(now).toISOString(), 'event.action': 'verified', 'event.id': id,
    'event.module': OUTCOME_MODULE, 'event.dataset': OUTCOME_DATASET, 'user.email': email,
    'farmwatch.verification.kind': CHECKS[kind].tells, 'farmwatch.verification.outcome': done.outcome, 'farmwatch.verification.by': done.by,
  };
}

/** Whose file a check is about: of an applicant, the hire that they became. */
function hireOfTask({ subject }: Pick<Task, 'subject'>, { applications }: Pick<Registry, 'applications'>): string | undefined {
  return 'hire' in subject ? subject.hire : applications.find(({ application_id: id }) => id === subject.application)?.hire_id;
}

/**
 * Tells outcomes that the events do not hold yet, through the door of an import. What failed before is told now, and what
 * was asked of an applicant is told once they are hired. An event told twice counts once: its id is that of the check.
 */
export async function tellOutcomes(book: CheckBook, registry: Pick<Registry, 'hires' | 'applications'>, bring: (documents: readonly object[]) => Promise<void>, now: Instant): Promise<number> {
  const told: CheckEntry[] = [];
  const documents: object[] = [];
  for (const task of (await book.read()).values()) {
    if (task.done === null || task.isTold) continue;
    const hire = hireOfTask(task, registry);
    const email = hire === undefined ? undefined : registry.hires.get(hire)?.email;
    const event = email === undefined ? undefined : outcomeEvent(task, email, now);
    if (!event) continue;
    documents.push(event);
    told.push({ did: 'told', id: task.id, at: now, by: OUTCOME_MODULE });
  }
  if (documents.length === 0) return 0;
  await bring(documents);
  await book.append(...told);
  return documents.length;
}
