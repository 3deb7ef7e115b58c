import { expect, it } from 'vitest';
import { remembered } from './remembered.ts';

it('looks for the same only once, also where nothing was found, and lets go of all when it holds too much', () => {
  const asked: number[] = [];
  const find = remembered((n: number) => {
    asked.push(n);
    return n === 3 ? undefined : n * 2;
  }, String, 2);

  expect([find(1), find(1), find(3), find(3), find(4), find(1)]).toEqual([2, 2, undefined, undefined, 8, 2]);
  expect(asked).toEqual([1, 3, 4, 1]);
});
