import { unflattened } from '../../undo/flattened.ts';
import { folded, isObject, listOf, memberOf, objectOf, textOf, type Folded } from '../../loose.ts';
import { ocsfEvent } from '../../ocsf.ts';
import { officeAudit } from './office-audit.ts';
import type { EntraKind, EntraRecord } from './record.ts';

/** Diagnostic categories that hold sign-ins. */
const SIGN_IN_CATEGORIES: ReadonlySet<string> = new Set([
  'SignInLogs', 'NonInteractiveUserSignInLogs', 'ServicePrincipalSignInLogs', 'ManagedIdentitySignInLogs', 'ADFSSignInLogs', 'B2CRequestLogs',
]);
/** Others that a diagnostic setting of Entra ID sends along. */
const OTHER_CATEGORIES: ReadonlySet<string> = new Set([
  'ProvisioningLogs', 'RiskyUsers', 'UserRiskEvents', 'RiskyServicePrincipals', 'ServicePrincipalRiskEvents', 'RiskyAgents', 'AgentRiskEvents',
  'MicrosoftGraphActivityLogs', 'EnrichedOffice365AuditLogs', 'NetworkAccessTrafficLogs', 'NetworkAccessAlerts',
  'NetworkAccessConnectionEvents', 'RemoteNetworkHealthLogs', 'MicrosoftServicePrincipalSignInLogs', 'CustomSecurityAttributeAuditLogs', 'PreAuthenticationDiscoveryLogs',
]);

/** Tables of Log Analytics that hold one kind of sign-in each; a query may leave the category out. */
const TABLES: ReadonlyMap<string, string> = new Map([
  ['SigninLogs', 'SignInLogs'], ['AADNonInteractiveUserSignInLogs', 'NonInteractiveUserSignInLogs'], ['AADServicePrincipalSignInLogs', 'ServicePrincipalSignInLogs'], ['AADManagedIdentitySignInLogs', 'ManagedIdentitySignInLogs'], ['ADFSSignInLogs', 'ADFSSignInLogs'],
]);

/** Reads the outside of a record; undefined for what is none of Entra ID's. */
export function entraRecord(raw: unknown): EntraRecord | undefined {
  if (!isObject(raw)) return undefined;
  return lakeRecord(raw) ?? namedRecord(huntingRecord(raw) ?? unflattened(raw) ?? raw);
}

function namedRecord(raw: Readonly<Record<string, unknown>>): EntraRecord | undefined {
  const outer = folded(raw);
  const properties = objectOf(outer.get('properties'));
  const inner = properties ? folded(properties) : outer;
  const get = (name: string): unknown => inner.get(name) ?? outer.get(name);
  const kind = kindOf(outer, inner);
  return kind === undefined ? officeAudit(raw) : { kind, isDiagnostic: properties !== undefined, get, text: (name) => textOf(get(name)) };
}

const AUDIT_NAMES = ['activitydisplayname', 'targetresources', 'initiatedby', 'loggedbyservice'] as const;

function kindOf(outer: Folded, inner: Folded): EntraKind | undefined {
  const category = textOf(outer.get('category')) ?? TABLES.get(textOf(outer.get('type')) ?? '');
  const type = textOf(outer.get('odatatype'))?.replace('#microsoft.graph.', '');
  if (category !== undefined && SIGN_IN_CATEGORIES.has(category)) return { is: 'sign-in', category };
  if (category !== undefined && OTHER_CATEGORIES.has(category)) return { is: 'other', name: category };
  if (type !== undefined && /risk/i.test(type)) return { is: 'other', name: /^\w{1,60}$/.test(type) ? type : 'risk' };
  // What Graph lists of alerts, of whichever service.
  if (['servicesource', 'severity', 'createddatetime', 'title'].every((name) => inner.has(name))) return { is: 'other', name: 'security alert' };
  if (inner.has('riskeventtype') || inner.has('risklastupdateddatetime')) return { is: 'other', name: 'risk' };
  if (inner.has('activitydatetime') && AUDIT_NAMES.some((name) => inner.has(name))) return { is: 'audit' };
  if (textOf(outer.get('type')) === 'AuditLogs' && inner.has('operationname') && inner.has('targetresources')) return { is: 'audit' };
  if (category === 'AuditLogs' && /aadiam/i.test(textOf(outer.get('resourceid')) ?? '')) return { is: 'audit' };
  if (inner.has('createddatetime') && (inner.has('userprincipalname') || inner.has('serviceprincipalid')) && (inner.has('appid') || inner.has('ipaddress') || inner.has('appdisplayname'))) {
    return { is: 'sign-in', category: undefined };
  }
  if (inner.has('dateutc') && inner.has('requestid') && inner.has('ipaddress')) return { is: 'sign-in', category: undefined };
  if (inner.has('dateutc') && inner.has('requestid')) return { is: 'other', name: 'authentication details' };
  if (inner.has('dateutc') && inner.has('activity') && inner.has('category')) return { is: 'other', name: 'audit log download' };
  return undefined;
}

