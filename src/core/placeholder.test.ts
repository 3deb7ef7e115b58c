import { describe, expect, it } from 'vitest';
import { PLACEHOLDER_SERIALS, isPlaceholderSerial, isPlaceholderValue } from './placeholder.ts';

describe('isPlaceholderSerial', () => {
  it.each(['To Be Filled By O.E.M.', 'to be filled by o.e.m.', 'Default string', '0', '00000000', 'None', 'N/A', '123456789', 'System Serial Number', 'FFFFFFFF', '...', ' ', '[REDACTED]'])('takes %j for no serial number', (serial) => {
    expect(isPlaceholderSerial(serial)).toBe(true);
  });

  it.each(['S8PPUGL', 'PFCFFRRW5', 'C02XK0AAJG5H', '5CG0123ABC', 'VMware-56 4d 1f 2a'])('takes %j for one', (serial) => {
    expect(isPlaceholderSerial(serial)).toBe(false);
  });

  it('lists folded spellings, since only those can be met', () => {
    expect([...PLACEHOLDER_SERIALS].filter((word) => word !== word.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ''))).toEqual([]);
  });
});

describe('isPlaceholderValue', () => {
  it('knows what people write for a token they do not have', () => {
    expect(['n/a', 'Unknown', '-', '0000000000', 'xxxx'].every(isPlaceholderValue)).toBe(true);
    expect(['ty523rx3c8ikytt7r52sxf', '+14155550123'].some(isPlaceholderValue)).toBe(false);
  });
});
