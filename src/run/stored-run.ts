import { gunzipSync, gzipSync } from 'node:zlib';
import type { Case } from '../cases/case.ts';
import { shortHash } from '../core/canonical.ts';
import type { Instant } from '../core/time.ts';
import type { Custody } from '../detect/custody.ts';
import type { Finding } from '../detect/detector.ts';
import type { Risk } from '../risk/risk.ts';
import type { Kept, Shelf, Store } from '../store/store.ts';
import type { Mute } from './mutes.ts';

/** What stood at one instant, and what it rested on. */
export interface Run {
  readonly asOf: Instant;
  readonly findings: readonly Finding[];
  readonly risks: readonly Risk[];
  readonly custody: readonly Custody[];
  /** All cases after this run, in order of id. */
  readonly cases: readonly Case[];
  /** Events that name nobody known, and events of machines nobody holds, over the last days. */
  readonly unjoined: { readonly strangers: number; readonly machines: number };
  /** Versions of detectors, catalogue and fusion that judged; `settings` names the newest accepted proposal, where there is one. */
  readonly versions: Readonly<Record<string, string | number>>;
  /** What was muted then; absent where nothing was. */
  readonly mutes?: readonly Mute[];
}

/** A run as it lies on the shelf: packed, because a thousand risks repeat themselves, and in pieces. Runs of older versions lie in one. */
interface Packed { readonly id: string; readonly packed: string }
/** Which runs there are; small, so that looking for one does not read them all. */
interface Listed {
  readonly id: string;
  readonly asOf: Instant;
  /** Which pieces make it up; undefined where it lies in one, under its own id. */
  readonly body?: { readonly key: string; readonly pieces: number };
}

/** Characters of a piece. The embedded store holds some two thousand documents at once when it writes to its file; whole runs of a large company would not fit. */
const PIECE = 96 * 1024;

interface Held { readonly id: string; readonly revision: string; readonly run: Run }

export interface RunBook {
  put(run: Run): Promise<void>;
  /** The newest run at or before an instant, or the newest of all. */
  newest(at?: Instant): Promise<Run | undefined>;
  /** Instants of the runs in [from, to), oldest first. */
  instants(from?: Instant, to?: Instant): Promise<readonly Instant[]>;
  get(asOf: Instant): Promise<Run | undefined>;
  remove(asOf: Instant): Promise<void>;
}

export function runBook(store: Store): RunBook {
  const list: Shelf<Listed> = store.shelf<Listed>('runs');
  const bodies: Shelf<Packed> = store.shelf<Packed>('run-bodies');
  /** The newest run, which every page asks for, and the one that was read or written last, which the next question is mostly about. */
  let [newest, last]: [Held | undefined, Held | undefined] = [undefined, undefined];
  const open = async ({ value, revision }: Kept<Listed>, isNewest = false): Promise<Run | undefined> => {
    const known = [newest, last].find((held) => held?.id === value.id && held.revision === revision);
    const held = known ?? await unpack(value, revision);
    if (isNewest) newest = held;
    else last = held;
    return held?.run;
  };
  const unpack = async (listed: Listed, revision: string): Promise<Held | undefined> => {
    const packed = await packedOf(listed) ?? await replacedBy(listed);
    return packed === undefined ? undefined : { id: listed.id, revision, run: JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')) as Run };
  };
  /** Undefined where it is gone. */
  const packedOf = async ({ id, body }: Listed): Promise<string | undefined> => {
    if (body === undefined) return (await bodies.get(id))?.value.packed;
    const pieces = await Array.fromAsync(bodies.list({ from: pieceId(id, body.key, 0), to: pieceId(id, body.key, body.pieces) }), ({ value }) => value.packed);
    return pieces.length === body.pieces ? pieces.join('') : undefined;
  };
  /** A run that was judged anew between the look at the list and the look at its pieces. */
  const replacedBy = async ({ id, body }: Listed): Promise<string | undefined> => {
    const now = (await list.get(id))?.value;
    return now === undefined || now.body?.key === body?.key ? undefined : packedOf(now);
  };
  const removeBody = async ({ id, body }: Listed): Promise<void> => {
    if (body === undefined) await bodies.remove(id);
    else for (let nth = 0; nth < body.pieces; nth++) await bodies.remove(pieceId(id, body.key, nth));
  };
  return {
    async put(run) {
      const id = idOf(run.asOf);
      const packed = gzipSync(JSON.stringify(run), { level: 1 }).toString('base64');
      const body = { key: shortHash(packed), pieces: Math.ceil(packed.length / PIECE) };
      const before = (await list.get(id))?.value;
      // The body first: a run that is listed can be read. What it takes the place of goes last.
      await bodies.putAll(Array.from({ length: body.pieces }, (_, nth) => ({ id: pieceId(id, body.key, nth), packed: packed.slice(nth * PIECE, (nth + 1) * PIECE) })));
      last = { id, revision: await list.put({ id, asOf: run.asOf, body }), run };
      if (before && before.body?.key !== body.key) await removeBody(before);
    },
    async newest(at) {
      const before = at === undefined ? {} : { to: idOf(at + 1) };
      // Opened after the list is done with: a promise that fails while a list is being closed has nobody to hear it.
      const [kept] = await Array.fromAsync(list.list({ ...before, newest: true, limit: 1 }));
      return kept && open(kept, at === undefined);
    },
    async instants(from, to) {
      const found: Instant[] = [];
      for await (const { value } of list.list({ ...(from === undefined ? {} : { from: idOf(from) }), ...(to === undefined ? {} : { to: idOf(to) }) })) found.push(value.asOf);
      return found;
    },
    async get(asOf) {
      const kept = await list.get(idOf(asOf));
      return kept ? open(kept) : undefined;
    },
    async remove(asOf) {
      const kept = await list.get(idOf(asOf));
      await list.remove(idOf(asOf));
      if (kept) await removeBody(kept.value);
    },
  };
}

/** Pieces sort as they follow each other. */
function pieceId(id: string, key: string, nth: number): string {
  return `${id}/${key}/${String(nth).padStart(6, '0')}`;
}

/** Ids sort as instants do: one length for all. */
function idOf(asOf: Instant): string {
  return new Date(asOf).toISOString();
}
