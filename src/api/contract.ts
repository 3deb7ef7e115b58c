/**
 * What the pages and the server say to each other. Everything here is already worded for the role that asks:
 * an analyst reads pseudonyms, never a serial number or an address. Each page has a file of its own.
 */

/** GET /api/events: server-sent events; `event: run` with {asOf} after each stored run, `event: case` with {id} after each act on a case, `event: devices` after acts on laptops, `event: waiting` when something begins or ends to wait for whoever works on cases, `event: checks` and `event: responses` after acts on those. */

export type * from './contract-accounts.ts';
export type * from './contract-allowances.ts';
export type * from './contract-audit.ts';
export type * from './contract-cases.ts';
export type * from './contract-checks.ts';
export type * from './contract-detectors.ts';
export type * from './contract-devices.ts';
export type * from './contract-exports.ts';
export type * from './contract-files.ts';
export type * from './contract-plan.ts';
export type * from './contract-queue.ts';
export type * from './contract-reports.ts';
export type * from './contract-reveals.ts';
export type * from './contract-rights.ts';
export type * from './contract-sources.ts';
export type * from './contract-waiting.ts';
export type * from './contract-words.ts';
export type { WeeklyReport } from '../report/weekly-report.ts';
export type { QuarterlyReport } from '../report/quarterly.ts';
export type { Figure, Share } from '../report/figures.ts';
export type { Doing } from './access.ts';
