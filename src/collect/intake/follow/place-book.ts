import type { Shelf } from '../../../store/store.ts';
import type { Place } from './place.ts';

/**
 * How far each file was read: in the store, and here, which is ahead while the store is away. What the spool has taken is not
 * read again, whether the store takes the place or not.
 */
export interface PlaceBook {
  /** Places that another start left in the store; the first call asks it, later ones do nothing. Before it there are none. */
  load(): Promise<void>;
  get(id: string): Place | undefined;
  has(id: string): boolean;
  of(source: string): readonly Place[];
  /** @throws where the store is away; here it has moved all the same */
  move(place: Place): Promise<void>;
  forget(place: Place): Promise<void>;
  /** Brings the store to where this is. */
  writeDown(): Promise<void>;
}

/** @param shelf where places outlive a start */
export function placeBook(shelf: Pick<Shelf<Place>, 'list' | 'put' | 'remove'>): PlaceBook {
  let places = new Map<string, Place>();
  let isLoaded = false;
  const unwritten = new Map<string, Place>();

  const writeDown = async (): Promise<void> => {
    for (const place of [...unwritten.values()]) {
      await shelf.put(place);
      unwritten.delete(place.id);
    }
  };
  return {
    async load() {
      if (isLoaded) return;
      places = new Map((await Array.fromAsync(shelf.list())).map(({ value }) => [value.id, value]));
      isLoaded = true;
    },
    get: (id) => places.get(id),
    has: (id) => places.has(id),
    of: (source) => [...places.values()].filter((place) => place.source === source),
    async move(place) {
      places.set(place.id, place);
      unwritten.set(place.id, place);
      await writeDown();
    },
    async forget(place) {
      await shelf.remove(place.id);
      places.delete(place.id);
      unwritten.delete(place.id);
    },
    writeDown,
  };
}
