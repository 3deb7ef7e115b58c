import { keyedParts } from './parts.ts';

/** A message of a NetScaler. */
export interface CitrixMessage {
  /** `SSLVPN LOGIN`, … or what kind of other line it is; fit to be counted and printed. */
  readonly kind: string;
  /** Date and time as the appliance wrote them, and the zone where it said one. */
  readonly date: string | undefined;
  readonly isGmt: boolean;
  /** What the appliance calls itself. */
  readonly appliance: string | undefined;
  /** A part such as `Client_ip`, without quotes; undefined where it is missing or not applicable. */
  part(name: string): string | undefined;
}

const HEAD = /(?:(?<date>\d{2,4}\/\d\d\/\d{2,4}:\d\d:\d\d:\d\d) {1,3}(?:(?<gmt>GMT|UTC) {1,3})?(?:(?<appliance>[\w.-]{1,255}) {1,3})?(?:\d-)?PPE-\d{1,3} : )?(?:default |[\w-]{1,64} )?(?<feature>[A-Z][A-Z0-9_]{1,30}) (?<event>[A-Za-z][A-Za-z0-9_]{1,60}) \d{1,20}(?<second> \d{1,10})? : {1,2}/;
/** What is left where a collector took away date, appliance and part. */
const SHORT = /(?:^|\bdefault )(?<event>[A-Z][A-Za-z0-9_]{1,60}) \d{1,20} \d{1,10} : {1,2}/;
const END = /^(?<date>\d{2,4}\/\d\d\/\d{2,4}:\d\d:\d\d:\d\d) ?(?<gmt>GMT|UTC)?$/;

/** Reads a line; undefined for what is none of a NetScaler's. */
export function citrixMessage(raw: unknown): CitrixMessage | undefined {
  if (typeof raw !== 'string') return undefined;
  const text = unquoted(raw);
  const head = HEAD.exec(text.slice(0, 600));
  // Releases before 10 number a message once; without a date that could be any text.
  if (head && (head.groups!['second'] ?? head.groups!['date']) !== undefined) {
    const { date, gmt, appliance, feature, event } = head.groups!;
    const parts = keyedParts(text.slice(head.index + head[0].length));
    return { kind: `${feature} ${event}`, date, isGmt: gmt !== undefined, appliance, part: (name) => parts.get(name) };
  }
  const short = SHORT.exec(text.slice(0, 600));
  if (short) return shortMessage(short.groups!['event']!, keyedParts(text.slice(short.index + short[0].length)));
  const kind = /\|Citrix\|NetScaler\|/.test(text) ? 'application firewall' : /^\S{1,64} on \S{1,64} shell_command=/.test(text) ? 'shell' : /^[\d.:]{3,60} -> [\d.:]{3,60} "[A-Z]{3,10} /.test(text) ? 'web access' : undefined;
  return kind === undefined ? undefined : { kind, date: undefined, isGmt: false, appliance: undefined, part: () => undefined };
}

/** A session that ended says when in a part of its own, and a session of the VPN counts what other sessions do not have. */
function shortMessage(event: string, parts: ReadonlyMap<string, string>): CitrixMessage {
  const end = END.exec(parts.get('End_time') ?? '')?.groups;
  const kind = event === 'LOGOUT' && parts.has('NonHttp_services_accessed') ? 'SSLVPN LOGOUT' : event;
  return { kind, date: end?.['date'], isGmt: end?.['gmt'] !== undefined, appliance: undefined, part: (name) => parts.get(name) };
}

/** Some collectors keep the line as a cell of CSV, with its quotes doubled. */
function unquoted(raw: string): string {
  const text = raw.trim();
  return text.startsWith('"') && text.endsWith('"') && text.length > 1 ? text.slice(1, -1).replaceAll('""', '"') : text;
}
