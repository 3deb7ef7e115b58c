import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { age, days, factor, moment, odds, percent, roundedToSum, share, utcBeside, weight } from '../../dashboards/kit/format.ts';
import { familiesSay, SPEAKS } from '../../dashboards/kit/words.ts';
import { kindSays, pageSays, utcSays } from '../../dashboards/leads/words.ts';
import { placeOf } from '../../dashboards/router.ts';
import { isNoneEnough, withRoom, worthAsking } from '../../dashboards/soc/ask-lines.ts';
import { filtersOf, hrefOf } from '../../dashboards/soc/views.ts';
import type { FamilyCell } from '../../src/api/contract.ts';
import { SPEAKS as SPEAKS_FOR_THE_SERVER } from '../../src/core/family.ts';

const MINUTE = 60_000;
const cell = (family: FamilyCell['family'], adds: number, state: FamilyCell['state'] = adds > 0 ? 'for' : adds < 0 ? 'against' : 'silent'): FamilyCell => ({ family, state, adds });

describe('the words of a week', () => {
  it('write instants and days of the report as other pages do, and begin like a sentence', () => {
    expect(pageSays('late since 2026-11-22 00:29 UTC')).toBe('Late since Sun 22 Nov 2026, 00:29 UTC');
    expect(pageSays('parcel sent nothing since 2026-11-22.')).toBe('Parcel sent nothing since 22 Nov 2026.');
    expect(pageSays('Ask with --as-of 2026-12-01T00:00:00Z.')).toBe('Ask with --as-of 2026-12-01T00:00:00Z.');
    expect(utcSays(Date.parse('2026-12-01T00:46:00Z'))).toBe('Tue 1 Dec 2026, 00:46 UTC');
  });

  it('name kinds of records as the page of a case does, and sources as they are', () => {
    expect(['vpn-connected', 'check-in', 'jamf'].map(kindSays)).toEqual(['VPN gateway', 'Check-ins', 'jamf']);
  });
});

describe('how many families speak', () => {
  it('is as many as the server counts: what adds 0.02 is no family that speaks', () => {
    const said = familiesSay([[cell('company', 4), cell('machine', 0.69), cell('application', 0.02), cell('human', -0.83), cell('hours', -0.3), cell('network', 0, 'dark')]]);

    expect(SPEAKS).toBe(SPEAKS_FOR_THE_SERVER);
    expect(said).toBe('one family speaks for a farm, one against, one dark');
  });

  it('needs one of several people, whatever speaks louder against it of another', () => {
    expect(familiesSay([[cell('place', 0.8)], [cell('place', -0.86)]])).toBe('one family speaks for a farm');
    expect(familiesSay([[cell('place', 0.02, 'for')], [cell('place', 0, 'dark')]])).toBe('no family speaks for a farm');
  });
});

