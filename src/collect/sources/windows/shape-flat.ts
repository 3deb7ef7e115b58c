import { asFields, build, first, lowerNames, textOf, type Fields } from './parts.ts';
import type { WindowsRecord } from './record.ts';

const EVENT_ID = ['eventid', 'event_id', 'eventcode', 'event_code'] as const;
const CHANNEL = ['channel', 'log_name', 'logname', 'eventlog'] as const;
const PROVIDER = ['sourcename', 'source_name', 'providername', 'provider_name', 'provider'] as const;
const COMPUTER = ['hostname', 'computer_name', 'computername', 'computer'] as const;
const TIME = ['timecreated', 'time_created', 'eventtime', 'timegenerated', 'event_time', 'date'] as const;

/** True for a record that names an event id and the log or the provider on its top level. */
export function isFlat(raw: Fields): boolean {
  const flat = lowerNames(raw);
  return first(flat, ...EVENT_ID) !== undefined && first(flat, ...CHANNEL, ...PROVIDER) !== undefined;
}

/** NXLog, winlogbeat before 7, Log Analytics and others who put the event data beside the rest. */
export function fromFlat(raw: Fields): WindowsRecord {
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
