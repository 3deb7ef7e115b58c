import { DuckDBDataChunk, UINTEGER, VARCHAR, type DuckDBConnection } from '@duckdb/node-api';
import { compareBytes } from '../../core/canonical.ts';
import { COLUMNS } from './columns.ts';
import { run, type Engine } from './engine.ts';
import { readLayout, tableOf, type Layout } from './log-tables.ts';

/**
 * The texts of the log and their numbers.
 *
 * Rows hold numbers: they are quick to write, to group and to compare, and a text is kept once however often it is said.
 * All of them are held in memory; a company that outgrows this has outgrown one machine.
 */
export interface Dictionary {
  /** Undefined for a text that no row has. */
  codeOf(text: string): number | undefined;
  textOf(code: number): string;
  /** Codes for texts, place by place; new texts get new ones. */
  codesFor(texts: readonly string[]): Uint32Array;
  /** Writes those of `codes` that are not on the disk, in the transaction under way. Call what comes back once that has been committed. */
  save(connection: DuckDBConnection, codes: Uint32Array): Promise<() => void>;
  /** Remembers codes of modules and datasets, which break ties in the order of rows. */
  noteSources(codes: Iterable<number>): void;
  /** Codes of modules and datasets in the order of their texts. */
  sourcesInOrder(): readonly number[];
  /** Forgets texts that no row has any more. For who is alone with the file; batches that are staged meanwhile write theirs again. */
  sweep(connection: DuckDBConnection): Promise<void>;
}

/** Reads the dictionary of a store once, when it is first asked for. */
export function dictionaryOf(engine: Engine): () => Promise<Dictionary> {
  let loading: Promise<Dictionary> | undefined;
  return () => {
    loading ??= load(engine).catch((error: unknown) => {
      loading = undefined;
      throw error;
    });
    return loading;
  };
}

async function load(engine: Engine): Promise<Dictionary> {
  const texts: string[] = [];
  const codes = new Map<string, number>();
  let next = 1;
  for await (const { columns, rows } of engine.stream({ sql: 'SELECT code, text FROM farmwatch.words', values: [] })) {
    const [numbers, words] = columns as [number[], string[]];
    for (let i = 0; i < rows; i++) {
      texts[numbers[i]!] = words[i]!;
      codes.set(words[i]!, numbers[i]!);
      next = Math.max(next, numbers[i]! + 1);
    }
  }
  const found = await engine.rows({ sql: `SELECT DISTINCT unnest(["event.module", "event.dataset"]) FROM farmwatch.events`, values: [] });
  const sources = new Set(found.flatMap(([code]) => (code === null ? [] : [code as number])));
  const unsaved = new Set<number>();

  return {
    codeOf: (text) => codes.get(text),
    textOf: (code) => texts[code]!,
    codesFor(wanted) {
      const found = new Uint32Array(wanted.length);
      wanted.forEach((text, place) => {
        let code = codes.get(text);
        if (code === undefined) {
          code = next++;
          texts[code] = text;
          codes.set(text, code);
          unsaved.add(code);
        }
        found[place] = code;
      });
      return found;
    },
    async save(connection, used) {
      const fresh = unsaved.size === 0 ? [] : [...new Set(used)].filter((code) => unsaved.has(code));
      await writeWords(connection, fresh, texts);
      return () => fresh.forEach((code) => unsaved.delete(code));
    },
    noteSources(noted) {
      for (const code of noted) if (code !== 0) sources.add(code);
    },
    sourcesInOrder: () => [...sources].sort((a, b) => compareBytes(texts[a]!, texts[b]!)),
    async sweep(connection) {
      const gone = await run(connection, { sql: `DELETE FROM farmwatch.words WHERE code NOT IN (${usedIn(await readLayout(connection))}) RETURNING code`, values: [] });
      // A text that a waiting batch was given a code for keeps it, and is written again with that batch.
      for (const [code] of gone) unsaved.add(code as number);
    },
  };
}

/** All codes that some row has. There is a table: a sweep follows rows that went. */
export function usedIn(layout: Layout): string {
  return [...layout].flatMap(([topic, columns]) => columns
    .flatMap((column) => (column === '_key' || column === '_ord' ? [] : COLUMNS.get(column) ?? []))
    .filter(({ packing }) => packing === 'word' || packing === 'words')
    .map(({ name, packing }) => `SELECT DISTINCT ${packing === 'words' ? `unnest(${name})` : name} AS code FROM farmwatch.${tableOf(topic)} WHERE ${name} IS NOT NULL`)).join(' UNION ');
}

const CHUNK = 2_048;

async function writeWords(connection: DuckDBConnection, codes: readonly number[], texts: readonly string[]): Promise<void> {
  if (codes.length === 0) return;
  const appender = await connection.createAppender('words', null, 'farmwatch');
  for (let start = 0; start < codes.length; start += CHUNK) {
    const part = codes.slice(start, start + CHUNK);
    const chunk = DuckDBDataChunk.create([UINTEGER, VARCHAR], part.length);
    chunk.setColumns([part, part.map((code) => texts[code]!)]);
    appender.appendDataChunk(chunk);
  }
  appender.closeSync();
}
