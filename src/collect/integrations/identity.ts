import { isObject, memberOf } from '../loose.ts';
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
