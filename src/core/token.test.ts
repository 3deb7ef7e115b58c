import { describe, expect, it } from 'vitest';
import { TABLE_KINDS } from './tables.ts';
import { TOKEN_KINDS, broughtToken, isOurToken, spellingOf, tokenOf, tokenOfSpelling, tokenText } from './token.ts';

const KEY = { version: 1, secret: Buffer.from('a company key of some length') };

describe('tokenOf', () => {
  it('gives kind, key version and 128 bits of HMAC-SHA-256', () => {
    const token = tokenOf({ version: 1, secret: Buffer.from('key') }, 'phone', '+14155550123');

    // printf 'phone\0+14155550123' | openssl dgst -sha256 -hmac key, first 32 digits
    expect(token).toBe('phone:1:47a803ca314388c2575d10325e8e87a7');
  });

  it('gives two spellings of one phone one token', () => {
    const tokens = ['+1 (415) 555-0123', '001 415 555 0123', 'tel:+1-415-555-0123', '+1.415.555.0123'].map((text) => tokenOf(KEY, 'phone', text));

    expect(new Set(tokens).size).toBe(1);
  });

  it('gives the same value of two kinds two tokens', () => {
    expect(tokenOf(KEY, 'mac', '00:1a:2b:3c:4d:5e')!.slice(-32)).not.toBe(tokenOf(KEY, 'bssid', '00:1a:2b:3c:4d:5e')!.slice(-32));
  });

  it('gives another key other tokens', () => {
    const other = { version: 2, secret: Buffer.from('the next key') };

    expect(tokenOf(other, 'bank', 'DE89 3704 0044 0532 0130 00')).not.toBe(tokenOf(KEY, 'bank', 'DE89 3704 0044 0532 0130 00'));
  });

  it('gives text that is no such value no token', () => {
    expect(['n/a', '0000000000', 'ask her', ''].map((text) => tokenOf(KEY, 'phone', text))).toEqual([undefined, undefined, undefined, undefined]);
    expect(['00:00:00:00:00:00', 'ff-ff-ff-ff-ff-ff', '00:1a:2b'].map((text) => tokenOf(KEY, 'mac', text))).toEqual([undefined, undefined, undefined]);
  });

  it('gives an address on one line and the same one in parts one token', () => {
    const parts = tokenOfSpelling(KEY, 'address', '12 main st|4b|78701');

    expect(tokenOf(KEY, 'address', '12 Main Street, Apt. 4B, Austin, TX 78701-1234')).toBe(parts);
  });
});

describe('spellingOf', () => {
  it('writes MAC addresses in lower-case hex', () => {
    expect(['00:1A:2B:3C:4D:5E', '00-1a-2b-3c-4d-5e', '001a.2b3c.4d5e'].map((text) => spellingOf('mac', text))).toEqual(Array(3).fill('001a2b3c4d5e'));
  });

  it('reads national numbers in the country that is given', () => {
    expect(spellingOf('phone', '415 555 0123', { callingCode: '1' })).toBe('+14155550123');
    expect(spellingOf('phone', '171 555 0123', { callingCode: '49' })).toBe('+491715550123');
    expect(spellingOf('phone', '171 555 0123')).toBe('1715550123');
  });
});

describe('account numbers', () => {
  it('are what has digits enough; how somebody is paid is none', () => {
    expect(['see Workday', 'paid by the agency', 'account 12'].map((text) => tokenOf(KEY, 'bank', text))).toEqual([undefined, undefined, undefined]);
    expect(tokenOf(KEY, 'bank', 'de89 3704 0044 0532 0130 00')).toBe(tokenOf(KEY, 'bank', 'DE89370400440532013000'));
  });
});

describe('broughtToken', () => {
  it('keeps tokens of two kinds of file apart', () => {
    expect(broughtToken('people', 'phone', 'abc')).toBe('people:phone:abc');
    expect(broughtToken('applications', 'phone', 'abc')).not.toBe(broughtToken('people', 'phone', 'abc'));
  });

  it('never equals ours, even where the text looks like it', () => {
    const ours = tokenOf(KEY, 'phone', '+14155550123')!;

    const brought = TABLE_KINDS.map((kind) => broughtToken(kind, 'phone', ours)!);

    expect(brought).not.toContain(ours);
    expect(isOurToken(ours)).toBe(true);
    expect(brought.filter(isOurToken)).toEqual([]);
  });

  it('is possible because no kind of file is called like a kind of token', () => {
    expect(TABLE_KINDS.filter((kind) => (TOKEN_KINDS as readonly string[]).includes(kind))).toEqual([]);
  });

  it('takes a placeholder for nothing', () => {
    expect(['N/A', 'none', '-', '0', 'unknown'].map((text) => broughtToken('people', 'phone', text))).toEqual(Array(5).fill(undefined));
  });
});

describe('tokenText', () => {
  it.each([['phone:1:8acbe', '8acbe'], ['people:phone:p1', 'p1'], ['people:phone:phone:1:8acbe', '8acbe'], ['people:bank:a:b', 'a:b'], ['p1', 'p1']])('of %s is %s', (token, text) => {
    expect(tokenText(token)).toBe(text);
  });
});
