import { expect, it } from 'vitest';
import fc from 'fast-check';
import { distinctRows } from './distinct-rows.ts';

it('numbers rows as their codes put together as a text would', () => {
  const code = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constantFrom(0, 65_536, 4_294_967_295));
  fc.assert(fc.property(fc.array(fc.tuple(code, code, code), { maxLength: 300 }), (rows) => {
    const { kinds, first } = distinctRows([0, 1, 2].map((place) => Uint32Array.from(rows, (row) => row[place]!)), rows.length);
    const texts = [...new Set(rows.map((row) => row.join(' ')))];
    expect([...kinds]).toEqual(rows.map((row) => texts.indexOf(row.join(' '))));
    expect(first).toEqual(texts.map((text) => rows.findIndex((row) => row.join(' ') === text)));
  }));
});
