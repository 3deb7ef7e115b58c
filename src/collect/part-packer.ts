import { packer, type PackedEvents } from '../core/packed-events.ts';
import { isRejected, parseEvent } from '../core/parse-event.ts';
import type { Instant } from '../core/time.ts';
import { plainLines } from './plain-lines.ts';
import { shortened } from './rejects.ts';
import { countUnknown, countUnused } from './tally.ts';

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
  /** Values of no use in events that were taken, with how often. */
  readonly unusedValues: ReadonlyMap<string, number>;
}
export interface RejectedLine { readonly line: number; readonly reason: string; readonly record?: unknown }

/** Collects documents until a part is full. */
export interface PartPacker {
  take(line: number, raw: unknown): void;
  /** The lines that {@link takePlain} is asked for stand in these bytes. */
  open(bytes: Uint8Array): void;
  /** Takes the line that begins at `from`, if it is plain; returns where it ends, or -1 where it has to be taken in another way. */
  takePlain(line: number, from: number): number;
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
  let unusedValues = new Map<string, number>();
  let lines = new Uint32Array(batch);
  let rejected: RejectedLine[] = [];
  let read = 0;
  const context = {
    ...(latest === undefined ? {} : { latest }),
    unknownField: (name: string) => countUnknown(unknownFields, name),
    unusedValue: (said: string) => countUnused(unusedValues, said),
  };
  const into = packer();
  const plain = plainLines(into, context);
  const reject = (one: RejectedLine): void => void rejected.push({ ...one, record: shortened(one.record) });
  return {
    take(line, raw) {
      read++;
      const event = parseEvent(raw, context);
      if (isRejected(event)) {
        reject({ line, reason: event.rejected, record: raw });
      } else {
        lines[into.count] = line;
        into.add(event);
      }
    },
    open: plain.open,
    takePlain(line, from) {
      const to = plain.pack(from);
      if (to >= 0) {
        read++;
        lines[into.count - 1] = line;
      }
      return to;
    },
    reject(one) {
      read++;
      reject(one);
    },
    get full() { return into.count >= batch || rejected.length >= MOST_REJECTED; },
    get empty() { return read === 0; },
    part() {
      const made = { read, events: into.take(), lines, rejected, unknownFields, unusedValues };
      plain.forget();
      lines = new Uint32Array(batch);
      rejected = [];
      unknownFields = new Map();
      unusedValues = new Map();
      read = 0;
      return made;
    },
  };
}
