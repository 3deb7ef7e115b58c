import { describe, expect, it } from 'vitest';
import { offTerm, taught } from './education.ts';

describe('taught', () => {
  it.each([
    ['Computer Science', true], ['computer science and engineering', true], ['Science of Computers', true], ['CS', true], ['Comp. Sci.', true], ['BSc (Hons) Computing', true], ['Computer Engineering', false], ['Physiotherapy', false], ['Applied Physics', true], ['Nursing', false],
  ])('judges %s', (major, expected) => {
    expect(taught(major, ['Computer Science', 'Physics'])).toBe(expected);
  });
});

describe('offTerm', () => {
  it('leaves some slack, over the turn of the year as well', () => {
    expect(offTerm('2016-09', [8], 1)).toBe(false);
    expect(offTerm('2016-12', [1], 1)).toBe(false);
    expect(offTerm('2016-03', [8, 1], 1)).toBe(true);
  });

  it('says nothing of a year alone, or of a school whose terms are not known', () => {
    expect(offTerm('2016', [8], 1)).toBe(false);
    expect(offTerm('2016-03', [], 1)).toBe(false);
  });
});
