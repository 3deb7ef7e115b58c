import type { Instant } from './time.ts';

/** How a field is stored and compared. `long` is a whole number, `time` an {@link Instant}. */
export type FieldType = 'time' | 'keyword' | 'text' | 'ip' | 'long' | 'double' | 'boolean';

export interface FieldSpec {
  readonly type: FieldType;
  /** An event without it is rejected. */
  readonly required?: true;
  /** Holds several values: may be tested and selected, never grouped, counted distinct or summed. */
  readonly list?: true;
  /** We compute it; an imported value is dropped. */
  readonly derived?: true;
  /** Least and greatest value; anything else is rejected. */
  readonly range?: readonly [number, number];
  /** Who may see it: `personal` names or places a person, `device` a machine. The rest is plain. */
  readonly class?: 'personal' | 'device';
  /** Tells, or may tell, who somebody is: its texts lie sealed in the store. */
  readonly sealed?: true;
  readonly doc: string;
}

/**
 * The one description of an event: type, index template, table columns, redaction and the field reference follow from it.
 * Names are Elastic Common Schema; what it lacks lives under `farmwatch.*`.
 */
export const FIELDS = {
  '@timestamp': { type: 'time', required: true, doc: 'When the fact was complete, in milliseconds UTC.' },
  'event.id': { type: 'keyword', required: true, doc: 'The same raw record always gets the same id, unique within module and dataset.' },
  'event.ingested': { type: 'time', required: true, doc: 'When Farmwatch learned of it.' },
  'event.action': { type: 'keyword', required: true, doc: 'What happened: one of ACTIONS.' },
  'event.module': { type: 'keyword', doc: 'The source that saw it.' },
  'event.dataset': { type: 'keyword', doc: 'The log of that source.' },
  'event.code': { type: 'keyword', doc: "The vendor's own number or name for this kind of record." },
  'event.outcome': { type: 'keyword', doc: '`success`, `failure` or `unknown`.' },
  'event.duration': { type: 'long', doc: 'Nanoseconds that the interval lasted; it ends at @timestamp.' },
  'user.email': { type: 'keyword', class: 'personal', sealed: true, doc: 'Mail address of the account.' },
  'user.id': { type: 'keyword', class: 'personal', sealed: true, doc: 'Object id or SID of the account.' },
  'user.name': { type: 'keyword', class: 'personal', sealed: true, doc: 'Account name, with its domain where the log has it.' },
  'user.domain': { type: 'keyword', doc: 'Domain of the account.' },
  'device.id': { type: 'keyword', class: 'device', doc: "The identity provider's id of the device." },
  'device.serial_number': { type: 'keyword', class: 'device', doc: 'Serial number of the laptop, stored in upper case.' },
  'host.id': { type: 'keyword', class: 'device', doc: "The agent's id of the machine, stored in lower case." },
  'host.name': { type: 'keyword', class: 'device', sealed: true, doc: 'Name of the machine as it came; the first label counts, in any case.' },
  'host.os.full': { type: 'keyword', doc: 'Operating system.' },
  'host.uptime': { type: 'long', doc: 'Seconds since the machine started.' },
  'source.ip': { type: 'ip', class: 'personal', doc: 'Public address that the connection came from.' },
  'source.nat.ip': { type: 'ip', class: 'personal', doc: 'Address inside the tunnel.' },
  'source.domain': { type: 'keyword', class: 'personal', sealed: true, doc: 'Host name of the other end, such as the controlling machine.' },
  'source.as.number': { type: 'long', doc: 'Number of the network that announces the address.' },
  'source.as.organization.name': { type: 'keyword', doc: 'Operator of that network.' },
  'source.geo.country_iso_code': { type: 'keyword', class: 'personal', doc: 'Country of the address, ISO 3166-1.' },
  'source.geo.region_iso_code': { type: 'keyword', class: 'personal', doc: 'Region of the address, ISO 3166-2.' },
  'source.geo.city_name': { type: 'keyword', class: 'personal', doc: 'City of the address; missing where only the country is known.' },
  'source.geo.location.lat': { type: 'double', range: [-90, 90], class: 'personal', doc: 'Latitude of the address, degrees.' },
  'source.geo.location.lon': { type: 'double', range: [-180, 180], class: 'personal', doc: 'Longitude of the address, degrees.' },
  'user_agent.original': { type: 'text', class: 'personal', doc: 'Browser or client as it names itself.' },
  'process.name': { type: 'keyword', doc: 'File name of the process.' },
  'process.executable': { type: 'keyword', class: 'personal', sealed: true, doc: 'Path of the process; home folders carry account names.' },
  'process.command_line': { type: 'text', class: 'personal', sealed: true, doc: 'Command line.' },
  'process.pe.original_file_name': { type: 'keyword', doc: 'File name the maker compiled in; survives renaming.' },
  'process.code_signature.subject_name': { type: 'keyword', doc: 'Who signed the program.' },
  'package.name': { type: 'keyword', doc: 'Name of an installed program.' },
  'package.version': { type: 'keyword', doc: 'Its version.' },
  'dns.question.name': { type: 'keyword', doc: 'Name that was looked up.' },
  'farmwatch.factor.token': { type: 'keyword', class: 'personal', doc: 'Token of the device that approved the sign-in.' },
  'farmwatch.net.rtt_ms': { type: 'double', doc: 'Round trip in milliseconds.' },
  'farmwatch.net.rtt_to': { type: 'keyword', doc: 'Gateway or place at the other end of the round trip.' },
  'farmwatch.net.gateway_mac_token': { type: 'keyword', class: 'personal', doc: 'Token of the router the laptop uses.' },
  'farmwatch.net.bssid_token': { type: 'keyword', class: 'personal', doc: 'Token of the radio base station in use.' },
  'farmwatch.net.line': { type: 'keyword', derived: true, class: 'personal', doc: 'The line behind source.ip: IPv4 /32 or IPv6 /64.' },
  'farmwatch.net.kind': { type: 'keyword', derived: true, doc: 'Kind of network: home, mobile, hosting, vpn, relay, satellite, corporate, education, unknown.' },
  'farmwatch.net.radius_km': { type: 'double', derived: true, doc: 'Radius around source.geo.location that the data set claims.' },
  'farmwatch.net.data': { type: 'keyword', derived: true, doc: 'Versions of the data sets that named place and network; `given` where the record brought them.' },
  'farmwatch.device.time_zone': { type: 'keyword', doc: 'IANA zone set on the laptop.' },
  'farmwatch.device.location.lat': { type: 'double', range: [-90, 90], class: 'personal', doc: 'Latitude the laptop reports, degrees.' },
  'farmwatch.device.location.lon': { type: 'double', range: [-180, 180], class: 'personal', doc: 'Longitude the laptop reports, degrees.' },
  'farmwatch.device.location.radius_km': { type: 'double', range: [0, 20_100], doc: 'Radius of that report.' },
  'farmwatch.device.location.source': { type: 'keyword', doc: 'How the laptop knows: wifi, gps, ip.' },
  'farmwatch.input.keys': { type: 'long', doc: 'Key strokes in the interval; never which.' },
  'farmwatch.input.pointer': { type: 'long', doc: 'Pointer events in the interval.' },
  'farmwatch.input.seconds_active': { type: 'long', doc: 'Seconds with input in the interval.' },
  'farmwatch.input.gap_s': { type: 'double', list: true, doc: 'Sampled gaps between pointer events while otherwise idle, seconds.' },
  'farmwatch.input.displacement_px': { type: 'long', doc: 'Net way of the pointer, pixels.' },
  'farmwatch.remote.protocol': { type: 'keyword', doc: '`rdp`, `vnc` or the id of a tool.' },
  'farmwatch.remote.direction': { type: 'keyword', doc: '`incoming` or `outgoing`.' },
  'farmwatch.remote.client_utc_offset_min': { type: 'long', range: [-720, 840], doc: "The controller's clock, minutes east of UTC." },
  'farmwatch.usb.vendor_id': { type: 'keyword', doc: 'Lower-case hex without 0x.' },
  'farmwatch.usb.product_id': { type: 'keyword', doc: 'Lower-case hex without 0x.' },
  'farmwatch.usb.manufacturer': { type: 'keyword', doc: 'Maker as the device names itself.' },
  'farmwatch.usb.product': { type: 'keyword', doc: 'Product as the device names itself.' },
  'farmwatch.usb.serial': { type: 'keyword', class: 'device', doc: 'Serial as the device names itself.' },
  'farmwatch.usb.classes': { type: 'keyword', list: true, doc: 'hid-keyboard, hid-pointer, hid-digitizer, mass-storage, audio, video, network.' },
  'farmwatch.usb.parent': { type: 'keyword', doc: 'The device it hangs on; equal parents are one piece of hardware.' },
  'farmwatch.usb.absolute_pointer': { type: 'boolean', doc: 'The pointer reports places, not ways.' },
  'farmwatch.display.manufacturer': { type: 'keyword', doc: 'EDID maker code.' },
  'farmwatch.display.product_code': { type: 'keyword', doc: 'EDID product code, lower-case hex.' },
  'farmwatch.display.serial': { type: 'keyword', class: 'device', doc: 'EDID serial.' },
  'farmwatch.display.name': { type: 'keyword', doc: 'EDID name.' },
  'farmwatch.shipment.id': { type: 'keyword', class: 'device', doc: "The carrier's number of the parcel." },
  'farmwatch.shipment.status': { type: 'keyword', doc: 'created, in-transit, redirected, out-for-delivery, delivered, returned.' },
  'farmwatch.shipment.city': { type: 'keyword', class: 'personal', doc: 'City of the scan.' },
  'farmwatch.shipment.region': { type: 'keyword', class: 'personal', doc: 'Region of the scan.' },
  'farmwatch.shipment.country': { type: 'keyword', class: 'personal', doc: 'Country of the scan.' },
  'farmwatch.shipment.lat': { type: 'double', range: [-90, 90], class: 'personal', doc: 'Latitude of the scan.' },
  'farmwatch.shipment.lon': { type: 'double', range: [-180, 180], class: 'personal', doc: 'Longitude of the scan.' },
  'farmwatch.shipment.radius_km': { type: 'double', derived: true, doc: 'Radius around these coordinates within which the scan was, where they are the middle of its town.' },
  'farmwatch.identity.kind': { type: 'keyword', doc: 'bank, phone, mfa, address, email.' },
  'farmwatch.identity.token': { type: 'keyword', class: 'personal', doc: 'Token of the new value.' },
  'farmwatch.place.id': { type: 'keyword', doc: 'The vouched place of places.csv.' },
  'farmwatch.verification.kind': { type: 'keyword', doc: 'What was checked.' },
  'farmwatch.verification.outcome': { type: 'keyword', doc: 'confirmed, refuted, inconclusive.' },
  'farmwatch.verification.by': { type: 'keyword', class: 'personal', sealed: true, doc: 'Who checked.' },
  'farmwatch.ingested_assumed': { type: 'boolean', derived: true, doc: 'event.ingested was missing and taken to be @timestamp.' },
  'farmwatch.cut': { type: 'keyword', list: true, derived: true, doc: 'Fields whose text was cut at 8,000 bytes.' },
} as const satisfies Readonly<Record<string, FieldSpec>>;

