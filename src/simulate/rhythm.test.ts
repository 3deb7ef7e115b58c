import { describe, expect, it } from 'vitest';
import { random } from '../core/random.ts';
import type { Calendar } from './clock.ts';
import { instantOf } from './clock.ts';
import { busyMinutes, busyOn, ordinaryRhythm } from './rhythm.ts';

const calendar: Calendar = { from: Date.UTC(2026, 9, 5), days: 28 };

describe('days', () => {
  it('of personas in turns never overlap', () => {
    const rhythm = { ...ordinaryRhythm(0.1, random('r')), weekdayShare: 1 };
    const days = [0, 1, 2, 3, 4].map((day) => [0, 1, 2].map((place) => busyOn(calendar, { zone: 'Asia/Shanghai', rhythm, turns: { operator: 'o', place, of: 3 } }, day, random(`own/${place}`), (name) => random(name))));

    for (const personas of days) {
      const all = personas.flat().sort((a, b) => a.from - b.from);
      expect(all.length).toBeGreaterThan(3);
      expect(all.every((part, nth) => nth === 0 || part.from >= all[nth - 1]!.to)).toBe(true);
    }
  });

  it('of ordinary people hold six to eleven hours of work', () => {
    const hours = Array.from({ length: 200 }, (_, n) => {
      const draw = random(`day/${n}`);
      return busyMinutes(busyOn(calendar, { zone: 'America/Chicago', rhythm: { ...ordinaryRhythm(0.05, draw), weekdayShare: 1 } }, n % 5, draw, random), 0, 2_000) / 60;
    });

    const mean = hours.reduce((sum, h) => sum + h, 0) / hours.length;
    expect(mean).toBeGreaterThan(6);
    expect(mean).toBeLessThan(9);
    expect(Math.max(...hours)).toBeLessThan(13);
  });
});

describe('instantOf', () => {
  it('follows daylight saving time', () => {
    // 9:00 in Chicago is 14:00 UTC in October and 15:00 in November.
    expect(new Date(instantOf(calendar, 0, 540, 'America/Chicago')).toISOString()).toBe('2026-10-05T14:00:00.000Z');
    expect(new Date(instantOf(calendar, 28, 540, 'America/Chicago')).toISOString()).toBe('2026-11-02T15:00:00.000Z');
  });
});
