import { parseInstant } from '../../../core/time.ts';
import { dataOfMessage, hasLabels } from './message.ts';
import type { WindowsRecord } from './record.ts';

/** An object of a saved record. */
export type Fields = Readonly<Record<string, unknown>>;

/** What every shape says, as it was written. */
export interface Parts {
  readonly eventId: string | undefined;
  readonly provider: string | undefined;
  readonly channel: string | undefined;
  readonly version?: string | undefined;
  readonly computer: string | undefined;
  readonly recordId: string | undefined;
  readonly time: string | undefined;
  readonly forwardedLocal?: string | undefined;
  readonly collected?: string | undefined;
  readonly userSid: string | undefined;
  readonly hostId?: string | undefined;
  readonly data: Fields;
  readonly message: string | undefined;
}

/** The record: texts only, a time with or without zone, the data of the message where there is no other. */
export function build(parts: Parts): WindowsRecord {
  const eventId = /^\d{1,6}$/.test(parts.eventId?.trim() ?? '') ? Number(parts.eventId) : -1;
  const data = texts(parts.data);
  // Fluent Bit writes `2026-11-02 14:03:27 +0100`.
  const time = parts.time?.replace(/^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) ?([+-]\d\d):?(\d\d)$/, '$1T$2$3:$4');
  const hasZone = time !== undefined && parseInstant(time) !== undefined;
  const record: Record<string, unknown> = {
    eventId,
    provider: parts.provider ?? '',
    channel: parts.channel ?? '',
    version: parts.version,
    computer: parts.computer,
    recordId: parts.recordId,
    timeCreated: hasZone ? time : undefined,
    localTime: hasZone ? undefined : time,
    forwardedLocal: parts.forwardedLocal,
    collected: parts.collected,
    userSid: parts.userSid,
    hostId: parts.hostId,
    data: parts.message !== undefined && hasLabels(eventId) ? withMessage(eventId, data, parts.message) : data,
  };
  for (const [name, value] of Object.entries(record)) if (value === undefined || value === '') delete record[name];
  return { provider: '', channel: '', ...record } as unknown as WindowsRecord;
}

/** The data, or where the forwarder lost it, what the text says. */
function withMessage(eventId: number, data: Readonly<Record<string, string>>, message: string): Readonly<Record<string, string>> {
  const said = dataOfMessage(eventId, message);
  return Object.keys(said).some((name) => Object.hasOwn(data, name)) ? data : { ...data, ...said };
}

function texts(fields: Fields): Readonly<Record<string, string>> {
  const out: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    const text = textOf(value);
    if (text !== undefined) out[name.toLowerCase()] = text;
  }
  return out;
}

/** Text, number or truth value as text; of an element its text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  const inner = asFields(value)?.['#text'];
  return inner === undefined || typeof inner === 'object' ? undefined : String(inner);
}

export function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

/** A value by its dotted name, or by the path. */
export function at(fields: Fields, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path];
  let value: unknown = fields;
  for (const word of path.split('.')) value = asFields(value)?.[word];
  return value;
}

/** The fields whose dotted names start so, without that start. */
export function nested(fields: Fields, prefix: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]));
}

export function lowerNames(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
}

export function first(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = textOf(fields[name]);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}
