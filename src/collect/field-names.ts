import { FIELD_NAMES } from '../core/event.ts';
import { FIELD_INDEX } from '../core/packed-events.ts';
import { COLON, type JsonTokens } from './json-tokens.ts';
import { TokenCodes } from './token-codes.ts';

/** What stands before the first name of a document. */
export const NO_FIELD = FIELD_NAMES.length;
/** Kinds of documents told apart; more of them share their places. */
const KINDS = 64;

/** Names as nearly everybody writes them, with quotes and colon, one behind the other. */
const WRITTEN = FIELD_NAMES.map((name) => `"${name}":`);
const WRITTEN_BYTES = new DataView(new TextEncoder().encode(WRITTEN.join('')).buffer);
const LENGTHS = Int32Array.from(WRITTEN, ({ length }) => length);
const STARTS = Int32Array.from(WRITTEN, (_, field) => WRITTEN.slice(0, field).join('').length);
/** Fields from 1, by every way to write their names. */
const NAMES = new TokenCodes((text) => (FIELD_INDEX.get(text) ?? -1) + 1);

/** Reads names of fields. Machines write documents of one kind in one order, so the name that came last time is tried first. */
export class FieldNames {
  readonly #next = new Uint8Array(KINDS * (NO_FIELD + 1));

  /**
   * Reads a name and its colon.
   *
   * @param before the field before it, {@link NO_FIELD} for none
   * @param kind a number that documents of one kind have in common
   * @returns the number of the field; -1 where nobody knows it
   */
  read(tokens: JsonTokens, before: number, kind: number): number {
    const place = (kind % KINDS) * (NO_FIELD + 1) + before;
    const guess = this.#next[place]!;
    if (tokens.takeBytes(WRITTEN_BYTES, STARTS[guess]!, LENGTHS[guess]!)) return guess;
    if (!tokens.string()) return -1;
    const field = NAMES.of(tokens) - 1;
    if (field < 0 || !tokens.take(COLON)) return -1;
    return (this.#next[place] = field);
  }
}
