import type { ApplicationRow, Versioned } from '../../core/person.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { History, Registry, ScopeRule } from '../../detect/registry.ts';
import { NOTHING_HELD, type Held } from '../holds/hold.ts';
import type { Store } from '../../store/store.ts';
import { leavingNote } from './leaving.ts';
import { scopeTimeOf } from './scope-time.ts';

/**
 * Applications that nobody needs any more: older than `days` since they came in, and of nobody whose scope goes on or
 * lies ahead. Without a date of application nothing is known of their age, and they stay.
 *
 * @param registry as known now, with the people of open cases in scope
 */
export function oldApplications(history: History, registry: Registry, rule: ScopeRule, days: number, held: Held = NOTHING_HELD): readonly Versioned<ApplicationRow>[] {
  const before: Instant = registry.asOf - days * DAY;
  return history.applications.filter(({ versions }) => {
    const { applied_at: appliedAt, hire_id: hireId } = versions.at(-1)!.row;
    if (appliedAt === undefined || appliedAt >= before || held.hires.has(hireId ?? '')) return false;
    const hire = hireId === undefined ? undefined : registry.hires.get(hireId);
    return hire === undefined || !(hire.inScope || registry.asOf < scopeTimeOf(hire, rule).to);
  });
}

export async function removeApplications(store: Store, rows: readonly Versioned<ApplicationRow>[]): Promise<number> {
  const shelf = store.shelf<Versioned<ApplicationRow>>('registry');
  await leavingNote(store).add({ applications: rows.map(({ versions }) => versions.at(-1)!.row.application_id) });
  for (const { id } of rows) await shelf.remove(id);
  return rows.length;
}
