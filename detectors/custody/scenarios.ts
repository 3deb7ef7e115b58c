import { coupleStory, farmStory, mobileWeekStory, moverStory, oddityStory, travellerStory, type Story } from '../../src/simulate/story.ts';
import { nightOwl } from '../../src/simulate/oddities/hours.ts';

/** Simulated companies, with the weight that some subject reaches or every subject stays below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly someReaches?: number; readonly staysBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm of four whose parcels are sent to it', story: () => farmStory({ laptops: 4, style: 'software', others: 8, knobs: { farmParcelsElsewhere: 1, farmParcelsRedirected: 0 } }), someReaches: 2 },
  { tells: 'a farm of four whose parcels are redirected', story: () => farmStory({ laptops: 4, style: 'kvm', others: 8, knobs: { farmParcelsElsewhere: 0, farmParcelsRedirected: 1 } }), someReaches: 2 },
  { tells: 'somebody who moves house', story: () => moverStory({ others: 8 }), staysBelow: 2 },
  { tells: 'a trip that was entered', story: () => travellerStory({ others: 8 }), staysBelow: 0.5 },
  { tells: 'a trip that nobody entered', story: () => travellerStory({ others: 8, declared: false }), staysBelow: 1 },
  { tells: 'a home line that the tables misplace', story: () => oddityStory(nightOwl, { others: 8, knobs: { misplacedLines: 1 } }), staysBelow: 1 },
  { tells: 'parcels sent elsewhere or redirected for honest reasons', story: () => coupleStory({ others: 8, knobs: { parcelsElsewhere: 1, parcelsRedirected: 1 } }), staysBelow: 0.5 },
  { tells: 'a week on the phone', story: () => mobileWeekStory({ others: 8 }), staysBelow: 0.5 },
];
