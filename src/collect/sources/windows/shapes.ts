import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { parseInstant } from '../../../core/time.ts';
import { dataOfMessage, hasLabels } from './message.ts';
import type { WindowsRecord } from './record.ts';
import { isTextEvent, textEvent } from './text.ts';
import { eventTree, type XmlTree } from './xml.ts';

type Fields = Readonly<Record<string, unknown>>;

const EVENT_TAG = /<(?:[\w.-]+:)?Event[\s>]/;

/** True for a Windows event in one of the shapes below, wanted or not. */
export function isWindowsEvent(raw: unknown): boolean {
  return shapeOf(raw) !== undefined;
}

/** A Windows event from any shape it is saved in, or why it is none. */
export function windowsRecord(raw: unknown): WindowsRecord | Rejected {
  const shape = shapeOf(raw);
  if (!shape) return { rejected: 'not a Windows event: neither event XML nor a record with an event id' };
  const read = shape(raw as never);
  if (isRejected(read)) return read;
  if (!Number.isInteger(read.eventId) || read.eventId < 0) return { rejected: 'the event id is no number' };
  return read;
}

function shapeOf(raw: unknown): ((raw: never) => WindowsRecord | Rejected) | undefined {
  if (typeof raw === 'string') {
    if (EVENT_TAG.test(raw)) return fromXmlText;
    if (isTextEvent(raw)) return fromText;
    return shapeOf(jsonAtEnd(raw)) ? fromLine : undefined;
  }
  const fields = asFields(raw);
  if (!fields) return undefined;
  if (asFields(asFields(fields['Event'])?.['System'])) return fromEventTree;
  if (typeof asFields(fields['properties'])?.['RawXml'] === 'string') return fromAzure;
  if (asFields(fields['winlog']) || Object.keys(fields).some((name) => name.startsWith('winlog.'))) return fromWinlogbeat;
  const flat = lowerNames(fields);
  return first(flat, ...EVENT_ID) !== undefined && first(flat, ...CHANNEL, ...PROVIDER) !== undefined ? fromFlat : undefined;
}

/** A line of syslog with the record behind its header. */
function fromLine(text: string): WindowsRecord | Rejected {
  return windowsRecord(jsonAtEnd(text));
}

function jsonAtEnd(text: string): Fields | undefined {
  const start = text.indexOf('{');
  if (start < 0 || !text.trimEnd().endsWith('}')) return undefined;
  try {
    return asFields(JSON.parse(text.slice(start)));
  } catch {
    return undefined;
  }
}

// Event XML, from a binary log, an export or inside another record

function fromXmlText(text: string): WindowsRecord | Rejected {
  const tree = eventTree(text, text.search(EVENT_TAG));
  return isRejected(tree) ? tree : fromTree(tree);
}

/** `{ Event: { System, EventData } }`: XML turned into JSON by a converter. */
function fromEventTree(raw: Fields): WindowsRecord | Rejected {
  return fromTree(raw['Event'] as XmlTree);
}

/** Azure diagnostics: the XML is kept beside a summary. */
function fromAzure(raw: Fields): WindowsRecord | Rejected {
  return fromXmlText((raw['properties'] as Fields)['RawXml'] as string);
}

function fromTree(event: XmlTree): WindowsRecord {
  const system = asFields(event['System'])!;
  const message = textOf(asFields(event['RenderingInfo'])?.['Message']);
  return build({
    eventId: textOf(system['EventID']),
    provider: attribute(system['Provider'], 'Name') ?? attribute(system['Provider'], 'EventSourceName'),
    channel: textOf(system['Channel']),
    version: textOf(system['Version']),
    computer: textOf(system['Computer']),
    recordId: textOf(system['EventRecordID']),
    time: inUtc(attribute(system['TimeCreated'], 'SystemTime')),
    userSid: attribute(system['Security'], 'UserID'),
    data: { ...userData(event['UserData']), ...eventData(event['EventData']) },
    message,
  });
}

