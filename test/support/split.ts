import type { Event } from '../../src/core/event.ts';
import type { Company } from './window.ts';

/**
 * The same company with every second event naming account or machine by one more name, as two sources would.
 *
 * Counts of one day then come as two rows that resolve to the same person and laptop.
 */
export function splitIdentities(company: Company): Company {
  return { ...company, events: company.events.map((event, index) => (index % 2 === 0 ? event : withAnotherName(event))) };
}

function withAnotherName(event: Event): Event {
  const email = event['user.email'];
  const serial = event['device.serial_number'];
  return {
    ...event,
    ...(email !== undefined && event['user.id'] === undefined ? { 'user.id': `object of ${email}` } : {}),
    ...(serial !== undefined && event['host.id'] === undefined && event['host.name'] === undefined ? { 'host.name': `host of ${serial}` } : {}),
  };
}
