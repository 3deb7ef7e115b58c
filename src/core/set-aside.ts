import type { FieldName } from './event.ts';

/**
 * Fields that say something beside what their event tells, in groups that say it together.
 *
 * A check-in with a latitude of 91 is still a contact: what does not fit is left out, with what means nothing without it,
 * and counted. A field that is the event itself, or tells whom or when, decides over all of it.
 */
const GROUPS: readonly (readonly FieldName[])[] = [
  // A point without its radius would look exact.
  ['farmwatch.device.location.lat', 'farmwatch.device.location.lon', 'farmwatch.device.location.radius_km'],
  ['source.geo.location.lat', 'source.geo.location.lon'],
  ['farmwatch.shipment.lat', 'farmwatch.shipment.lon'],
  ['farmwatch.usb.absolute_pointer'],
  ['farmwatch.remote.client_utc_offset_min'],
  ['host.uptime'],
];
const BESIDE = new Map(GROUPS.flatMap((group) => group.map((field) => [field as string, group] as const)));

/** The fields that go where this one does not fit; undefined where the event goes. */
export function besides(field: string): readonly FieldName[] | undefined {
  return BESIDE.get(field);
}
