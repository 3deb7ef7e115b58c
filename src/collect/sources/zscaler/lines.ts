import { lookup } from '../../../core/lookup.ts';
import { parseCef } from '../../cef.ts';
import { cellsOf } from '../../csv.ts';
import { parseLeef } from '../../leef.ts';

/** Members under the names that JSON feeds have, and which log they are of. */
export interface FeedLine { readonly feed: string; readonly members: Readonly<Record<string, string>> }

/** Products in the head of CEF and LEEF; whatever else there is has its own name. */
const FEEDS: Readonly<Record<string, string>> = lookup({ nssdnslog: 'zscalernss-dns', nssfwlog: 'zscalernss-fw', nssweblog: 'zscalernss-web', nss: 'zscalernss-web' });

/** What the names of CEF are in JSON feeds; `cs5` and its fellows say it in a label. */
const CEF_NAMES: Readonly<Record<string, string>> = lookup({ suser: 'login', usrName: 'login', src: 'clt_sip', spriv: 'location', realm: 'location', dvchost: 'devicehostname', rt: 'datetime', devTime: 'datetime', TimeGenerated: 'datetime' });

/** A feed in CEF or LEEF; undefined for what is neither, or another vendor's. */
export function extendedLine(text: string): FeedLine | undefined {
  if (!/\|Zscaler\|/i.test(text)) return undefined;
  const cef = parseCef(text);
  const leef = cef ? undefined : parseLeef(text);
  const [vendor, product] = cef ? [cef.header[1], cef.header[2]] : [leef?.vendor, leef?.product];
  if (vendor?.toLowerCase() !== 'zscaler' || product === undefined) return undefined;
  const feed = FEEDS[product.toLowerCase()] ?? (/^[\w-]{1,40}$/.test(product) ? product : 'another feed');
  return { feed, members: { ...named(cef?.fields ?? [...leef!.fields]), ...headTime(text) } };
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

/** A row of *User Status* without a header, in the order of Zscaler's templates; undefined for anything else. */
export function statusRow(text: string): Readonly<Record<string, string>> | undefined {
  const delimiter = /[,\t]"?ZPN_STATUS_[A-Z_]{1,40}"?[,\t]/.exec(text)?.[0][0];
  if (delimiter === undefined) return undefined;
  const cells = cellsOf(text, delimiter === '\t' ? '\t' : ',');
  const row = Object.fromEntries(STATUS_COLUMNS.map((column, index) => [column, cells[index] ?? '']));
  return row['SessionStatus']!.startsWith('ZPN_STATUS_') && /^zpn_client_type_\w{1,60}$/.test(row['ClientType']!) ? row : undefined;
}
