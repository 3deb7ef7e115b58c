import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalText, compareBytes, shortHash } from './canonical.ts';

describe('canonicalText', () => {
  it('sorts names at every depth and keeps the order of lists', () => {
    expect(canonicalText({ b: [2, { y: 1, x: 2 }], a: 'é' })).toBe('[["a","é"],["b",[2,{"x":2,"y":1}]]]');
    expect(canonicalText({ b: { y: 1, x: 2 } })).toBe(canonicalText({ b: { x: 2, y: 1 } }));
    expect(canonicalText({ b: [1, 2] })).not.toBe(canonicalText({ b: [2, 1] }));
  });

  it('tells a name from a value', () => {
    expect(canonicalText({ a: 'b","c' })).not.toBe(canonicalText({ a: 'b', c: '' }));
  });
});

describe('compareBytes', () => {
  it('orders texts as their UTF-8 bytes are ordered', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }));
  });

  it('puts a character above the surrogates before one beyond the first plane', () => {
    expect(compareBytes('\ufb00', '😀')).toBeLessThan(0);
  });
});

describe('shortHash', () => {
  it('is the first half of SHA-256', () => {
    // sha256sum of "abc"
    expect(shortHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223');
  });
});
