import { lookup } from '../../../core/lookup.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft, type MapContext } from '../../collector.ts';
import { isObject, memberOf, objectOf, textAt } from '../../loose.ts';
import { looksLikeMail } from '../../mail-address.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { pull } from './pull.ts';

const recognises = (raw: unknown): boolean => logOf(raw) !== undefined;

/** Cisco Duo: sign-ins with the device that approved them, and devices that people enrolled. See the page beside. */
export const duo = defineSource({
  id: 'duo',
  title: 'Cisco Duo authentication log, what people enrol of the activity log',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { token }) {
    const log = logOf(raw);
    switch (log) {
      case undefined: return { rejected: 'not a Duo record' };
      case 'authentication': return authentication(raw as DuoRecord, token);
      case 'authentication log of version 1': return authentication(ofVersion1(raw as DuoRecord), token);
      case 'activity log': return activity(raw as DuoRecord, token);
      default: return { rejected: `not our business: ${log}${actionIn(raw)}` };
    }
  },
  pull,
});

type DuoRecord = Readonly<Record<string, unknown>>;
type Log = 'authentication' | 'authentication log of version 1' | 'administrator log' | 'telephony log' | 'activity log' | 'offline log' | 'Trust Monitor' | 'list of users';

/** Which log a record is from; undefined for what is none of Duo's. */
function logOf(raw: unknown): Log | undefined {
  if (!isObject(raw)) return undefined;
  const has = (...names: readonly string[]): boolean => names.every((name) => memberOf(raw, name) !== undefined);
  // What Trust Monitor finds remarkable carries a copy of the sign-in, which has a record of its own.
  if (has('sekey', 'surfacedtimestamp')) return 'Trust Monitor';
  if (has('userid', 'username', 'isenrolled')) return 'list of users';
  if (has('telephonyid') || (has('phone', 'credits') && has('context'))) return 'telephony log';
  // Names are folded, so `event_type` of the record and `eventtype`, which collectors add, are one; these tell the log.
  if (has('factor', 'result') && (has('accessdevice') || has('authdevice')) && objectOf(memberOf(raw, 'user')) !== undefined) return 'authentication';
  if (has('factor', 'result', 'username', 'integration')) return 'authentication log of version 1';
  if (has('activityid', 'action')) return 'activity log';
  if (/^o2fa_/.test(textAt(raw, 'action') ?? '')) return 'offline log';
  return typeof memberOf(raw, 'action') === 'string' && has('username') && (has('isotimestamp') || has('timestamp')) ? 'administrator log' : undefined;
}

/** A record of version 1 under the names of version 2. The number of the phone that approved it is left out. */
function ofVersion1(raw: DuoRecord): DuoRecord {
  return {
    user: { name: memberOf(raw, 'username') }, email: memberOf(raw, 'email'), timestamp: memberOf(raw, 'isotimestamp') ?? memberOf(raw, 'timestamp'), result: memberOf(raw, 'result'), reason: memberOf(raw, 'reason'),
    access_device: { ...objectOf(memberOf(raw, 'accessdevice')), ip: textAt(raw, 'accessdevice', 'ip') ?? textAt(raw, 'ip') },
  };
}

/** What was done, in a word that may be counted and printed. */
function actionIn(raw: unknown): string {
  const action = textAt(raw, 'action') ?? textAt(raw, 'action', 'name');
  return action !== undefined && /^\w{1,60}$/.test(action) ? `, ${action}` : '';
}

