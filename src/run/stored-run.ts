import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Case } from '../cases/case.ts';
import { shortHash } from '../core/canonical.ts';
import type { Instant } from '../core/time.ts';
import type { Custody } from '../detect/places/custody.ts';
import type { Finding } from '../detect/detector.ts';
import type { Risk } from '../risk/risk.ts';
import type { Kept, Shelf, Store, Seq } from '../store/store.ts';
import type { Mute } from './mutes.ts';
import type { ToCome } from './reach.ts';

/** What stood at one instant, and what it rested on. */
export interface Run {
  readonly asOf: Instant;
  readonly findings: readonly Finding[];
  readonly risks: readonly Risk[];
  readonly custody: readonly Custody[];
  /** All cases after this run, in order of id. */
  readonly cases: readonly Case[];
  /** The last act that was written when its cases were made: one that was written later counts after it, whenever it was done. Missing of older runs. */
  readonly acts?: Seq;
  /** Events that name nobody known, and events of machines nobody holds, over the last days. */
  readonly unjoined: { readonly strangers: number; readonly machines: number };
  /** Versions of detectors, catalogue and fusion that judged; `settings` names the newest accepted proposal, where there is one. */
  readonly versions: Readonly<Record<string, string | number>>;
  /** What was muted then; absent where nothing was. */
  readonly mutes?: readonly Mute[];
  /** Only what it said of people on hold is left, so it is not what stood; absent of whole runs. */
  readonly partial?: true;
}

/**
 * A run as it lies on the shelf: packed, because a thousand risks repeat themselves, and in pieces. Its cases lie apart, for
 * whoever asks for them alone. Runs of older versions lie in one piece, or with their cases.
 */
interface Packed { readonly id: string; readonly packed: string }
/** Which runs there are; small, so that looking for one does not read them all. */
interface Listed {
  readonly id: string;
  readonly asOf: Instant;
  readonly acts?: Seq;
  /** Which pieces make it up; undefined where it lies in one, under its own id. */
  readonly body?: Body;
  /** It took place when its instant was now, and somebody's records were there; missing where it was replayed. */
  readonly live?: true;
  /** As of the run. */
  readonly partial?: true;
}
interface Body {
  readonly key: string;
  readonly pieces: number;
  /** Pieces that hold the cases, none where there are none; undefined where they lie with the rest. */
  readonly cases?: number;
}

/** Characters of a piece. The embedded store holds some two thousand documents at once when it writes to its file; whole runs of a large company would not fit. */
const PIECE = 96 * 1024;

interface Held { readonly id: string; readonly revision: string; readonly run: Run }

export interface RunBook {
  /**
   * Keeps a run in the place of another one at its instant.
   *
   * @param live that it took place when its instant was now; a run that takes the place of such a one stays one
   */
  put(run: Run, live?: boolean): Promise<void>;
  /** Instant of the newest live run that somebody's records were there for. Runs as of an instant to come, and those of which only a part is left, are passed over, here and below. */
  newestLive(): Promise<Instant | undefined>;
  /** The newest run at or before an instant, or the newest of all. */
  newest(at?: Instant): Promise<Run | undefined>;
  /** The cases of the newest run at or before an instant, and when it took place. Of the run nothing else is read. */
  newestCases(at: Instant): Promise<Pick<Run, 'asOf' | 'cases' | 'acts'> | undefined>;
  /** Instants of all whole runs in [from, to), oldest first; also of those to come. */
  instants(from?: Instant, to?: Instant): Promise<readonly Instant[]>;
  /** The same with those of which only a part is left: for whoever lets go of what they say. */
  instantsKept(from?: Instant): Promise<readonly Instant[]>;
  /** The run at an instant, or what is left of it. */
  get(asOf: Instant): Promise<Run | undefined>;
  remove(asOf: Instant): Promise<void>;
}

/**
 * @param isToCome a run as of an instant to come, which an older version or a wrong clock may have left, knew of nothing and
 *   never stands as the newest; without it every instant has come
 */
