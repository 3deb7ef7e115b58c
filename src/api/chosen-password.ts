import { randomBytes } from 'node:crypto';
import { FarmwatchError } from '../errors.ts';
import { isCommon } from './common-passwords.ts';

/** Shorter ones are guessed. */
const SHORTEST_PASSWORD = 12;
/** Words that are tried first, with the pieces of the account's name that are as long as this. */
const TRIED_FIRST = ['farmwatch', 'password', 'laptop farm'];
const SHORTEST_PIECE = 4;

/** A password that nobody guesses: 120 random bits. */
export function madeUp(): string {
  return randomBytes(15).toString('base64url');
}

/** What is asked of a password that somebody chose. @throws FarmwatchError `usage` for one that would be guessed */
export async function mustHold(password: string, name: string): Promise<void> {
  if (password.length < SHORTEST_PASSWORD) throw new FarmwatchError('usage', { why: `A password has ${SHORTEST_PASSWORD} characters at least.` });
  const tried = triedFirst(password, name);
  if (tried !== undefined) throw new FarmwatchError('usage', { why: `A password does not hold ${JSON.stringify(tried)}: that is tried first.` });
  if (await isCommon(password)) throw new FarmwatchError('usage', { why: 'Many people have this password, or two such in a row, so it is tried first. Take several words that nobody would put together.' });
}

/** The word in a password that is tried first, in whatever letters. */
function triedFirst(password: string, name: string): string | undefined {
  const pieces = name.split(/[._@-]/).filter((piece) => piece.length >= SHORTEST_PIECE);
  return [...TRIED_FIRST, ...pieces].find((word) => password.toLowerCase().includes(word.toLowerCase()));
}
