import type { Point } from '../core/geo.ts';
import type { Random } from '../core/random.ts';
import { HOUR, type Instant } from '../core/time.ts';
import type { EcsDocument } from './life.ts';
import type { Metro } from './metros.ts';
import { metroOf } from './metros.ts';
import { hexOf } from './tokens.ts';

/** One parcel: where it was sent, and where it went. */
export interface Parcel {
  readonly serial: string;
  readonly shippedAt: Instant;
  readonly deliveredAt: Instant;
  readonly to: { readonly metro: Metro; readonly at: Point };
  /** Set where the receiver had it brought elsewhere. */
  readonly redirectedTo?: { readonly metro: Metro; readonly at: Point };
}

const HUBS = ['ind', 'dfw', 'ord'].map(metroOf);

/** The carrier's scans of a parcel, in order; most parcels have four to six. */
export function scansOf(parcel: Parcel, draw: Random): readonly EcsDocument[] {
  const { shippedAt, deliveredAt, to, redirectedTo } = parcel;
  const id = `1Z${hexOf(`parcel/${parcel.serial}`, 12).toUpperCase()}`;
  const scan = (at: Instant, status: string, metro: Metro, point: Point): EcsDocument => ({
    '@timestamp': Math.round(at), 'event.action': 'shipment-updated', 'event.module': 'parcel', 'event.dataset': 'parcel.track', 'event.outcome': 'success',
    'device.serial_number': parcel.serial, 'farmwatch.shipment.id': id, 'farmwatch.shipment.status': status,
    'farmwatch.shipment.city': metro.city, 'farmwatch.shipment.region': metro.region, 'farmwatch.shipment.country': metro.country,
    'farmwatch.shipment.lat': point.lat, 'farmwatch.shipment.lon': point.lon,
  });
  const span = deliveredAt - shippedAt;
  const depot = metroOf('aus');
  const hub = draw.pick(HUBS);
  const end = redirectedTo ?? to;
  const scans = [
    scan(shippedAt, 'created', depot, depot),
    scan(shippedAt + span * 0.25, 'in-transit', hub, hub),
    scan(shippedAt + span * 0.55, 'in-transit', to.metro, to.metro),
  ];
  if (redirectedTo) scans.push(scan(shippedAt + span * draw.between(0.6, 0.75), 'redirected', redirectedTo.metro, redirectedTo.at));
  scans.push(scan(Math.max(deliveredAt - draw.between(3, 8) * HOUR, shippedAt + span * 0.8), 'out-for-delivery', end.metro, end.metro));
  scans.push(scan(deliveredAt, 'delivered', end.metro, end.at));
  return scans;
}