function authentication(raw: DuoRecord, token: MapContext['token']): readonly Draft[] | Rejected {
  const person = personFields(raw);
  if (person['user.name'] === undefined && person['user.email'] === undefined && person['user.id'] === undefined) return { rejected: 'no user' };
  const at = utcTime(textAt(raw, 'isotimestamp') ?? textAt(raw, 'timestamp'));
  if (at === undefined) return { rejected: 'no time that can be read' };
  const isEnrolment = (raw['event_type'] ?? raw['event_type_s']) === 'enrollment';
  // The device is known by Duo's own key for it: names are given by people and change.
  const key = textAt(raw, 'authdevice', 'key');
  const device = key === undefined ? undefined : token?.('factor', key);
  const common: Draft = {
    '@timestamp': at, 'event.id': textAt(raw, 'txid'), 'event.module': 'duo', 'event.dataset': 'duo.auth', 'event.code': textAt(raw, 'reason'),
    'event.outcome': outcomeOf(raw), ...person, ...accessFields(raw),
  };
  if (!isEnrolment) return [{ ...common, 'event.action': 'sign-in', 'farmwatch.factor.token': device }];
  if (common['event.outcome'] === 'failure') return { rejected: 'not our business: enrolment, which failed' };
  return [{ ...common, 'event.action': 'account-changed', 'farmwatch.identity.kind': 'mfa', 'farmwatch.identity.token': device }];
}

/** Something that approves sign-ins came to an account. */
const ENROLLED = /^(?:webauthncredential|u2ftoken|phone|tablet|hardtoken|desktoptoken)_(?:create|associate)$/;

/** A factor that people added to their own account; what an administrator does to others is not done from where they are. */
function activity(raw: DuoRecord, token: MapContext['token']): readonly Draft[] | Rejected {
  const other: Rejected = { rejected: `not our business: activity log${actionIn(raw)}` };
  const isOwn = textAt(raw, 'actor', 'type')?.toLowerCase() === 'user';
  if (!isOwn || !ENROLLED.test(textAt(raw, 'action', 'name') ?? '')) return other;
  const outcome = OUTCOMES[textAt(raw, 'outcome', 'result')?.toLowerCase() ?? ''] ?? 'unknown';
  if (outcome === 'failure') return { rejected: `${other.rejected}, which failed` };
  const person = accountFields(textAt(raw, 'actor', 'name'), textAt(raw, 'actor', 'key'));
  if (person['user.name'] === undefined && person['user.id'] === undefined) return { rejected: 'no user' };
  const at = utcTime(textAt(raw, 'ts'));
  if (at === undefined) return { rejected: 'no time that can be read' };
  const key = textAt(raw, 'target', 'key');
  return [{
    '@timestamp': at, 'event.id': textAt(raw, 'activityid'), 'event.module': 'duo', 'event.dataset': 'duo.activity', 'event.code': textAt(raw, 'action', 'name'),
    'event.outcome': outcome, ...person, ...accessFields(raw),
    'event.action': 'account-changed', 'farmwatch.identity.kind': 'mfa', 'farmwatch.identity.token': key === undefined ? undefined : token?.('factor', key),
  }];
}

const OUTCOMES: Readonly<Record<string, 'success' | 'failure'>> = lookup({ success: 'success', denied: 'failure', fraud: 'failure', failure: 'failure', error: 'failure' });

function outcomeOf(raw: DuoRecord): 'success' | 'failure' | 'unknown' {
  return OUTCOMES[textAt(raw, 'result')?.toLowerCase() ?? ''] ?? 'unknown';
}

/** The account: by its mail address where Duo knows one, else by its name. */
function personFields(raw: DuoRecord): Draft {
  const email = textAt(raw, 'email');
  return {
    ...accountFields(textAt(raw, 'user', 'name'), textAt(raw, 'user', 'key')),
    ...(email !== undefined && looksLikeMail(email) ? { 'user.email': email } : {}),
  };
}

/** The machine at which somebody signed in; the phone that approved it stands elsewhere, and its address is not that of the laptop. */
function accessFields(raw: DuoRecord): Draft {
  const said = (name: string): string | undefined => {
    const text = textAt(raw, 'accessdevice', name);
    return text === undefined || /^unknown$/i.test(text) ? undefined : text;
  };
  return {
    // The activity log has the address one level down.
    'source.ip': addressOf(said('ip') ?? textAt(raw, 'accessdevice', 'ip', 'address')),
    'host.name': said('hostname'),
    'device.id': said('epkey'),
    'host.os.full': joined(said('os'), said('osversion')),
    'user_agent.original': joined(said('browser'), said('browserversion')),
  };
}

function joined(name: string | undefined, version: string | undefined): string | undefined {
  return name === undefined ? undefined : version === undefined ? name : `${name} ${version}`;
}
