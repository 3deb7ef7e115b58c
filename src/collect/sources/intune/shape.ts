import { isObject, memberOf, objectOf, textAt } from '../../loose.ts';

/** A record of Intune. */
export interface IntuneRecord {
  /** `managedDevice`, `export`, `Devices`, `DeviceComplianceOrg`, `Enrollment`, or what else it is; fit to be counted and printed. */
  readonly kind: string;
  /** The text of a member by its folded name; undefined where it is missing or stands for nothing. */
  text(name: string): string | undefined;
  get(name: string): unknown;
}

/** Reads the outside of a record; undefined for what is none of Intune's. */
export function intuneRecord(raw: unknown): IntuneRecord | undefined {
  if (!isObject(raw)) return undefined;
  return ofDiagnostics(raw) ?? ofGraph(raw);
}

/** What Microsoft Graph answers, known by members that only such an entity has. */
function ofGraph(raw: Readonly<Record<string, unknown>>): IntuneRecord | undefined {
  // PowerShell begins names with a capital, and a download of the portal puts blanks between their words.
  const has = (...names: readonly string[]): boolean => names.every((name) => memberOf(raw, name) !== undefined);
  if (has('devicename', 'lastsyncdatetime', 'enrolleddatetime')) return record(raw, 'managedDevice');
  if (has('devicename', 'lastcheckin', 'deviceid', 'serialnumber')) return record(raw, 'export');
  if (has('devicename', 'lastcontact', 'deviceid', 'serialnumber', 'upn')) return record(raw, 'report');
  if (has('applicationname', 'applicationversion', 'devicename', 'deviceid')) return record(raw, 'list of applications, which says no time');
  if (has('mobileappinstallstatusvalue')) return record(raw, 'mobileAppInstallStatus');
  if (has('displayname', 'devicecount', 'version')) return record(raw, 'detectedApp');
  if (has('displayname', 'publishingstate')) return record(raw, 'mobileApp');
  return has('activitytype', 'activitydatetime', 'componentname') ? record(raw, named('audit', textAt(raw, 'activitytype'))) : undefined;
}

/** True for the header of a list of devices that was downloaded or saved as CSV. */
export function isIntuneHeader(columns: readonly string[]): boolean {
  return ['managedDevice', 'export', 'report'].includes(intuneRecord(Object.fromEntries(columns.map((column) => [column, ''])))?.kind ?? '');
}

/** Diagnostic settings: an event hub and storage keep the members below `properties`, a workspace side by side. */
function ofDiagnostics(raw: Readonly<Record<string, unknown>>): IntuneRecord | undefined {
  const inner = objectOf(memberOf(raw, 'properties')) ?? raw;
  const category = (textAt(raw, 'category') ?? textAt(raw, 'type')?.replace(/^Intune/, ''))?.replace(/^Intune/, '');
  const operation = textAt(raw, 'operationname');
  switch (category) {
    case 'AuditLogs': return textAt(inner, 'auditeventid') === undefined ? undefined : record(inner, named('audit', operation));
    case 'Devices':
    // A query keeps the columns that somebody asked for.
    case 'DeviceComplianceOrg': return (textAt(inner, 'intuneaccountid') ?? textAt(inner, 'lastcontact') ?? textAt(inner, 'deviceid')) === undefined ? undefined : record(inner, category);
    case 'OperationalLogs': return textAt(inner, 'intuneaccountid') === undefined ? undefined : record(inner, operation === 'Enrollment' ? operation : named('operational', operation));
    default: return undefined;
  }
}

function named(log: string, name: string | undefined): string {
  return name !== undefined && /^[\w .-]{1,80}$/.test(name) ? `${log} ${name}` : `${log}, unnamed`;
}

function record(inner: Readonly<Record<string, unknown>>, kind: string): IntuneRecord {
  return { kind, text: (name) => textAt(inner, name), get: (name) => memberOf(inner, name) };
}
