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
  const most = groups.reduce((high, { positions }) => Math.max(high, positions.length === 0 ? 0 : positions.at(-1)! + 1), count);
  const halves = new Uint32Array(most * 2);
  const seeds = new Map<number, Seed>();
  const seedFor = (module: number, dataset: number): Seed => {
    // Codes of a batch stay far below 2^26, so the pair fits a whole number.
    const pair = module * 2 ** 26 + dataset;
    let seed = seeds.get(pair);
    if (seed === undefined) seeds.set(pair, (seed = seedOf(textOf(words, module), textOf(words, dataset))));
    return seed;
  };
  for (const { positions, columns } of groups) {
    const ids = columns.get('event.id');
    if (ids?.kind !== 'text') throw new TypeError('events have ids');
    const none = new Uint32Array(positions.length);
    fillKeys(halves, positions, codesOf(columns.get('event.module')) ?? none, codesOf(columns.get('event.dataset')) ?? none, ids, seedFor);
  }
  return new BigUint64Array(halves.buffer);
}

type Seed = readonly [number, number];

function fillKeys(halves: Uint32Array, positions: Uint32Array, modules: Uint32Array, datasets: Uint32Array, { ends, bytes }: PackedColumn & { readonly kind: 'text' }, seedFor: (module: number, dataset: number) => Seed): void {
  let seed: Seed = [0, 0];
  let module = -1;
  let dataset = -1;
  for (let row = 0, from = 0; row < positions.length; row++) {
    // Rows of one source lie together.
    if (modules[row] !== module || datasets[row] !== dataset) seed = seedFor(module = modules[row]!, dataset = datasets[row]!);
    const end = ends[row]!;
    fillKey(halves, positions[row]! * 2, seed[0], seed[1], bytes, from, end);
    from = end;
  }
}

function fillKey(halves: Uint32Array, at: number, a: number, b: number, bytes: Uint8Array, from: number, end: number): void {
  for (let i = from; i < end; i++) {
    a = Math.imul(a ^ bytes[i]!, 0xcc9e2d51);
    a = (a << 15) | (a >>> 17);
    b = Math.imul(b ^ bytes[i]!, 0x1b873593);
    b = (b << 13) | (b >>> 19);
  }
  halves[at] = settle(a ^ Math.imul(b, 0x85ebca6b));
  halves[at + 1] = settle(b ^ Math.imul(a, 0xc2b2ae35));
}

function codesOf(column: PackedColumn | undefined): Uint32Array | undefined {
  return column?.kind === 'word' ? column.codes : undefined;
}

function textOf(words: readonly string[], code: number): string {
  return code === 0 ? '' : words[code - 1]!;
}

/** Where hashing begins for the ids of one module and dataset. */
function seedOf(module: string, dataset: string): Seed {
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
