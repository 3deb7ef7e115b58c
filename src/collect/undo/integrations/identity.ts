import { isObject, memberOf } from '../../loose.ts';
import { dataSetOf, joined, listed, moved, objectAt, pairs, valueAt, type Own, type Restore } from './parts.ts';

export const okta: Restore = (document, own) => {
  const context = objectAt(own, 'securitycontext');
  const debug = objectAt(own, 'debugcontext', 'debugdata');
  return [{
    securityContext: { ...context, asNumber: valueAt(context, 'as.number') },
    // What the integration does not know by name it keeps apart.
    debugContext: { debugData: { ...objectAt(debug, 'flattened'), ...debug } },
    ...own, published: valueAt(document, '@timestamp'),
  }];
};

/** Sign-ins and the audit log of Entra ID. */
export const azure: Restore = (document, own) => [
  ...['signinlogs', 'identityprotection'].flatMap((log) => entra(document, objectAt(own, log))),
  ...audited(document, objectAt(own, 'auditlogs'), valueAt(own, 'resource.id')),
];

function entra(document: unknown, log: Own): readonly unknown[] {
  const properties = memberOf(log, 'properties');
  return isObject(properties) ? [{
    ...log, time: valueAt(document, '@timestamp'),
    properties: {
      ...properties, createdDateTime: valueAt(properties, 'created_at') ?? valueAt(document, '@timestamp'), ipAddress: valueAt(document, 'source.ip'),
      // Without the original a record does not say what its browser calls itself but here.
      userAgent: valueAt(document, 'user_agent.original'),
    },
  }] : [];
}

function audited(document: unknown, log: Own, resource: string | undefined): readonly unknown[] {
  const properties = memberOf(log, 'properties');
  const targets = listed(memberOf(properties, 'targetresources')).map((target) => ({ ...objectAt({ target }, 'target'), modifiedProperties: listed(memberOf(target, 'modifiedproperties')) }));
  return isObject(properties) ? [{
    ...log, resourceId: resource, time: valueAt(document, '@timestamp'),
    properties: { targetResources: targets, ...properties, activityDateTime: valueAt(properties, 'activity_datetime') ?? valueAt(document, '@timestamp') },
  }] : [];
}

/** The unified audit log of Microsoft 365: pairs became objects, and what happened where is told in common fields. */
export const office: Restore = (document, own) => {
  const audit = objectAt(own, 'audit');
  const browser = valueAt(document, 'user_agent.original');
  return [{
    ...moved(document, { Id: 'event.id', Operation: 'event.action', Workload: 'event.provider', CreationTime: '@timestamp', ClientIP: ['client.ip', 'source.ip'], UserId: 'user.id' }),
    ...audit,
    ExtendedProperties: pairs(memberOf(audit, 'extendedproperties'), browser === undefined ? {} : { UserAgent: browser }),
    DeviceProperties: pairs(memberOf(audit, 'deviceproperties')),
  }];
};

/** An activity of Google Workspace, with the one event that a document tells of. */
export const googleWorkspace: Restore = (document, own) => {
  const application = valueAt(document, 'event.provider') ?? /^(?:google_workspace|gsuite)\.(\w{1,40})$/.exec(dataSetOf(document) ?? '')?.[1];
  if (application === undefined) return [];
  const parameters = objectAt(own, application.toLowerCase().replace(/[^a-z0-9]/g, ''));
  return [{
    id: { applicationName: application, ...moved(document, { time: '@timestamp', uniqueQualifier: 'event.id' }) },
    actor: moved(document, { email: ['source.user.email', 'user.email'], profileId: ['source.user.id', 'user.id'], callerType: 'google_workspace.actor.type' }),
    ...moved(document, { ipAddress: 'source.ip' }),
    events: { name: valueAt(document, 'event.action'), parameters: Object.fromEntries(Object.entries(parameters).flatMap(([name, value]) => spellings(application, name).map((one) => [one, value]))) },
  }];
};

/** How Google may have called a parameter: the word before it is taken off where it is that of the log, and capitals may be lost. */
function spellings(application: string, name: string): readonly string[] {
  return [`${application}_${name}`, name.toUpperCase(), name];
}

