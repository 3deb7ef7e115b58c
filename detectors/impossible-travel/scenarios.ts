import { farmStory, mobileWeekStory, moverStory, oddityStory, privacyVpnStory, travellerStory, type Story } from '../../src/simulate/story.ts';
import { nightOwl } from '../../src/simulate/oddities/hours.ts';

/** Simulated companies in which every subject stays below a weight. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly staysBelow: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm whose operators come through services that place nobody', story: () => farmStory({ laptops: 4, style: 'software', others: 4 }), staysBelow: 0.5 },
  { tells: 'a trip that nobody entered', story: () => travellerStory({ others: 4, declared: false }), staysBelow: 0.5 },
  { tells: 'a trip that was entered', story: () => travellerStory({ others: 4 }), staysBelow: 0 },
  { tells: 'somebody who moves house', story: () => moverStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'a week on the phone', story: () => mobileWeekStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'a privacy VPN', story: () => privacyVpnStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'a home line that the tables misplace', story: () => oddityStory(nightOwl, { others: 4, knobs: { misplacedLines: 1 } }), staysBelow: 1.6 },
];
