import { describe, expect, it } from 'vitest';
import { withHalfHour } from '../../src/core/half-hours.ts';
import { HOUR, MINUTE, startOfDay } from '../../src/core/time.ts';
import { momentsOf } from './moments.ts';

const DAY = '2026-11-02';
const at = (hours: number): number => startOfDay(DAY) + hours * HOUR;
const bits = (...hours: readonly number[]): number => hours.reduce((so, hour) => withHalfHour(so, at(hour)), 0);

describe('what a count of a day tells of its times', () => {
  it('knows the first and the last event to the millisecond, and the half hour of those between', () => {
    expect(momentsOf({ day: DAY, first: at(9.1), last: at(15.2), halfHours: bits(9.1, 12.6, 15.2) })).toEqual([
      { from: at(9.1), to: at(9.1) }, { from: at(15.2), to: at(15.2) }, { from: at(12.5), to: at(13) },
    ]);
  });

  it('knows one event once', () => {
    expect(momentsOf({ day: DAY, first: at(9.1), last: at(9.1), halfHours: bits(9.1) })).toEqual([{ from: at(9.1), to: at(9.1) }]);
  });

  it('loses what lies in the half hours of the first and the last', () => {
    expect(momentsOf({ day: DAY, first: at(9), last: at(9) + 20 * MINUTE, halfHours: bits(9, 9.2) })).toHaveLength(2);
  });
});
