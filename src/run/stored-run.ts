import { gunzipSync, gzipSync } from 'node:zlib';
import type { Case } from '../cases/case.ts';
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

/** A run as it lies on the shelf: packed, because a thousand risks repeat themselves. */
interface Packed { readonly id: string; readonly packed: string }
/** Which runs there are; small, so that looking for one does not read them all. */
interface Listed { readonly id: string; readonly asOf: Instant }

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
  const open = async ({ value: { id }, revision }: Kept<Listed>, isNewest = false): Promise<Run | undefined> => {
    const known = [newest, last].find((held) => held?.id === id && held.revision === revision);
    const held = known ?? await unpack(id, revision);
    if (isNewest) newest = held;
    else last = held;
    return held?.run;
  };
  const unpack = async (id: string, revision: string): Promise<Held | undefined> => {
    const kept = await bodies.get(id);
    return kept && { id, revision, run: JSON.parse(gunzipSync(Buffer.from(kept.value.packed, 'base64')).toString('utf8')) as Run };
  };
  return {
    async put(run) {
      const id = idOf(run.asOf);
      // The body first: a run that is listed can be read.
      await bodies.putAll([{ id, packed: gzipSync(JSON.stringify(run), { level: 1 }).toString('base64') }]);
      last = { id, revision: await list.put({ id, asOf: run.asOf }), run };
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
      await list.remove(idOf(asOf));
      await bodies.remove(idOf(asOf));
    },
  };
}

/** Ids sort as instants do: one length for all. */
function idOf(asOf: Instant): string {
  return new Date(asOf).toISOString();
}
