import { calendarTime } from '../../calendar-time.ts';
import { isObject, textAt } from '../../loose.ts';

/** A line of a server's log, or of its status file. */
export type OpenVpnLine =
  | { readonly is: 'log'; readonly when: When; readonly client: Client | undefined; readonly message: string }
  | { readonly is: 'client'; readonly client: Client; readonly inside: string | undefined; readonly since: When }
  | { readonly is: 'status' };

/** A time as written, that of old syslog where there is no other, and that of the collector where it says one. */
export interface When { readonly written: string | undefined; readonly yearless?: string | undefined; readonly received: string | undefined }

/** Who the line is about: a name, where one is known yet, and the address it comes from. */
export interface Client { readonly name: string | undefined; readonly address: string }

/** Reads a line; undefined for what is none of OpenVPN's. */
export function openVpnLine(raw: unknown): OpenVpnLine | undefined {
  if (typeof raw === 'string') return statusLine(raw) ?? logLine(raw, undefined);
  if (!isObject(raw)) return undefined;
  const text = textAt(raw, 'message') ?? textAt(raw, 'event', 'original');
  // The envelope is kept, because a line that went through syslog has no year but the collector's.
  return text === undefined ? undefined : statusLine(text) ?? logLine(text, textAt(raw, 'timestamp') ?? textAt(raw, 'time'));
}

const TIME = String.raw`(?<iso>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)|(?<calendar>[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4})`;
const PROGRAM = String.raw`(?:ovpn|openvpn)[\w.@-]{0,80}`;
/** How syslog names the program, in the old form and in that of RFC 5424; some firewalls leave their own name out. */
const SENDER = String.raw`(?: (?:\S{1,255} )?${PROGRAM}(?:\[\d{1,10}\])?:| \S{1,255} ${PROGRAM} (?:\d{1,10}|-) \S{1,64} (?:-|\[[^\]\n]{0,200}\]))`;
/** What stands before a message: the server's own time, or syslog's and the name of the program. */
const HEAD = new RegExp(String.raw`^(?:<\d{1,3}>)?(?:1 )?(?:(?:${TIME})|(?<yearless>[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d))(?: us=\d{1,6})?${SENDER}? `);
/** The journal in short, without a time. */
const BARE = new RegExp(String.raw`^${PROGRAM}\[\d{1,10}\]: `);
/** What Access Server writes around a server's line. */
const AROUND = String.raw`\[OVPN \d{1,4}\] OUT: ['"]`;
const ITS_OWN = String.raw`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d |[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4} `;
/** In its own file its time says its zone. */
const ACCESS_SERVER = new RegExp(String.raw`^(?:[^\n]{0,300}? )?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}) \[stdout#\w{1,20}\] ${AROUND}(?:${ITS_OWN})?(.*?)['"]?$`);
/** Through syslog there is the time that the server wrote, and no year beside it. */
const ACCESS_SERVER_SYSLOG = new RegExp(String.raw`^[^\n]{0,300}? ${AROUND}(${ITS_OWN})(.*?)['"]?$`);
const ADDRESS = String.raw`(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-fA-F:]{2,39}\]?):\d{1,5}`;
/** `kim/198.51.100.23:59321 `, or the address alone while nobody has signed in. */
const CLIENT = new RegExp(`^(?:(?<name>[^/:\\n]{1,200})/)?(?:(?:udp|tcp)[46]?(?:-server)?:)?(?<address>${ADDRESS}) `, 'i');

/** Messages that nobody else writes: they tell an OpenVPN line that lost its head. */
const OURS = /^(?:LDAP (?:user|bind)|Unable to bind as |\[[^\]\n]{1,200}\] Peer Connection Initiated with \[AF_INET|openvpn server '[^'\n]{1,80}' user ')/;

/** What a relay puts before a line of a file that it follows: the server's own time is behind it. */
const RELAY = /^(?:<\d{1,3}>|[A-Z][a-z]{2} {1,2}\d{1,2} \d\d:|\d{4}-\d\d-\d\dT)[^\n]{0,200}? (?=(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4}) )/;

function logLine(line: string, received: string | undefined): OpenVpnLine | undefined {
  const text = line.replace(ACCESS_SERVER, '$1 $2').replace(ACCESS_SERVER_SYSLOG, '$1$2').replace(RELAY, '');
  const head = HEAD.exec(text) ?? BARE.exec(text);
  const rest = text.slice(head?.[0].length ?? 0).trim();
  const found = CLIENT.exec(`${rest} `);
  const message = rest.slice(found ? found[0].trimEnd().length : 0).trim();
  if (head === null && found?.groups?.['name'] === undefined && !OURS.test(message)) return undefined;
  const client = found ? { name: found.groups!['name'], address: found.groups!['address']! } : undefined;
  return { is: 'log', when: { written: timeOf(head?.groups), yearless: head?.groups?.['yearless'], received }, client, message };
}

/** The time as ISO 8601, without a zone where it had none. */
function timeOf(groups: Readonly<Record<string, string | undefined>> | undefined): string | undefined {
  return groups?.['iso']?.replace(' ', 'T') ?? calendarTime(groups?.['calendar']);
}

/** How lines of the status file begin that list no client. */
const STATUS = /^(?:OpenVPN CLIENT LIST|OpenVPN STATISTICS|Updated,|Common Name,|ROUTING[ _]TABLE|Virtual Address,|GLOBAL[ _]STATS|Max bcast\/mcast|END$|TITLE[,\t]|TIME[,\t]|HEADER[,\t])/;
/** A client in the first version of the file. */
const FIRST = new RegExp(`^(?<name>[^,\\n]{1,200}),(?<address>${ADDRESS}),\\d+,\\d+,(?<since>[\\w: -]{19,30})$`);
const ROUTE = new RegExp(`^[0-9a-fA-F.:/@]{2,60}C?,[^,\\n]{1,200},${ADDRESS},[\\w: -]{19,30}$`);

function statusLine(text: string): OpenVpnLine | undefined {
  const line = text.trim();
  if (STATUS.test(line) || ROUTE.test(line)) return { is: 'status' };
  const first = FIRST.exec(line)?.groups;
  if (first) return { is: 'client', client: { name: first['name'], address: first['address']! }, inside: undefined, since: { written: timeOf(HEAD.exec(`${first['since']} `)?.groups), received: undefined } };
  if (!/^CLIENT_LIST[,\t]/.test(line)) return undefined;
  // The columns are fixed up to here; later releases append.
  const [, name, address, v4, v6, , , , since, user] = line.split(/[,\t]/);
  if (address === undefined) return undefined;
  const account = user === undefined || user === '' || user === 'UNDEF' ? name : user;
  return { is: 'client', client: { name: account, address }, inside: v4 || v6, since: { written: since, received: undefined } };
}
