import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readBytes } from './bytes.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-bytes-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const TEXT = Buffer.from(Array.from({ length: 200_000 }, (_, i) => `line ${i}`).join('\n'));

describe('bytes of a file', () => {
  it.each<[string, Buffer, Buffer]>([
    ['a large file', TEXT, TEXT], ['a packed file', gzipSync(TEXT), TEXT], ['an empty file', Buffer.alloc(0), Buffer.alloc(0)], ['a file of two bytes', Buffer.from('ab'), Buffer.from('ab')],
    ['a file with a byte-order mark', Buffer.concat([Buffer.from('\ufeff'), TEXT]), TEXT], ['UTF-16', Buffer.from(`\ufeff${TEXT.toString()}`, 'utf16le'), TEXT],
  ])('are those of %s, whether or not pieces are overwritten', async (name, saved, text) => {
    const file = join(folder, name);
    writeFileSync(file, saved);

    for (const reuse of [false, true]) {
      const copies: Buffer[] = [];
      for await (const piece of readBytes(file, reuse)) copies.push(Buffer.from(piece));
      expect(Buffer.concat(copies).equals(text)).toBe(true);
    }
  });

  it('may be kept where nothing is overwritten', async () => {
    const file = join(folder, 'kept');
    writeFileSync(file, TEXT);

    expect(Buffer.concat(await Array.fromAsync(readBytes(file))).equals(TEXT)).toBe(true);
  });

  it.each<[string, Buffer]>([
    ['garbage behind the mark of gzip', Buffer.from('\x1f\x8b torn', 'latin1')],
    ['a byte that was changed on the way', (() => { const packed = Buffer.from(gzipSync(TEXT)); return packed.fill(packed[packed.length >> 1]! ^ 0xff, packed.length >> 1, (packed.length >> 1) + 64); })()],
    ['a checksum of something else', (() => { const packed = Buffer.from(gzipSync(TEXT)); return packed.fill(0, packed.length - 8); })()],
  ])('of a gzip file with %s end with what is wrong, after what could be read', async (name, saved) => {
    const file = join(folder, name);
    writeFileSync(file, saved);

    const pieces: Buffer[] = [];
    const reading = (async () => { for await (const piece of readBytes(file)) pieces.push(piece); })();

    await expect(reading).rejects.toMatchObject({ code: 'file.unreadable', message: expect.stringContaining('the gzip file is torn (') });
    const read = Buffer.concat(pieces);
    expect(read.length === 0).toBe(name.startsWith('garbage'));
    expect(read.subarray(0, 1_000).equals(TEXT.subarray(0, read.length === 0 ? 0 : 1_000))).toBe(true);
  });

  it('need not be read to their end', async () => {
    const file = join(folder, 'begun');
    writeFileSync(file, TEXT);

    for await (const piece of readBytes(file, true)) {
      expect(piece.equals(TEXT.subarray(0, piece.length))).toBe(true);
      break;
    }
  });
});
