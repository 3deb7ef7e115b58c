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
  version: 3,
  family: 'network',
  days: 28,
  question: 'Does the round trip fit the claimed distance?',
  needs: ['vpn-connected', 'latency-measured'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const all = compared(window, settings);
    return all.flatMap((one): readonly Reading[] => {
      const readings = [
        ...(['direct', 'hidden'] as const).flatMap((way) => {
          const longer = one[way];
          if (!longer) return [];
          const among = longerAmong(all, one.hire, way, longer.excess);
          return [{ subject: one.hire, llr: farWeight(longer.excess, way, among, settings), newest: longer.path.last, key: `longer ${way}`, ...explainLonger(longer, among) }];
        }),
        ...(one.nearest && one.nearest.short > 0 ? [shorterReading(one.hire, one.nearest, shorterAmong(all, one.hire))] : []),
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

function longerAmong(all: readonly Compared[], subject: HireId, way: Exclude<Way, 'mute'>, excess: number): Among {
  const others = all.flatMap(({ hire, [way]: longer }) => (hire !== subject && longer ? [longer.excess] : []));
  return { showing: others.filter((other) => other >= excess).length, others: others.length };
}

function shorterAmong(all: readonly Compared[], subject: HireId): Among {
  const others = all.flatMap(({ hire, nearest }) => (hire !== subject && nearest ? [nearest.short] : []));
  return { showing: others.filter((short) => short > 0).length, others: others.length };
}
