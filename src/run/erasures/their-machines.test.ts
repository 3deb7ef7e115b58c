import { expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson, at } from '../../../test/support/window.ts';
import { historyOf } from '../../detect/people/history.ts';
import { theirMachines } from './their-machines.ts';

const NOW = at('2026-11-10', 12);
const history = historyOf({ people: [aPerson({ hire_id: 'kim', device_serials: ['SN-KIM', 'SN-POOL'] }), aPerson({ hire_id: 'lee', device_serials: ['SN-LEE', 'SN-POOL'] })] });

it('are those of which a laptop of theirs alone told a serial number, and no other laptop', async () => {
  const store = memoryStore({ now: () => NOW });
  const told = (number: number, serial: string, name: string, id: string): ReturnType<typeof anEvent> => anEvent({
    'event.id': `e${number}`, '@timestamp': at('2026-11-09', 8), 'event.ingested': at('2026-11-09', 8), 'event.action': 'check-in', 'device.serial_number': serial, 'host.name': name, 'host.id': id,
  });
  await store.events.append([
    told(1, 'sn-kim', 'LT-KIM.corp.acme.example', 'id-kim'), told(2, 'SN-KIM', 'MacBook-Pro', 'id-kim'), told(3, 'SN-LEE', 'macbook-pro', 'id-lee'), told(4, 'SN-POOL', 'LT-POOL', 'id-pool'),
  ]);

  expect((await theirMachines(store, history, 'kim', NOW)).toSorted()).toEqual(['LT-KIM.corp.acme.example', 'id-kim']);
  expect(await theirMachines(store, history, 'nobody', NOW)).toEqual([]);
});
