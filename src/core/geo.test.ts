import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { apartKm, distanceKm, distanceRangeKm, middleOf, withinReader } from './geo.ts';

const NASHVILLE = { lat: 36.12, lon: -86.67 };
const LOS_ANGELES = { lat: 33.94, lon: -118.4 };

describe('distanceKm', () => {
  it('follows the great circle', () => {
    // BNA to LAX, the worked example of the haversine formula on Rosetta Code: 2887.26 km with a radius of 6372.8.
    expect(distanceKm(NASHVILLE, LOS_ANGELES)).toBeCloseTo(2887.26 * 6371.0088 / 6372.8, 1);
    expect(distanceKm(NASHVILLE, NASHVILLE)).toBe(0);
  });

  it('crosses the date line and reaches the other side of the globe', () => {
    expect(distanceKm({ lat: 0, lon: 179.5 }, { lat: 0, lon: -179.5 })).toBeCloseTo(111.2, 1);
    expect(distanceKm({ lat: 0, lon: 0 }, { lat: 0, lon: 180 })).toBeCloseTo(Math.PI * 6371.0088, 3);
  });
});

describe('distanceRangeKm', () => {
  it('begins with nothing inside the disc', () => {
    const range = distanceRangeKm({ lat: 0, lon: 0, radiusKm: 100 }, { lat: 0, lon: 0.5 });

    expect(range[0]).toBe(0);
    expect(range[1]).toBeCloseTo(155.6, 1);
  });
});

describe('spots', () => {
  it('lie as near and as far as their radii allow', () => {
    const town = { lat: 0, lon: 0.5, radiusKm: 25 };

    const [least, most] = distanceRangeKm({ lat: 0, lon: 0, radiusKm: 10 }, town);
    expect([least, most].map(Math.round)).toEqual([21, 91]);
    expect(Math.round(apartKm({ lat: 0, lon: 0 }, town))).toBe(31);
    expect(apartKm({ lat: 0, lon: 0, radiusKm: 40 }, town)).toBe(0);
  });
});

describe('the middle of points', () => {
  it('is their mean, in any order', () => {
    const points = [{ lat: 36.1, lon: -86.6 }, { lat: 36.3, lon: -86.8 }, { lat: 36.2, lon: -86.7 }];

    expect(middleOf(points).lat).toBeCloseTo(36.2, 9);
    expect(middleOf(points).lon).toBeCloseTo(-86.7, 9);
    expect(middleOf(points.toReversed())).toEqual(middleOf(points));
  });

  it('lies between two on both sides of the date line, on the side of the farther one', () => {
    expect(middleOf([{ lat: -17, lon: 179.98 }, { lat: -17, lon: -179.99 }]).lon).toBeCloseTo(179.995, 9);
    expect(middleOf([{ lat: -17, lon: 179.99 }, { lat: -17, lon: -179.98 }]).lon).toBeCloseTo(-179.995, 9);
  });
});

describe('points within a distance', () => {
  it('are those that the great circle says, at the poles and the date line too', () => {
    const point = fc.record({
      lat: fc.oneof(fc.double({ min: -90, max: 90, noNaN: true }), fc.constantFrom(-90, -89.9, 0, 36.12, 36.13, 90)),
      lon: fc.oneof(fc.double({ min: -180, max: 180, noNaN: true }), fc.constantFrom(-180, -179.99, 0, -86.67, -86.68, 180)),
    });
    fc.assert(fc.property(fc.array(point, { maxLength: 40 }), point, fc.constantFrom(0, 1, 150, 10_000), (points, place, km) => {
      expect(withinReader(points, km)(place)).toEqual(points.flatMap((one, index) => (distanceKm(place, one) <= km ? [index] : [])));
    }));
  });
});
