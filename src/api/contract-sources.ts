/** What the page of sources says with the server; {@link ./contract.ts} passes it on. */

export interface SourceHealth {
  readonly name: string;
  /** `replaced` where it stopped, and other sources bring since then what it brought. */
  readonly state: 'fresh' | 'late' | 'dark' | 'replaced' | 'failed';
  readonly lastEventAt: number | undefined;
  /** What it means and how to mend it; plain sentence. */
  readonly said: string;
}

/** A link that is broken: what is missing, since when, and what mends it. */
export interface TroubleView { readonly what: string; readonly since: number | undefined; readonly cure: string }

/** One way in: what it sent, how fetching goes, and how much of it could be used. Numbers of records; nobody is named. */
export interface SourceView {
  readonly name: string;
  /** `none` where no event came in the last 60 days: it brings tables, or nothing yet. */
  readonly state: 'fresh' | 'late' | 'dark' | 'replaced' | 'none';
  readonly lastEventAt: number | undefined;
  /** What that means and how to mend it; plain sentence. */
  readonly said: string;
  /** Undefined where its records are not fetched. */
  readonly pull: { readonly goodAt: number | undefined; readonly triedAt: number | undefined; readonly failing: boolean } | undefined;
  /** Records since that day (UTC); undefined where none came in the last two weeks. */
  readonly came: { readonly since: string; readonly read: number; readonly used: number; readonly repeats: number; readonly leftOut: number; readonly rejected: number } | undefined;
  readonly troubles: readonly TroubleView[];
}

/** GET /api/sources */
export interface SourcesView {
  readonly at: number;
  /** Those that need a look first. */
  readonly sources: readonly SourceView[];
  /** Troubles of no source alone. */
  readonly troubles: readonly TroubleView[];
  readonly simulated: boolean;
}
