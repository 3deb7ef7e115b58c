/** A seeded source of numbers: the same seed gives the same sequence on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [0, below). */
  int(below: number): number;
  /** Uniform in [from, to). */
  between(from: number, to: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of a non-empty list. */
  pick<T>(items: readonly T[]): T;
  /** Standard normal (Box–Muller). */
  normal(mean?: number, deviation?: number): number;
  /** Poisson count with the given mean, 0 or more. */
  poisson(mean: number): number;
  /** Waiting time with the given mean. */
  exponential(mean: number): number;
  /** A new order of the same items. */
  shuffle<T>(items: readonly T[]): T[];
  /** A source of its own, named: draws here do not move draws there. */
  fork(name: string): Random;
}

/** FNV-1a, 32 bits: spreads names over seeds. */
export function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

/**
 * A generator from a name (mulberry32: 32 bits of state, passes gjrand's small tests; plenty for simulation, not for secrets).
 *
 * @example random('demo').next() // the same on every machine
 */
export function random(name: string): Random {
  let state = seedOf(name);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
  const self: Random = {
    next,
    int: (below) => Math.floor(next() * below),
    between: (from, to) => from + next() * (to - from),
    chance: (probability) => next() < probability,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    normal: (mean = 0, deviation = 1) =>
      mean + deviation * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    poisson: (mean) => {
      if (mean > 60) return Math.max(0, Math.round(self.normal(mean, Math.sqrt(mean))));
      const limit = Math.exp(-mean);
      let count = 0;
      for (let product = next(); product > limit; product *= next()) count++;
      return count;
    },
    exponential: (mean) => -mean * Math.log(1 - next()),
    shuffle: (items) => {
      const order = [...items];
      for (let i = order.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        [order[i], order[j]] = [order[j]!, order[i]!];
      }
      return order;
    },
    fork: (child) => random(`${name}/${child}`),
  };
  return self;
}
