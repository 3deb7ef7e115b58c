import { carerStory, farmStory, jigglerStory, nightOwlStory, travellerStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that subjects reach or stay below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly someReaches?: number; readonly staysBelow?: number; readonly neverBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm of four that keeps its laptops awake', story: () => farmStory({ laptops: 4, style: 'software' }), someReaches: 1.5 },
  { tells: 'a careful farm, which may let them sleep', story: () => farmStory({ laptops: 4, style: 'careful' }), neverBelow: -0.5 },
  { tells: 'somebody with a power setting', story: () => jigglerStory({ knobs: { awakeLaptops: 1, jigglersAtNight: 0 } }), staysBelow: 2.8 },
  { tells: 'a company whose laptops never sleep', story: () => nightOwlStory({ others: 20, knobs: { awakeLaptops: 1 } }), staysBelow: 0.3 },
  { tells: 'a night owl', story: () => nightOwlStory(), staysBelow: 0 },
  { tells: 'a carer who works early and late', story: () => carerStory(), staysBelow: 0 },
  { tells: 'a traveller', story: () => travellerStory({ declared: false }), staysBelow: 0 },
];
