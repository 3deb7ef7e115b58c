import { checkedStory, failedCheckStory, farmStory, lentLaptopStory, metInPersonStory, officeDayStory, type HumanCheck, type Story } from '../../src/simulate/story.ts';

/** Simulated companies, with the weight that every subject reaches, stays below, or is not cleared beyond. */
export interface Scenario { readonly tells: string; readonly story: () => Story; readonly reaches?: number; readonly staysBelow?: number; readonly neverBelow?: number }

const check = (day: number, kind: string, outcome: HumanCheck['outcome']): HumanCheck => ({ day, kind, outcome });

export const SCENARIOS: readonly Scenario[] = [
  { tells: 'a farm where another face comes to the call than to the interview', story: () => checkedStory({ laptops: 3, checks: [check(8, 'same-person', 'refuted')], others: 2 }), reaches: 1.5 },
  { tells: 'a farm where nobody comes to the meeting', story: () => checkedStory({ laptops: 2, checks: [check(10, 'in-person', 'refuted')], others: 2 }), reaches: 1.5 },
  { tells: 'a farm that nobody checked beyond its papers: they buy little', story: () => farmStory({ laptops: 4, style: 'kvm', others: 2 }), neverBelow: -1.1 },
  { tells: 'a farm that passes call and manager: a stand-in buys little', story: () => checkedStory({ laptops: 3, checks: [check(8, 'video-call', 'confirmed'), check(9, 'manager', 'confirmed')], others: 2 }), neverBelow: -1.5 },
  { tells: 'a badge that speaks for the colleague, not for the laptops they carried', story: () => lentLaptopStory({ others: 2 }), neverBelow: -1.1 },
  { tells: 'somebody whom the company met once', story: () => metInPersonStory({ others: 2 }), staysBelow: -3 },
  { tells: 'a remote starter who came to an office for one day', story: () => officeDayStory({ others: 2 }), staysBelow: -2 },
  { tells: 'a call that stays inconclusive', story: () => checkedStory({ checks: [check(8, 'same-person', 'inconclusive')], others: 2 }), staysBelow: 0, neverBelow: -1.1 },
  { tells: 'a camera that failed once and worked the next day', story: () => checkedStory({ checks: [check(8, 'video-call', 'refuted'), check(9, 'video-call', 'confirmed')], others: 2 }), staysBelow: 0 },
  { tells: 'a photo of another laptop, because the first was replaced', story: () => checkedStory({ checks: [check(8, 'serial-photo', 'refuted')], others: 2 }), staysBelow: 1.6 },
  { tells: 'a check that failed for a plain reason', story: () => failedCheckStory({ others: 2 }), staysBelow: 1.6 },
];
