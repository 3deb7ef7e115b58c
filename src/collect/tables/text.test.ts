import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { textOf } from './text.ts';

const MB = 1024 * 1024;

describe('the text of a file', () => {
  it('has as much as may be, packed or not', () => {
    const text = 'a'.repeat(MB);

    expect([textOf(Buffer.from(text), 'people.csv', MB), textOf(gzipSync(text), 'people.csv.gz', MB)]).toEqual([text, text]);
  });
  it('that would be more is refused before it is unpacked, with what to do', () => {
    const said = 'people.csv: a table has 1 MB, unpacked, at most. Cut it into several files, each with the line of column names; nothing of it was taken.';

    for (const bytes of [Buffer.alloc(MB + 1, 'a'), gzipSync(Buffer.alloc(MB + 1, 'a'))]) expect(() => textOf(bytes, 'people.csv', MB)).toThrow(said);
  });
});
