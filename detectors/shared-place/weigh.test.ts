import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { settle } from '../../src/core/settings.ts';
import { SETTINGS } from './settings.ts';
import { homeRateOf, weightOf, type Company, type Habits } from './weigh.ts';

const { values } = settle(SETTINGS);
/** Two laptops, together for ten days, shut at night. */
const ALONE: Company = { others: 1, days: 10, known: 10, elsewhere: 0, since: undefined, company: 10, apart: 0, nights: 0, nightsHere: 0, visitors: 0, sites: 1, router: 'unknown', came: undefined, records: { known: 0, apart: 0 }, oneAgency: false, bySignIn: false, isLaptopSeen: true, homeRate: 0.008 };
const weigh = (seen: Partial<Company>): number => weightOf({ ...ALONE, ...seen }, values).llr;

const habits = { known: fc.integer({ min: 0, max: 10 }), elsewhere: fc.integer({ min: 0, max: 11 }), nights: fc.integer({ min: 0, max: 10 }), nightsHere: fc.integer({ min: 0, max: 11 }) };
const whole = <T extends Habits>(seen: T): T => ({ ...seen, known: seen.known + seen.elsewhere, nights: seen.nights + seen.nightsHere });
const company = fc.record({
  ...habits, since: fc.option(fc.record(habits).map(whole), { nil: undefined }),
  others: fc.integer({ min: 1, max: 20 }), days: fc.integer({ min: 1, max: 21 }),
  sites: fc.integer({ min: 1, max: 6 }), company: fc.integer({ min: 0, max: 10 }), apart: fc.integer({ min: 0, max: 11 }), visitors: fc.integer({ min: 0, max: 9 }),
  router: fc.constantFrom('same' as const, 'different' as const, 'unknown' as const),
  came: fc.option(fc.record({ along: fc.nat({ max: 20 }), atStart: fc.boolean() }), { nil: undefined }), records: fc.record({ known: fc.nat({ max: 9 }), apart: fc.nat({ max: 9 }) }).map(({ known, apart }) => ({ known, apart: Math.min(known, apart) })), oneAgency: fc.boolean(), bySignIn: fc.boolean(), isLaptopSeen: fc.boolean(), homeRate: fc.double({ min: 0.008, max: 0.2, noNaN: true }),
}).map((seen): Company => ({ ...whole(seen), came: seen.came && { ...seen.came, along: Math.min(seen.came.along, seen.others) }, since: seen.elsewhere > 0 ? seen.since : undefined, company: seen.company + seen.apart }));

