import { isObject, memberOf, objectOf, textAt } from '../../loose.ts';

/** A row of an advanced hunting table, or a machine of the API. */
export interface HuntingRow {
  /** `DeviceLogonEvents`, …, or `machine`; fit to be counted and printed. */
  readonly table: string;
  /** Table, and what happened where the row says so. */
  readonly kind: string;
  /** The text of a column by its folded name; undefined where it is missing or stands for nothing. */
  text(...path: readonly string[]): string | undefined;
  get(...path: readonly string[]): unknown;
  /** When a streaming export sent the row. */
  readonly sent: string | undefined;
}

/** The table of what is installed where. */
export const SOFTWARE = 'DeviceTvmSoftwareInventory';

const TABLE = /^(?:Device|Identity|Email|Alert|Cloud|Url|Message|Aad|Entra|Graph|Exposure|Behavior)[A-Za-z]{1,60}$/;

/** Reads the outside of a row; undefined for what is none of Defender's. */
export function huntingRow(raw: unknown): HuntingRow | undefined {
  if (!isObject(raw)) return undefined;
  const streamed = /^AdvancedHunting-(\w{1,60})$/.exec(textAt(raw, 'category') ?? '')?.[1];
  const inner = objectOf(memberOf(raw, 'properties'));
  if (streamed !== undefined && inner) return row(inner, streamed, textAt(raw, 'time'));
  // A workspace adds the name of the table, and so do the queries of a pull; other answers and CSV do not.
  const type = textAt(raw, 'type');
  const generated = textAt(raw, 'timegenerated');
  if (type !== undefined && TABLE.test(type) && (generated !== undefined || isKeyed(raw))) return row(raw, type, generated);
  const software = softwareOf(raw);
  if (software) return row(software, textAt(raw, 'cveid') === undefined ? SOFTWARE : 'DeviceTvmSoftwareVulnerabilities', generated);
  const machine = machineOf(raw);
  if (machine) return row(machine, 'machine', undefined);
  const table = isKeyed(raw) ? tableOf(raw) : otherTable(raw);
  return table === undefined ? undefined : row(raw, table, undefined);
}

/** Installed software of a laptop: a row of hunting, which has no time, or one of the API, which tells when it was first seen. */
function softwareOf(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const isTold = ['deviceid', 'softwarename', 'softwarevendor'].every((name) => textAt(raw, name) !== undefined) && memberOf(raw, 'actiontype') === undefined;
  return isTold ? { ...raw, Timestamp: textAt(raw, 'timestamp') ?? textAt(raw, 'softwarefirstseentimestamp') } : undefined;
}

/** A machine of the Defender for Endpoint API, under the names that `DeviceInfo` has for the same. */
function machineOf(raw: unknown): Readonly<Record<string, unknown>> | undefined {
  const at = (name: string): unknown => memberOf(raw, name);
  if (textAt(raw, 'computerdnsname') === undefined || textAt(raw, 'lastseen') === undefined || at('healthstatus') === undefined) return undefined;
  return {
    DeviceId: at('id'), DeviceName: at('computerdnsname'), Timestamp: at('lastseen'), PublicIP: at('lastexternalipaddress'), AadDeviceId: at('aaddeviceid'),
    OSPlatform: at('osplatform'), OSVersion: textAt(raw, 'osversion') ?? at('version'),
  };
}

/** True for a row of a laptop's table. */
function isKeyed(raw: unknown): boolean {
  return textAt(raw, 'reportid') !== undefined && textAt(raw, 'deviceid') !== undefined;
}

function row(inner: unknown, table: string, sent: string | undefined): HuntingRow {
  const action = textAt(inner, 'actiontype');
  const kind = action !== undefined && /^\w{1,80}$/.test(action) && table.startsWith('Device') ? `${table} ${action}` : table;
  return { table, kind, text: (...path) => textAt(inner, ...path), get: (...path) => memberOf(inner, ...path), sent };
}

/** The table of a row that does not name it, by columns that only this table has. */
function tableOf(raw: unknown): string | undefined {
  const has = (name: string): boolean => memberOf(raw, name) !== undefined;
  if (has('publicip') && !has('remoteip')) return 'DeviceInfo';
  const action = textAt(raw, 'actiontype');
  if (action === undefined) return has('networkadaptername') ? 'DeviceNetworkInfo' : has('timestamp') && has('devicename') ? 'unnamed table' : undefined;
  if (/^Logon(Success|Failed|Attempted)$/.test(action) && has('logontype')) return 'DeviceLogonEvents';
  if (action === 'ProcessCreated' && has('processcommandline')) return 'DeviceProcessEvents';
  if (/Connection(Success|Failed|Attempt|Request|Found|Accepted|Inspected)$/.test(action) && has('remoteip')) return 'DeviceNetworkEvents';
  return 'DeviceEvents';
}

/** Tables of identities, mail and clouds and the columns by which each is known where a row does not name it; first match wins. */
const OTHERS: readonly (readonly [table: string, ...columns: readonly string[]])[] = [
  ['EmailEvents', 'networkmessageid'],
  ['IdentityQueryEvents', 'querytype', 'actiontype'], ['CloudAppEvents', 'application', 'actiontype', 'raweventdata'],
  ['EntraIdSignInEvents', 'application', 'errorcode', 'correlationid', 'accountobjectid'], ['IdentityLogonEvents', 'application', 'actiontype', 'logontype'],
  ['IdentityDirectoryEvents', 'application', 'actiontype', 'accountupn'],
];

function otherTable(raw: unknown): string | undefined {
  const has = (name: string): boolean => memberOf(raw, name) !== undefined;
  return has('timestamp') && has('reportid') ? OTHERS.find(([, ...columns]) => columns.every(has))?.[0] : undefined;
}

/** True for the header of a query's result saved as CSV. */
export function isHeader(columns: readonly string[]): boolean {
  if (['DeviceId', 'SoftwareName', 'SoftwareVendor'].every((name) => columns.includes(name))) return true;
  return ['Timestamp', 'ReportId'].every((name) => columns.includes(name)) && (columns.includes('DeviceId') || otherTable(Object.fromEntries(columns.map((name) => [name, '-']))) !== undefined);
}
