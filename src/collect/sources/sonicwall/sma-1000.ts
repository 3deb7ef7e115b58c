import { SECOND, parseInstant, type Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { MONTHS } from '../../calendar-time.ts';
import { addressOf } from '../../client-address.ts';
import type { Draft } from '../../collector.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';

/** A line of an SMA 1000's audit of network tunnels; written when a tunnel, or a connection inside one, has ended. */
export interface TunnelAudit {
  /** `tunnel` or `flow`, or another log of the appliance; fit to be counted and printed. */
  readonly kind: 'tunnel' | 'flow' | OtherLog;
  readonly user: string | undefined;
  readonly address: string | undefined;
  /** For a tunnel the address inside. */
  readonly inside: string | undefined;
  readonly at: Instant | undefined;
  readonly seconds: number;
}

const TIME = String.raw`\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?:\.\d{1,9})? [+-]\d{4}`;
/** `[::ffff:198.51.100.23]:59234 - "(kim)@(Staff)" "02/Nov/2026:…" 1.2 tunnel 10.20.0.7 -1 112639 137450 165 W"…"`. */
const PLAIN = new RegExp(String.raw`^(?<src>\[?[0-9a-fA-F.:]{2,45}\]?:\d{1,5}) - "\((?<user>[^()"]{1,200})\)@\([^()"]{0,200}\)" "(?<time>${TIME})" [\d.]{1,8} (?<kind>tunnel|flow)\S{0,20} (?<dest>\S{2,60}) -?\d{1,12} \d{1,20} \d{1,20} (?<lasted>\d{1,9}) `);
/** `[02/Nov/2026:…] gw … Audit   Src='198.51.100.23:53083' User='(kim)@(Staff)' … Command='Tunnel' Dest='10.20.0.7' …`. */
const NAMED = new RegExp(String.raw`^\[(?<time>${TIME})\] \S{1,255} .{0,200}?\bAudit {1,8}Src='`);
/** A line is short; text that claims to be one is not searched to its end. */
const LONGEST = 4_000;
/** Logs beside that of tunnels: connections inside a tunnel, what the appliance does, administrators at its console, and pages of its portal. */
type OtherLog = 'access' | 'system' | 'management' | 'portal';
const OTHER_LOGS: readonly (readonly [OtherLog, RegExp])[] = [
  ['access', /^EventMessage: Resource Access - User='\(/],
  ['system', /^\[\d{1,2}\/(?:\d{1,2}|[A-Z][a-z]{2})\/\d{4}[ :]\d\d:\d\d:\d\d\.\d{1,9}(?: [+-]\d{4})?\] .{1,255}? \d{6} \w{1,8} [0-9a-f]{8} [A-Z][a-z]{3,12} /],
  ['management', /"[A-Z]{3,7} \/Console\/\S{0,2000} HTTP\/1\.[01]" \d{3} |^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d [+-]\d{4} [A-Z]{4,5} {1,8}(?:\[[^\]]{1,200}\]: Login (?:succeeded|failed)\b|com\.aventail\.)/],
  ['portal', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d [A-Z]{2,10}@\S{1,255} local\d\.[a-z]{3,8} [A-Z]{2,10}: /],
];

/** Reads a line; undefined for what is none of an SMA 1000's. */
export function tunnelAudit(raw: string): TunnelAudit | undefined {
  const plain = PLAIN.exec(raw)?.groups;
  if (plain) return audit(plain['kind']!, { user: plain['user'], src: plain['src'], dest: plain['dest'], time: plain['time'], lasted: plain['lasted'] });
  const time = NAMED.exec(raw)?.groups?.['time'];
  if (time !== undefined) {
    const said = new Map([...raw.matchAll(/\b(User|Src|Command|Dest|Duration)='([^']{0,300})'/g)].map(([, name, value]) => [name!, value!]));
    return audit(said.get('Command')?.toLowerCase() ?? '', { user: /^\(([^()]*)\)@/.exec(said.get('User') ?? '')?.[1], src: said.get('Src'), dest: said.get('Dest'), time, lasted: said.get('Duration') });
  }
  const other = OTHER_LOGS.find(([, pattern]) => pattern.test(raw.slice(0, LONGEST)))?.[0];
  return other === undefined ? undefined : audit(other, {});
}

interface Said { readonly user?: string | undefined; readonly src?: string | undefined; readonly dest?: string | undefined; readonly time?: string | undefined; readonly lasted?: string | undefined }

function audit(kind: string, { user, src, dest, time, lasted }: Said): TunnelAudit {
  const other = OTHER_LOGS.find(([log]) => log === kind)?.[0];
  return {
    kind: kind === 'tunnel' ? kind : other ?? 'flow',
    user, address: addressOf(src), inside: addressOf(dest), at: instantOf(time), seconds: Number(lasted ?? 0) || 0,
  };
}

/** `02/Nov/2026:14:03:27.073 +0530`. */
function instantOf(text: string | undefined): Instant | undefined {
  const [, day, month, year, time, zone] = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\S+) ([+-]\d{4})$/.exec(text ?? '') ?? [];
  const number = MONTHS.indexOf(month ?? '') + 1;
  return number === 0 ? undefined : parseInstant(`${year}-${String(number).padStart(2, '0')}-${day}T${time}${zone}`);
}

/** A tunnel that has ended: when it came up, if it lasted, and when it went down. */
export function tunnelDrafts({ user, address, inside, at, seconds }: TunnelAudit & { readonly at: Instant }): readonly Draft[] {
  const common = { 'event.module': 'sonicwall', 'event.dataset': 'sonicwall.sma', 'event.code': 'tunnel', ...accountFields(user), 'source.ip': address, 'source.nat.ip': inside };
  const down = { ...common, '@timestamp': at, 'event.action': 'vpn-disconnected', 'event.duration': nanosecondsOf(String(seconds)) };
  if (seconds === 0) return [down];
  return [{ ...common, '@timestamp': at - seconds * SECOND, 'event.action': 'vpn-connected', 'event.outcome': 'success' }, down];
}
