import { farmStory, itSupportStory, jigglerStory, toolsStory, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that subjects reach or stay below. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly someReaches?: number; readonly staysBelow?: number }

/** Laptops that come while records are kept, so that their set-up is seen. */
const startDays = [11, 12, 13, 14] as const;

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm of four, driven by a tool in plain sight', story: () => farmStory({ laptops: 4, style: 'software', startDays, others: 4, tools: ['anydesk'] }), reaches: 3 },
  { tells: 'one operator of three personas, with a tool that no report names', story: () => farmStory({ laptops: 3, style: 'personas', startDays, others: 4, tools: ['hoptodesk'] }), reaches: 1 },
  { tells: 'a careful farm that runs its tool under another name', story: () => farmStory({ laptops: 4, style: 'careful', startDays, others: 4, tools: ['rustdesk'] }), someReaches: 3 },
  { tells: 'a farm behind IP-KVMs: nothing of it shows here', story: () => farmStory({ laptops: 4, style: 'kvm', startDays, others: 4, tools: [] }), staysBelow: 0 },
  { tells: 'a farm that stood before records began: how its tool came stays open', story: () => farmStory({ laptops: 4, style: 'software', others: 4, tools: ['anydesk'] }), reaches: 1 },
  { tells: 'the help desk, with the tool that the company sanctions', story: () => itSupportStory({ others: 4 }), staysBelow: 0 },
  { tells: 'a developer with several tools, each allowed', story: () => toolsStory({ tools: ['parsec', 'realvnc', 'zerotier', 'ngrok'], allowed: true, others: 4 }), staysBelow: 0.01 },
  { tells: 'a mesh that the person set up for work', story: () => toolsStory({ tools: ['tailscale'], fromDay: 4, others: 4 }), staysBelow: 1 },
  { tells: 'a supplier at work for one day in the second week', story: () => toolsStory({ tools: ['logmein-rescue'], fromDay: 9, forDays: 1, others: 4 }), staysBelow: 1 },
  { tells: 'a tool for one errand in the second week', story: () => toolsStory({ tools: ['anydesk'], fromDay: 9, forDays: 2, others: 4 }), staysBelow: 1.5 },
  { tells: 'a tool from home that stays, once the first days are over', story: () => toolsStory({ tools: ['chrome-remote-desktop'], fromDay: 8, others: 4 }), staysBelow: 2 },
  { tells: 'a console that only drives other machines', story: () => toolsStory({ tools: ['royal-ts', 'mremoteng'], others: 4 }), staysBelow: 0 },
  { tells: 'a jiggler', story: () => jigglerStory({ others: 4 }), staysBelow: 0 },
];
