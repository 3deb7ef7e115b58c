import { describe, expect, it } from 'vitest';
import { canonicalPhone } from './phone.ts';

describe('canonicalPhone', () => {
  it.each([
    ['+1 (415) 555-0123', undefined, '+14155550123'],
    ['0049 171 1234567', undefined, '+491711234567'],
    ['+49 (0)171 1234567', undefined, '+491711234567'],
    ['0171 / 1234567', '49', '+491711234567'],
    ['1-415-555-0123', '1', '+14155550123'],
    ['(415) 555-0123', '1', '+14155550123'],
    ['(415) 555-0123', undefined, '4155550123'],
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
});
