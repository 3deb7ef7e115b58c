import type { HireId } from '../../core/person.ts';
import { DAY, type Day, type Instant } from '../../core/time.ts';

/** What people do about a legal hold; a hold is the fold of it. */
export type HoldEntry = { readonly at: Instant; readonly by: string; readonly id: string } & (
  | {
    readonly did: 'asked'; readonly hires: readonly HireId[]; readonly cases: readonly string[];
    /** People of these cases then. Entries of older versions name none. */
    readonly people?: readonly HireId[];
    /** The proceeding it is for, as counsel names it. */
    readonly matter: string; readonly reason: string;
    /** When somebody looks whether it is still needed. */
    readonly review: Day;
    /** Housekeeping was under way since then: what it let go before came first. */
    readonly during?: Instant;
  }
  | { readonly did: 'confirmed'; /** People of its cases by then, who may be more. */ readonly people?: readonly HireId[] }
  | { readonly did: 'released' }
  | { readonly did: 'release-asked'; readonly reason: string }
);

/** One word about a hold, and whose. */
export interface HoldWord { readonly at: Instant; readonly by: string }

export interface Hold {
  readonly id: string;
  readonly hires: readonly HireId[];
  readonly cases: readonly string[];
  /** People of these cases when it was asked for and confirmed: they are held whatever becomes of the cases. */
  readonly people: readonly HireId[];
  readonly matter: string;
  readonly reason: string;
  readonly review: Day;
  readonly during?: Instant;
  readonly asked: HoldWord;
  readonly confirmed?: HoldWord;
  readonly releaseAsked?: HoldWord & { readonly reason: string };
  readonly released?: HoldWord;
}

/** A hold that nobody confirms within this time keeps nothing any more. */
export const CONFIRM_WITHIN = 14 * DAY;

export const HOLD_STATES = { 'asked': 'asked for, keeps already, waits for a second person', 'in-force': 'in force', 'release-asked': 'in force, its release waits for a second person', 'released': 'released', 'lapsed': 'lapsed, because nobody confirmed it' } as const;
export type HoldState = keyof typeof HOLD_STATES;

/** How a hold stands at an instant. */
export function stateOf(hold: Hold, now: Instant): HoldState {
  if (hold.released) return 'released';
  if (hold.releaseAsked) return 'release-asked';
  if (hold.confirmed) return 'in-force';
  return now - hold.asked.at > CONFIRM_WITHIN ? 'lapsed' : 'asked';
}

/**
 * The hold after one more entry.
 *
 * @returns the same hold where the entry changes nothing
 * @throws Error when the first entry is not `asked`: the journal would be damaged
 */
export function evolveHold(hold: Hold | undefined, entry: HoldEntry): Hold {
  const word = { at: entry.at, by: entry.by };
  if (entry.did === 'asked') {
    const { id, hires, cases, people = [], matter, reason, review, during } = entry;
    return hold ?? { id, hires, cases, people, matter, reason, review, ...(during === undefined ? {} : { during }), asked: word };
  }
  if (!hold) throw new Error(`a hold cannot begin with ${entry.did}`);
  switch (entry.did) {
    case 'confirmed': return hold.confirmed ? hold : { ...hold, people: [...new Set([...hold.people, ...entry.people ?? []])].sort(), confirmed: word };
    case 'release-asked': return hold.releaseAsked ? hold : { ...hold, releaseAsked: { ...word, reason: entry.reason } };
    case 'released': return hold.released ? hold : { ...hold, released: word };
  }
}

/**
 * Why somebody cannot confirm what waits for a word: the hold itself, or its release. Two people are two names.
 *
 * @returns a sentence; undefined where they can
 */
export function confirmRefusal(hold: Hold, by: string, now: Instant): string | undefined {
  const state = stateOf(hold, now);
  if (state === 'in-force') return `${hold.id} is in force; nothing about it waits for a second person.`;
  if (state === 'released') return `${hold.id} was released already.`;
  if (state === 'lapsed') return `${hold.id} lapsed, because nobody confirmed it within ${CONFIRM_WITHIN / DAY} days. Ask for it anew.`;
  const { by: first } = firstOf(hold);
  return sameName(first, by) ? `${first} asked for this, so somebody else confirms it.` : undefined;
}

/** Who asked for what waits: the hold itself, or its release. */
export function firstOf({ asked, releaseAsked }: Hold): HoldWord {
  return releaseAsked ?? asked;
}

/** Why a release cannot be asked for. */
export function releaseRefusal(hold: Hold, now: Instant): string | undefined {
  const state = stateOf(hold, now);
  if (state === 'in-force') return undefined;
  if (state === 'asked') return `${hold.id} is not in force yet. If nobody confirms it, it lapses by itself.`;
  return state === 'release-asked' ? `The release of ${hold.id} was asked for already; a second person confirms it.` : `${hold.id} keeps nothing any more.`;
}

/** Ids whose records stay whatever else is said. One that was asked for keeps from that moment, so that nothing goes before the second person has come. */
export interface Held { readonly hires: ReadonlySet<HireId>; readonly cases: ReadonlySet<string> }

export const NOTHING_HELD: Held = { hires: new Set(), cases: new Set() };

/** True for a hold that keeps what it lists. */
export function keeps(hold: Hold, now: Instant): boolean {
  return ['asked', 'in-force', 'release-asked'].includes(stateOf(hold, now));
}

/** What is held at an instant; people of held cases are held with them. */
export function heldAt(holds: readonly Hold[], cases: readonly { readonly id: string; readonly hires: readonly HireId[] }[], now: Instant): Held {
  const keeping = holds.filter((hold) => keeps(hold, now));
  const ids = new Set(keeping.flatMap((hold) => hold.cases));
  return { cases: ids, hires: new Set([...keeping.flatMap(({ hires, people }) => [...hires, ...people]), ...cases.filter(({ id }) => ids.has(id)).flatMap(({ hires }) => hires)]) };
}

/** True where two names are of one account. */
export function sameName(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase();
}
