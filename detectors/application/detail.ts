import type { HireId } from '../../src/core/person.ts';
import type { Window } from '../../src/detect/detector.ts';
import type { DetailKind } from './kinds.ts';

/** One small thing about one application that does not add up. */
export interface Detail {
  readonly kind: DetailKind;
  /** 0 or more; in nats. */
  readonly adds: number;
  /** With numbers, without anything personal. */
  readonly says: string;
  /** Hires with whom it is shared. */
  readonly alongside: readonly HireId[];
}

/** What is looked at: tables as known at one instant, no events. */
export type Known = Pick<Window<Record<never, never>>, 'asOf' | 'hires' | 'applications' | 'institutions' | 'indicators' | 'tied'>;
