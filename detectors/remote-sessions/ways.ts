/** How a beta distribution spreads a share over people: mean a / (a + b). */
type Spread = readonly [a: number, b: number];

export type Clock = 'same' | 'near' | 'far';
export type From = 'home' | 'hidden' | 'elsewhere';

/** How a laptop is driven: how often, for how long. */
export interface Habit {
  /** After the first day with sessions: spread of the share of active days with one. */
  readonly days: Spread;
  /** Chance that most of the active time is under control. */
  readonly long: number;
}

/** What is told of the other side. */
export interface OtherSide {
  /** The controller's clock against the claimed zone. */
  readonly clock: Readonly<Record<Clock, number>>;
  /** The controller's line: the laptop's own or an inner address, a VPN service or hosting, or another. */
  readonly from: Readonly<Record<From, number>>;
  /** Chance that the controller serves laptops of other starters too. */
  readonly serves: number;
  /** Where it serves many starters: chance that it looks in on each for a day or two. */
  readonly rounds: number;
  /** Chance that it serves people of longer standing. */
  readonly staff: number;
}

/** One way in which sessions come in, and what it looks like. */
export interface Way extends Habit, OtherSide {}

/**
 * A farm and four ordinary ways, by judgement; nobody has published counts.
 *
 * A farm: on most days, for most of the time, from a machine that drives other laptops too, often with a clock far away.
 * Support: some days, mostly at the start, short; the same people help others as briefly, among them people of longer
 * standing, and a supplier may sit anywhere. Own: from a computer at the same line with the same clock, and nobody else's,
 * now and then. Mainly: the same by people who work so, daily and for hours at once.
 * Peer: a colleague or a supplier, now and then.
 */
export const WAYS = {
  farm: { days: [4, 1.5], clock: { same: 0.15, near: 0.1, far: 0.75 }, from: { home: 0.1, hidden: 0.5, elsewhere: 0.4 }, serves: 0.5, rounds: 0.15, staff: 0.1, long: 0.7 },
  support: { days: [1, 12], clock: { same: 0.45, near: 0.3, far: 0.25 }, from: { home: 0.05, hidden: 0.25, elsewhere: 0.7 }, serves: 0.85, rounds: 0.8, staff: 0.6, long: 0.05 },
  own: { days: [1, 4], clock: { same: 0.92, near: 0.05, far: 0.03 }, from: { home: 0.75, hidden: 0.05, elsewhere: 0.2 }, serves: 0.02, rounds: 0.5, staff: 0.02, long: 0.25 },
  mainly: { days: [6, 1.5], clock: { same: 0.92, near: 0.05, far: 0.03 }, from: { home: 0.8, hidden: 0.08, elsewhere: 0.12 }, serves: 0.02, rounds: 0.5, staff: 0.02, long: 0.8 },
  peer: { days: [1, 12], clock: { same: 0.6, near: 0.3, far: 0.1 }, from: { home: 0.1, hidden: 0.1, elsewhere: 0.8 }, serves: 0.2, rounds: 0.5, staff: 0.4, long: 0.1 },
} as const satisfies Readonly<Record<string, Way>>;

/** Ordinary reasons, as an explanation names them. */
export type Reason = 'support' | 'own' | 'peer';
