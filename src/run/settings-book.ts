import { settle, type SettingsTable } from '../core/settings.ts';
import type { Instant } from '../core/time.ts';
import type { CustodyValues } from '../detect/places/custody-settings.ts';
import { FUSION_SETTINGS } from '../risk/fuse.ts';
import type { Journal, Store } from '../store/store.ts';
import type { KeptDifference } from './difference.ts';
import type { Judges } from './judged.ts';

/** Values by detector, or `fusion`, and name of the setting. */
export type Wanted = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Other values of settings, with who wants them and what they would have changed. */
export interface Proposal {
  readonly id: string;
  readonly at: Instant;
  readonly by: string;
  readonly values: Wanted;
  /** The days that were judged again, one run each. */
  readonly shown: { readonly from: Instant; readonly to: Instant; readonly runs: number; readonly difference: KeptDifference };
  /** What judged while it was shown: another release or another accepted proposal would show something else. */
  readonly basis: Readonly<Record<string, string | number>>;
}

export type SettingsEntry =
  | { readonly kind: 'proposed'; readonly at: Instant; readonly proposal: Proposal }
  | { readonly kind: 'accepted' | 'rejected'; readonly at: Instant; readonly id: string; readonly by: string; readonly reason: string };

export function settingsJournal(store: Store): Journal<SettingsEntry> {
  return store.journal<SettingsEntry>('settings');
}

export async function readSettings(store: Store): Promise<readonly SettingsEntry[]> {
  return Array.fromAsync(settingsJournal(store).read(), ({ entry }) => entry);
}

/** A proposal with what became of it; the first decision counts. */
export interface Standing { readonly proposal: Proposal; readonly decided?: Extract<SettingsEntry, { readonly id: string }> }

/**
 * True where who decided is who proposed. Nobody else need have looked at it then: whoever may give commands may do both,
 * and is named in both places.
 */
export function isOwnDecision({ proposal, decided }: Standing): boolean {
  const key = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
  return decided !== undefined && key(decided.by) === key(proposal.by);
}

export function proposalsOf(entries: readonly SettingsEntry[]): readonly Standing[] {
  const decided = new Map<string, Extract<SettingsEntry, { readonly id: string }>>();
  for (const entry of entries) if (entry.kind !== 'proposed' && !decided.has(entry.id)) decided.set(entry.id, entry);
  return entries.flatMap((entry): readonly Standing[] => {
    if (entry.kind !== 'proposed') return [];
    const decision = decided.get(entry.proposal.id);
    return [{ proposal: entry.proposal, ...(decision ? { decided: decision } : {}) }];
  });
}

/** The proposals that were accepted by an instant, oldest decision first. */
export function acceptedBy(entries: readonly SettingsEntry[], asOf: Instant): readonly Proposal[] {
  return proposalsOf(entries).filter(({ decided }) => decided?.kind === 'accepted' && decided.at <= asOf)
    .toSorted((a, b) => a.decided!.at - b.decided!.at).map(({ proposal }) => proposal);
}

/** The settings table of a detector or of fusion; undefined for another name. */
export function tableOf(owner: string, { detectors }: Pick<Judges, 'detectors'>): SettingsTable | undefined {
  return owner === 'fusion' ? FUSION_SETTINGS : detectors.find(({ detector }) => detector.id === owner)?.detector.settings;
}

/**
 * Judges with these values laid over those they have.
 *
 * @returns `unfit`: a sentence for each value that does not fit, which is left as it was. A release may narrow a range
 *   after a value was accepted; a run must not fail of it, and must not pretend either.
 */
export function laidOver(judges: Judges, wanted: Wanted): { readonly judges: Judges; readonly unfit: readonly string[] } {
  const unfit: string[] = [];
  const over = <V extends Readonly<Record<string, number>>>(owner: string, table: SettingsTable, values: V): V => {
    const changed: Record<string, number> = { ...values };
    for (const [name, value] of Object.entries(wanted[owner] ?? {})) {
      const { problems } = settle(table, { [name]: value });
      if (problems.length > 0) unfit.push(`${owner}.${problems[0]!}`);
      else changed[name] = value;
    }
    return changed as V;
  };
  for (const owner of Object.keys(wanted)) if (tableOf(owner, judges) === undefined) unfit.push(`${owner}: there is no such detector`);
  const detectors = judges.detectors.map((armed) => (wanted[armed.detector.id] ? { ...armed, settings: over(armed.detector.id, armed.detector.settings, armed.settings) } : armed));
  // Verdicts about laptops and weights about people rest on the same numbers.
  const custody = wanted['custody'] ? detectors.find(({ detector }) => detector.id === 'custody')?.settings as CustodyValues | undefined : undefined;
  return { judges: { detectors, fusion: over('fusion', FUSION_SETTINGS, judges.fusion), custody: custody ?? judges.custody }, unfit };
}

/** What judges at an instant: the configuration, and over it what was accepted by then, later decisions over earlier ones. */
export function settledAt(base: Judges, entries: readonly SettingsEntry[], asOf: Instant): { readonly judges: Judges; readonly unfit: readonly string[]; readonly id?: string } {
  let judges = base;
  const unfit: string[] = [];
  const accepted = acceptedBy(entries, asOf);
  for (const { id, values } of accepted) {
    const laid = laidOver(judges, values);
    judges = laid.judges;
    unfit.push(...laid.unfit.map((why) => `${id}: ${why}`));
  }
  const newest = accepted.at(-1);
  return { judges, unfit, ...(newest ? { id: newest.id } : {}) };
}
