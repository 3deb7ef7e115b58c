import type { Disc } from '../../core/geo.ts';
import type { Evidence, RowOf, Whom } from '../detector.ts';

/** Where laptops were on each day. */
export const WHEREABOUTS = {
  where: { 'event.action': ['check-in', 'sign-in', 'vpn-connected'] },
  by: ['farmwatch.net.line', 'farmwatch.net.kind', 'source.geo.location.lat', 'source.geo.location.lon', 'farmwatch.net.radius_km', 'source.geo.city_name',
    'source.geo.country_iso_code', 'source.as.number', 'farmwatch.device.time_zone', 'farmwatch.device.location.lat', 'farmwatch.device.location.lon', 'farmwatch.device.location.radius_km', 'farmwatch.device.location.source', 'farmwatch.net.gateway_mac_token'],
  measure: { times: 'count', last: { max: '@timestamp' } },
} as const satisfies Evidence;
/** Days that rows of whereabouts reach back: the last of them tell where laptops live, all of them judge lines and routers. */
export const WHEREABOUTS_DAYS = 30;
type Cells = Omit<RowOf<typeof WHEREABOUTS>, keyof Whom | 'times'>;
/** A count of them; a cell may be missing as well as unknown. */
export type WhereaboutsRow = Whom & Partial<Cells> & { readonly times: number };

/** What the laptop reports of itself; a location that it takes from its address is none of its own. */
export function ownOf(row: Pick<WhereaboutsRow, `farmwatch.device.location.${'lat' | 'lon' | 'radius_km' | 'source'}`>): Disc | undefined {
  const { 'farmwatch.device.location.lat': lat, 'farmwatch.device.location.lon': lon } = row;
  if (lat === undefined || lon === undefined || row['farmwatch.device.location.source'] === 'ip') return undefined;
  return { lat, lon, radiusKm: Math.max(1, row['farmwatch.device.location.radius_km'] ?? 5) };
}
