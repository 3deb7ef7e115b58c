import { farmStory, homeLabStory, itSupportStory, jigglerStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that subjects reach or stay below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly someReaches?: number; readonly staysBelow?: number }

const startDays = [11, 12, 13, 14] as const;

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm of four behind network KVMs', story: () => farmStory({ laptops: 4, style: 'kvm', others: 6, tools: [] }), reaches: 2 },
  { tells: 'the same farm, seen from the day it comes', story: () => farmStory({ laptops: 4, style: 'kvm', startDays, others: 6, tools: [] }), someReaches: 3 },
  { tells: 'a farm driven by software', story: () => farmStory({ laptops: 4, style: 'software', others: 6, tools: ['anydesk'] }), staysBelow: 0 },
  { tells: 'a home lab: honest, and still a network KVM on a work laptop', story: () => homeLabStory({ others: 10 }), staysBelow: 4.5 },
  { tells: 'many docks, tablets and switches', story: () => jigglerStory({ others: 20, knobs: { docks: 1, tablets: 0.5, kvmSwitches: 0.5 } }), staysBelow: 0 },
  { tells: 'the help desk at work', story: () => itSupportStory({ others: 6 }), staysBelow: 0 },
];
