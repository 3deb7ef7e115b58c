import type { Values } from '../../src/core/settings.ts';
import type { Came } from './arrival.ts';
import type { SETTINGS } from './settings.ts';
import type { How } from './signs.ts';

type Settings = Values<typeof SETTINGS>;

/** What is known about one KVM on one laptop. */
export interface KvmSeen {
  readonly how: How;
  /** Share of other laptops with one that is known in this way, in (0, 1). */
  readonly rate: number;
  /** Looks since it came, days and nights, and how many of them showed it. */
  readonly shown: number;
  readonly looks: number;
  /** Days on which it was seen, 1 or more. */
  readonly days: number;
  readonly came: Came['when'];
  /** Other starters with one of the same kind, out of so many that were looked at. */
  readonly same: number;
  readonly others: number;
}

/**
 * Weight of a network KVM on a laptop.
 *
 * How it is known against how common that is, how it is kept, when it came, and whether others have the same are taken
 * as separate looks. A farm laptop is driven by it, or in a way that does not show and has one as ordinary laptops do.
 *
 * @returns ln P(seen | farm) − ln P(seen | ordinary), between ln(1 − farmDriven) and the ceiling
 */
export function kvmWeight(seen: KvmSeen, settings: Settings): number {
  const ratio = (farmShare(seen.how, settings) / seen.rate) * keptRatio(seen, settings) * cameRatio(seen.came, settings) * sameRatio(seen, settings);
  return Math.min(isVague(seen.how) ? settings.vagueCeiling : settings.ceiling, Math.log(1 - settings.farmDriven + settings.farmDriven * ratio));
}

/** Keyboards with a drive, and docks with a screen to touch, are like it in number and in use. */
function isVague(how: How): boolean {
  return how === 'untold' || how === 'parts';
}

/** Farm KVMs known in this way; where the pointer is not told, the shape is that of the farm's KVMs all the same. */
function farmShare(how: How, settings: Settings): number {
  switch (how) {
    case 'named': return settings.farmNamed;
    case 'shape': case 'untold': return settings.farmShape;
    case 'parts': return settings.farmParts;
  }
}

/** Left plugged in or used now and then: two habits, and farm and ordinary differ in how many have which. */
function keptRatio({ shown, looks, days }: KvmSeen, settings: Settings): number {
  const kept = settings.keptDaily ** shown * (1 - settings.keptDaily) ** (looks - shown);
  const used = settings.usedDaily ** shown * (1 - settings.usedDaily) ** (looks - shown);
  const habit = (settings.keptFarm * kept + (1 - settings.keptFarm) * used) / (settings.keptOrdinary * kept + (1 - settings.keptOrdinary) * used);
  return days > 1 ? habit : Math.min(habit, settings.onceFarm / settings.onceOrdinary);
}

function cameRatio(came: Came['when'], { soonFarm, soonOrdinary }: Settings): number {
  switch (came) {
    case 'at-once': return soonFarm / soonOrdinary;
    case 'later': return (1 - soonFarm) / (1 - soonOrdinary);
    case 'unknown': return 1;
  }
}

/** In a large company somebody has the same kind anyway; where more have it than stand in one farm, it is common here. */
function sameRatio({ rate, same, others }: KvmSeen, { sameFarm, kindShare, companions }: Settings): number {
  if (same > companions) return 1;
  const byChance = 1 - (1 - rate * kindShare) ** others;
  return same > 0 ? (sameFarm + (1 - sameFarm) * byChance) / Math.max(byChance, LEAST_CHANCE) : 1 - sameFarm;
}

/** Two honest people may have bought the same thing on one's advice. */
const LEAST_CHANCE = 0.1;
