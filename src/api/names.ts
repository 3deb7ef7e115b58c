import type { HireId } from '../core/person.ts';
import type { Store } from '../store/store.ts';
import { giveNames } from './given-names.ts';

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

/** Pseudonyms, assigned once and never reused: also not after whoever bore one is forgotten. */
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
  const known = await giveNames(store, { shelf: 'pseudonyms', words: BIRDS }, hires, fresh);
  const byName = new Map([...known].map(([hire, name]) => [name, hire]));
  return { of: (hire) => known.get(hire) ?? 'somebody', hireOf: (name) => byName.get(name) };
}
