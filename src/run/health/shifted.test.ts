import { describe, expect, it } from 'vitest';
import { DAY, HOUR, MINUTE } from '../../core/time.ts';
import { MONDAY } from '../../../test/support/builders.ts';
import { shiftIn, type Slot } from './shifted.ts';

const NOW = MONDAY;
/** A slot an hour, from so many days ago up to so many. */
const slots = (from: number, to: number, halfHours: number | undefined): Slot[] => Array.from({ length: (from - to) * 24 }, (_, nth) => ({ known: NOW - from * DAY + nth * HOUR, halfHours }));

describe('since when rows come hours late', () => {
  it('is told by the first half hour that did, in whatever order they are given', () => {
    expect(shiftIn([...slots(8, 0, 14), ...slots(20, 8, 0)])).toEqual({ halfHours: 14, since: NOW - 8 * DAY });
    expect(shiftIn([...slots(20, 8, 0), ...slots(8, 0, -6)])).toEqual({ halfHours: -6, since: NOW - 8 * DAY });
  });

  it('is told beside a few that are otherwise on either side', () => {
    const few = [30, 200, 400].map((hours): Slot => ({ known: NOW - hours * HOUR + MINUTE, halfHours: hours === 200 ? 14 : undefined }));

    expect(shiftIn([...slots(20, 8, 0), ...slots(8, 0, 14), ...few])).toMatchObject({ halfHours: 14, since: NOW - 8 * DAY });
  });

  it.each<readonly [string, readonly Slot[]]>([
    ['nothing came', []],
    ['all is well', slots(20, 0, 0)],
    ['it was so always', slots(20, 0, 14)],
    ['it is over', [...slots(20, 14, 0), ...slots(14, 7, 14), ...slots(7, 0, 0)]],
    ['it is so for less than a day', [...slots(20, 1, 0), ...slots(1, 0, 14)]],
    ['they come half an hour late, as some systems hand over', [...slots(20, 8, 0), ...slots(8, 0, 1)]],
    ['delays differ since', [...slots(20, 8, 0), ...slots(8, 0, 14).map((slot, nth): Slot => ({ ...slot, halfHours: nth % 3 === 0 ? 14 : nth % 40 }))]],
    ['they came with all kinds of delays before', [...slots(20, 8, 0).map((slot, nth): Slot => ({ ...slot, halfHours: nth % 7 })), ...slots(8, 0, 14)]],
  ])('is not told where %s', (_, given) => {
    expect(shiftIn(given)).toBeUndefined();
  });
});
