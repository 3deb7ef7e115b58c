import { describe, expect, it } from 'vitest';
import { isoOf } from '../core/time.ts';
import { weekAt, weekBefore, weekNamed } from './week.ts';

describe('a week', () => {
  it.each([
    ['2026-W46', '2026-11-09', '2026-11-15'],
    ['2026-W01', '2025-12-29', '2026-01-04'],
    ['2026-W53', '2026-12-28', '2027-01-03'],
    ['2027-W01', '2027-01-04', '2027-01-10'],
  ])('%s goes from Monday %s to Sunday %s', (name, monday, sunday) => {
    expect(weekNamed(name, 'UTC')).toMatchObject({ name, monday, sunday });
  });
  it.each(['2026-46', '2026-W00', '2025-W53', '2026-W54', '', 'W46'])('is not named %j', (name) => expect(weekNamed(name, 'UTC')).toBeUndefined());
  it('begins and ends at midnight where the company is, also over a change of clocks', () => {
    const { from, to } = weekNamed('2026-W44', 'America/Chicago')!;

    expect([isoOf(from), isoOf(to)]).toEqual(['2026-10-26T05:00:00Z', '2026-11-02T06:00:00Z']);
  });
  it.each([
    ['2026-11-09T05:59:59Z', '2026-W45'],
    ['2026-11-09T06:00:00Z', '2026-W46'],
  ])('at %s is %s in Chicago', (at, name) => expect(weekAt(Date.parse(at), 'America/Chicago').name).toBe(name));
  it('comes after the one before it, over the year', () => {
    expect(weekBefore(weekNamed('2027-W01', 'UTC')!, 'UTC').name).toBe('2026-W53');
    expect(weekBefore(weekNamed('2026-W02', 'UTC')!, 'UTC', 2).name).toBe('2025-W52');
  });
});
