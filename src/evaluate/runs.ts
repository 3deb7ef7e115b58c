import type { Event } from '../core/event.ts';
import type { Family } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import type { Case } from '../cases/case.ts';
import type { Custody } from '../detect/places/custody.ts';
import type { Finding } from '../detect/detector.ts';
import type { Risk } from '../risk/risk.ts';
import type { Company } from '../simulate/company.ts';

/** With all families, or with all but this one. */
export type Way = 'all' | Family;

/** Sums of everybody in scope, and all cases, closed and merged ones too, after a run. */
export interface Stood { readonly risks: readonly Pick<Risk, 'hire_id' | 'chance' | 'band'>[]; readonly cases: readonly Case[] }

/** What one run found. */
export interface RunStood {
  readonly asOf: Instant;
  /** Everybody in scope, with the first instant of their start date. */
  readonly people: readonly { readonly hire: HireId; readonly startsAt: Instant }[];
  readonly findings: readonly Pick<Finding, 'hire_id' | 'detector' | 'llr' | 'newest'>[];
  readonly ways: ReadonlyMap<Way, Stood>;
  /** Where laptops are; empty where it was not asked for. */
  readonly custody: readonly Custody[];
}

export interface Asked {
  /** Ways to sum up the same findings; cases of each go on from run to run by themselves. */
  readonly ways: readonly Way[];
  /** At which runs laptops are placed. */
  placesAt(asOf: Instant): boolean;
  /** Told every event as it would be stored, once, in the order in which it was learned of. */
  seen(event: Event): void;
}

/** What runs at these instants would have found, in their order, with cases gone on from one to the next. */
export type CaseJudge = (company: Company, instants: readonly Instant[], asked: Asked) => AsyncIterable<RunStood>;
