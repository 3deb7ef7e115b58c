import type { Values } from '../../src/core/settings.ts';
import type { SETTINGS } from './settings.ts';
import type { SetUp } from './set-up.ts';

type Settings = Values<typeof SETTINGS>;

/** What is known about one tool on one laptop. */
export interface ToolSeen {
  readonly namedInReports: boolean;
  /** Share of other laptops with it, in (0, 1). */
  readonly rate: number;
  readonly setUp: SetUp['when'];
  /** Days it ran, and days since it came on which it would have shown; 0 of 0 where nothing shows running programs. */
  readonly ran: number;
  readonly active: number;
  /** Undefined where no command lines come in. */
  readonly unattended: boolean | undefined;
  readonly renamed: boolean;
}

/**
 * Likelihood ratio of one tool: P(it looks so | the farm drives the laptop with it) / P(it looks so | an ordinary laptop).
 *
 * Which tool, when it came, how it is kept, how it was set up and under which name it runs are taken as separate looks.
 *
 * @returns a number above 0; below 1 it looks like an honest use of the tool
 */
export function toolRatio(seen: ToolSeen, settings: Settings): number {
  return ((seen.namedInReports ? settings.farmNamed : settings.farmOther) / seen.rate)
    * setUpRatio(seen.setUp, settings)
    * keptRatio(seen.ran, seen.active, settings)
    * (seen.unattended === undefined ? 1 : ratio(seen.unattended, settings.unattendedFarm, settings.unattendedOrdinary))
    * ratio(seen.renamed, settings.renamedFarm, settings.renamedOrdinary);
}

/**
 * Weight of all tools on the laptops of one person.
 *
 * Either the laptop is driven by one of them, the others being what ordinary laptops have too, or it is driven in a way
 * that does not show here. So ratios of different tools are added before the logarithm, not multiplied: ten tools do
 * not make ten proofs. A second tool to fall back on is one more look.
 *
 * @param ratios one for each tool; none means that no tool was seen
 * @returns ln P(tools | farm) − ln P(tools | ordinary), never below ln(1 − farmDriven)
 * @example softwareWeight([], { ...settings, farmDriven: 0.4 }) // => ln 0.6
 */
export function softwareWeight(ratios: readonly number[], settings: Settings): number {
  const sum = [...ratios].sort((a, b) => a - b).reduce((total, one) => total + one, 0);
  const several = ratios.length === 0 ? 1 : ratio(ratios.length > 1, settings.severalFarm, settings.severalOrdinary);
  return Math.log(1 - settings.farmDriven + settings.farmDriven * sum * several);
}

function setUpRatio(when: SetUp['when'], settings: Settings): number {
  switch (when) {
    case 'unknown': return 1;
    case 'soon': return settings.soonFarm / settings.soonOrdinary;
    case 'before': return settings.beforeFarm / settings.beforeOrdinary;
    case 'later': return Math.max(0.01, 1 - settings.soonFarm - settings.beforeFarm) / Math.max(0.01, 1 - settings.soonOrdinary - settings.beforeOrdinary);
  }
}

/** Kept running or used now and then: two habits, and farm and ordinary differ in how many have which. */
function keptRatio(ran: number, active: number, settings: Settings): number {
  if (active === 0) return 1;
  const kept = settings.keptDaily ** ran * (1 - settings.keptDaily) ** (active - ran);
  const used = settings.usedDaily ** ran * (1 - settings.usedDaily) ** (active - ran);
  return (settings.keptFarm * kept + (1 - settings.keptFarm) * used) / (settings.keptOrdinary * kept + (1 - settings.keptOrdinary) * used);
}

function ratio(seen: boolean, farm: number, ordinary: number): number {
  return seen ? farm / ordinary : (1 - farm) / (1 - ordinary);
}
