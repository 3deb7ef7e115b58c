import { describe, expect, it } from 'vitest';
import { chanceText } from './chance.ts';

describe('a chance in words', () => {
  it.each([
    [0, 'under 0.1 %'], [0.0004, 'under 0.1 %'], [0.004, '0.4 %'], [0.0099, '0.9 %'], [0.01, '1 %'], [0.863, '86 %'], [0.994, '99 %'], [0.996, 'over 99 %'], [1, 'over 99 %'],
  ])('%d reads %s: never nothing and never certain', (chance, said) => {
    expect(chanceText(chance)).toBe(said);
  });
});
