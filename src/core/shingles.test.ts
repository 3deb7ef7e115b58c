import { describe, expect, it } from 'vitest';
import { MOST_SHINGLES, contained, likeness, shinglesOf } from './shingles.ts';

const KEY = { secret: Buffer.from('a company key of some length') };
const words = (from: number, to: number): string => Array.from({ length: to - from }, (_, at) => `word${from + at}`).join(' ');

describe('shinglesOf', () => {
  it('keeps nothing that could be read, and the same of the same text', () => {
    const kept = shinglesOf(KEY, 'Built the payment service in Go with two others.');

    expect(kept).toHaveLength(5);
    expect(kept.join()).toMatch(/^[0-9a-f,]+$/);
    expect(shinglesOf(KEY, '  built the PAYMENT service,\nin go – with two others')).toEqual(kept);
  });

  it('never meets what another key made', () => {
    expect(likeness(shinglesOf(KEY, words(0, 60)), shinglesOf({ secret: Buffer.from('another key of some length') }, words(0, 60)))).toBe(0);
  });

  it('keeps nothing of a few words, and no more than 128 of many', () => {
    expect(shinglesOf(KEY, 'four words are few')).toEqual([]);
    expect(shinglesOf(KEY, words(0, 900))).toHaveLength(MOST_SHINGLES);
  });
});

describe('likeness', () => {
  it('is the share of runs that both short texts have', () => {
    // 24 words are 20 runs; 12 of the words in common make 8 runs: 8 / (20 + 20 − 8).
    expect(likeness(shinglesOf(KEY, words(0, 24)), shinglesOf(KEY, words(12, 36)))).toBe(8 / 32);
  });

  it('is near it where texts are long', () => {
    // 996 runs each, 496 in common: 496 / 1496 = 0.33.
    const found = likeness(shinglesOf(KEY, words(0, 1_000)), shinglesOf(KEY, words(500, 1_500)));

    expect(found).toBeGreaterThan(0.2);
    expect(found).toBeLessThan(0.46);
  });

  it('is 0 where nothing is known of one', () => {
    expect(likeness([], [])).toBe(0);
    expect(likeness(['a'], [])).toBe(0);
  });
});

describe('contained', () => {
  it('finds a passage in a text, short or long', () => {
    expect(contained(shinglesOf(KEY, words(10, 30)), shinglesOf(KEY, words(0, 60)))).toBe(1);
    expect(contained(shinglesOf(KEY, words(10, 400)), shinglesOf(KEY, words(0, 1_000)))).toBe(1);
    expect(contained(shinglesOf(KEY, words(200, 220)), shinglesOf(KEY, words(0, 60)))).toBe(0);
  });

  it('is 0 where nothing can be told', () => {
    expect(contained([], ['a'])).toBe(0);
  });
});
