/** What the pages of exports and approvals say with the server; {@link ./contract.ts} passes it on. */

/** What of a case may leave the company. */
export type Leaving = 'sheet' | 'pack' | 'stix' | 'share';
/** Something that somebody asked to leave. */
export interface ExportRequestView {
  readonly id: string;
  readonly caseId: string;
  readonly what: Leaving;
  /** The same in words. */
  readonly says: string;
  readonly to: string;
  readonly why: string;
  readonly by: string;
  readonly at: number;
  /** True for whoever asked: another account approves it. */
  readonly mine: boolean;
  readonly approved: { readonly by: string; readonly at: number; readonly note: string | undefined } | undefined;
  /** Words of those who read it and left it waiting. */
  readonly held: readonly { readonly by: string; readonly at: number; readonly note: string }[];
}
/** GET /api/cases/:id/exports: the newest first. */
export interface ExportsView { readonly collections: readonly string[]; readonly requests: readonly ExportRequestView[] }
/** POST /api/exports/:id/send: objects that were new there, were there already, and were refused. */
export interface SentView { readonly taken: number; readonly known: number; readonly refused: number }
/** POST /api/cases/:id/exports */
export interface ExportAsk { readonly what: Leaving; readonly to: string; readonly why: string }
/** GET /api/approvals: the newest first. */
export interface ApprovalsView { readonly requests: readonly ExportRequestView[] }
/** GET /api/approvals/:id: what would leave, word for word. POST /api/approvals/:id/approve gives its sum back. */
export interface ApprovalView extends ExportRequestView { readonly sum: string; readonly text: string }
