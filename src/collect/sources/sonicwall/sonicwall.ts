import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import type { Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { zoneOf, zoneProblem } from '../../device-clock.ts';
import { onClock } from '../../local-time.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { sonicMessage, type SonicMessage } from './shape.ts';
import { tunnelAudit, tunnelDrafts, type TunnelAudit } from './sma-1000.ts';

/** Remote users who were let in: by IPsec (237) or SSL VPN (1080). */
const LET_IN: ReadonlySet<string> = new Set(['237', '1080']);

const auditOf = (raw: unknown): TunnelAudit | undefined => (typeof raw === 'string' ? tunnelAudit(raw) : undefined);
const recognises = (raw: unknown): boolean => sonicMessage(raw) !== undefined || auditOf(raw) !== undefined;

/** SonicWall: remote users who are let in by VPN. See the page beside. */
export const sonicwall = defineSource({
  id: 'sonicwall',
  title: 'SonicWall firewall and SMA syslog',
  settings: {},
  options: {
    zone: { is: 'UTC', doc: "IANA zone of the appliances' clocks, for messages without UTC; NAME=ZONE by serial number for those that differ, with commas between.", problem: zoneProblem },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    const audit = auditOf(raw);
    if (audit) return ofTunnel(audit);
    const message = sonicMessage(raw);
    if (!message) return { rejected: 'not a SonicWall message' };
    const isIn = message.appliance === 'sma' ? message.text('msg') === 'User login successful' : LET_IN.has(message.number);
    const isOut = message.appliance === 'sma' && message.text('msg') === 'NetExtender disconnected';
    if (!isIn && !isOut) return { rejected: `not our business: ${message.appliance} message ${message.number}` };
    const common = commonFields(message, options['zone']);
    if (isRejected(common)) return common;
    if (common['user.name'] === undefined) return { rejected: 'no user' };
    return [{ ...common, ...(isOut ? { 'event.action': 'vpn-disconnected', 'event.duration': nanosecondsOf(message.text('duration')) } : { 'event.action': 'vpn-connected', 'event.outcome': 'success' }) }];
  },
});

function ofTunnel(audit: TunnelAudit): readonly Draft[] | Rejected {
  if (audit.kind !== 'tunnel') return { rejected: `not our business: SMA 1000 ${audit.kind}` };
  const { at } = audit;
  return at === undefined ? { rejected: 'no time that can be read' } : tunnelDrafts({ ...audit, at });
}

/** What any message says: when, whom, from where. */
export function commonFields(message: SonicMessage, zoneOption: string | undefined): Draft | Rejected {
  const at = writtenAt(message, zoneOption);
  if (isRejected(at)) return at;
  return {
    '@timestamp': at,
    'event.module': 'sonicwall',
    'event.dataset': message.appliance === 'sma' ? 'sonicwall.sma' : 'sonicwall.firewall',
    'event.code': message.number,
    ...accountFields(accountIn(message)),
    'source.ip': addressIn(message.text('src')) ?? addressOf(message.text('srcV6')),
    ...(message.text('agent') === undefined ? {} : { 'user_agent.original': message.text('agent') }),
  };
}

function writtenAt(message: SonicMessage, zoneOption: string | undefined): Instant | Rejected {
  const zone = zoneOf(zoneOption, message.text('sn'));
  if (typeof zone !== 'string') return zone;
  return utcTime(message.text('vp_time')) ?? onClock(message.text('time'), zone) ?? { rejected: 'no time that can be read' };
}

/** The account; an SMA appends the domain behind an at sign, where a mail address has dots, and may name it once more. */
function accountIn(message: SonicMessage): string | undefined {
  const name = message.text('usr') ?? message.text('user');
  const domain = message.text('domain');
  const at = name?.lastIndexOf('@') ?? -1;
  if (name === undefined || at <= 0) return name;
  const behind = name.slice(at + 1);
  const isDomain = behind.toLowerCase() === domain?.toLowerCase() || (message.appliance === 'sma' && /^[\w-]+$/.test(behind));
  return isDomain ? `${behind}\\${name.slice(0, at)}` : name;
}

/** The address in `198.51.100.23:50123:X1:name`. */
function addressIn(text: string | undefined): string | undefined {
  return addressOf(text) ?? addressOf(text?.split(':')[0]);
}
