/** Bytes that grow at their end. What is sent is built in them at once: of texts put together from many small ones, a third of the time goes into clearing them away. */
export class Bytes {
  length = 0;
  private bytes: Buffer;

  /** @param room bytes to begin with */
  constructor(room: number) {
    this.bytes = Buffer.allocUnsafe(Math.max(room, 64));
  }

  /** Adds one byte. */
  byte(value: number): void {
    if (this.length === this.bytes.length) this.reserve(1);
    this.bytes[this.length++] = value;
  }

  /** Adds a stretch of other bytes. Most are short, for which a loop is faster than a call. */
  copy(from: Uint8Array, start: number, end: number): void {
    if (this.length + end - start > this.bytes.length) this.reserve(end - start);
    const { bytes } = this;
    let at = this.length;
    for (let i = start; i < end; i++) bytes[at++] = from[i]!;
    this.length = at;
  }

  /** Adds a stretch of what another holds. */
  copyOf(other: Bytes, start: number, end: number): void {
    this.copy(other.bytes, start, end);
  }

  /** Adds a text in UTF-8. */
  text(text: string): void {
    // No sign of UTF-16 takes more than three bytes.
    if (this.length + text.length * 3 > this.bytes.length) this.reserve(text.length * 3);
    this.length += this.bytes.write(text, this.length);
  }

  /** The bytes from `start` to before `end`; they stay what they are while none are added. */
  part(start: number, end: number): Buffer {
    return this.bytes.subarray(start, end);
  }

  private reserve(more: number): void {
    const longer = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    longer.set(this.bytes.subarray(0, this.length));
    this.bytes = longer;
  }
}
