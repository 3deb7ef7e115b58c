import { coupleStory, coworkStory, farmStory, itSupportStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that every subject reaches or stays below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly someReaches?: number; readonly staysBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm in one home whose people approve sign-ins on one device', story: () => farmStory({ laptops: 4, style: 'software', others: 4, knobs: { farmSharedFactors: 1, farmSharedBank: 0 } }), reaches: 2.5 },
  { tells: 'a farm in one home that shares bank accounts only: what the home says already', story: () => farmStory({ laptops: 3, style: 'kvm', others: 4, knobs: { farmSharedFactors: 0, farmSharedBank: 1 } }), staysBelow: 1 },
  { tells: 'a couple who declared their household', story: () => coupleStory({ household: 'couple-declared', others: 4 }), staysBelow: 0 },
  { tells: 'a couple who did not', story: () => coupleStory({ household: 'couple-undeclared', others: 4 }), staysBelow: 0 },
  { tells: 'a co-working floor that nobody listed', story: () => coworkStory({ others: 2 }), staysBelow: 0.5 },
  { tells: 'somebody whom the help desk signs in with a device of its own', story: () => itSupportStory({ others: 4, knobs: { helpDeskFactors: 1 } }), staysBelow: 0.5 },
];
