import { describe, expect, it } from 'vitest';
import { keptRows, type KeptRow } from './kept-rows.ts';

/** Answers that say how often they were read. */
function asked(rows: readonly KeptRow[]) {
  const kept = keptRows();
  let reads = 0;
  const read = async function* (): AsyncGenerator<KeptRow> {
    reads++;
    yield* rows;
  };
  return { kept, reads: () => reads, ask: (shelf = 'accounts', question = 'all') => Array.fromAsync(kept.rows(shelf, question, read)) };
}

describe('answers about shelves', () => {
  it('are read once, and again after a write to that shelf alone', async () => {
    const { kept, reads, ask } = asked([['a', '1']]);

    expect([await ask(), await ask()]).toEqual([[['a', '1']], [['a', '1']]]);
    kept.written('sessions');
    await ask();
    expect(reads()).toBe(1);

    kept.written('accounts');
    await ask();
    expect(reads()).toBe(2);
  });

  it('are not kept where somebody wrote while they were read', async () => {
    const { kept, reads, ask } = asked([['a', '1'], ['b', '2']]);

    for await (const [id] of kept.rows('accounts', 'all', async function* () { yield* [['a', '1'], ['b', '2']]; })) if (id === 'a') kept.written('accounts');
    await ask();

    expect(reads()).toBe(1);
  });

  it('are not kept where they are read in part, or long', async () => {
    const { kept, reads, ask } = asked([['a', 'x'.repeat(70_000)]]);
    for await (const [id] of kept.rows('sessions', 'all', async function* () { yield* [['a', '1'], ['b', '2']]; })) if (id === 'a') break;

    await ask();
    await ask();
    await ask('sessions');
    expect(reads()).toBe(3);
  });

  it('make room for each other', async () => {
    const { reads, ask } = asked([['a', 'x'.repeat(60_000)]]);

    for (let question = 0; question < 400; question++) await ask('accounts', String(question));
    await ask('accounts', '399');
    expect(reads()).toBe(400);
    await ask('accounts', '0');
    expect(reads()).toBe(401);
  });
});
