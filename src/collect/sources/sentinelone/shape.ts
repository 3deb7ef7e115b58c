import { lookup } from '../../../core/lookup.ts';
import { isObject, memberOf, textAt } from '../../loose.ts';

/** An event of Cloud Funnel (Deep Visibility), an activity of the management console, or an agent or application in its lists. */
export type SentinelRecord = FunnelEvent | ConsoleActivity | ConsoleAgent | ConsoleApplication | { readonly is: 'other'; readonly kind: string };

/** An event on a laptop, with dotted names such as `tgt.process.name`. */
export interface FunnelEvent {
  readonly is: 'event';
  /** `Process Creation`, `DNS Resolved`, … */
  readonly type: string;
  /** A filled member by its dotted name. */
  text(name: string): string | undefined;
  /** A member as it stands. */
  get(name: string): unknown;
}

export interface ConsoleActivity {
  readonly is: 'activity';
  /** The number of its kind. */
  readonly type: string;
  text(...path: readonly string[]): string | undefined;
}

export interface ConsoleAgent {
  readonly is: 'agent';
  text(...path: readonly string[]): string | undefined;
  get(name: string): unknown;
}

/** An application that is installed on a laptop. */
export interface ConsoleApplication {
  readonly is: 'application';
  text(...path: readonly string[]): string | undefined;
}

/** Reads the outside of a record; undefined for what is none of SentinelOne's. */
export function sentinelRecord(raw: unknown): SentinelRecord | undefined {
  if (!isObject(raw)) return undefined;
  const type = filled(raw['event.type']);
  if (type !== undefined && (filled(raw['agent.uuid']) ?? filled(raw['endpoint.name'])) !== undefined) {
    return { is: 'event', type: /^[\w -]{1,60}$/.test(type) ? type : 'unnamed', text: (name) => filled(raw[name]), get: (name) => raw[name] };
  }
  const early = ofFirstFunnel(raw);
  if (early) return early;
  const activity = textAt(raw, 'activitytype');
  if (activity !== undefined && /^\d{1,6}$/.test(activity) && memberOf(raw, 'accountid') !== undefined) {
    return { is: 'activity', type: activity, text: (...path) => textAt(raw, ...path) };
  }
  if (textAt(raw, 'lastactivedate') !== undefined && textAt(raw, 'computername') !== undefined && textAt(raw, 'agentversion') !== undefined) {
    return { is: 'agent', text: (...path) => textAt(raw, ...path), get: (name) => memberOf(raw, name) };
  }
  const other = ofDeepVisibility(raw) ?? ofMembers(raw) ?? ofApplications(raw);
  if (other) return other;
  const kind = OTHERS.find(([, ...names]) => names.every((name) => memberOf(raw, name) !== undefined))?.[0];
  return kind === undefined ? undefined : { is: 'other', kind };
}

/** What else its interface lists, by members that tell it; first match wins. */
const OTHERS: readonly (readonly [kind: string, ...members: readonly string[]])[] = [
  ['threat', 'threatinfo', 'agentdetectioninfo'], ['alert', 'alertinfo', 'agentdetectioninfo'], ['alert', 'analystverdict', 'detectionsource', 'attacksurfaces'],
  ['event of a threat', 'objecttype', 'agentuuid', 'agentname', 'createdat'], ['group', 'registrationtoken', 'totalagents'],
];

/** Entries of the lists of applications: the inventory of application management, the older list, and risks, which name one as well. */
function ofApplications(raw: Readonly<Record<string, unknown>>): SentinelRecord | undefined {
  const has = (...names: readonly string[]): boolean => names.every((name) => memberOf(raw, name) !== undefined);
  if (has('cveid', 'endpointid')) return { is: 'other', kind: 'application risk' };
  const isListed = has('applicationname', 'endpointname', 'detectiondate') || has('agentcomputername', 'agentuuid', 'installedat', 'name');
  return isListed ? { is: 'application', text: (...path) => textAt(raw, ...path) } : undefined;
}

