import { createHmac } from 'node:crypto';
import { canonicalPhone } from './phone.ts';
import { isPlaceholderValue } from './placeholder.ts';
import { canonicalPostal, parsePostal } from './postal.ts';
import type { SheetKind } from './person.ts';

/** A stand-in for something private: equal tokens, equal things. */
export type Token = string;

/** The company's key. A new key gets a new version, so that tokens of two keys are never taken for different things of one. */
export interface TokenKey {
  /** 1 or more. */
  readonly version: number;
  readonly secret: Uint8Array;
}

export interface TokenOptions {
  /** Digits of the country meant by phone numbers without one, `1` or `49`. */
  readonly callingCode?: string;
}

/** What a token may stand for, with one spelling for each value; undefined for text that is no such thing. */
const SPELLINGS = {
  phone: (value, options) => canonicalPhone(value, options.callingCode),
  bank: accountNumber,
  address: (value) => {
    const parts = parsePostal(value);
    return parts && canonicalPostal(parts);
  },
  mac: macAddress,
  bssid: macAddress,
  factor: (value) => value.trim() || undefined,
  resume: words,
  reference: words,
} as const satisfies Record<string, (value: string, options: TokenOptions) => string | undefined>;

export type TokenKind = keyof typeof SPELLINGS;
export const TOKEN_KINDS = Object.keys(SPELLINGS) as readonly TokenKind[];

/**
 * The one spelling under which two writings of a private value are equal.
 *
 * @returns undefined for text that is no such value, or a placeholder (`n/a`, `0000000000`)
 */
export function spellingOf(kind: TokenKind, value: string, options: TokenOptions = {}): string | undefined {
  if (isPlaceholderValue(value)) return undefined;
  return SPELLINGS[kind](value, options);
}

/**
 * The token of a private value under the company's key: `phone:1:` and 128 bits of HMAC-SHA-256 in hex.
 *
 * @returns undefined for text that is no such value; see {@link spellingOf}
 */
export function tokenOf(key: TokenKey, kind: TokenKind, value: string, options: TokenOptions = {}): Token | undefined {
  const spelling = spellingOf(kind, value, options);
  return spelling === undefined ? undefined : tokenOfSpelling(key, kind, spelling);
}

/** The token of a value that has its one spelling already, such as an address put together from its parts. */
export function tokenOfSpelling(key: TokenKey, kind: TokenKind, spelling: string): Token {
  // The zero keeps kind and value apart, as neither can hold one.
  const mac = createHmac('sha256', key.secret).update(`${kind}\0${spelling.replaceAll('\0', '')}`).digest('hex');
  return `${kind}:${key.version}:${mac.slice(0, 32)}`;
}

/**
 * A token that a file brings: `people:phone:` and the text as given.
 *
 * Who made it and how is unknown, so it is equal only to tokens of the same kind of file, and never to ours: no kind
 * of file is called like a kind of token. Text that looks like one of ours gets no way around that.
 *
 * @returns undefined for a placeholder (`n/a`, `0`), which stands for nothing
 */
export function broughtToken(file: SheetKind, kind: TokenKind, text: string): Token | undefined {
  return isPlaceholderValue(text) ? undefined : `${file}:${kind}:${text.trim()}`;
}

/** True for a token made here, under whatever key. */
export function isOurToken(token: Token): boolean {
  const parts = /^([a-z]+):\d+:[0-9a-f]{32}$/.exec(token);
  return parts !== null && Object.hasOwn(SPELLINGS, parts[1]!);
}

/**
 * What of a token tells one thing from another, without the names of its kinds and the version of the key.
 *
 * @example tokenText('people:phone:phone:1:8acbe') // => '8acbe'
 */
export function tokenText(token: Token): string {
  const kind = TOKEN_KINDS.join('|');
  return token.replace(new RegExp(`^[a-z]+:(?:${kind}):`), '').replace(new RegExp(`^(?:${kind}):\\d+:`), '');
}

/** An account number, with or without the letters of its country or bank; what people write instead of one has fewer digits. */
function accountNumber(value: string): string | undefined {
  const folded = value.toUpperCase().replace(/[^\p{L}\p{N}]+/gu, '');
  return folded.replace(/\D/g, '').length >= 6 ? folded : undefined;
}

function macAddress(value: string): string | undefined {
  const hex = value.trim().toLowerCase().replace(/[:.\-\s]/g, '');
  // All zeros, all ones and the empty group address are what drivers report when they know none.
  return /^[0-9a-f]{12}$/.test(hex) && !/^(?:0+|f+)$/.test(hex) ? hex : undefined;
}

function words(value: string): string | undefined {
  return value.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim() || undefined;
}
