import type { TravelRow } from '../core/person.ts';
import type { Custody } from '../detect/places/custody.ts';
import type { CustodyStop } from '../run/laptops/custody-stops.ts';
import type { LaptopRecord } from '../run/laptops/laptop-records.ts';

/**
 * Why a laptop has its verdict, for whoever looks after laptops.
 *
 * A shared place names nobody, no other laptop and no place: that others are there is all there is to ask about.
 *
 * @param trip the approved move that covers today, if one does
 */
export function deskSays({ verdict, others, because }: Pick<Custody, 'verdict' | 'others' | 'because'>, trip: TravelRow | undefined): string {
  switch (verdict) {
    case 'shared-place': return `Same place as ${others === undefined ? 'other laptops' : `${others} other ${others === 1 ? 'laptop' : 'laptops'}`}.`;
    case 'moved-approved': return trip ? `On an approved move until ${trip.to}${trip.approved_by === undefined ? '' : `, by ${trip.approved_by}`}.` : 'Seen where an approved move led that is over.';
    default: return because;
  }
}

/** `Chicago, IL`; a region is shown without its country. @returns undefined where neither is known */
export function townSays({ shipCity, shipRegion }: Pick<LaptopRecord, 'shipCity' | 'shipRegion'>): string | undefined {
  return [shipCity, shipRegion?.split('-').at(-1)].filter((part) => part !== undefined && part !== '').join(', ') || undefined;
}

/** What stands beside a stop of the way. */
export function stopSays({ stop, state, city }: CustodyStop, sentTo: string | undefined, isRedirected: boolean): string {
  if (stop === 'shipped') return sentTo === undefined ? '' : `to ${sentTo}`;
  const parts = [...(city === undefined ? [] : [city]), ...(stop === 'delivered' && isRedirected ? ['redirected on the way'] : [])];
  return parts.length > 0 ? parts.join(', ') : state === 'elsewhere' ? 'at another place' : '';
}
