import { open, readdir, rm, stat, truncate, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instant } from '../../core/time.ts';
import { makeFolder } from '../../make-folder.ts';
import { healed, isBeingWritten, linesIn, segmentName, segmentsAmong, synced, unwritable, written } from './spool-files.ts';

/** A segment is closed at this size, so that a store that is away costs one of them again and not everything. */
const SEGMENT_BYTES = 8 * 1024 * 1024;

/** A file of lines; they are handed out whole. */
interface Segment { readonly file: string; bytes: number; readonly at: Instant }
/** Lines that are not in a segment yet, and whoever waits for them to be durable. */
interface Waiting { readonly piece: Buffer; readonly kept: PromiseWithResolvers<void> }

/** The segments of one source. Whatever touches the files takes its turn. */
export class SourceQueue {
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
    for (const name of names.filter(isBeingWritten)) await rm(join(this.#folder, name));
    for (const { name, number } of segmentsAmong(names)) {
      const file = join(this.#folder, name);
      const bytes = await healed(file);
      this.#number = number;
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
    const file = join(this.#folder, segmentName(this.#number + 1));
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
