import type { Shelf, Store } from '../store/store.ts';
import { casesPart, pieceId, restPart, valueOf, type Listed, type Packed, type Part, type Pieces } from './run-parts.ts';
import type { Run } from './stored-run.ts';

/** What runs say, by where the list of runs has it. A run that is judged anew meanwhile is read as it is then. */
export interface RunBodies {
  putAll(packed: readonly Packed[]): Promise<void>;
  /** Undefined where a piece is gone; so is `casesOf`. */
  runOf(listed: Listed): Promise<Run | undefined>;
  /** The cases alone, where they lie apart. */
  casesOf(listed: Listed, apart: Part): Promise<Run['cases'] | undefined>;
  remove(listed: Listed): Promise<void>;
}

export function runBodies(store: Pick<Store, 'shelf'>, list: Pick<Shelf<Listed>, 'get'>): RunBodies {
  const shelf = store.shelf<Packed>('run-bodies');
  const runOf = async (listed: Listed): Promise<Run | undefined> => {
    const apart = casesPart(listed);
    const rest = await partOf<Run>(shelf, restPart(listed));
    const cases = apart === undefined ? rest?.cases : await partOf<Run['cases']>(shelf, apart);
    if (rest && cases) return { ...rest, cases };
    const now = await replacing(list, listed);
    return now && runOf(now);
  };
  const casesOf = async (listed: Listed, apart: Part): Promise<Run['cases'] | undefined> => {
    const cases = await partOf<Run['cases']>(shelf, apart);
    const now = cases ? undefined : await replacing(list, listed);
    const part = now && casesPart(now);
    return cases ?? (now && part && casesOf(now, part));
  };
  return { putAll: (packed) => shelf.putAll(packed), runOf, casesOf, remove: (listed) => removeParts(shelf, listed) };
}

async function partOf<T>(shelf: Shelf<Packed>, part: Part): Promise<T | undefined> {
  const packed = 'id' in part ? (await shelf.get(part.id))?.value.packed : await piecesOf(shelf, part);
  return packed === undefined ? undefined : valueOf<T>(packed);
}

async function piecesOf(shelf: Shelf<Packed>, { under, pieces }: Pieces): Promise<string | undefined> {
  const found = await Array.fromAsync(shelf.list({ from: pieceId(under, 0), to: pieceId(under, pieces) }), ({ value }) => value.packed);
  return found.length === pieces ? found.join('') : undefined;
}

/** A run that was judged anew between the look at the list and the look at its pieces. */
async function replacing(list: Pick<Shelf<Listed>, 'get'>, { id, body }: Listed): Promise<Listed | undefined> {
  const now = (await list.get(id))?.value;
  return now === undefined || now.body?.key === body?.key ? undefined : now;
}

async function removeParts(shelf: Shelf<Packed>, listed: Listed): Promise<void> {
  for (const part of [restPart(listed), casesPart(listed) ?? []].flat()) {
    if ('id' in part) await shelf.remove(part.id);
    else for (let nth = 0; nth < part.pieces; nth++) await shelf.remove(pieceId(part.under, nth));
  }
}
