import { lookup } from './lookup.ts';

/** The parts of a postal address that tell one door from another. */
export interface PostalAddress {
  readonly street: string;
  /** Apartment, suite or room; also found inside `street`. */
  readonly unit?: string | undefined;
  readonly postcode?: string | undefined;
  readonly city?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * One spelling for a postal address: street, unit and postcode, folded and kept apart.
 *
 * Case, accents, punctuation and the usual abbreviations do not count. City and region count only where there is no
 * postcode, because they are written in more ways (`NYC`, `New York`).
 *
 * @returns undefined where street, or both postcode and city, are missing: such an address names no door
 * @example canonicalPostal({ street: '12 Main Street, Apt. 4B', postcode: '78701-1234' }) // => '12 main st|4b|78701'
 */
export function canonicalPostal(address: PostalAddress): string | undefined {
  if (address.street.length > LONGEST) return undefined;
  const [outside, inside] = splitUnit(address.street);
  const street = fold(outside).split(' ').map(shortWord).join(' ');
  const unit = unitName(address.unit ?? '') || inside;
  const place = canonicalPostcode(address.postcode ?? '') || fold(`${address.city ?? ''} ${(address.region ?? '').replace(/^[A-Za-z]{2}-/, '')}`);
  return street && place ? `${street}|${unit}|${place}` : undefined;
}

/**
 * Reads an address written on one line, `12 Main St Apt 4, Austin, TX 78701`.
 *
 * The street is what stands before the first comma or line break; a US or Canadian postcode is found anywhere after
 * it, others where they stand in a part of their own.
 *
 * @returns undefined for text without a street
 */
export function parsePostal(text: string): PostalAddress | undefined {
  if (text.length > LONGEST) return undefined;
  const [street, ...rest] = text.split(/[,\n]/).map((part) => part.trim()).filter((part) => part !== '');
  if (!street) return undefined;
  const unit = rest[0] !== undefined && UNIT_ALONE.test(rest[0]) ? rest.shift() : undefined;
  const tail = rest.join(', ');
  const postcode = POSTCODE.exec(tail)?.[0];
  const [city, region] = (postcode ? tail.replace(postcode, '') : tail).split(',').map((part) => part.trim()).filter((part) => part !== '');
  return { street, unit, postcode, city, region };
}

/** No address is longer; what is, is something else. */
const LONGEST = 500;

const UNIT_WORD = '(?:apartment|apt|unit|suite|ste|flat|room|rm|pmb|no|#)';
const UNIT_INSIDE = new RegExp(`(?:[\\s,]+|^)(?:#\\s*|${UNIT_WORD}(?![\\p{L}])[.:#]?\\s*(?:#\\s*)?)([\\p{L}\\p{N}][\\p{L}\\p{N}-]*)\\s*$`, 'iu');
const UNIT_ALONE = new RegExp(`^${UNIT_WORD}(?![\\p{L}])`, 'iu');
const UNIT_PREFIX = new RegExp(`^(?:${UNIT_WORD}(?![\\p{L}])[.:]?\\s*)+`, 'iu');
const POSTCODE = /\b(?:\d{5}(?:-\d{4})?|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|\d{6})\b/i;

function splitUnit(street: string): readonly [string, string] {
  const found = UNIT_INSIDE.exec(street);
  if (!found || found.index === 0) return [street, ''];
  return [street.slice(0, found.index), unitName(found[1]!)];
}

function unitName(text: string): string {
  return fold(text.trim().replace(UNIT_PREFIX, '')).replaceAll(' ', '');
}

function canonicalPostcode(text: string): string {
  const folded = fold(text).replaceAll(' ', '');
  // The last four digits of a US ZIP+4 name a side of the street and are often left out.
  return /^\d{5}-\d{4}$/.test(text.trim()) ? folded.slice(0, 5) : folded;
}

const LETTERS: Readonly<Record<string, string>> = lookup({ ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae', œ: 'oe', ı: 'i', ð: 'd', þ: 'th' });

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}+/gu, '').toLowerCase().replace(/[ßøłđæœıðþ]/g, (letter) => LETTERS[letter]!)
    .replace(/['’]/g, '').replace(/[^\p{L}\p{N}]+/gu, ' ').trim();
}

// After USPS Publication 28, appendix C1: the usual short forms.
const SHORT: Readonly<Record<string, string>> = lookup({
  street: 'st', str: 'st', avenue: 'ave', av: 'ave', road: 'rd', drive: 'dr', boulevard: 'blvd', lane: 'ln', court: 'ct', place: 'pl', square: 'sq',
  highway: 'hwy', parkway: 'pkwy', terrace: 'ter', circle: 'cir', trail: 'trl', route: 'rte', saint: 'st', mount: 'mt', fort: 'ft',
  north: 'n', south: 's', east: 'e', west: 'w', northeast: 'ne', northwest: 'nw', southeast: 'se', southwest: 'sw', strasse: 'st', floor: 'fl',
});

function shortWord(word: string): string {
  return SHORT[word] ?? (/.strasse$/.test(word) ? word.replace(/strasse$/, 'str') : word);
}
