import type { DeviceRow, HireId, Serial } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import { inForce, versionAt, type History, type Registry } from '../../detect/people/registry.ts';

/** What the tables say of one issued laptop: devices.csv, else the columns of people.csv. Instants that had not come yet are left out. */
export interface LaptopRecord {
  readonly serial: Serial;
  readonly holder: HireId | undefined;
  readonly assetTag: string | undefined;
  readonly orderedAt: Instant | undefined;
  readonly shippedAt: Instant | undefined;
  readonly deliveredAt: Instant | undefined;
  readonly returnedAt: Instant | undefined;
  readonly shipCity: string | undefined;
  readonly shipRegion: string | undefined;
}

/** The record of every issued laptop, as known at the registry's instant. */
export function laptopRecords(history: Pick<History, 'devices'>, registry: Registry): ReadonlyMap<Serial, LaptopRecord> {
  const { asOf } = registry;
  const rows = new Map(inForce(history.devices.map((row) => versionAt(row, asOf)), asOf).map((row): [Serial, DeviceRow] => [row.serial, row]));
  const byThen = (at: Instant | undefined): Instant | undefined => (at !== undefined && at <= asOf ? at : undefined);
  return new Map([...registry.laptops.values()].map(({ serial, holder, shippedAt, deliveredAt }): [Serial, LaptopRecord] => {
    const row = rows.get(serial);
    const sentTo = row ?? (holder === undefined ? undefined : registry.hires.get(holder));
    return [serial, {
      serial, holder, assetTag: row?.asset_tag, orderedAt: byThen(row?.ordered_at), shippedAt, deliveredAt, returnedAt: byThen(row?.returned_at),
      shipCity: sentTo?.ship_city, shipRegion: sentTo?.ship_region,
    }];
  }));
}
