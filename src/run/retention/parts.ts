import type { Instant } from '../../core/time.ts';
import type { ScopeRule } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import type { Pipeline } from '../pipeline.ts';

/** What the rules of one night, or of an erasure, work with. */
export interface HousekeepingParts {
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly scope: ScopeRule;
  readonly retention: Retention;
  /** Longest window that any detector needs. */
  readonly detectorDays: number;
  readonly now: Instant;
}

/** How long things are kept, in days, 1 or more. */
export interface Retention {
  /** Raw events, beyond what detectors need. */
  readonly rawDays: number;
  /** Applications of people who were not hired, since they applied. */
  readonly applicationDays: number;
  /** Cases closed as `false`, since they were closed. */
  readonly closedFalseDays: number;
  /** Cases closed for another reason, and retracted ones, since then. */
  readonly closedDays: number;
  /** People who left the company, since their last day, with whatever the registry has of them. */
  readonly leftDays: number;
  /** People without a last day whom the newest file of people no longer names, since one named them last. */
  readonly untoldDays: number;
}
