import type { HireId } from '../../src/core/person.ts';
import { dayOf } from '../../src/core/time.ts';
import type { Said } from '../../src/core/said.ts';
import { defineDetector, type Fact, type Reading } from '../../src/detect/detector.ts';
import { EVIDENCE, checksOf, type Check } from './checks.ts';
import { KINDS } from './kinds.ts';
import { SETTINGS } from './settings.ts';
import { checksWeight } from './weigh.ts';

export const inPerson = defineDetector({
  id: 'in-person',
  version: 1,
  family: 'human',
  days: 120,
  question: 'Has anybody met this person, or seen this laptop?',
  needs: [],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    return [...checksOf(window, settings)].flatMap(([hire, checks]) =>
      window.hires.get(hire)?.inScope ? [readingOf(hire, inOrder(checks), checksWeight(checks, settings))] : []);
  },
});

/** The weightiest first. */
function inOrder(checks: readonly Check[]): readonly Check[] {
  return checks.toSorted((a, b) => Math.abs(b.weight) - Math.abs(a.weight) || b.at - a.at || (a.kind < b.kind ? -1 : 1));
}

function readingOf(subject: HireId, checks: readonly Check[], llr: number): Reading {
  const confirmed = checks.filter(({ outcome }) => outcome === 'confirmed');
  const refuted = checks.filter(({ outcome }) => outcome === 'refuted');
  const newest = checks.reduce((latest, { at }) => Math.max(latest, at), -Infinity);
  return {
    subject, llr, newest, key: 'checks',
    because: {
      headline: headlineOf(confirmed, refuted),
      facts: checks.map(factOf),
      innocent: refuted.length > 0
        ? [
          ['The check failed for a plain reason (illness, bandwidth, an old photo, a clerical error): repeat it.'],
          ['A change of name or looks: compare with the file, not with memory.'],
        ]
        : [['Nothing to explain; a stand-in or a borrowed card is what remains possible.']],
    },
    clear: [refuted.length > 0 ? 'the check is repeated by somebody who has met the person, and confirms them' : 'nothing: this already speaks for the person'],
    look: { where: { 'event.action': ['badge-in', 'verified'] } },
  };
}

function headlineOf(confirmed: readonly Check[], refuted: readonly Check[]): Said {
  const main = refuted[0] ?? confirmed[0]!;
  // A badge at a door is no check by anybody.
  const checked = confirmed.filter(({ kind }) => kind !== 'badge').length;
  const counts = [
    ...(refuted.length > 0 ? [`${refuted.length} refuted`] : []),
    ...(checked > 0 ? [`${checked} confirmed`] : []),
  ].join(', ');
  return [...(counts === '' ? [] : [`Human checks: ${counts}. `]), ...wordsOf(main), `, ${main.kind === 'badge' ? 'last ' : ''}on ${dayOf(main.at)}.`];
}

function wordsOf(check: Check): Said {
  if (check.kind === 'badge') return [`Badged in on ${check.days} ${check.days === 1 ? 'day' : 'days'} at `, { ref: 'place', id: check.place! }];
  const { says } = KINDS[check.kind];
  return [`${says[0]!.toUpperCase()}${says.slice(1)}: ${check.outcome}`];
}

function factOf(check: Check): Fact {
  const about = check.kind === 'badge' ? 'person' : KINDS[check.kind].about;
  return {
    label: check.kind === 'badge' ? 'Badge' : `Check of the ${about}`,
    value: [...wordsOf(check), `, ${dayOf(check.at)}`],
    usual: check.kind === 'badge'
      ? 'remote starters seldom come in; a laptop driven by somebody else never brings them'
      : check.outcome === 'confirmed' ? 'confirmed for nearly everybody who is checked' : 'refuted for few; plain errors are the usual reason',
  };
}
