import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocksOf, canonicalAddress, isBlock, lineOf } from './address.ts';

describe('canonicalAddress', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:C000:0201', '192.0.2.1'],
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::', '::'],
  ])('writes %s as %s', (text, expected) => {
    expect(canonicalAddress(text)).toBe(expected);
  });

  it.each(['', '-', 'localhost', '256.1.1.1', '192.0.2', '0300.0.2.1', '0x7f.1', '3221225985', '192.0.2.1:80', '192.0.2.1/24', '2001:db8::1::2', 'gggg::1', ':'])('reads no address in %j', (text) => {
    expect(canonicalAddress(text)).toBeUndefined();
  });

  it('leaves its own spelling alone', () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const once = canonicalAddress(text);
      if (once !== undefined) expect(canonicalAddress(once)).toBe(once);
    }));
  });
});

describe('lineOf', () => {
  it('is the address of an IPv4 home and the /64 of an IPv6 one', () => {
    expect([lineOf('192.0.2.1'), lineOf('2001:db8:1:2:3::4'), lineOf('2001:db8::')]).toEqual(['192.0.2.1', '2001:db8:1:2::/64', '2001:db8::/64']);
  });
});

describe('blocksOf', () => {
  const inside = blocksOf(['192.0.2.0/30', '198.51.100.7', '2001:db8:1::/48', 'nonsense', '10.0.0.0/99']);

  it.each(['192.0.2.0', '192.0.2.3', '198.51.100.7', '2001:db8:1:2::/64', '2001:db8:1::9'])('holds %s', (line) => {
    expect(inside(line)).toBe(true);
    expect(inside(line)).toBe(true);
  });

  it.each(['192.0.2.4', '198.51.100.8', '2001:db8:2::/64', '10.0.0.1'])('does not hold %s', (line) => {
    expect(inside(line)).toBe(false);
  });

  it('knows what it would understand', () => {
    expect(['10.0.0.0/8', '10.0.0.1', '2001:db8::/32', '10.0.0.0/33', 'office', ''].map(isBlock)).toEqual([true, true, true, false, false, false]);
  });
});
