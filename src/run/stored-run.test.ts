import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import { random } from '../core/random.ts';
import { runBook } from './run-book.ts';
import type { Run } from './stored-run.ts';

const AT = Date.UTC(2026, 10, 16);
/** A run whose body takes so many characters and cannot be packed smaller. */
function aRun(asOf: number, length: number, seed: string): Run {
  const draw = random(seed);
  return { asOf, findings: [], risks: [], custody: [], cases: [], unjoined: { strangers: 0, machines: 0 }, versions: { odd: Array.from({ length }, () => String.fromCharCode(33 + draw.int(90))).join('') } };
}
const aStore = (): ReturnType<typeof memoryStore> => memoryStore({ now: () => AT });
const pieces = (store: ReturnType<typeof memoryStore>) => Array.fromAsync(store.shelf<{ id: string; packed: string }>('run-bodies').list(), ({ value }) => value);

describe('a stored run', () => {
  it.each([10, 80_000, 400_000])('of %i characters comes back as it was, from pieces that a store can hold by the thousand', async (length) => {
    const store = aStore();
    const run = aRun(AT, length, 'a');

    await runBook(store).put(run);

    expect(await runBook(store).newest()).toEqual(run);
    expect(await runBook(store).get(AT)).toEqual(run);
    for (const { packed } of await pieces(store)) expect(packed.length).toBeLessThanOrEqual(96 * 1024);
  });

  it('takes the place of the one of the same instant whole, and leaves nothing of it', async () => {
    const store = aStore();
    const [long, short] = [aRun(AT, 400_000, 'a'), aRun(AT, 10, 'b')];

    await runBook(store).put(long);
    expect((await pieces(store)).length).toBeGreaterThan(2);
    await runBook(store).put(short);

    // One with the cases, one with the rest.
    expect(await pieces(store)).toHaveLength(2);
    expect(await runBook(store).newest()).toEqual(short);
  });

  it('stays whole when it is put a second time', async () => {
    const store = aStore();
    const run = aRun(AT, 400_000, 'a');

    await runBook(store).put(run);
    await runBook(store).put(run);

    expect(await runBook(store).get(AT)).toEqual(run);
  });

  it('that took place live is known as such, also after a replay of its instant, where it knew of somebody', async () => {
    const store = aStore();
    const book = runBook(store);
    const knowing = { ...aRun(AT, 10, 'a'), findings: [{ id: 'f-1' }] } as unknown as Run;

    await book.put(knowing, true);
    await book.put({ ...knowing, asOf: AT + 1 });
    await book.put(aRun(AT + 2, 10, 'b'), true);
    expect(await book.newestLive()).toBe(AT);

    await book.put(aRun(AT, 10, 'c'));
    expect(await runBook(store).newestLive()).toBe(AT);
    expect(await runBook(aStore()).newestLive()).toBeUndefined();
  });

  it('is unpacked once for all who ask at the same time', async () => {
    const store = aStore();
    await runBook(store).put(aRun(AT, 400_000, 'a'));
    const book = runBook(store);

    const [one, other] = await Promise.all([book.newest(), book.get(AT)]);

    expect(one).toBeDefined();
    expect(other).toBe(one);
  });

  it('goes without a trace, and its neighbours stay', async () => {
    const store = aStore();
    const [one, other] = [aRun(AT, 200_000, 'a'), aRun(AT + 1, 200_000, 'b')];
    await runBook(store).put(one);
    await runBook(store).put(other);

    await runBook(store).remove(AT);

    expect(await runBook(store).get(AT)).toBeUndefined();
    expect(await runBook(store).instants()).toEqual([AT + 1]);
    expect(await runBook(store).newest()).toEqual(other);
    await runBook(store).remove(AT + 1);
    expect(await pieces(store)).toEqual([]);
  });

  it('of an older version, which lies in one piece, is read, replaced and removed', async () => {
    const store = aStore();
    const id = new Date(AT).toISOString();
    const old = aRun(AT, 10, 'a');
    await store.shelf<{ id: string; packed: string }>('run-bodies').putAll([{ id, packed: gzipSync(JSON.stringify(old)).toString('base64') }]);
    await store.shelf<{ id: string; asOf: number }>('runs').putAll([{ id, asOf: AT }]);

    expect(await runBook(store).newest()).toEqual(old);
    await runBook(store).put(aRun(AT, 20, 'b'));
    expect((await pieces(store)).map((piece) => piece.id)).not.toContain(id);
    await runBook(store).remove(AT);
    expect(await pieces(store)).toEqual([]);
  });

  it('gives its cases without the rest of it, as they were at an instant', async () => {
    const store = aStore();
    const withCase = (asOf: number, id: string): Run => ({ ...aRun(asOf, 200_000, id), cases: [{ id } as Run['cases'][number]] });
    await runBook(store).put(withCase(AT, 'c-1'));
    await runBook(store).put(withCase(AT + 10, 'c-2'));
    // Whatever the rest would say, it is not looked at.
    for (const { id } of await pieces(store)) if (!id.includes('/cases/')) await store.shelf('run-bodies').remove(id);

    expect(await runBook(store).newestCases(AT + 9)).toEqual({ asOf: AT, cases: [{ id: 'c-1' }] });
    expect(await runBook(store).newestCases(AT + 10)).toEqual({ asOf: AT + 10, cases: [{ id: 'c-2' }] });
    expect(await runBook(store).newestCases(AT - 1)).toBeUndefined();
    expect(await runBook(store).newest()).toBeUndefined();
  });

  it('of an older version, whose cases lie with the rest, gives them too', async () => {
    const store = aStore();
    const id = new Date(AT).toISOString();
    const old = { ...aRun(AT, 10, 'a'), cases: [{ id: 'c-1' } as Run['cases'][number]] };
    const packed = gzipSync(JSON.stringify(old)).toString('base64');
    await store.shelf<{ id: string; packed: string }>('run-bodies').putAll([{ id: `${id}/k/000000`, packed }]);
    await store.shelf('runs').putAll([{ id, asOf: AT, body: { key: 'k', pieces: 1 } } as { id: string }]);

    expect(await runBook(store).newestCases(AT)).toEqual({ asOf: AT, cases: old.cases });
    expect(await runBook(store).newest()).toEqual(old);
    await runBook(store).put(aRun(AT, 20, 'b'));
    expect((await pieces(store)).map((piece) => piece.id)).not.toContain(`${id}/k/000000`);
  });
});
