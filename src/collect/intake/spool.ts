import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { unwritable } from './spool-files.ts';
import { holdAlone } from './spool-owner.ts';
import { SourceQueue } from './spool-queue.ts';


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
  const queues = new Map<string, SourceQueue>();
  const queueOf = (source: string): SourceQueue => {
    let queue = queues.get(source);
    if (!queue) queues.set(source, queue = new SourceQueue(join(folder, nameOf(source)), now));
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
