import { coupleStory, coworkStory, farmStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that subjects reach or stay below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly someReaches?: number; readonly staysBelow?: number; readonly neverBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'one operator of two personas', story: () => farmStory({ laptops: 2, style: 'personas', others: 4 }), reaches: 1 },
  { tells: 'one operator of three personas', story: () => farmStory({ laptops: 3, style: 'personas', others: 4, days: 28 }), someReaches: 0.9 },
  { tells: 'a farm with an operator for each laptop: nothing of it shows here', story: () => farmStory({ laptops: 4, style: 'software', others: 4 }), staysBelow: 0.7, neverBelow: -0.25 },
  { tells: 'a couple', story: () => coupleStory({ household: 'couple-declared', others: 4 }), staysBelow: 0.7 },
  { tells: 'a couple who work around school hours', story: () => coupleStory({ household: 'couple-undeclared', others: 4, knobs: { carers: 1 } }), staysBelow: 0.7 },
  { tells: 'a couple of night owls', story: () => coupleStory({ others: 4, knobs: { nightOwls: 1 } }), staysBelow: 0.7 },
  { tells: 'a co-working floor that nobody listed', story: () => coworkStory({ others: 2 }), staysBelow: 0.7 },
];
