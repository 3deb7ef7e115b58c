import { lookup } from '../../../core/lookup.ts';
import { parseCef, type Cef } from '../../cef.ts';
import { cellsOf } from '../../csv.ts';
import { parseLeef, type Leef } from '../../leef.ts';

/** A record of any PAN-OS log: its kind and, for GlobalProtect, its fields under the names of the vendor's JSON. */
export interface PanRecord {
  /** `GLOBALPROTECT`, `TRAFFIC`, … */
  readonly log: string;
  /** A filled field; undefined where it is missing, empty or stands for nothing. */
  text(name: PanField): string | undefined;
  /** Why the fields cannot be trusted, where they cannot. */
  readonly problem?: string;
}

/** Where the fields we use stand in a syslog line; later releases only append. */
const POSITIONS = {
  TimeReceived: 1, DeviceSN: 2, LogType: 3, ConfigVersion: 5, TimeGenerated: 6, EventIDValue: 8, SourceUserName: 12,
  EndpointDeviceName: 14, PublicIPv4: 15, PublicIPv6: 16, PrivateIPv4: 17, PrivateIPv6: 18, HostID: 19, EndpointSN: 20,
  EndpointOSType: 22, EndpointOSVersion: 23, Description: 27, EventStatus: 28, LoginDuration: 30, Portal: 33, SequenceNo: 34,
  TimeGeneratedHighResolution: 36, Gateway: 41,
} as const;

export type PanField = keyof typeof POSITIONS | 'Zone';

/**
 * A log line of PAN-OS, after whatever syslog put before it: number, time of receipt, serial, kind. The first releases of 9.1
 * have sequence number and flags before the kind.
 */
const CSV_LINE = /(?:^|[\s:>])(\d+,\d{4}[/-]\d\d[/-]\d\d[ T][^,]*,[^,]*,(?:\d{1,20},0x[0-9a-fA-F]{1,16},)?([A-Z][A-Z_-]+),.*)/s;

/** Reads the outside of a record; undefined for what is none of a Palo Alto firewall's. */
export function panRecord(raw: unknown): PanRecord | undefined {
  if (typeof raw === 'string') return fromText(raw);
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return undefined;
  return fromJson(raw as Readonly<Record<string, unknown>>);
}

function fromText(text: string): PanRecord | undefined {
  const line = CSV_LINE.exec(text);
  if (line) return fromCsv(line[1]!.trimEnd(), line[2]!);
  if (/^"?Domain"?,"?Receive Time"?,/.test(text)) return { log: 'header of a download', text: () => undefined };
  const cef = text.includes('Palo Alto') ? parseCef(text) : undefined;
  if (cef) return fromCef(cef);
  const leef = text.includes('Palo Alto') ? parseLeef(text) : undefined;
  return leef ? fromLeef(leef) : fromPairs(text);
}

/** Datadog's templates for Panorama and for firewalls: `receive_time=…|serial=…|type=…`, `timestamp=…, serial=…, type=…`. */
const PAIRS = /(?:^|[\s>])(?:(receive_time=[^|=]{1,40}\|serial=.*)|(timestamp=[^,=]{1,40}, (?:time_generated=[^,=]{1,40}, )?serial=.*))$/s;

function fromPairs(text: string): PanRecord | undefined {
  const [, byBars, byCommas] = PAIRS.exec(text) ?? [];
  const parts = byBars?.trimEnd().split('|') ?? byCommas?.trimEnd().split(/, (?=[a-z][\w.]{1,40}=)/);
  const values = new Map<string, string>();
  for (const part of parts ?? []) {
    const sign = part.indexOf('=');
    if (sign > 0) values.set(OTHER_NAMES[part.slice(0, sign)] ?? part.slice(0, sign), part.slice(sign + 1));
  }
  const log = values.get('type')?.toUpperCase();
  return log !== undefined && /^[A-Z][A-Z_-]{2,30}$/.test(log) ? { log, text: (name) => filled(values.get(API_NAMES[name] ?? '')) } : undefined;
}

const OTHER_NAMES: Readonly<Record<string, string>> = lookup({ 'timestamp': 'receive_time', 'usr.id': 'srcuser' });

/** Quotes around a cell that were themselves quoted on the way, as a text inside JSON is. */
const QUOTED_TWICE = /,\\"[^"\\]{0,1000}\\",/;

