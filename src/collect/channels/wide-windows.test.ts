import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE, SECOND, isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { ATTEMPTS } from '../pull/retry.ts';
import { cursorAt } from '../pull/windows.ts';
import { pagesOverTime } from './wide-windows.ts';

const NOW = Date.UTC(2026, 10, 16, 12);
const SPEC = { overlap: 10 * MINUTE, span: DAY, most: 8 };

/** A channel that holds a row at each of some instants and gives `most` of them at once. */
async function asked(rows: readonly number[], from = cursorAt(NOW - HOUR), now = NOW) {
  const stretches: string[] = [];
  const pages = await Array.fromAsync(pagesOverTime(from, { since: NOW - 3 * DAY, now }, SPEC, async (window, isLeast) => {
    stretches.push(`${(window.to - window.from) / SECOND}`);
    const found = rows.filter((at) => at >= window.from && at < window.to);
    return !isLeast && found.length >= SPEC.most ? 'too much' : found;
  }));
  return { stretches, rows: pages.flatMap(({ records }) => records), cursors: pages.map(({ cursor }) => cursor['until']) };
}

describe('stretches of time as long as an answer can hold', () => {
  it('are one where little came in', async () => {
    expect(await asked([NOW - MINUTE])).toEqual({ stretches: ['4200'], rows: [NOW - MINUTE], cursors: [isoOf(NOW)] });
  });
  it('are halved where much did, and grow again where little did', async () => {
    const burst = Array.from({ length: 12 }, (_, nth) => NOW - 70 * MINUTE + nth * 10 * SECOND);
    const { stretches, rows, cursors } = await asked(burst);

    expect(stretches.map(Number).every((length, nth, all) => nth === 0 || length <= all[nth - 1]! * 2)).toBe(true);
    expect(stretches.slice(0, 7)).toEqual(['4200', '2100', '1050', '525', '262', '131', '65']);
    expect(rows).toEqual(burst);
    expect(cursors.at(-1)).toBe(isoOf(NOW));
  });
  it('never move the place back over what was had', async () => {
    const burst = Array.from({ length: 12 }, (_, nth) => NOW - 70 * MINUTE + nth * 10 * SECOND);
    const { cursors } = await asked(burst);

    expect(cursors[0]).toBe(isoOf(NOW - HOUR));
    expect([...cursors].sort()).toEqual(cursors);
  });
  it('of one second are taken whole', async () => {
    const burst = Array.from({ length: 50 }, () => NOW - MINUTE);

    expect((await asked(burst)).rows).toEqual(burst);
  });
  it('leave a second that has not ended for the next time', async () => {
    expect((await asked([], undefined, NOW + 400)).cursors.at(-1)).toBe(isoOf(NOW));
  });
  it('end where nothing is new', async () => {
    expect(await asked([], cursorAt(NOW + DAY), NOW)).toMatchObject({ rows: [], cursors: [isoOf(NOW)] });
  });
  it('are halved where an answer takes too long, and less than that is found in time', async () => {
    const lengths: number[] = [];
    const pages = await Array.fromAsync(pagesOverTime(cursorAt(NOW - HOUR), { since: 0, now: NOW }, SPEC, async (window) => {
      lengths.push((window.to - window.from) / MINUTE);
      if (window.to - window.from > 20 * MINUTE) throw new FarmwatchError('source.away', { tooMuch: 'slow' });
      return [];
    }));

    expect(lengths).toEqual([70, 35, 17.5, 35, 17.5, 35, 17.5, 17.5]);
    expect(pages.at(-1)!.cursor).toEqual(cursorAt(NOW));
  });
  it('are not halved for ever where nothing is found in time', async () => {
    let asked = 0;
    const pages = Array.fromAsync(pagesOverTime(cursorAt(NOW - HOUR), { since: 0, now: NOW }, SPEC, async () => {
      asked++;
      throw new FarmwatchError('source.away', { tooMuch: 'slow' });
    }));

    await expect(pages).rejects.toMatchObject({ code: 'source.away' });
    expect(asked).toBe(ATTEMPTS);
  });
});
