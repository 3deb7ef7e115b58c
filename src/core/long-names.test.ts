import { describe, expect, it } from 'vitest';
import { LONGEST_IN_PATTERN, fittingPatterns, replaceWord } from './long-names.ts';

describe('names for a pattern', () => {
  it('come in parts that fit into one each, and those too long for any apart', () => {
    const names = [...Array.from({ length: 50 }, (_, nth) => `${nth}-`.padEnd(1_000, 'x')), 'y'.repeat(LONGEST_IN_PATTERN + 1)];

    const { parts, long } = fittingPatterns(names);

    expect(parts.map((part) => part.length)).toEqual([20, 20, 10]);
    expect(long).toEqual([names.at(-1)]);
    expect(fittingPatterns([])).toEqual({ parts: [], long: [] });
  });
});

describe('a word', () => {
  it('is replaced where it stands by itself, and however long it is', () => {
    const long = 'h-1.'.repeat(50_000);

    expect(replaceWord('h-1 beside h-12 and H-1', 'h-1', 'somebody')).toBe('somebody beside h-12 and H-1');
    expect(replaceWord('h-1 beside H-1', 'h-1', '$&', 'i')).toBe('$& beside $&');
    expect(replaceWord(`${long} beside h-12`, long, 'somebody')).toBe('somebody beside h-12');
  });
});
