import { open, readFile, readdir, rename, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { holdAlone } from './spool-owner.ts';

/** A segment is closed at this size, so that a store that is away costs one of them again and not everything. */
const SEGMENT_BYTES = 8 * 1024 * 1024;
const NEWLINE = 0x0a;

/** How much waits, and since when. */
export interface SpoolState {
  readonly bytes: number;
  /** The source of which most waits, where one does; older servers did not say it. */
  readonly most?: { readonly source: string; readonly bytes: number };
  /** When the oldest line that waits came in; null where none does. */
  readonly oldestAt: Instant | null;
}

/**
 * A durable queue on disk for each source: what was sent waits here until the store has it.
 *
 * Lines are appended to segments, `<folder>/<source>/<number>.log`; a segment is handed out whole, in order, and removed by
 * whoever has stored what is in it. Only its owner reads the folder.
 */
export interface Spool {
  /**
   * Keeps lines. Callers that come while one write is under way share the next.
   *
   * @param source a source by its configured name, which the caller has looked up
   * @param lines without newlines inside
   * @returns `kept` once they are durable; `full` where the source would take more than it leaves free, and then nothing is kept
   * @throws FarmwatchError `file.unwritable` where the disk refuses; nothing is acknowledged then
   */
  append(source: string, lines: readonly string[]): Promise<'kept' | 'full'>;
  /** Sources of which something waits. */
  sources(): readonly string[];
  /** True where a segment of a source does not grow any more. */
  hasFull(source: string): boolean;
  /** The oldest segment of a source, which does not grow any more; undefined where nothing waits. */
  next(source: string): Promise<string | undefined>;
  /** Forgets a segment: what is in it is stored. */
  done(file: string): Promise<void>;
  state(): SpoolState;
  /** Calls back after lines were kept. */
  onKept(hear: () => void): void;
  /** How many lines meet a condition. */
  count(isMeant: (line: string) => boolean): Promise<number>;
  /** Takes out the lines that meet a condition, durably; what is being stored just then goes on its way. */
  takeOut(isMeant: (line: string) => boolean): Promise<void>;
  /** Waits for what is being written, and lets go of the folder. */
  close(): Promise<void>;
}

/** Spools that are open in this process, by their folder. */
const opened = new Map<string, Spool>();

/**
 * What waits in a folder, whether its spool is open in this process or in none.
 *
 * @throws FarmwatchError `spool.held` where another process has it open
 */
export async function withSpoolIn<T>(folder: string, work: (spool: Pick<Spool, 'count' | 'takeOut'>) => Promise<T>): Promise<T> {
  const there = opened.get(folder);
  if (there) return work(there);
  const spool = await openSpool({ folder, boundBytes: 0, now: Date.now });
  try {
    return await work(spool);
  } finally {
    await spool.close();
  }
}

/**
 * Opens the spool in a folder, and heals what a crash left: a last line without its end was never acknowledged and is cut off.
 *
 * @param boundBytes all that may wait, of all sources together. One source takes no more of it than it leaves free: half
 *   where it is alone, a third beside one that took as much. So one that cannot be stored keeps no other out
 * @throws FarmwatchError `spool.held` where another process has it open, `file.unwritable`
 */
export async function openSpool({ folder, boundBytes, now }: { readonly folder: string; readonly boundBytes: number; readonly now: () => Instant }): Promise<Spool> {
  try {
    makeFolder(folder);
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  const letGo = await holdAlone(folder);
  const queues = new Map<string, Queue>();
  const queueOf = (source: string): Queue => {
    let queue = queues.get(source);
    if (!queue) queues.set(source, queue = new Queue(join(folder, nameOf(source)), now));
    return queue;
  };
  try {
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) await queueOf(sourceOf(entry.name)).recover();
    }
  } catch (cause) {
    // Whoever mends it opens it again, maybe in this very process.
    await letGo();
    throw new FarmwatchError('file.unwritable', { file: folder, why: messageOf(cause), cure: 'Let Farmwatch read and write everything in it, and move away what it has not made' }, { cause });
  }
  const hearers: (() => void)[] = [];
  const bytes = (): number => [...queues.values()].reduce((sum, queue) => sum + queue.bytes, 0);
  const spool: Spool = {
    async append(source, lines) {
      if (lines.length === 0) return 'kept';
      const piece = Buffer.from(`${lines.join('\n')}\n`);
      const queue = queueOf(source);
      const free = boundBytes - bytes() - piece.length;
      if (queue.bytes + piece.length > free) return 'full';
      await queue.append(piece);
      for (const hear of hearers) hear();
      return 'kept';
    },
    sources: () => [...queues].filter(([, queue]) => queue.segments.length > 0).map(([source]) => source).sort(),
    hasFull: (source) => queues.get(source)?.hasFull ?? false,
    next: async (source) => queues.get(source)?.next(),
    async done(file) {
      for (const queue of queues.values()) await queue.done(file);
    },
    state() {
      const times = [...queues.values()].flatMap(({ segments }) => segments[0]?.at ?? []);
      const [most] = [...queues].map(([source, queue]) => ({ source, bytes: queue.bytes })).sort((a, b) => b.bytes - a.bytes);
      return { bytes: bytes(), ...(most && most.bytes > 0 ? { most } : {}), oldestAt: times.length === 0 ? null : Math.min(...times) };
    },
    onKept: (hear) => void hearers.push(hear),
    async count(isMeant) {
      let many = 0;
      for (const queue of queues.values()) many += await queue.count(isMeant);
      return many;
    },
    async takeOut(isMeant) {
      for (const queue of queues.values()) await queue.takeOut(isMeant);
    },
    async close() {
      for (const queue of queues.values()) await queue.close();
      opened.delete(folder);
      await letGo();
    },
  };
  opened.set(folder, spool);
  return spool;
}

