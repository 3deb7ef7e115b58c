import { appendFileSync, closeSync, existsSync, openSync, readSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { shortHash } from '../core/canonical.ts';
import { DAY, type Instant } from '../core/time.ts';
import { makeFolder } from '../make-folder.ts';

export interface RejectedRecord { readonly file: string; readonly line: number; readonly reason: string; readonly record?: unknown }

/** Where what cannot be used goes, so that nothing is lost and somebody can mend it. */
export interface Rejects {
  readonly file: string;
  note(rejected: RejectedRecord): void;
  /** Writes what was noted. */
  flush(): void;
}

const KEPT_CHARACTERS = 4_000;
/** The file that is written to, and the one that was put aside. */
const FILES = ['rejects.ndjson', 'rejects.old.ndjson'] as const;
/** A file that would grow beyond is put aside, so that a sender of nothing but odd records fills neither disk nor memory. */
const MOST_BYTES = 128 * 1024 * 1024;

/**
 * `rejects.ndjson` in the data folder. The same rejected row is written once, however often its file is read, as long as
 * the file is not put aside.
 */
export function rejectsIn(folder: string, mostBytes: number = MOST_BYTES): Rejects {
  const [file, aside] = FILES.map((name) => join(folder, name)) as [string, string];
  /** Hashes of the rows in the file, no more than fit into it. */
  let known: Set<string> | undefined;
  let noted: string[] = [];
  return {
    file,
    note(rejected) {
      // It may have been put aside for its age.
      if (noted.length === 0 && !existsSync(file)) known = undefined;
      known ??= new Set(sizeOf(file) > mostBytes ? [] : linesIn(file).map(shortHash));
      const line = JSON.stringify({ ...rejected, record: shortened(rejected.record) });
      const hash = shortHash(line);
      if (known.has(hash)) return;
      known.add(hash);
      noted.push(line);
      if (noted.length >= 1_000) this.flush();
    },
    flush() {
      if (noted.length === 0) return;
      makeFolder(folder);
      const more = `${noted.join('\n')}\n`;
      const bytes = sizeOf(file);
      if (bytes > 0 && bytes + Buffer.byteLength(more) > mostBytes) {
        renameSync(file, aside);
        known = undefined;
      }
      appendFileSync(file, more, { mode: 0o600 });
      noted = [];
    },
  };
}

/** The same, where what is refused is of one file that people know by another name. */
export function rejectsNamed(rejects: Rejects, name: string): Rejects {
  return { file: rejects.file, note: (rejected) => rejects.note({ ...rejected, file: name }), flush: () => rejects.flush() };
}

/** Rows that could not be used, as they lie in a data folder. */
export interface KeptRejects { count(): number; remove(): void }

export function keptRejects(folder: string): KeptRejects {
  const files = FILES.map((name) => join(folder, name));
  return {
    count: () => files.reduce((sum, file) => sum + linesIn(file).reduce((lines) => lines + 1, 0), 0),
    remove: () => files.forEach((file) => rmSync(file, { force: true })),
  };
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

const PIECE_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** The lines of a file, a piece at a time: as one text a large one would not fit. None where there is no file. */
function* linesIn(file: string): Generator<string, void> {
  if (!existsSync(file)) return;
  const descriptor = openSync(file, 'r');
  try {
    const piece = Buffer.allocUnsafe(PIECE_BYTES);
    let rest: Buffer = Buffer.alloc(0);
    for (let bytes; (bytes = readSync(descriptor, piece)) > 0;) {
      const text = Buffer.concat([rest, piece.subarray(0, bytes)]);
      const end = text.lastIndexOf(NEWLINE) + 1;
      yield* text.toString('utf8', 0, end).split('\n').filter(Boolean);
      rest = text.subarray(end);
    }
    if (rest.length > 0) yield rest.toString();
  } finally {
    closeSync(descriptor);
  }
}

/** Puts a file of this age in days aside, over the one that was put aside before it, and removes that one at twice the age. */
export function ageRejects(folder: string, now: Instant, days: number): void {
  const [file, aside] = FILES.map((name) => join(folder, name)) as [string, string];
  if (isOlder(aside, now - 2 * days * DAY)) rmSync(aside);
  if (isOlder(file, now - days * DAY)) renameSync(file, aside);
}

function isOlder(file: string, than: Instant): boolean {
  const since = beganAt(file);
  return since !== undefined && since <= than;
}

/** When a file was begun: a file that is put aside keeps that. Undefined where there is none. */
function beganAt(file: string): Instant | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (!found) return undefined;
  // Where the file system does not know when a file was made, its last line is the best that is known.
  return found.birthtimeMs > 0 ? Math.min(found.birthtimeMs, found.mtimeMs) : found.mtimeMs;
}

/** A record as it is kept: of a long one how it begins. */
export function shortened(record: unknown): unknown {
  const text = typeof record === 'string' ? record : JSON.stringify(record);
  // Copied, because a slice holds all that it was cut from.
  return text !== undefined && text.length > KEPT_CHARACTERS ? `${Buffer.from(text.slice(0, KEPT_CHARACTERS)).toString()}…` : record;
}
