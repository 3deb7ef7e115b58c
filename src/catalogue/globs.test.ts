import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { globIndex, literally, pathIndex } from './globs.ts';

/** Short texts of few letters, so that patterns often fit. */
const name = fc.string({ unit: fc.constantFrom('a', 'b', '.', '/'), maxLength: 9 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '/'), minLength: 1, maxLength: 7 });

describe('a pattern with stars', () => {
  it('fits what a regular expression would, among names and among paths', () => {
    fc.assert(fc.property(pattern, name, (one, text) => {
      const meant = new RegExp(`^${one.split('*').map(literally).join('[^]*')}$`);

      expect(globIndex([[one, 1]])(text)).toBe(meant.test(text) ? 1 : undefined);
      expect(pathIndex([[one, 1]])(`/${text}`)).toBe(meant.test(`/${text}`) ? 1 : undefined);
    }), { numRuns: 2_000 });
  });

  it('answers for any number of stars, however long the name is', () => {
    const many = `${'*a'.repeat(30)}*b.exe`;
    const find = globIndex([[many, 'found']]);

    expect(find(`${'a'.repeat(50_000)}b.exe`)).toBe('found');
    expect(find(`${'a'.repeat(50_000)}b.exe!`)).toBe(undefined);
  });
});
