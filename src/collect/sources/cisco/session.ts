import type { Action } from '../../../core/event.ts';
import { canonicalAddress } from '../../../core/address.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import type { Draft } from '../../collector.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';

/** What a message says of a session. */
export interface Said { readonly action: Action; readonly fields: Draft }

/** `Group <g> User <u> IP <a>`; releases before 9 leave the brackets out. Without bounds a long line that says *User* again and again takes seconds. */
const WHO = String.raw`(?:\([^)]{1,60}\) )?Group <?(?<group>[^<>]{0,255}?)>? User(?: <?(?<user>[^<>]{0,255}?)>?)? IP <?(?<ip>[^<> ]{0,255})>? `;
/** `Group = g, Username = u, IP = a`, as the IPsec part writes it. */
const WHOM = String.raw`Group = ?(?<group>[^,]*), Username = ?(?<user>[^,]*), IP = ?(?<ip>[^,\s]*),? `;

/** `Local:a:port Remote:a:port Username:u IKEv2 Group:g`, as the part for IKEv2 writes it; an IPv6 address stands without brackets. */
const PEER = String.raw`Local:\S{1,255} Remote:(?<ip>\S{1,255}):\d{1,5} Username:(?<user>[^:]{1,255}?)(?: IKEv\d)? Group:(?<group>[^=]{0,255}?) `;

interface Shape { readonly codes: readonly string[]; readonly pattern: RegExp; readonly action: Action }
const shape = (codes: readonly string[], action: Action, pattern: string): Shape => ({ codes, action, pattern: new RegExp(`^${pattern}`, 'i') });

/**
 * The messages that say that a session or its tunnel came up or went down. A line is known by its words, because some
 * collectors cut the number off; where it has a number, number and words must agree.
 */
const SHAPES: readonly Shape[] = [
  shape(['722051'], 'vpn-connected', String.raw`${WHO}(?:IPv4 )?Address <?(?<v4>[^<>\s]*)>?(?: IPv6 Address <?(?<v6>[^<>\s]*)>?)? assigned to session`),
  shape(['721016', '722051'], 'vpn-connected', String.raw`(?:\([^)]{1,60}\) )?WebVPN session for client user (?<user>[^,]+), IP(?:v[46])? (?<ip>[^\s,]+) has been created`),
  shape(['721018'], 'vpn-disconnected', String.raw`(?:\([^)]{1,60}\) )?WebVPN session for client user (?<user>[^,]+), IP(?:v[46])? (?<ip>[^\s,]+) has been deleted`),
  shape(['722022'], 'vpn-connected', String.raw`${WHO}TCP (?:SVC )?connection established`),
  shape(['722023'], 'vpn-disconnected', String.raw`${WHO}TCP (?:SVC )?connection terminated`),
  shape(['113039'], 'vpn-connected', String.raw`${WHO}AnyConnect parent session started`),
  shape(['716001'], 'vpn-connected', String.raw`${WHO}WebVPN session started`),
  shape(['716002'], 'vpn-disconnected', String.raw`${WHO}WebVPN session terminated`),
  shape(['716058'], 'vpn-disconnected', String.raw`${WHO}AnyConnect session lost connection`),
  shape(['716059'], 'vpn-connected', String.raw`${WHO}AnyConnect session resumed(?:\.? connection from (?:IP )?<?(?<now>[^<>\s]*?)>?\.?$)?`),
  shape(['751025'], 'vpn-connected', String.raw`${PEER}IPv4 Address=(?<v4>\S*) IPv6 address=(?<v6>\S*) assigned to session`),
  shape(['713228'], 'vpn-connected', String.raw`${WHOM}Assigned private IP address (?<v4>\S+) to remote user`),
  shape(['113019'], 'vpn-disconnected', String.raw`${WHOM}Session disconnected\. Session Type: ?(?<type>[^,]*), Duration: ?(?<lasted>[^,]*),`),
];

