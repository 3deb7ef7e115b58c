import { FarmwatchError } from '../errors.ts';
import { readBytes } from './bytes.ts';

/** A longer line or value is rejected with its line number and not kept in memory. */
export const LONGEST_LINE_BYTES = 16 * 1024 * 1024;

/** A line with its number, from 1, or why it cannot be had. Blank lines are counted, not shown. */
export type FileLine =
  | { readonly line: number; readonly text: string }
  | { readonly line: number; readonly rejected: string };

/**
 * The lines of a text file, many at a time: gzip, UTF-16, byte-order mark and CRLF are seen to.
 *
 * Lists rather than single lines, because waiting for each line costs more than reading it.
 *
 * @param longestBytes lines above are rejected, and never held in memory
 * @throws FarmwatchError `file.missing`, or `file.unreadable` with the line after which the file is torn
 * @example for await (const lines of readLines(file)) for (const line of lines) …
 */
export async function* readLines(file: string, longestBytes: number = LONGEST_LINE_BYTES): AsyncGenerator<readonly FileLine[]> {
  yield* linesOf(readBytes(file), longestBytes);
}

/** The lines of UTF-8 pieces; see {@link readLines}. */
export async function* linesOf(pieces: AsyncIterable<Buffer>, longestBytes: number): AsyncGenerator<readonly FileLine[]> {
  let line = 0;
  try {
    for await (const block of lineBlocks(pieces, longestBytes)) {
      const batch: FileLine[] = [];
      for (const text of block === TOO_LONG ? [undefined] : block.toString().split('\n')) {
        const found = lineOf(++line, text, longestBytes);
        if (found) batch.push(found);
      }
      if (batch.length > 0) yield batch;
    }
  } catch (error) {
    throw afterLine(error, line);
  }
}

/** Stands for a line that was too long to be held. */
export const TOO_LONG = Symbol('a line that is too long');

/** Whole lines, many at a time: UTF-8 with newlines between them and none behind the last. Pieces may be overwritten once the next one is asked for. */
export async function* lineBlocks(pieces: AsyncIterable<Buffer>, longestBytes: number): AsyncGenerator<Buffer | typeof TOO_LONG> {
  let held: Buffer[] = [];
  let heldBytes = 0;
  const hold = (piece: Buffer): void => {
    heldBytes += piece.length;
    // A line that has grown too long is only counted from here on.
    if (heldBytes > longestBytes) held = [];
    // Copied, because a piece may be overwritten.
    else held.push(Buffer.from(piece));
  };
  const release = (): Buffer | typeof TOO_LONG => {
    const block = heldBytes > longestBytes ? TOO_LONG : held.length === 1 ? held[0]! : Buffer.concat(held);
    held = [];
    heldBytes = 0;
    return block;
  };

  for await (const piece of pieces) {
    const first = piece.indexOf(NEWLINE);
    if (first < 0) {
      hold(piece);
      continue;
    }
    hold(piece.subarray(0, first));
    yield release();
    const last = piece.lastIndexOf(NEWLINE);
    if (last > first) yield piece.subarray(first + 1, last);
    if (last + 1 < piece.length) hold(piece.subarray(last + 1));
  }
  if (heldBytes > 0) yield release();
}

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/** A line of a file by its text, which is undefined where it was too long to be held; nothing for a blank one. */
export function lineOf(line: number, text: string | undefined, longestBytes: number): FileLine | undefined {
  if (text === undefined) return { line, rejected: tooLong(longestBytes) };
  const found = text.charCodeAt(text.length - 1) === RETURN ? text.slice(0, -1) : text;
  if (isBlank(found)) return undefined;
  return found.length * 3 > longestBytes && Buffer.byteLength(found) > longestBytes ? { line, rejected: tooLong(longestBytes) } : { line, text: found };
}

function isBlank(text: string): boolean {
  return text.length === 0 || (text.charCodeAt(0) <= 0x20 && text.trim() === '');
}

/** Says how far a torn file could be read. */
export function afterLine(error: unknown, line: number): unknown {
  if (!(error instanceof FarmwatchError) || error.code !== 'file.unreadable' || line === 0) return error;
  return new FarmwatchError('file.unreadable', { ...error.details, line, why: `${String(error.details['why'])} after line ${line}` }, { cause: error.cause ?? error });
}

/** The reason given for a line that is too long. */
export function tooLong(longestBytes: number): string {
  return `longer than ${Math.round(longestBytes / 1024 / 1024 * 10) / 10} MB`;
}
