import { lookup } from '../../../core/lookup.ts';
import { parseCef } from '../../cef.ts';
import { cellsOf } from '../../csv.ts';
import { parseLeef } from '../../leef.ts';

/** Members under the names that JSON feeds have, and which log they are of. */
export interface FeedLine { readonly feed: string; readonly members: Readonly<Record<string, string>> }

/** Products in the head of CEF and LEEF; whatever else there is has its own name. */
const FEEDS: Readonly<Record<string, string>> = lookup({ nssdnslog: 'zscalernss-dns', nssfwlog: 'zscalernss-fw', nssweblog: 'zscalernss-web', nss: 'zscalernss-web' });

/** What LEEF calls members of the logs of Private Access; of a time it says in its name how it is written. */
const ACCESS_NAMES: Readonly<Record<string, string>> = lookup({ devTime: 'LogTimestamp', usrName: 'Username', identHostName: 'Hostname' });
/** The address is that of a session or of a connection; only one of them has a status. */
const ACCESS_ADDRESS = 'src';

/** A name looked up, as only the feed of DNS has one, whatever its maker called the product. */
const LOOKED_UP = /^(?:dns_?req|dns_?query|dns_?request|dns_?domain)$/i;

/** What the names of CEF are in JSON feeds; `cs5` and its fellows say it in a label. */
const CEF_NAMES: Readonly<Record<string, string>> = lookup({ suser: 'login', usrName: 'login', src: 'clt_sip', spriv: 'location', realm: 'location', dvchost: 'devicehostname', identHostName: 'devicehostname', rt: 'datetime', devTime: 'datetime', TimeGenerated: 'datetime' });

/** A feed in CEF or LEEF; undefined for what is neither, or another vendor's. */
export function extendedLine(text: string): FeedLine | undefined {
  if (!/\|Zscaler\|/i.test(text)) return undefined;
  const cef = parseCef(text);
  const leef = cef ? undefined : parseLeef(text);
  const [vendor, product] = cef ? [cef.header[1], cef.header[2]] : [leef?.vendor, leef?.product];
  if (vendor?.toLowerCase() !== 'zscaler' || product === undefined) return undefined;
  const fields = cef?.fields ?? [...leef!.fields];
  if (/^zpa$/i.test(product)) return { feed: 'ZPA', members: accessMembers(fields) };
  const members = Object.entries(named(fields)).map(([name, value]) => [LOOKED_UP.test(name) ? 'dns_req' : name, value] as const);
  const isDns = members.some(([name]) => name === 'dns_req');
  const feed = isDns ? 'zscalernss-dns' : FEEDS[product.toLowerCase()] ?? (/^[\w-]{1,40}$/.test(product) ? product : 'another feed');
  return { feed, members: { ...Object.fromEntries(members), ...headTime(text) } };
}

/** Members of Private Access in LEEF under the names that its JSON has. */
function accessMembers(fields: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const isConnection = fields.some(([name]) => name === 'ConnectionID');
  return Object.fromEntries(fields.map(([name, value]) => [name === ACCESS_ADDRESS ? (isConnection ? 'ClientPublicIP' : 'PublicIP') : ACCESS_NAMES[name] ?? name.replace(/:iso8601$/, ''), value]));
}

/** Members of CEF under the names of JSON feeds; those with a label under what it says. */
export function named(fields: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  const labels = new Map(fields.flatMap(([name, value]) => (name.endsWith('Label') ? [[name.slice(0, -'Label'.length), value] as const] : [])));
  return Object.fromEntries(fields.map(([name, value]) => [labels.get(name) ?? CEF_NAMES[name] ?? name, value]));
}

/** The time in the header of syslog, where it says year and zone: feeds in CEF have none, or one without a year. */
function headTime(text: string): { readonly time?: string } {
  const time = /^(?:<\d{1,3}>(?:\d )?)?(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) /.exec(text)?.[1];
  return time === undefined ? {} : { time };
}

