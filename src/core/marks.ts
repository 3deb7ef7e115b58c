/**
 * Marks that are no part of what a text says: controls, ends of lines and paragraphs, marks of no width, and those that turn
 * the direction of reading. On a terminal they act; anywhere they hide one text in another.
 */
const MARKS = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+/gu;

/** The same text on one line, in which nothing is such a mark: a space stands for a run of them. */
export function withoutMarks(text: string): string {
  return text.replace(MARKS, ' ');
}

/** As `withMarksShown`, of a text that may have several lines or columns: ends of lines and tabs stay. */
export function withMarksShownInLines(text: string): string {
  return text.replace(MARKS, (run) => run.split(/([\t\r\n]+)/).map((part, nth) => (nth % 2 === 1 ? part : withMarksShown(part))).join(''));
}

/** The same text with such marks shown, and not obeyed. @example withMarksShown('a\x1b[2J') // => 'a\\u001b[2J' */
export function withMarksShown(text: string): string {
  return text.replace(MARKS, (run) => Array.from(run, (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}
