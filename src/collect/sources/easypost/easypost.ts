import { lookup } from '../../../core/lookup.ts';
import { isoOf, type Instant } from '../../../core/time.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { parcelsOf, parcelsProblem } from './parcels.ts';
import { pull } from './pull.ts';

const recognises = (raw: unknown): boolean => kindOf(raw) !== undefined;

/** EasyPost: what carriers scanned of the parcels in which laptops travel. See the page beside. */
export const easypost = defineSource({
  id: 'easypost',
  title: 'EasyPost trackers of parcels',
  settings: {},
  options: {
    parcels: { is: '', isFile: true, optional: true, doc: 'a file with the columns serial and tracking, such as devices.csv: which laptop is in which parcel. Other parcels are left; without it none is known to hold a laptop.', problem: parcelsProblem },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    const kind = kindOf(raw);
    if (kind === undefined) return { rejected: 'not an EasyPost record' };
    return kind === 'Tracker' ? scansOf(raw, options['parcels'] ?? '') : { rejected: `not our business: ${kind}` };
  },
  kept: (raw) => ({ id: textAt(raw, 'id'), object: textAt(raw, 'object') }),
  pull,
});

/** What EasyPost calls a record; undefined for what is none of its, and for what carries a record: an event, a shipment that is tracked. */
function kindOf(raw: unknown): string | undefined {
  const kind = isObject(raw) && textAt(raw, 'id') !== undefined ? textAt(raw, 'object') : undefined;
  return kind === undefined || !/^[A-Z]\w{1,40}$/.test(kind) || isObject(memberOf(raw, 'result')) || isObject(memberOf(raw, 'tracker')) ? undefined : kind;
}

/** How our words stand for EasyPost's; what is missing here is no news of a place. A parcel that waits to be fetched is not there yet, nor was it sent elsewhere: often nobody was at home. */
const STATUSES: Readonly<Record<string, string>> = lookup({ pre_transit: 'created', in_transit: 'in-transit', available_for_pickup: 'in-transit', out_for_delivery: 'out-for-delivery', delivered: 'delivered', return_to_sender: 'returned' });

function scansOf(raw: unknown, parcels: string): readonly Draft[] | Rejected {
  const code = textAt(raw, 'trackingcode');
  if (code === undefined) return { rejected: 'no number of a parcel' };
  const serials = parcels === '' ? [undefined] : parcelsOf(parcels).get(code) ?? [];
  if (serials.length === 0) return { rejected: 'not our business: a parcel that is known to hold no laptop' };
  const scans = listOf(memberOf(raw, 'trackingdetails')).flatMap((scan) => scanFields(raw, scan));
  if (scans.length === 0) return { rejected: 'not our business: a parcel that was not scanned yet' };
  return serials.flatMap((serial) => scans.map((scan) => ({
    ...scan, 'event.id': serial === undefined ? scan['event.id'] : `${String(scan['event.id'])}/${serial}`, 'farmwatch.shipment.id': code, 'device.serial_number': serial,
  })));
}

function scanFields(raw: unknown, scan: unknown): readonly Draft[] {
  const written = textAt(scan, 'status');
  const detail = textAt(scan, 'statusdetail') ?? '';
  const status = REDIRECTED.test(detail) ? 'redirected' : STATUSES[written ?? ''];
  const at = utcTime(textAt(scan, 'datetime'));
  if (status === undefined || at === undefined) return [];
  return [{
    '@timestamp': at, 'event.id': keyOf(raw, at, written, detail), 'event.module': 'easypost', 'event.dataset': 'easypost.tracker', 'event.action': 'shipment-updated', 'event.code': written,
    'farmwatch.shipment.status': status, ...placeOf(raw, scan),
  }];
}

/** The carrier sent it on to another place than the label says. */
const REDIRECTED = /forward|redirect|rerout|address_correction/;

/** A tracker is told anew with every scan, so a scan is known by what it says. */
function keyOf(raw: unknown, at: Instant, ...said: readonly (string | undefined)[]): string {
  return [textAt(raw, 'id'), isoOf(at), ...said].join('/');
}

function placeOf(raw: unknown, scan: unknown): Draft {
  const [city, state, said] = ['city', 'state', 'country'].map((name) => textAt(scan, 'trackinglocation', name)?.toUpperCase());
  // The postal service of the United States leaves out its own country.
  const country = said ?? (state !== undefined && textAt(raw, 'carrier') === 'USPS' ? 'US' : undefined);
  const isCode = country !== undefined && state !== undefined && /^[A-Z0-9]{1,3}$/.test(state);
  return { 'farmwatch.shipment.city': city, 'farmwatch.shipment.region': isCode ? `${country}-${state}` : state, 'farmwatch.shipment.country': country };
}
