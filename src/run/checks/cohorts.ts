import { compareBytes } from '../../core/canonical.ts';
import type { HireId } from '../../core/person.ts';
import { DAY } from '../../core/time.ts';
import type { Registry } from '../../detect/people/registry.ts';

/** Everybody in scope who shares something that is nobody's doing. */
export interface Cohort {
  /** `team:Payments`, `week:2026-11-02`, `agency:Northway`. */
  readonly id: string;
  readonly says: string;
  readonly hires: readonly HireId[];
}

/** The Monday of a day, `2026-11-02`. */
function mondayOf(day: string): string {
  const at = Date.parse(day);
  return new Date(at - ((new Date(at).getUTCDay() + 6) % 7) * DAY).toISOString().slice(0, 10);
}

/** Cohorts of the people in scope, with all of their members; the largest first. */
export function cohortsOf({ hires }: Pick<Registry, 'hires'>): readonly Cohort[] {
  const found = new Map<string, { readonly says: string; readonly hires: HireId[] }>();
  const add = (id: string, says: string, hire: HireId): void => {
    const held = found.get(id);
    if (held) held.hires.push(hire);
    else found.set(id, { says, hires: [hire] });
  };
  for (const { hire_id: hire, inScope, team, agency, start_date: start } of hires.values()) {
    if (!inScope) continue;
    if (team !== undefined) add(`team:${team}`, `team ${team}`, hire);
    if (agency !== undefined) add(`agency:${agency}`, `everybody from the agency ${agency}`, hire);
    const monday = mondayOf(start);
    add(`week:${monday}`, `everybody who starts in the week of ${monday}`, hire);
  }
  return [...found].map(([id, { says, hires: members }]): Cohort => ({ id, says, hires: members.sort(compareBytes) })).sort((a, b) => b.hires.length - a.hires.length || compareBytes(a.id, b.id));
}
