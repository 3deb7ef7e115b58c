import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { recordsInFile } from './packed.ts';

const LINES = Buffer.from('{"a":1}\n\nnot JSON\r\n{"b":7195838274152170517}\n');
const recordsOf = async (bytes: Buffer): Promise<readonly unknown[]> => (await Array.fromAsync(recordsInFile('acme', 'a file', bytes))).flat();

describe('the records of a fetched file', () => {
  it.each([['packed', gzipSync(LINES)], ['plain', LINES]])('are one a line, where it is %s', async (_, bytes) => {
    expect(await recordsOf(bytes)).toEqual([{ a: 1 }, 'not JSON', { b: '7195838274152170517' }]);
  });
  it('are none where the file is empty', async () => {
    expect([await recordsOf(Buffer.alloc(0)), await recordsOf(gzipSync(''))]).toEqual([[], []]);
  });
  it('come in pages of some thousands', async () => {
    const pages = await Array.fromAsync(recordsInFile('acme', 'a file', gzipSync('{"a":1}\n'.repeat(12_000))));

    expect(pages.map(({ length }) => length)).toEqual([5_000, 5_000, 2_000]);
  });
  it('are kept as far as a torn file goes, and then it is told', async () => {
    const records: unknown[] = [];
    const torn = gzipSync(LINES.toString().repeat(1_000)).subarray(0, -12);

    const reading = (async () => { for await (const page of recordsInFile('acme', 'data/\u001b[31m.gz', torn)) records.push(...page); })();

    await expect(reading).rejects.toMatchObject({ code: 'source.odd', message: expect.stringMatching(/its file data\/\?\?31m\.gz cannot be read: .*torn/) });
    expect(records.length).toBeGreaterThan(0);
  });
});
