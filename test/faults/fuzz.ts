import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { MapContext, Source } from '../../src/collect/collector.ts';
import { settleOptions } from '../../src/collect/options.ts';
import { isRejected, parseEvent } from '../../src/core/parse-event.ts';
import { random } from '../../src/core/random.ts';
import { settle } from '../../src/core/settings.ts';
import { tokenOf } from '../../src/core/token.ts';
import { mutated, poisoned } from './mutate.ts';

const SOURCES_FOLDER = join(import.meta.dirname, '../../src/collect/sources');
/** No record is from after it. */
const LATEST = Date.UTC(2100, 0, 1);
const KEY = { version: 1, secret: Buffer.alloc(32, 7) };

/** What came of one source. */
export interface Fuzzed {
  readonly source: string;
  readonly records: number;
  readonly mutations: number;
  /** Became events or rows, were none of our business, or were rejected with a reason. */
  readonly taken: number;
  readonly refused: number;
  /** The first failures, each with the seed that brings it back. */
  readonly thrown: readonly string[];
  /** Longest single call, ms of the processor: a busy machine makes no call longer. */
  readonly longestMs: number;
}

/** The records that stand beside a source, as its `read` gives them. */
export async function recordsBeside(source: Source): Promise<readonly unknown[]> {
  const folder = join(SOURCES_FOLDER, source.id, 'golden');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !/\.(events|rows)\.json$/.test(name) && /\.\w+$/.test(name)).sort();
  const records: unknown[] = [];
  for (const file of files) {
    for await (const record of source.read(join(folder, file), settleOptions(source).texts)) if (!('rejected' in record)) records.push(record.raw);
  }
  return records;
}

/** Maps one record, and says whether something came of it. @throws whatever `map` throws */
function isTaken(source: Source, raw: unknown, context: MapContext): boolean {
  if (source.tableOf?.(context.options) !== undefined) return !isRejected(source.rowOf!(raw, context));
  const found = source.map(raw, context);
  return !isRejected(found) && found.map((draft) => parseEvent(draft, { stamp: LATEST })).every((event) => !isRejected(event));
}

function contextOf(source: Source): MapContext {
  return { settings: settle(source.settings).values, options: settleOptions(source).texts, token: (kind, value) => tokenOf(KEY, kind, value) };
}

/** What throws where a text of a record is a name that every object answers to. */
export function thrownByInherited(source: Source, records: readonly unknown[]): readonly string[] {
  const context = contextOf(source);
  const thrown = new Set<string>();
  for (const record of records) {
    for (const raw of poisoned(record)) {
      try {
        isTaken(source, raw, context);
      } catch (error) {
        thrown.add(error instanceof Error ? error.stack!.split('\n').slice(0, 2).join(' ') : String(error));
      }
    }
  }
  return [...thrown];
}

/**
 * Maps mutated records: nothing may throw, and nothing may take long.
 *
 * @param seed names the sequence; the same one finds the same failures
 */
export function fuzzMap(source: Source, records: readonly unknown[], { mutations, seed }: { readonly mutations: number; readonly seed: string }): Fuzzed {
  const context = contextOf(source);
  const thrown: string[] = [];
  let [taken, refused, longestMs] = [0, 0, 0];
  for (let nth = 0; nth < mutations; nth++) {
    const luck = random(`${seed}/${source.id}/${nth}`);
    const raw = mutated(luck.pick(records), luck);
    const started = processorMs();
    try {
      if (isTaken(source, raw, context)) taken++;
      else refused++;
    } catch (error) {
      if (thrown.length < 5) thrown.push(`${seed}/${source.id}/${nth}: ${error instanceof Error ? error.stack?.split('\n').slice(0, 3).join(' ') : String(error)}`);
    }
    longestMs = Math.max(longestMs, processorMs() - started);
  }
  return { source: source.id, records: records.length, mutations, taken, refused, thrown, longestMs };
}

/** What this thread used so far. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}
