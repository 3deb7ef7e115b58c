import { expect, it } from 'vitest';
import type { Hire, Laptop } from '../../src/detect/detector.ts';
import { aPerson, at } from '../../test/support/window.ts';
import { cameOf } from './arrival.ts';

const FROM = at('2026-10-20', 0);
const hire: Hire = { ...aPerson({ hire_id: 'kim' }), startsAt: at('2026-11-02', 6), inScope: true };
const laptop = (deliveredAt?: number): Laptop => ({ serial: 'SN-KIM', holder: 'kim', shippedAt: undefined, deliveredAt, shipTo: undefined });
const looks = (...days: string[]) => new Map(days.map((day) => [day, 1]));

it.each([
  ['at-once', 'on the first day', at('2026-11-02', 15), looks('2026-11-02', '2026-11-03'), laptop()],
  ['at-once', 'hours after delivery, days before the first day', at('2026-10-29', 20), looks('2026-10-29', '2026-11-02'), laptop(at('2026-10-29', 18))],
  ['later', 'after days without it', at('2026-11-05', 15), looks('2026-11-02', '2026-11-03', '2026-11-05'), laptop()],
  ['unknown', 'days after the first day, without any look before', at('2026-11-09', 15), looks('2026-11-09'), laptop()],
  ['unknown', 'before the laptop was delivered', at('2026-10-27', 15), looks('2026-10-27'), laptop(at('2026-10-29', 18))],
  ['unknown', 'weeks before the holder starts', at('2026-10-21', 15), looks('2026-10-21'), undefined],
] as const)('is %s: seen %s', (when, _, first, seen, of) => {
  expect(cameOf(first, seen, hire, of, FROM, 48).when).toBe(when);
});

it('is unknown for somebody who started before the window', () => {
  expect(cameOf(at('2026-11-10', 15), looks('2026-11-10'), hire, undefined, at('2026-11-10', 0), 48).when).toBe('unknown');
});
