import type { Values } from '../../src/core/settings.ts';
import { betaBinomial } from '../../src/detect/stats.ts';
import type { SETTINGS } from './settings.ts';

/** How the share of steady intervals is spread, Beta(a, b): of laptops with a clock, and of the rest, where chance makes a few. Judgement. */
const STEADY = { clock: [5, 1.5], chance: [0.3, 12] } as const;

export interface ClockSeen {
  readonly idle: number;
  readonly steady: number;
  /** The beat is that of a known device, as firmware keeps it. */
  readonly device: boolean;
  /** Share of ordinary laptops with a beat of that kind, see {@link clockRateOf}. */
  readonly rate: number;
}

/**
 * Weight of input from a clock. Many honest people own a jiggler, so it stays low.
 *
 * @returns at most ln(farmDevice / rate), or ln(farmOther / rate); 0 where chance explains the steady intervals
 */
export function clockWeight({ idle, steady, device, rate }: ClockSeen, settings: Values<typeof SETTINGS>): number {
  const [clock, chance] = [STEADY.clock, STEADY.chance].map(([a, b]) => betaBinomial(steady, idle, a, b)) as [number, number];
  const farm = device ? settings.farmDevice : settings.farmOther;
  return Math.max(0, Math.log((farm * clock + (1 - farm) * chance) / (rate * clock + (1 - rate) * chance)));
}

/**
 * Share of ordinary laptops with a beat of a kind: the default, raised where the cohort shows more of them.
 *
 * @param having laptops of the cohort with such a beat
 * @param cohort laptops of the cohort whose input is counted
 */
export function clockRateOf(device: boolean, having: number, cohort: number, settings: Values<typeof SETTINGS>): number {
  const { ordinaryDevice, ordinaryOther, cohortCounts } = settings;
  const usual = device ? ordinaryDevice : ordinaryOther;
  return Math.max(usual, (cohortCounts * usual + having) / (cohortCounts + cohort));
}
