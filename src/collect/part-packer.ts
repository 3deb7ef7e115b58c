import type { PackedEvents } from '../core/packed-events.ts';
import type { Instant } from '../core/time.ts';
import { documentPacker } from './document-packer.ts';

export interface PackingOptions {
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

/** Collects documents until a part is full. */
export interface PartPacker {
  take(line: number, raw: unknown): void;
  reject(rejected: RejectedLine): void;
  readonly full: boolean;
  readonly empty: boolean;
  /** All since the last part. */
  part(): PackedPart;
}

/** A part is full when it holds so many rejected lines: a file of the wrong kind must not fill the memory. */
const MOST_REJECTED = 5_000;

export function partPacker({ latest, batch }: PackingOptions): PartPacker {
  let unknownFields = new Map<string, number>();
  let lines = new Uint32Array(batch);
  let rejected: RejectedLine[] = [];
  let read = 0;
  const packer = documentPacker({
    ...(latest === undefined ? {} : { latest }),
    unknownField: (name) => unknownFields.set(name, (unknownFields.get(name) ?? 0) + 1),
  });
  return {
    take(line, raw) {
      read++;
      lines[packer.count] = line;
      const refused = packer.pack(raw);
      if (refused) rejected.push({ line, reason: refused.rejected, record: raw });
    },
    reject(one) {
      read++;
      rejected.push(one);
    },
    get full() { return packer.count >= batch || rejected.length >= MOST_REJECTED; },
    get empty() { return read === 0; },
    part() {
      const made = { read, events: packer.take(), lines, rejected, unknownFields };
      lines = new Uint32Array(batch);
      rejected = [];
      unknownFields = new Map();
      read = 0;
      return made;
    },
  };
}
