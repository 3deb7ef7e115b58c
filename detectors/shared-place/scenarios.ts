import { coupleStory, coworkStory, farmStory, moverStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that every subject reaches or stays below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly staysBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm of two, driven by software', story: () => farmStory({ laptops: 2, style: 'software', others: 4 }), reaches: 4 },
  { tells: 'a farm of four behind IP-KVMs', story: () => farmStory({ laptops: 4, style: 'kvm', others: 4 }), reaches: 5 },
  { tells: 'a farm of three behind a router that tunnels everything', story: () => farmStory({ laptops: 3, style: 'vpn-router', others: 4 }), reaches: 4.5 },
  { tells: 'a couple who declared their household', story: () => coupleStory({ household: 'couple-declared', others: 4 }), staysBelow: 0 },
  { tells: 'a co-working floor that nobody listed', story: () => coworkStory({ others: 2 }), staysBelow: 2 },
  { tells: 'a co-working floor of the list', story: () => coworkStory({ listed: true, others: 2 }), staysBelow: 0 },
  { tells: 'somebody who moves house', story: () => moverStory({ others: 4 }), staysBelow: 0 },
];
