import { describe, expect, it } from 'vitest';
import type { Custody } from '../detect/places/custody.ts';
import { wilson } from '../detect/stats.ts';
import { DAY, dayOf } from '../core/time.ts';
import { travellerStory, farmStory } from '../simulate/story.ts';
import { isWrong, placeLines, placeScore, truthOf, type Placed } from './places.ts';

const HERE = { lat: 40, lon: -100 };
const placed = (fields: Partial<Placed>): Placed => ({ verdict: 'expected', seenAt: { ...HERE, radius_km: 30, level: 0.9, network: 'home' }, stood: [HERE], awayKm: 10, onTrip: false, shared: false, ...fields });
const lineOf = (serial: string, fields: Partial<Custody> = {}): Custody => ({ serial, hire_id: null, verdict: 'expected', confidence: 0.9, because: '', ...fields });

describe('what is true of a laptop', () => {
  it('is where it stood on most of its days with data', () => {
    const story = travellerStory({ others: 0, days: 28, declared: false });
    const [serial, spans] = Object.entries(story.truth.laptops).find(([, all]) => all.some(({ line }) => line === 'hotel'))!;
    const hotel = spans.find(({ line }) => line === 'hotel')!;
    const home = spans.find(({ line }) => line !== 'hotel')!;
    const asOf = Date.parse(`${hotel.to}T00:00:00Z`) + DAY;
    const truth = truthOf(story);

    expect(truth.placed(lineOf(serial), asOf - 40 * DAY)).toBeUndefined();
    expect([{ lat: home.lat, lon: home.lon }, { lat: hotel.lat, lon: hotel.lon }]).toContainEqual(pointOf(truth.placed(lineOf(serial), asOf)));
    expect(spans.every(({ from, to }, index) => from <= to && (index === 0 || from > spans[index - 1]!.to))).toBe(true);
  });

  it('knows whom a farm keeps together', () => {
    const story = farmStory({ laptops: 3, others: 1, style: 'software' });
    const truth = truthOf(story);
    const serials = story.tables.devices.filter(({ hire_id: hire }) => story.subjects.includes(hire ?? '')).map(({ serial }) => serial);

    expect(serials.map((serial) => truth.placed(lineOf(serial), story.endsAt)?.shared)).toEqual([true, true, true]);
    expect(story.tables.devices.filter(({ hire_id: hire }) => story.others.includes(hire ?? '')).map(({ serial }) => truth.placed(lineOf(serial), story.endsAt)?.shared)).toEqual([false]);
    expect(dayOf(story.endsAt)).toBe('2026-10-26');
  });
});

const pointOf = (one: Placed | undefined) => one && { lat: one.stood[0]!.lat, lon: one.stood[0]!.lon };

describe('a verdict is wrong', () => {
  it.each([
    ['elsewhere', { awayKm: 80 }, { awayKm: 81 }],
    ['elsewhere', { awayKm: 900, onTrip: true }, { awayKm: 900 }],
    ['expected', { awayKm: 81 }, { awayKm: 80 }],
    ['moved-approved', { awayKm: 900 }, { awayKm: 900, onTrip: true }],
    ['shared-place', {}, { shared: true }],
  ] as const)('%s, where the laptop is not so', (verdict, wrong, right) => {
    expect([isWrong(placed({ verdict, ...wrong })), isWrong(placed({ verdict, ...right }))]).toEqual([true, false]);
  });

  it('never where nothing is said of the place', () => {
    expect(['cannot-tell', 'dark', 'never-seen'].map((verdict) => isWrong(placed({ verdict: verdict as Placed['verdict'], awayKm: 900 })))).toEqual([false, false, false]);
  });
});

describe('the score', () => {
  it('counts regions that hold the place, radii by network, wrong verdicts and cannot-tell', () => {
    const far = { lat: 45, lon: -100 };
    const score = placeScore([
      placed({}), placed({ stood: [far] }), placed({ seenAt: { ...HERE, radius_km: 600, level: 0.9, network: 'mobile' }, stood: [far] }),
      placed({ verdict: 'cannot-tell', seenAt: undefined }), placed({ verdict: 'elsewhere' }),
    ], wilson);

    expect(score.holds).toMatchObject({ hits: 3, of: 4 });
    expect(score.networks.map(({ network, medianKm }) => [network, medianKm])).toEqual([['home', 30], ['mobile', 600]]);
    expect([score.fixedMedianKm, score.wrong.hits, score.cannotTell.hits]).toEqual([30, 1, 1]);
    expect(placeLines(score)[0]).toBe('Laptops and weeks with data, simulated: 5');
  });
});
