import { describe, expect, it } from 'vitest';
import { callingCodeOf } from './calling-codes.ts';
import { canonicalPhone, nationalSpellings } from './phone.ts';

describe('canonicalPhone', () => {
  it.each([
    ['+1 (415) 555-0123', undefined, '+14155550123'],
    ['0049 171 1234567', undefined, '+491711234567'],
    ['+49 (0)171 1234567', undefined, '+491711234567'],
    ['0171 / 1234567', '49', '+491711234567'],
    ['1-415-555-0123', '1', '+14155550123'],
    ['(415) 555-0123', '1', '+14155550123'],
    ['(415) 555-0123', undefined, '+14155550123'],
    ['1-415-555-0123', undefined, '+14155550123'],
    ['415.555.0123', undefined, '+14155550123'],
    ['115 555 0123', undefined, '1155550123'],
    ['(0171) 123456', undefined, '0171123456'],
    ['011 49 171 1234567', '1', '+491711234567'],
    ['0151 23456789', callingCodeOf('DE'), '+4915123456789'],
    ['06 12 34 56 78', callingCodeOf('FR'), '+33612345678'],
    ['06 6982 0123', callingCodeOf('IT'), '+390669820123'],
    ['8 (912) 345-67-89', callingCodeOf('RU'), '+79123456789'],
    ['06 20 123 4567', callingCodeOf('HU'), '+36201234567'],
    ['0917 123 4567', callingCodeOf('PH'), '+639171234567'],
    ['787-555-0123', callingCodeOf('PR'), '+17875550123'],
    ['+1 415 555 0123 ext. 5', undefined, '+14155550123;ext=5'],
    ['415-555-0123 x5', '1', '+14155550123;ext=5'],
  ] as const)('reads %s with calling code %s as %s', (text, callingCode, expected) => {
    expect(canonicalPhone(text, callingCode)).toBe(expected);
  });

  it('is not misled by text, dates of birth or too many digits', () => {
    expect(['ask her', 'phone:1:0a1b', '12', '1234567890123456', '+1 800 FLOWERS'].map((text) => canonicalPhone(text))).toEqual(Array(5).fill(undefined));
  });

  it('does not linger over long text', () => {
    expect(canonicalPhone(' '.repeat(200_000) + '1')).toBeUndefined();
  });

  it('knows how a number was spelled before its country was looked for', () => {
    expect(nationalSpellings('+14155550123;ext=5')).toEqual(['4155550123;ext=5', '14155550123;ext=5']);
    expect(nationalSpellings('+4915123456789')).toEqual(['15123456789', '015123456789']);
    expect(nationalSpellings('0171123456')).toEqual([]);
  });
});