describe('the weight of standing together', () => {
  it('speaks for people who change place together again and again, and not for one move', () => {
    expect(weigh({ sites: 3, others: 2, router: 'same' })).toBe(values.floor);
    expect(weigh({ sites: 2, others: 2, router: 'same' })).toBe(weigh({ sites: 1, others: 2, router: 'same' }));
    expect(weightOf({ ...ALONE, sites: 3 }, values).likeliest).toBe('journey');
  });

  it('can be worked out by hand', () => {
    // Farm: 0.6 · (0.8 + 0.2 · 4/14) · (0.85 + 0.15 · 6/16) · 0.96 = 0.44743. Of 10 days none is unusual: b / (b + 10) under Beta(1, b).
    // Home: 0.008 · (0.5 + 0.5 · 4/14)² · 0.95 = 0.0031408.
    // Visit: 0.04 · e^−3 · (0.1 + 0.9 · 1/286) · (0.7 + 0.3 · 4/14) · 0.7 = 0.00011298; Beta(3, 1): 1·2·3/(11·12·13) = 1/286.
    // Work: 0.03 · (0.15 + 0.85 · 6/156) · (0.1 + 0.9 · 12/182) · 0.3 = 0.00026200; Beta(2, 2): 2·3/(12·13), Beta(2, 3): 12/(13·14).
    // Neighbours: 0.01 · (0.5 + 0.5 · 4/14)² · 0.7 = 0.0028929.
    expect(weigh({})).toBeCloseTo(Math.log(0.44743 / (0.0031408 + 0.00011298 + 0.000262 + 0.0028929)), 3);
    expect(weightOf(ALONE, values).likeliest).toBe('home');
  });

  it('counts homes on record, where there are any', () => {
    // As above; of a farm 0.6, of homes 0.2, of visits 0.5, of places of work and of neighbours 0.1 are far apart.
    const [farm, home, visit, work, neighbours] = [0.44743, 0.0031408, 0.00011298, 0.000262, 0.0028929];
    expect(weigh({ records: { known: 1, apart: 1 } })).toBeCloseTo(Math.log((0.6 * farm) / (0.2 * home + 0.5 * visit + 0.1 * (work + neighbours))), 3);
    expect(weigh({ records: { known: 1, apart: 0 } })).toBeCloseTo(Math.log((0.4 * farm) / (0.8 * home + 0.5 * visit + 0.9 * (work + neighbours))), 3);
    expect(weigh({ records: { known: 0, apart: 0 } })).toBe(weigh({}));
  });

  it('stays within its bounds and is a number', () => {
    fc.assert(fc.property(company, (seen) => {
      const { llr } = weightOf(seen, values);
      expect(llr).toBeGreaterThanOrEqual(values.floor);
      expect(llr).toBeLessThanOrEqual(values.ceiling);
    }));
  });

  it('never falls with more others, but for those with whom one begins', () => {
    fc.assert(fc.property(company.filter(({ came }) => !came?.atStart), (seen) => {
      expect(weightOf({ ...seen, others: seen.others + 1 }, values).llr).toBeGreaterThanOrEqual(weightOf(seen, values).llr - 1e-9);
    }));
  });

  it('never falls with more days together, if nothing else changes', () => {
    fc.assert(fc.property(company, (seen) => {
      expect(weightOf({ ...seen, days: seen.days + 1 }, values).llr).toBeGreaterThanOrEqual(weightOf(seen, values).llr - 1e-9);
    }));
  });

  it('never rises with a company that shares more homes', () => {
    fc.assert(fc.property(company, fc.double({ min: 0, max: 0.5, noNaN: true }), (seen, more) => {
      expect(weightOf({ ...seen, homeRate: seen.homeRate + more }, values).llr).toBeLessThanOrEqual(weightOf(seen, values).llr + 1e-9);
    }));
  });

  it('rises with every further day that is spent here and nowhere else', () => {
    const day = (days: number): number => weigh({ days, known: days, company: days });

    for (let days = 2; days < 21; days++) expect(day(days + 1)).toBeGreaterThan(day(days));
  });

  it('is no higher than how rare such a home is among ordinary people', () => {
    // Shared undeclared 0.008; never elsewhere and never apart in 21 days, 0.5 + 0.5 · 4/25 = 0.58 each.
    expect(weigh({ days: 21, known: 21, company: 21, nights: 21, nightsHere: 21, router: 'same' })).toBeLessThan(-Math.log(0.008 * 0.58 * 0.58));
  });

  it('falls where all came together in their first days, until they stay', () => {
    const week = (days: number, seen: Partial<Company>): number => weigh({ others: 3, days, known: days, company: days, nights: days, nightsHere: days, router: 'same', ...seen });
    const oneByOne = week(4, { came: { along: 0, atStart: true } });
    const together = { came: { along: 3, atStart: true } };

    expect(week(4, together)).toBeLessThan(oneByOne - 1.5);
    expect(weightOf({ ...ALONE, others: 3, days: 4, known: 4, company: 4, ...together }, values).likeliest).toBe('beginning');
    expect(week(18, together)).toBeGreaterThan(week(4, together) + 2);
  });

  it('says how much of it rests on living away from home, and that this is much where all stay day and night', () => {
    const far = { ...ALONE, others: 4, nights: 10, nightsHere: 10, router: 'same' as const, records: { known: 4, apart: 4 } };
    const { llr, lodged } = weightOf(far, values);

    // Farm over lodging alone: 0.6 · 0.6 · 0.857 · 0.906 · 0.98 · 0.96 / (0.06 · 0.9 · 0.643² · 0.95 · 0.8), further laptops and nights alike.
    expect(llr - lodged).toBeCloseTo(Math.log((0.6 * 0.6 * 0.857 * 0.906 * 0.98 * 0.96) / (0.06 * 0.9 * 0.643 ** 2 * 0.95 * 0.8)), 1);
    expect(weightOf({ ...far, elsewhere: 8, known: 16 }, values).lodged).toBeLessThanOrEqual(llr);
    fc.assert(fc.property(company, (seen) => {
      expect(weightOf(seen, values).lodged).toBeGreaterThanOrEqual(0);
    }));
  });

  it('counts nights and days since a laptop came, where it was elsewhere before', () => {
    const stayed = (days: number): number => weigh({ others: 2, days, known: 21, elsewhere: 21 - days, nights: 21, nightsHere: days, company: days, router: 'same', since: { known: days, elsewhere: 0, nights: days, nightsHere: days } });

    // A visit of three days is what it looks like; after two weeks it is none.
    expect(stayed(3)).toBeLessThan(1);
    expect(stayed(8)).toBeGreaterThan(1.5);
    expect(stayed(13)).toBeGreaterThan(3);
  });

  it('hardly changes where two came on days of their own', () => {
    expect(Math.abs(weigh({ came: { along: 0, atStart: true } }) - weigh({}))).toBeLessThan(0.2);
  });

  it('falls where nights are spent elsewhere, where others come by, where routers differ', () => {
    const full = weigh({ nights: 10, nightsHere: 10, router: 'same' });

    expect(weigh({ nights: 10, nightsHere: 0, router: 'same' })).toBeLessThan(full - 2);
    expect(weigh({ nights: 10, nightsHere: 10, router: 'same', visitors: 4 })).toBeLessThan(full);
    expect(weigh({ nights: 10, nightsHere: 10, router: 'different' })).toBeLessThan(full - 2);
    expect(weigh({ nights: 10, nightsHere: 10, router: 'same', known: 21, elsewhere: 15 })).toBeLessThan(full - 1);
    expect(weigh({ nights: 10, nightsHere: 10, router: 'same', apart: 4 })).toBeLessThan(full - 1);
  });
});

describe('how common shared homes are', () => {
  it('is the default until the company shows more of them', () => {
    // 200 · 0.008 = 1.6 people of the default; (1.6 + 0) / 300 lies below it, (1.6 + 8) / 300 = 0.032 above.
    expect(homeRateOf(0, 100, values)).toBe(0.008);
    expect(homeRateOf(8, 100, values)).toBeCloseTo(0.032, 10);
  });
});
