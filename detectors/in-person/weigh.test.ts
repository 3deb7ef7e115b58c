import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { DAY } from '../../src/core/time.ts';
import { SETTINGS } from './settings.ts';
import { checksWeight } from './weigh.ts';

const { values } = settle(SETTINGS);

describe('checksWeight', () => {
  it('is 0 without checks', () => {
    expect(checksWeight([], values)).toBe(0);
  });

  it('halves each further check that points the same way', () => {
    expect(checksWeight([{ weight: -1, at: 0 }, { weight: -2, at: 0 }, { weight: -1, at: 0 }], values)).toBe(-2.75);
  });

  it('sets what confirms against what refutes', () => {
    expect(checksWeight([{ weight: -2.5, at: 0 }, { weight: 3, at: 0 }], values)).toBe(0.5);
  });

  it('halves a check that is sixty days older than the newest', () => {
    expect(checksWeight([{ weight: -2, at: 0 }, { weight: 1, at: 60 * DAY }], values)).toBe(0);
  });
});
