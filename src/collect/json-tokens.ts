import { parseInstant, usualInstant, type Instant } from '../core/time.ts';

export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const OPENING_LIST = 0x5b;
export const CLOSING_LIST = 0x5d;
export const OPENING = 0x7b;
export const CLOSING = 0x7d;
export const NEWLINE = 0x0a;

const NUMBER_BYTES = new TextEncoder().encode('+-.0123456789Ee');
/** So many digits make a whole number that is exact, and its quotient by a power of ten is the number that JSON.parse reads. */
const EXACT_DIGITS = 15;
const TENS: readonly number[] = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

/**
 * Reads the tokens of JSON lines where they stand, in UTF-8 bytes, and makes nothing of them that has to be collected.
 *
 * Every reading step returns whether it found what it is for, and then stands behind it. After a step that failed it stands
 * anywhere: whoever wants to know more reads the line in another way.
 *
 * In loops that every byte passes, bytes are written as numbers, because names of a module are looked up each time.
 */
export class JsonTokens {
  /** Next byte. */
  at = 0;
  /** The string read last as it is written, without its quotes, and a hash of that. */
  from = 0;
  to = 0;
  hash = 0;
  /** The number read last. */
  number = 0;
  bytes: Uint8Array = new Uint8Array(0);
  view: DataView = new DataView(this.bytes.buffer);
  #end = 0;

  open(bytes: Uint8Array): void {
    // A plain array: the code is the faster for meeting one kind of it.
    this.bytes = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#end = bytes.length;
  }

