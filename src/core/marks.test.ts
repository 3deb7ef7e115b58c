import { describe, expect, it } from 'vitest';
import { withMarksShown, withMarksShownInLines, withoutMarks } from './marks.ts';

describe('marks in a text', () => {
  it.each([
    ['a line break', 'a\r\nb'], ['an escape of terminals', 'a\x1bb'], ['the same in one mark', 'a\x9bb'], ['an end of a paragraph', 'a\u2029b'], ['a mark of no width', 'a\u200bb'],
    ['a turn of the direction', 'a\u202eb'], ['the mark of another direction', 'a\u061cb'], ['a joiner', 'a\u2060b'], ['a byte-order mark', 'a\ufeffb'],
  ])('as %s are a space, or shown', (_, text) => {
    expect(withoutMarks(text)).toBe('a b');
    expect(withMarksShown(text)).toMatch(/^a(?:\\u[0-9a-f]{4})+b$/);
  });

  it('are shown in a text of several lines, which stay lines', () => {
    expect(withMarksShownInLines('a\tb\r\n\u202ec\u001b\n\u2066')).toBe('a\tb\r\n\\u202ec\\u001b\n\\u2066');
  });

  it('are no letters, accents or signs', () => {
    const text = 'Zoë Ångström, 李 – “50 %” 🙂';

    expect([withoutMarks(text), withMarksShown(text)]).toEqual([text, text]);
  });
});