/** A row of advanced hunting, `EntraIdSignInEvents` or, as it was called, `AADSignInEventsBeta`. */
function huntingRecord(raw: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  const row = isObject(raw['properties']) && 'LogonType' in raw['properties'] ? raw['properties'] : raw;
  if (!['Timestamp', 'LogonType', 'EndpointCall', 'ErrorCode'].every((name) => name in row) || !('AccountUpn' in row || 'AccountObjectId' in row)) return undefined;
  const text = (name: string): string | undefined => textOf(row[name]);
  return {
    category: 'SignInLogs', createdDateTime: text('Timestamp'), id: text('RequestId'), signInEventTypes: listOf(row['LogonType']), resultType: text('ErrorCode'),
    userPrincipalName: text('AccountUpn'), userId: text('AccountObjectId'), ipAddress: text('IPAddress'), userAgent: text('UserAgent'), browser: text('Browser'),
    deviceDetail: { deviceId: text('AadDeviceId'), displayName: text('DeviceName'), operatingSystem: text('OSPlatform') },
  };
}

/** A sign-in that a pipeline turned into OCSF. Only where it says from which log it is can it be told whether somebody sat at a screen. */
function lakeRecord(raw: Readonly<Record<string, unknown>>): EntraRecord | undefined {
  const event = ocsfEvent(raw);
  if (!event || !/microsoft.*\b(entra|azure ?ad|azure active directory)\b/i.test(event.product)) return undefined;
  const { text } = event;
  const category = [text('metadata', 'logname'), text('metadata', 'eventcode'), text('unmapped', 'category')].find((name) => name !== undefined && SIGN_IN_CATEGORIES.has(name));
  const interactive = memberOf(raw, 'unmapped', 'isinteractive');
  const isInteractive = typeof interactive === 'boolean' ? String(interactive) : text('unmapped', 'isinteractive');
  if (event.classId !== '3002' || event.activity !== '1' || (category ?? isInteractive) === undefined) {
    const name = event.classId === '3002' ? 'OCSF sign-in that does not say whether it was interactive' : `OCSF class ${event.classId}`;
    return { kind: { is: 'other', name }, isDiagnostic: false, get: () => undefined, text: () => undefined };
  }
  return namedRecord({
    category: category ?? (/^(false|0)$/i.test(isInteractive!) ? 'NonInteractiveUserSignInLogs' : 'SignInLogs'), id: text('metadata', 'uid'), createdDateTime: event.time, userPrincipalName: text('user', 'emailaddr') ?? text('user', 'name'), userId: text('user', 'uid'),
    ipAddress: text('srcendpoint', 'ip'), userAgent: text('httprequest', 'useragent'), resultType: text('statuscode') ?? event.outcome,
    deviceDetail: { deviceId: text('device', 'uid'), displayName: text('device', 'name') ?? text('device', 'hostname'), operatingSystem: text('device', 'os', 'name') },
  });
}

/** True for the header of a download from the Entra portal, or of the unified audit log from Purview. */
export function isEntraHeader(columns: readonly string[]): boolean {
  const names = folded(Object.fromEntries(columns.map((column) => [column, ''])));
  if (names.has('auditdata') && (names.has('operation') || names.has('operations'))) return true;
  return entraRecord(Object.fromEntries(columns.map((column) => [column, '']))) !== undefined;
}
