import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonTokens } from './json-tokens.ts';
import { TokenCodes } from './token-codes.ts';

function tokensOf(text: string): JsonTokens {
  const tokens = new JsonTokens();
  tokens.open(Buffer.from(text));
  return tokens;
}

describe('tokens of JSON', () => {
  it('read numbers as JSON.parse does, to the last bit', () => {
    const written = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String).map((text) => text.replace('e+', 'e')), fc.integer().map(String),
      fc.tuple(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.nat(15)).map(([digits, decimals]) => (Number(digits) / 10 ** decimals).toFixed(decimals)),
    );
    fc.assert(fc.property(written, fc.constantFrom('', ' ', ',', '}', ']'), (number, behind) => {
      const tokens = tokensOf(`${number}${behind}`);

      expect(tokens.readNumber()).toBe(true);
      expect(tokens.number).toBe(JSON.parse(number));
      expect(tokens.at).toBe(number.length);
    }), { numRuns: 2_000 });
  });

  it('find strings and their texts wherever they end', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 1, maxLength: 6 }), (texts) => {
      const tokens = tokensOf(texts.map((text) => JSON.stringify(text)).join(' '));

      expect(texts.map(() => tokens.string() && tokens.text())).toEqual(texts.map((text) => text.toWellFormed()));
      expect(tokens.string()).toBe(false);
    }), { numRuns: 500 });
  });
});

describe('codes of strings', () => {
  it('are the same for the same text, however it is written, and are found again among thousands', () => {
    const texts: string[] = [];
    const codes = new TokenCodes((text) => texts.indexOf(text) + 1 || texts.push(text));
    const written = Array.from({ length: 3_000 }, (_, i) => `"${'wort '.repeat(i % 4)}${i % 1_500}"`);
    const asked = [...written, '"a"', '"\\u0061"', '"a"'];
    const tokens = tokensOf(asked.join(' '));

    const found = asked.map(() => tokens.string() && texts[codes.of(tokens) - 1]);

    expect(found).toEqual(asked.map((text) => JSON.parse(text)));
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('asks again after everything was forgotten, and for texts without a number', () => {
    const asked: string[] = [];
    const codes = new TokenCodes((text) => (asked.push(text), text === 'none' ? 0 : 7));
    const read = (text: string): number => {
      const tokens = tokensOf(text);
      return tokens.string() ? codes.of(tokens) : -1;
    };

    expect([read('"a"'), read('"a"'), read('"none"'), read('"none"'), read('"\\x"')]).toEqual([7, 7, 0, 0, 0]);
    codes.clear();
    expect(read('"a"')).toBe(7);
    expect(asked).toEqual(['a', 'none', 'none', 'a']);
  });
});
