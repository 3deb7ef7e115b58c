import type { ApprovalView, ExportAsk, ExportRequestView, SessionView } from '../../src/api/contract.ts';
import { send, type Answer } from '../api.ts';

export function askExport(session: SessionView, id: string, body: ExportAsk): Promise<Answer<ExportRequestView>> {
  return send(session, `/api/cases/${encodeURIComponent(id)}/exports`, body);
}

/** Lets leave what was read, word for word. */
export function approve(session: SessionView, { id, sum }: ApprovalView, note: string): Promise<Answer<ExportRequestView>> {
  return send(session, `/api/approvals/${encodeURIComponent(id)}/approve`, note === '' ? { sum } : { sum, note });
}

export function hold(session: SessionView, id: string, note: string): Promise<Answer<ExportRequestView>> {
  return send(session, `/api/approvals/${encodeURIComponent(id)}/hold`, { note });
}

/** Sends an approved bundle to its collection. */
export function sendBundle(session: SessionView, id: string): Promise<Answer<{ readonly taken: number; readonly refused: number }>> {
  return send(session, `/api/exports/${encodeURIComponent(id)}/send`, {});
}

export const fileOf = (id: string): string => `/api/exports/${encodeURIComponent(id)}/file`;

/** “The sheet for law enforcement, for FBI Tulsa”. */
export const titleOf = ({ says, to }: ExportRequestView): string => `${says.charAt(0).toUpperCase()}${says.slice(1)}, for ${to}`;
