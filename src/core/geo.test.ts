import { describe, expect, it } from 'vitest';
import { distanceKm, distanceRangeKm } from './geo.ts';

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