/** Authentications of Duo; its other logs only by what they are. */
export const ciscoDuo: Restore = (document, own) => Object.entries(own).filter(([, log]) => isObject(log)).map(([name, log]) => {
  const inner = log as Own;
  const common = { ...joined(inner), ...moved(document, { timestamp: '@timestamp' }) };
  if (name !== 'auth') return { ...moved(document, { username: 'user.name', action: 'event.action' }), ...common };
  return {
    ...common,
    ...moved(document, { email: ['cisco_duo.auth.email', 'user.email'] }),
    user: moved(document, { name: ['user.name', 'source.user.name'], key: ['user.id', 'source.user.id'] }),
    access_device: { ...moved(document, { ip: 'source.ip', browser: 'user_agent.name', browser_version: 'user_agent.version', os: 'user_agent.os.name', os_version: 'user_agent.os.version' }), ...objectAt(inner, 'accessdevice') },
  };
});

/** An activity of PingOne; what has a common field is kept there alone. The integration drops the address. */
export const pingOne: Restore = (document, own) => {
  const audit = objectAt(own, 'audit');
  const type = valueAt(audit, 'action.type') ?? valueAt(document, 'event.action')?.toUpperCase();
  const user = { ...moved(document, { id: 'user.id', name: 'user.name' }), ...objectAt(audit, 'actors', 'user') };
  return type === undefined ? [] : [{
    ...audit, ...moved(document, { id: 'event.id', recordedAt: ['ping_one.audit.recorded_at', '@timestamp'], createdAt: 'ping_one.audit.created_at' }),
    action: { type }, actors: { ...objectAt(audit, 'actors'), user },
    source: moved(document, { ipAddress: ['source.ip', 'client.ip'], userAgent: 'user_agent.original' }),
  }];
};

/** What Auth0 calls types of its log that are read, by the words into which newer releases of the integration turn them. */
const AUTH0_TYPES: readonly (readonly [type: string, words: RegExp])[] = [
  ['s', /^success(?:ful)? login$/i], ['fp', /^failed login.{1,20}password/i], ['fu', /^failed login.{1,20}(?:e-?mail|user)/i], ['f', /^failed login/i],
  ['pwd_leak', /^breached password/i], ['gd_enrollment_complete', /^(?:mfa|guardian).{1,10}enroll?ment complete/i],
];

export const auth0: Restore = (document, own) => {
  const logs = objectAt(own, 'logs');
  const type = valueAt(logs, 'data.type');
  return type === undefined ? [] : [{
    ...moved(document, { log_id: ['auth0.logs.log_id', 'event.id'] }),
    data: {
      ...moved(document, { date: '@timestamp', user_name: ['user.email', 'user.name'], user_id: 'user.id', ip: 'source.ip', user_agent: 'user_agent.original' }),
      ...objectAt(logs, 'data'), type: AUTH0_TYPES.find(([, words]) => words.test(type))?.[0] ?? type,
    },
  }];
};

/** A sign-in attempt of 1Password; what it did and who it was about have moved to common fields. */
export const onePassword: Restore = (document, own) => (valueAt(own, 'session_uuid') === undefined ? [] : [{
  ...own, ...moved(document, { timestamp: '@timestamp', category: 'event.action' }),
  target_user: moved(document, { uuid: 'user.id', email: 'user.email', name: 'user.full_name' }),
  client: { ...objectAt(own, 'client'), ...moved(document, { ip_address: 'source.ip', os_name: ['host.os.name', 'os.name'], os_version: ['host.os.version', 'os.version'] }) },
}]);

/** An audit event of Teleport, whose most asked for members have all moved to common fields. */
export const teleport: Restore = (document, own) => {
  const audit = objectAt(own, 'audit');
  const outcome = valueAt(document, 'event.outcome');
  return [{
    ...joined(audit), ...(outcome === undefined ? {} : { success: outcome === 'success' }),
    ...moved(document, { event: 'event.action', uid: 'event.id', code: 'event.code', time: ['teleport.audit.time', '@timestamp'], user: 'user.name', user_agent: 'user_agent.original' }),
    ...moved(document, { 'addr.remote': ['client.address', 'client.ip'] }),
  }];
};
