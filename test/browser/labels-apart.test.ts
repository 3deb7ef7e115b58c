import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { labelsApart } from '../../dashboards/it/labels-apart.ts';

describe('labels of the map', () => {
  it('stay where they are while nothing lies on them', () => {
    const labels = [{ x: 10, y: 40, text: 'Tulsa, 3' }, { x: 200, y: 40, text: 'Nashville, 1' }];

    expect(labelsApart(labels)).toEqual(labels);
  });

  it('of two towns beside each other move apart, the upper one stays', () => {
    expect(labelsApart([{ x: 104, y: 103, text: 'Washington, DC, 2' }, { x: 110, y: 100, text: 'Silver Spring, 1' }]))
      .toEqual([{ x: 104, y: 114, text: 'Washington, DC, 2' }, { x: 110, y: 100, text: 'Silver Spring, 1' }]);
  });

  it('never lie on another, however many there are, and none goes up', () => {
    const label = fc.record({ x: fc.integer({ min: 0, max: 800 }), y: fc.integer({ min: 0, max: 500 }), text: fc.string({ minLength: 1, maxLength: 20 }) });
    fc.assert(fc.property(fc.array(label, { maxLength: 40 }), (labels) => {
      const apart = labelsApart(labels);
      apart.forEach((one, place) => {
        expect(one).toEqual({ ...labels[place]!, y: one.y });
        expect(one.y).toBeGreaterThanOrEqual(labels[place]!.y);
        for (const other of apart.slice(place + 1)) expect(Math.abs(one.y - other.y) >= 14 || one.x + one.text.length * 6.6 <= other.x || other.x + other.text.length * 6.6 <= one.x).toBe(true);
      });
    }));
  });
});
