import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { HOUR, MINUTE } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { viewJournal } from '../views.ts';
import { anchorLine, anchorOf, anchorsIn } from './anchors.ts';
import { auditOf, entriesOf } from './audit.ts';
import { linkAfter, type Link } from './chain.ts';
import type { AuditEntry } from './entry.ts';
import { verified, type Anchor, type Verdict } from './verify.ts';

const NOON = Date.UTC(2026, 10, 16, 12);
const NONE = { count: 0, hash: '0'.repeat(64) };
const look = (over: Partial<AuditEntry> = {}): AuditEntry => ({ at: NOON, by: 'kim', role: 'analyst', from: 'page', did: 'looked', what: 'case', id: 'c-1', people: ['Heron-417'], ...over });
const newStore = (): Store => memoryStore({ now: () => NOON });

interface Row { readonly seq: number; readonly entry: unknown }
/** A chain as the store holds it. */
function chainOf(...entries: readonly AuditEntry[]): readonly (Row & { readonly entry: Link })[] {
  const rows: (Row & { readonly entry: Link })[] = [];
  for (const entry of entries) rows.push({ seq: rows.length + 1, entry: linkAfter(rows.at(-1), entry) });
  return rows;
}
async function* over(rows: readonly Row[]): AsyncGenerator<Row> {
  yield* rows;
}
const check = (rows: readonly Row[], anchors: readonly Anchor[] = []): Promise<Verdict> => verified(over(rows), anchors, NONE);

const CHAIN = chainOf(look(), look({ by: 'bo', at: NOON + MINUTE, what: 'rows', purpose: 'Wer war das? «ß» 😀' }), look({ did: 'change', at: NOON + HOUR, what: 'POST /api/cases/:id/acts' }));

describe('a chain of entries', () => {
  it('is whole as it was written', async () => {
    expect(await check(CHAIN)).toEqual({ entries: 3, anchors: 0, newest: { n: 3, hash: CHAIN[2]!.entry.hash, at: NOON + HOUR } });
    expect(await check([])).toEqual({ entries: 0, anchors: 0 });
  });

  it('shows every byte that was changed into any other, and in which entry', async () => {
    const missed: string[] = [];
    let tried = 0;
    for (const [at, { seq, entry }] of CHAIN.entries()) {
      const bytes = Buffer.from(JSON.stringify({ seq, entry }));
      for (let byte = 0; byte < bytes.length; byte++) {
        for (let value = 0; value < 256; value++) {
          if (value === bytes[byte]) continue;
          const changed = Buffer.from(bytes);
          changed[byte] = value;
          tried += 1;
          const row = rowIn(changed) ?? { seq, entry: undefined };
          const { fault } = await check([...CHAIN.slice(0, at), row, ...CHAIN.slice(at + 1)]);
          // A number that was changed leaves a gap, which is named by the number that is missing.
          if (fault?.n !== seq) missed.push(`${seq} byte ${byte} as ${value}: ${JSON.stringify(fault)}`);
        }
      }
    }

    expect(missed).toEqual([]);
    expect(tried).toBeGreaterThan(200_000);
  });

  it.each([
    ['taken from the beginning', CHAIN.slice(1), 1], ['taken from the middle', [CHAIN[0]!, CHAIN[2]!], 2], ['swapped', [CHAIN[1]!, CHAIN[0]!, CHAIN[2]!], 1],
    ['swapped, with their numbers put right', [{ ...CHAIN[1]!, seq: 1 }, { ...CHAIN[0]!, seq: 2 }, CHAIN[2]!], 1], ['doubled', [CHAIN[0]!, CHAIN[0]!, CHAIN[1]!, CHAIN[2]!], 2],
    ['replaced by one of another chain', [CHAIN[0]!, chainOf(look(), look({ by: 'eve' }))[1]!, CHAIN[2]!], 3],
  ] as const)('shows a row that was %s', async (_what, rows, n) => {
    expect((await check(rows)).fault?.n).toBe(n);
  });

  it('shows rows that were taken from the end, or replaced together with every hash since, where an anchor knows of them', async () => {
    const anchor = anchorOf({ n: 3, hash: CHAIN[2]!.entry.hash }, NOON);
    const forged = chainOf(look(), look({ by: 'eve', at: NOON + MINUTE }), look({ did: 'change', at: NOON + HOUR }));

    expect(await check(CHAIN, [anchor])).toMatchObject({ anchors: 1 });
    expect((await check(CHAIN.slice(0, 2), [anchor])).fault).toEqual({ n: 3, why: 'the anchor of 2026-11-16 knows entry 3, and the chain ends at 2: what stood between was removed' });
    expect((await check(forged)).fault).toBeUndefined();
    expect((await check(forged, [anchor])).fault?.why).toContain('the anchor of 2026-11-16 knows another hash');
    expect((await check([], [anchor])).fault?.n).toBe(1);
  });
});

/** A stored row whose bytes may be anything. */
function rowIn(bytes: Buffer): Row | undefined {
  try {
    const { seq, entry } = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as Row;
    return { seq, entry };
  } catch {
    return undefined;
  }
}

