import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellsOf, csvRows, delimiterOf } from './csv.ts';

describe('cellsOf', () => {
  it.each([
    ['', ['']], ['a', ['a']], ['a,', ['a', '']], [',', ['', '']], [' a , b ', ['a', 'b']], ['"a,b",c', ['a,b', 'c']], ['"a ""b""",""', ['a "b"', '']],
    ['5" screen,b', ['5" screen', 'b']], ['"a" b,c', ['a b', 'c']], ['"open, b', ['open, b']], ['"two\nlines",b', ['two\nlines', 'b']], ['"x"', ['x']],
  ])('splits %j', (row, cells) => expect(cellsOf(row, ',')).toEqual(cells));
  it('reads what a general parser reads', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', ';', '"', 'é', '7', '\n') });
    fc.assert(fc.property(fc.array(cell, { minLength: 2, maxLength: 6 }), (cells) => {
      const row = cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(';');
      expect(cellsOf(row, ';')).toEqual((parse(row, { delimiter: ';' }) as string[][])[0]);
    }));
  });
});

describe('delimiterOf', () => {
  it('takes the delimiter that makes most columns, quotes minded', () => {
    expect(delimiterOf('a,b;c;d')).toBe(';');
    expect(delimiterOf('"a;b;c;d",e')).toBe(',');
    expect(delimiterOf('a\tb')).toBe('\t');
    expect(delimiterOf('alone')).toBe(',');
  });
});

describe('csvRows', () => {
  it('reads however many rows come in one piece', async () => {
    async function* onePiece() {
      yield [{ line: 1, text: 'a' }, ...Array.from({ length: 200_000 }, (_, nth) => ({ line: nth + 2, text: String(nth) }))];
    }
    let rows = 0;
    for await (const found of csvRows(onePiece())) rows += found.length;

    expect(rows).toBe(200_000);
  });
});
