/**
 * `npm run faults -- fuzz`: mutated records of every source through its `map`. Prints a table, ends with 1 where one
 * threw, took 100 ms of the processor, or left memory behind.
 */
import { SOURCES } from '../../src/collect/sources/index.ts';
import { fuzzMap, recordsBeside } from './fuzz.ts';

const LONGEST_MS = 100;
/** What may stay behind after the garbage is collected, MB. */
const GROWTH_MB = 20;

/**
 * @param from number of the first source, to go on with a run that was cut off
 * @returns true where everything held
 */
export async function fuzzAll({ mutations, seed, from = 0, say }: { readonly mutations: number; readonly seed: string; readonly from?: number; readonly say: (line: string) => void }): Promise<boolean> {
  let held = true;
  say('| source | records | mutations | taken | refused | threw | longest call, ms | memory kept, MB |');
  say('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const source of SOURCES.filter(({ id }) => id !== 'table').slice(from)) {
    const records = await recordsBeside(source);
    fuzzMap(source, records, { mutations: Math.min(mutations, 1_000), seed: `${seed}/warm` });
    const before = heapMb();
    const found = fuzzMap(source, records, { mutations, seed });
    const growth = heapMb() - before;
    say(`| ${found.source} | ${found.records} | ${found.mutations} | ${found.taken} | ${found.refused} | ${found.thrown.length} | ${found.longestMs.toFixed(1)} | ${growth.toFixed(1)} |`);
    for (const line of found.thrown) say(`<!-- ${line} -->`);
    held &&= found.thrown.length === 0 && found.longestMs < LONGEST_MS && growth < GROWTH_MB;
  }
  return held;
}

function heapMb(): number {
  (globalThis as { gc?: () => void }).gc?.();
  return process.memoryUsage().heapUsed / 1024 ** 2;
}
