import type { Instant } from '../core/time.ts';
import { planChanges, weakenings, type PlanStep } from './response-plan.ts';

/** What people did about the company's plan of a response. */
export type PlanEntry = { readonly at: Instant; readonly by: string; readonly id: string } & (
  | { readonly did: 'written'; /** `null` for the plan that ships. */ readonly steps: readonly PlanStep[] | null; readonly why: string; /** What it takes from people's protection, for which a second person has to answer. */ readonly weakens: readonly string[]; readonly changes: readonly string[] }
  | { readonly did: 'confirmed' }
  | { readonly did: 'turned-down'; readonly note: string }
);

/** One version of the plan, with what became of it. */
export interface PlanVersion {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  readonly steps: readonly PlanStep[] | null;
  readonly why: string;
  readonly weakens: readonly string[];
  readonly changes: readonly string[];
  readonly confirmed?: { readonly at: Instant; readonly by: string };
  readonly turnedDown?: { readonly at: Instant; readonly by: string; readonly note: string };
}

/** Every version, oldest first, and how many entries they come from. */
export interface PlanBook { readonly versions: readonly PlanVersion[]; readonly revision: number }

export const NO_VERSIONS: PlanBook = { versions: [], revision: 0 };

/** The book after one more entry. An answer to what does not wait changes nothing. */
export function evolvePlan({ versions, revision }: PlanBook, entry: PlanEntry): PlanBook {
  const { at, by, id } = entry;
  if (entry.did === 'written') {
    const { steps, why, weakens, changes } = entry;
    return { versions: [...versions, { id, at, by, steps, why, weakens, changes }], revision: revision + 1 };
  }
  const answer = entry.did === 'confirmed' ? { confirmed: { at, by } } : { turnedDown: { at, by, note: entry.note } };
  return { versions: versions.map((one) => (one.id === id && isWaiting(one) ? { ...one, ...answer } : one)), revision: revision + 1 };
}

/** True for a version that holds only once a second person has said so. */
export const isWaiting = ({ weakens, confirmed, turnedDown }: PlanVersion): boolean => weakens.length > 0 && !confirmed && !turnedDown;

/** Since when a version holds; undefined where it does not. */
export function holdsSince({ at, weakens, confirmed }: PlanVersion): Instant | undefined {
  return weakens.length === 0 ? at : confirmed?.at;
}

/** The plan that held at an instant. @param shipped where nobody had written one */
export function planAt({ versions }: PlanBook, at: Instant, shipped: readonly PlanStep[]): readonly PlanStep[] {
  let [newest, since] = [undefined as PlanVersion | undefined, -Infinity];
  for (const version of versions) {
    const from = holdsSince(version) ?? Infinity;
    if (from <= at && from >= since) [newest, since] = [version, from];
  }
  return newest?.steps ?? shipped;
}

/** What a new version would change, and what of it waits for a second person: what weakens the plan beyond the one that holds. */
export function differenceOf(before: readonly PlanStep[], after: readonly PlanStep[]): Pick<PlanVersion, 'changes' | 'weakens'> {
  const held = new Set(weakenings(before));
  return { changes: planChanges(before, after), weakens: weakenings(after).filter((one) => !held.has(one)) };
}
