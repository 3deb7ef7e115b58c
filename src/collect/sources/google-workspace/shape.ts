import { lookup } from '../../../core/lookup.ts';
import type { Instant } from '../../../core/time.ts';
import { isObject, listOf, memberOf, objectOf, textAt, textOf } from '../../loose.ts';
import { utcTime } from '../../utc-time.ts';

/** An activity of the Reports API, or of Google Cloud's audit logs: who, from where, and one or several events. */
export interface Activity {
  /** `login`, `chrome`, `meet`, … */
  readonly application: string;
  readonly at: Instant | undefined;
  /** Names the activity within its application; undefined where the export lost it. */
  readonly id: string | undefined;
  /** Mail address of the account; undefined where a key or nobody acted. */
  readonly email: string | undefined;
  readonly profileId: string | undefined;
  readonly address: string | undefined;
  readonly network: string | undefined;
  readonly events: readonly ActivityEvent[];
}

export interface ActivityEvent {
  readonly name: string;
  /** A parameter as text; undefined where it is missing or stands for nothing. */
  text(parameter: string): string | undefined;
}

const WORD = /^\w{1,80}$/;

/** Kinds of caller that are no person: a service account, or a third party's key. */
const NO_PERSON = /^(KEY|APPLICATION)$/i;

/** Reads the outside of a record; undefined for what is no activity. */
export function activityOf(raw: unknown): Activity | undefined {
  return auditedActivity(raw) ?? exportedActivity(raw) ?? reportedActivity(raw) ?? tabledActivity(raw);
}

function reportedActivity(raw: unknown): Activity | undefined {
  const application = textAt(raw, 'id', 'applicationname');
  if (!isObject(raw) || application === undefined || !WORD.test(application)) return undefined;
  const time = textAt(raw, 'id', 'time');
  const qualifier = textAt(raw, 'id', 'uniquequalifier');
  const isPerson = !NO_PERSON.test(textAt(raw, 'actor', 'callertype') ?? '');
  return {
    application,
    // A data lake of Panther keeps the time under a name of its own as well, where a query left the rest of `id` out.
    at: utcTime(time ?? textAt(raw, 'peventtime')),
    id: time !== undefined && qualifier !== undefined ? `${time}/${qualifier}/${application}` : undefined,
    email: isPerson ? textAt(raw, 'actor', 'email') : undefined,
    profileId: isPerson ? textAt(raw, 'actor', 'profileid') : undefined,
    address: textAt(raw, 'ipaddress'),
    network: textOf(listOf(memberOf(raw, 'networkinfo', 'ipasn'))[0]),
    events: eventsOf(raw),
  };
}

/** Services of Workspace whose activities Google Cloud Logging has too, and what the Reports API calls them. */
const SERVICES: Readonly<Record<string, string>> = lookup({ 'login.googleapis.com': 'login', 'admin.googleapis.com': 'admin', 'oauth2.googleapis.com': 'token', 'cloudidentity.googleapis.com': 'groups_enterprise' });

/** The same activity as an audit log of Google Cloud, with the id that the Reports API gives it. */
function auditedActivity(raw: unknown): Activity | undefined {
  const audited = memberOf(raw, 'protopayload');
  const application = SERVICES[textAt(audited, 'servicename') ?? ''];
  if (application === undefined) return undefined;
  const micros = textAt(audited, 'metadata', 'activityid', 'timeusec');
  const at = micros !== undefined && /^\d{16}$/.test(micros) ? Math.floor(Number(micros) / 1_000) : utcTime(textAt(raw, 'timestamp'));
  const qualifier = textAt(audited, 'metadata', 'activityid', 'uniqqualifier');
  return {
    application,
    at,
    id: at !== undefined && qualifier !== undefined ? `${new Date(at).toISOString()}/${qualifier}/${application}` : undefined,
    email: textAt(audited, 'authenticationinfo', 'principalemail'),
    profileId: undefined,
    address: textAt(audited, 'requestmetadata', 'callerip'),
    network: undefined,
    events: listOf(memberOf(audited, 'metadata', 'event')).map((event) => namedEvent(textAt(event, 'eventname'), memberOf(event, 'parameter'))),
  };
}

