/** What several pages say: bands, families, verdicts, roles, and why something is refused; {@link ./contract.ts} passes it on. */

export type Band = 'quiet' | 'watch' | 'review' | 'act';
export type Family = 'company' | 'place' | 'identity' | 'machine' | 'session' | 'hours' | 'network' | 'application' | 'human';
export type Verdict = 'never-seen' | 'dark' | 'cannot-tell' | 'shared-place' | 'expected' | 'moved-approved' | 'elsewhere';
export type CloseReason = 'true' | 'benign-true' | 'false' | 'duplicate' | 'not-evaluable';
export type Role = 'analyst' | 'it' | 'lead' | 'hr' | 'privacy' | 'admin' | 'auditor';

/** Chances at which a band begins, 0 to 1, rising. */
export interface BandEdges { readonly watch: number; readonly review: number; readonly act: number }

/** Every error of the API. */
export interface ProblemView { readonly code: string; readonly message: string }

/** A share of the decided cases, with its exact 95 % interval. */
export interface ShareView { readonly share: number; readonly atLeast: number; readonly atMost: number }

/** A word of whoever looked at something that waits, and left it waiting. */
export interface WaitingNote { readonly at: number; readonly by: string; readonly text: string }
