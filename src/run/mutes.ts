import type { HireId } from '../core/person.ts';
import { dayOf, type Day, type Instant } from '../core/time.ts';
import type { Finding, Hire } from '../detect/detector.ts';
import type { Journal, Store } from '../store/store.ts';

/** A detector that is not listened to for one team, up to and including a day. */
export interface Mute {
  readonly id: string;
  readonly detector: string;
  readonly team: string;
  /** Last day, UTC. */
  readonly until: Day;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
}

export type MuteEntry =
  | { readonly kind: 'added'; readonly at: Instant; readonly mute: Mute }
  | { readonly kind: 'removed'; readonly at: Instant; readonly id: string; readonly by: string; readonly reason: string };

export function muteJournal(store: Store): Journal<MuteEntry> {
  return store.journal<MuteEntry>('mutes');
}

export async function readMutes(store: Store): Promise<readonly MuteEntry[]> {
  return Array.fromAsync(muteJournal(store).read(), ({ entry }) => entry);
}

/**
 * The mutes in force at an instant: added by then, not removed by then, not expired.
 *
 * A run for a past instant sees those of that instant, so that a replay tells what was told.
 */
export function mutesAt(entries: readonly MuteEntry[], asOf: Instant): readonly Mute[] {
  const known = entries.filter(({ at }) => at <= asOf);
  const removed = new Set(known.flatMap((entry) => (entry.kind === 'removed' ? [entry.id] : [])));
  return known.flatMap((entry) => (entry.kind === 'added' && !removed.has(entry.mute.id) && dayOf(asOf) <= entry.mute.until ? [entry.mute] : []));
}

/** Findings with the mark of the mute that hides them; the others as they are. */
export function muting(findings: readonly Finding[], mutes: readonly Mute[], hires: ReadonlyMap<HireId, Pick<Hire, 'team'>>): readonly Finding[] {
  if (mutes.length === 0) return findings;
  return findings.map((finding) => {
    const team = hires.get(finding.hire_id)?.team;
    const mute = mutes.find((one) => one.detector === finding.detector && sameTeam(one.team, team));
    return mute ? { ...finding, muted: { id: mute.id, said: sayMute(mute) } } : finding;
  });
}

/** True for two names of one team, however large their letters and whatever blanks are around; nobody without a team is in one. */
export function sameTeam(a: string, b: string | undefined): boolean {
  return a.trim().toLowerCase() === b?.trim().toLowerCase();
}

/** One mute in words. */
export function sayMute({ detector, team, until, owner, reason }: Mute): string {
  return `${detector} is muted for team ${team} until ${until} (${owner}: ${reason})`;
}

/** What mutes hide about some people: how many findings of which detector, by mute. */
export function hiddenOf(hires: readonly HireId[], findings: readonly Finding[]): readonly { readonly id: string; readonly detector: string; readonly findings: number; readonly said: string }[] {
  const hidden = Map.groupBy(findings.filter(({ hire_id: hire, muted }) => muted !== undefined && hires.includes(hire)), ({ muted }) => muted!.id);
  return [...hidden].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, all]) => ({ id, detector: all[0]!.detector, findings: all.length, said: all[0]!.muted!.said }));
}

/** What mutes hide in one run: a sentence each, also where nothing is hidden yet. */
export function hiddenIn({ findings, mutes = [] }: { readonly findings: readonly Finding[]; readonly mutes?: readonly Mute[] }): readonly string[] {
  return mutes.map((mute) => {
    const hidden = findings.filter(({ muted }) => muted?.id === mute.id);
    const people = new Set(hidden.map(({ hire_id: hire }) => hire)).size;
    return `${sayMute(mute)}: ${hidden.length} ${hidden.length === 1 ? 'finding' : 'findings'} about ${people} ${people === 1 ? 'person' : 'people'} hidden, each adding 0`;
  });
}
