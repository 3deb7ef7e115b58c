import { percent } from '../../src/core/percent.ts';
import type { ApplicationRow } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { dayOf, type Instant } from '../../src/core/time.ts';
import { certaintyOf, inForce, type Received } from '../../src/detect/people/received.ts';
import type { Detail } from './detail.ts';
import type { SETTINGS } from './settings.ts';

/** What was received from others and meets this application, as one detail: senders copy from each other. Expired ones add nothing. */
export function receivedDetails(application: ApplicationRow, received: Received, asOf: Instant, settings: Values<typeof SETTINGS>): readonly Detail[] {
  const met = received.matching(application).filter((indicator) => inForce(indicator, dayOf(asOf)));
  if (met.length === 0) return [];
  const certainty = Math.max(...met.map(({ confidence }) => certaintyOf(confidence)));
  const kinds = [...new Set(met.map(({ kind }) => kind))].sort().join(', ');
  return [{
    kind: 'received', adds: settings.received * certainty, alongside: [],
    says: `${met.length} received ${met.length === 1 ? 'indicator' : 'indicators'} (${kinds}), ${percent(certainty)} sure by the sender's word${met.some(({ confidence }) => confidence === undefined) ? ' or for want of one' : ''}`,
  }];
}
