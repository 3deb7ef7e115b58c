import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Event } from '../core/event.ts';

/**
 * A lookup without the name that was asked for, where that name can never count: a browser or the system's resolver asked,
 * which tells what people read and nothing of what is installed, or nobody tells which program did.
 *
 * That something was looked up stays, because it shows that the laptop was awake. What a tool asks for by itself keeps its name, and so
 * does what any other program asks for: a row that joins the catalogue later still finds it.
 */
export function withoutReading(event: Event, { asksForOthers }: Pick<Catalogue, 'asksForOthers'>): Event {
  if (event['event.action'] !== 'dns-query') return event;
  const { 'dns.question.name': name, ...rest } = event;
  const asker = event['process.name'];
  return name === undefined || (asker !== undefined && !asksForOthers(asker)) ? event : rest as Event;
}
