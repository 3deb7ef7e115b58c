import { expect, it } from 'vitest';
import { percent } from './percent.ts';

it.each([[0, 0, '0 %'], [1, 1, '100 %'], [0.333, 0, '33 %'], [0.333, 1, '33.3 %'], [0.05, 1, '5 %'], [0.0004, 1, '0 %'], [0.0006, 1, '0.1 %']] as const)('a share of %s with at most %i decimals is %s', (share, decimals, said) => {
  expect(percent(share, decimals)).toBe(said);
});
