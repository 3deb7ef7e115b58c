import type { Case } from '../cases/case.ts';
import type { CaseFile } from '../cases/triage.ts';
import type { HireId } from '../core/person.ts';
import type { Registry } from '../detect/people/registry.ts';
import { namedBeyond } from '../risk/cluster.ts';
import type { Judged } from './judged.ts';

/** What one look at an instant brought. */
export interface Looked { readonly registry: Registry; readonly judged: Judged; readonly cases: CaseFile }

/**
 * A look at everybody in scope and, where the finding of a case names people past their first months, one at them too. They
 * stay in it if they belong to an open case by then, as starters do: watched, or tied back. Of the others nothing is kept.
 */
export async function withNamed(lookAt: (inCases: ReadonlySet<HireId>) => Promise<Looked>, inCases: ReadonlySet<HireId>): Promise<Looked> {
  const first = await lookAt(inCases);
  const isStaff = (id: HireId): boolean => {
    const hire = first.registry.hires.get(id);
    return hire !== undefined && hire.endsAt === undefined;
  };
  const named = new Set(namedBeyond(first.judged.findings, first.judged.risks).filter(isStaff));
  if (named.size === 0) return first;
  const wide = await lookAt(inCases.union(named));
  const joined = named.intersection(peopleOf(wide.cases, ({ status }) => status === 'open'));
  if (joined.size === 0) return first;
  return joined.size === named.size ? wide : lookAt(inCases.union(joined));
}

/** Everybody who belongs to one of these cases. */
export function peopleOf(file: CaseFile, which: (state: Case) => boolean): ReadonlySet<HireId> {
  return new Set([...file.values()].filter(which).flatMap(({ hires }) => hires));
}