/** `user id 'kim' local ip 10.20.0.7 connected from 198.51.100.23`, as a Meraki MX writes it. */
const CLIENT = String.raw`user id '(?<user>[^']{1,255})' local ip (?<v4>\S{1,255}) (?:re)?connected from (?<ip>\S{1,255})`;
/** Session, address and user, in either order, with what was done behind them: the AnyConnect server of a Meraki MX. */
const SERVER = String.raw`msg= ?'(?:Sess-ID\[\d{1,10}\] )?Peer IP=(?<ip>\S{1,255}) User\[(?<user>[^\]]{1,255})\](?: Sess-ID\[\d{1,10}\])?: (?:conn_id\[\d{1,10}\] )?`;

/** The same of a Meraki MX, whose messages have names for numbers. A DTLS tunnel is the second path of one over TLS. */
const MERAKI_SHAPES: readonly Shape[] = [
  shape(['client_vpn_connect', 'anyconnect_vpn_connect'], 'vpn-connected', CLIENT),
  shape(['client_vpn_disconnect', 'anyconnect_vpn_disconnect'], 'vpn-disconnected', CLIENT),
  shape(['anyconnect_vpn_session_manager'], 'vpn-connected', String.raw`${SERVER}(?:Successfully )?added TLS tunnel`),
  shape(['anyconnect_vpn_session_manager'], 'vpn-connected', String.raw`${SERVER}Applied VPN filter\[[^\]]{0,255}\] for assigned IP (?<v4>[^\s']{1,255})`),
  shape(['anyconnect_vpn_session_manager'], 'vpn-disconnected', String.raw`${SERVER}(?:Successfully )?deleted TLS tunnel`),
  shape(['anyconnect_vpn_session_manager'], 'vpn-disconnected', String.raw`${SERVER}Session disconnected\. Session Type: ?(?<type>[^,]{0,60}), Duration: ?(?<lasted>[^,]{0,60}),`),
];

/** Numbers of the messages that are read. */
export const SESSION_CODES: ReadonlySet<string> = new Set(SHAPES.flatMap(({ codes }) => codes));

/**
 * Reads a message about a session.
 *
 * @param code number of the message; undefined where it was cut off
 * @returns undefined for every other message; the UDP twin of a tunnel is among them
 */
export function sessionOf(code: string | undefined, message: string): Said | undefined {
  return saidIn(SHAPES, code, message);
}

/** The same of a Meraki MX. @param code name of the message, such as `client_vpn_connect` */
export function merakiSessionOf(code: string, message: string): Said | undefined {
  return saidIn(MERAKI_SHAPES, code, message);
}

function saidIn(shapes: readonly Shape[], code: string | undefined, message: string): Said | undefined {
  for (const { codes, pattern, action } of shapes) {
    const found = code === undefined || codes.includes(code) ? pattern.exec(message) : null;
    if (found) return { action, fields: fieldsOf(found.groups ?? {}, action) };
  }
  return undefined;
}

function fieldsOf(said: Readonly<Record<string, string | undefined>>, action: Action): Draft {
  return {
    ...accountFields(nameOf(said['user'])),
    'source.ip': addressOf(said['now'] || said['ip']),
    'source.nat.ip': addressOf(said['v4']) ?? addressOf(said['v6']),
    'event.duration': durationOf(said['lasted']),
    ...(action === 'vpn-connected' ? { 'event.outcome': 'success' } : {}),
  };
}

/** A person's name: no stars for a hidden one, and no address, by which tunnels between sites are called. */
function nameOf(text: string | undefined): string | undefined {
  const name = text?.trim() ?? '';
  return name === '' || /^\*+$/.test(name) || /^unknown$/i.test(name) || canonicalAddress(name) !== undefined ? undefined : name;
}

/** `2h:28m:09s`, `1d 2h:28m:09s`, `0d:02h:28m:09s` in nanoseconds; undefined where a session had no time to last. */
function durationOf(text: string | undefined): number | undefined {
  const found = /^(?:(\d{1,4})d[ :]*)?(\d{1,5})h:(\d{1,2})m:(\d{1,2})s$/.exec(text?.trim() ?? '');
  if (!found) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return nanosecondsOf(String(((days * 24 + hours) * 60 + minutes) * 60 + seconds));
}
