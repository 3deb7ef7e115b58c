import { carerStory, farmStory, jigglerStory, nightOwlStory, travellerStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that some subject reaches or every subject stays below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly someReaches?: number; readonly staysBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm whose operators keep the hours of their own country', story: () => farmStory({ laptops: 4, style: 'software', hours: 'own', others: 4 }), someReaches: 1.5 },
  { tells: 'a farm that keeps US hours: not identifiable by the clock', story: () => farmStory({ laptops: 4, style: 'software', hours: 'us', others: 4 }), staysBelow: 1 },
  { tells: 'a carer', story: () => carerStory({ others: 4 }), staysBelow: 2.1 },
  { tells: 'a night owl, at the ceiling at most', story: () => nightOwlStory({ others: 4 }), staysBelow: 2.1 },
  { tells: 'a jiggler', story: () => jigglerStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'a trip that was entered', story: () => travellerStory({ others: 4 }), staysBelow: 0.5 },
];
