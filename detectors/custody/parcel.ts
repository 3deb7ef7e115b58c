import { apartKm, type Spot } from '../../src/core/geo.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Hire, Laptop } from '../../src/detect/detector.ts';
import { asOfSending } from '../../src/detect/people/homes.ts';
import { endOf, isReturned, pointOf, scansTo, type ScanRow, type Scans } from '../../src/detect/places/parcels.ts';
import type { Pickup } from './pickup.ts';
import type { SETTINGS } from './settings.ts';

/**
 * Which way a parcel took, seen from the home that the record named when it was sent: `home` near it, `sent-away` far from it as ordered,
 * `redirected` far from it and from where it was sent, `untold` where that is not known, or a listed place explains it.
 */
export type Way = 'home' | 'sent-away' | 'redirected' | 'untold';
export interface Parcel {
  readonly way: Way;
  /** Where it went, if that is far from home and known. */
  readonly there?: Spot;
  /** From that home, where both are known. */
  readonly km?: number;
  /** Scans of this parcel. */
  readonly scans: readonly ScanRow[];
  /** The scans tell the way, on two days or more; otherwise the record does. */
  readonly isScanned: boolean;
  /** The record named another home when it was sent; it is judged by that. */
  readonly isBefore: boolean;
  /** It ended near a listed place to which it may have been meant to go. */
  readonly isAtPlace: boolean;
}

/** The way of a laptop to its holder, by the carrier's scans and else by the record. */
export function parcelOf(laptop: Laptop, now: Hire, scansOf: Scans, mayFetchAt: Pickup, settings: Values<typeof SETTINGS>): Parcel {
  const hire = asOfSending(now, laptop);
  const isBefore = hire !== now;
  const scans = scansTo(laptop, hire, scansOf);
  const told = (way: Way, point?: Spot, isScanned = false, isAtPlace = false): Parcel => ({
    way, scans, isAtPlace, isBefore, isScanned: isScanned && new Set(scans.map(({ day }) => day)).size > 1,
    ...(point && way !== 'home' && way !== 'untold' ? { there: point } : {}), ...(point && hire.home ? { km: Math.round(apartKm(hire.home, point)) } : {}),
  });
  const isMoved = hire.homeSince !== undefined && hire.homeSince >= (laptop.shippedAt ?? laptop.deliveredAt ?? -Infinity);
  if (isMoved || isReturned(scans)) return told('untold');
  const to = (point: Spot, isScanned: boolean): Parcel => {
    const km = (from: Spot | undefined): number => (from ? apartKm(point, from) : Infinity);
    if (!hire.home) return told('untold', point, isScanned);
    // Of a home of which only the state is known nobody can say that the parcel went there.
    if (km(hire.home) <= settings.nearKm) return told((hire.home.radiusKm ?? 0) > settings.nearKm ? 'untold' : 'home', point, isScanned);
    // It went to the home of today before the record named that: whoever moves in early looks like that, and so does a record made to fit.
    if (isBefore && km(now.home) <= settings.nearKm) return told('untold', point, isScanned);
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

const REGION = /^[A-Z]{2}-[A-Z0-9]{1,3}$/;

/** Where no point is told: another region than home and where it was sent, both written as ISO 3166-2. */
function isAnotherRegion({ 'farmwatch.shipment.region': region }: ScanRow, { home_region: home, ship_region: ship }: Hire): boolean {
  return region !== undefined && home !== undefined && REGION.test(region) && REGION.test(home) && region !== home && region !== ship;
}
