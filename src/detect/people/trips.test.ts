import { describe, expect, it } from 'vitest';
import { tripReader } from './trips.ts';

describe('entered trips', () => {
  const travel = [{ hire_id: 'kim', from: '2026-11-03', to: '2026-11-05' }, { hire_id: 'kim', from: '2026-11-20', to: '2026-11-20' }];
  const DAYS = ['2026-11-01', '2026-11-02', '2026-11-03', '2026-11-05', '2026-11-06', '2026-11-07', '2026-11-20', '2026-11-21'];

  it('are whole days, both ends', () => {
    const onTrip = tripReader(travel);

    expect(DAYS.filter((day) => onTrip('kim', day))).toEqual(['2026-11-03', '2026-11-05', '2026-11-20']);
    expect(onTrip('lee', '2026-11-03')).toBe(false);
  });

  it('take the days around them along where asked', () => {
    const onTrip = tripReader(travel, 1);

    expect(DAYS.filter((day) => onTrip('kim', day))).toEqual(['2026-11-02', '2026-11-03', '2026-11-05', '2026-11-06', '2026-11-20', '2026-11-21']);
  });
});
