/** What the page of detectors says with the server; {@link ./contract.ts} passes it on. */

import type { CloseReason, Family, ShareView } from './contract-words.ts';

/** What became of the cases in which one detector spoke. A case counts for every detector that did. */
export interface ClosingsView {
  readonly opened: number;
  /** Closed as true, benign-true or false; the others say nothing of whether the detector was right. */
  readonly decided: number;
  readonly closed: Readonly<Record<CloseReason, number>>;
  /** Absent where too few are decided to judge. */
  readonly shares?: Readonly<Record<'true' | 'benign-true' | 'false', ShareView>>;
}

export interface DetectorView {
  readonly id: string;
  readonly family: Family;
  readonly question: string;
  readonly version: number;
  readonly closings: ClosingsView;
  /** Teams for which it is muted, each with until when. */
  readonly muted: readonly string[];
  /** People about whom it says something in the newest run. */
  readonly speaks: number;
}

/** GET /api/detectors */
export interface DetectorsView {
  readonly all: ClosingsView;
  readonly detectors: readonly DetectorView[];
  /** Decided cases below which no share is told. */
  readonly fewest: number;
  readonly simulated: boolean;
}
