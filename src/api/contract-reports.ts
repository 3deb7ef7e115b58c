/** What the leads’ desk and the page of messages say with the server; {@link ./contract.ts} passes it on. */

import type { WeeklyReport } from '../report/weekly-report.ts';

/** GET /api/messages: what left by mail, chat and other systems; nobody is named in it. */
export interface MessagesView { readonly receivers: readonly ReceiverView[]; /** The newest first. */ readonly messages: readonly MessageView[]; /** So many are shown. */ readonly most: number }
export interface ReceiverView { readonly name: string; readonly kind: string; readonly sentAt: number | undefined; readonly waiting: number; readonly troubles: readonly string[] }
export interface MessageView {
  readonly id: string;
  readonly at: number;
  readonly title: string;
  readonly caseId: string | undefined;
  readonly to: readonly { readonly receiver: string; readonly state: 'waiting' | 'sent' | 'unsure' | 'given-up'; readonly said: string | undefined }[];
}

/** GET /api/reports/weekly?week=; /api/reports/weekly/:week/:format gives the same as md, json or pdf. Counts only: names nobody. */
export interface WeekView {
  readonly report: WeeklyReport;
  /** False while the week goes on. */
  readonly over: boolean;
  readonly previous: string;
  readonly next: string | undefined;
  /** Weeks to choose from, newest first. */
  readonly weeks: readonly { readonly name: string; readonly monday: string; readonly sunday: string }[];
  /** Whether there is a PDF to be had. */
  readonly pdf: boolean;
}
