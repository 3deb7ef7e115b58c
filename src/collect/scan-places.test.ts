import { describe, expect, it } from 'vitest';
import { anEvent } from '../../test/support/builders.ts';
import type { Event } from '../core/event.ts';
import { packer, unpacked } from '../core/packed-events.ts';
import { packedWithScanPlaces, withScanPlaces } from './scan-places.ts';

const scan = (fields: Partial<Event>): Event => anEvent({ 'event.action': 'shipment-updated', 'farmwatch.shipment.status': 'delivered', ...fields });
const RENO = { 'farmwatch.shipment.city': 'Reno', 'farmwatch.shipment.region': 'US-NV', 'farmwatch.shipment.country': 'US' };
const SCANS: readonly Event[] = [
  scan(RENO),
  scan({ ...RENO, 'farmwatch.shipment.city': 'RENO', 'farmwatch.shipment.region': 'NV', 'farmwatch.shipment.country': 'United States' }),
  scan({ ...RENO, 'farmwatch.shipment.lat': 39.1, 'farmwatch.shipment.lon': -119.7 }),
  scan({ ...RENO, 'farmwatch.shipment.lat': 39.53, 'farmwatch.shipment.lon': -119.814 }),
  scan({ 'farmwatch.shipment.city': 'Springfield', 'farmwatch.shipment.country': 'US' }),
  scan({ 'farmwatch.shipment.region': 'US-NV' }),
  anEvent({ 'user.name': 'kim' }),
];
const packed = (events: readonly Event[]): ReturnType<ReturnType<typeof packer>['take']> => {
  const into = packer();
  for (const event of events) into.add(event);
  return into.take();
};

describe('scans of carriers', () => {
  it('without coordinates get those of their town, and its width; told ones stay, those of its middle with the width of the town, and so do towns that could be anywhere', async () => {
    const places = (await withScanPlaces(SCANS)).map((event) => [event['farmwatch.shipment.lat'], event['farmwatch.shipment.lon'], event['farmwatch.shipment.radius_km']]);

    expect(places).toEqual([
      [expect.closeTo(39.53, 1), expect.closeTo(-119.81, 1), 25], [expect.closeTo(39.53, 1), expect.closeTo(-119.81, 1), 25], [39.1, -119.7, undefined],
      [39.53, -119.814, 25],
      [undefined, undefined, undefined], [undefined, undefined, undefined], [undefined, undefined, undefined],
    ]);
  });

  it('that lack nothing are handed on as they are', async () => {
    const others = SCANS.slice(5);

    expect(await withScanPlaces(others)).toBe(others);
    const batch = packed(others);
    expect(await packedWithScanPlaces(batch)).toBe(batch);
  });

  it('are placed in a batch as they are one by one, and the batch that came stays as it was', async () => {
    const batch = packed(SCANS);
    const before = unpacked(batch);

    expect(unpacked(await packedWithScanPlaces(batch))).toEqual(unpacked(packed(await withScanPlaces(SCANS))));
    expect(unpacked(batch)).toEqual(before);
  });
});