describe('the audit of a store', () => {
  it('numbers and chains what several write at the same time', async () => {
    const store = newStore();
    const other = { journal: store.journal };

    await Promise.all(Array.from({ length: 20 }, (_, i) => auditOf(i % 2 === 0 ? store : other).append(look({ id: `c-${i}` }))));

    expect(await auditOf(store).verify([])).toMatchObject({ entries: 20 });
    expect((await auditOf(store).verify([])).fault).toBeUndefined();
    expect((await entriesOf(store)).map(({ n }) => n)).toEqual(Array.from({ length: 20 }, (_, i) => i + 1));
  });

  it('writes together what comes at the same time, and fails for each of them where that fails', async () => {
    const below = newStore().journal<Link>('audit');
    const groups: number[] = [];
    const chain: typeof below.chain = (...next) => {
      groups.push(next.length);
      return groups.length === 2 ? Promise.reject(new Error('the disk is full')) : below.chain(...next);
    };
    const store = { journal: () => ({ ...below, chain }) } as unknown as Store;
    const together = (...ids: readonly string[]) => Promise.allSettled(ids.map((id) => auditOf(store).append(look({ id }))));

    const first = await together('a', 'b', 'c');
    const later = await together('d', 'e', 'f');

    expect(groups).toEqual([1, 2, 1, 2]);
    expect(first.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(later.map((one) => one.status === 'fulfilled' && one.value)).toEqual([2, 3, 4]);
    expect((await entriesOf(store)).map(({ id }) => id)).toEqual(['a', 'd', 'e', 'f']);
  });

  it('says that a clock was set back, and each entry tells when the one before was made', async () => {
    const store = newStore();
    await auditOf(store).append(look());
    await auditOf(store).append(look({ at: NOON - HOUR }));
    await auditOf(store).append(look({ at: NOON - HOUR + MINUTE }));

    expect((await entriesOf(store)).map(({ did, what, at, before }) => [did, what, at - NOON, before === undefined ? undefined : before - NOON])).toEqual([
      ['looked', 'case', 0, undefined], ['looked', 'case', -HOUR, 0], ['noted', 'clock set back', -HOUR, -HOUR], ['looked', 'case', -HOUR + MINUTE, -HOUR],
    ]);
  });

  it('keeps looks from before there was a chain readable, and shows where one of them was changed', async () => {
    const store = newStore();
    const old = { at: NOON - HOUR, by: 'bo', what: 'case', id: 'c-0', people: ['Wren-100'] };
    await store.journal('views').append(old);
    await viewJournal(store).append({ at: NOON, by: 'kim', what: 'person', id: 'Heron-417', people: ['Heron-417'], role: 'analyst' });

    expect((await Array.fromAsync(viewJournal(store).read())).map(({ entry }) => entry)).toEqual([old, { at: NOON, by: 'kim', what: 'person', id: 'Heron-417', people: ['Heron-417'] }]);
    expect((await auditOf(store).verify([])).fault).toBeUndefined();
    await store.journal('views').append(old);
    expect((await auditOf(store).verify([])).fault).toEqual({ n: 1, why: 'the 1 looks from before the chain are not what they were when it began' });
  });

  it('is written on over an entry that was damaged, and the check goes on naming it', async () => {
    const rows: unknown[] = [];
    const damaged = { journal: () => ({ append: async () => 0, chain: async (...next: readonly ((newest: { seq: number; entry: undefined } | undefined) => unknown)[]) => next.map((one) => rows.push(one(rows.length === 0 ? undefined : { seq: rows.length, entry: undefined }))), async *read() { for (const [at, entry] of rows.entries()) yield { seq: at + 1, entry }; } }) } as unknown as Store;
    await auditOf(damaged).append(look());
    await auditOf(damaged).append(look());

    expect((await auditOf(damaged).verify([])).fault?.n).toBe(1);
    expect(rows).toHaveLength(2);
  });

  it('shows that its end was cut off while the server that wrote it went on', async () => {
    let rows: unknown[] = [];
    const cut = { journal: (name: string) => ({ append: async () => 0, chain: async (...next: readonly ((newest: unknown) => unknown)[]) => next.map((one) => rows.push(one(rows.length === 0 ? undefined : { seq: rows.length, entry: rows.at(-1) }))), async *read() { if (name === 'audit') for (const [at, entry] of rows.entries()) yield { seq: at + 1, entry }; } }) } as unknown as Store;
    for (const id of ['c-1', 'c-2', 'c-3']) await auditOf(cut).append(look({ id }));
    rows = rows.slice(0, 1);
    await auditOf(cut).append(look({ id: 'c-4' }));

    expect((await auditOf(cut).verify([])).fault).toEqual({ n: 2, why: 'when it was written, entry 3, which the same server had written, was gone or another' });
  });
});

describe('a file of anchors', () => {
  const anchor = anchorOf({ n: 3, hash: 'ab'.repeat(32) }, NOON);

  it('is read as it was written', () => {
    expect(anchorsIn(anchorLine(anchor) + anchorLine(anchor), 'a.ndjson')).toEqual([anchor, anchor]);
  });
  it.each(['{}', 'no JSON', '{"n":1,"hash":"zz","day":"2026-11-16","at":1}'])('with %s in it is refused, with the line', (line) => {
    expect(() => anchorsIn(`${anchorLine(anchor)}${line}\n`, 'a.ndjson')).toThrow('a.ndjson: line 2 is no anchor');
  });
});