/** Where the first Cloud Funnel (Deep Visibility), whose events have members within members, kept what the second calls so. */
const FIRST_FUNNEL: Readonly<Record<string, readonly string[]>> = lookup({
  'event.time': ['timestamp', 'millisecondssinceepoch'],
  'agent.uuid': ['meta', 'uuid'],
  'endpoint.name': ['meta', 'computername'],
  'endpoint.os': ['meta', 'osfamily'],
  'os.name': ['meta', 'osname'],
  'tgt.process.user': ['process', 'user', 'name'],
  'tgt.process.image.path': ['process', 'executable', 'path'],
  'tgt.process.cmdline': ['process', 'commandline'],
  'tgt.process.publisher': ['process', 'executable', 'signature', 'signed', 'identity'],
  'src.process.user': ['source', 'user', 'name'],
  'src.process.image.path': ['source', 'executable', 'path'],
  'event.dns.request': ['query'],
});
const FIRST_TYPES: Readonly<Record<string, string>> = lookup({ processCreation: 'Process Creation', dns: 'DNS Resolved' });

function ofFirstFunnel(raw: Readonly<Record<string, unknown>>): FunnelEvent | undefined {
  const type = textAt(raw, 'eventtype');
  if (type === undefined || textAt(raw, 'meta', 'uuid') === undefined || textAt(raw, 'timestamp', 'millisecondssinceepoch') === undefined) return undefined;
  const isSigned = memberOf(raw, 'process', 'executable', 'signature', 'signed') !== undefined;
  const isValid = memberOf(raw, 'process', 'executable', 'signature', 'signed', 'valid') !== undefined;
  const text = (name: string): string | undefined => {
    if (name === 'tgt.process.signedStatus') return isSigned ? 'signed' : undefined;
    if (name === 'tgt.process.verifiedStatus') return isValid ? 'verified' : undefined;
    const path = FIRST_FUNNEL[name];
    return path && textAt(raw, ...path);
  };
  return { is: 'event', type: FIRST_TYPES[type] ?? (/^[\w -]{1,60}$/.test(type) ? type : 'unnamed'), text, get: text };
}

/** How an answer to a query of Deep Visibility calls what Cloud Funnel calls so; the process is the one that the event is about, or that did it. */
const QUERIED: Readonly<Record<string, string>> = lookup({
  'event.time': 'createdat', 'event.id': 'id', 'agent.uuid': 'agentuuid', 'endpoint.name': 'agentname', 'endpoint.os': 'agentos',
  'tgt.process.name': 'processname', 'tgt.process.image.path': 'processimagepath', 'tgt.process.cmdline': 'processcmd', 'tgt.process.user': 'user', 'tgt.process.publisher': 'publisher',
  'tgt.process.signedStatus': 'signedstatus', 'tgt.process.verifiedStatus': 'verifiedstatus',
  'src.process.name': 'processname', 'src.process.image.path': 'processimagepath', 'src.process.user': 'user', 'event.dns.request': 'dnsrequest',
  'event.login.type': 'logintype', 'event.login.userName': 'loginsusername', 'src.endpoint.ip.address': 'srcip',
});

function ofDeepVisibility(raw: Readonly<Record<string, unknown>>): FunnelEvent | undefined {
  const type = textAt(raw, 'eventtype');
  if (type === undefined || ['objecttype', 'agentuuid', 'agentname', 'createdat'].some((name) => textAt(raw, name) === undefined)) return undefined;
  const get = (name: string): unknown => (name === 'event.login.loginIsSuccessful' ? memberOf(raw, 'loginissuccessful') : QUERIED[name] && memberOf(raw, QUERIED[name]));
  return { is: 'event', type: /^[\w -]{1,60}$/.test(type) ? type : 'unnamed', text: (name) => filled(get(name)), get };
}

/** An event of Cloud Funnel whose dotted names a pipeline made members of members. */
function ofMembers(raw: Readonly<Record<string, unknown>>): FunnelEvent | undefined {
  if (!isObject(raw['event'])) return undefined;
  const get = (name: string): unknown => memberOf(raw, ...name.toLowerCase().split('.'));
  const type = filled(get('event.type'));
  if (type === undefined || filled(get('agent.uuid')) === undefined || memberOf(raw, 'datasource', 'name') === undefined) return undefined;
  return { is: 'event', type: /^[\w -]{1,60}$/.test(type) ? type : 'unnamed', text: (name) => filled(get(name)), get };
}

function filled(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text === '-' ? undefined : text;
}
