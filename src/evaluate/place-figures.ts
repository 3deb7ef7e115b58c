import type { Chronicle } from './chronicle.ts';
import { plain, share, type Figure } from './figure.ts';
import { shareBounds } from './intervals.ts';
import { placeScore, type Share } from './places.ts';

/** The figures of `evaluate places` over the same companies, once a week. */
export function placeFigures(chronicles: readonly Chronicle[]): readonly Figure[] {
  const score = placeScore(chronicles.flatMap(({ placed }) => placed), shareBounds);
  const figure = (of: string, { hits, of: among }: Share, goal: Figure['goal']): Figure => share({ section: 'places', of, measure: 'laptops and weeks', ...(goal ? { goal } : {}) }, hits, among);
  return [
    figure('90 % region holds the place', score.holds, { is: 'at least', value: 0.87 }),
    plain({ section: 'places', of: 'radius on fixed lines', measure: 'median', goal: { is: 'at most', value: 60 } }, 'km', score.fixedMedianKm ?? NaN),
    figure('verdict is wrong about the place', score.wrong, { is: 'at most', value: 0.005 }),
    figure('verdict is cannot-tell', score.cannotTell, { is: 'at most', value: 0.15 }),
  ];
}
