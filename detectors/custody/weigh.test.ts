import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { silenceWeight, weightOf, type Weighable } from './weigh.ts';

const { values } = settle(SETTINGS);
const ANYWHERE = { home: 1, there: 1, far: 1 };
const HOME = { home: 1, there: 0, far: 0 };
const FAR = { home: 0, there: 0, far: 1 };
const THERE = { home: 0, there: 1, far: 0 };
const weigh = (seen: Partial<Weighable>): number => weightOf({ way: 'untold', places: ANYWHERE, wasHome: undefined, isLate: undefined, ...seen }, values);

describe('the weight of where a laptop went and lives', () => {
  it('says nothing where nothing is known', () => {
    expect(weigh({})).toBeCloseTo(0, 12);
  });

  it('can be worked out by hand for a laptop that was sent home and is there', () => {
    // Farm (1 − 0.3 − 0.15) · 0.7 = 0.385; ordinary (1 − 0.04 − 0.01) · 0.96 = 0.912.
    expect(weigh({ way: 'home', places: HOME })).toBeCloseTo(Math.log(0.385 / 0.912), 6);
  });

  it('can be worked out by hand for one that was sent home, lives far away and never was at home', () => {
    // Farm 0.55 · 0.3 · 0.9 = 0.1485; ordinary 0.95 · 0.04 · 0.5 = 0.019.
    expect(weigh({ way: 'home', places: FAR, wasHome: false })).toBeCloseTo(Math.log(0.1485 / 0.019), 6);
  });

  it('is small for one that lives far away now and was at home before', () => {
    expect(weigh({ way: 'home', places: FAR, wasHome: true })).toBeLessThan(0.1);
  });

  it('is greatest for one that lives where its parcel was redirected', () => {
    // Farm 0.3 · 0.94 · 0.9 = 0.2538; ordinary 0.04 · 0.5 · 0.5 = 0.01.
    expect(weigh({ way: 'sent-away', places: THERE, wasHome: false })).toBeCloseTo(Math.log(0.2538 / 0.01), 6);
    expect(weigh({ way: 'redirected', places: THERE, wasHome: false })).toBeCloseTo(Math.log(0.1269 / 0.0025), 6);
  });

  it('is below 0 for a parcel to parents whose laptop lives at home', () => {
    expect(weigh({ way: 'sent-away', places: HOME, wasHome: true })).toBeLessThan(0);
  });

  it('says nothing where a single entry that may be misplaced is all there is', () => {
    // One witness of whom 15 in 100 err: home is 0.15 / 0.85 as likely as far.
    expect(Math.abs(weigh({ way: 'home', places: { home: 0.15 / 0.85, there: 0, far: 1 } }))).toBeLessThan(0.3);
  });

  it('grows with a first contact that comes late, where the laptop was sent home and lives elsewhere', () => {
    const late = weigh({ way: 'home', places: FAR, isLate: true });

    expect(late - weigh({ way: 'home', places: FAR, isLate: false })).toBeCloseTo(Math.log(0.2 / 0.08) - Math.log(0.8 / 0.92), 6);
    expect(weigh({ way: 'home', places: HOME, isLate: true })).toBeCloseTo(weigh({ way: 'home', places: HOME }), 6);
  });
});

describe('the weight of silence', () => {
  it('can be worked out by hand', () => {
    expect(silenceWeight(0, 100, values)).toBeCloseTo(Math.log(0.04 / 0.015), 6);
  });

  it('goes where many laptops of the company are silent: then the source is dark', () => {
    // (0.015 · 50 + 30) / (50 + 100) = 0.205, more than any farm.
    expect(silenceWeight(30, 100, values)).toBe(0);
  });
});
