import { behindCallingCode, withoutTrunk } from './calling-codes.ts';

/**
 * One spelling for a phone number: E.164, `+14155550123`, an extension kept as `;ext=5`.
 *
 * Which country a national number belongs to is known only where the record or the company says so. Where neither does, ten
 * digits as North America numbers its phones are one of these; others stay as they are, so equal spellings are still equal.
 *
 * @param callingCode digits of the country meant by numbers without one (`1`, `49`)
 * @returns undefined for text that is no phone number
 * @example canonicalPhone('(415) 555-0123', '1') // => '+14155550123'
 * @see ITU-T E.164, RFC 3966
 */
export function canonicalPhone(text: string, callingCode?: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const parts = PHONE.exec(text.normalize('NFKC').trim());
  if (!parts) return undefined;
  const extension = parts[2] === undefined ? '' : `;ext=${parts[2]}`;
  const written = parts[1]!.replace(/\(0\)/g, '');
  const digits = written.replace(/\D/g, '');
  const number = written.startsWith('+') ? `+${digits}` : digits.startsWith('00') ? `+${digits.slice(2)}` : isAbroadFromAmerica(digits, callingCode) ? `+${digits.slice(3)}` : national(digits, callingCode);
  const length = number.replace('+', '').length;
  return length >= 5 && length <= 15 ? number + extension : undefined;
}

const LONGEST = 60;
// Digits with the punctuation people put between them, then perhaps an extension.
const PHONE = /^(?:tel:)?(\+?[\d\s().\-/\u00a0\u2010-\u2015]+?)(?:[\s,;]*(?:x|ext\.?|extension|ext=|#)\s*(\d{1,7}))?$/i;

/** Area code and exchange of a North American number begin with 2 to 9, and no area code is of a service such as 911. */
const NORTH_AMERICAN = /^1?[2-9](?!11)\d{2}[2-9]\d{6}$/;

function national(digits: string, callingCode: string | undefined): string {
  if (!callingCode) return NORTH_AMERICAN.test(digits) ? `+1${digits.slice(-10)}` : digits;
  // North America dials its 1 also at home; elsewhere a leading 0 is dialled at home only.
  if (callingCode === '1') return digits.length === 11 && digits.startsWith('1') ? `+${digits}` : `+1${digits}`;
  return `+${callingCode}${withoutTrunk(digits, callingCode)}`;
}

/** North America dials 011 for abroad, and no area code begins with 0. */
function isAbroadFromAmerica(digits: string, callingCode: string | undefined): boolean {
  return callingCode === '1' && /^011[1-9]\d{6,}$/.test(digits);
}

/**
 * How the same phone was spelled where its country was not looked for: rows that were kept then still hold tokens of it.
 *
 * @param spelling as {@link canonicalPhone} gives it
 */
export function nationalSpellings(spelling: string): readonly string[] {
  const [, digits, extension = ''] = /^\+(\d+)(;ext=\d+)?$/.exec(spelling) ?? [];
  const number = digits === undefined ? undefined : behindCallingCode(digits);
  if (digits === undefined || number === undefined) return [];
  return [number, digits.startsWith('1') ? digits : `0${number}`].map((text) => text + extension);
}
