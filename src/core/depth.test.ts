import { describe, expect, it } from 'vitest';
import { DEEPEST, TOO_DEEP, isTooDeep } from './depth.ts';
import { parseEvent } from './parse-event.ts';

/** A list in an object in a list, so many levels in all. */
function nested(levels: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { x: value };
  return value;
}

describe('how deep a value is', () => {
  it.each([0, 1, 2, DEEPEST - 1, DEEPEST])('%i levels are fine', (levels) => {
    expect(isTooDeep(nested(levels))).toBe(false);
  });

  it.each([DEEPEST + 1, 200_000])('%i are too many, and the stack holds', (levels) => {
    expect(isTooDeep(nested(levels))).toBe(true);
  });

  it('is seen wherever the depth lies', () => {
    expect(isTooDeep([{ a: 1, b: [2, nested(DEEPEST - 1)] }])).toBe(true);
  });

  it('makes an event refused with a sentence', () => {
    const text = `{"@timestamp":"2026-11-02T00:00:00Z","event.action":"sign-in","odd":${'['.repeat(50_000)}${']'.repeat(50_000)}}`;

    expect(parseEvent(JSON.parse(text))).toEqual({ rejected: TOO_DEEP });
  });
});
