import { compareBytes } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import type { Family } from '../detect/detector.ts';
import { rankOf, type Band } from '../risk/risk.ts';

/** Why a case was closed. */
export const CLOSE_REASONS = ['true', 'benign-true', 'false', 'duplicate', 'not-evaluable'] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];
const CLOSED_AS: Readonly<Record<CloseReason, string>> = {
  'true': 'a laptop farm', 'benign-true': 'seen rightly, but harmless', 'false': 'seen wrongly', 'duplicate': 'same as another', 'not-evaluable': 'cannot be decided',
};


/** Why a case was closed, in words; completes “closed as …”. A journal may hold a reason that this release does not know, which stays as it is. */
export function closedAs(reason: string): string {
  return Object.hasOwn(CLOSED_AS, reason) ? CLOSED_AS[reason as CloseReason] : reason;
}

/** What stands about the people of a case at one run. */
export interface Standing {
  readonly band: Band;
  readonly chance: number;
  readonly hires: readonly HireId[];
  readonly families: readonly Family[];
  readonly findings: readonly string[];
  readonly headline: string;
}

export type CaseEvent = { readonly at: Instant; readonly by: string } & (
  | { readonly kind: 'opened'; readonly id: string; readonly standing: Standing }
  | { readonly kind: 'risk-moved'; readonly standing: Standing; readonly joined: readonly HireId[]; readonly newFamilies: readonly Family[] }
  | { readonly kind: 'retracted' }
  | { readonly kind: 'merged'; readonly into: string }
  | { readonly kind: 'assigned'; readonly to: string | null }
  | { readonly kind: 'noted'; readonly text: string }
  | { readonly kind: 'closed'; readonly reason: CloseReason; readonly note: string; /** The case that a `duplicate` is the same as. */ readonly same?: string }
  | { readonly kind: 'reopened'; readonly note: string }
);

export interface Case {
  readonly id: string;
  readonly openedAt: Instant;
  readonly updatedAt: Instant;
  readonly status: 'open' | 'closed' | 'retracted' | 'merged';
  readonly mergedInto: string | null;
  readonly hires: readonly HireId[];
  readonly joined: Readonly<Record<HireId, Instant>>;
  readonly band: Band;
  readonly chance: number;
  readonly peak: { readonly band: Band; readonly chance: number; readonly at: Instant };
  readonly families: readonly Family[];
  readonly findings: readonly string[];
  readonly headline: string;
  readonly owner: string | null;
  readonly notes: readonly { readonly at: Instant; readonly by: string; readonly text: string }[];
  readonly closed: { readonly reason: CloseReason; readonly note: string; readonly same?: string; readonly by: string; readonly at: Instant } | null;
  /** How the sum moved and what people did, oldest first. */
  readonly history: readonly HistoryEntry[];
}
export interface HistoryEntry { readonly at: Instant; readonly by: string; readonly kind: CaseEvent['kind']; readonly chance?: number; readonly said?: string; /** Why it was closed as it was, and as the same as which. */ readonly note?: string; readonly same?: string; readonly hires?: readonly HireId[]; readonly families?: readonly Family[] }

/**
 * The case after one more event. A case is nothing but the fold of its events.
 *
 * @returns the same case where the event changes nothing
 * @throws Error when the first event is not `opened`: the journal would be damaged
 */
export function evolve(state: Case | undefined, event: CaseEvent): Case {
  if (event.kind === 'opened') return opened(event);
  if (!state) throw new Error(`a case cannot begin with ${event.kind}`);
  const entry = { at: event.at, by: event.by, kind: event.kind };
  const next = (change: Partial<Case>, said: Partial<HistoryEntry> = {}): Case =>
    ({ ...state, ...change, updatedAt: Math.max(state.updatedAt, event.at), history: [...state.history, { ...entry, ...said }] });
  switch (event.kind) {
    case 'risk-moved': return moved(state, event, next);
    case 'retracted': return next({ status: 'retracted' });
    case 'merged': return next({ status: 'merged', mergedInto: event.into }, { said: event.into });
    case 'assigned': return next({ owner: event.to }, event.to === null ? {} : { said: event.to });
    case 'noted': return next({ notes: [...state.notes, { at: event.at, by: event.by, text: event.text }] }, { said: event.text });
    case 'closed': return next({ status: 'closed', closed: { reason: event.reason, note: event.note, ...(event.same === undefined ? {} : { same: event.same }), by: event.by, at: event.at } }, { said: event.reason, note: event.note, ...(event.same === undefined ? {} : { same: event.same }) });
    case 'reopened': return next({ status: 'open', closed: null }, { said: event.note });
  }
}

function opened(event: CaseEvent & { readonly kind: 'opened' }): Case {
  const { at, by, id, standing } = event;
  return {
    id, openedAt: at, updatedAt: at, status: 'open', mergedInto: null, ...standing,
    joined: Object.fromEntries(standing.hires.map((hire) => [hire, at])),
    peak: { band: standing.band, chance: standing.chance, at },
    owner: null, notes: [], closed: null,
    history: [{ at, by, kind: 'opened', chance: standing.chance, hires: standing.hires, families: standing.families }],
  };
}

function moved(
  state: Case, event: CaseEvent & { readonly kind: 'risk-moved' },
  next: (change: Partial<Case>, said?: Partial<HistoryEntry>) => Case,
): Case {
  const { standing, joined, newFamilies } = event;
  const risen = rankOf(standing.band) > rankOf(state.peak.band)
    || (standing.band === state.peak.band && standing.chance > state.peak.chance);
  const hires = [...new Set([...state.hires, ...standing.hires])].sort(compareBytes);
  const change = {
    ...standing, hires, status: state.status === 'retracted' ? 'open' as const : state.status,
    joined: { ...state.joined, ...Object.fromEntries(joined.map((hire) => [hire, event.at])) },
    peak: risen ? { band: standing.band, chance: standing.chance, at: event.at } : state.peak,
  };
  const telling = joined.length > 0 || newFamilies.length > 0 || standing.band !== state.band || state.status === 'retracted';
  // A sum that merely wavers moves the case but is no line of its history.
  return telling
    ? next(change, { chance: standing.chance, ...(joined.length ? { hires: joined } : {}), ...(newFamilies.length ? { families: newFamilies } : {}), said: standing.band })
    : { ...state, ...change, updatedAt: event.at };
}
