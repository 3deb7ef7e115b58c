import { describe, expect, it } from 'vitest';
import { fromLocal } from './device-clock.ts';

describe('fromLocal', () => {
  it.each([
    ['America/Chicago', '2026-07-01T01:30:00Z', '2026-07-01T06:30:00.000Z'],
    ['Europe/Berlin', '2026-11-16T09:30:00Z', '2026-11-16T08:30:00.000Z'],
    // The last instants before and the first after the clocks go back, west and east of UTC.
    ['America/Chicago', '2026-11-01T00:59:59Z', '2026-11-01T05:59:59.000Z'],
    ['America/Chicago', '2026-11-01T02:00:00Z', '2026-11-01T08:00:00.000Z'],
    ['Europe/Berlin', '2026-10-25T01:59:59Z', '2026-10-24T23:59:59.000Z'],
    ['Asia/Kolkata', '2026-11-01T01:30:00Z', '2026-10-31T20:00:00.000Z'],
  ])('in %s reads %s', (zone, shown, at) => {
    expect(new Date(fromLocal(shown, zone)!).toISOString()).toBe(at);
  });
  it.each([
    ['America/Chicago', '2026-11-01T01:30:00Z', '2026-11-01T07:30:00.000Z'],
    ['Europe/Berlin', '2026-10-25T02:30:00Z', '2026-10-25T01:30:00.000Z'],
    ['Australia/Sydney', '2026-04-05T02:30:00Z', '2026-04-04T16:30:00.000Z'],
  ])('in %s takes %s for the later of its two instants', (zone, shown, at) => {
    expect(new Date(fromLocal(shown, zone)!).toISOString()).toBe(at);
  });
  it('reads a clock that nobody put forward in the hour that spring leaves out', () => {
    expect(new Date(fromLocal('2026-03-08T02:30:00Z', 'America/Chicago')!).toISOString()).toBe('2026-03-08T08:30:00.000Z');
  });
  it('is silent on what is no time', () => {
    expect(fromLocal('soon', 'UTC')).toBeUndefined();
  });
});
