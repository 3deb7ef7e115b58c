import { shortHash } from '../core/canonical.ts';
import type { Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { waitingBook, type Act, type Standing, type WaitingBook } from './waiting-book.ts';

/** What of a case may leave the company: facts for law enforcement, evidence, a bundle as a file, a bundle sent to a collection. */
export const LEAVING = ['sheet', 'pack', 'stix', 'share'] as const;
export type Leaving = (typeof LEAVING)[number];

/** Somebody asked that something of a case may leave. It does so once a second person has approved these very bytes. */
export interface AskedExport extends Act {
  readonly isWaiting: true;
  readonly case: string;
  readonly what: Leaving;
  /** Whom it is for; of what is shared the collection of the configuration. */
  readonly to: string;
  readonly why: string;
  /** The case as it stood then. */
  readonly asOf: Instant;
  /** SHA-256 of what would leave, before it says who approved it. */
  readonly sum: string;
}
export type StandingExport = Standing<AskedExport>;

export function exportBook(store: Pick<Store, 'journal'>): WaitingBook<AskedExport> {
  return waitingBook<AskedExport>(store, 'exports');
}

/** The id of what somebody asked for. */
export function askedId(of: readonly (string | number)[]): string {
  return `x-${shortHash(JSON.stringify(of)).slice(0, 16)}`;
}

/** Who approved what leaves, and when. */
export interface Approval { readonly id: string; readonly askedBy: string; readonly by: string; readonly at: Instant; readonly to: string }

/** The approval of what was asked for; undefined as long as there is none. */
export function approvalOf({ id, by, to, released }: StandingExport): Approval | undefined {
  return released && { id, askedBy: by, by: released.by, at: released.at, to };
}

/** The newest approval of one kind for a case, and for one receiver where it is named. */
export function approvedFor(all: readonly StandingExport[], of: { readonly case: string; readonly what: Leaving; readonly to?: string }): StandingExport | undefined {
  return all.filter((one) => one.released && one.case === of.case && one.what === of.what && (of.to === undefined || one.to === of.to)).sort((a, b) => a.released!.at - b.released!.at).at(-1);
}
