import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../test/support/memory-store.ts';
import type { Journal } from '../store/store.ts';
import { remembered } from './remembered.ts';

describe('a remembered journal', () => {
  const journalOf = (): Journal<string> => memoryStore({ now: () => 0 }).journal<string>('acts');

  it('tells what is new, whoever wrote it, and the same array as long as nothing is', async () => {
    const journal = journalOf();
    const mine = remembered(journal);
    await mine.append('one');
    const first = await mine.all();

    expect(await mine.all()).toBe(first);
    await journal.append('two, by another process');

    expect((await mine.all()).map(({ seq, entry }) => `${seq} ${entry}`)).toEqual(['1 one', '2 two, by another process']);
    expect((await Array.fromAsync(mine.read(1))).map(({ entry }) => entry)).toEqual(['two, by another process']);
  });

  it('asks the store for what follows what it knows, and for nothing else', async () => {
    const journal = journalOf();
    const asked: (number | undefined)[] = [];
    const mine = remembered<string>({ ...journal, read: (after) => { asked.push(after); return journal.read(after); } });
    await mine.append('one');
    await mine.append('two');

    await mine.all();
    await mine.all();

    expect(asked).toEqual([0, 2]);
  });

  it('holds every line once, however many ask at the same time', async () => {
    const mine = remembered(journalOf());
    await mine.append('one');

    await Promise.all([mine.all(), mine.all(), mine.all()]);

    expect(await mine.all()).toHaveLength(1);
  });
});
