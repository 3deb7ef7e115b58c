import { expect, it } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import { memoryStore } from '../../test/support/memory-store.ts';
import { aPerson, at } from '../../test/support/window.ts';
import { dayOf, DAY } from '../core/time.ts';
import type { DeviceRow, TableKind, TableRows, Versioned } from '../core/person.ts';
import { identitiesOf } from '../api/reveals.ts';
import { readHistory, registryAt } from '../detect/people/registry.ts';
import { aFinding } from './housekeeping.fixture.ts';
import { rowsBehind } from './look.ts';

const NOW = at('2026-11-20', 12);
const SCOPE = { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' };

/** A laptop that was with Lee up to the 9th, and is with Kim from the 12th on; it checks in on each day from an address of that day. */
async function passedOn() {
  const store = memoryStore({ now: () => NOW });
  const devices: readonly DeviceRow[] = [{ serial: 'SN-1', hire_id: 'lee', assigned_to: at('2026-11-10', 0) }, { serial: 'SN-1', hire_id: 'kim', assigned_from: at('2026-11-12', 0) }];
  const versioned = <T>(kind: TableKind, rows: readonly T[]) => rows.map((row, index) => ({ id: `${kind}/${index}`, kind, versions: [{ from: null, row }] }));
  const people = ['kim', 'lee'].map((hire_id) => aPerson({ hire_id, device_serials: [] }));
  await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll([...versioned('people', people), ...versioned('devices', devices)] as Versioned<TableRows[TableKind]>[]);
  await store.events.append(Array.from({ length: 14 }, (_, nth) => anEvent({ '@timestamp': at('2026-11-04', 15) + nth * DAY, 'event.action': 'check-in', 'device.serial_number': 'SN-1', 'host.name': 'lt-1', 'source.ip': `198.51.100.${4 + nth}` })));
  return store;
}

it('rows behind a finding are those of days on which somebody held the laptop', async () => {
  const store = await passedOn();
  const seen = async (hire: string, most: number) => {
    const finding = aFinding({ id: 'f-1', hire_id: hire, alongside: [], window: { from: at('2026-11-01', 0), to: NOW }, look: { where: { 'event.action': 'check-in' } } });
    const { total, rows } = await rowsBehind(store, SCOPE, finding, NOW, most);
    return { total, days: rows.map((row) => dayOf(row['@timestamp'])) };
  };

  expect(await seen('kim', 100)).toEqual({ total: 6, days: ['2026-11-17', '2026-11-16', '2026-11-15', '2026-11-14', '2026-11-13', '2026-11-12'] });
  expect(await seen('lee', 2)).toEqual({ total: 6, days: ['2026-11-09', '2026-11-08'] });
});

it('rows of a laptop before its delivery are of whoever prepared it, those of its parcel are not', async () => {
  const store = memoryStore({ now: () => NOW });
  const row: DeviceRow = { serial: 'SN-1', hire_id: 'kim', shipped_at: at('2026-11-05', 9), delivered_at: at('2026-11-08', 9) };
  const versioned = (kind: TableKind, one: unknown) => ({ id: `${kind}/1`, kind, versions: [{ from: null, row: one }] });
  await store.shelf<Versioned<TableRows[TableKind]>>('registry').putAll([versioned('people', aPerson({ hire_id: 'kim', device_serials: [] })), versioned('devices', row)] as Versioned<TableRows[TableKind]>[]);
  await store.events.append([3, 7, 8, 9].map((day) => anEvent({ '@timestamp': at(`2026-11-0${day}`, 15), 'event.action': 'check-in', 'device.serial_number': 'SN-1' })));
  await store.events.append([anEvent({ '@timestamp': at('2026-11-06', 15), 'event.action': 'shipment-updated', 'device.serial_number': 'SN-1' })]);
  const finding = aFinding({ id: 'f-1', hire_id: 'kim', alongside: [], window: { from: at('2026-11-01', 0), to: NOW }, look: { where: { 'event.action': ['check-in', 'shipment-updated'] } } });

  const { total, rows } = await rowsBehind(store, SCOPE, finding, NOW, 100);

  expect({ total, days: rows.map((one) => dayOf(one['@timestamp'])) }).toEqual({ total: 3, days: ['2026-11-09', '2026-11-08', '2026-11-06'] });
});

it('whoever is revealed is shown with the addresses of days on which they held the laptop', async () => {
  const store = await passedOn();
  const registry = registryAt(await readHistory(store), NOW, SCOPE);

  const [kim] = await identitiesOf(store, ['kim'], { registry, names: { of: (hire) => hire, hireOf: () => undefined } }, NOW);

  expect(kim).toMatchObject({ serials: ['SN-1'], hosts: ['lt-1'], addresses: [17, 16, 15, 14, 13, 12].map((day) => `198.51.100.${day}`) });
});
