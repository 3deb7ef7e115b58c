import { DEEPEST } from '../core/depth.ts';
import { FarmwatchError } from '../errors.ts';
import { afterLine, tooLong, type FileLine } from './lines.ts';

/** Names under which exports put their list of records beside page links and the like. */
const LIST_NAMES: ReadonlySet<string> = new Set(['value', 'records', 'Records']);

const NOTHING = 0, OPENED = 1, NAMED = 2, COLON = 3, COMMA = 4, ENDED = 5;
const OBJECT = 0x7b, OBJECT_END = 0x7d, LIST = 0x5b, LIST_END = 0x5d, QUOTE = 0x22, BACKSLASH = 0x5c, NEWLINE = 0x0a;

/**
 * The JSON values of a text, each with the line it starts on: one value over many lines, several one after the other, or
 * the elements of one list. An object too long to be held gives the elements of its `value` or `records` list.
 *
 * Where a value breaks off and the next one starts, the broken one is rejected and reading goes on.
 *
 * @throws FarmwatchError `file.unreadable` where the text ends inside a list or a value, after all that could be read
 */
export async function* jsonValues(file: string, pieces: AsyncIterable<Buffer>, longestBytes: number): AsyncGenerator<readonly FileLine[]> {
  const scanner = new Scanner(longestBytes);
  try {
    for await (const piece of pieces) {
      const found = scanner.push(piece);
      if (found.length > 0) yield found;
    }
  } catch (error) {
    throw afterLine(error, scanner.line);
  }
  const { found, open } = scanner.end();
  if (found.length > 0) yield found;
  if (open !== undefined) {
    throw new FarmwatchError('file.unreadable', { file, line: open, why: `the JSON that starts on line ${open} does not end: the file is cut off` });
  }
}

/**
 * Of brackets that are open inside each other the kinds are remembered up to here. Whatever is deeper is refused by whoever
 * takes it; its brackets are only counted, or a file of nothing but brackets would be kept as such a list.
 */
const MOST_KINDS = 10 * DEEPEST;

/** Cuts UTF-8 JSON into values without parsing it: brackets, quotes and what must stand between them. */
class Scanner {
  line = 1;
  readonly #longest: number;
  /** Bytes from the value in hand (or from nowhere in particular) on, and where reading goes on. */
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #found: FileLine[] = [];
  /** How deep values start: 0 in the open, 1 in a list, 2 in the list of an object too long to be held. */
  #floor = 0;
  #floorLine = 1;
  #depth = 0;
  /** What the open brackets are, the outermost {@link MOST_KINDS}. */
  #kinds: number[] = [];
  #last = NOTHING;
  #inText = false;
  #textFrom = 0;
  #bare = false;
  /** Where the value in hand starts; −1 when there is none. */
  #start = -1;
  #startLine = 1;
  /** The value in hand is too long: it is read to its end and not kept. */
  #dropping = false;
  #name = '';
  /** The list inside the object in hand that looks like its records. */
  #list: { at: number; line: number } | undefined;
  /** Where to read again from: the bracket of a list that is handed out after all. */
  #back = -1;
  /** The rest of an object whose list has been handed out. */
  #rest = false;

  constructor(longest: number) {
    this.#longest = longest;
  }

  push(piece: Buffer): readonly FileLine[] {
    this.#bytes = this.#at === 0 && this.#bytes.length === 0 ? piece : Buffer.concat([this.#bytes, piece]);
    this.#scan();
    this.#forget();
    return this.#found.splice(0);
  }

