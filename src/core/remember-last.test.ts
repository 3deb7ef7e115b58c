import { describe, expect, it } from 'vitest';
import { rememberLast } from './remember-last.ts';

describe('rememberLast', () => {
  it('works out once what is asked twice in a row, and anew whatever differs', () => {
    const asked: unknown[] = [];
    const sum = rememberLast((list: readonly number[], more: number) => {
      asked.push([list, more]);
      return list.reduce((so, one) => so + one, more);
    });
    const list = [1, 2];

    expect([sum(list, 3), sum(list, 3), sum(list, 4), sum([1, 2], 4), sum(list, 3)]).toEqual([6, 6, 7, 7, 6]);
    expect(asked).toHaveLength(4);
  });
});
