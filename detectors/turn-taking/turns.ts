import { bothHalfHours, halfHoursIn, type HalfHours } from '../../src/core/half-hours.ts';
import type { Random } from '../../src/core/random.ts';

/** One day of two people: the half hours of each, and which days it may be exchanged with. */
export interface SharedDay {
  readonly busy: readonly [HalfHours, HalfHours];
  /** Days of one stratum are alike: working days of one week, say. */
  readonly stratum: string;
}

/** How far two people avoid being busy at the same time. */
export interface Turns {
  /** Half hours in which both were busy. */
  readonly overlap: number;
  /** The same if each kept to the rhythm of these days, independently of the other. */
  readonly expected: number;
  /** Chance of so little overlap by coincidence, 1 / (shuffles + 1) at the least. */
  readonly p: number;
  /** How often a day one of them alone takes over from the other alone, each for an hour at least. */
  readonly handovers: number;
}

/**
 * A permutation test of taking turns: days of one person are put beside other days of the other.
 *
 * Only days are exchanged, never hours, so each keeps the rhythm of days, zone and week; what is tested is whether
 * one is idle in just those half hours in which the other is busy.
 *
 * @param days at least one
 * @param random seeded by the pair, so that the same rows give the same chance
 * @see P. Good, Permutation, Parametric and Bootstrap Tests of Hypotheses, 3rd ed. (2005)
 */
export function turnsOf(days: readonly SharedDay[], shuffles: number, random: Random): Turns {
  const strata = [...Map.groupBy(days.map(({ busy }, index) => ({ busy, index, stratum: days[index]!.stratum })), ({ stratum }) => stratum).values()]
    .map((ofStratum) => ofStratum.map(({ busy: [a] }) => ofStratum.map(({ busy: [, b] }) => halfHoursIn(bothHalfHours(a, b)))));
  const overlap = strata.reduce((sum, table) => sum + table.reduce((so, row, day) => so + row[day]!, 0), 0);
  let [asLittle, total] = [0, 0];
  for (let shuffle = 0; shuffle < shuffles; shuffle++) {
    const found = strata.reduce((sum, table) => sum + shuffled(table, random), 0);
    total += found;
    if (found <= overlap) asLittle++;
  }
  return {
    overlap, expected: total / shuffles, p: (asLittle + 1) / (shuffles + 1),
    handovers: days.reduce((sum, { busy: [a, b] }) => sum + handoversIn(a, b), 0) / days.length,
  };
}

/** What they have in common, of what their rhythms would give: 0 where one is always idle when the other is busy. */
export function ratioOf({ overlap, expected }: Pick<Turns, 'overlap' | 'expected'>): number {
  return expected === 0 ? 1 : overlap / expected;
}

/** The overlap of days in a drawn order (Fisher–Yates, without the list). */
function shuffled(table: readonly (readonly number[])[], random: Random): number {
  const order = table.map((_, day) => day);
  let sum = 0;
  for (let last = order.length - 1; last >= 0; last--) {
    const drawn = random.int(last + 1);
    sum += table[last]![order[drawn]!]!;
    order[drawn] = order[last]!;
  }
  return sum;
}

/** Shorter stretches alone are the other's pauses. */
const FEWEST_ALONE = 2;

/**
 * Changes from one alone to the other alone, each for two half hours or more; what lies between is both, neither, or
 * shorter. Half hours of neither do not end a stretch, those of both do.
 */
export function handoversIn(a: HalfHours, b: HalfHours): number {
  let [handovers, last, who, length] = [0, 0, 0, 0];
  for (let i = 0; i < 48; i++) {
    const [isA, isB] = [Math.floor(a / 2 ** i) % 2, Math.floor(b / 2 ** i) % 2];
    if (isA === 0 && isB === 0) continue;
    const now = isA - isB;
    length = now !== 0 && now === who ? length + 1 : 1;
    who = now;
    if (now === 0 || length !== FEWEST_ALONE) continue;
    if (last !== 0 && last !== now) handovers++;
    last = now;
  }
  return handovers;
}