/** Event XML is in UTC; some converters leave the mark out. */
function inUtc(time: string | undefined): string | undefined {
  const bare = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?)$/.exec(time ?? '');
  return bare ? `${bare[1]}T${bare[2]}Z` : time;
}

/** Named values; those without a name are counted: `param1`, `param2`. */
function eventData(value: unknown): Fields {
  const data = asFields(value);
  if (!data) return {};
  const { Data: items, ...others } = data;
  const named: Record<string, unknown> = { ...others };
  let unnamed = 0;
  for (const item of Array.isArray(items) ? items : items === undefined || items === null ? [] : [items]) {
    const name = attribute(item, 'Name');
    named[name ?? `param${++unnamed}`] = textOf(item) ?? '';
  }
  return named;
}

/** The element inside UserData, whatever its name: attributes and children. */
function userData(value: unknown): Fields {
  const outer = asFields(value);
  if (!outer) return {};
  const inner = Object.entries(outer).find(([name, child]) => !isMarkup(name) && asFields(child))?.[1];
  return flatten(asFields(inner) ?? outer);
}

function flatten(fields: Fields): Fields {
  const flat: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (name === '#attributes') Object.assign(flat, asFields(value));
    else if (!/^@?xmlns/.test(name) && name !== '#text') flat[name.replace(/^@/, '')] = textOf(value) ?? '';
  }
  return flat;
}

function isMarkup(name: string): boolean {
  return name.startsWith('@') || name.startsWith('#');
}

/** An attribute, as our XML reader and the common converters spell it. */
function attribute(node: unknown, name: string): string | undefined {
  const fields = asFields(node);
  if (!fields) return undefined;
  return textOf(fields[`@${name}`]) ?? textOf(asFields(fields['#attributes'])?.[name] ?? asFields(fields['$'])?.[name]) ?? textOf(fields[name]);
}

// winlogbeat and Elastic Agent

function fromWinlogbeat(raw: Fields): WindowsRecord {
  const winlog = asFields(raw['winlog']) ?? nested(raw, 'winlog.');
  const computer = textOf(winlog['computer_name']);
  const host = asFields(raw['host']) ?? nested(raw, 'host.');
  const provider = textOf(winlog['provider_name']);
  // Elastic moves the time of a Sysmon record into @timestamp; elsewhere a pipeline may have put its own clock there.
  const isSysmon = provider === 'Microsoft-Windows-Sysmon';
  return build({
    eventId: textOf(winlog['event_id']) ?? textOf(at(raw, 'event.code')),
    provider,
    channel: textOf(winlog['channel']) ?? textOf(winlog['log_name']),
    version: textOf(winlog['version']),
    computer: computer ?? textOf(host['name']),
    recordId: textOf(winlog['record_id']),
    time: (isSysmon ? undefined : textOf(winlog['time_created'])) ?? textOf(raw['@timestamp']) ?? textOf(winlog['time_created']),
    userSid: textOf(at(winlog, 'user.identifier')),
    hostId: isSameHost(computer, textOf(host['name'])) ? textOf(host['id']) : undefined,
    data: {
      ...movedByPipelines(raw),
      ...asFields(winlog['user_data']), ...nested(winlog, 'user_data.'),
      ...asFields(winlog['event_data']), ...nested(winlog, 'event_data.'),
    },
    message: textOf(raw['message']),
  });
}

/** What Elastic's pipelines take out of the event data and put into ECS fields. */
function movedByPipelines(raw: Fields): Fields {
  const name = textOf(at(raw, 'user.name'));
  const domain = textOf(at(raw, 'user.domain'));
  return {
    Image: textOf(at(raw, 'process.executable')),
    NewProcessName: textOf(at(raw, 'process.executable')),
    CommandLine: textOf(at(raw, 'process.command_line')),
    OriginalFileName: textOf(at(raw, 'process.pe.original_file_name')),
    QueryName: textOf(at(raw, 'dns.question.name')),
    IpAddress: textOf(at(raw, 'source.ip')),
    ClientAddress: textOf(at(raw, 'source.ip')),
    ClientName: textOf(at(raw, 'source.domain')),
    User: name === undefined ? undefined : domain === undefined ? name : `${domain}\\${name}`,
  };
}

