import { appendFileSync, existsSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
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

/**
 * `rejects.ndjson` in the data folder. The same rejected row is written once, however often its file is read.
 */
export function rejectsIn(folder: string): Rejects {
  const file = join(folder, FILES[0]);
  let known: Set<string> | undefined;
  let noted: string[] = [];
  return {
    file,
    note(rejected) {
      known ??= new Set(existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean).map(shortHash) : []);
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
      appendFileSync(file, `${noted.join('\n')}\n`, { mode: 0o600 });
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
    count: () => files.filter((file) => existsSync(file)).reduce((sum, file) => sum + readFileSync(file, 'utf8').split('\n').filter(Boolean).length, 0),
    remove: () => files.forEach((file) => rmSync(file, { force: true })),
  };
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

function shortened(record: unknown): unknown {
  const text = typeof record === 'string' ? record : JSON.stringify(record);
  return text !== undefined && text.length > KEPT_CHARACTERS ? `${text.slice(0, KEPT_CHARACTERS)}…` : record;
}
