import { mobileWeekStory, moverStory, oddityStory, privacyVpnStory, travellerStory, farmStory, type Story } from '../../src/simulate/story.ts';
import { nightOwl } from '../../src/simulate/oddities/hours.ts';

/** Simulated companies, with the weight that some subject reaches or every subject stays below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly someReaches?: number; readonly staysBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm of four, driven by software', story: () => farmStory({ laptops: 4, style: 'software', others: 4 }), someReaches: 1 },
  { tells: 'a privacy VPN', story: () => privacyVpnStory({ others: 4 }), staysBelow: 2 },
  { tells: 'a trip that was entered', story: () => travellerStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'a week on the phone', story: () => mobileWeekStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'somebody who moves house', story: () => moverStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'a night owl', story: () => oddityStory(nightOwl, { others: 4 }), staysBelow: 0.5 },
];
