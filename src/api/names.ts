import { compareBytes } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import { random } from '../core/random.ts';
import { FarmwatchError } from '../errors.ts';
import type { Store } from '../store/store.ts';

/** Names of birds carry no hint at anybody: not at a land, a sex or a language. */
const BIRDS = [
  'Avocet', 'Bittern', 'Bunting', 'Chough', 'Coot', 'Crake', 'Crane', 'Crossbill', 'Curlew', 'Dabchick', 'Dipper', 'Dotterel', 'Dunlin', 'Dunnock',
  'Egret', 'Eider', 'Falcon', 'Fieldfare', 'Finch', 'Gadwall', 'Gannet', 'Godwit', 'Goosander', 'Grebe', 'Grouse', 'Harrier', 'Heron', 'Hobby',
  'Ibis', 'Jackdaw', 'Kestrel', 'Kite', 'Kittiwake', 'Knot', 'Lapwing', 'Lark', 'Linnet', 'Mallard', 'Martin', 'Merlin', 'Moorhen', 'Nightjar',
  'Nuthatch', 'Oriole', 'Osprey', 'Ouzel', 'Petrel', 'Pintail', 'Pipit', 'Plover', 'Pochard', 'Ptarmigan', 'Puffin', 'Quail', 'Rail', 'Raven',
  'Redpoll', 'Redshank', 'Rook', 'Ruff', 'Sanderling', 'Scaup', 'Scoter', 'Serin', 'Shearwater', 'Shelduck', 'Shoveler', 'Siskin', 'Skua', 'Smew',
  'Snipe', 'Sparrow', 'Starling', 'Stilt', 'Stint', 'Stork', 'Swallow', 'Swan', 'Swift', 'Teal', 'Tern', 'Thrush', 'Treecreeper', 'Turnstone',
  'Twite', 'Wagtail', 'Warbler', 'Waxwing', 'Wheatear', 'Whimbrel', 'Whinchat', 'Wigeon', 'Willet', 'Wren', 'Yellowhammer',
] as const;

interface Pseudonym { readonly id: HireId; readonly name: string }
/** The pseudonyms that were given last, all at once. Whoever gives more has to have read it: its revision says so. */
interface Batch { readonly id: 'newest'; readonly given: readonly Pseudonym[] }

/** Pseudonyms, assigned once and never reused. */
export interface Names {
  of(hire: HireId): string;
  /** The hire behind a pseudonym. */
  hireOf(name: string): HireId | undefined;
}

/**
 * The pseudonyms of some people; those who have none yet get one.
 *
 * Safe where several processes name people at once. New pseudonyms are given by one write of the newest batch over the one
 * that was read, which fails for all but the first; the others read again. Only then do they go to the shelf, and the next
 * batch is written after them, so a process that dies in between leaves nothing undone.
 *
 * @param fresh a word that differs from run to run, so that a name cannot be worked out from a hire's id
 */
export async function namesOf(store: Store, hires: readonly HireId[], fresh: string): Promise<Names> {
  const shelf = store.shelf<Pseudonym>('pseudonyms', { name: (row) => row.name });
  const batches = store.shelf<Batch>('pseudonyms-newest');
  for (;;) {
    const newest = await batches.get('newest');
    const known = new Map<HireId, string>(newest?.value.given.map(({ id, name }) => [id, name]));
    for await (const { value } of shelf.list()) known.set(value.id, value.name);
    const given = drawn(hires.filter((id) => !known.has(id)), new Set(known.values()), fresh);
    if (given.length > 0) {
      await shelf.putAll(newest?.value.given ?? []);
      if (!await isFirst(batches.put({ id: 'newest', given }, newest?.revision ?? ''))) continue;
      await shelf.putAll(given);
    }
    for (const { id, name } of given) known.set(id, name);
    const byName = new Map([...known].map(([hire, name]) => [name, hire]));
    return { of: (hire) => known.get(hire) ?? 'somebody', hireOf: (name) => byName.get(name) };
  }
}

/** A pseudonym for each of these people that nobody has. */
function drawn(hires: readonly HireId[], taken: Set<string>, fresh: string): readonly Pseudonym[] {
  return [...new Set(hires)].sort(compareBytes).map((id) => {
    const draw = random(`${fresh}/${id}`);
    let name: string;
    do name = `${draw.pick(BIRDS)}-${String(draw.int(900) + 100)}`; while (taken.has(name));
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
    if (error instanceof FarmwatchError && error.code === 'record.stale') return false;
    throw error;
  }
}
