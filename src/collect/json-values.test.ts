import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonValues } from './json-values.ts';
import type { FileLine } from './lines.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

async function read(text: string, size: number, longest = 1_000_000): Promise<FileLine[]> {
  const found: FileLine[] = [];
  for await (const batch of jsonValues('f', inPieces(text, size), longest)) found.push(...batch);
  return found;
}

const parsed = (found: readonly FileLine[]): unknown[] => found.map((line) => ('text' in line ? JSON.parse(line.text) as unknown : line));
const object = fc.dictionary(fc.string({ unit: 'grapheme', maxLength: 4 }), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });

describe('jsonValues', () => {
  it('gives every value whatever the size of the pieces and the indentation', async () => {
    await fc.assert(fc.asyncProperty(fc.array(object, { maxLength: 5 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2 }), async (values, size, indent) => {
      const expected = values.map((value) => JSON.parse(JSON.stringify(value)) as unknown);

      expect(parsed(await read(values.map((value) => JSON.stringify(value, null, indent)).join('\n'), size))).toEqual(expected);
      expect(parsed(await read(JSON.stringify(values, null, indent), size))).toEqual(expected);
    }), { numRuns: 200 });
  });
  it('gives the elements of a page that is too long to be held, with the same lines', async () => {
    await fc.assert(fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (size) => {
      const items = Array.from({ length: 30 }, (_, n) => ({ n, 'a"}': ['x]', { value: [n] }] }));
      const page = JSON.stringify({ note: 'x', value: items, next: { records: [1] } }, null, 1);

      const found = await read(`${page}\n{"last":true}`, size, 150);

      expect(parsed(found)).toEqual([...items, { last: true }]);
      expect(found.map(({ line }) => page.split('\n')[line - 1]?.trim() ?? 'after')).toEqual([...items.map(() => '{'), 'after']);
    }), { numRuns: 60 });
  });
  it('reads on behind what is deeper than any record', async () => {
    const lists = `${'['.repeat(5_000)}1${']'.repeat(5_000)}`;
    const deep = `{"a":${lists},"b":${'{"a":'.repeat(5_000)}"x"${'}'.repeat(5_000)}}`;

    expect((await read(`${deep}\n{"next":1}`, 700)).map((line) => ('text' in line ? line.text : line))).toEqual([deep, '{"next":1}']);
  });
  it('keeps nothing of brackets without end', async () => {
    const piece = Buffer.alloc(1024 * 1024, '[');
    const before = process.memoryUsage().heapUsed;
    let most = 0;
    async function* brackets() {
      yield Buffer.from('{"a":');
      for (let nth = 0; nth < 40; nth++) {
        most = Math.max(most, process.memoryUsage().heapUsed - before);
        yield piece;
      }
    }

    await expect(Array.fromAsync(jsonValues('f', brackets(), 1_000))).rejects.toMatchObject({ code: 'file.unreadable' });
    expect(most).toBeLessThan(100 * 1024 * 1024);
  });
  it('never throws anything but a torn file, whatever it is given', async () => {
    const soup = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', '\n', '1', 'a', ' '), maxLength: 40 });
    await fc.assert(fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (text, size) => {
      const outcome = await read(text, size, 10).catch((error: unknown) => error);
      expect(Array.isArray(outcome) || (outcome as { code?: string }).code === 'file.unreadable').toBe(true);
    }), { numRuns: 2_000 });
  });
  it('finds the next whole line after soup', async () => {
    const soup = fc.string({ unit: fc.constantFrom('{', '"', ':', ',', '\\', '1', 'a', ' '), maxLength: 20 });
    await fc.assert(fc.asyncProperty(soup, fc.integer({ min: 1, max: 9 }), async (text, size) => {
      // Two lines: the first may still be taken for the rest of what is torn.
      const found = await read(`{"torn":${text}\n{"a":1}\n{"b":2}\n`, size);
      expect(found.at(-1)).toMatchObject({ line: 3, text: '{"b":2}' });
    }), { numRuns: 1_000 });
  });
});
