import { describe, expect, it } from 'vitest';
import { HOUR } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { anchorOf } from './anchors.ts';
import { auditOf, type Audit } from './audit.ts';
import { linkAfter, type Link } from './chain.ts';
import type { AuditEntry } from './entry.ts';
import { WHOLE_EVERY } from './remembered.ts';

const NOON = Date.UTC(2026, 10, 16, 12);
const entry = (n: number, by = 'kim'): AuditEntry => ({ at: NOON + n, by, from: 'page', did: 'looked', what: 'case', id: `c-${n}`, people: ['Heron-417'] });
interface Row { readonly seq: number; readonly entry: unknown }
function chainOf(many: number, by = 'kim'): Row[] {
  const rows: Row[] = [];
  for (let n = 1; n <= many; n++) rows.push({ seq: n, entry: linkAfter(rows.at(-1) as never, entry(n, by)) });
  return rows;
}
/** A store in which somebody else can write whatever they like; `read` counts what was read of the audit. */
function alterable(many: number): { rows: Row[]; read: number; readonly audit: Audit } {
  const at: { rows: Row[]; read: number; audit: Audit } = { rows: chainOf(many), read: 0, audit: undefined! };
  at.audit = auditOf({
    journal: (name: string) => ({
      append: async () => 0,
      chain: async (...next: readonly ((newest: Row | undefined) => unknown)[]) => next.map((one) => at.rows.push({ seq: at.rows.length + 1, entry: one(at.rows.at(-1)) })),
      async *read(after = 0) {
        if (name !== 'audit') return;
        for (const row of at.rows) {
          if (row.seq <= after) continue;
          at.read += 1;
          yield row;
        }
      },
    }),
  } as unknown as Store);
  return at;
}
const LATER = NOON + HOUR;
const shown = (before?: number, most = 200): { readonly before: number | undefined; readonly most: number } => ({ before, most });
/** Another byte in the middle of what a row says. */
const flipped = ({ seq, entry: kept }: Row): Row => ({ seq, entry: { ...kept as Link, text: (kept as Link).text.replace('case', 'cbse') } });

describe('a look at the newest entries', () => {
  it('computes the whole chain the first time, and then only what is new and what is shown', async () => {
    const store = alterable(5_000);
    const first = await store.audit.newest([], shown(), NOON);
    store.read = 0;
    await store.audit.append(entry(5_001, 'lee'));

    const again = await store.audit.newest([], shown(), LATER);

    expect([first.wholeAt, first.rows.length, first.rows[0]!.n, again.wholeAt, again.verdict.entries, again.rows.map(({ n }) => n).slice(0, 2), again.rows.length]).toEqual([NOON, 200, 5_000, NOON, 5_001, [5_001, 5_000], 200]);
    expect(again.verdict).toMatchObject({ newest: { n: 5_001 } });
    expect([...again.who]).toEqual(['kim', 'lee']);
    expect(store.read).toBeLessThan(250);
  });

  it('shows older ones with no more than the way to the next hash that is remembered', async () => {
    const store = alterable(5_000);
    await store.audit.newest([], shown(), NOON);
    store.read = 0;

    const { rows } = await store.audit.newest([], shown(1_000), LATER);

    expect([rows.length, rows[0]!.n, rows.at(-1)!.n]).toEqual([200, 999, 800]);
    expect(store.read).toBeLessThan(250);
    expect((await store.audit.newest([], shown(2), LATER)).rows.map(({ n }) => n)).toEqual([1]);
    expect((await store.audit.newest([], shown(1), LATER)).rows).toEqual([]);
  });

  it.each([
    ['after the last one that was computed', 605, undefined, 605], ['that is the last one that was computed', 600, undefined, 600], ['that is shown, from before', 450, undefined, 450],
    ['at the edge of what is shown', 411, undefined, 411], ['that is shown on an older page', 37, 100, 37], ['that is the very first', 1, 100, 1],
  ])('names an entry that was changed %s', async (_what, n, before, found) => {
    const store = alterable(600);
    await store.audit.newest([], shown(), NOON);
    for (let more = 601; more <= 610; more++) await store.audit.append(entry(more));
    store.rows[n - 1] = flipped(store.rows[n - 1]!);

    const { verdict, wholeAt } = await store.audit.newest([], shown(before), LATER);

    expect([verdict.fault?.n, wholeAt]).toEqual([found, LATER]);
  });

  it('finds every byte that was changed in what is shown, before the last one that was computed and after it', async () => {
    for (const n of [18, 21]) {
      const store = alterable(20);
      await store.audit.newest([], shown(), NOON);
      await store.audit.append(entry(21));
      const whole = store.rows[n - 1]!;
      const text = JSON.stringify(whole.entry);
      const missed: number[] = [];
      for (let byte = 0; byte < text.length; byte++) {
        const changed = `${text.slice(0, byte)}${text[byte] === '0' ? '1' : '0'}${text.slice(byte + 1)}`;
        store.rows[n - 1] = { seq: n, entry: parsed(changed) };
        if ((await store.audit.newest([], shown(undefined, 5), LATER)).verdict.fault?.n !== n) missed.push(byte);
      }
      store.rows[n - 1] = whole;

      expect(missed).toEqual([]);
      expect((await store.audit.newest([], shown(undefined, 5), LATER)).verdict.fault).toBeUndefined();
    }
  });

  it('does not compute older ones that it does not show; the next whole check finds what was changed there, and so does a look a day later', async () => {
    const store = alterable(2_000);
    await store.audit.newest([], shown(), NOON);
    store.rows[99] = flipped(store.rows[99]!);

    expect((await store.audit.newest([], shown(), LATER)).verdict.fault).toBeUndefined();
    expect((await store.audit.verify([])).fault?.n).toBe(100);
    expect((await store.audit.newest([], shown(), NOON + WHOLE_EVERY)).verdict.fault?.n).toBe(100);
  });

  it('finds what no chain shows by itself: its end cut off, or all of it replaced together with every hash', async () => {
    const cut = alterable(600);
    await cut.audit.newest([], shown(), NOON);
    cut.rows.splice(590);
    const replaced = alterable(600);
    await replaced.audit.newest([], shown(), NOON);
    replaced.rows = chainOf(700, 'eve');

    expect((await cut.audit.newest([], shown(), LATER)).verdict.fault).toEqual({ n: 591, why: 'this server had found entry 600, and the chain ends at 590: what stood between was removed' });
    for (let times = 0; times < 2; times++) expect((await replaced.audit.newest([], shown(), LATER)).verdict.fault).toEqual({ n: 600, why: 'this server had found another hash for it: it, or something before it, was replaced together with all hashes since' });
    expect((await replaced.audit.verify([])).fault?.n).toBe(600);
  });

  it('computes the whole chain where an anchor is about what lies before, or the clock was set back', async () => {
    const store = alterable(600);
    await store.audit.newest([], shown(), NOON);
    const fits = anchorOf({ n: 300, hash: (store.rows[299]!.entry as Link).hash }, NOON);

    expect((await store.audit.newest([fits], shown(), LATER))).toMatchObject({ wholeAt: LATER, verdict: { anchors: 1 } });
    expect((await store.audit.newest([fits], shown(), LATER + 1)).wholeAt).toBe(LATER);
    expect((await store.audit.newest([fits, { ...fits, hash: 'ab'.repeat(32) }], shown(), LATER + 2)).verdict.fault?.n).toBe(300);
    expect((await store.audit.newest([fits], shown(), NOON)).wholeAt).toBe(NOON);
  });
});

/** What a store makes of changed bytes: of what is no JSON nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
