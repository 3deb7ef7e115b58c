import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { deskIn } from './support/command-line.ts';

const folder = mkdtempSync(join(tmpdir(), 'farmwatch-bundle-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const desk = deskIn(folder, Date.parse('2026-11-28T12:00:00Z'));
const indicator = (nth: number): object => ({ type: 'indicator', spec_version: '2.1', id: `indicator--${nth}`, pattern_type: 'stix', pattern: `[email-addr:value = 'kim${nth}@post.example']`, created: '2026-11-01T00:00:00Z' });
const HEAD = '{"type":"bundle","id":"bundle--1","objects":[';

/** A bundle of about so many megabytes. */
function* large(megabytes: number): Generator<string> {
  yield `${HEAD}${JSON.stringify(indicator(0))}`;
  const block = `,${JSON.stringify({ type: 'note', content: 'x'.repeat(1024 ** 2) })}`;
  for (let nth = 0; nth < megabytes; nth++) yield block;
  yield ']}';
}

describe('a bundle of 200 MB', () => {
  it('is refused before it is read, as it is and packed, and takes nothing that was there away', async () => {
    desk.file('small.json', `${HEAD}${JSON.stringify(indicator(1))}]}`);
    await pipeline(Readable.from(large(200)), createWriteStream(join(folder, 'large.json')));
    await pipeline(Readable.from(large(200)), createGzip({ level: 1 }), createWriteStream(join(folder, 'large.json.gz')));
    expect((await desk.type('import', '--indicators', 'small.json')).out).toEqual([expect.stringMatching(/added 1 /)]);

    for (const name of ['large.json', 'large.json.gz']) {
      for (const words of [['--indicators', name], [name]]) {
        const { exit, err } = await desk.type('import', ...words);
        expect([exit, err.join()]).toEqual([1, expect.stringContaining('a bundle has 64 MB, unpacked, at most. Ask for it in several bundles; nothing of it was taken.')]);
      }
    }
    expect((await desk.type('import', '--indicators', 'small.json')).out).toEqual([expect.stringMatching(/already known 1 /)]);
  }, 120_000);
});
