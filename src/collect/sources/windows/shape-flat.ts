import type { Rejected } from '../../../core/parse-event.ts';
import { isoOf } from '../../../core/time.ts';
import { objectOf } from '../../loose.ts';
import { utcTime } from '../../utc-time.ts';
import { asFields, build, first, lowerNames, textOf, type Fields } from './parts.ts';
import type { WindowsRecord } from './record.ts';
import { dataIn, dataOfXml, inUtc } from './shape-xml.ts';

const EVENT_ID = ['eventid', 'event_id', 'eventcode', 'event_code'] as const;
const CHANNEL = ['channel', 'log_name', 'logname', 'eventlog'] as const;
const PROVIDER = ['sourcename', 'source_name', 'providername', 'provider_name', 'provider'] as const;
const COMPUTER = ['hostname', 'computer_name', 'computername', 'computer', 'machinename'] as const;
const TIME = ['timecreated', 'time_created', 'eventtime', 'timegenerated', 'event_time', 'date'] as const;
/** Times that are in UTC by their name. */
const UTC_TIME = ['utctime', 'timegenerated [utc]', 'timecreated [utc]'] as const;
/** What `Get-WinEvent` names its objects with, where the number of an event is `Id`. */
const POWERSHELL = ['id', 'logname', 'providername', 'machinename'] as const;

/** True for a record that names an event id and the log or the provider on its top level. */
export function isFlat(raw: Fields): boolean {
  const flat = lowerNames(raw);
  return eventIdOf(flat) !== undefined && first(flat, ...CHANNEL, ...PROVIDER) !== undefined;
}

/** True for a row of what Event Viewer saves as CSV. */
export function isOfViewer(raw: Fields): boolean {
  return ['Date and Time', 'Source', 'Event ID'].every((name) => name in raw);
}

/** The machine stands nowhere in it. */
export function fromViewer(): Rejected {
  return { rejected: 'Event Viewer leaves the machine out of CSV; save the events as .evtx or as XML' };
}

/** True for the header of a table of such records saved as CSV. */
export function isFlatHeader(columns: readonly string[]): boolean {
  return isOfViewer(Object.fromEntries(columns.map((column) => [column, column]))) || isFlat(Object.fromEntries(columns.map((column) => [column, column])));
}

function eventIdOf(flat: Fields): string | undefined {
  return first(flat, ...EVENT_ID) ?? (POWERSHELL.every((name) => first(flat, name) !== undefined) ? first(flat, 'id') : undefined);
}

/** NXLog, winlogbeat before 7, Log Analytics and others who put the event data beside the rest. */
export function fromFlat(raw: Fields): WindowsRecord {
  const flat = lowerNames(raw);
  const payload = payloadOf(flat['payload']);
  // EvtxECmd reads logs as they are kept, in UTC.
  const time = payload ? inUtc(timeOf(flat)) : timeOf(flat);
  const stamp = textOf(flat['@timestamp']);
  const data = payload ?? dataOf(flat['event_data'] ?? flat['eventdata'] ?? flat['data']);
  return build({
    eventId: eventIdOf(flat),
    provider: first(flat, ...PROVIDER),
    channel: first(flat, ...CHANNEL),
    version: textOf(flat['version']),
    computer: first(flat, ...COMPUTER),
    recordId: first(flat, 'eventrecordid', 'recordnumber', 'record_number', 'record_id', 'recordid'),
    time: time ?? stamp ?? textOf(flat['timestamp']),
    forwardedLocal: textOf(flat['eventreceivedtime']),
    // Beside a time of its own, @timestamp is the clock of the collector.
    collected: time === undefined ? undefined : stamp,
    userSid: first(flat, 'userid', 'sid'),
    data: data || asFields(flat['user_data']) ? { ...asFields(flat['user_data']), ...data } : flat,
    message: textOf(flat['message']),
  });
}

/** The time of the event as written; what says that it is UTC, or counts since 1970, gets the mark of it. */
function timeOf(flat: Fields): string | undefined {
  const time = first(flat, ...TIME);
  // Integers of NXLog are microseconds; other agents write its names with seconds.
  const counted = /^(?:\/Date\(|\d+$)/.test(time ?? '') ? utcTime(time!.replace(/^(\d{13})\d{3}$/, '$1')) : undefined;
  if (counted !== undefined) return isoOf(counted);
  return time ?? inUtc(first(flat, ...UTC_TIME)) ?? bySplunk(first(flat, '_time'));
}

/** The time of a row of a search, where the event's own was left out. */
function bySplunk(written: string | undefined): string | undefined {
  const at = utcTime(written);
  return at === undefined ? undefined : isoOf(at);
}

/** The data of the event: an object, the same as JSON in a text, or XML. */
function dataOf(value: unknown): Fields | undefined {
  return typeof value === 'string' && /<(Event|User)Data[\s>]/.test(value) ? dataOfXml(value) : objectOf(value);
}

/** The data as EvtxECmd keeps it beside columns of its own: XML turned into JSON, in a text. */
function payloadOf(value: unknown): Fields | undefined {
  const tree = objectOf(value);
  return tree && ('EventData' in tree || 'UserData' in tree) ? dataIn(tree) : undefined;
}
