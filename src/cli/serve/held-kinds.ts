import type { App } from '../../app.ts';
import { tokenBook } from '../../collect/intake/tokens.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { readHistory } from '../../detect/people/registry.ts';
import { LISTS_OF_PEOPLE, type HeldLists } from '../../rights/list-kinds.ts';

/** Of what records are stored, who may send some, and what the lists of the store say: kinds alone, of nobody. */
export interface HeldKinds { readonly modules: readonly string[]; readonly tokens: readonly string[]; readonly lists: HeldLists }

/** An event may be so far ahead of the clock. */
const AHEAD = 2 * DAY;

/** What the store holds, whichever way it came in: also files that no configuration names. */
export async function heldKinds({ store }: Pick<App, 'store'>, now: Instant): Promise<HeldKinds> {
  const rows = await store.events.tally({ where: {}, by: ['event.module'], measure: { times: 'count' } }, { from: 0, to: now + AHEAD, asOf: now + AHEAD });
  const history = await readHistory(store);
  const fieldsOf = (list: (typeof LISTS_OF_PEOPLE)[number]): readonly string[] => [...new Set((history[list] as readonly { readonly versions: readonly { readonly row: object }[] }[]).flatMap(({ versions }) => versions.flatMap(({ row }) => Object.entries(row).flatMap(([field, value]) => (isFilled(value) ? [field] : [])))))].sort();
  return {
    modules: [...new Set(rows.map((row) => row['event.module'] ?? 'files without the name of a source'))].sort(),
    tokens: [...new Set((await tokenBook(store).list()).map(({ source }) => source))].sort(),
    lists: Object.fromEntries(LISTS_OF_PEOPLE.filter((list) => history[list].length > 0).map((list) => [list, fieldsOf(list)])),
  };
}

function isFilled(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && value.length === 0);
}
