import { describe, expect, it } from 'vitest';
import { settle, type SettingsTable } from './settings.ts';

const TABLE = { share: { is: 0.2, from: 0, to: 1, unit: 'share', doc: '' }, days: { is: 7, from: 1, to: 30, unit: 'days', doc: '' } } as const satisfies SettingsTable;

describe('settle', () => {
  it('takes defaults where nothing else is asked for, and both ends of a range', () => {
    expect(settle(TABLE)).toEqual({ values: { share: 0.2, days: 7 }, problems: [] });
    expect(settle(TABLE, { share: 0, days: 30 })).toEqual({ values: { share: 0, days: 30 }, problems: [] });
  });

  it.each([
    [{ days: 31 }, 'days is 31; it takes 1 to 30 days'],
    [{ days: '7' }, 'days is "7"; it takes 1 to 30 days'],
    [{ share: Number.NaN }, 'share is NaN; it takes 0 to 1 share'],
    [{ dais: 3 }, 'dais is no setting here; there are share, days'],
  ])('says what does not fit in %o, and keeps the default', (wanted, problem) => {
    expect(settle(TABLE, wanted)).toEqual({ values: { share: 0.2, days: 7 }, problems: [problem] });
  });

  it('knows no names that every object has', () => {
    expect(settle(TABLE, { constructor: 1, toString: 2 }).problems).toHaveLength(2);
    expect(settle(TABLE, { toString: 2 }).problems).toEqual(['toString is no setting here; there are share, days']);
  });
});