/** A row of the export to BigQuery: an event each, its parameters in a column that is called as the application. */
function exportedActivity(raw: unknown): Activity | undefined {
  const [application, name, micros] = [textAt(raw, 'recordtype'), textAt(raw, 'eventname'), textAt(raw, 'timeusec')];
  if (application === undefined || !WORD.test(application) || name === undefined || micros === undefined || !/^\d{16}$/.test(micros)) return undefined;
  const at = Math.floor(Number(micros) / 1_000);
  const qualifier = textAt(raw, 'uniqueidentifier');
  return {
    application, at, id: qualifier === undefined ? undefined : `${new Date(at).toISOString()}/${qualifier}/${application}`,
    email: textAt(raw, 'email'), profileId: undefined, address: textAt(raw, 'ipaddress'), network: textOf(listOf(memberOf(raw, 'networkinfo', 'ipasn'))[0]),
    events: [namedEvent(name, memberOf(raw, application.replace(/[^a-z0-9]/gi, '').toLowerCase()))],
  };
}

/** A row of the table `GoogleWorkspaceReports` of Microsoft Sentinel: an event each, under names of the table's own. */
function tabledActivity(raw: unknown): Activity | undefined {
  // Columns of custom tables, `id_applicationName_s`, fold to the same names; their rows are flattened activities.
  if (!isObject(raw) || raw['IdApplicationName'] === undefined) return undefined;
  const [application, name, time] = [textAt(raw, 'idapplicationname'), textAt(raw, 'eventname'), textAt(raw, 'idtime')];
  if (application === undefined || !WORD.test(application) || name === undefined || time === undefined) return undefined;
  const qualifier = textAt(raw, 'iduniquequalifier');
  const network = memberOf(raw, 'networkipasn');
  const isPerson = !NO_PERSON.test(textAt(raw, 'actorcallertype') ?? '');
  return {
    application, at: utcTime(time), id: qualifier === undefined ? undefined : `${time}/${qualifier}/${application}`,
    email: isPerson ? textAt(raw, 'actoremail') : undefined, profileId: isPerson ? textAt(raw, 'actorprofileid') : undefined,
    address: textAt(raw, 'srcipaddr'), network: textOf(listOf(network)[0] ?? network),
    // Rows from before the parameters had a column of their own have the kind of sign-in beside.
    events: [namedEvent(name, memberOf(raw, 'eventparameters') ?? { login_type: textAt(raw, 'logintype') })],
  };
}

function eventsOf(raw: Readonly<Record<string, unknown>>): readonly ActivityEvent[] {
  // Some collectors write a record for each event: below the same name, or with the event's members beside those of the activity.
  const [several, single] = [memberOf(raw, 'events'), raw['event']];
  const one = objectOf(several) ?? objectOf(single);
  const events = one ? [one] : several === undefined ? [raw] : listOf(several);
  // A table of Log Analytics has what the event is called beside who it was, and its parameters as columns.
  if (!one && several === undefined && textAt(raw, 'name') === undefined && textAt(raw, 'event', 'name') !== undefined) return [namedEvent(textAt(raw, 'event', 'name'), raw)];
  return events.map((event) => namedEvent(textAt(event, 'name'), memberOf(event, 'parameters')));
}

function namedEvent(name: string | undefined, parameters: unknown): ActivityEvent {
  const values = parametersOf(parameters);
  return { name: WORD.test(name ?? '') ? name! : 'unnamed', text: (parameter) => textOf(values.get(parameter)) };
}

/** Parameters by name: a list of names with one kind of value each, or an object. */
function parametersOf(parameters: unknown): ReadonlyMap<string, unknown> {
  const plain = objectOf(parameters);
  if (plain) return new Map(Object.entries(plain).map(([name, value]) => [name, typeof value === 'boolean' ? String(value) : value]));
  return new Map(listOf(parameters).flatMap((parameter) => {
    const name = textAt(parameter, 'name');
    const value = memberOf(parameter, 'value') ?? memberOf(parameter, 'intvalue') ?? memberOf(parameter, 'boolvalue');
    return name === undefined ? [] : [[name, typeof value === 'boolean' ? String(value) : value] as const];
  }));
}
