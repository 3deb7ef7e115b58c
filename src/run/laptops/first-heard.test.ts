import { describe, expect, it } from 'vitest';
import { settle } from '../../core/settings.ts';
import { HOUR } from '../../core/time.ts';
import { CUSTODY_SETTINGS } from '../../detect/places/custody-settings.ts';
import { gatherer } from '../../detect/counts/gather.ts';
import { historyOf } from '../../detect/people/history.ts';
import { registryAt } from '../../detect/people/registry.ts';
import { MONDAY, anEvent } from '../../../test/support/builders.ts';
import { memoryStore } from '../../../test/support/memory-store.ts';
import { aPerson } from '../../../test/support/window.ts';
import { firstHeard, type FirstHeard } from './first-heard.ts';

/** Two laptops in one parcel, one in another; what a carrier scanned of a number, and of a laptop where it names one. */
async function heardOf(...scans: readonly { readonly parcel: string; readonly city: string; readonly serial?: string }[]): Promise<FirstHeard> {
  const store = memoryStore({ now: () => MONDAY });
  await store.events.append(scans.map(({ parcel, city, serial }, nth) => anEvent({
    '@timestamp': MONDAY - (scans.length - nth) * HOUR, 'event.ingested': MONDAY, 'event.action': 'shipment-updated', 'farmwatch.shipment.id': parcel, 'farmwatch.shipment.status': 'delivered',
    'farmwatch.shipment.city': city, ...(serial === undefined ? {} : { 'device.serial_number': serial }),
  })));
  const devices = [{ serial: 'SN-1', tracking: '1z 999' }, { serial: 'SN-2', tracking: '1Z999' }, { serial: 'SN-3', tracking: '1Z998' }].map((device) => ({ ...device, hire_id: 'kim' }));
  const registry = registryAt(historyOf({ people: [aPerson({ hire_id: 'kim' })], devices }), MONDAY, { daysBefore: 14, daysAfter: 90, companyZone: 'UTC' });
  return firstHeard(store.events, gatherer(store), registry, settle(CUSTODY_SETTINGS, {}).values);
}

describe('a delivery', () => {
  it('is of every laptop whose record has the number of the parcel, where the scan names none', async () => {
    const { delivered } = await heardOf({ parcel: '1Z999', city: 'Tulsa' }, { parcel: '1Z555', city: 'Reno' });

    expect([...delivered].map(([serial, { city }]) => [serial, city])).toEqual([['SN-1', 'Tulsa'], ['SN-2', 'Tulsa']]);
  });

  it('is of the laptop that the scan names', async () => {
    const { delivered } = await heardOf({ parcel: '1Z999', city: 'Tulsa', serial: 'SN-3' });

    expect([...delivered].map(([serial, { city }]) => [serial, city])).toEqual([['SN-3', 'Tulsa']]);
  });
});
