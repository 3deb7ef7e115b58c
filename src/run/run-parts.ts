import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { shortHash } from '../core/canonical.ts';
import type { Instant } from '../core/time.ts';
import type { Seq } from '../store/store.ts';
import type { Run } from './stored-run.ts';

/**
 * A run as it lies on the shelf: packed, because a thousand risks repeat themselves, and in pieces. Its cases lie apart, for
 * whoever asks for them alone. Runs of older versions lie in one piece, or with their cases.
 */
export interface Packed { readonly id: string; readonly packed: string }
/** Which runs there are; small, so that looking for one does not read them all. */
export interface Listed {
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
export interface Body {
  readonly key: string;
  readonly pieces: number;
  /** Pieces that hold the cases, none where there are none; undefined where they lie with the rest. */
  readonly cases?: number;
}

/** Characters of a piece. The embedded store holds some two thousand documents at once when it writes to its file; whole runs of a large company would not fit. */
const PIECE = 96 * 1024;

/** Where a part of a run lies: in pieces under a name, or in one document. */
export interface Pieces { readonly under: string; readonly pieces: number }
export type Part = Pieces | { readonly id: string };

export function restPart({ id, body }: Listed): Part {
  return body === undefined ? { id } : { under: restUnder(id, body.key), pieces: body.pieces };
}

/** Undefined where the cases lie with the rest. */
export function casesPart({ id, body }: Listed): Pieces | undefined {
  return body?.cases === undefined ? undefined : { under: casesUnder(id, body.key), pieces: body.cases };
}

const restUnder = (id: string, key: string): string => `${id}/${key}`;
const casesUnder = (id: string, key: string): string => `${id}/${key}/cases`;

/** A run cut into what lies on the shelf. */
export async function packedRun(id: string, { cases: all, ...others }: Run): Promise<{ readonly body: Body; readonly packed: readonly Packed[] }> {
  const [rest, cases] = await Promise.all([packedOf(others), packedOf(all)]);
  const key = shortHash(`${rest}/${cases}`);
  return {
    body: { key, pieces: pieceCount(rest), cases: pieceCount(cases) },
    packed: [...cutUp(rest, restUnder(id, key)), ...cutUp(cases, casesUnder(id, key))],
  };
}

// On threads of their own: the run of a large company takes seconds, in which pages are answered.
const [zipped, unzipped] = [promisify<Buffer, { level: number }, Buffer>(gzip), promisify<Buffer, Buffer>(gunzip)];

async function packedOf(value: object): Promise<string> {
  return (await zipped(Buffer.from(JSON.stringify(value)), { level: 1 })).toString('base64');
}

export async function valueOf<T>(packed: string): Promise<T> {
  return JSON.parse((await unzipped(Buffer.from(packed, 'base64'))).toString('utf8')) as T;
}

function pieceCount(packed: string): number {
  return Math.ceil(packed.length / PIECE);
}

function cutUp(packed: string, under: string): readonly Packed[] {
  return Array.from({ length: pieceCount(packed) }, (_, nth) => ({ id: pieceId(under, nth), packed: packed.slice(nth * PIECE, (nth + 1) * PIECE) }));
}

/** Pieces sort as they follow each other, and before what lies deeper. */
export function pieceId(under: string, nth: number): string {
  return `${under}/${String(nth).padStart(6, '0')}`;
}

/** Ids sort as instants do: one length for all. */
export function idOf(asOf: Instant): string {
  return new Date(asOf).toISOString();
}
