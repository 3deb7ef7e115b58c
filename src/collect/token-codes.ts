import type { JsonTokens } from './json-tokens.ts';

/**
 * Numbers for strings of JSON by the bytes they are written in, so that a string that was met before needs not be made again.
 *
 * Two ways to write one text are two strings here, with one number.
 */
export class TokenCodes {
  readonly #learn: (text: string) => number;
  /** A hash table with open addressing: of every entry its hash, where its bytes begin, how many they are, its number. */
  #entries = new Int32Array(4 * 256);
  #mask = 255;
  #count = 0;
  #bytes = new Uint8Array(4_096);
  #view = new DataView(this.#bytes.buffer);
  #end = 0;

  /** @param learn the number of a text, above 0; 0 where it has none, and then it is asked again */
  constructor(learn: (text: string) => number) {
    this.#learn = learn;
  }

  /** The number of the string read last; 0 where it has none. */
  of(tokens: JsonTokens): number {
    const entries = this.#entries;
    const { hash, from } = tokens;
    const length = tokens.to - from;
    for (let slot = hash & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const entry = slot * 4;
      const code = entries[entry + 3]!;
      if (code === 0) return this.#add(tokens, slot);
      if (entries[entry] === hash && entries[entry + 2] === length && this.#same(tokens, from, entries[entry + 1]!, length)) return code;
    }
  }

  /** Forgets all. */
  clear(): void {
    this.#entries.fill(0);
    this.#count = 0;
    this.#end = 0;
  }

  #same({ bytes, view }: JsonTokens, from: number, start: number, length: number): boolean {
    // Four bytes at once; the last four may overlap those before.
    const last = length - 4;
    for (let i = 0; i < last; i += 4) if (view.getInt32(from + i, true) !== this.#view.getInt32(start + i, true)) return false;
    if (last >= 0) return view.getInt32(from + last, true) === this.#view.getInt32(start + last, true);
    for (let i = 0; i < length; i++) if (bytes[from + i] !== this.#bytes[start + i]) return false;
    return true;
  }

  #add(tokens: JsonTokens, slot: number): number {
    const text = tokens.text();
    const code = text === undefined ? 0 : this.#learn(text);
    if (code === 0) return 0;
    const { bytes, from, to, hash } = tokens;
    const end = this.#end + to - from;
    if (end > this.#bytes.length) {
      const wider = new Uint8Array(end * 2);
      wider.set(this.#bytes);
      this.#bytes = wider;
      this.#view = new DataView(wider.buffer);
    }
    this.#bytes.set(bytes.subarray(from, to), this.#end);
    this.#entries.set([hash, this.#end, to - from, code], slot * 4);
    this.#end = end;
    if (++this.#count * 2 > this.#mask) this.#grow();
    return code;
  }

  #grow(): void {
    const before = this.#entries;
    this.#mask = this.#mask * 2 + 1;
    this.#entries = new Int32Array(4 * (this.#mask + 1));
    for (let entry = 0; entry < before.length; entry += 4) {
      if (before[entry + 3] === 0) continue;
      let slot = before[entry]! & this.#mask;
      while (this.#entries[slot * 4 + 3] !== 0) slot = (slot + 1) & this.#mask;
      this.#entries.set(before.subarray(entry, entry + 4), slot * 4);
    }
  }
}
