import type { Fields } from './parts.ts';
import type { WindowsRecord } from './record.ts';
import { fromWinlogbeat } from './shape-winlogbeat.ts';

/** What Graylog's input for Beats puts before every name, with strokes for the dots in it. */
const PREFIX = 'winlogbeat_';

/** True for a message of winlogbeat as Graylog stores it. */
export function isGraylog(raw: Fields): boolean {
  return raw['winlogbeat_winlog_event_id'] !== undefined;
}

/** Its names as winlogbeat wrote them; Graylog dates a message by the event. */
export function fromGraylog(raw: Fields): WindowsRecord {
  const entries = Object.entries(raw).map(([name, value]): readonly [string, unknown] => [plainName(name), value]);
  return fromWinlogbeat({ '@timestamp': raw['timestamp'], ...Object.fromEntries(entries) });
}

/** @example plainName('winlogbeat_winlog_event_data_IpAddress') // => 'winlog.event_data.IpAddress' */
function plainName(name: string): string {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length).replace(/^(winlog|event|host|user)_/, '$1.').replace(/^winlog\.(event_data|user_data|user)_/, 'winlog.$1.') : name;
}
