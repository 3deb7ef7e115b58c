/** What the page of the audit says with the server; {@link ./contract.ts} passes it on. */

/** One thing that somebody did, worded. */
export interface AuditRow {
  readonly n: number;
  readonly at: number;
  readonly by: string;
  readonly role: string | undefined;
  readonly from: 'page' | 'command' | 'job';
  readonly did: 'looked' | 'listed' | 'change' | 'refused' | 'signed-in' | 'noted';
  readonly said: string;
  readonly id: string;
  /** By pseudonym. */
  readonly people: readonly string[];
  readonly purpose?: string;
  /** The status it was answered with, where that was a refusal or a failure. */
  readonly refused?: number;
  /** When the entry before was made, where a clock was set back in between. */
  readonly clockBack?: number;
}
/** GET /api/audit: the newest first. */
export interface AuditView {
  readonly chain: { readonly entries: number; readonly anchors: number; readonly newest: { readonly n: number; readonly hash: string; readonly at: number } | undefined; readonly fault: { readonly n: number; readonly why: string } | undefined; readonly checkedAt: number; /** When every byte of it was computed; what is newer, and what is shown, at `checkedAt`. */ readonly wholeAt: number };
  /** The last one, as this store remembers it, and where it went. */
  readonly anchor: { readonly n: number; readonly day: string; readonly at: number; readonly to: readonly string[] } | undefined;
  /** Why the file of anchors cannot be read. */
  readonly anchorsProblem: string | undefined;
  /** Everybody who did anything. */
  readonly who: readonly string[];
  readonly total: number;
  /** Older ones that are not shown. */
  readonly more: number;
  readonly rows: readonly AuditRow[];
}
