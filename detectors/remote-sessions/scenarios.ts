import { coupleStory, farmStory, itSupportStory, ownDesktopStory, toolsStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that every subject reaches or stays below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly someReaches?: number; readonly staysBelow?: number; readonly neverBelow?: number }

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm of four, driven by software', story: () => farmStory({ laptops: 4, style: 'software', others: 4 }), reaches: 4 },
  { tells: 'one operator of three personas', story: () => farmStory({ laptops: 3, style: 'personas', others: 4 }), reaches: 4 },
  { tells: 'a farm behind IP-KVMs, of which no session is seen', story: () => farmStory({ laptops: 3, style: 'kvm', others: 4 }), staysBelow: 0, neverBelow: 0 },
  { tells: 'somebody whom the help desk helps', story: () => itSupportStory({ others: 4 }), staysBelow: 0.5 },
  { tells: 'somebody who reaches the laptop from a computer at home', story: () => toolsStory({ tools: ['anydesk'], others: 4 }), staysBelow: 1 },
  { tells: 'somebody who works from a computer at home from the first day on, of which nothing is told', story: () => ownDesktopStory({ others: 4 }), staysBelow: 2 },
  { tells: 'the same, with clock and line told', story: () => ownDesktopStory({ others: 4, tells: { line: true, clock: true, name: true } }), staysBelow: 0 },
  { tells: 'a couple', story: () => coupleStory({ others: 2 }), staysBelow: 0 },
];
