import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, startOfDay } from '../../src/core/time.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { EVIDENCE, type Seen } from './evidence.ts';
import { TOLD, explain } from './explain.ts';
import { pairsOf, type Pair, type TestedPair } from './pairs.ts';
import { SETTINGS } from './settings.ts';
import { turnsOf } from './turns.ts';
import { turnWeight } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

export const turnTaking = defineDetector({
  id: 'turn-taking',
  version: 6,
  family: 'company',
  days: 21,
  question: 'Are laptops under one roof busy in turns?',
  technique: 'T1199',
  needs: ['activity'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    const byHire = new Map<HireId, TestedPair[]>();
    for (const pair of testedPairs(window, settings)) {
      for (const hire of pair.hires) {
        const pairs = byHire.get(hire);
        if (pairs) pairs.push(pair);
        else byHire.set(hire, [pair]);
      }
    }
    return [...byHire].flatMap(([subject, pairs]) => readingOf(subject, pairs, window, settings) ?? []);
  },
});

function testedPairs(window: Seen, settings: Settings): readonly TestedPair[] {
  return pairsOf(window, settings).flatMap((pair): TestedPair[] => {
    if (pair.days.length < settings.minimumDays) return [];
    const turns = turnsOf(pair.days, settings.shuffles, window.random(pair.hires.join('\0')));
    return turns.expected < settings.minimumOverlap ? [] : [{ ...pair, turns }];
  });
}

function readingOf(subject: HireId, pairs: readonly TestedPair[], window: Seen, settings: Settings): Reading | undefined {
  const otherOf = ({ hires: [a, b] }: Pair): HireId => (a === subject ? b : a);
  const order = pairs.toSorted((a, b) => a.turns.p - b.turns.p || (otherOf(a) < otherOf(b) ? -1 : 1));
  const strongest = order[0]!;
  const tried = order.length;
  const weight = turnWeight({ p: strongest.turns.p, tried, handovers: strongest.turns.handovers }, settings);
  // What laptops do by themselves goes on while another is driven: it can show turns, never their absence.
  const llr = strongest.typed ? weight : Math.max(0, weight);
  if (llr === 0) return undefined;
  const others = llr > 0 ? order.filter((pair, index) => index === 0 || pair.turns.p * tried < TOLD).map(otherOf) : [];
  return {
    subject, ...(others.length > 0 ? { alongside: others } : {}), llr, key: 'turns',
    newest: Math.min(window.asOf, startOfDay(strongest.days.at(-1)!.day) + DAY - 1),
    ...explain(strongest, otherOf(strongest), tried, llr, settings),
  };
}
