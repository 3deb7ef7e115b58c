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

/** Pseudonyms, assigned once and never reused. */
export interface Names {
  of(hire: HireId): string;
  /** The hire behind a pseudonym. */
  hireOf(name: string): HireId | undefined;
}

/**
 * The pseudonyms of some people; those who have none yet get one.
 *
 * @param fresh a word that differs from run to run, so that a name cannot be worked out from a hire's id
 */
export async function namesOf(store: Store, hires: readonly HireId[], fresh: string): Promise<Names> {
  const shelf = store.shelf<Pseudonym>('pseudonyms', { name: (row) => row.name });
  const known = new Map<HireId, string>();
  for await (const { value } of shelf.list()) known.set(value.id, value.name);
  const taken = new Set(known.values());
  for (const hire of [...new Set(hires)].filter((id) => !known.has(id)).sort(compareBytes)) {
    const draw = random(`${fresh}/${hire}`);
    let name: string;
    do name = `${draw.pick(BIRDS)}-${String(draw.int(900) + 100)}`; while (taken.has(name));
    try {
      await shelf.put({ id: hire, name }, '');
    } catch (error) {
      if (!(error instanceof FarmwatchError && error.code === 'record.stale')) throw error;
      // Another process named this person first.
      name = (await shelf.get(hire))!.value.name;
    }
    known.set(hire, name);
    taken.add(name);
  }
  const byName = new Map([...known].map(([hire, name]) => [name, hire]));
  return { of: (hire) => known.get(hire) ?? 'somebody', hireOf: (name) => byName.get(name) };
}
