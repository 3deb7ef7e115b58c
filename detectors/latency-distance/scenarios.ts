import { farmStory, moverStory, privacyVpnStory, travellerStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that subjects reach or stay below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly someReaches?: number; readonly staysBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm at a home, driven by software: most of it does not show here', story: () => farmStory({ laptops: 4, style: 'software', others: 14 }), staysBelow: 3.5 },
  { tells: 'a VPN service of their own', story: () => privacyVpnStory({ others: 14 }), staysBelow: 1 },
  { tells: 'a trip that was entered', story: () => travellerStory({ others: 14 }), staysBelow: 1 },
  { tells: 'a move', story: () => moverStory({ others: 14 }), staysBelow: 1 },
];
