import { describe, expect, it } from 'vitest';
import { crossValidated, learnTable, type HoursTable } from './learn-hours.ts';
import type { LabelledStream } from './zone-score.ts';
import type { ZonePosterior } from './zones.ts';

/** Monday 5 January 2026, 09:00 UTC. */
const MONDAY_AT_NINE = Date.UTC(2026, 0, 5, 9) / 1000;

function aStream(id: string, given: Partial<LabelledStream> = {}): LabelledStream {
  const t = [0, 1, 2, 3, 4].map(day => MONDAY_AT_NINE + day * 86_400);
  return { id, days: 60, zone: 'Etc/UTC', std: 0, dst: 'none', o: [[0, 0]], t, cc_ok: null, moved: false, src: 1, ...given };
}

/** A model that places whoever works from midnight on far from the claim, and everybody else at it. */
const byTheFirstHour = () => ({
  posteriorOf: ([first = 0]: readonly number[]): ZonePosterior =>
    ({ n: 5, days: 5, offsetMin: 0, sets: { 50: [], 80: [], 95: [] }, pWithin2h: 1, logOdds: () => (first % 86_400 === 0 ? 5 : -2) }),
});

const people = Array.from({ length: 12 }, (_, index) => aStream(`p${index}`));

describe('learning the table', () => {
  it('is not taught by hours that are those of another continent', () => {
    const wrongClock = aStream('wrong', { t: people[0]!.t.map(time => time - 9 * 3600) });

    const table = learnTable([...people, wrongClock], '2026-11-28', byTheFirstHour);

    expect(table).toMatchObject({ authors: 12, windows: 12, learned: '2026-11-28' });
  });

  it('is not taught by clocks that e-mail contradicts or that showed another zone', () => {
    const table = learnTable([...people, aStream('contradicted', { cc_ok: false }), aStream('moved', { moved: true })], '', byTheFirstHour);

    expect(table.authors).toBe(12);
  });
});

describe('cross-validation', () => {
  it('judges nobody by a table they taught, also where they occur in two sources', () => {
    const inBoth = [aStream('both', { src: 1 }), aStream('both', { src: 2 })];
    const elsewhere = Array.from({ length: 13 }, (_, index) => aStream(`q${index}`, { src: 2 }));
    const tables = new Map<object, HoursTable>();

    const modelFor = crossValidated([...people, ...inBoth, ...elsewhere], table => {
      const model = byTheFirstHour();
      tables.set(model, table);
      return model;
    }, stream => stream.src);

    // Source 1 has twelve people, source 2 thirteen, and one is in both.
    expect(tables.get(modelFor(inBoth[0]!))?.authors).toBe(13);
    expect(tables.get(modelFor(inBoth[1]!))?.authors).toBe(12);
  });
});
