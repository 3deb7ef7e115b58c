import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, type Instant } from '../../core/time.ts';
import { MONDAY } from '../../../test/support/builders.ts';
import { SHORTEST_SILENCE, spokenAt, usualSilence } from './rhythm.ts';

/** Tuesday, 11:00. */
const NOW = MONDAY + DAY + 2 * HOUR;
const every = (step: number, from: Instant, to: Instant): Instant[] => Array.from({ length: Math.floor((to - from) / step) }, (_, nth) => from + nth * step);
/** Every 15 minutes from 9 to 17 on working days of five weeks, up to an instant. */
const officeHours = (to: Instant): Instant[] => Array.from({ length: 36 }, (_, ago) => MONDAY + DAY - ago * DAY)
  .filter((nine) => ![0, 6].includes(new Date(nine).getUTCDay()))
  .flatMap((nine) => every(15 * MINUTE, nine, nine + 8 * HOUR)).filter((at) => at <= to).sort((a, b) => a - b);

describe('how long a source is usually silent', () => {
  it('is as short as can be told by day, and a night long at night', () => {
    const spoken = officeHours(NOW);

    expect(usualSilence(spoken, NOW + 2 * HOUR)).toBe(SHORTEST_SILENCE);
    // From 16:45 to 9:00.
    expect(usualSilence(spoken, NOW + 12 * HOUR)).toBe(16.25 * HOUR);
  });

  it('is a weekend long at the weekend', () => {
    const friday = MONDAY - 3 * DAY + 8 * HOUR;

    expect(usualSilence(officeHours(friday), friday + DAY)).toBe(64.25 * HOUR);
  });

  it('does not grow by one outage', () => {
    const [from, to] = [MONDAY - 8 * DAY, MONDAY - 4 * DAY];
    const spoken = officeHours(NOW).filter((at) => at < from || at > to);

    expect(usualSilence(spoken, NOW)).toBe(usualSilence(officeHours(NOW), NOW));
  });

  it('is told by the days before in the first week, and by all gaps on the first day', () => {
    expect(usualSilence(every(HOUR, NOW - 3 * DAY, NOW), NOW)).toBe(HOUR);
    expect(usualSilence(every(HOUR, NOW - 10 * HOUR, NOW), NOW)).toBe(HOUR);
  });

  it('cannot be told of one that spoke a few times', () => {
    expect(usualSilence([], NOW)).toBeUndefined();
    expect(usualSilence([NOW - 2 * HOUR, NOW - HOUR], NOW)).toBeUndefined();
  });
});

describe('when a source spoke', () => {
  it('is when a nightly export arrived, and when rows of an old import happened', () => {
    expect(spokenAt([{ at: NOW - 20 * HOUR, known: NOW - HOUR }, { at: NOW - 30 * DAY, known: NOW - HOUR }], NOW)).toEqual([NOW - 30 * DAY, NOW - HOUR]);
  });

  it('is never later than the instant that is asked about', () => {
    expect(spokenAt([{ at: NOW + HOUR, known: NOW + HOUR }], NOW)).toEqual([]);
  });
});
