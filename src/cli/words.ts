import { realDay, type Day } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';

/** Longer texts belong into a document; a journal keeps them for good. */
const MOST_LETTERS = 1_000;

/** A name or a reason that is kept. @throws FarmwatchError `usage` where it is empty or endless */
export function sentenceOf(text: string, option: string): string {
  const told = text.trim();
  if (told === '') throw new FarmwatchError('usage', { why: `${option} is empty. Write who, or why: it is kept, and somebody will read it.` });
  if (told.length > MOST_LETTERS) throw new FarmwatchError('usage', { why: `${option} has ${told.length} letters; ${MOST_LETTERS} are the most.` });
  return told;
}

/** A day of the command line. @throws FarmwatchError `usage` */
export function dayFrom(text: string, option: string): Day {
  if (!realDay(text)) throw new FarmwatchError('usage', { why: `${option} ${JSON.stringify(text)} is no day. Write year, month and day as 2026-11-16.` });
  return text;
}