// NXLog, old winlogbeat, Log Analytics and others who put the names of the event data beside the rest

const EVENT_ID = ['eventid', 'event_id', 'eventcode', 'event_code'] as const;
const CHANNEL = ['channel', 'log_name', 'logname', 'eventlog'] as const;
const PROVIDER = ['sourcename', 'source_name', 'providername', 'provider_name', 'provider'] as const;
const COMPUTER = ['hostname', 'computer_name', 'computername', 'computer'] as const;
const TIME = ['timecreated', 'time_created', 'eventtime', 'timegenerated', 'event_time', 'date'] as const;

function fromFlat(raw: Fields): WindowsRecord {
  const flat = lowerNames(raw);
  const time = first(flat, ...TIME);
  const stamp = textOf(flat['@timestamp']);
  const data = asFields(flat['event_data']) ?? asFields(flat['eventdata']);
  return build({
    eventId: first(flat, ...EVENT_ID),
    provider: first(flat, ...PROVIDER),
    channel: first(flat, ...CHANNEL),
    version: textOf(flat['version']),
    computer: first(flat, ...COMPUTER),
    recordId: first(flat, 'recordnumber', 'record_number', 'eventrecordid', 'record_id', 'recordid'),
    time: time ?? stamp,
    forwardedLocal: textOf(flat['eventreceivedtime']),
    // Beside a time of its own, @timestamp is the clock of the collector.
    collected: time === undefined ? undefined : stamp,
    userSid: first(flat, 'userid', 'sid'),
    data: data || asFields(flat['user_data']) ? { ...asFields(flat['user_data']), ...data } : flat,
    message: textOf(flat['message']),
  });
}

function fromText(text: string): WindowsRecord {
  const head = textEvent(text);
  return build({
    eventId: head['eventcode'], provider: head['sourcename'], channel: head['logname'], computer: head['computername'],
    recordId: head['recordnumber'], time: head['time'], userSid: head['sid'], data: {}, message: head['message'],
  });
}

// What all have in common

interface Parts {
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

function build(parts: Parts): WindowsRecord {
  const eventId = /^\d{1,6}$/.test(parts.eventId?.trim() ?? '') ? Number(parts.eventId) : -1;
  const data = texts(parts.data);
  const hasZone = parts.time !== undefined && parseInstant(parts.time) !== undefined;
  const record: Record<string, unknown> = {
    eventId,
    provider: parts.provider ?? '',
    channel: parts.channel ?? '',
    version: parts.version,
    computer: parts.computer,
    recordId: parts.recordId,
    timeCreated: hasZone ? parts.time : undefined,
    localTime: hasZone ? undefined : parts.time,
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
function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  const inner = asFields(value)?.['#text'];
  return inner === undefined || typeof inner === 'object' ? undefined : String(inner);
}

function asFields(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Fields : undefined;
}

/** A value by its dotted name, or by the path. */
function at(fields: Fields, path: string): unknown {
  if (Object.hasOwn(fields, path)) return fields[path];
  let value: unknown = fields;
  for (const word of path.split('.')) value = asFields(value)?.[word];
  return value;
}

/** The fields whose dotted names start so, without that start. */
function nested(fields: Fields, prefix: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name.startsWith(prefix)).map(([name, value]) => [name.slice(prefix.length), value]));
}

function lowerNames(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
}

function first(fields: Fields, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = textOf(fields[name]);
    if (value !== undefined && value !== '') return value;
  }
  return undefined;
}

/** Forwarded logs carry the collector's name in `host.name`, the laptop's in `computer_name`. */
export function isSameHost(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && shortName(one) === shortName(other);
}

function shortName(host: string): string {
  return host.split('.', 1)[0]!.toLowerCase();
}