  end(): { readonly found: readonly FileLine[]; readonly open: number | undefined } {
    if (this.#bare && this.#start >= 0) this.#finish(this.#at);
    if (this.#start >= 0 && this.#list && this.#floor === 0) this.#handOutList();
    const open = this.#start >= 0 ? this.#startLine : this.#floor > 0 || this.#rest ? this.#floorLine : undefined;
    if (this.#start >= 0) this.#reject('the value does not end');
    return { found: this.#found.splice(0), open };
  }

  #scan(): void {
    const bytes = this.#bytes;
    for (let at = this.#at; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (this.#inText) {
        if (byte === QUOTE) this.#endText(at);
        else if (byte === BACKSLASH) {
          // Both bytes are needed; the rest waits for the next piece.
          if (at + 1 >= bytes.length) { this.#at = at; return; }
          if (bytes[at + 1] !== NEWLINE) at++;
        } else if (byte === NEWLINE) {
          this.line++;
          this.#torn('a text does not end on its line');
        }
        continue;
      }
      if (this.#bare && (byte === NEWLINE || (this.#floor > 0 && (byte === 0x2c || byte === LIST_END)))) this.#finish(at);
      if (byte === NEWLINE) { this.line++; continue; }
      if (byte <= 0x20 || this.#bare) continue;
      this.#token(byte, at);
      if (this.#back >= 0) {
        at = this.#back;
        this.#back = -1;
      }
    }
    this.#at = bytes.length;
  }

  #token(byte: number, at: number): void {
    if (byte === 0x2c) { this.#last = COMMA; return; }
    if (byte === 0x3a) { this.#last = COLON; return; }
    if (byte === OBJECT_END || byte === LIST_END) { this.#close(byte, at); return; }
    if (this.#start >= 0 && !this.#fits(byte)) this.#torn('the value does not end');
    if (byte === OBJECT || byte === LIST) { this.#open(byte, at); return; }
    if (byte === QUOTE) {
      this.#inText = true;
      this.#textFrom = at;
      if (this.#depth === this.#floor && !this.#rest) this.#begin(at);
      return;
    }
    if (this.#depth === this.#floor && !this.#rest) {
      this.#begin(at);
      this.#bare = true;
    } else {
      this.#last = ENDED;
    }
  }

  /** True when a bracket or quote may stand here inside a value. */
  #fits(byte: number): boolean {
    const kind = this.#kinds[this.#depth - 1];
    if (byte !== OBJECT && byte !== LIST && byte !== QUOTE) return true;
    if (this.#last === ENDED || this.#last === NAMED) return false;
    return kind !== OBJECT || byte === QUOTE || this.#last === COLON;
  }

  #open(byte: number, at: number): void {
    if (this.#depth === this.#floor && !this.#rest) {
      if (this.#floor === 0 && byte === LIST) {
        this.#floor = 1;
        this.#floorLine = this.line;
        this.#push(byte);
        return;
      }
      this.#begin(at);
    } else if (this.#floor === 0 && this.#depth === 1 && byte === LIST && !this.#rest && !this.#list && LIST_NAMES.has(this.#name)) {
      this.#list = { at, line: this.line };
    }
    this.#push(byte);
  }

  #push(byte: number): void {
    if (this.#depth < MOST_KINDS) this.#kinds[this.#depth] = byte;
    this.#depth++;
    this.#last = OPENED;
  }

  #close(byte: number, at: number): void {
    if (this.#depth === 0) return;
    if (this.#depth === this.#floor && this.#start < 0 && !this.#rest) {
      // The end of the list; after that of an object's list comes the rest of the object.
      this.#rest = this.#floor === 2;
      this.#depth--;
      this.#floor = 0;
      this.#last = ENDED;
      return;
    }
    if (this.#depth <= MOST_KINDS && (this.#kinds[this.#depth - 1] === OBJECT) !== (byte === OBJECT_END)) {
      this.#torn('a bracket is closed that was not opened');
      return;
    }
    this.#depth--;
    this.#last = ENDED;
    if (this.#rest) this.#rest = this.#depth > 0;
    else if (this.#depth === this.#floor && this.#start >= 0) this.#finish(at + 1);
  }

  #endText(at: number): void {
    this.#inText = false;
    const isName = this.#kinds[this.#depth - 1] === OBJECT && this.#last !== COLON;
    if (isName && this.#depth === 1 && this.#floor === 0 && !this.#dropping) {
      this.#name = this.#bytes.toString('latin1', this.#textFrom + 1, Math.min(at, this.#textFrom + 20));
    }
    this.#last = isName ? NAMED : ENDED;
    if (this.#depth === this.#floor && this.#start >= 0) this.#finish(at + 1);
  }

  #begin(at: number): void {
    this.#start = at;
    this.#startLine = this.line;
    this.#list = undefined;
  }

  #finish(end: number): void {
    const tooMuch = this.#dropping || end - this.#start > this.#longest;
    if (tooMuch && this.#list && this.#floor === 0) {
      this.#back = this.#enterList();
      return;
    }
    if (tooMuch) this.#found.push({ line: this.#startLine, rejected: tooLong(this.#longest) });
    else this.#found.push({ line: this.#startLine, text: this.#bytes.toString('utf8', this.#start, end) });
    this.#letGo();
  }

  #reject(rejected: string): void {
    this.#found.push({ line: this.#startLine, rejected: this.#dropping ? tooLong(this.#longest) : `not JSON: ${rejected}` });
    this.#letGo();
  }

  #letGo(): void {
    this.#start = -1;
    this.#bare = false;
    this.#inText = false;
    this.#dropping = false;
    this.#list = undefined;
    this.#last = ENDED;
  }

  /** Gives up the value in hand; the next one may start right here. */
  #torn(why: string): void {
    this.#inText = false;
    if (this.#rest) {
      this.#rest = false;
      this.#depth = 0;
      return;
    }
    if (this.#start < 0) return;
    this.#reject(why);
    this.#depth = this.#floor;
  }

  /** Keeps the value in hand, forgets what lies before it, and lets go of a value that has grown too long. */
  #forget(): void {
    if (this.#start >= 0 && !this.#dropping && this.#bytes.length - this.#start > this.#longest) {
      if (this.#list && this.#floor === 0) this.#handOutList();
      else this.#dropping = true;
    }
    const keep = this.#start >= 0 && !this.#dropping ? this.#start : this.#at;
    this.#bytes = this.#bytes.subarray(keep);
    this.#at -= keep;
    this.#textFrom -= keep;
    if (this.#list) this.#list.at -= keep;
    if (this.#start >= 0) this.#start = this.#dropping ? 0 : this.#start - keep;
  }

  /** Goes back to the list inside the object in hand and reads its elements one by one. */
  #handOutList(): void {
    this.#at = this.#enterList() + 1;
    this.#scan();
    // The element at the end of what is here may itself be too long.
    if (this.#start >= 0 && this.#bytes.length - this.#start > this.#longest) this.#dropping = true;
  }

  /** Makes the list inside the object in hand the place where values start, and says where its bracket is. */
  #enterList(): number {
    const { at, line } = this.#list!;
    this.#floorLine = this.#startLine;
    this.#letGo();
    this.#kinds = [OBJECT, LIST];
    this.#depth = this.#floor = 2;
    this.#last = OPENED;
    this.line = line;
    return at;
  }
}
