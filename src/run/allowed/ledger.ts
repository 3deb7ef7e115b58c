import { compareBytes } from '../../core/canonical.ts';
import type { AllowedRow, HireId, PersonRow, PlaceRow } from '../../core/person.ts';
import type { Day, Instant } from '../../core/time.ts';
import { permissionsOf, readHistory, registryAt, versionAt, type History, type Registry } from '../../detect/people/registry.ts';
import type { Pipeline } from '../pipeline.ts';
import { NOTHING_HIDDEN, hiddenBetween, type Hidden } from './hidden.ts';
import { withPeople } from './with-people.ts';

/** A row by which readings stay away: a permission, a place that the company vouches for, people declared to live together. */
export type LedgerRow =
  | { readonly kind: 'permission'; readonly id: string; readonly row: AllowedRow }
  | { readonly kind: 'place'; readonly id: string; readonly row: PlaceRow }
  | { readonly kind: 'household'; readonly id: string; readonly hires: readonly HireId[] };

export interface Entry { readonly row: LedgerRow; readonly hides: Hidden }

/** The rows in force at an instant, in order of kind and id. */
export function ledgerRows(history: History, registry: Registry): readonly LedgerRow[] {
  const { asOf } = registry;
  const households = Map.groupBy([...registry.hires.values()].filter(({ household }) => household !== undefined), ({ household }) => household!);
  return [
    ...history.allowed.flatMap((held): readonly LedgerRow[] => {
      const row = versionAt(held, asOf);
      return row.absent ? [] : [{ kind: 'permission', id: held.id, row }];
    }),
    ...history.places.map((row): LedgerRow => ({ kind: 'place', id: row.id, row: versionAt(row, asOf) })),
    // Only a starter can be hidden by it; what the household is called in the file says more of people than is needed.
    ...[...households.values()].filter((members) => members.length > 1 && members.some(({ inScope }) => inScope)).map((members): LedgerRow => {
      const hires = members.map(({ hire_id: hire }) => hire).sort(compareBytes);
      return { kind: 'household', id: `household/${hires.join('+')}`, hires };
    }),
  ].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compareBytes(a.id, b.id));
}
const KINDS: readonly LedgerRow['kind'][] = ['permission', 'place', 'household'];

/**
 * What each row hides: the detectors once more over the same evidence without it.
 *
 * @param progress told how many rows are done, of how many
 */
export async function ledger(pipeline: Pipeline, asOf: Instant, progress: (done: number, of: number) => void): Promise<readonly Entry[]> {
  const history = await readHistory(pipeline.parts.store);
  const watch = watcher();
  const withAll = await pipeline.stand(asOf, history, watch.watched);
  const registry = registryAt(history, asOf, pipeline.parts.scope, new Set(withAll.risks.map(({ hire_id: hire }) => hire)));
  const rows = ledgerRows(history, registry);
  const entries: Entry[] = [];
  for (const row of rows) {
    const decided = row.kind === 'place' || (row.kind === 'permission' ? watch.decidedBy(row.id, history, registry) : watch.tied(row.hires));
    entries.push({ row, hides: decided ? hiddenBetween(withAll, await pipeline.stand(asOf, without(history, row))) : NOTHING_HIDDEN });
    progress(entries.length, rows.length);
  }
  return entries;
}

function without(history: History, row: LedgerRow): History {
  switch (row.kind) {
    case 'permission': return { ...history, allowed: history.allowed.filter(({ id }) => id !== row.id) };
    case 'place': return { ...history, places: history.places.filter(({ id }) => id !== row.id) };
    case 'household': {
      const apart = ({ household: _household, ...person }: PersonRow): PersonRow => person;
      const members = new Set(row.hires);
      return withPeople(history, (row) => (members.has(row.hire_id) ? apart(row) : row));
    }
  }
}

/**
 * Notes which permissions and households a run asked for and got.
 *
 * Detectors are pure: a row without which every answer would have been the same hides nothing, and needs no second run.
 */
function watcher() {
  const permitted = new Map<string, readonly [tool: string, hire: HireId, day: Day]>();
  const pairs = new Set<string>();
  return {
    watched: (registry: Registry): Registry => ({
      ...registry,
      allowed(tool, hire, day) {
        const yes = registry.allowed(tool, hire, day);
        if (yes) permitted.set(JSON.stringify([tool, hire, day]), [tool, hire, day]);
        return yes;
      },
      tied(a, b) {
        const yes = registry.tied(a, b);
        if (yes) pairs.add(a).add(b);
        return yes;
      },
    }),
    decidedBy(id: string, history: History, registry: Registry): boolean {
      const others = permissionsOf(history.allowed.filter((row) => row.id !== id).map((row) => versionAt(row, registry.asOf)), registry.hires);
      return [...permitted.values()].some(([tool, hire, day]) => !others(tool, hire, day));
    },
    tied: (hires: readonly HireId[]): boolean => hires.some((hire) => pairs.has(hire)),
  };
}
