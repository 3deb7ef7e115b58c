import { FarmwatchError, messageOf } from '../../errors.ts';

const LONGEST_NAME = 120;

/** A name from outside as it may be shown and kept: one line, without a folder. */
export function shownName(sent: string): string {
  const last = sent.split(/[/\\]/).at(-1)!.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').trim();
  return last.length === 0 ? 'a file without a name' : last.length > LONGEST_NAME ? `${last.slice(0, LONGEST_NAME)}…` : last;
}

/** A failure in the words of the page: of the file by its own name, and without options of a command line. */
export function saidOfFile(error: unknown, name: string): string {
  if (!(error instanceof FarmwatchError)) return messageOf(error);
  return typeof error.details['file'] === 'string' ? new FarmwatchError(error.code, { ...error.details, file: name }).message : error.message;
}
