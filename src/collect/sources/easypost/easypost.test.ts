import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isRejected } from '../../../core/parse-event.ts';
import { settleOptions } from '../../options.ts';
import { unwrap } from '../../undo/unwrap.ts';
import { HAS_SAMPLES, NO_SAMPLES, SKIP_SAMPLES, goldenText, runOver, sampleFiles } from '../sample-run.fixture.ts';
import { easypost } from './easypost.ts';
import { parcelsOf, parcelsProblem } from './parcels.ts';

const GOLDEN = join(import.meta.dirname, 'golden');
const LAPTOPS = 'serial,asset_tag,Tracking Number\nSN-KIM,P1,1Z999\nSN-LEE,P2,1Z999\nSN-SAM,P3,\n';
const context = { settings: {}, options: { parcels: '' } };

/** A parcel that was scanned once; say what matters of the scan. */
function aTracker(scan: Readonly<Record<string, unknown>> = {}, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const detail = { object: 'TrackingDetail', status: 'delivered', status_detail: 'arrived_at_destination', datetime: '2026-11-05T15:20:00Z', tracking_location: { city: 'PHOENIX', state: 'AZ', country: 'US', zip: '85001' }, ...scan };
  return { id: 'trk_1', object: 'Tracker', tracking_code: '1Z999', carrier: 'UPS', tracking_details: [detail], ...more };
}
function mapped(raw: unknown, parcels = ''): unknown {
  const found = easypost.map(raw, { settings: {}, options: { parcels } });
  return isRejected(found) ? found.rejected : found.length === 1 ? found[0] : found;
}

describe('easypost, golden records', () => {
  it.each(readdirSync(GOLDEN).filter((name) => !name.endsWith('.events.json')))('maps %s as it did', async (name) => {
    await expect(await goldenText(easypost, join(GOLDEN, name), context)).toMatchFileSnapshot(join(GOLDEN, `${name}.events.json`));
  });
});

describe('easypost', () => {
  it.each([['pre_transit', 'created'], ['in_transit', 'in-transit'], ['available_for_pickup', 'in-transit'], ['out_for_delivery', 'out-for-delivery'], ['delivered', 'delivered'], ['return_to_sender', 'returned']])('takes %s for %s', (status, ours) => {
    expect(mapped(aTracker({ status }))).toMatchObject({ 'farmwatch.shipment.status': ours });
  });
  it.each(['unknown', 'failure', 'cancelled', 'error'])('makes nothing of %s, which tells no place', (status) => {
    expect(mapped(aTracker({ status }))).toBe('not our business: a parcel that was not scanned yet');
  });
  it('sees that the carrier sent a parcel elsewhere', () => {
    expect(mapped(aTracker({ status: 'in_transit', status_detail: 'package_forwarded' }))).toMatchObject({ 'farmwatch.shipment.status': 'redirected' });
  });
  it('tells the region with its country, which the United States postal service leaves out', () => {
    expect(mapped(aTracker())).toMatchObject({ 'farmwatch.shipment.region': 'US-AZ', 'farmwatch.shipment.city': 'PHOENIX' });
    expect(mapped(aTracker({ tracking_location: { city: 'HOUSTON', state: 'TX', country: null } }, { carrier: 'USPS' }))).toMatchObject({ 'farmwatch.shipment.region': 'US-TX', 'farmwatch.shipment.country': 'US' });
    expect(mapped(aTracker({ tracking_location: { city: 'BERN', state: 'BE', country: null } }))).toMatchObject({ 'farmwatch.shipment.region': 'BE', 'farmwatch.shipment.country': undefined });
  });
  it('is one event however often a parcel is told', () => {
    const idOf = (raw: unknown): unknown => (mapped(raw) as Record<string, unknown>)['event.id'];

    expect(idOf(aTracker({}, { status: 'delivered' }))).toBe(idOf(aTracker({ message: 'Left at door' })));
    expect(idOf(aTracker({ datetime: '2026-11-05T15:21:00Z' }))).not.toBe(idOf(aTracker()));
  });
  it('knows the laptops in a parcel from a table, and leaves parcels with none', () => {
    expect(mapped(aTracker(), LAPTOPS)).toMatchObject([{ 'device.serial_number': 'SN-KIM' }, { 'device.serial_number': 'SN-LEE' }]);
    expect(mapped(aTracker({}, { tracking_code: '1Z000' }), LAPTOPS)).toBe('not our business: a parcel that is known to hold no laptop');
    expect(parcelsOf(LAPTOPS).get('')).toBeUndefined();
    expect(parcelsProblem('serial,asset_tag\nSN-KIM,P1')).toBe('its header lacks serial or tracking');
    expect(settleOptions(easypost)).toEqual({ texts: { parcels: '' }, problems: [] });
  });
  it('keeps neither postcode, signature nor address', () => {
    expect(JSON.stringify(mapped(aTracker({}, { signed_by: 'K LARSEN', to_address: { street1: '1 Elm Rd' } })))).not.toMatch(/85001|LARSEN|Elm/);
    expect(JSON.stringify(easypost.kept!(aTracker({}, { signed_by: 'K LARSEN' }), {}))).not.toContain('LARSEN');
  });
  it('finds the tracker in a shipment, and in a page of shipments', () => {
    const shipment = { id: 'shp_1', object: 'Shipment', tracker: aTracker() };

    for (const raw of [shipment, { shipments: [shipment], has_more: false }]) expect(unwrap(raw, easypost.recognises)).toEqual([aTracker()]);
  });
  it('says what it cannot read', () => {
    for (const raw of ['text', null, 7, [], {}, { id: 'x', object: '<b>' }]) expect(mapped(raw)).toBe('not an EasyPost record');
    expect(mapped({ id: 'shp_1', object: 'Shipment' })).toBe('not our business: Shipment');
  });
});

describe('easypost, real samples', () => {
  it.skipIf(SKIP_SAMPLES)(`reads every record or says why (skipped where ${NO_SAMPLES})`, async () => {
    expect(HAS_SAMPLES, NO_SAMPLES).toBe(true);
    const run = await runOver(easypost, sampleFiles('shipping-easypost'), context.options);

    expect(run.unfit).toEqual([]);
    expect(run.events).toEqual({ 'shipment-updated': 66 });
    // Answers around lists of other things are no records themselves; lists of events come without what happened.
    expect(run.rejected).toEqual({
      'not an EasyPost record': 8, 'not our business: Batch': 2, 'not our business: EndShipper': 1, 'not our business: Event': 25, 'not our business: Shipment': 5, 'not our business: Webhook': 5,
      'not our business: a parcel that was not scanned yet': 2,
    });
  });
});
