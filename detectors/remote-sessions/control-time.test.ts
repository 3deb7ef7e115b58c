import { describe, expect, it } from 'vitest';
import { controlShare, controlled } from './control-time.ts';

describe('the time under control', () => {
  it('goes from each beginning to the next end', () => {
    expect(controlled(0b0010, 0b1000)).toBe(0b1110);
    expect(controlled(0b100010, 0b1001000)).toBe(0b1101110);
    expect(controlled(0b0100, 0b0100)).toBe(0b0100);
  });

  it('takes a half hour for what has no other side', () => {
    expect(controlled(0b0100, 0)).toBe(0b0100);
    expect(controlled(0, 0b0100)).toBe(0b0100);
    expect(controlled(2 ** 47, 0)).toBe(2 ** 47);
  });

  it('is set against the active half hours of days on which both are told', () => {
    // 3 of 4 half hours; the day without ends says nothing.
    expect(controlShare([{ begins: 0b0010, ends: 0b1000, active: 0b11110 }, { begins: 0b1, ends: 0, active: 0b1111 }])).toBe(0.75);
    expect(controlShare([{ begins: 0b1, ends: 0, active: 0b1111 }])).toBeUndefined();
    expect(controlShare([])).toBeUndefined();
  });
});
