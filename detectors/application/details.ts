import type { ApplicationRow } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { receivedOf } from '../../src/detect/people/received.ts';
import { awayDetails } from './away.ts';
import type { Detail, Known } from './detail.ts';
import { educationDetails, schoolsOf } from './education.ts';
import { mailPatterns } from './pattern.ts';
import { receivedDetails } from './received.ts';
import type { SETTINGS } from './settings.ts';
import { sharedTraits } from './shared.ts';

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
