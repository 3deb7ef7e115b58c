import { lookup } from '../../../core/lookup.ts';
import { canonicalAddress } from '../../../core/address.ts';
import type { Action } from '../../../core/event.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { isZone } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { zoneOf, zoneProblem } from '../../device-clock.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';
import { readRecords } from '../../records.ts';
import { pull } from './pull.ts';
import { panRecord, type PanField, type PanRecord } from './shape.ts';
import { panTime } from './when.ts';

/** What our business is of the many events that one login makes. The page says why the rest is not. */
const ACTIONS: Readonly<Record<string, Action>> = lookup({
  'gateway-connected': 'vpn-connected',
  'gateway-logout': 'vpn-disconnected',
  'gateway-tunnel-latency': 'latency-measured',
  // In the system log of PAN-OS before 9.1.
  'globalprotectgateway-regist-succ': 'vpn-connected',
  'globalprotectgateway-logout-succ': 'vpn-disconnected',
});

const recognises = (raw: unknown): boolean => panRecord(raw) !== undefined;

/** Palo Alto GlobalProtect and Prisma Access: tunnels up and down, and round trips. See the page beside. */
export const globalprotect = defineSource({
  id: 'globalprotect',
  title: 'Palo Alto GlobalProtect and Prisma Access VPN log',
  settings: {},
  options: {
    zone: { is: 'UTC', doc: "IANA zone of the firewalls' clocks, for lines that do not say theirs; SERIAL=ZONE for those that differ, with commas between.", problem: zoneProblem },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    const record = panRecord(raw);
    if (!record) return { rejected: 'not a Palo Alto log record' };
    if (record.log !== 'GLOBALPROTECT') return { rejected: `not our business: ${named(record.log, 'unnamed log')}` };
    if (record.problem !== undefined) return { rejected: record.problem };
    const event = record.text('EventIDValue');
    if (event === undefined) return { rejected: 'no event id' };
    const action = ACTIONS[event];
    if (action === undefined) return { rejected: `not our business: ${named(event, 'another event')}` };
    if (action !== 'latency-measured' && outcomeOf(record) === 'failure') return { rejected: `not our business: ${event}, which failed` };
    const common = commonDraft(record, options['zone']);
    if (isRejected(common)) return common;
    const more = detailOf(action, record);
    return isRejected(more) ? more : [{ ...common, 'event.action': action, ...more }];
  },
  pull,
});

/** A word of the vendor's that may be counted and printed. */
function named(text: string, other: string): string {
  return /^[\w -]{1,60}$/.test(text) ? text : other;
}

/** What every record of this log says: when, whom, from where, on which laptop. */
export function commonDraft(record: PanRecord, zoneOption: string | undefined): Draft | Rejected {
  const said = record.text('Zone');
  const zone = said !== undefined && isZone(said) ? said : zoneOf(zoneOption, record.text('DeviceSN'));
  if (isRejected(zone)) return zone;
  const at = panTime(withZone(record.text('TimeGeneratedHighResolution')), zone) ?? panTime(record.text('TimeGenerated'), zone) ?? panTime(record.text('TimeReceived'), zone);
  if (at === undefined) return { rejected: 'no time that can be read' };
  return {
    '@timestamp': at,
    'event.id': keyOf(record),
    'event.module': 'globalprotect',
    'event.dataset': 'globalprotect.log',
    'event.code': record.text('EventIDValue'),
    'event.outcome': outcomeOf(record),
    ...userFields(record.text('SourceUserName')),
    'source.ip': addressOf(record, 'PublicIPv4', 'PublicIPv6'),
    'source.nat.ip': addressOf(record, 'PrivateIPv4', 'PrivateIPv6'),
    'host.name': record.text('EndpointDeviceName'),
    'host.id': record.text('HostID'),
    'host.os.full': record.text('EndpointOSVersion') ?? record.text('EndpointOSType'),
    'device.serial_number': record.text('EndpointSN'),
  };
}

/** The fine clock counts only where it says its zone; the coarse ones come with the zone of the firewall. */
function withZone(text: string | undefined): string | undefined {
  return text !== undefined && /(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : undefined;
}

/** A firewall numbers the records of each log; without serial or number the core makes a key from what the record says. */
function keyOf(record: PanRecord): string | undefined {
  const serial = record.text('DeviceSN');
  const number = record.text('SequenceNo');
  return serial === undefined || number === undefined || number === '0' ? undefined : `${serial}/${record.log}/${number}`;
}

function outcomeOf(record: PanRecord): 'success' | 'failure' | 'unknown' {
  const status = record.text('EventStatus')?.toLowerCase();
  return status === 'success' || status === 'failure' ? status : 'unknown';
}

/** The account, with its domain; `pre-logon` is the machine before anybody signed in. */
function userFields(name: string | undefined): Draft {
  return name === undefined || /^(.*\\)?(pre-logon|unknown)$/i.test(name) ? {} : accountFields(name);
}

function addressOf(record: PanRecord, ...names: readonly PanField[]): string | undefined {
  for (const name of names) {
    const text = record.text(name);
    const address = text === undefined ? undefined : canonicalAddress(text);
    if (address !== undefined) return address;
  }
  return undefined;
}

function detailOf(action: Action, record: PanRecord): Draft | Rejected {
  if (action === 'vpn-disconnected') return { 'event.duration': nanosecondsOf(record.text('LoginDuration')) };
  if (action !== 'latency-measured') return {};
  const rtt = roundTrip(record.text('Description') ?? '');
  if (rtt === undefined) return { rejected: 'no latency in the description' };
  return { 'farmwatch.net.rtt_ms': rtt, 'farmwatch.net.rtt_to': record.text('Gateway') ?? record.text('Portal') };
}

/**
 * The round trip in milliseconds between laptop and gateway.
 *
 * The one measured outside the tunnel, which is the path as it is; the one through the tunnel adds what the tunnel costs,
 * and stands in where the first is missing. Nothing at or below zero was measured.
 */
function roundTrip(description: string): number | undefined {
  for (const which of ['pre', 'post'] as const) {
    const found = new RegExp(`\\b${which}-tunnel latency:\\s*(\\d+(?:\\.\\d+)?)\\s*ms`, 'i').exec(description);
    if (found && Number(found[1]) > 0) return Number(found[1]);
  }
  return undefined;
}
