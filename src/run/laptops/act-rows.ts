import type { DeviceRow, Serial, TravelRow } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import type { Custody } from '../../detect/places/custody.ts';
import { inForce, versionAt, type History } from '../../detect/people/registry.ts';
import type { ApprovedMove, DeviceAct } from './device-acts.ts';

/** A row on its way to the registry; without `knownFrom` it holds from the beginning. */
export interface DatedRow<T> { readonly row: T; readonly knownFrom?: Instant }

/**
 * The rows by which a laptop counts as returned from an instant on, so that a replay of earlier ones sees it where it was.
 *
 * A laptop that only people.csv names gets a row of its own, which says first what people.csv said.
 */
export function returnedRows(history: Pick<History, 'devices' | 'people'>, serial: Serial, at: Instant): readonly DatedRow<DeviceRow>[] {
  const [held] = inForce(history.devices.map((row) => versionAt(row, at)).filter((row) => row.serial === serial), at);
  if (held) return [{ row: { ...held, returned_at: at }, knownFrom: at }];
  const person = history.people.map((row) => versionAt(row, at)).find(({ device_serials: serials }) => serials.includes(serial));
  if (!person) return [];
  const { hire_id, ship_city, ship_region, ship_country, ship, ship_address_token, shipped_at, delivered_at } = person;
  const row = Object.fromEntries(Object.entries({ serial, hire_id, ship_city, ship_region, ship_country, ship, ship_address_token, shipped_at, delivered_at }).filter(([, value]) => value !== undefined)) as unknown as DeviceRow;
  return [{ row }, { row: { ...row, returned_at: at }, knownFrom: at }];
}

/** Where an approved move is to. @returns undefined where that cannot be told */
export function movePlace(seen: Custody['seen_at']): ApprovedMove['place'] {
  return seen && { at: { lat: seen.lat, lon: seen.lon }, ...(seen.city === undefined ? {} : { city: seen.city }) };
}

/** The row of an approved move that a second person confirmed. */
export function moveRow({ hire, by }: Pick<DeviceAct, 'hire' | 'by'>, { from, until, approvedBy, place }: ApprovedMove, confirmedBy: string): TravelRow {
  return { hire_id: hire, from, to: until, ...place, approved_by: `${approvedBy}, recorded by ${by}, confirmed by ${confirmedBy}` };
}
