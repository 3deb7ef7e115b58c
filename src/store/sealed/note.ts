import { timingSafeEqual } from 'node:crypto';
import { FarmwatchError } from '../../errors.ts';
import type { Identified } from '../store.ts';
import { keysInFile, type KeySource } from './key-file.ts';
import { LATE_IDS } from './shelf.ts';
import { tokenUnder, type IdentityKey, type IdentityKeys } from './keys.ts';

/**
 * What a sealed store says of itself in plain text: the version of the key under which its values and tokens lie, all
 * under one, or equal ones would differ; and a mark by which another key of that version is told from the right one.
 */
export interface Note extends Identified {
  readonly id: 'store';
  readonly key: number;
  readonly mark: string;
  /** The file in which the key lay then: a copy of the store on the same machine finds it there. */
  readonly file?: string;
  /** Shelves whose ids are sealed, of those that older versions wrote in plain text. */
  readonly ids?: readonly string[];
  /** `sealing` while what was in plain text is being sealed, `unclean` while its bytes may still lie on the disk; missing otherwise. */
  readonly left?: 'sealing' | 'unclean';
}

/** Where it is kept: the one shelf in plain text. */
export const NOTES = 'sealing';

export function noteOf({ newest }: IdentityKeys, { file }: KeySource): Note {
  return { id: 'store', key: newest.version, mark: markOf(newest), ids: LATE_IDS, ...(file === undefined ? {} : { file }) };
}

/**
 * The keys that a note asks for, and the one under which values and tokens lie.
 *
 * @throws FarmwatchError `store.sealed` where they are not at hand, or are others
 */
export function keysFor(note: Note, source: KeySource, store: string): { readonly keys: IdentityKeys; readonly key: IdentityKey; readonly from: string } {
  const own = source.read();
  const keys = own ?? (source.file === undefined || note.file === undefined ? undefined : keysInFile(note.file).read());
  const cure = `Put it back from where it is kept, or name it with store.identity_key in farmwatch.json. Without it nobody can read who is meant.`;
  const refuse = (why: string): FarmwatchError => new FarmwatchError('store.sealed', { store, why, cure });
  if (keys === undefined) throw refuse(`its key of identity is not at ${source.from}`);
  const key = keys.of(note.key);
  if (key === undefined) throw refuse(`it needs version ${note.key} of the key of identity, which is not at ${source.from}`);
  if (!isSame(markOf(key), note.mark)) throw refuse(`the key at ${source.from} is another one than the key it was sealed with`);
  return { keys, key, from: own ? source.from : note.file! };
}

function markOf(key: IdentityKey): string {
  return tokenUnder(key, 'mark');
}

function isSame(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
