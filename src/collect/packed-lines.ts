import { TOO_DEEP, isTooDeep } from '../core/depth.ts';
import { FarmwatchError } from '../errors.ts';
import { readBytes } from './bytes.ts';
import { LONGEST_LINE_BYTES, TOO_LONG, afterLine, lineBlocks, lineOf, type FileLine } from './lines.ts';
import { partPacker, type PackedPart, type PackingOptions, type PartPacker } from './part-packer.ts';

/**
 * Reads a file of ECS documents, one a line, in parts.
 *
 * @throws FarmwatchError `file.missing`, `file.unreadable`: a torn file, after everything before the tear was handed over
 */
export async function* packedLines(file: string, options: PackingOptions): AsyncGenerator<PackedPart> {
  const end: End = { isLine: true, unread: undefined };
  yield* partsOfLines(watched(readBytes(file, true), end), LONGEST_LINE_BYTES, options, end);
  if (!end.isLine && end.unread !== undefined) {
    throw new FarmwatchError('file.unreadable', { file, why: `the file is torn: it ends in the middle of line ${end.unread}`, cure: 'What was read before it is kept. Write the file again and repeat the command.' });
  }
}

/** How a file ends. */
interface End {
  /** Whether its last line has an end. */
  isLine: boolean;
  /** The last line, where it begins as a document and is none. */
  unread: number | undefined;
}

async function* watched(pieces: AsyncIterable<Buffer>, end: End): AsyncGenerator<Buffer> {
  for await (const piece of pieces) {
    if (piece.length > 0) end.isLine = piece.at(-1) === NEWLINE;
    yield piece;
  }
}

const NEWLINE = 0x0a;

/** As {@link packedLines}, of UTF-8 pieces. */
export async function* partsOfLines(pieces: AsyncIterable<Buffer>, longestBytes: number, options: PackingOptions, end?: Pick<End, 'unread'>): AsyncGenerator<PackedPart> {
  const packer = partPacker(options);
  let line = 0;
  let unread: number | undefined;
  let torn: unknown;
  try {
    for await (const block of lineBlocks(pieces, longestBytes)) {
      if (block === TOO_LONG) {
        takeLine(packer, lineOf(++line, undefined, longestBytes));
        continue;
      }
      packer.open(block);
      // Only in a block above the limit can a line be above it.
      const mayBePlain = block.length <= longestBytes;
      for (let at = 0; at <= block.length; at++) {
        const from = at;
        line++;
        at = mayBePlain ? packer.takePlain(line, from) : -1;
        if (at < 0) {
          at = endOfLine(block, from);
          const isRead = takeLine(packer, lineOf(line, block.toString('utf8', from, at), longestBytes));
          if (!isRead) unread = line;
        }
        if (packer.full) yield packer.part();
      }
    }
  } catch (error) {
    torn = afterLine(error, line);
  }
  if (end && unread === line) end.unread = line;
  if (!packer.empty) yield packer.part();
  if (torn !== undefined) throw torn;
}

function endOfLine(block: Buffer, from: number): number {
  const newline = block.indexOf('\n', from);
  return newline < 0 ? block.length : newline;
}

/** @returns false for what begins as a document and is none */
function takeLine(packer: PartPacker, found: FileLine | undefined): boolean {
  if (found === undefined) return true;
  if ('rejected' in found) {
    packer.reject({ line: found.line, reason: found.rejected });
    return true;
  }
  const raw = parsed(found.text);
  if (raw === undefined) packer.reject({ line: found.line, reason: 'not JSON', record: found.text });
  else if (isTooDeep(raw)) packer.reject({ line: found.line, reason: TOO_DEEP, record: found.text });
  else packer.take(found.line, raw);
  return raw !== undefined || !found.text.trimStart().startsWith('{');
}

/** Undefined where the text is not JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
