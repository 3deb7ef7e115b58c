import type { PackedEvents } from '../core/packed-events.ts';
import type { Instant } from '../core/time.ts';
import { documentPacker } from './document-packer.ts';
import { readLines } from './lines.ts';

/** What reading a file of events needs to know. */
export interface ReadingOptions {
  /** Rows without a stamp may not be later than this. */
  readonly latest?: Instant;
  /** Events to hand over at once. */
  readonly batch: number;
}

/** A stretch of a file, read. */
export interface PackedPart {
  /** Lines of this stretch that are not blank. */
  readonly read: number;
  readonly events: PackedEvents;
  /** Line in the file of each event, by its position. */
  readonly lines: Uint32Array;
  readonly rejected: readonly RejectedLine[];
  /** Fields nobody knows, with how often. */
  readonly unknownFields: ReadonlyMap<string, number>;
}
export interface RejectedLine { readonly line: number; readonly reason: string; readonly record?: unknown }

/** A part is handed over when it holds so many rejected lines: a file of the wrong kind must not fill the memory. */
const MOST_REJECTED = 5_000;

/**
 * Reads a file of ECS documents, one a line, in parts.
 *
 * @throws FarmwatchError `file.missing`, `file.unreadable`: a torn file, after everything before the tear was handed over
 */
export async function* packedLines(file: string, { latest, batch }: ReadingOptions): AsyncGenerator<PackedPart> {
  let unknownFields = new Map<string, number>();
  const packer = documentPacker({
    ...(latest === undefined ? {} : { latest }),
    unknownField: (name) => unknownFields.set(name, (unknownFields.get(name) ?? 0) + 1),
  });
  let lines = new Uint32Array(batch);
  let rejected: RejectedLine[] = [];
  let read = 0;
  const take = (): PackedPart => {
    const part = { read, events: packer.take(), lines: lines.subarray(0), rejected, unknownFields };
    lines = new Uint32Array(batch);
    rejected = [];
    unknownFields = new Map();
    read = 0;
    return part;
  };
  let torn: unknown;
  try {
    for await (const found of readLines(file)) {
      for (const one of found) {
        read++;
        if ('rejected' in one) {
          rejected.push({ line: one.line, reason: one.rejected });
        } else {
          lines[packer.count] = one.line;
          const refused = pack(one.text);
          if (refused) rejected.push({ line: one.line, ...refused });
        }
        if (packer.count >= batch || rejected.length >= MOST_REJECTED) yield take();
      }
    }
  } catch (error) {
    torn = error;
  }
  if (read > 0) yield take();
  if (torn !== undefined) throw torn;

  function pack(text: string): { readonly reason: string; readonly record: unknown } | undefined {
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      return { reason: 'not JSON', record: text };
    }
    const refused = packer.pack(raw);
    return refused && { reason: refused.rejected, record: raw };
  }
}