  /** The next byte that is no white space, and stands on it; a newline is the end of a line, and so is -1 of all. */
  peek(): number {
    for (;;) {
      if (this.at >= this.#end) return -1;
      const byte = this.bytes[this.at]!;
      if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return byte;
      this.at++;
    }
  }

  /** Steps over one byte, where it is that one. */
  take(byte: number): boolean {
    if (this.bytes[this.at] !== byte && this.peek() !== byte) return false;
    this.at++;
    return true;
  }

  /** Steps over some bytes, where just these stand here: at least eight, all of them ASCII. */
  takeBytes(wanted: DataView, from: number, length: number): boolean {
    const { view, at } = this;
    const last = length - 8;
    if (at + length > this.#end) return false;
    // As fractions, eight bytes are compared at once; what is ASCII is never the one that differs from itself.
    for (let i = 0; i < last; i += 8) if (view.getFloat64(at + i, true) !== wanted.getFloat64(from + i, true)) return false;
    if (view.getFloat64(at + last, true) !== wanted.getFloat64(from + last, true)) return false;
    this.at = at + length;
    return true;
  }

  /** Steps over `true`, `false` or `null`. */
  takeWord(word: string): boolean {
    for (let i = 0; i < word.length; i++) if (this.bytes[this.at + i] !== word.charCodeAt(i)) return false;
    this.at += word.length;
    return true;
  }

  /** Steps over what stands for no value: `null` or an empty text. */
  takeNothing(): boolean {
    const first = this.peek();
    if (first === 0x6e /* n */) return this.takeWord('null');
    if (first !== QUOTE || this.bytes[this.at + 1] !== QUOTE) return false;
    this.at += 2;
    return true;
  }

  /** Finds the end of the string that begins here; whether it is a right one is seen when its text is wanted. */
  string(): boolean {
    if (this.bytes[this.at] !== 0x22 && this.peek() !== 0x22) return false;
    const { bytes, view } = this;
    const end = this.#end;
    let at = this.at + 1;
    this.from = at;
    let hash = 0;
    while (at < end) {
      const four = at + 4 <= end ? view.getInt32(at, true) : this.#last(at);
      // The highest bit of every byte that is a quote or a backslash; above the lowest one there may be bits too many.
      const quotes = four ^ 0x22222222;
      const escapes = four ^ 0x5c5c5c5c;
      const marks = (((quotes - 0x01010101) & ~quotes) | ((escapes - 0x01010101) & ~escapes)) & 0x80808080;
      if (marks === 0) {
        hash = Math.imul(hash ^ four, 0x9e3779b1);
        hash ^= hash >>> 15;
        at += 4;
        continue;
      }
      const before = (31 - Math.clz32(marks & -marks)) & 0x18;
      hash = Math.imul(hash ^ (four & ((1 << before) - 1)), 0x9e3779b1);
      hash ^= hash >>> 15;
      at += before >> 3;
      if (bytes[at] === 0x22) {
        this.to = at;
        this.at = at + 1;
        this.hash = hash ^ (hash >>> 13);
        return true;
      }
      if (at + 1 >= end) return false;
      hash = Math.imul(hash ^ bytes[at + 1]!, 0x9e3779b1);
      at += 2;
    }
    return false;
  }

  /** The last bytes of all as four. */
  #last(at: number): number {
    let four = 0;
    for (let i = this.#end - 1; i >= at; i--) four = (four << 8) | this.bytes[i]!;
    return four;
  }

  /** The text of the string read last; undefined where it is not JSON. */
  text(): string | undefined {
    return parsed(this.bytes, this.from - 1, this.to + 1) as string | undefined;
  }

  /**
   * Copies the string that begins here, if it is ASCII without escapes but `\\`, `\"` and `\/`.
   *
   * @param into with room for `most` bytes
   * @returns where the copy ends; -1 for any other string
   */
  copyPlain(into: Uint8Array, start: number, most: number): number {
    const { bytes, view } = this;
    const end = Math.min(this.#end, this.at + most);
    let to = start;
    let at = this.at + 1;
    while (at < end) {
      if (at + 4 <= end) {
        const four = view.getInt32(at, true);
        const quotes = four ^ 0x22222222;
        const escapes = four ^ 0x5c5c5c5c;
        // The highest bit of a byte that is a quote, a backslash, below a blank, or no ASCII; above the lowest one there may be bits too many.
        if (((((quotes - 0x01010101) & ~quotes) | ((escapes - 0x01010101) & ~escapes) | (four - 0x20202020) | four) & 0x80808080) === 0) {
          into[to] = four;
          into[to + 1] = four >> 8;
          into[to + 2] = four >> 16;
          into[to + 3] = four >> 24;
          at += 4;
          to += 4;
          continue;
        }
      }
      let byte = bytes[at++]!;
      if (byte === 0x22) {
        this.at = at;
        return to;
      }
      if (byte < 0x20 || byte >= 0x80) return -1;
      if (byte === 0x5c) {
        byte = at < end ? bytes[at++]! : -1;
        if (byte !== 0x5c && byte !== 0x22 && byte !== 0x2f) return -1;
      }
      into[to++] = byte;
    }
    return -1;
  }

  /** Reads the number that begins here into `number`. */
  readNumber(): boolean {
    const { bytes } = this;
    const end = this.#end;
    let at = this.at;
    const negative = bytes[at] === 0x2d;
    if (negative) at++;
    const first = at;
    let whole = 0;
    let byte = 0;
    for (; at < end; at++) {
      byte = bytes[at]!;
      if (byte < 0x30 || byte > 0x39) break;
      whole = whole * 10 + (byte - 0x30);
    }
    let digits = at - first;
    if (digits === 0 || (digits > 1 && bytes[first] === 0x30)) return false;
    let decimals = 0;
    if (byte === 0x2e) {
      const point = at++;
      for (; at < end; at++) {
        byte = bytes[at]!;
        if (byte < 0x30 || byte > 0x39) break;
        whole = whole * 10 + (byte - 0x30);
      }
      decimals = at - point - 1;
      if (decimals === 0) return false;
      digits += decimals;
    }
    if (digits > EXACT_DIGITS || (byte | 0x20) === 0x65 /* e */) return this.#oddNumber();
    const size = decimals === 0 ? whole : whole / TENS[decimals]!;
    this.number = negative ? -size : size;
    this.at = at;
    return true;
  }

  #oddNumber(): boolean {
    let to = this.at;
    while (to < this.#end && NUMBER_BYTES.includes(this.bytes[to]!)) to++;
    const number = parsed(this.bytes, this.at, to);
    if (number === undefined) return false;
    this.number = number as number;
    this.at = to;
    return true;
  }

  /** Reads the instant that begins here, a text or a number, into `number`. */
  readInstant(): boolean {
    let instant: Instant | undefined;
    if (this.peek() !== QUOTE) {
      if (!this.readNumber()) return false;
      instant = parseInstant(this.number);
    } else {
      const from = this.at + 1;
      const length = this.bytes[from + 24] === QUOTE ? 24 : 20;
      if (this.bytes[from + length] === QUOTE) instant = usualInstant(this.bytes, from, length);
      if (instant !== undefined) this.at = from + length + 1;
      else if (!this.string()) return false;
      else instant = parseInstant(this.text());
    }
    if (instant === undefined) return false;
    this.number = instant;
    return true;
  }
}

function parsed(bytes: Uint8Array, from: number, to: number): unknown {
  try {
    return JSON.parse(DECODER.decode(bytes.subarray(from, to)));
  } catch {
    return undefined;
  }
}

// Inside a line a byte-order mark is a part of a text.
const DECODER = new TextDecoder('utf-8', { ignoreBOM: true });
