import type { Action } from '../../../core/event.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import type { Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { yearProblem, yearlessTime } from '../../calendar-time.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { zoneOf, zoneProblem } from '../../device-clock.ts';
import { onClock } from '../../local-time.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { cloudEvent, isCloudEvent } from './cloud-connexa.ts';
import { openVpnLine, type Client, type When } from './line.ts';

const recognises = (raw: unknown): boolean => isCloudEvent(raw) || openVpnLine(raw) !== undefined;

/** OpenVPN: clients that come and go, by the server's log, its status file, or the events of CloudConnexa. See the page beside. */
export const openvpn = defineSource({
  id: 'openvpn',
  title: 'OpenVPN server log and status, CloudConnexa',
  settings: {},
  options: {
    zone: { is: 'UTC', doc: "IANA zone of the server's clock; its log does not say one.", problem: zoneProblem },
    year: { is: '', doc: 'Year of lines through syslog that have none and that no collector dated. Without it such a line is rejected.', problem: yearProblem },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    if (isCloudEvent(raw)) {
      const told = cloudEvent(raw);
      return isRejected(told) ? told : [told];
    }
    const line = openVpnLine(raw);
    if (!line) return { rejected: 'not an OpenVPN line' };
    if (line.is === 'status') return { rejected: 'not our business: status line' };
    const said = line.is === 'client' ? { action: 'vpn-connected' as const, client: line.client, inside: line.inside } : saidOf(line.message, line.client);
    if (!said) return { rejected: `not our business: ${line.is === 'log' && /authenticat|\bAUTH (?:SUCCESS|ERROR)\b|\bVPN Auth Failed\b|\bAUTH_FAILED\b/i.test(line.message) ? 'authentication' : 'other line'}` };
    const at = instantOf(line.is === 'client' ? line.since : line.when, options['zone'], options['year']);
    if (isRejected(at)) return at;
    if (said.client.name === undefined || said.client.name === 'UNDEF') return { rejected: 'no user' };
    return [{
      '@timestamp': at,
      'event.module': 'openvpn',
      'event.dataset': line.is === 'client' ? 'openvpn.status' : 'openvpn.log',
      ...clientFields(said.client),
      'event.action': said.action,
      ...(said.action === 'vpn-connected' ? { 'event.outcome': 'success' } : {}),
      'source.nat.ip': addressOf(said.inside),
    }];
  },
});

/** Whom a line is about, and from where. Access Server marks a profile that connects by itself behind the account. */
export function clientFields({ name, address }: Client): Draft {
  return { ...accountFields(name?.replace(/_AUTOLOGIN$/, '')), 'source.ip': addressOf(address) };
}

interface Said { readonly action: Action; readonly client: Client; readonly inside: string | undefined }

/** What a message says of a session; the name may stand in it and not before it. */
function saidOf(message: string, client: Client | undefined): Said | undefined {
  const up = /^\[(?<name>[^\]]{1,200})\] Peer Connection Initiated with (?:\[AF_INET6?\])?(?:::ffff:)?(?<address>\S{3,50})/.exec(message)?.groups;
  // Without a client before it, it is a client's own log, and the name is the server's.
  if (up && client) return { action: 'vpn-connected', client: { name: up['name'], address: up['address']!.replace(/ .*$/, '') }, inside: undefined };
  const told = /^openvpn server '[^']{1,80}' user '(?<name>[^']{1,200})' address '(?<address>[^']{3,60})' - (?<what>connected|disconnected)$/.exec(message)?.groups;
  if (told) return { action: told['what'] === 'connected' ? 'vpn-connected' : 'vpn-disconnected', client: { name: told['name'], address: told['address']! }, inside: undefined };
  if (!client) return undefined;
  const inside = /^MULTI: primary virtual IPv?6? for [^\n]{1,300}?: (?<inside>[0-9a-fA-F.:]{2,39})$/.exec(message)?.groups?.['inside'];
  if (inside !== undefined) return { action: 'vpn-connected', client, inside };
  return /^SIG[A-Z0-9]{2,6}\[[\w,-]{1,60}\] received, client-instance (?:exiting|restarting)/.test(message) ? { action: 'vpn-disconnected', client, inside: undefined } : undefined;
}

/** When a line was written; an own time with a zone, or of the status file in seconds, needs none lent. */
export function instantOf({ written, yearless, received }: When, zoneOption: string | undefined, year?: string): Instant | Rejected {
  const zone = zoneOf(zoneOption, undefined);
  if (typeof zone !== 'string') return zone;
  const at = written === undefined ? utcTime(received) ?? onClock(yearlessTime(yearless, year), zone) : onClock(written, zone);
  return at ?? { rejected: yearless === undefined ? NO_TIME : NO_YEAR };
}

const NO_TIME = 'no time that can be read; collect the log that the server writes itself (log-append)';
const NO_YEAR = 'the time has no year; set the option year, or collect the log that the server writes itself (log-append)';
