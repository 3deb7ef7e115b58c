import type { FieldName } from '../../core/event.ts';
import type { Instant } from '../../core/time.ts';
import type { HireFile } from '../unmet.ts';
import type { Shift } from './shifted.ts';

/** What is known of everything that brings records, as numbers and instants. It names no person. */
export interface Facts {
  readonly now: Instant;
  readonly pulls: readonly PullFact[];
  readonly refusing: readonly RefusingFact[];
  /** Files and folders that the configuration names and that cannot be read. */
  readonly unreadable: readonly UnreadableFact[];
  /** Events that tell of a time that has not come yet. */
  readonly ahead: readonly AheadFact[];
  readonly lags: readonly LagFact[];
  readonly shifts: readonly ShiftFact[];
  readonly fields: readonly FieldFact[];
  readonly signIns: SignInFact;
  readonly joiners: JoinerFact;
  readonly rows: RowsFact;
}

/** How the pulls of one source went. */
export interface PullFact {
  readonly source: string;
  readonly goodAt: Instant | null;
  readonly failed: string | null;
  readonly failure?: { readonly code: string; readonly why: string; readonly cure?: string };
  readonly failingSince?: Instant;
  /** So far our clock is ahead of the vendor's; below 0 where it is behind. */
  readonly clockAheadMs?: number;
}

/** A source of whose records nothing could be used since an instant. */
export interface RefusingFact { readonly source: string; readonly since: Instant; readonly records: number; readonly reason: string }

export interface UnreadableFact { readonly source: string; readonly file: string; readonly why: string; /** Where it is named, `files` unless told. */ readonly under?: 'files' | 'follow' }

export interface AheadFact { readonly source: string; readonly events: number; readonly first: Instant; readonly farthest: Instant }

/** How late events of one source came, whose clock has no zone of its own; with `dataset` those of one of its logs, such as one firewall's. */
export interface LagFact {
  readonly source: string;
  /** One of several logs of the source. */
  readonly dataset?: string;
  readonly events: number;
  /** Hours in which some came. */
  readonly hours: number;
  /** Whole half hours of delay → events that came so late and hardly later; below 0 where they came before they happened. */
  readonly byHalfHours: Readonly<Record<number, number>>;
  readonly first: Instant;
}

/** A source whose events came within minutes, and come hours after or before the time they tell since. */
export interface ShiftFact extends Shift { readonly source: string }

/** A field in events of one source and action, up to the last event that had it and after it. */
export interface FieldFact {
  readonly source: string;
  readonly action: string;
  readonly field: FieldName;
  readonly lastAt: Instant;
  readonly before: { readonly events: number; readonly filled: number };
  /** Events since, none of which had it. */
  readonly after: number;
}

/** Where sign-ins of the last two weeks left from. */
export interface SignInFact {
  readonly located: number;
  /** Through exits that places.csv names. */
  readonly ownExit: number;
  readonly accounts: number;
  /** The address from which most accounts came that places.csv does not name. */
  readonly busiest?: { readonly line: string; readonly accounts: number };
  readonly first: Instant | null;
}

/** Accounts that began lately, are active, and belong to nobody who was imported. */
export interface JoinerFact { readonly accounts: number; readonly since: Instant | null }

/** Rows of files that name what no file has, as numbers. */
export interface RowsFact {
  /** Rows about hires whom no people file has, by file; `alike` of them it has but for leading zeros or case. */
  readonly hires: readonly { readonly file: HireFile; readonly rows: number; readonly alike: number }[];
  /** Permissions for tools that are not in the catalogue, for teams that nobody is in, and such as ended lately. */
  readonly tools: number;
  readonly teams: number;
  readonly ended: number;
}