export type FieldName = keyof typeof FIELDS;
export const FIELD_NAMES = Object.keys(FIELDS) as readonly FieldName[];

/** The description of a field, with optional marks readable on all of them. */
export function fieldSpec(name: FieldName): FieldSpec {
  return FIELDS[name];
}

type ScalarOf<T extends FieldType> = T extends 'time' | 'long' | 'double' ? number : T extends 'boolean' ? boolean : string;
export type ValueOf<F extends FieldName> = (typeof FIELDS)[F] extends { readonly list: true }
  ? readonly ScalarOf<(typeof FIELDS)[F]['type']>[]
  : ScalarOf<(typeof FIELDS)[F]['type']>;
type RequiredField = { [F in FieldName]: (typeof FIELDS)[F] extends { readonly required: true } ? F : never }[FieldName];

/** One fact, flat, with dotted names. Missing means unknown, never no. */
export type Event = { readonly [F in RequiredField]: ValueOf<F> } & { readonly [F in Exclude<FieldName, RequiredField>]?: ValueOf<F> };
/** A value of any field. */
export type Value = string | number | boolean | readonly string[] | readonly number[];

/** What can happen. */
export const ACTIONS = {
  'sign-in': 'An interactive sign-in at the identity provider.',
  'vpn-connected': 'A tunnel came up.',
  'vpn-disconnected': 'A tunnel went down.',
  'latency-measured': 'A round trip seen by a gateway, a desktop service or a meeting.',
  'check-in': 'The laptop is awake and says where it is.',
  'activity': 'Input in an interval.',
  'session-connected': 'Somebody drives this laptop from elsewhere, or it drives another.',
  'session-disconnected': 'That session ended.',
  'process-started': 'A program ran.',
  'software-present': 'A program is installed.',
  'dns-query': 'A name was looked up.',
  'usb-present': 'A device is plugged in.',
  'display-present': 'A display is plugged in.',
  'shipment-updated': 'The carrier scanned the parcel.',
  'account-changed': 'A personnel or identity record changed.',
  'badge-in': 'Somebody was seen in person at a vouched place.',
  'verified': 'A human checked something.',
} as const;
export type Action = keyof typeof ACTIONS;

/** The text limit of a stored value, in bytes of UTF-8. */
export const TEXT_LIMIT_BYTES = 8_000;
/** No event is older: laptops and logs of interest are not. */
export const EARLIEST: Instant = Date.UTC(2000, 0, 1);