function fromCsv(written: string, log: string): PanRecord {
  const line = QUOTED_TWICE.test(written) ? written.replace(/\\([\\"])/g, '$1') : written;
  if (log === 'SYSTEM') return fromSystemLog(cellsOf(line, ','));
  if (log !== 'GLOBALPROTECT') return { log, text: () => undefined };
  const cells = inOrder(cellsOf(line, ','), log);
  const text = (name: PanField): string | undefined => (name === 'Zone' ? undefined : filled(cells[POSITIONS[name]]));
  const problem = orderProblem(text);
  return problem === undefined ? { log, text } : { log, text, problem };
}

/** The cells where later releases have them. */
function inOrder(cells: readonly string[], log: string): readonly string[] {
  if (cells[POSITIONS.LogType] === log) return cells;
  const [number, , ...rest] = cells.slice(POSITIONS.LogType);
  const moved = [...cells.slice(0, POSITIONS.LogType), ...rest];
  moved[POSITIONS.SequenceNo] = number!;
  return moved;
}

/**
 * Checks that the positions hold what they should. The order of fields is known for 9.1, the first release with this log,
 * and has only been appended to since; a firewall may also have been given an order of its own.
 */
function orderProblem(text: (name: PanField) => string | undefined): string | undefined {
  const release = releaseOf(text('ConfigVersion'));
  if (release === undefined) return 'no release where it should stand; send the default format';
  if (release.major < 9 || (release.major === 9 && release.minor < 1)) return `PAN-OS ${release.major}.${release.minor} has no GlobalProtect log; the order of fields is not known`;
  const isStatus = /^(success|failure)$/i.test(text('EventStatus') ?? '');
  const isEvent = /^[a-z][a-z0-9-]*$/i.test(text('EventIDValue') ?? '');
  return isStatus && isEvent ? undefined : `the line is cut off, or its fields stand in another order than PAN-OS ${release.major}.${release.minor} writes them; send the default format whole`;
}

/** `2817` is 0x0B01, PAN-OS 11.1; the logging service writes `11.1`. */
function releaseOf(text: string | undefined): { readonly major: number; readonly minor: number } | undefined {
  if (text === undefined) return undefined;
  const written = /^(\d{1,2})\.(\d{1,2})/.exec(text);
  if (written) return { major: Number(written[1]), minor: Number(written[2]) };
  if (!/^\d{3,5}$/.test(text)) return undefined;
  return { major: Number(text) >> 8, minor: Number(text) & 0xff };
}

function fromCef({ header, fields }: Cef): PanRecord | undefined {
  if (!/palo alto/i.test(header[1] ?? '')) return undefined;
  // Where the kind of log stands among the last parts of the header depends on who wrote the template.
  const log = header.slice(4).find((part) => /^[A-Z][A-Z_-]{2,}$/.test(part)) ?? header[4] ?? '';
  const values = new Map<string, string>();
  const said = new Set<string>();
  for (const [name, value] of fields) {
    const plain = CEF_NAMES[name] ?? name.replace(/^PanOS/, '');
    // The firewall's template writes two serials under one name: its own first, then the laptop's.
    if (plain === 'DeviceSN' && said.has(name)) values.set('EndpointSN', value);
    else if (!values.has(plain)) values.set(plain, value);
    said.add(name);
  }
  return { log, text: (name) => filled(values.get(name)) };
}

const CEF_NAMES: Readonly<Record<string, PanField>> = lookup({
  rt: 'TimeReceived', start: 'TimeGenerated', dtz: 'Zone', deviceExternalId: 'DeviceSN', PanOSEventID: 'EventIDValue', PanOSLogTimeStamp: 'TimeGenerated',
});

/** The names are those of the vendor's JSON, but for the few that LEEF itself has; templates of firewalls keep some of PAN-OS's. */
const LEEF_NAMES: Readonly<Record<string, PanField>> = lookup({
  devTime: 'TimeGenerated', usrName: 'SourceUserName', ReceiveTime: 'TimeReceived', SerialNumber: 'DeviceSN', sequence: 'SequenceNo',
});

function fromLeef({ vendor, event, fields }: Leef): PanRecord | undefined {
  if (!/palo alto/i.test(vendor)) return undefined;
  const log = (fields.get('LogType') ?? fields.get('cat') ?? '').toUpperCase();
  const values = new Map([...fields].map(([name, value]) => [LEEF_NAMES[name] ?? name, value]));
  // The logging service writes UTC without saying so; a firewall writes by its own clock.
  const isService = fields.has('TimeReceived');
  // Which event it is stands in the head.
  return { log: /^[A-Z][A-Z_-]{2,30}$/.test(log) ? log : 'unnamed log', text: (name) => filled(values.get(name) ?? (name === 'EventIDValue' ? event : name === 'Zone' && isService ? 'UTC' : undefined)) };
}

/** Where the fields of the system log stand. */
const SYSTEM_POSITIONS: Readonly<Partial<Record<PanField, number>>> = { TimeReceived: 1, DeviceSN: 2, TimeGenerated: 6, EventIDValue: 8, Description: 14, SequenceNo: 15 };
const SYSTEM_WORDS: Readonly<Partial<Record<PanField, RegExp>>> = {
  PublicIPv4: /\bLogin from: ([0-9a-fA-F.:]{1,44}[0-9a-fA-F:])/, SourceUserName: /\bUser name: ([^,]{1,200}?)(?:,|\.$|$)/, EndpointOSVersion: /\bClient OS version: (.{1,200}?)(?:, (?:Reason|VPN type): |\.?$)/,
};

/** Releases before 9.1 have no log of their own for GlobalProtect: what happened stands in words in the system log. */
function fromSystemLog(cells: readonly string[]): PanRecord {
  if (cells[4] !== 'globalprotect') return { log: 'SYSTEM', text: () => undefined };
  const at = (name: PanField): string | undefined => filled(cells[SYSTEM_POSITIONS[name] ?? cells.length]);
  return {
    log: 'GLOBALPROTECT',
    text: (name) => (name === 'EventStatus' ? (/-succ$/.test(at('EventIDValue') ?? '') ? 'success' : undefined) : at(name) ?? filled(SYSTEM_WORDS[name]?.exec(at('Description') ?? '')?.[1])),
  };
}

/** How the logging service calls the fields where it answers a query, and with it the data sets of Cortex; some values lie one member deeper. */
const QUERY_NAMES: Readonly<Partial<Record<PanField, readonly string[]>>> = {
  TimeReceived: ['log_time', '_time'], DeviceSN: ['log_source_id', 'device_sn'], ConfigVersion: ['config_version'], TimeGenerated: ['time_generated', 'event_time'], EventIDValue: ['event_id', 'event_id_value'],
  SourceUserName: ['source_user', 'source_user_name'], EndpointDeviceName: ['endpoint_device_name'], PublicIPv4: ['public_ip', 'public_ipv4'], PublicIPv6: ['public_ipv6'], PrivateIPv4: ['private_ip', 'private_ipv4'], PrivateIPv6: ['private_ipv6'],
  HostID: ['host_id'], EndpointSN: ['endpoint_serial_number', 'endpoint_sn'], EndpointOSType: ['endpoint_os_type'], EndpointOSVersion: ['endpoint_os_version'], Description: ['description'], EventStatus: ['event_status', 'status'],
  LoginDuration: ['login_duration'], Portal: ['portal'], SequenceNo: ['sequence_no'], TimeGeneratedHighResolution: ['time_generated_high_res'], Gateway: ['gateway'],
};

function fromQuery(raw: Readonly<Record<string, unknown>>): PanRecord | undefined {
  const at = (name: string): string | undefined => {
    const value = raw[name];
    const inner = typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)['value'] : value;
    // A number this long has lost its last digits and names another record.
    return typeof inner === 'number' ? (Number.isSafeInteger(inner) ? String(inner) : undefined) : typeof inner === 'string' ? filled(inner) : undefined;
  };
  const log = at('log_type')?.toUpperCase();
  if (log === undefined || !/^[A-Z][A-Z_-]{2,30}$/.test(log) || !['log_source_id', 'sequence_no', 'device_sn'].some((name) => at(name) !== undefined)) return undefined;
  return {
    log,
    // What is counted there is counted from 1970; what is written there says no zone and is in UTC.
    text: (name) => (name === 'Zone' ? 'UTC' : (QUERY_NAMES[name] ?? []).map(at).find((text) => text !== undefined)),
  };
}

function fromJson(raw: Readonly<Record<string, unknown>>): PanRecord | undefined {
  const asked = 'log_type' in raw ? fromQuery(raw) : undefined;
  if (asked) return asked;
  const isApi = typeof raw['type'] === 'string' && 'seqno' in raw && 'receive_time' in raw;
  const said = isApi ? raw['type'] : raw['LogType'];
  if (typeof said !== 'string' || (!isApi && !JSON_MARKS.some((name) => name in raw))) return undefined;
  return {
    log: said.toUpperCase(),
    text: (name) => {
      const value = isApi ? raw[API_NAMES[name] ?? ''] : raw[name];
      // A number this long has lost its last digits and names another record.
      if (typeof value === 'number') return Number.isSafeInteger(value) ? String(value) : undefined;
      return typeof value === 'string' ? filled(value) : undefined;
    },
  };
}

/** How the firewall's own interface calls the fields. */
const API_NAMES: Readonly<Partial<Record<PanField, string>>> = {
  TimeReceived: 'receive_time', DeviceSN: 'serial', LogType: 'type', ConfigVersion: 'config_ver', TimeGenerated: 'time_generated', EventIDValue: 'eventid', SourceUserName: 'srcuser',
  EndpointDeviceName: 'machinename', PublicIPv4: 'public_ip', PublicIPv6: 'public_ipv6', PrivateIPv4: 'private_ip', PrivateIPv6: 'private_ipv6', HostID: 'hostid', EndpointSN: 'serialnumber',
  EndpointOSType: 'client_os', EndpointOSVersion: 'client_os_ver', Description: 'opaque', EventStatus: 'status', LoginDuration: 'login_duration', Portal: 'portal', SequenceNo: 'seqno',
  TimeGeneratedHighResolution: 'high_res_timestamp', Gateway: 'gateway',
};

const JSON_MARKS = ['DeviceSN', 'LogSourceID', 'TimeGenerated', 'TimeReceived', 'EventTime', 'SequenceNo'] as const;

const NOTHING: ReadonlySet<string> = new Set(['', '0.0.0.0', '::', '(null)', 'null', 'no-serial']);

/** A cell with something in it; `0.0.0.0` and `no-serial` stand for nothing. */
function filled(text: string | undefined): string | undefined {
  const found = text?.trim();
  return found === undefined || NOTHING.has(found) ? undefined : found;
}