describe('numbers and times on the pages', () => {
  it('says chances whole above 1 %, with one decimal below, and never 0 or 100 %', () => {
    expect([0.874, 0.01, 0.0099, 0.002, 0.0001, 0.998].map(percent)).toEqual(['87 %', '1 %', '0.9 %', '0.2 %', 'under 0.1 %', 'over 99 %']);
  });

  it('rounds shares of data down, so that only complete data reads 100 %', () => {
    expect([1, 0.999, 0.61, 0].map(share)).toEqual(['100 %', '99 %', '61 %', '0 %']);
  });

  it('writes weights with two decimals and a real minus', () => {
    expect([3.4, -0.854, 0, 0.004, -0.004].map(weight)).toEqual(['+3.40', '−0.85', '0', '0', '0']);
  });

  it('says what a weight does to the odds', () => {
    // e^3.4 = 29.96, e^0.85 = 2.34, ln 499 = 6.2126
    expect([factor(3.4), factor(-0.85), odds(-6.2126), odds(1.94)]).toEqual(['× 30', '÷ 2.3', '1 : 499', '7 : 1']);
  });

  it('says ages in two units at most', () => {
    expect([59 * 60 * MINUTE, 24 * 60 * MINUTE, 90 * MINUTE, 5 * MINUTE, 10_000].map(age)).toEqual(['2\u00a0d\u00a011\u00a0h', '1\u00a0d', '1\u00a0h', '5\u00a0min', 'just now']);
  });

  it('names the days since the start, those before it with a minus', () => {
    expect([days([12]), days([28, 7, 12]), days([4, -7]), days([])]).toEqual(['12', '7–28', '−7, 4', '–']);
  });

  it('reads the clock of the claimed zone, with UTC and its day beside it', () => {
    const at = Date.parse('2026-11-16T00:27:30Z');

    expect(moment(at, 'America/Chicago')).toBe('Sun 15 Nov, 18:27');
    expect(utcBeside(at, 'America/Chicago')).toBe('00:27:30Z +1');
    expect(utcBeside(at, 'Asia/Tokyo')).toBe('00:27:30Z');
  });

  it('prints parts that add up to the printed sum, each within a hundredth of itself', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: -7, max: 5, noNaN: true }), { minLength: 1, maxLength: 25 }), (parts) => {
      const total = parts.reduce((sum, part) => sum + part, 0);

      const printed = roundedToSum(parts, total);

      expect(printed.reduce((sum, part) => sum + part, 0)).toBeCloseTo(Math.round(total * 100) / 100, 6);
      for (const [at, part] of printed.entries()) expect(Math.abs(part - (parts[at] ?? NaN))).toBeLessThan(0.0101);
    }));
  });
});

describe('addresses of the pages', () => {
  it('reads the pages there are, and knows when there is none', () => {
    expect(['/', '/cases/C-31', '/people/a%40b', '/login', '/cases', '/cases/a/b', '/else'].map(placeOf)).toEqual([
      { page: 'queue' }, { page: 'case', id: 'C-31' }, { page: 'person', id: 'a@b' }, { page: 'login' }, { page: 'nowhere' }, { page: 'nowhere' }, { page: 'nowhere' },
    ]);
  });

  it('keeps filters in the address and drops what it does not know', () => {
    const filters = filtersOf('?view=mine&band=act&q=tulsa&family=nonsense&day=15-90');

    expect(filters).toEqual({ view: 'mine', q: 'tulsa', band: 'act', family: '', owner: '', day: '15-90', data: '' });
    expect(filtersOf(hrefOf(filters).slice(1))).toEqual(filters);
  });
});

describe('what to ask next', () => {
  const clear = (band: 'act' | 'review' | 'watch' | 'quiet') => ({ toward: 'clear' as const, then: { band, chance: 0.5 } });

  it('says that no answer is enough only where several are asked for and none of them changes the band', () => {
    expect([
      isNoneEnough([clear('act'), clear('act')], 'act'), isNoneEnough([clear('act'), clear('review')], 'act'), isNoneEnough([clear('act')], 'act'),
      isNoneEnough([clear('quiet'), clear('quiet')], 'quiet'), isNoneEnough([{ toward: 'confirm', then: { band: 'act', chance: 0.9 } }, { toward: 'confirm', then: { band: 'act', chance: 0.9 } }], 'act'),
    ]).toEqual([true, false, false, false, false]);
  });

  it('asks first what moves the sum most, and nothing that hardly moves it', () => {
    const asks = [{ toward: 'clear', change: -0.05 }, { toward: 'clear', change: -0.4 }, { toward: 'confirm', change: 2 }, { toward: 'clear', change: -3 }] as const;
    expect([worthAsking(asks, 'clear'), worthAsking(asks, 'confirm')].map((some) => some.map(({ change }) => change))).toEqual([[-3, -0.4], [2]]);
  });

  it('names the highest edge, and others only where their words have room beside it', () => {
    const at = (...xs: number[]): readonly number[] => withRoom(xs.map((x) => ({ x })), 42).map(({ x }) => x);
    expect([at(19, 33, 47), at(10, 60, 140), at(10, 100, 120)]).toEqual([[47], [10, 60, 140], [10, 120]]);
  });
});
