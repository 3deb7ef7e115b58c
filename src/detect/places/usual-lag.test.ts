import { describe, expect, it } from 'vitest';
import { at } from '../../../test/support/window.ts';
import { DAY, HOUR } from '../../core/time.ts';
import { usualLag } from './usual-lag.ts';

const FIRST = at('2026-11-02', 8);
/** News of ten laptops a day, so long after it happened. */
const news = (days: number, delayOf: (day: number, laptop: number) => number): Parameters<typeof usualLag>[0] =>
  Array.from({ length: 10 * days }, (_, index) => {
    const told = FIRST + Math.floor(index / 10) * DAY;
    return { told, came: told + delayOf(Math.floor(index / 10), index % 10) };
  });

describe('usualLag', () => {
  it('is what nearly all records of most days stay within', () => {
    expect(usualLag(news(10, (_, laptop) => (laptop < 5 ? 4 : 5) * DAY))).toBe(5 * DAY);
  });

  it('is none where records come in time, though one laptop was asleep for days', () => {
    expect(usualLag(news(10, (_, laptop) => (laptop === 0 ? 6 * DAY : HOUR)))).toBe(0);
    expect(usualLag([])).toBe(0);
  });

  it('is none of a history that was imported on one day, before and after which records come in time', () => {
    expect(usualLag(news(20, (day) => Math.max(HOUR, (12 - day) * DAY)))).toBe(0);
    expect(usualLag(news(12, (day) => (12 - day) * DAY))).toBe(0);
  });
});
