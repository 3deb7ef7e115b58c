import { lookup } from '../../../core/lookup.ts';
import { parseCef } from '../../cef.ts';
import { parseLeef } from '../../leef.ts';
import { keyValues } from '../../key-values.ts';
import { isObject, textOf } from '../../loose.ts';

/** A log of a Check Point gateway under the names of its own fields, however it was exported. */
export interface CheckPointLog {
  /** A filled field; undefined where it is missing or stands for nothing. */
  text(name: string): string | undefined;
}

/** Beside `product` or `origin`, one of these tells the vendor's logs from others with pairs. */
const MARKS = ['loguid', 'ifdir', 'i/f_dir', 'originsicname', 'origin_sic_name', '__policy_id_tag', 'sequencenum'] as const;

/** How structured data of syslog begins where a gateway names its fields by Check Point's number among enterprises. */
const STRUCTURED = '[Fields@1.3.6.1.4.1.2620 ';

/** Reads the outside of a log; undefined for what is none of Check Point's. */
export function checkPointLog(raw: unknown): CheckPointLog | undefined {
  if (isObject(raw)) return shownLog(raw) ?? logOf((name) => textOf(raw[name]) ?? textOf(raw[OTHER_NAMES[name] ?? name]));
  if (typeof raw !== 'string') return undefined;
  if (/\|Check ?Point\|/i.test(raw)) {
    // Some senders leave CEF's first word out, others put an empty part before the vendor.
    const cef = parseCef(raw.replace(/^\s*(?=\d\|[^|]*\|)/, 'CEF:').replace(/^(\s*CEF: ?\d\|)\|/, '$1'));
    // The exporter's fourth form with a head; it names the time and the account in its own way, and the action in the head.
    const leef = cef ? undefined : parseLeef(raw);
    if (leef) return fromPairs([...[...leef.fields].map(([name, value]) => [LEEF_NAMES[name] ?? name, value] as const), ['product', leef.product], ['action', leef.event]]);
    return cef && fromPairs(cef.fields.map(([name, value]) => [CEF_NAMES[name] ?? name, value] as const));
  }
  const written = /^(?:<\d{1,3}>)?1 (\d{4}-\d\d-\d\dT\S{8,30}) /.exec(raw)?.[1];
  // Releases before R81 leave the time to syslog's header.
  const time = written === undefined ? [] : [['time', written] as const];
  if (/[[;\s](?:action|loguid|ifdir):"/.test(raw)) return fromPairs([...quotedPairs(raw), ...time]);
  if (raw.includes(STRUCTURED)) {
    const pairs = new Map([...keyValues(raw), ...time]);
    return { text: (name) => textOf(pairs.get(name)) ?? textOf(pairs.get(OTHER_NAMES[name] ?? name)) };
  }
  return /(?:^|\|)(?:action|i\/f_dir)=/.test(raw) ? fromPairs(barredPairs(raw)) : undefined;
}

/** True for a line of the old export, which names no fields. */
export function isOldExport(raw: unknown): boolean {
  return typeof raw === 'string' && /^"\d+" "\d{1,2}[A-Z][a-z]{2}\d{4}" "/.test(raw);
}

/** What the names of CEF are in the vendor's own form. */
const CEF_NAMES: Readonly<Record<string, string>> = lookup({ act: 'action', rt: 'time', suser: 'user', shost: 'src_machine_name' });

/** What the names of LEEF are in the vendor's own form. */
const LEEF_NAMES: Readonly<Record<string, string>> = lookup({ devTime: 'time', usrName: 'user', identHostName: 'src_machine_name' });

/** What SmartConsole calls the fields in its columns, and so in what it exports. */
const SHOWN_NAMES: Readonly<Record<string, readonly string[]>> = lookup({
  time: ['Time'], product: ['Blade', 'Product'], action: ['Action'], origin: ['Origin'], loguid: ['Id', 'Log ID'], src: ['Source'], user: ['User', 'Source User Name'], vpn_user: ['VPN User'], office_mode_ip: ['Office Mode IP'],
  src_machine_name: ['Source Machine Name', 'Machine Name'], vpn_feature_name: ['VPN Feature'], event_type: ['Event Type'], status: ['Status'], auth_status: ['Authentication Status'],
});

/** A row that somebody exported from SmartConsole or SmartView, whose columns are headed as people see them. */
function shownLog(raw: Readonly<Record<string, unknown>>): CheckPointLog | undefined {
  if (!['Time', 'Blade', 'Action', 'Origin'].every((name) => Object.hasOwn(raw, name))) return undefined;
  return {
    text(name) {
      const found = SHOWN_NAMES[name]?.map((column) => textOf(raw[column])).find((text) => text !== undefined);
      // With names resolved it is `lt-7 (198.51.100.23)`.
      return name === 'src' ? /\(([0-9a-fA-F.:]{3,45})\)$/.exec(found ?? '')?.[1] ?? found : found;
    },
  };
}

/** What logs are called where a collector has renamed them after the vendor's older interface. */
const OTHER_NAMES: Readonly<Record<string, string>> = lookup({ product: 'ProductName', action: 'Action', loguid: 'UUid', src: 'sip', user: 'login', vpn_feature_name: 'vpn_feature' });

/** What LEA, by which logs were fetched before there was an exporter, calls the gateway. */
const LEA_NAMES: Readonly<Record<string, string>> = lookup({ orig: 'origin' });

/** `name:"value"; name::"value"`, as syslog has them. */
function quotedPairs(text: string): readonly (readonly [string, string])[] {
  return [...text.matchAll(/(?<![\w.])([A-Za-z_][\w .-]{0,80}?)::?"((?:[^"\\]|\\.)*)"/g)].map(([, name, value]) => [name!, value!.replace(/\\(.)/g, '$1')] as const);
}

/** `name=value|name=value`, as the exporter's format for Splunk has them, and what fetches logs through LEA. */
function barredPairs(text: string): readonly (readonly [string, string])[] {
  return text.split('|').flatMap((part) => {
    const at = part.indexOf('=');
    if (at < 1) return [];
    const name = part.slice(0, at).trim().split(' ').at(-1)!;
    return [[LEA_NAMES[name] ?? name, part.slice(at + 1)] as const];
  });
}

/** Of a name that comes twice the first counts. */
function fromPairs(pairs: readonly (readonly [string, string])[]): CheckPointLog | undefined {
  const values = new Map<string, string>();
  for (const [name, value] of pairs) if (!values.has(name)) values.set(name, value);
  return logOf((name) => textOf(values.get(name)));
}

function logOf(text: CheckPointLog['text']): CheckPointLog | undefined {
  const isNamed = (text('action') ?? text('loguid') ?? text('i/f_dir')) !== undefined && (text('product') ?? text('origin')) !== undefined;
  return isNamed && MARKS.some((name) => text(name) !== undefined) ? { text } : undefined;
}
