import type { CheckKind, Stage } from '../../cases/check-kinds.ts';

/** What the company decided about checks, once and for everybody. */
export interface CheckRules {
  /** Checks that are due for everybody at a stage. */
  readonly stages: Readonly<Partial<Record<Stage, readonly CheckKind[]>>>;
  /** Documents of which a person may show one of their choice; none where nobody may be asked for any. */
  readonly documents: readonly string[];
  /** Days that a code for a profile holds. */
  readonly codeDays: number;
  /** A cohort of fewer people would single somebody out. */
  readonly cohortFewest: number;
}

export const NO_RULES: CheckRules = { stages: {}, documents: [], codeDays: 7, cohortFewest: 3 };
