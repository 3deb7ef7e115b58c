import { describe, expect, it } from 'vitest';
import { elementsInXml } from './xml-elements.ts';

async function* inPieces(...texts: readonly string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
const elementsIn = async (pieces: AsyncIterable<Buffer>): Promise<readonly unknown[]> =>
  (await Array.fromAsync(elementsInXml('a.xml', pieces, 'Event'))).map((found) => ('raw' in found ? found.raw : found.rejected));

describe('a comment between elements', () => {
  it.each([
    ['whole', ['<!-- <Event>1</Event> --><Event>2</Event>']],
    ['in pieces', ['<!-- <Event>1', '</Event> -', '->', '<Event>2</Event>']],
    ['with what looks like its end across pieces', ['<!-- a >b', 'c <Event>1</Event>', ' --', '><Event>2</Event>']],
    ['that is short', ['<!--', '-', '->', '<Event>2</Event>']],
  ])('is passed over: %s', async (_, texts) => expect(await elementsIn(inPieces(...texts))).toEqual(['<Event>2</Event>']));
  it('that does not end is not read again with every piece', async () => {
    const piece = 'x'.repeat(1_000);

    await expect(elementsIn(inPieces('<Event>1</Event><!--', ...Array.from({ length: 50_000 }, () => piece)))).rejects.toMatchObject({ code: 'file.unreadable' });
  });
});
