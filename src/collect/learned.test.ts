import { describe, expect, it } from 'vitest';
import { MONDAY, anEvent } from '../../test/support/builders.ts';
import { DAY, HOUR } from '../core/time.ts';
import { learned, learnedAfter, saidLate } from './learned.ts';

const NOW = MONDAY + 10 * DAY;
const happened = (at: number) => anEvent({ 'event.id': 'a', '@timestamp': at, 'event.ingested': NOW });

describe('a record', () => {
  it('that comes in by itself counts as learned of when it came, whatever it says', () => {
    const event = happened(MONDAY);

    expect(learned(event, undefined, { stamp: NOW })).toEqual({ event, late: false });
    expect(learned(event, MONDAY + HOUR, { stamp: NOW })).toEqual({ event, late: false });
  });

  it('that was saved counts as learned of when it happened, which is marked as assumed', () => {
    expect(learned(happened(MONDAY), undefined, { stamp: NOW, after: -Infinity })).toEqual({ event: { ...happened(MONDAY), 'event.ingested': MONDAY, 'farmwatch.ingested_assumed': true }, late: false });
  });

  it('that was saved and says when a system took it in counts from then, and nothing is assumed', () => {
    expect(learned(happened(MONDAY), MONDAY + HOUR, { stamp: NOW, after: -Infinity })).toEqual({ event: { ...happened(MONDAY), 'event.ingested': MONDAY + HOUR }, late: false });
    expect(learned(happened(MONDAY), MONDAY - 2 * DAY, { stamp: NOW, after: -Infinity })).toEqual({ rejected: expect.stringContaining('more than a day after event.ingested') as unknown });
  });

  it('is never learned of after the import', () => {
    const ahead = happened(NOW + HOUR);

    expect(learned(ahead, undefined, { stamp: NOW, after: -Infinity })).toEqual({ event: ahead, late: false });
    expect(learned(happened(MONDAY), NOW + HOUR, { stamp: NOW, after: -Infinity })).toEqual({ event: happened(MONDAY), late: false });
  });

  it('of a time that a live run has looked past was not known to it', () => {
    const run = MONDAY + DAY;

    expect([run - 1, run, run + 1].map((at) => learned(happened(at), undefined, { stamp: NOW, after: run }))).toEqual([
      { event: happened(run - 1), late: true }, { event: happened(run), late: true }, { event: expect.objectContaining({ 'event.ingested': run + 1 }) as unknown, late: false },
    ]);
    // Taken in by another system after the run: no run has looked past that.
    expect(learned(happened(run - 1), run + 1, { stamp: NOW, after: run })).toMatchObject({ event: { 'event.ingested': run + 1 }, late: false });
  });
});

describe('what somebody says of saved records', () => {
  it('goes before what runs have seen', () => {
    expect(learnedAfter('then', MONDAY)).toBe(-Infinity);
    expect(learnedAfter('now', MONDAY)).toBeUndefined();
    expect(learnedAfter(undefined, MONDAY)).toBe(MONDAY);
    expect(learnedAfter(undefined, undefined)).toBe(-Infinity);
  });

  it('is asked for where new events were not known to a run, and only there', () => {
    expect(saidLate({ late: 3, added: 5, known: 0 }, MONDAY, 'Mend it.')).toBe('3 new events are of a time that a run has looked at already (as of 2026-11-02T09:00:00Z) without knowing of it: that counts as known from now on, and a replay of earlier days does not see it. Mend it.');
    expect(saidLate({ late: 3, added: 1, known: 4 }, MONDAY, '')).toMatch(/^Up to 1 new event is of a time/);
    expect(saidLate({ late: 3, added: 0, known: 3 }, MONDAY, '')).toBeUndefined();
    expect(saidLate({ added: 3, known: 0 }, MONDAY, '')).toBeUndefined();
  });
});
