import { carerStory, farmStory, jigglerStory, nightOwlStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that subjects reach or stay below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly someReaches?: number; readonly staysBelow?: number; readonly neverBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm behind IP-KVMs that jiggle', story: () => farmStory({ laptops: 6, style: 'kvm', others: 4 }), someReaches: 1.5, neverBelow: 0 },
  { tells: 'a careful farm: nothing of it shows here', story: () => farmStory({ laptops: 4, style: 'careful', others: 4 }), staysBelow: 0.01 },
  { tells: 'somebody with a jiggler', story: () => jigglerStory({ others: 4, knobs: { jigglersAtNight: 0 } }), staysBelow: 2 },
  { tells: 'somebody with a jiggler that is left on', story: () => jigglerStory({ others: 4, knobs: { jigglersAtNight: 1 } }), staysBelow: 2 },
  { tells: 'a night owl', story: () => nightOwlStory({ others: 4 }), staysBelow: 0.01 },
  { tells: 'a carer', story: () => carerStory({ others: 4 }), staysBelow: 0.01 },
];
