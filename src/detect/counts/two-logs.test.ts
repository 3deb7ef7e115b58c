import { expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { plainRows } from '../../../test/support/plain-rows.ts';
import { aPerson, at } from '../../../test/support/window.ts';
import type { Event } from '../../core/event.ts';
import { gatherer } from './gather.ts';
import type { Rows } from './row-views.ts';
import { historyOf } from '../people/history.ts';
import { registryAt } from '../people/registry.ts';
import { gathererOfBoth } from './two-logs.ts';

const AS_OF = at('2026-11-10', 12);
const { directory } = registryAt(historyOf({ people: [aPerson({ hire_id: 'kim' }), aPerson({ hire_id: 'lee' })] }), AS_OF, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
const PLAN = { plan: { where: { 'event.action': 'check-in' }, by: ['hour'], measure: { times: 'count' } }, days: 14 } as const;

async function storeWith(events: readonly Event[]) {
  const store = memoryStore({ now: () => AS_OF });
  await store.events.append(events);
  return store;
}

/** Three days of somebody whose machine is known by its name on the last of them. */
function daysOf(hire: string): readonly Event[] {
  return [2, 3, 4].flatMap((day) => [9, 10].map((hour) => anEvent({
    '@timestamp': at(`2026-11-0${day}`, hour), 'event.action': 'check-in', 'host.name': `PC-${hire}`, ...(day === 4 ? {} : { 'device.serial_number': `SN-${hire}`.toUpperCase() }),
  })));
}

it('gives the rows of one log with both in it, people and machines named alike', async () => {
  const [kims, lees] = [daysOf('kim'), daysOf('lee')];

  const whole = await (await gatherer(await storeWith([...kims, ...lees])).gather([PLAN], AS_OF, directory)).rowsOf(0);
  const both = await (await gathererOfBoth(gatherer(await storeWith(kims)), gatherer(await storeWith(lees))).gather([PLAN], AS_OF, directory)).rowsOf(0);

  expect(both).toHaveLength(12);
  const texts = (rows: Rows): ReadonlySet<string> => new Set(plainRows(rows).map((row) => JSON.stringify(row)));
  expect(texts(both)).toEqual(texts(whole));
  expect(texts(whole).size).toBe(12);
});
