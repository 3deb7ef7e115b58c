import type { Instant } from '../../../core/time.ts';
import { isObject, textAt } from '../../loose.ts';
import { utcTime } from '../../utc-time.ts';
import { TEXT_AT } from './line.ts';

/** A line of syslog of a Meraki device. */
export interface MerakiLine {
  /** The name of an event, such as `client_vpn_connect`, or of the log that it is a line of, such as `flows`; fit to be counted and printed. */
  readonly code: string;
  /** What stands behind it. */
  readonly message: string;
  readonly at: Instant;
}

const LOGS = ['events', 'flows', 'urls', 'ip_flow_start', 'ip_flow_end', 'security_event', 'ids-alerts', 'airmarshal_events', String.raw`(?:[a-z0-9]{1,20}_){0,6}firewall`] as const;
/** `<134>1 1793628207.441795119 MX_denver events …`: seconds since 1970, the name of the device, the log. */
const LINE = new RegExp(String.raw`(?:^|[\s>])(?<at>\d{10}\.\d{1,9}) \S{1,255} (?<log>${LOGS.join('|')}) +(?<rest>\S.*)$`, 's');
/** An event says its name as a pair, or as its first word; sentences about ports and leases begin with others. */
const EVENT = /^(?:type=(?<type>[\w-]{1,60})|(?<word>[a-z0-9]{1,30}(?:_[a-z0-9]{1,30}){1,8})(?= |$)) */;
/** What stands before the line, and the line as far as it is looked at, are short. */
const LONGEST = 4_000;

/** Reads a line, bare or in what a shipper put around it; undefined for what is none of Meraki's. */
export function merakiLine(raw: unknown): MerakiLine | undefined {
  if (typeof raw === 'string') return apart(raw);
  if (!isObject(raw)) return undefined;
  return TEXT_AT.map((path) => apart(textAt(raw, ...path) ?? '')).find((line) => line !== undefined);
}

function apart(text: string): MerakiLine | undefined {
  const { at, log, rest } = LINE.exec(text.slice(0, LONGEST))?.groups ?? {};
  const instant = utcTime(at);
  if (instant === undefined) return undefined;
  const event = log === 'events' ? EVENT.exec(rest!) : null;
  return { code: event?.groups?.['type'] ?? event?.groups?.['word'] ?? log!, message: rest!.slice(event?.[0].length ?? 0).trim(), at: instant };
}
