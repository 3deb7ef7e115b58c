import { randomBytes } from 'node:crypto';
import { namesOf } from '../api/names.ts';
import type { App } from '../app.ts';
import type { HireId } from '../core/person.ts';
import { applicantMark } from '../run/applicant-mark.ts';
import { viewJournal, type Viewed } from '../run/views.ts';
import { writtenFirst } from './audited.ts';

/** Whom a command is about to show. */
export interface Shown {
  readonly hires: readonly HireId[];
  /** Ids of applications without a hire. */
  readonly applications: readonly string[];
}

/**
 * Writes down who looks at whom, as the pages do, before anything is shown.
 *
 * Applicants get no pseudonym, which would outlive their application: a mark tells, as long as it is held, which one it was.
 */
export async function noteLook({ store }: Pick<App, 'store'>, look: Pick<Viewed, 'at' | 'by' | 'what' | 'case' | 'purpose'> & { readonly id?: string }, { hires, applications }: Shown): Promise<void> {
  await writtenFirst(async () => {
    const of = await pseudonymsIn(store, hires);
    const people = [...new Set([...hires.map(of), ...applications.map(applicantMark)])].sort();
    await viewJournal(store).append({ id: people.join(' '), from: 'command', ...look, people });
  });
}

/** The pseudonyms of some people; whoever has none yet gets one. */
export async function pseudonymsIn(store: App['store'], hires: readonly HireId[]): Promise<(hire: HireId) => string> {
  return (await namesOf(store, hires, randomBytes(16).toString('hex'))).of;
}
