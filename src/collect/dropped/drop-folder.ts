import { createHash, randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, finished, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError, messageOf } from '../../errors.ts';

/** Endings that readers look at. Any other is left off: what a file is, its content says. */
const ENDINGS = ['.csv', '.tsv', '.txt', '.xlsx', '.ndjson', '.jsonl', '.json', '.xml', '.evtx', '.log'].flatMap((ending) => [ending, `${ending}.gz`]).concat('.gz');

/** A file as it lies on disk. */
export interface Dropped {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of its bytes, in hex. */
  readonly sha256: string;
}

export interface DropFolder {
  /**
   * Writes what comes to a file of its own. Nothing is left of one that is too large or breaks off.
   *
   * @param name the file's name where it comes from; only its ending counts
   * @param mostBytes the most that is taken
   * @throws FarmwatchError `intake.large`, `request.invalid` where it breaks off, `store.full` where the disk is full, `file.unwritable`
   */
  take(content: Readable, name: string, mostBytes: number): Promise<Dropped>;
  remove(id: string): Promise<void>;
  /** Removes what was written before `before` and is none of `kept`, as a crash leaves it behind. */
  sweep(before: Instant, kept: ReadonlySet<string>): Promise<void>;
}

/** Who wants to know that a file was taken out, by folder. */
const hearers = new Map<string, (id: string) => void>();

/** Removes files of a folder, and tells who holds it open. */
export async function removeDropped(folder: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    await rm(join(folder, name), { force: true });
    hearers.get(folder)?.(name.slice(0, ID_LETTERS));
  }
}

const ID_LETTERS = 36;

/**
 * Files in a folder that is made when the first one comes.
 *
 * @param takenOut told of a file that somebody else removed, because it names a person who was let go
 */
export function dropFolder(folder: string, takenOut: (id: string) => void = () => {}): DropFolder {
  const paths = new Map<string, string>();
  hearers.set(folder, (id) => {
    if (paths.delete(id)) takenOut(id);
  });
  return {
    async take(content, name, mostBytes) {
      const id = randomUUID();
      const path = join(folder, `${id}${endingOf(name)}`);
      const hash = createHash('sha256');
      let bytes = 0;
      const counting = new Transform({
        transform(piece: Buffer, _encoding, done) {
          bytes += piece.length;
          hash.update(piece);
          done(bytes > mostBytes ? new FarmwatchError('intake.large', { most: mostBytes / 1024 / 1024, as: 'sent' }) : null, piece);
        },
      });
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // No part of the pipeline, which would hang up on whoever sends too much, and never say why.
        finished(content, (cause) => { if (cause) counting.destroy(cause); });
        content.pipe(counting);
        await pipeline(counting, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
      } catch (cause) {
        content.unpipe(counting);
        content.resume();
        await rm(path, { force: true });
        throw asDropError(cause, folder);
      }
      paths.set(id, path);
      return { id, path, bytes, sha256: hash.digest('hex') };
    },
    async remove(id) {
      const path = paths.get(id);
      paths.delete(id);
      if (path !== undefined) await rm(path, { force: true });
    },
    async sweep(before, kept) {
      for (const name of await readdir(folder).catch(() => [])) {
        const id = name.slice(0, ID_LETTERS);
        if (kept.has(id)) continue;
        const path = join(folder, name);
        const found = await stat(path).catch(() => undefined);
        if (found && found.mtimeMs < before) await rm(path, { force: true });
      }
    },
  };
}

/** The ending of a name, of those that readers know; empty for any other. */
function endingOf(name: string): string {
  const lower = name.toLowerCase();
  return ENDINGS.filter((ending) => lower.endsWith(ending)).reduce((longest, ending) => (ending.length > longest.length ? ending : longest), '');
}

function asDropError(cause: unknown, folder: string): FarmwatchError {
  if (cause instanceof FarmwatchError) return cause;
  const { code } = cause as NodeJS.ErrnoException;
  if (code === 'ENOSPC') return new FarmwatchError('store.full', { store: folder, why: 'the disk is full' }, { cause });
  if (code === 'ERR_STREAM_PREMATURE_CLOSE' || code === 'ECONNRESET' || code === 'ABORT_ERR') return new FarmwatchError('request.invalid', { why: 'The file broke off on its way. Send it again.' }, { cause });
  return new FarmwatchError('file.unwritable', { file: folder, why: messageOf(cause), cure: 'Let Farmwatch write there, or name another data folder.' }, { cause });
}
