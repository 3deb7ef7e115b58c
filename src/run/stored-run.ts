import { gunzipSync, gzipSync } from 'node:zlib';
import type { Case } from '../cases/case.ts';
import type { Instant } from '../core/time.ts';
import type { Custody } from '../detect/custody.ts';
import type { Finding } from '../detect/detector.ts';
import type { Risk } from '../risk/risk.ts';
import type { Shelf, Store } from '../store/store.ts';

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
  /** Versions of detectors, catalogue and fusion that judged. */
  readonly versions: Readonly<Record<string, string | number>>;
}

/** A run as it lies on the shelf: packed, because a thousand risks repeat themselves. */
interface Packed { readonly id: string; readonly asOf: Instant; readonly packed: string }

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
  const shelf: Shelf<Packed> = store.shelf<Packed>('runs');
  return {
    async put(run) {
      await shelf.putAll([{ id: idOf(run.asOf), asOf: run.asOf, packed: gzipSync(JSON.stringify(run)).toString('base64') }]);
    },
    async newest(at) {
      const before = at === undefined ? {} : { to: idOf(at + 1) };
      for await (const { value } of shelf.list({ ...before, newest: true, limit: 1 })) return unpack(value);
      return undefined;
    },
    async instants(from, to) {
      const found: Instant[] = [];
      for await (const { value } of shelf.list({ ...(from === undefined ? {} : { from: idOf(from) }), ...(to === undefined ? {} : { to: idOf(to) }) })) found.push(value.asOf);
      return found;
    },
    async get(asOf) {
      const kept = await shelf.get(idOf(asOf));
      return kept ? unpack(kept.value) : undefined;
    },
    async remove(asOf) {
      await shelf.remove(idOf(asOf));
    },
  };
}

function unpack(value: Packed): Run {
  return JSON.parse(gunzipSync(Buffer.from(value.packed, 'base64')).toString('utf8')) as Run;
}

/** Ids sort as instants do: one length for all. */
function idOf(asOf: Instant): string {
  return new Date(asOf).toISOString();
}

