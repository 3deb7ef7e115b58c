import type { PackedColumn, PackedEvents } from './packed-events.ts';

/**
 * What makes events copies of one fact, as a number that fits a column: 64 bits over the texts of module, dataset and id.
 *
 * Made of texts, not of codes, so that it means the same in every store. Equal keys are no proof: whoever finds two
 * compares the texts.
 *
 * @returns the key of each event, by its position in the batch
 * @see A. Appleby: MurmurHash3 (public domain), for the constants and the last mixing
 */
export function keysOf({ count, words, groups }: PackedEvents): BigUint64Array {
  const positions = groups.reduce((most, group) => group.positions.reduce((high, position) => Math.max(high, position), most), count - 1);
  const halves = new Uint32Array((positions + 1) * 2);
  const seeds = new Map<number, readonly [number, number]>();
  for (const group of groups) {
    const modules = codesOf(group.columns.get('event.module'));
    const datasets = codesOf(group.columns.get('event.dataset'));
    const ids = group.columns.get('event.id');
    if (ids?.kind !== 'text') throw new TypeError('events have ids');
    const { ends, bytes } = ids;
    for (let row = 0; row < group.count; row++) {
      const module = modules?.[row] ?? 0;
      const dataset = datasets?.[row] ?? 0;
      // Codes of a batch stay far below 2^26, so the pair fits a whole number.
      const pair = module * 2 ** 26 + dataset;
      let seed = seeds.get(pair);
      if (seed === undefined) seeds.set(pair, (seed = seedOf(textOf(words, module), textOf(words, dataset))));
      let [a, b] = seed;
      for (let i = row === 0 ? 0 : ends[row - 1]!; i < ends[row]!; i++) {
        a = Math.imul(a ^ bytes[i]!, 0xcc9e2d51);
        a = (a << 15) | (a >>> 17);
        b = Math.imul(b ^ bytes[i]!, 0x1b873593);
        b = (b << 13) | (b >>> 19);
      }
      const position = group.positions[row]!;
      halves[position * 2] = settle(a ^ Math.imul(b, 0x85ebca6b));
      halves[position * 2 + 1] = settle(b ^ Math.imul(a, 0xc2b2ae35));
    }
  }
  return new BigUint64Array(halves.buffer);
}

function codesOf(column: PackedColumn | undefined): Uint32Array | undefined {
  return column?.kind === 'word' ? column.codes : undefined;
}

function textOf(words: readonly string[], code: number): string {
  return code === 0 ? '' : words[code - 1]!;
}

/** Where hashing begins for the ids of one module and dataset. */
function seedOf(module: string, dataset: string): readonly [number, number] {
  let a = 0x9747b28c;
  let b = 0x3c6ef372;
  for (const byte of new TextEncoder().encode(`${module}\0${dataset}\0`)) {
    a = settle(Math.imul(a ^ byte, 0xcc9e2d51));
    b = settle(Math.imul(b ^ byte, 0x1b873593));
  }
  return [a, b];
}

/** Lets every bit of the input reach every bit of the outcome. */
function settle(hash: number): number {
  let h = hash ^ (hash >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h ^= h >>> 13;
  h = Math.imul(h, 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
