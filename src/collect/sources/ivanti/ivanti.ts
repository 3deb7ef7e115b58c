import { lookup } from '../../../core/lookup.ts';
import type { Action } from '../../../core/event.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { MINUTE, SECOND, type Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { zoneOf, zoneProblem } from '../../device-clock.ts';
import { onClock } from '../../local-time.ts';
import { keyValues } from '../../key-values.ts';
import { isObject, objectOf, textAt, textOf } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';

/** The messages of a tunnel. */
const ACTIONS: Readonly<Record<string, Action>> = lookup({ NWC23464: 'vpn-connected', NWC23465: 'vpn-disconnected' });

const recognises = (raw: unknown): boolean => ivantiMessage(raw) !== undefined;

/** Ivanti Connect Secure: tunnels of people. See the page beside. */
export const ivanti = defineSource({
  id: 'ivanti',
  title: 'Ivanti Connect Secure (Pulse Secure) VPN log',
  settings: {},
  options: {
    zone: { is: 'UTC', doc: "IANA zone of the gateways' clocks; NAME=ZONE by the gateway's name (vpn) for those that differ, with commas between.", problem: zoneProblem },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    const message = ivantiMessage(raw);
    if (!message) return { rejected: 'not an Ivanti Connect Secure message' };
    const action = ACTIONS[message.code];
    if (action === undefined) return { rejected: `not our business: ${message.code}` };
    const common = commonFields(message, options['zone']);
    if (isRejected(common)) return common;
    if (common['user.name'] === undefined) return { rejected: 'no user' };
    return [{
      ...common,
      'event.action': action,
      ...(action === 'vpn-connected' ? { 'event.outcome': 'success' } : {}),
      'source.nat.ip': addressOf(/\bIP(?:v[46])?(?: address)? ([0-9a-fA-F.:]{2,39}?)[,.]?(?:\s|$)/.exec(message.words)?.[1]),
      'host.name': /\bhostname ([\w.-]{1,255}?)\.?(?:\s|,|$)/.exec(message.words)?.[1],
    }];
  },
});

/** A message, with the pairs around it. */
export interface IvantiMessage {
  /** Three letters and five digits, or that it has none. */
  readonly code: string;
  readonly words: string;
  text(name: string): string | undefined;
}

/**
 * `2026-11-02 14:03:27 - gw - [198.51.100.23] Root::kim(Staff)[Roles][session] - words`, the standard filter. Older releases
 * name neither the virtual system nor the session. A relay's time may stand before it, with its zone.
 */
const STANDARD = new RegExp([
  String.raw`(?:(?<relayed>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?<offset>Z|[+-]\d\d:\d\d) [^\n]{0,300}?)?`,
  String.raw`(?<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) - (?<vpn>[\w.-]{1,255}) - \[(?<src>[0-9a-fA-F.:]{2,45})\] `,
  String.raw`(?:[^:\n]{1,100}::)?(?<user>[^(\n]{0,200})\([^()\n]{0,200}\)(?:\[[^\]\n]{0,500}\]){1,3} - (?<words>.*)$`,
].join(''));
/** The standard filter leaves the code out; these messages are known by their words. */
const WORDS: Readonly<Record<string, string>> = lookup({ started: 'NWC23464', ended: 'NWC23465' });

/** Reads a line of the standard filter; undefined for another. */
function standardMessage(raw: string): IvantiMessage | undefined {
  const found = STANDARD.exec(raw)?.groups;
  if (!found) return undefined;
  const words = found['words']!;
  const code = /^([A-Z]{3}\d{5}): /.exec(words)?.[1] ?? WORDS[/^(?:VPN Tunneling|Network Connect): Session (started|ended) for user\b/.exec(words)?.[1] ?? ''];
  return { code: code ?? 'a message without its code', words, text: (name) => textOf(found[name]) };
}

/** The names of the JSON filter for those of WELF; its time counts from 1970. */
const IN_JSON: Readonly<Record<string, string>> = lookup({ since1970: 'timestamp', user: 'user', src: 'source_ip', agent: 'useragent', vpn: 'gateway_name' });

/** Reads a message of the JSON filter, alone or behind a header of syslog; undefined for another. */
function jsonMessage(raw: unknown): IvantiMessage | undefined {
  const start = typeof raw === 'string' ? raw.indexOf('{"message_id"') : -1;
  const record = start < 0 ? raw : objectOf((raw as string).slice(start).trim());
  const code = /^[A-Z]{3}\d{5}$/.exec(textAt(record, 'messageid') ?? '')?.[0];
  const words = textAt(record, 'rawmessage');
  if (code === undefined || words === undefined) return undefined;
  return { code, words: words.replace(/\s+/g, ' '), text: (name) => textOf(IN_JSON[name] === undefined ? undefined : (record as Record<string, unknown>)[IN_JSON[name]]) };
}

/** Reads the outside of a message; undefined for what is none of Ivanti's. */
export function ivantiMessage(raw: unknown): IvantiMessage | undefined {
  const json = jsonMessage(raw);
  if (json) return json;
  const standard = typeof raw === 'string' ? standardMessage(raw) : undefined;
  if (standard) return standard;
  if (typeof raw !== 'string' && !isObject(raw)) return undefined;
  const pairs = typeof raw === 'string' ? (raw.includes('vpn=') ? keyValues(raw) : undefined) : new Map(Object.entries(raw));
  const text = (name: string): string | undefined => textOf(pairs?.get(name));
  const found = /^([A-Z]{3}\d{5}): (.*)$/s.exec(text('msg') ?? '');
  return found && text('vpn') !== undefined ? { code: found[1]!, words: found[2]!, text } : undefined;
}

/** What any message says: when, whom, from where. */
export function commonFields(message: IvantiMessage, zoneOption: string | undefined): Draft | Rejected {
  const at = writtenAt(message, zoneOption);
  if (isRejected(at)) return at;
  // The virtual system before the name is that of the gateway.
  const name = message.text('user')?.replace(/^[^:\\]{1,100}::/, '');
  return {
    '@timestamp': at,
    'event.module': 'ivanti',
    'event.dataset': 'ivanti.vpn',
    'event.code': message.code,
    // What the gateway does by itself is done by System.
    ...accountFields(name === 'System' ? undefined : name),
    'source.ip': addressOf(message.text('src')),
    ...(message.text('agent') === undefined ? {} : { 'user_agent.original': message.text('agent') }),
  };
}

function writtenAt(message: IvantiMessage, zoneOption: string | undefined): Instant | Rejected {
  const counted = /^\d{10}$/.exec(message.text('since1970') ?? '')?.[0];
  if (counted !== undefined) return Number(counted) * SECOND;
  const zone = zoneOf(zoneOption, message.text('vpn'));
  if (typeof zone !== 'string') return zone;
  return onClock(zonedTime(message) ?? message.text('time'), zone) ?? { rejected: 'no time that can be read' };
}

/** The time with the zone of a syslog header, where both show the same minute: then one clock wrote both. */
function zonedTime(message: IvantiMessage): string | undefined {
  const [time, relayed, offset] = ['time', 'relayed', 'offset'].map((name) => message.text(name));
  if (time === undefined || relayed === undefined || offset === undefined) return undefined;
  const apart = Math.abs((utcTime(time) ?? Number.NaN) - (utcTime(relayed.replace('T', ' ')) ?? Number.NaN));
  return apart <= MINUTE ? `${time.replace(' ', 'T')}${offset}` : undefined;
}
