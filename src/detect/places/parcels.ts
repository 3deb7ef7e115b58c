import type { Serial } from '../../core/person.ts';
import { parcelNumber, spelledSerial, toldSerial } from '../../core/spelling.ts';
import { apartKm, type Spot } from '../../core/geo.ts';
import { DAY, dayOf, type Day, type Instant } from '../../core/time.ts';
import type { EventLog } from '../../store/store.ts';
import type { Evidence, Hire, Laptop, RowOf } from '../detector.ts';
import type { Registry } from '../people/registry.ts';

/**
 * Answers which scans are of the parcels in which a laptop went: those that name it, and those that name no laptop and have
 * the number on record.
 *
 * @param told of a scan the laptop that it names, and the number of the parcel
 */
function scansByLaptop<R>(scans: readonly R[], told: (scan: R) => { readonly laptop: string | undefined; readonly parcel: string | undefined }): (laptop: Pick<Laptop, 'serial' | 'tracking'>) => readonly R[] {
  const byName = Map.groupBy(scans, (scan) => {
    const { laptop, parcel } = told(scan);
    return laptop !== undefined ? `laptop ${spelledSerial(laptop)}` : parcel !== undefined ? `parcel ${parcelNumber(parcel)}` : '';
  });
  return ({ serial, tracking }) => [...byName.get(`laptop ${serial}`) ?? [], ...(tracking === undefined ? [] : byName.get(`parcel ${tracking}`) ?? [])];
}

/** A parcel goes once, mostly before the first day, and its way is told as long as somebody is watched. */
export const SCAN_DAYS = 90;
/** What carriers scanned. */
export const SCANS = {
  where: { 'event.action': 'shipment-updated' },
  by: ['farmwatch.shipment.id', 'farmwatch.shipment.status', 'farmwatch.shipment.region', 'farmwatch.shipment.country', 'farmwatch.shipment.lat', 'farmwatch.shipment.lon', 'farmwatch.shipment.radius_km'],
  measure: { last: { max: '@timestamp' } },
  days: SCAN_DAYS,
} as const satisfies Evidence;
export type ScanRow = RowOf<typeof SCANS>;

/** All scans of the parcels in which a laptop went. */
export type Scans = (laptop: Laptop) => readonly ScanRow[];

/** The same of all scans. */
export function scansReader(scans: readonly ScanRow[]): Scans {
  return scansByLaptop(scans, (row) => ({ laptop: row.laptop, parcel: row['farmwatch.shipment.id'] }));
}

/** Scans of the parcel that brought the laptop to this holder. */
export function scansTo(laptop: Laptop, { hire_id: hire }: Pick<Hire, 'hire_id'>, scansOf: Scans): readonly ScanRow[] {
  const since = (laptop.shippedAt ?? -Infinity) - DAY;
  return scansOf(laptop).filter((row) => (row.holder === undefined || row.holder === hire) && row.last >= since);
}

/** The scan that says where a parcel went: the last delivery, else the last redirection. */
export function endOf(scans: readonly ScanRow[]): ScanRow | undefined {
  for (const status of ['delivered', 'redirected']) {
    const latest = scans.filter((scan) => scan['farmwatch.shipment.status'] === status).sort((a, b) => b.last - a.last || (keyOf(a) > keyOf(b) ? -1 : 1))[0];
    if (latest) return latest;
  }
  return undefined;
}

const keyOf = (scan: ScanRow): string => `${scan['farmwatch.shipment.lat']} ${scan['farmwatch.shipment.lon']} ${scan['farmwatch.shipment.region']}`;

/** True where the parcel came back after its delivery. */
export function isReturned(scans: readonly ScanRow[]): boolean {
  const last = (status: string): Instant => Math.max(-Infinity, ...scans.filter((scan) => scan['farmwatch.shipment.status'] === status).map((scan) => scan.last));
  return last('returned') > last('delivered');
}

/** Where a scan was made; undefined where it does not tell a point. */
export function pointOf({ 'farmwatch.shipment.lat': lat, 'farmwatch.shipment.lon': lon, 'farmwatch.shipment.radius_km': radiusKm }: ScanRow): Spot | undefined {
  return lat === undefined || lon === undefined ? undefined : { lat, lon, ...(radiusKm === undefined ? {} : { radiusKm }) };
}

/** The scan at which the way of a laptop to this holder ended; undefined also where it came back. */
export function endTo(laptop: Laptop, hire: Pick<Hire, 'hire_id'>, scansOf: Scans): ScanRow | undefined {
  const scans = scansTo(laptop, hire, scansOf);
  return isReturned(scans) ? undefined : endOf(scans);
}

/** A day on which a laptop was on its way to its holder already, or with them: before, whoever set it up had it. */
export function isSince({ day, last }: { readonly day: Day; readonly last?: Instant | undefined }, { shippedAt }: Pick<Laptop, 'shippedAt'>): boolean {
  return shippedAt === undefined || (last === undefined ? day >= dayOf(shippedAt) : last >= shippedAt);
}

/** A scan names a town: one that does not say how exact its point is may be so far from the door. */
const SCAN_KM = 25;

/**
 * The sharper of a carrier's point and the address on record near it: a carrier tells the town of an address, a record its
 * door, or the other way round.
 */
export function sharperOf(brought: Spot, onRecord: readonly (Spot | undefined)[], nearKm: number): Spot {
  const exact = (spot: Spot): number => spot.radiusKm ?? 0;
  const scan = { ...brought, radiusKm: brought.radiusKm ?? SCAN_KM };
  const near = onRecord.filter((spot) => spot !== undefined && apartKm(spot, brought) <= nearKm && exact(spot) <= scan.radiusKm) as readonly Spot[];
  return near.toSorted((a, b) => apartKm(a, brought) - apartKm(b, brought) || exact(a) - exact(b))[0] ?? scan;
}

/** Where carriers brought a laptop to this holder, by their scans. */
export function broughtTo(laptop: Laptop, hire: Pick<Hire, 'hire_id'>, scansOf: Scans): Spot | undefined {
  const end = endTo(laptop, hire, scansOf);
  return end && pointOf(end);
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