/** A source as the name of a folder: whatever stands behind its id leads nowhere else. */
function nameOf(source: string): string {
  return encodeURIComponent(source);
}

/** The source of a folder. @throws Error for a name that {@link nameOf} never gives */
function sourceOf(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch (cause) {
    throw new Error(`its folder "${name}" is of no source`, { cause });
  }
}

interface Segment { readonly file: string; bytes: number; readonly at: Instant }
interface Waiting { readonly piece: Buffer; readonly kept: PromiseWithResolvers<void> }

/** The segments of one source. Whatever touches the files takes its turn. */
class Queue {
  readonly segments: Segment[] = [];
  readonly #folder: string;
  readonly #now: () => Instant;
  #waiting: Waiting[] = [];
  /** Bytes that are not in a segment yet. */
  #waitingBytes = 0;
  /** The last segment, while it grows. */
  #handle: FileHandle | undefined;
  #number = 0;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(folder: string, now: () => Instant) {
    this.#folder = folder;
    this.#now = now;
  }

  get bytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.bytes, this.#waitingBytes);
  }

  get hasFull(): boolean {
    return this.segments.length > (this.#handle ? 1 : 0);
  }

  async recover(): Promise<void> {
    const names = await readdir(this.#folder);
    // Cut off while a segment was written anew; the old one is still whole.
    for (const name of names.filter((one) => one.endsWith(BEING_WRITTEN))) await rm(join(this.#folder, name));
    for (const name of names.filter((one) => /^\d{12}\.log$/.test(one)).sort()) {
      const file = join(this.#folder, name);
      const bytes = await healed(file);
      this.#number = Number(name.slice(0, 12));
      if (bytes > 0) this.segments.push({ file, bytes, at: (await stat(file)).birthtimeMs });
      else await rm(file);
    }
  }

  append(piece: Buffer): Promise<void> {
    const kept = Promise.withResolvers<void>();
    // Whoever comes before the write begins goes with it.
    if (this.#waiting.push({ piece, kept }) === 1) void this.#inTurn(() => this.#write());
    this.#waitingBytes += piece.length;
    return kept.promise;
  }

  next(): Promise<string | undefined> {
    return this.#inTurn(async () => {
      if (this.segments.length === 1) await this.#closeSegment();
      return this.segments[0]?.file;
    });
  }

  done(file: string): Promise<void> {
    return this.#inTurn(async () => {
      if (this.segments[0]?.file !== file) return;
      await rm(file);
      this.segments.shift();
    });
  }

  close(): Promise<void> {
    return this.#inTurn(() => this.#closeSegment());
  }

  count(isMeant: (line: string) => boolean): Promise<number> {
    return this.#inTurn(async () => {
      let many = 0;
      for (const { file } of this.segments) many += (await linesIn(file)).filter(isMeant).length;
      return many;
    });
  }

  takeOut(isMeant: (line: string) => boolean): Promise<void> {
    return this.#inTurn(async () => {
      // What comes next begins another one.
      await this.#closeSegment();
      for (const segment of this.segments) {
        const lines = await linesIn(segment.file);
        const left = lines.filter((line) => !isMeant(line));
        // An empty one stays until it is its turn: somebody may be about to read it.
        if (left.length < lines.length) segment.bytes = await written(segment.file, left);
      }
    });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #write(): Promise<void> {
    const group = this.#waiting.splice(0);
    const piece = Buffer.concat(group.map((one) => one.piece));
    try {
      const segment = await this.#open();
      try {
        await this.#handle!.appendFile(piece);
        await this.#handle!.datasync();
      } catch (cause) {
        // What was written of it is not acknowledged; were it left, the next line would go on where it broke off.
        await truncate(segment.file, segment.bytes).catch(() => this.#closeSegment());
        throw cause;
      }
      segment.bytes += piece.length;
      if (segment.bytes >= SEGMENT_BYTES) await this.#closeSegment();
      for (const { kept } of group) kept.resolve();
    } catch (cause) {
      for (const { kept } of group) kept.reject(unwritable(this.#folder, cause));
    } finally {
      this.#waitingBytes -= piece.length;
    }
  }

  /** The segment that grows. */
  async #open(): Promise<Segment> {
    const last = this.segments.at(-1);
    if (this.#handle && last) return last;
    makeFolder(this.#folder);
    const file = join(this.#folder, `${String(this.#number + 1).padStart(12, '0')}.log`);
    this.#handle = await open(file, 'ax', 0o600);
    this.#number++;
    const made = { file, bytes: 0, at: this.#now() };
    this.segments.push(made);
    await synced(this.#folder);
    return made;
  }

  async #closeSegment(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    const last = this.segments.at(-1);
    if (last?.bytes === 0) {
      await rm(last.file, { force: true });
      this.segments.pop();
    }
  }
}

const BEING_WRITTEN = '.new';

async function linesIn(file: string): Promise<readonly string[]> {
  return (await readFile(file, 'utf8')).split('\n').slice(0, -1);
}

/** Writes a segment anew, whole or not at all. @returns its length */
async function written(file: string, lines: readonly string[]): Promise<number> {
  const text = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const handle = await open(`${file}${BEING_WRITTEN}`, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(`${file}${BEING_WRITTEN}`, file);
  await synced(dirname(file));
  return text.length;
}

/** Cuts a file behind its last newline. @returns its length then */
async function healed(file: string): Promise<number> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const end = await behindLastNewline(handle, size);
    if (end < size) {
      await handle.truncate(end);
      await handle.sync();
    }
    return end;
  } finally {
    await handle.close();
  }
}

async function behindLastNewline(handle: FileHandle, size: number): Promise<number> {
  const piece = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0;) {
    const from = Math.max(0, end - piece.length);
    const { bytesRead } = await handle.read(piece, 0, end - from, from);
    const at = piece.subarray(0, bytesRead).lastIndexOf(NEWLINE);
    if (at >= 0) return from + at + 1;
    end = from;
  }
  return 0;
}

/** Makes a new name in a folder durable. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  await handle.sync().finally(() => handle.close());
}

function unwritable(file: string, cause: unknown): FarmwatchError {
  return new FarmwatchError('file.unwritable', { file, why: messageOf(cause), cure: 'Make room, or let Farmwatch write there; nothing that was acknowledged is lost' }, { cause });
}
