import type { Values } from '../../src/core/settings.ts';
import { defineDetector, type Hire, type Reading } from '../../src/detect/detector.ts';
import { homeOn, type Home } from '../../src/detect/people/homes.ts';
import { actsOf, type Act } from './acts.ts';
import { isSureOf } from './doubt.ts';
import { EVIDENCE } from './evidence.ts';
import { explain } from './explain.ts';
import { SETTINGS } from './settings.ts';
import { switchesOf } from './switches.ts';
import { habitWeight, interleavedWeight } from './weigh.ts';

type Settings = Values<typeof SETTINGS>;

export const impossibleTravel = defineDetector({
  id: 'impossible-travel',
  version: 5,
  family: 'network',
  days: 28,
  question: 'Two places at once, given how uncertain each is?',
  technique: 'T1078',
  needs: ['sign-in'],
  settings: SETTINGS,
  evidence: EVIDENCE,
  detect(window, settings) {
    return [...actsOf(window, settings)].flatMap(([id, acts]): readonly Reading[] => {
      const hire = window.hires.get(id);
      return hire?.inScope ? readingOf(hire, acts, settings) : [];
    });
  },
});

function readingOf(hire: Hire, acts: readonly Act[], settings: Settings): readonly Reading[] {
  const homeOf = ({ day }: Act): Home => homeOn(hire, day);
  const switches = switchesOf(acts, settings);
  const days = Map.groupBy(switches, ({ to }) => to.day);
  if (days.size < settings.minimumDays) return [];
  const isSure = isSureOf(acts, homeOf, settings.nearKm);
  const sureDays = [...days.values()].filter((ofDay) => ofDay.some(isSure)).length;
  const interleaved = [...days.values()].filter((ofDay) => ofDay.length > 1).length;
  const chances = [...Map.groupBy(acts, ({ day }) => day).values()].filter((ofDay) => new Set(ofDay.map(({ machine }) => machine)).size > 1).length;
  const sure = sureDays >= settings.minimumDays;
  const hits = sure ? sureDays : days.size;
  // A switch over midnight is of a day on which one machine alone may have been used.
  const habit = habitWeight(hits, Math.max(hits, chances), sure ? settings.ordinarySure : settings.ordinaryDoubtful, sure ? settings.farmSure : settings.farmDoubtful);
  const llr = habit + interleavedWeight(interleaved, days.size, settings.ordinaryInterleaved, settings.farmInterleaved);
  // Odd days without a habit are as good as none, and their oddness clears nobody.
  if (llr <= 0) return [];
  return [{
    subject: hire.hire_id, llr, newest: Math.max(...switches.flatMap(({ from, to }) => [from.last, to.last])), key: 'travel',
    ...explain({ switches, days: days.size, sureDays, interleaved, chances, sure }, settings),
  }];
}
