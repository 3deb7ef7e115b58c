import { lookup } from '../../../core/lookup.ts';
import { parseCef } from '../../cef.ts';
import { keyValues } from '../../key-values.ts';
import { isObject, textOf } from '../../loose.ts';

/** A message of a SonicWall under the names of its syslog. */
export interface SonicMessage {
  /** A firewall, or an SMA appliance for remote access. */
  readonly appliance: 'firewall' | 'sma';
  /** Number of the message, or that it has none. */
  readonly number: string;
  text(name: string): string | undefined;
}

/** Reads the outside of a message; undefined for what is none of SonicWall's. */
export function sonicMessage(raw: unknown): SonicMessage | undefined {
  if (isObject(raw)) return fromPairs((name) => textOf(raw[name]));
  if (typeof raw !== 'string') return undefined;
  if (/\|SonicWall\|/i.test(raw)) return fromCef(raw);
  // What `id` says can be chosen.
  if (!/(?:^|[\s>])id=(?:(?:firewall|sslvpn)\b|\S{1,64} {1,4}sn=\S)/.test(raw)) return undefined;
  const pairs = keyValues(raw);
  return fromPairs((name) => textOf(pairs.get(name)));
}

function fromPairs(text: SonicMessage['text']): SonicMessage | undefined {
  const id = text('id');
  const number = text('m') ?? 'without a number';
  const isOurs = id === 'firewall' || id === 'sslvpn' || ['time', 'fw', 'pri'].every((name) => text(name) !== undefined);
  if (!isOurs || text('sn') === undefined || !/^(\d{1,5}|without a number)$/.test(number)) return undefined;
  return { appliance: id === 'sslvpn' ? 'sma' : 'firewall', number, text };
}

/** What the names of CEF are in the vendor's own form. */
const CEF_NAMES: Readonly<Record<string, string>> = lookup({ susr: 'usr', rt: 'time' });

function fromCef(raw: string): SonicMessage | undefined {
  // Some collectors cut CEF's first word off.
  const cef = parseCef(raw.replace(/^\s*(?=\d\|SonicWall\|)/i, 'CEF:'));
  const number = cef?.header[4];
  if (!cef || number === undefined || !/^\d{1,5}$/.test(number)) return undefined;
  const values = new Map<string, string>();
  for (const [name, value] of cef.fields) if (!values.has(CEF_NAMES[name] ?? name)) values.set(CEF_NAMES[name] ?? name, value);
  return { appliance: 'firewall', number, text: (name) => textOf(values.get(name)) };
}
