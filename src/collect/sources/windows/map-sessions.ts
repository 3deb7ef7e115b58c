import { canonicalAddress } from '../../../core/address.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import type { Draft } from '../../collector.ts';
import { personFields, personOf, type Person } from '../../windows-account.ts';
import { addressIn, draftOf, farAddress, notOurs, type Seen } from './draft.ts';
import { field, isSameHost, type WindowsRecord } from './record.ts';

type Mapped = readonly Draft[] | Rejected;

/** Remote interactive, and the same with cached credentials: somebody signed on over RDP. */
const REMOTE_LOGON: ReadonlySet<string> = new Set(['10', '12']);
/** An unlock; over RDP it is how a session is taken up again. */
const UNLOCK = '7';
/** A full logon comes with a second record for its restricted twin, made by user account control: `ElevatedToken` no. */
const RESTRICTED: ReadonlySet<string> = new Set(['%%1843', 'no', 'false']);

const INCOMING = { 'farmwatch.remote.protocol': 'rdp', 'farmwatch.remote.direction': 'incoming' } as const;

/** 4624 and 4625: a logon or an attempt. Type 3, which comes first with network level authentication, is not counted. */
export function mapLogon(seen: Seen): Mapped {
  const { record } = seen;
  const type = field(record, 'LogonType') ?? 'unknown';
  const from = addressIn(record, 'IpAddress');
  const isRemote = REMOTE_LOGON.has(type) || type === 'RemoteInteractive' || type === 'CachedRemoteInteractive'
    || ((type === UNLOCK || type === 'Unlock') && from !== undefined);
  if (!isRemote) return notOurs(record, `logon type ${/^\w{1,24}$/.test(type) ? type : 'unknown'}`);
  const who = target(record);
  if (who === 'machine') return notOurs(record, 'a machine account');
  if (isRestrictedTwin(record)) return notOurs(record, 'the restricted twin of a logon');
  return draftOf(seen, 'session-connected', {
    'event.outcome': record.eventId === 4625 ? 'failure' : 'success',
    ...personFields(who),
    'source.ip': from,
    'source.domain': controller(record, 'WorkstationName'),
    ...INCOMING,
  });
}

function isRestrictedTwin(record: WindowsRecord): boolean {
  const twin = field(record, 'TargetLinkedLogonId');
  return twin !== undefined && !/^0x0+$/i.test(twin) && RESTRICTED.has((field(record, 'ElevatedToken') ?? '').toLowerCase());
}

/** 4634: a logon session ended. 4647 has no logon type and cannot be told from the console. */
export function mapLogoff(seen: Seen): Mapped {
  const { record } = seen;
  const type = field(record, 'LogonType') ?? 'unknown';
  if (!REMOTE_LOGON.has(type)) return notOurs(record, `logon type ${/^\w{1,24}$/.test(type) ? type : 'unknown'}`);
  const who = target(record);
  if (who === 'machine') return notOurs(record, 'a machine account');
  return draftOf(seen, 'session-disconnected', { ...personFields(who), ...INCOMING });
}

