import { lookup } from '../../../core/lookup.ts';
import { addressClass } from '../../../core/address-class.ts';
import { canonicalAddress } from '../../../core/address.ts';
import type { Action } from '../../../core/event.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { zoneProblem } from '../../device-clock.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';
import { readRecords } from '../../records.ts';
import { fortiRecord, type FortiRecord } from './shape.ts';
import { fortiTime } from './when.ts';

const ACTIONS: Readonly<Record<string, Action>> = lookup({ 'tunnel-up': 'vpn-connected', 'tunnel-down': 'vpn-disconnected' });

const recognises = (raw: unknown): boolean => fortiRecord(raw) !== undefined;

/** FortiGate: SSL and IPsec VPN tunnels of people. See the page beside. */
export const fortigate = defineSource({
  id: 'fortigate',
  title: 'Fortinet FortiGate VPN log',
  settings: {},
  options: {
    zone: { is: 'UTC', doc: "IANA zone of the firewalls' clocks, for records without eventtime, logtime and tz; NAME=ZONE for those that differ, with commas between.", problem: zoneProblem },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    const record = fortiRecord(raw);
    if (!record) return { rejected: 'not a FortiGate record' };
    const said = record.text('action') ?? '';
    const action = record.log === 'event/vpn' ? ACTIONS[said] : undefined;
    if (action === undefined) return { rejected: `not our business: ${kindOf(record.log, said)}` };
    const common = commonFields(record, options['zone']);
    if (isRejected(common)) return common;
    if (common['user.name'] === undefined) return { rejected: isIpsec(record) ? 'not our business: an IPsec tunnel without a person' : 'no user' };
    return [{
      ...common,
      'event.action': action,
      ...(action === 'vpn-connected' ? { 'event.outcome': 'success' } : { 'event.duration': nanosecondsOf(record.text('duration')) }),
    }];
  },
});

/** What any record of the VPN log says: when, whom, from where. */
export function commonFields(record: FortiRecord, zoneOption: string | undefined): Draft | Rejected {
  const at = fortiTime(record, zoneOption);
  if (isRejected(at)) return at;
  return {
    '@timestamp': at,
    'event.id': keyOf(record),
    'event.module': 'fortigate',
    'event.dataset': 'fortigate.vpn',
    'event.code': record.text('logid'),
    ...accountFields(nameOf(record.text('xauthuser')) ?? nameOf(record.text('eapuser')) ?? nameOf(record.text('user'))),
    'source.ip': farEnd(record),
    'source.nat.ip': addressOf(record.text('tunnelip')) ?? addressOf(record.text('assignip')),
  };
}

/** Where a tunnel comes from. FortiOS's CEF calls the far end the destination, and collectors that make CEF of their own the source; a firewall's own end is often private. */
function farEnd(record: FortiRecord): string | undefined {
  const told = addressOf(record.text('remip'));
  if (told !== undefined || record.log !== 'event/vpn') return told;
  const ends = [addressOf(record.text('dstip')), addressOf(record.text('srcip'))].filter((end) => end !== undefined);
  return ends.find((end) => addressClass(end) !== 'private') ?? ends[0];
}

/**
 * A tunnel has a number that its start and end share, so log and time belong to the key. Where one of them is missing, or
 * the time has no more than seconds, the core makes a key from what the record says.
 */
function keyOf(record: FortiRecord): string | undefined {
  const parts = [record.text('devid'), record.text('logid'), record.text('eventtime'), record.text('tunnelid')];
  return parts.every((part) => part !== undefined) && parts[3] !== '0' ? parts.join('/') : undefined;
}

/** A person's name: without what a directory adds (`kim,cn=kim`), and no address, by which tunnels between sites are called. */
function nameOf(text: string | undefined): string | undefined {
  const name = text?.replace(/,\s*(cn|ou|dc|uid)=.*$/i, '').trim();
  return name === undefined || name === '' || canonicalAddress(name) !== undefined ? undefined : name;
}

function isIpsec(record: FortiRecord): boolean {
  return /^ipsec/i.test(record.text('tunneltype') ?? '') || record.text('vpntunnel') !== undefined;
}

/** The log, and of events what was done: words that may be counted and printed. */
function kindOf(log: string, action: string): string {
  return log.startsWith('event/') && /^[\w -]{1,40}$/.test(action) ? `${log} ${action}` : log;
}
