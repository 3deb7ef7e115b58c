import { FIELD_NAMES, type FieldName } from '../../core/event.ts';
import type { Condition, EventLog, Forget, Identified, Row, Shelf, Store, Where } from '../../store/store.ts';

/** The same store, of which nothing is written: what would be forgotten is counted, whatever else would be written is passed over. */
export function rehearsing(store: Store): Store {
  return {
    ...store,
    events: { ...store.events, forget: async (what) => ({ forgotten: await wouldForget(store.events, what) }) },
    shelf: <T extends Identified>(name: string, indexes?: never): Shelf<T> => ({ ...store.shelf<T>(name, indexes), put: async () => '', putAll: async () => {}, remove: async () => {} }),
    journal: (name) => ({ ...store.journal(name), append: async () => 0, empty: async () => {} }),
  };
}

async function wouldForget(events: EventLog, { before, where = {}, keep = [] }: Forget): Promise<number> {
  const during = { from: 0, to: before, asOf: Number.MAX_SAFE_INTEGER };
  if (keep.length === 0) return (await events.tally({ where, by: [], measure: { rows: 'count' } }, during))[0]?.rows ?? 0;
  const named = new Set(keep.flatMap((one) => Object.keys(one)));
  const fields = FIELD_NAMES.filter((name): name is FieldName => named.has(name));
  const days = await events.fold<{ rows: number }>({
    where, fields, key: [], start: () => ({ rows: 0 }),
    step: (state, row) => {
      if (!keep.some((one) => meets(row, one))) state.rows++;
      return state;
    },
  }, during);
  return days.reduce((sum, { state }) => sum + state.rows, 0);
}

function meets(row: Row, where: Where): boolean {
  return Object.entries(where).every(([field, condition]) => holds(row[field as FieldName], condition as Condition));
}

function holds(value: Row[FieldName], condition: Condition): boolean {
  if (typeof condition === 'object' && 'exists' in condition) return (value !== undefined) === condition.exists;
  const wanted: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  return (Array.isArray(value) ? value : [value]).some((one) => wanted.includes(one));
}
