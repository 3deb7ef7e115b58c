import { describe, expect, it } from 'vitest';
import { anEvent } from '../../../test/support/builders.ts';
import { aPerson, at, storeOf } from '../../../test/support/window.ts';
import type { Event } from '../../core/event.ts';
import type { DeviceRow, Serial } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import { historyOf } from '../people/history.ts';
import { deliveriesScanned } from './parcels.ts';
import { registryAt } from '../people/registry.ts';

const NOON = at('2026-11-20', 12);
const scan = (status: string, when: Instant, fields: Partial<Event> = { 'device.serial_number': 'SN-1' }): Event =>
  anEvent({ '@timestamp': when, 'event.action': 'shipment-updated', 'farmwatch.shipment.status': status, ...fields });

async function deliveries(device: Partial<DeviceRow>, events: readonly Event[]): Promise<ReadonlyMap<Serial, Instant>> {
  const company = { asOf: NOON, people: [aPerson({ hire_id: 'kim', device_serials: [] })], devices: [{ serial: 'SN-1', hire_id: 'kim', ...device }], events };
  const registry = registryAt(historyOf(company), NOON, { daysBefore: 14, daysAfter: 90, companyZone: 'America/Chicago' });
  return deliveriesScanned((await storeOf(company)).events, registry, ['SN-1']);
}

describe('deliveries that a carrier scanned', () => {
  const [early, late] = [at('2026-11-03', 15), at('2026-11-05', 15)];

  it('are known by the serial number in any spelling, or by the number of the parcel', async () => {
    expect([...await deliveries({}, [scan('created', early), scan('delivered', late, { 'device.serial_number': ' sn-1' })])]).toEqual([['SN-1', late]]);
    expect([...await deliveries({ tracking: '1Z 999' }, [scan('delivered', late, { 'farmwatch.shipment.id': '1z999' })])]).toEqual([['SN-1', late]]);
  });

  it('are none of a parcel that came back, of another holder, or where a table tells the delivery', async () => {
    expect((await deliveries({}, [scan('delivered', early), scan('returned', late)])).size).toBe(0);
    expect((await deliveries({ assigned_to: at('2026-11-01', 0) }, [scan('created', late)])).size).toBe(0);
    expect((await deliveries({ delivered_at: early }, [scan('delivered', late)])).size).toBe(0);
  });
});
