import { apartKm, type Spot } from '../../src/core/geo.ts';
import { DAY } from '../../src/core/time.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Hire, Laptop } from '../../src/detect/detector.ts';
import type { ScanRow } from './evidence.ts';
import type { Pickup } from './pickup.ts';
import type { SETTINGS } from './settings.ts';

/**
 * Which way a parcel took, seen from the home on record: `home` near it, `sent-away` far from it as ordered,
 * `redirected` far from it and from where it was sent, `untold` where that is not known, or a listed place explains it.
 */
export type Way = 'home' | 'sent-away' | 'redirected' | 'untold';
export interface Parcel {
  readonly way: Way;
  /** Where it went, if that is far from home and known. */
  readonly there?: Spot;
  /** From the home on record, where both are known. */
  readonly km?: number;
  /** Scans of this parcel. */
  readonly scans: readonly ScanRow[];
  /** The scans tell the way, on two days or more; otherwise the record does. */
  readonly isScanned: boolean;
  /** It ended near a listed place to which it may have been meant to go. */
  readonly isAtPlace: boolean;
}

/** The way of a laptop to its holder, by the carrier's scans and else by the record. */
export function parcelOf(laptop: Laptop, hire: Hire, scansOf: Scans, mayFetchAt: Pickup, settings: Values<typeof SETTINGS>): Parcel {
  const scans = scansTo(laptop, hire, scansOf);
  const told = (way: Way, point?: Spot, isScanned = false, isAtPlace = false): Parcel => ({
    way, scans, isAtPlace, isScanned: isScanned && new Set(scans.map(({ day }) => day)).size > 1,
    ...(point && way !== 'home' && way !== 'untold' ? { there: point } : {}), ...(point && hire.home ? { km: Math.round(apartKm(hire.home, point)) } : {}),
  });
  const isMoved = hire.homeSince !== undefined && hire.homeSince >= (laptop.shippedAt ?? laptop.deliveredAt ?? -Infinity);
  if (isMoved || last(scans, 'returned') > last(scans, 'delivered')) return told('untold');
  const to = (point: Spot, isScanned: boolean): Parcel => {
    const km = (from: Spot | undefined): number => (from ? apartKm(point, from) : Infinity);
    if (!hire.home) return told('untold', point, isScanned);
    if (km(hire.home) <= settings.nearKm) return told('home', point, isScanned);
    if (km(hire.home) <= settings.farKm) return told('untold', point, isScanned);
    if (mayFetchAt(point, laptop, hire)) return told('untold', point, isScanned, true);
    if (laptop.shipTo && km(laptop.shipTo) > settings.nearKm) return km(laptop.shipTo) > settings.farKm ? told('redirected', point, isScanned) : told('untold', point, isScanned);
    return told('sent-away', point, isScanned);
  };
  const end = endOf(scans);
  const point = end && pointOf(end);
  if (point) return to(point, true);
  if (end && end['farmwatch.shipment.status'] === 'redirected' && isAnotherRegion(end, hire)) return told('redirected', undefined, true);
  return laptop.shipTo ? to(laptop.shipTo, false) : told('untold');
}

/** All scans of the parcels in which a laptop went. */
export type Scans = (laptop: Laptop) => readonly ScanRow[];

/** Scans of the parcel that brought the laptop to this holder. */
function scansTo(laptop: Laptop, { hire_id: hire }: Hire, scansOf: Scans): readonly ScanRow[] {
  const since = (laptop.shippedAt ?? -Infinity) - DAY;
  return scansOf(laptop).filter((row) => (row.holder === undefined || row.holder === hire) && row.last >= since);
}

const last = (scans: readonly ScanRow[], status: string): number => Math.max(-Infinity, ...scans.filter((scan) => scan['farmwatch.shipment.status'] === status).map((scan) => scan.last));

/** The scan that says where it went: the last delivery, else the last redirection. */
function endOf(scans: readonly ScanRow[]): ScanRow | undefined {
  for (const status of ['delivered', 'redirected']) {
    const latest = scans.filter((scan) => scan['farmwatch.shipment.status'] === status).sort((a, b) => b.last - a.last || (keyOf(a) > keyOf(b) ? -1 : 1))[0];
    if (latest) return latest;
  }
  return undefined;
}

const keyOf = (scan: ScanRow): string => `${scan['farmwatch.shipment.lat']} ${scan['farmwatch.shipment.lon']} ${scan['farmwatch.shipment.region']}`;

function pointOf({ 'farmwatch.shipment.lat': lat, 'farmwatch.shipment.lon': lon, 'farmwatch.shipment.radius_km': radiusKm }: ScanRow): Spot | undefined {
  return lat === undefined || lon === undefined ? undefined : { lat, lon, ...(radiusKm === undefined ? {} : { radiusKm }) };
}

const REGION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;

/** Where no point is told: another region than home and where it was sent, both written as ISO 3166-2. */
function isAnotherRegion({ 'farmwatch.shipment.region': region }: ScanRow, { home_region: home, ship_region: ship }: Hire): boolean {
  return region !== undefined && home !== undefined && REGION.test(region) && REGION.test(home) && region !== home && region !== ship;
}
