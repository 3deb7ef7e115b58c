import { lookup } from '../../../core/lookup.ts';
import { folded, isObject, listOf, memberOf, objectOf, textAt, textOf } from '../../loose.ts';
import type { EntraKind, EntraRecord } from './record.ts';

/** Operations of the unified audit log that are sign-ins at Entra ID. */
const SIGN_INS: ReadonlySet<string> = new Set(['UserLoggedIn', 'UserLoginFailed']);
/** Operations in which second factors and phones change; most updates of users change something else. */
const CHANGES = /^(?:update user|(?:user|admin) (?:registered|updated|changed)\b.*\bsecurity info)\.?$/i;
/** Without a person: tokens that an application renews by itself. */
const RENEWED = /^OAuth2:Token$/i;
/** Types of users that are the system, an application, or a service principal; a workspace writes the words. */
const NOBODY = /^(?:[456]|system|application|serviceprincipal)$/i;
const OBJECT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** Names of interrupts by the numbers that Entra ID's list of errors has for them; older records have no number beside the name. */
const NUMBERS: Readonly<Record<string, string>> = lookup({
  InvalidPasswordExpiredPassword: '50055', UserInformationNotProvided: '50058', UserStrongAuthEnrollmentRequiredInterrupt: '50072',
  UserStrongAuthClientAuthNRequiredInterrupt: '50074', UserStrongAuthClientAuthNRequired: '50076', UserStrongAuthEnrollmentRequired: '50079',
  DeviceAuthenticationRequired: '50097', PasswordResetRegistrationRequiredInterrupt: '50125', DeviceIsNotWorkplaceJoined: '50129',
  KmsiInterrupt: '50140', ExternalSecurityChallenge: '50158', CmsiInterrupt: '50199', AuthenticatorAppRegistrationRequiredInterrupt: '50203',
});

/**
 * A record of the unified audit log of Microsoft 365 (Management API, Purview), under the names that sign-ins have in
 * Graph; undefined for anything else. A row of Purview's download keeps it as JSON in a cell.
 */
export function officeAudit(raw: unknown): EntraRecord | undefined {
  const audit = isObject(raw) ? objectOf(memberOf(raw, 'auditdata')) ?? raw : undefined;
  // Some pipelines leave the service out; this member only Entra ID's records have.
  const workload = textAt(audit, 'workload') ?? textAt(audit, 'officeworkload') ?? (textAt(audit, 'azureactivedirectoryeventtype') === undefined ? undefined : 'AzureActiveDirectory');
  const operation = textAt(audit, 'operation');
  if (workload === undefined || operation === undefined || timeIn(audit) === undefined || textAt(audit, 'recordtype') === undefined) return undefined;
  const kind = kindOf(workload, operation);
  const values = kind.is === 'sign-in' ? signInValues(audit, operation) : kind.is === 'audit' ? changeValues(audit, operation) : {};
  const get = (name: string): unknown => values[name];
  return { kind, isDiagnostic: false, get, text: (name) => textOf(get(name)) };
}

function kindOf(workload: string, operation: string): EntraKind {
  if (SIGN_INS.has(operation)) return { is: 'sign-in', category: undefined };
  if (workload === 'AzureActiveDirectory' && CHANGES.test(operation)) return { is: 'audit' };
  return { is: 'other', name: /^\w{1,60}$/.test(workload) ? `audit of ${workload}` : 'audit of an unnamed service' };
}

/** A change of an account under the names of Graph's audit log. */
function changeValues(audit: unknown, operation: string): Readonly<Record<string, unknown>> {
  const properties = listOf(memberOf(audit, 'modifiedproperties'));
  return {
    id: textAt(audit, 'id'),
    activitydatetime: timeIn(audit),
    activitydisplayname: operation.replace(/\.$/, ''),
    result: textAt(audit, 'resultstatus'),
    targetresources: [{
      type: 'User', userPrincipalName: principalIn(audit, 'objectid'), id: objectIdIn(audit, 'target'),
      modifiedProperties: properties.map((change) => ({ displayName: textAt(change, 'name'), oldValue: memberOf(change, 'oldvalue'), newValue: memberOf(change, 'newvalue') })),
    }],
    initiatedby: { user: { userPrincipalName: principalIn(audit, 'userid'), id: objectIdIn(audit, 'actor'), ipAddress: addressIn(audit) } },
  };
}

function signInValues(audit: unknown, operation: string): Readonly<Record<string, unknown>> {
  const [extended, device] = [valuesIn(audit, 'extendedproperties'), valuesIn(audit, 'deviceproperties')];
  const [key, number] = [textAt(audit, 'userkey'), textAt(audit, 'errornumber') ?? '0'];
  const error = number === '0' ? NUMBERS[textAt(audit, 'logonerror') ?? ''] ?? number : number;
  return {
    id: textAt(audit, 'intrasystemid') ?? textAt(audit, 'id'),
    createddatetime: timeIn(audit),
    userprincipalname: principalIn(audit, 'userid'),
    userid: OBJECT_ID.test(key ?? '') ? key : undefined,
    ipaddress: addressIn(audit),
    useragent: extended.get('useragent'),
    signineventtypes: NOBODY.test(textAt(audit, 'usertype') ?? '') ? ['servicePrincipal'] : [],
    isinteractive: !RENEWED.test(textOf(extended.get('requesttype')) ?? ''),
    // A failure without a number is one all the same.
    status: { errorCode: operation === 'UserLoginFailed' && error === '0' ? 'failure' : error },
    devicedetail: { deviceId: device.get('id'), displayName: device.get('displayname'), operatingSystem: device.get('os') },
  };
}

function timeIn(audit: unknown): string | undefined {
  return textAt(audit, 'creationtime') ?? textAt(audit, 'timegenerated');
}

function addressIn(audit: unknown): string | undefined {
  return textAt(audit, 'clientip') ?? textAt(audit, 'actoripaddress');
}

/** A principal name, not a word for nobody. */
function principalIn(audit: unknown, member: string): string | undefined {
  const name = textAt(audit, member);
  return /^(?:not available|unknown)$/i.test(name ?? '') ? undefined : name;
}

/** The object id of a user in a list of all that stands for somebody; ids of applications are written without a word before. */
function objectIdIn(audit: unknown, member: string): string | undefined {
  const ids = listOf(memberOf(audit, member)).map((one) => /^User_(.+)$/.exec(textAt(one, 'id') ?? '')?.[1]);
  return ids.find((id) => OBJECT_ID.test(id ?? ''));
}

/** A list of names with values, by folded names. */
function valuesIn(audit: unknown, member: string): ReadonlyMap<string, unknown> {
  return folded(Object.fromEntries(listOf(memberOf(audit, member)).map((pair) => [textAt(pair, 'name') ?? '', memberOf(pair, 'value')])));
}
