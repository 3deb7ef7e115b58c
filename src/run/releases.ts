import { shortHash } from '../core/canonical.ts';
import type { Instant } from '../core/time.ts';
import type { Journal, Store } from '../store/store.ts';
import type { KeptDifference } from './difference.ts';

type Versions = Readonly<Record<string, string | number>>;

/** What another release of detectors or fusion says about the instant of the last run that the one before it stored. */
export interface Release {
  readonly id: string;
  /** The instant that was judged again. */
  readonly asOf: Instant;
  /** The first instant whose run has the new weights. */
  readonly from: Instant;
  readonly changed: readonly VersionChange[];
  readonly difference: KeptDifference;
}
export interface VersionChange { readonly part: string; readonly from: string | number | null; readonly to: string | number | null }

export type ReleaseEntry =
  | { readonly kind: 'seen'; readonly release: Release }
  | { readonly kind: 'acknowledged'; readonly id: string; readonly at: Instant; readonly by: string };

/** Data and settings have versions of their own, and change without a release. */
const NO_RELEASE = new Set(['catalogue', 'settings']);

export function releaseJournal(store: Store): Journal<ReleaseEntry> {
  return store.journal<ReleaseEntry>('releases');
}

/** Detectors and fusion whose version is another one than that which judged before, in order of name. */
export function changedVersions(before: Versions, now: Versions): readonly VersionChange[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].sort()
    .filter((part) => !NO_RELEASE.has(part) && before[part] !== now[part])
    .map((part) => ({ part, from: before[part] ?? null, to: now[part] ?? null }));
}

export function releaseOf(asOf: Instant, from: Instant, changed: readonly VersionChange[], difference: KeptDifference): Release {
  return { id: `r-${shortHash(JSON.stringify([asOf, changed])).slice(0, 10)}`, asOf, from, changed, difference };
}

/** Releases with the name of whoever acknowledged them, oldest first; one that was noted twice is one. */
export async function releasesOf(store: Store): Promise<readonly { readonly release: Release; readonly acknowledged?: { readonly by: string; readonly at: Instant } }[]> {
  const releases = new Map<string, Release>();
  const acknowledged = new Map<string, { readonly by: string; readonly at: Instant }>();
  for await (const { entry } of releaseJournal(store).read()) {
    if (entry.kind === 'seen') releases.set(entry.release.id, releases.get(entry.release.id) ?? entry.release);
    else acknowledged.set(entry.id, acknowledged.get(entry.id) ?? { by: entry.by, at: entry.at });
  }
  return [...releases.values()].map((release) => ({ release, ...(acknowledged.has(release.id) ? { acknowledged: acknowledged.get(release.id)! } : {}) }));
}

/** The same in words: `shared-place 1 → 2, never-sleeps new`. */
export function sayChanged(changed: readonly VersionChange[]): string {
  return changed.map(({ part, from, to }) => (from === null ? `${part} new` : to === null ? `${part} gone` : `${part} ${from} → ${to}`)).join(', ');
}
