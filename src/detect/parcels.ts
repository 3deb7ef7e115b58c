import type { Serial } from '../core/person.ts';
import { spelledSerial, toldSerial } from '../core/spelling.ts';
import type { Instant } from '../core/time.ts';
import type { EventLog } from '../store/store.ts';
import type { Laptop } from './detector.ts';
import type { Registry } from './registry.ts';

/** The number of a parcel as carriers mean it, however it is typed. @example parcelNumber('1z 999-aa1') // => '1Z999AA1' */
export function parcelNumber(text: string): string {
  return text.replace(/[\s-]/g, '').toUpperCase();
}

/**
 * Answers which scans are of the parcels in which a laptop went: those that name it, and those that name no laptop and have
 * the number on record.
 *
 * @param told of a scan the laptop that it names, and the number of the parcel
 */
export function scansByLaptop<R>(scans: readonly R[], told: (scan: R) => { readonly laptop: string | undefined; readonly parcel: string | undefined }): (laptop: Pick<Laptop, 'serial' | 'tracking'>) => readonly R[] {
  const byName = Map.groupBy(scans, (scan) => {
    const { laptop, parcel } = told(scan);
    return laptop !== undefined ? `laptop ${spelledSerial(laptop)}` : parcel !== undefined ? `parcel ${parcelNumber(parcel)}` : '';
  });
  return ({ serial, tracking }) => [...byName.get(`laptop ${serial}`) ?? [], ...(tracking === undefined ? [] : byName.get(`parcel ${tracking}`) ?? [])];
}

/**
 * When the carrier delivered laptops of which no table says so, to whom they are issued now. A parcel that came back since is
 * no delivery.
 *
 * @param silent laptops that were never heard of; nothing is asked for others
 */
export async function deliveriesScanned(events: Pick<EventLog, 'tally'>, { laptops, directory, asOf }: Pick<Registry, 'laptops' | 'directory' | 'asOf'>, silent: readonly Serial[]): Promise<ReadonlyMap<Serial, Instant>> {
  const open = silent.flatMap((serial) => laptops.get(serial) ?? []).filter(({ deliveredAt }) => deliveredAt === undefined);
  if (open.length === 0) return new Map();
  const rows = await events.tally(
    { where: { 'event.action': 'shipment-updated', 'farmwatch.shipment.status': ['delivered', 'returned'] }, by: ['device.serial_number', 'farmwatch.shipment.id', 'farmwatch.shipment.status'], measure: { last: { max: '@timestamp' } } },
    { from: 0, to: asOf + 1, asOf },
  );
  const scansOf = scansByLaptop(rows, (row) => ({ laptop: toldSerial(row), parcel: row['farmwatch.shipment.id'] }));
  return new Map(open.flatMap((laptop): [Serial, Instant][] => {
    const own = scansOf(laptop).filter((row) => [undefined, laptop.holder].includes(directory.holderOf(laptop.serial, row.last!)));
    const latest = (status: string): Instant => Math.max(-Infinity, ...own.filter((row) => row['farmwatch.shipment.status'] === status).map((row) => row.last!));
    const delivered = latest('delivered');
    return delivered > latest('returned') ? [[laptop.serial, delivered]] : [];
  }));
}
