import { describe, expect, it } from 'vitest';
import { countryName, isAbroad } from './countries.ts';

describe('another country', () => {
  it('is none of the territories of home, and nothing where one of the two is not known', () => {
    expect(isAbroad('CN', 'US')).toBe(true);
    expect(isAbroad('PR', 'US')).toBe(false);
    expect(isAbroad('US', 'GU')).toBe(false);
    expect(isAbroad(undefined, 'US')).toBe(false);
    expect(isAbroad('CN', undefined)).toBe(false);
  });

  it('is called by its English name, and what is no code by itself', () => {
    expect(countryName('DE')).toBe('Germany');
    expect(countryName('ZZZ')).toBe('ZZZ');
  });
});
