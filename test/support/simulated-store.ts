import type { Enricher } from '../../src/collect/enrich.ts';
import type { Event } from '../../src/core/event.ts';
import { isRejected, parseEvent } from '../../src/core/parse-event.ts';
import type { Identified, Store } from '../../src/store/store.ts';
import { historyOf } from '../../src/detect/people/history.ts';
import type { Company } from '../../src/simulate/company.ts';

/** Puts a simulated company into a store, as an import would leave it. */
export async function takeIn(store: Store, company: Pick<Company, 'tables' | 'events'>, { enrich }: Pick<Enricher, 'enrich'>): Promise<void> {
  const { catalogue: _catalogue, ...tables } = historyOf(company.tables);
  await store.shelf<Identified>('registry').putAll(Object.values(tables).flat());
  const events: Event[] = [];
  for (const document of company.events()) {
    const event = parseEvent(document);
    if (!isRejected(event)) events.push(enrich(event));
  }
  await store.events.append(events);
}

/** The same store, in which every attempt to write fails. */
export function readOnly(store: Store): Store {
  const refuse = (): never => {
    throw new Error('this store is only read');
  };
  return {
    ...store,
    events: { ...store.events, append: refuse, forget: refuse },
    shelf: (name, indexes) => ({ ...store.shelf(name, indexes), put: refuse, putAll: refuse, putEach: refuse, remove: refuse, removeAll: refuse }),
    journal: (name) => ({ ...store.journal(name), append: refuse }),
  };
}
