import type { ApplicationRow, HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Window } from '../../src/detect/detector.ts';
import { receivedOf } from '../../src/detect/people/received.ts';
import { awayDetails } from './away.ts';
import { educationDetails, schoolsOf } from './education.ts';
import type { DetailKind } from './kinds.ts';
import { mailPatterns } from './pattern.ts';
import { receivedDetails } from './received.ts';
import type { SETTINGS } from './settings.ts';
import { sharedTraits } from './shared.ts';

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

/**
 * Finds the details of applications.
 *
 * @param about the applications that will be asked about; all others are only compared with them
 */
export function detailsOf(known: Known, about: readonly ApplicationRow[], settings: Values<typeof SETTINGS>): (application: ApplicationRow) => readonly Detail[] {
  const shared = sharedTraits(known, about, settings);
  const pattern = mailPatterns(known, settings);
  const schools = schoolsOf(known.institutions);
  const received = receivedOf(known.indicators, settings.resumeAlike);
  return (application) => [
    ...shared(application),
    ...pattern(application),
    ...educationDetails(application, schools, settings),
    ...awayDetails(application, application.hire_id === undefined ? undefined : known.hires.get(application.hire_id), settings),
    ...receivedDetails(application, received, known.asOf, settings),
  ];
}
