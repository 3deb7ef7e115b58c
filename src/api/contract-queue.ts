/** What the queue says with the server; {@link ./contract.ts} passes it on. */

import type { SourceHealth } from './contract-sources.ts';
import type { Band, BandEdges, Family, Verdict } from './contract-words.ts';

/** How one family stands for one person or case. `dark`: no data came; `thin`: too little to say; `silent`: looked, found nothing. */
export interface FamilyCell {
  readonly family: Family;
  readonly state: 'for' | 'against' | 'silent' | 'thin' | 'dark';
  /** What it adds to the log-odds; 0 unless `for` or `against`. */
  readonly adds: number;
}

export interface QueuePerson { readonly id: string; readonly name: string; readonly day: number }

export interface QueueRow {
  /** Case id, or hire id where no case is open. */
  readonly id: string;
  readonly kind: 'case' | 'person';
  readonly band: Band;
  readonly chance: number;
  readonly people: readonly QueuePerson[];
  readonly laptops: number;
  readonly verdict: Verdict | undefined;
  /** One sentence. */
  readonly why: string;
  readonly families: readonly FamilyCell[];
  /** Share of expected days with data, 0 to 1. */
  readonly dataThere: number;
  /** Epoch ms; undefined for a watched person. */
  readonly openedAt: number | undefined;
  readonly owner: string | undefined;
  readonly status: 'open' | 'closed' | 'retracted' | 'merged' | 'watched';
  readonly waitingFor: string | undefined;
}

/** GET /api/queue */
export interface QueueView {
  /** The run that this page shows. */
  readonly asOf: number | undefined;
  readonly nextRunAt: number | undefined;
  readonly inScope: number;
  readonly peopleInCases: number;
  readonly rows: readonly QueueRow[];
  readonly sources: readonly SourceHealth[];
  readonly jobs: readonly { readonly job: string; readonly state: 'ok' | 'failed' | 'late' | 'running'; readonly at: number | undefined; readonly said: string }[];
  /** “if 1 in 500 starters were such a case” */
  readonly prior: string;
  /** Simulated data, to be named beside every figure. */
  readonly simulated: boolean;
  /** Where the bands begin; absent means the defaults. */
  readonly bandEdges?: BandEdges;
  /** A sentence for each detector that is muted for a team, with what it hides; absent where nothing is. */
  readonly muted?: readonly string[];
}
