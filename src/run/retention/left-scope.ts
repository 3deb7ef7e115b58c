import type { HireId } from '../../core/person.ts';
import type { Registry } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';

/** Who was in scope the last time. */
interface ScopeNote { readonly id: 'scope'; readonly hires: readonly HireId[] }

/** Writes down who is in scope now. @returns how many were the last time and are not now */
export async function leftScope(store: Pick<Store, 'shelf'>, registry: Pick<Registry, 'hires'>): Promise<number> {
  const shelf = store.shelf<ScopeNote>('housekeeping');
  const before = (await shelf.get('scope'))?.value.hires ?? [];
  const hires = [...registry.hires.values()].filter(({ inScope }) => inScope).map(({ hire_id: id }) => id).sort();
  if (before.join('\0') !== hires.join('\0')) await shelf.putAll([{ id: 'scope', hires }]);
  return new Set(before).difference(new Set(hires)).size;
}
