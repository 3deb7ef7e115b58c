import { describe, expect, it } from 'vitest';
import { gatherWeeks, LEARN_SETTINGS, learnProfiles, type ClockedStream } from './week-profiles.ts';

/** Monday 5 January 2026, 00:00 UTC. */
const MONDAY = Date.UTC(2026, 0, 5) / 1000;

/** Somebody at an offset who is busy at one local hour on five weekdays. */
function aPerson(id: string, localHour: number, offsetMin: number): ClockedStream {
  return { id, o: [[0, offsetMin]], t: [0, 1, 2, 3, 4].map(day => MONDAY + day * 86_400 + localHour * 3600 - offsetMin * 60) };
}

describe('learning weekly profiles', () => {
  it('sees people in their own local time, an hour once', () => {
    const overlapping = [aPerson('kim', 9, 540), aPerson('kim', 9, 540)];

    const [kim] = gatherWeeks(overlapping);

    expect(kim?.hours).toBe(5);
    expect(kim?.counts[18]).toBe(5);
  });

  it('learns chances that sum to 1 over the week, and shares that sum to 1', () => {
    const people = gatherWeeks(Array.from({ length: 12 }, (_, index) => aPerson(`p${index}`, 8 + index, 60 * index)));

    const profiles = learnProfiles(people, { ...LEARN_SETTINGS, profiles: 3, rounds: 5 });

    expect(profiles.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
    for (const { weekday, weekend } of profiles) {
      const week = 5 * weekday.reduce((sum, chance) => sum + chance, 0) + 2 * weekend.reduce((sum, chance) => sum + chance, 0);
      expect(week).toBeCloseTo(1, 9);
      expect(Math.min(...weekday, ...weekend)).toBeGreaterThan(0);
    }
  });

  it('tells early people from late ones, whatever the order they come in', () => {
    const streams = [...Array.from({ length: 6 }, (_, index) => aPerson(`early${index}`, 8, 0)), ...Array.from({ length: 6 }, (_, index) => aPerson(`late${index}`, 20, 0))];
    const settings = { ...LEARN_SETTINGS, profiles: 4, pullHours: 1 };

    const profiles = learnProfiles(gatherWeeks(streams), settings);
    const again = learnProfiles(gatherWeeks(streams.toReversed()), settings);

    const peaks = profiles.map(({ weekday }) => weekday.indexOf(Math.max(...weekday)) / 2);
    expect(Math.min(...peaks)).toBe(8);
    expect(Math.max(...peaks)).toBe(20);
    expect(again).toEqual(profiles);
  });
});
