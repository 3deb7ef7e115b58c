import { describe, expect, it } from 'vitest';
import { fewAtOnce } from './few-at-once.ts';

describe('a gate', () => {
  it('lets two through at once, those who go first before others, and tells the rest to come again', async () => {
    const gate = fewAtOnce({ atOnce: 2, waiting: 2, seconds: 5 });
    const open: (() => void)[] = [];
    const began: string[] = [];
    const come = (name: string, goesFirst = false): Promise<void> => gate(() => new Promise((resolve) => { began.push(name); open.push(resolve); }), goesFirst);

    const all = [come('a'), come('b'), come('c'), come('d')];
    await expect(come('e')).rejects.toMatchObject({ code: 'sign-in.slow', message: 'Too many tries. Wait 5 s, and try again.' });
    all.push(come('known', true));
    expect(began).toEqual(['a', 'b']);
    for (let nth = 0; nth < 5; nth++) {
      open[nth]!();
      await new Promise((resolve) => { setImmediate(resolve); });
    }
    await Promise.all(all);

    expect(began).toEqual(['a', 'b', 'known', 'c', 'd']);
  });

  it('is open again after a failure', async () => {
    const gate = fewAtOnce({ atOnce: 1, waiting: 1, seconds: 5 });
    await expect(gate(() => Promise.reject(new Error('no memory')))).rejects.toThrow('no memory');

    expect(await gate(() => Promise.resolve(1))).toBe(1);
  });
});