export function runBook(store: Store, isToCome: ToCome = async () => false): RunBook {
  const list: Shelf<Listed> = store.shelf<Listed>('runs', { live: ({ live }) => (live ? 1 : undefined) });
  const bodies: Shelf<Packed> = store.shelf<Packed>('run-bodies');
  /** The newest of those listed at or before an instant that has come. */
  const newestListed = async (at: Instant | undefined, where?: { readonly live: 1 }): Promise<Kept<Listed> | undefined> => {
    // Taken whole before anything else is awaited: a promise that fails while a list is being closed has nobody to hear it.
    const [kept] = await Array.fromAsync(list.list({ ...(at === undefined ? {} : { to: idOf(at + 1) }), ...(where ? { where } : {}), newest: true, limit: 1 }));
    return kept && (kept.value.partial || await isToCome(kept.value.asOf)) ? newestListed(kept.value.asOf - 1, where) : kept;
  };
  /** The newest run, which every page asks for, and the one that was read or written last, which the next question is mostly about. */
  let [newest, last]: [Held | undefined, Held | undefined] = [undefined, undefined];
  const heldOf = ({ value, revision }: Kept<Listed>): Held | undefined => [newest, last].find((held) => held?.id === value.id && held.revision === revision);
  const open = async (kept: Kept<Listed>, isNewest = false): Promise<Run | undefined> => {
    const held = heldOf(kept) ?? await unpackOnce(kept.value, kept.revision);
    if (isNewest) newest = held;
    else last = held;
    return held?.run;
  };
  /** Runs that are being unpacked, by id and revision: whoever asks meanwhile waits for the same. */
  const underWay = new Map<string, Promise<Held | undefined>>();
  const unpackOnce = (listed: Listed, revision: string): Promise<Held | undefined> => {
    const name = `${listed.id}/${revision}`;
    const begun = underWay.get(name);
    if (begun) return begun;
    const one = unpack(listed, revision).finally(() => underWay.delete(name));
    underWay.set(name, one);
    return one;
  };
  const unpack = async (listed: Listed, revision: string): Promise<Held | undefined> => {
    const apart = casesPart(listed);
    const rest = await unpacked<Run>(restPart(listed));
    const cases = apart === undefined ? rest?.cases : await unpacked<Run['cases']>(apart);
    if (rest && cases) return { id: listed.id, revision, run: { ...rest, cases } };
    const now = await replacing(listed);
    return now && unpack(now, revision);
  };
  const casesOf = async (listed: Listed, apart: Part): Promise<Run['cases'] | undefined> => {
    const cases = await unpacked<Run['cases']>(apart);
    const now = cases ? undefined : await replacing(listed);
    const part = now && casesPart(now);
    return cases ?? (now && part && casesOf(now, part));
  };
  /** Undefined where a piece is gone. */
  const unpacked = async <T>(part: Part): Promise<T | undefined> => {
    const packed = 'id' in part ? (await bodies.get(part.id))?.value.packed : await piecesOf(part);
    return packed === undefined ? undefined : JSON.parse((await unzipped(Buffer.from(packed, 'base64'))).toString('utf8')) as T;
  };
  const piecesOf = async ({ under, pieces }: Pieces): Promise<string | undefined> => {
    const found = await Array.fromAsync(bodies.list({ from: pieceId(under, 0), to: pieceId(under, pieces) }), ({ value }) => value.packed);
    return found.length === pieces ? found.join('') : undefined;
  };
  /** A run that was judged anew between the look at the list and the look at its pieces. */
  const replacing = async ({ id, body }: Listed): Promise<Listed | undefined> => {
    const now = (await list.get(id))?.value;
    return now === undefined || now.body?.key === body?.key ? undefined : now;
  };
  const removeBody = async (listed: Listed): Promise<void> => {
    for (const part of [restPart(listed), casesPart(listed) ?? []].flat()) {
      if ('id' in part) await bodies.remove(part.id);
      else for (let nth = 0; nth < part.pieces; nth++) await bodies.remove(pieceId(part.under, nth));
    }
  };
  return {
    async put(run, live = false) {
      const id = idOf(run.asOf);
      const { cases: all, ...others } = run;
      const [rest, cases] = await Promise.all([packedOf(others), packedOf(all)]);
      const key = shortHash(`${rest}/${cases}`);
      const body: Body = { key, pieces: pieceCount(rest), cases: pieceCount(cases) };
      const before = (await list.get(id))?.value;
      // The body first: a run that is listed can be read. What it takes the place of goes last.
      await bodies.putAll([...cutUp(rest, restUnder(id, key)), ...cutUp(cases, casesUnder(id, key))]);
      last = { id, revision: await list.put({ id, asOf: run.asOf, ...(run.acts === undefined ? {} : { acts: run.acts }), body, ...((live && knewSomebody(run)) || before?.live ? { live: true } : {}), ...(run.partial ? { partial: true } : {}) }), run };
      if (before && before.body?.key !== body.key) await removeBody(before);
    },
    async newest(at) {
      const kept = await newestListed(at);
      return kept && open(kept, at === undefined);
    },
    async newestLive() {
      return (await newestListed(undefined, { live: 1 }))?.value.asOf;
    },
    async newestCases(at) {
      const kept = await newestListed(at);
      if (kept === undefined) return undefined;
      const { asOf, acts } = kept.value;
      const apart = heldOf(kept) ? undefined : casesPart(kept.value);
      const cases = apart ? await casesOf(kept.value, apart) : (await open(kept))?.cases;
      return cases && { asOf, cases, ...(acts === undefined ? {} : { acts }) };
    },
    async instants(from, to) {
      const found: Instant[] = [];
      for await (const { value } of list.list({ ...(from === undefined ? {} : { from: idOf(from) }), ...(to === undefined ? {} : { to: idOf(to) }) })) if (!value.partial) found.push(value.asOf);
      return found;
    },
    async instantsKept(from) {
      return Array.fromAsync(list.list(from === undefined ? {} : { from: idOf(from) }), ({ value }) => value.asOf);
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

/** True where some record was there of somebody it judged. */
export function knewSomebody({ findings, risks }: Pick<Run, 'findings' | 'risks'>): boolean {
  return findings.length > 0 || risks.some(({ coverage }) => Object.values(coverage).some((share) => share > 0));
}

/** Where a part of a run lies: in pieces under a name, or in one document. */
interface Pieces { readonly under: string; readonly pieces: number }
type Part = Pieces | { readonly id: string };

function restPart({ id, body }: Listed): Part {
  return body === undefined ? { id } : { under: restUnder(id, body.key), pieces: body.pieces };
}

/** Undefined where the cases lie with the rest. */
function casesPart({ id, body }: Listed): Pieces | undefined {
  return body?.cases === undefined ? undefined : { under: casesUnder(id, body.key), pieces: body.cases };
}

const restUnder = (id: string, key: string): string => `${id}/${key}`;
const casesUnder = (id: string, key: string): string => `${id}/${key}/cases`;

// On threads of their own: the run of a large company takes seconds, in which pages are answered.
const [zipped, unzipped] = [promisify<Buffer, { level: number }, Buffer>(gzip), promisify<Buffer, Buffer>(gunzip)];

async function packedOf(value: object): Promise<string> {
  return (await zipped(Buffer.from(JSON.stringify(value)), { level: 1 })).toString('base64');
}

function pieceCount(packed: string): number {
  return Math.ceil(packed.length / PIECE);
}

function cutUp(packed: string, under: string): readonly Packed[] {
  return Array.from({ length: pieceCount(packed) }, (_, nth) => ({ id: pieceId(under, nth), packed: packed.slice(nth * PIECE, (nth + 1) * PIECE) }));
}

/** Pieces sort as they follow each other, and before what lies deeper. */
function pieceId(under: string, nth: number): string {
  return `${under}/${String(nth).padStart(6, '0')}`;
}

/** Ids sort as instants do: one length for all. */
function idOf(asOf: Instant): string {
  return new Date(asOf).toISOString();
}
