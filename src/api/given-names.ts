import { compareBytes } from '../core/canonical.ts';
import { random } from '../core/random.ts';
import { isStale } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** What kind of names: the shelf they stand on, and the words they are drawn from. */
export interface NameBook {
  readonly shelf: string;
  readonly words: readonly string[];
}

interface Given { readonly id: string; readonly name: string }
/** The names that were given last, all at once. Whoever gives more has to have read it: its revision says so. */
interface Batch { readonly id: 'newest'; readonly given: readonly Given[] }
/** A name that was given to somebody once, without whom: it stays when its bearer is forgotten. */
interface Taken { readonly id: string }

/**
 * The names of some ids, and of all that have one; those that have none yet get one.
 *
 * Safe where several processes give names at once. New ones are given by one write of the newest batch over the one that
 * was read, which fails for all but the first; the others read again. Only then do they go to the shelf, and the next
 * batch is written after them, so a process that dies in between leaves nothing undone.
 *
 * @param fresh a word that differs from run to run, so that a name cannot be worked out from an id
 */
export async function giveNames(store: Pick<Store, 'shelf'>, { shelf: name, words }: NameBook, ids: readonly string[], fresh: string): Promise<ReadonlyMap<string, string>> {
  const shelf = store.shelf<Given>(name, { name: (row) => row.name });
  const batches = store.shelf<Batch>(`${name}-newest`);
  const takenShelf = store.shelf<Taken>(`${name}-taken`);
  for (;;) {
    const newest = await batches.get('newest');
    // Before the shelf: what is taken was on the shelf by then, so nobody gets a second name while another process finishes.
    const taken = new Set<string>();
    for await (const { value } of takenShelf.list()) taken.add(value.id);
    const known = new Map<string, string>();
    for await (const { value } of shelf.list()) known.set(value.id, value.name);
    // Of a batch that did not reach the shelf nothing is lost; one that did may have lost its bearers since, who stay forgotten.
    for (const { id, name: one } of newest?.value.given ?? []) if (!taken.has(one)) known.set(id, one);
    await remember(takenShelf, [...known.values()].filter((one) => !taken.has(one)), newest?.value.given ?? [], (rows) => shelf.putAll(rows));
    const given = drawn(ids.filter((id) => !known.has(id)), new Set([...known.values(), ...taken]), words, fresh);
    if (given.length > 0) {
      if (!await isFirst(batches.put({ id: 'newest', given }, newest?.revision ?? ''))) continue;
      await shelf.putAll(given);
      await takenShelf.putAll(given.map(({ name: one }) => ({ id: one })));
    }
    for (const { id, name: one } of given) known.set(id, one);
    return known;
  }
}

/** Finishes what a process that died had begun: first the shelf, then the list of names that never come back. */
async function remember(takenShelf: { putAll(rows: readonly Taken[]): Promise<void> }, fresh: readonly string[], batch: readonly Given[], put: (rows: readonly Given[]) => Promise<void>): Promise<void> {
  if (fresh.length === 0) return;
  const unfinished = new Set(fresh);
  await put(batch.filter(({ name }) => unfinished.has(name)));
  await takenShelf.putAll(fresh.map((id) => ({ id })));
}

/** A name for each of these ids that nobody has or had. */
function drawn(ids: readonly string[], taken: Set<string>, words: readonly string[], fresh: string): readonly Given[] {
  return [...new Set(ids)].sort(compareBytes).map((id) => {
    const draw = random(`${fresh}/${id}`);
    let name: string;
    // Three digits while most of these are free, and more behind them when there are very many.
    do name = `${draw.pick(words)}-${String(draw.int(taken.size * 2 < words.length * 900 ? 900 : 900_000) + 100)}`; while (taken.has(name));
    taken.add(name);
    return { id, name };
  });
}

/** False where a write came too late: somebody else changed the document first. */
async function isFirst(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (isStale(error)) return false;
    throw error;
  }
}