/** The first columns of *User Status* as Zscaler's own templates for CSV and TSV have them. */
const STATUS_COLUMNS = [
  'LogTimestamp', 'Customer', 'Username', 'SessionID', 'SessionStatus', 'Version', 'ZEN', 'CertificateCN', 'PrivateIP', 'PublicIP', 'Latitude', 'Longitude', 'CountryCode',
  'TimestampAuthentication', 'TimestampUnAuthentication', 'TotalBytesRx', 'TotalBytesTx', 'Idp', 'Hostname', 'Platform', 'ClientType',
] as const;

/** When a row without names was logged; the templates put the name of the log behind it. */
const LOGGED = /^(?<at>[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4})(?: User (?:Status|Activity) zpa-lss: ?)?$/;

/** A row of *User Status* without a header, in the order of Zscaler's templates; undefined for anything else. */
export function statusRow(text: string): Readonly<Record<string, string>> | undefined {
  const delimiter = /[,\t]"?ZPN_STATUS_[A-Z_]{1,40}"?[,\t]/.exec(text)?.[0][0];
  if (delimiter === undefined) return undefined;
  const cells = cellsOf(text, delimiter === '\t' ? '\t' : ',');
  const row = Object.fromEntries(STATUS_COLUMNS.map((column, index) => [column, cells[index] ?? '']));
  const isStatus = row['SessionStatus']!.startsWith('ZPN_STATUS_') && /^zpn_client_type_\w{1,60}$/.test(row['ClientType']!);
  return isStatus ? { ...row, LogTimestamp: LOGGED.exec(row['LogTimestamp']!)?.groups?.['at'] ?? row['LogTimestamp']! } : undefined;
}

/** Columns of *User Activity* behind the status of the connection, in Zscaler's own templates for CSV and TSV. */
const ACTIVITY_COLUMNS = ['ConnectionStatus', 'IPProtocol', 'DoubleEncryption', 'Username', 'ServicePort', 'ClientPublicIP'] as const;
/** Where that status stands. The id of a connection has a comma in it, and the templates put nothing around it. */
const STATUS_AT = [5, 6] as const;
/** Cells from the beginning of the connection to the end; templates of old end before the laptop's name. */
const CELLS_WITH_LAPTOP = 29;
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/;

/**
 * A row of *User Activity* without a header, in the order of Zscaler's templates; undefined for anything else.
 *
 * Names of policies and applications stand in the middle and may hold commas, so that what is before them is counted from the
 * front, and what is behind them from the first time in ISO 8601, which is when the connection began.
 */
export function activityRow(text: string): Readonly<Record<string, string>> | undefined {
  const start = /^"?[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4}(?: User Activity zpa-lss: ?)?"?(?<delimiter>[,\t])/.exec(text);
  if (!start) return undefined;
  const cells = cellsOf(text, start.groups!['delimiter'] === '\t' ? '\t' : ',');
  const at = STATUS_AT.find((index) => isConnection(cells.slice(index, index + ACTIVITY_COLUMNS.length)));
  if (at === undefined) return undefined;
  const begun = cells.findIndex((cell, index) => index > at && ISO.test(cell));
  const hasLaptop = begun >= 0 && cells.length - begun >= CELLS_WITH_LAPTOP;
  return {
    LogTimestamp: LOGGED.exec(cells[0]!)!.groups!['at']!, Customer: cells[1]!, SessionID: cells[2]!,
    // All but the reason, which stands before the status.
    ConnectionID: cells.slice(3, at - 1).join(','),
    ...Object.fromEntries(ACTIVITY_COLUMNS.map((column, index) => [column, cells[at + index]!])),
    TimestampConnectionStart: cells[begun] ?? '',
    ...(hasLaptop ? { Platform: cells.at(-2)!, Hostname: cells.at(-1)!.trimEnd() } : {}),
  };
}

function isConnection([status, protocol, twice, , port, address]: readonly string[]): boolean {
  return /^[a-z_]{2,40}$/i.test(status ?? '') && [protocol, twice, port].every((number) => /^\d{1,5}$/.test(number ?? '')) && /^(?:|[\da-f:.]{2,45})$/i.test(address ?? 'x');
}
