import type { Directory, IdentityFields } from '../../core/identity.ts';
import type { HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import type { Condition, Store, Where } from '../../store/store.ts';
import { linkShelf } from './machine-links.ts';
import { FOREVER, MACHINE_FIELDS, PERSON_FIELDS, walkDays } from './walk-days.ts';

/**
 * Forgets raw events before an instant, except what people did and laptops told on whom an open case rests.
 *
 * @param spoken people on whom an open case rests
 * @returns number of rows forgotten
 */
export async function forgetOldRows(store: Store, directory: Directory, spoken: ReadonlySet<HireId>, before: Instant): Promise<number> {
  if ((await store.events.days({ from: 0, to: before, asOf: FOREVER })).length === 0) return 0;
  const keep = await keptSpellings(store, directory, spoken, before);
  return (await store.events.forget({ before, keep }, 'no detector needs it any more')).forgotten;
}

async function keptSpellings(store: Store, directory: Directory, spoken: ReadonlySet<HireId>, before: Instant): Promise<readonly Where[]> {
  if (spoken.size === 0) return [];
  const accounts: IdentityFields[] = [];
  const machines: IdentityFields[] = [];
  for await (const { spellings, whose } of walkDays(store, directory, await linkShelf(store).all(), before)) {
    for (const row of spellings) {
      const { person, holderAt } = whose(row);
      if (typeof person === 'string' && spoken.has(person)) accounts.push(row);
      if ([row.first, row.last].some((at) => spoken.has(holderAt(at) ?? ''))) machines.push(row);
    }
  }
  return [...exactly(accounts, PERSON_FIELDS), ...exactly(machines, MACHINE_FIELDS)];
}

/**
 * Conditions that are met by these spellings and no others, as few as possible: spellings that differ in their first
 * known field only share one.
 */
export function exactly(spellings: readonly IdentityFields[], fields: typeof PERSON_FIELDS | typeof MACHINE_FIELDS): readonly Where[] {
  const groups = new Map<string, { readonly rest: Where; readonly first: keyof IdentityFields; readonly values: Set<string> }>();
  for (const spelling of spellings) {
    const first = fields.find((field) => spelling[field] !== undefined);
    if (first === undefined) continue;
    const rest = Object.fromEntries(fields.filter((field) => field !== first).map((field): [string, Condition] => [field, spelling[field] ?? { exists: false }]));
    const key = JSON.stringify([first, rest]);
    const group = groups.get(key) ?? { rest, first, values: new Set<string>() };
    groups.set(key, group);
    group.values.add(spelling[first]!);
  }
  return [...groups.values()].map(({ rest, first, values }) => ({ ...rest, [first]: [...values] }));
}
