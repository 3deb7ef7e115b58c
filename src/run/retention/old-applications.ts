import type { ApplicationRow, Versioned } from '../../core/person.ts';
import { DAY, type Instant } from '../../core/time.ts';
import type { History, Registry, ScopeRule } from '../../detect/people/registry.ts';
import { NOTHING_HELD, type Held } from '../holds/hold.ts';
import type { Store } from '../../store/store.ts';
import { leavingNote } from './leaving.ts';
import { scopeTimeOf } from './scope-time.ts';
import { appliedSince } from './told-days.ts';

/**
 * Applications that nobody needs any more: older than `days` since they were made, or since a file named them first where
 * none says when that was, and of nobody whose scope goes on or lies ahead.
 *
 * @param registry as known now, with the people of open cases in scope
 */
export function oldApplications(history: History, registry: Registry, rule: ScopeRule, days: number, held: Held = NOTHING_HELD): readonly Versioned<ApplicationRow>[] {
  const before: Instant = registry.asOf - days * DAY;
  return history.applications.filter((row) => {
    const { hire_id: hireId } = row.versions.at(-1)!.row;
    const since = appliedSince(row);
    if (since === undefined || since >= before || held.hires.has(hireId ?? '')) return false;
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
