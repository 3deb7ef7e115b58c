import type { HireId } from '../../src/core/person.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { compared, type Compared } from './compare.ts';
import { EVIDENCE } from './evidence.ts';
import { explainLonger, explainShorter } from './explain.ts';
import type { Way } from './paths.ts';
import { SETTINGS } from './settings.ts';
import { farWeight, misplacedChance, nearWeight, type Among } from './weigh.ts';

export const latencyDistance = defineDetector({
  id: 'latency-distance',
  version: 4,
  family: 'network',
  days: 28,
  question: 'Does the round trip fit the claimed distance?',
  needs: ['vpn-connected', 'latency-measured'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const all = compared(window, settings);
    const among = { direct: amongReader(all, 'direct'), hidden: amongReader(all, 'hidden') };
    const shorter = shorterAmong(all);
    return all.flatMap((one): readonly Reading[] => {
      const readings = [
        ...(['direct', 'hidden'] as const).flatMap((way) => {
          const longer = one[way];
          if (!longer) return [];
          const others = among[way](longer.excess);
          return [{ subject: one.hire, llr: farWeight(longer.excess, way, others, settings), newest: longer.path.last, key: `longer ${way}`, ...explainLonger(longer, others) }];
        }),
        ...(one.nearest && one.nearest.short > 0 ? [shorterReading(one.hire, one.nearest, shorter)] : []),
      ];
      // Ways of one person lean on one fact: where they are.
      const strongest = readings.toSorted((a, b) => b.llr - a.llr || (a.key < b.key ? -1 : 1))[0];
      return strongest && strongest.llr > 0 ? [strongest] : [];
    });

    function shorterReading(subject: HireId, nearest: NonNullable<Compared['nearest']>, among: Among): Reading {
      return { subject, llr: nearWeight(among, misplacedChance(nearest.inferred?.more, settings), settings), newest: nearest.path.last, key: 'shorter', ...explainShorter(nearest, among) };
    }
  },
});

/** Of the others, those who are as much longer; asked of somebody's own excess, who is one of all. */
function amongReader(all: readonly Compared[], way: Exclude<Way, 'mute'>): (excess: number) => Among {
  const excesses = Float64Array.from(all.flatMap(({ [way]: longer }) => (longer ? [longer.excess] : []))).sort();
  return (excess) => ({ showing: excesses.length - placeOf(excesses, excess) - 1, others: excesses.length - 1 });
}

/** How many of ascending numbers are less, found by halving. */
function placeOf(ascending: Float64Array, number: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < number) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Of the others, those who are too near to their far end; asked of somebody who is. */
function shorterAmong(all: readonly Compared[]): Among {
  const shorts = all.flatMap(({ nearest }) => (nearest ? [nearest.short] : []));
  return { showing: shorts.filter((short) => short > 0).length - 1, others: shorts.length - 1 };
}
