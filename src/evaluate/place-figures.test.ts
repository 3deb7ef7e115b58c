import { describe, expect, it } from 'vitest';
import { aChronicle } from './chronicle.fixture.ts';
import { placeFigures } from './place-figures.ts';
import type { Placed } from './places.ts';

const HOME = { lat: 30, lon: -97 };
/** At home, and seen there on a fixed line; sets what matters. */
const placed = (fields: Partial<Placed> = {}): Placed => ({
  verdict: 'expected', seenAt: { ...HOME, radius_km: 20, level: 0.9, network: 'home' }, stood: [HOME], awayKm: 0, onTrip: false, shared: false, ...fields,
});

describe('figures of places', () => {
  it('are those of all companies together, each with its goal', () => {
    const figures = placeFigures([
      aChronicle({ people: [], more: { placed: [placed(), placed({ stood: [{ lat: 31, lon: -97 }] })] } }),
      aChronicle({ people: [], more: { placed: [placed({ verdict: 'elsewhere' }), placed({ verdict: 'cannot-tell' })] } }),
    ]);

    // One region of four misses by a degree, 111 km; one verdict says elsewhere of a laptop at home.
    expect(figures.map(({ of, hits, among, value, goal }) => [of, hits, among, value, goal?.value])).toEqual([
      ['90 % region holds the place', 3, 4, 0.75, 0.87], ['radius on fixed lines', undefined, undefined, 20, 60],
      ['verdict is wrong about the place', 1, 4, 0.25, 0.005], ['verdict is cannot-tell', 1, 4, 0.25, 0.15],
    ]);
  });
});
