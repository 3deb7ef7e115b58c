import { statSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';
import { dirname } from 'node:path';
import { Worker, isMainThread, parentPort, workerData, type WorkerOptions } from 'node:worker_threads';
import type { PackedEvents } from '../core/packed-events.ts';
import { FarmwatchError, messageOf, type ErrorCode } from '../errors.ts';
import { packedLines } from './packed-lines.ts';
import type { PackedPart, PackingOptions } from './part-packer.ts';

/** Below this a file is read before a thread has started. */
const WORTH_A_THREAD_BYTES = 4 * 1024 * 1024;
/** Parsed lines live for a moment: a little room for them is enough, and stays in the caches of the processor. */
const YOUNG_MB = 8;

/** What the thread says: a part, the end, or what went wrong. */
type Said = { readonly part: PackedPart } | { readonly done: true } | { readonly failed: Failure };
interface Failure { readonly message: string; readonly code?: ErrorCode; readonly details?: Readonly<Record<string, unknown>> }

/**
 * As {@link packedLines}, but a large file is read by a thread of its own, so that reading and writing share two cores.
 *
 * The thread reads one part ahead and no more.
 */
export async function* partsOf(file: string, options: PackingOptions): AsyncGenerator<PackedPart> {
  if (sizeOf(file) < WORTH_A_THREAD_BYTES) yield* packedLines(file, options);
  else yield* partsFromThread(file, options);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

async function* partsFromThread(file: string, options: PackingOptions): AsyncGenerator<PackedPart> {
  const thread = new Worker(new URL(import.meta.url), { workerData: { file, options }, ...whereItIsCompiled(), resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
  const said: Said[] = [];
  let wake = (): void => {};
  const hear = (one: Said): void => {
    said.push(one);
    wake();
  };
  thread.on('message', hear);
  thread.on('error', (error) => hear({ failed: failureOf(error) }));
  try {
    for (;;) {
      if (said.length === 0) await new Promise<void>((resolve) => { wake = resolve; });
      const next = said.shift()!;
      if ('done' in next) return;
      if ('failed' in next) throw errorOf(next.failed);
      thread.postMessage('more');
      yield next.part;
    }
  } finally {
    await thread.terminate();
  }
}

/** A thread does not know by itself where its process keeps what was compiled, and would take longer to start than to read a part. It needs nothing else of the environment. */
function whereItIsCompiled(): Pick<WorkerOptions, 'env'> {
  const folder = getCompileCacheDir();
  return folder === undefined ? {} : { env: { NODE_COMPILE_CACHE: dirname(folder) } };
}

function failureOf(error: unknown): Failure {
  return error instanceof FarmwatchError ? { message: error.message, code: error.code, details: error.details } : { message: messageOf(error) };
}

function errorOf({ message, code, details }: Failure): Error {
  return code === undefined ? new Error(message) : new FarmwatchError(code, details);
}

/** Buffers that are handed over instead of copied. */
function buffersOf({ groups }: PackedEvents): readonly ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>();
  for (const { positions, columns } of groups) {
    buffers.add(positions.buffer as ArrayBuffer);
    for (const column of columns.values()) {
      for (const part of Object.values(column)) if (ArrayBuffer.isView(part)) buffers.add(part.buffer as ArrayBuffer);
    }
  }
  return [...buffers];
}

/** The other side: reads, hands over, waits until it may go on. */
async function readForParent(file: string, options: PackingOptions): Promise<void> {
  const port = parentPort!;
  let mayRead = 1;
  let wake = (): void => {};
  port.on('message', () => {
    mayRead++;
    wake();
  });
  try {
    for await (const part of packedLines(file, options)) {
      port.postMessage({ part } satisfies Said, [part.lines.buffer as ArrayBuffer, ...buffersOf(part.events)]);
      mayRead--;
      if (mayRead === 0) await new Promise<void>((resolve) => { wake = resolve; });
    }
    port.postMessage({ done: true } satisfies Said);
  } catch (error) {
    port.postMessage({ failed: failureOf(error) } satisfies Said);
  } finally {
    port.close();
  }
}

if (!isMainThread && parentPort && (workerData as { file?: unknown } | null)?.file !== undefined) {
  const { file, options } = workerData as { readonly file: string; readonly options: PackingOptions };
  await readForParent(file, options);
}
