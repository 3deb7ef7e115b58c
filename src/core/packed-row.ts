import { FIELD_NAMES } from './event.ts';

/**
 * One event on its way into columns. The arrays serve every event in turn, so that nothing is made for any of them.
 *
 * Fields are numbers of `FIELD_INDEX`; each stands here once at most.
 */
export class Row {
  /** Cells of the event so far. */
  length = 0;
  readonly fields = new Uint8Array(FIELD_NAMES.length);
  /** A code or a number; of a text or a list, where it ends in `bytes` or `items`. */
  readonly values = new Float64Array(FIELD_NAMES.length);
  /** Where a text or a list begins. */
  readonly starts = new Uint32Array(FIELD_NAMES.length);
  /** Texts in UTF-8, one behind the other. */
  bytes = new Uint8Array(1_024);
  bytesEnd = 0;
  /** Items of lists, one list behind the other. */
  items = new Float64Array(64);
  itemsEnd = 0;

  /** Begins a new event. */
  clear(): void {
    this.length = 0;
    this.bytesEnd = 0;
    this.itemsEnd = 0;
  }

  /** Adds a code or a number. */
  put(field: number, value: number): void {
    this.fields[this.length] = field;
    this.values[this.length++] = value;
  }

  /** Makes room for a text of so many bytes, to be written from `bytesEnd` on. */
  reserve(length: number): void {
    if (this.bytesEnd + length > this.bytes.length) this.bytes = longer(this.bytes, (this.bytesEnd + length) * 2);
  }

  /** Adds the text that was written from `bytesEnd` to before `end`. */
  endText(field: number, end: number): void {
    this.starts[this.length] = this.bytesEnd;
    this.put(field, (this.bytesEnd = end));
  }

  text(field: number, text: string): void {
    // A UTF-16 unit takes three bytes at most.
    this.reserve(text.length * 3);
    this.endText(field, this.bytesEnd + writeText(text, this.bytes, this.bytesEnd));
  }

  /** Adds the list of the items written from `itemsEnd` to before `end`. */
  endList(field: number, end: number): void {
    this.starts[this.length] = this.itemsEnd;
    this.put(field, (this.itemsEnd = end));
  }

  list(field: number, items: readonly number[]): void {
    for (let i = 0; i < items.length; i++) this.item(this.itemsEnd + i, items[i]!);
    this.endList(field, this.itemsEnd + items.length);
  }

  /** Writes an item of a list. */
  item(at: number, item: number): void {
    if (at >= this.items.length) this.items = longer(this.items, at * 2);
    this.items[at] = item;
  }
}

const ENCODER = new TextEncoder();

/** Writes a text as UTF-8 and returns its bytes. Most are ASCII and short, for which a loop is faster than a call. */
function writeText(text: string, into: Uint8Array, at: number): number {
  if (text.length <= 64) {
    let i = 0;
    for (; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) break;
      into[at + i] = unit;
    }
    if (i === text.length) return i;
  }
  return ENCODER.encodeInto(text, into.subarray(at)).written;
}

/** A copy with more room. */
export function longer<T extends Uint32Array | Float64Array | Uint8Array>(array: T, length: number): T {
  const copy = new (array.constructor as new (length: number) => T)(length);
  copy.set(array as never);
  return copy;
}
