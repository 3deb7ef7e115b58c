import { describe, expect, it } from 'vitest';
import { shownTime } from './shown-time.ts';

describe('shownTime', () => {
  it.each([
    ['2026-11-02T14:03:27.4412345+00:00', '2026-11-02T14:03:27.441Z'], ['2026-11-02 14:03:27.441', '2026-11-02T14:03:27.441Z'],
    ['2026-11-02T16:03:27+02:00', '2026-11-02T14:03:27.000Z'], ['11/23/2026 2:03:27 PM', '2026-11-23T14:03:27.000Z'],
    ['23/11/2026, 14:03:27', '2026-11-23T14:03:27.000Z'], ['23-11-2026 14:03:27', '2026-11-23T14:03:27.000Z'], ['02.11.2026 14:03:27', '2026-11-02T14:03:27.000Z'], ['11/23/2026 14:03', '2026-11-23T14:03:00.000Z'], ['3/3/2026 12:00:00 AM', '2026-03-03T00:00:00.000Z'],
    ['Nov 2, 2026 2:03:27 PM', '2026-11-02T14:03:27.000Z'], ['November 2, 2026, 2:03:27.441\u202fPM', '2026-11-02T14:03:27.441Z'], ['/Date(1793628207441)/', '2026-11-02T14:03:27.441Z'],
  ])('reads %s', (text, iso) => expect(new Date(shownTime(text, undefined) as number).toISOString()).toBe(iso));
  it('rejects a date that can be read two ways, and reads it once told', () => {
    expect(shownTime('11/2/2026 2:03:27 PM', undefined)).toHaveProperty('rejected', expect.stringContaining('option dates'));
    expect(shownTime('02-11-2026 14:03:27', undefined)).toHaveProperty('rejected', expect.stringContaining('option dates'));
    expect(shownTime('11/2/2026 2:03:27 PM', 'mdy')).toBe(Date.UTC(2026, 10, 2, 14, 3, 27));
    expect(shownTime('11/2/2026 2:03:27 PM', 'dmy')).toBe(Date.UTC(2026, 1, 11, 14, 3, 27));
  });
  it('reads the zone behind such a date', () => expect(shownTime('11/2/2026 3:03:27 PM +01:00', 'mdy')).toBe(Date.UTC(2026, 10, 2, 14, 3, 27)));
  it.each(['30/30/2026 10:00:00', '2026-02-30 10:00:00', '2/30/2026 10:00:00 AM', 'Nov 31, 2026 10:00:00 AM', 'Foo 2, 2026 10:00:00 AM'])('rejects %s', (text) => expect(shownTime(text, 'mdy')).toHaveProperty('rejected'));
});
