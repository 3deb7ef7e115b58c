import { describe, expect, it } from 'vitest';
import { PLACEHOLDER_SERIALS, isPlaceholderSerial, isPlaceholderValue } from './placeholder.ts';

describe('isPlaceholderSerial', () => {
  it.each(['To Be Filled By O.E.M.', 'to be filled by o.e.m.', 'Default string', '0', '00000000', 'None', 'N/A', '123456789', 'System Serial Number', 'FFFFFFFF', '...', ' ', '[REDACTED]', 'BYOD', 'in transit', 'TBC', 'VMware, Inc.'])('takes %j for no serial number', (serial) => {
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

  it.each(['TBC', 'paper check', 'via agency', '#REF!', 'Available upon request', '+15555555555', '555-555-5555', '+11234567890', '****1234', 'XXX-XX-1234', '•••• 4711'])('ties nobody to anybody by %j', (value) => {
    expect(isPlaceholderValue(value)).toBe(true);
  });

  it.each(['+12025550100', '4000000012', 'b1', 'tok_default', 'x1234'])('takes %j for a value', (value) => {
    expect(isPlaceholderValue(value)).toBe(false);
  });
});