/** 4778 and 4779: a session was taken up again, or left. The only records that name the controlling machine. */
export function mapWindowStation(seen: Seen): Mapped {
  const { record } = seen;
  const session = field(record, 'SessionName');
  const from = addressIn(record, 'ClientAddress');
  const client = controller(record, 'ClientName');
  const isTerminal = session !== undefined && /^(rdp|ica|[0-9a-f]{16,}#)/i.test(session);
  if (session?.toLowerCase() === 'console' || (!isTerminal && from === undefined && client === undefined)) return notOurs(record, 'the console');
  const who = personOf({ name: field(record, 'AccountName'), domain: field(record, 'AccountDomain'), logonId: field(record, 'LogonID') });
  if (who === 'machine') return notOurs(record, 'a machine account');
  return draftOf(seen, record.eventId === 4778 ? 'session-connected' : 'session-disconnected', {
    ...(record.eventId === 4778 ? { 'event.outcome': 'success' } : {}),
    ...personFields(who),
    'source.ip': from,
    'source.domain': client,
    ...INCOMING,
    ...(session !== undefined && /^ica/i.test(session) ? { 'farmwatch.remote.protocol': undefined } : {}),
  });
}

/** 21, 24 and 25 of the session manager: logged on, disconnected, reconnected. */
export function mapTerminalSession(seen: Seen): Mapped {
  const { record } = seen;
  const address = field(record, 'Address');
  if (address === undefined) return notOurs(record, 'no address');
  // An address has dots or colons, also where it is this machine's own; a word, `LOCAL` in the language of Windows, has none.
  if (!/[.:]/.test(address)) return notOurs(record, 'the console');
  const who = personOf({ name: field(record, 'User') });
  if (who === 'machine') return notOurs(record, 'a machine account');
  const isEnd = record.eventId === 24;
  return draftOf(seen, isEnd ? 'session-disconnected' : 'session-connected', {
    ...(isEnd ? {} : { 'event.outcome': 'success' }), ...personFields(who), 'source.ip': farAddress(address), ...INCOMING,
  });
}

/**
 * 104: how far the clock of the controlling machine is from UTC.
 *
 * @param sign 1 where the number counts hours east of UTC, −1 where it counts west
 */
export function mapClientClock(seen: Seen, sign: 1 | -1): Mapped {
  const found = /^\[?\s*([+-]?\d{1,2}(?:\.\d{1,2})?)\s*\]?$/.exec(field(seen.record, 'TimezoneBiasHour') ?? '');
  const minutes = found ? Math.round(Number(found[1]) * 60) * sign : undefined;
  if (minutes === undefined || Math.abs(minutes) > 15 * 60) return { rejected: 'TimezoneBiasHour is no number of hours' };
  return draftOf(seen, 'session-connected', { 'farmwatch.remote.client_utc_offset_min': minutes + 0, ...INCOMING });
}

/** 1149 and 131: a connection before anybody is logged on. */
export function mapEarly(seen: Seen, isWanted: boolean): Mapped {
  const { record } = seen;
  if (!isWanted) return notOurs(record, 'before the logon');
  if (record.eventId === 131) {
    if (field(record, 'ConnType')?.toUpperCase() === 'UDP') return notOurs(record, 'second transport of a connection');
    const from = addressIn(record, 'ClientIP');
    return draftOf(seen, 'session-connected', { 'event.outcome': 'unknown', 'source.ip': from, ...INCOMING });
  }
  const who = personOf({ name: field(record, 'Param1'), domain: field(record, 'Param2') });
  return draftOf(seen, 'session-connected', {
    'event.outcome': 'unknown', ...personFields(who), 'source.ip': addressIn(record, 'Param3'), ...INCOMING,
  });
}

/** 302 and 303 of a gateway: a way to another machine was opened, or closed. The session is that machine's. */
export function mapGateway(seen: Seen): Mapped {
  const { record } = seen;
  const isEnd = record.eventId === 303;
  const resource = field(record, 'Resource');
  const seconds = Number(field(record, 'SessionDuration') ?? Number.NaN);
  return draftOf(seen, isEnd ? 'session-disconnected' : 'session-connected', {
    ...(isEnd ? {} : { 'event.outcome': 'success' }),
    'event.duration': isEnd && Number.isSafeInteger(seconds) && seconds >= 0 && seconds < 1e6 ? seconds * 1e9 : undefined,
    ...personFields(personOf({ name: field(record, 'Username') })),
    'host.name': resource !== undefined && canonicalAddress(resource) === undefined ? resource : undefined,
    'host.id': undefined,
    'source.ip': addressIn(record, 'IpAddress'),
    ...INCOMING,
  });
}

function target(record: WindowsRecord): Person {
  return personOf({
    name: field(record, 'TargetUserName'), domain: field(record, 'TargetDomainName'),
    sid: field(record, 'TargetUserSid'), logonId: field(record, 'TargetLogonId'),
  });
}

/** The name of the other end. Type 10 and 7 put the laptop's own name there, which is no news. */
function controller(record: WindowsRecord, name: string): string | undefined {
  const found = field(record, name);
  return isSameHost(found, record.computer) ? undefined : found;
}
