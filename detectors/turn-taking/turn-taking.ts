import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, startOfDay } from '../../src/core/time.ts';
import { defineDetector, type Reading } from '../../src/detect/detector.ts';
import { EVIDENCE, type Seen } from './evidence.ts';
import { TOLD, explain } from './explain.ts';
import { comparedIn, type Compared, type Tested } from './pairs.ts';
import { SETTINGS } from './settings.ts';
import { ratioOf, turnsOf, type Turns } from './turns.ts';
import { MUCH, turnWeight } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

export const turnTaking = defineDetector({
  id: 'turn-taking',
  version: 7,
  family: 'company',
  days: 21,
  question: 'Are laptops under one roof busy in turns?',
  technique: 'T1199',
  needs: ['activity'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    return [...testedByHire(window, settings)].flatMap(([subject, tests]) => readingOf(subject, tests, window, settings) ?? []);
  },
});

function testedByHire(window: Seen, settings: Settings): ReadonlyMap<HireId, readonly Tested[]> {
  const byHire = new Map<HireId, Tested[]>();
  const add = (hire: HireId, test: Tested): void => { byHire.getOrInsertComputed(hire, () => []).push(test); };
  const { pairs, roofs } = comparedIn(window, settings);
  const turnsIf = ({ days }: Compared, seed: string): Turns | undefined => {
    if (days.length < settings.minimumDays) return undefined;
    const turns = turnsOf(days, settings.shuffles, window.random(seed));
    return turns.expected < settings.minimumOverlap ? undefined : turns;
  };
  for (const pair of pairs) {
    const turns = turnsIf(pair, pair.hires.join('\0'));
    if (turns === undefined) continue;
    const [a, b] = pair.hires;
    add(a, { ...pair, others: [b], turns });
    add(b, { ...pair, others: [a], turns });
  }
  // Of three whom one person drives each is busy too seldom to tell much of two; of all others taken as one it tells.
  for (const roof of roofs) {
    const turns = turnsIf(roof, `${roof.subject}\0all`);
    if (turns !== undefined) add(roof.subject, { ...roof, turns });
  }
  return byHire;
}

/** The least likely first; where two are alike, the one with less in common, then the one of more people. */
function byStrength(a: Tested, b: Tested): number {
  return a.turns.p - b.turns.p || ratioOf(a.turns) - ratioOf(b.turns) || b.others.length - a.others.length || (a.others.join('\0') < b.others.join('\0') ? -1 : 1);
}

function readingOf(subject: HireId, tests: readonly Tested[], window: Seen, settings: Settings): Reading | undefined {
  const order = tests.toSorted(byStrength);
  const strongest = order[0]!;
  const tried = order.length;
  const weight = turnWeight({ p: strongest.turns.p, tried, handovers: strongest.turns.handovers, ratio: ratioOf(strongest.turns) }, settings);
  // What laptops do by themselves goes on while another is driven: it can show turns, never their absence.
  const llr = strongest.typed ? weight : Math.max(0, weight);
  if (llr === 0) return undefined;
  const named = order.filter((test, index) => index === 0 || (test.turns.p * tried < TOLD && ratioOf(test.turns) < MUCH));
  const others = llr > 0 ? [...new Set(named.flatMap((test) => test.others))] : [];
  return {
    subject, ...(others.length > 0 ? { alongside: others } : {}), llr, key: 'turns',
    newest: Math.min(window.asOf, startOfDay(strongest.days.at(-1)!.day) + DAY - 1),
    ...explain(strongest, tried, llr, settings),
  };
}
