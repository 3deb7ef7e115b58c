import { BinaryReader, ChunkHeader } from '@ts-evtx/core';
import { FarmwatchError, messageOf } from '../../../errors.ts';
import type { ReadRecord } from '../../collector.ts';

const HEADER_BYTES = 4_096;
const CHUNK_BYTES = 65_536;
const CHUNK_HEADER_BYTES = 512;
const CHUNK_MAGIC = Buffer.from('ElfChnk\0', 'latin1');
export const EVTX_MAGIC = Buffer.from('ElfFile\0', 'latin1');

/**
 * The records of a binary event log as event XML, 64 KB at a time, so that a log of gigabytes needs no memory.
 *
 * Chunks are read for themselves: one that is damaged is rejected with the records it should have held, the next is read.
 * Which chunks there are is taken from the file, not from its header; a log copied while Windows wrote to it has an old header.
 *
 * @throws FarmwatchError `file.unreadable` where the file is cut off, after all that could be read
 */
export async function* evtxRecords(file: string, pieces: AsyncIterable<Buffer>): AsyncGenerator<ReadRecord> {
  const blocks = inBlocks(pieces);
  const header = (await blocks.next()).value;
  if (header === undefined || header.length < HEADER_BYTES) throw cutOff(file, 0, undefined);
  const promised = header.readUInt16LE(42);

  let line = 0;
  let last: string | undefined;
  let seen = 0;
  for await (const block of blocks) {
    // A log is laid out in advance; the rest of it is zeros.
    if (block.length < CHUNK_MAGIC.length || !block.subarray(0, CHUNK_MAGIC.length).equals(CHUNK_MAGIC)) {
      if (block.length < CHUNK_BYTES && seen < promised) throw cutOff(file, line, last);
      continue;
    }
    seen++;
    for (const found of recordsOfChunk(file, block)) {
      line++;
      if ('raw' in found && found.number !== undefined) last = found.number;
      const { number: _, ...record } = found;
      yield { ...record, line };
    }
    if (block.length < CHUNK_BYTES) throw cutOff(file, line, last);
  }
  if (seen < promised) throw cutOff(file, line, last);
}

function cutOff(file: string, line: number, last: string | undefined): FarmwatchError {
  return new FarmwatchError('file.unreadable', {
    file, line,
    why: last === undefined ? 'the event log is cut off before its first record' : `the event log is cut off after record ${last}`,
    cure: 'Export the log again ("wevtutil epl Security security.evtx") and repeat the command; what was read before it is kept.',
  });
}

/** The file header, then chunks; the last block may be short. */
async function* inBlocks(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, undefined> {
  let held: Buffer = Buffer.alloc(0);
  let wanted = HEADER_BYTES;
  for await (const piece of pieces) {
    held = held.length === 0 ? piece : Buffer.concat([held, piece]);
    let from = 0;
    while (held.length - from >= wanted) {
      yield held.subarray(from, from + wanted);
      from += wanted;
      wanted = CHUNK_BYTES;
    }
    held = held.subarray(from);
  }
  if (held.length > 0) yield held;
  return undefined;
}

// The package's types do not resolve under Node's rules, so what we use of it is written down here.
interface LogRecord {
  readonly offset: number;
  size(): number;
  recordNum(): bigint;
  renderXml(): string;
}
interface ChunkOfLog {
  records(): Iterable<LogRecord>;
  getString(offset: number): string | null;
}
const PlainChunk = ChunkHeader as unknown as new (reader: unknown, offset: number) => ChunkOfLog;

/**
 * A chunk whose element names are found by place, too.
 *
 * The reader collects names along chains that begin at the newest; where the end of a chunk is gone, older names would be lost.
 */
class Chunk extends PlainChunk {
  readonly #bytes: Buffer;

  constructor(bytes: Buffer) {
    super(new BinaryReader(bytes), 0);
    this.#bytes = bytes;
  }

  override getString(offset: number): string | null {
    return super.getString(offset) ?? this.#nameAt(offset);
  }

  /** Place of the next name, a hash, the length in UTF-16 units, the name. */
  #nameAt(offset: number): string | null {
    if (offset < CHUNK_HEADER_BYTES || offset + 8 > this.#bytes.length) return null;
    const name = this.#bytes.toString('utf16le', offset + 8, offset + 8 + this.#bytes.readUInt16LE(offset + 6) * 2);
    return /^[A-Za-z_][\w:.-]*$/.test(name) ? name : null;
  }
}

type Found = { readonly file: string; readonly number?: string } & ({ readonly raw: string } | { readonly rejected: string });

function* recordsOfChunk(file: string, block: Buffer): Generator<Found> {
  const present = block.length;
  const whole = present < CHUNK_BYTES ? Buffer.concat([block, Buffer.alloc(CHUNK_BYTES - present)]) : block;
  if (present < CHUNK_HEADER_BYTES) return;
  const first = whole.readBigUInt64LE(8);
  const final = whole.readBigUInt64LE(16);
  let next = first;
  try {
    for (const record of new Chunk(whole).records()) {
      if (record.offset + record.size() > present) break;
      const number = String(record.recordNum());
      next = record.recordNum() + 1n;
      yield { file, number, ...rendered(record, number) };
    }
  } catch (error) {
    yield { file, rejected: `the event log is damaged after record ${next - 1n} (${messageOf(error).slice(0, 80)}); export it again` };
    return;
  }
  // Of a file that is cut off, the end of the file is told, not each record that is gone.
  if (present === CHUNK_BYTES && next <= final && final - first < 0x10000n) {
    yield { file, rejected: `records ${next} to ${final} cannot be read, the event log is damaged there; export it again` };
  }
}

/** What the reader writes for a name it could not find. Text cannot look so: its brackets and quotes are escaped. */
const NAMELESS = /<UnknownTag_0x|\sUnknownAttribute_0x[0-9a-f]+="/;

function rendered(record: LogRecord, number: string): { raw: string } | { rejected: string } {
  try {
    const raw = record.renderXml();
    return raw.includes('<System') && !NAMELESS.test(raw) ? { raw } : { rejected: `record ${number} cannot be read, it is damaged; export the log again` };
  } catch (error) {
    return { rejected: `record ${number} cannot be read (${messageOf(error).slice(0, 80)}); export the log again` };
  }
}
