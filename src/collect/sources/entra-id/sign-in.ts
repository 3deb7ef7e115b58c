import type { Rejected } from '../../../core/parse-event.ts';
import { SECOND, floorTo } from '../../../core/time.ts';
import { addressOf, networkNumber } from '../../client-address.ts';
import type { Draft } from '../../collector.ts';
import { folded, listOf, objectOf, textOf } from '../../loose.ts';
import { guestMail, looksLikeMail } from '../../mail-address.ts';
import { shownTime } from '../../shown-time.ts';
import type { DateOrder } from '../../tables/dates.ts';
import type { EntraRecord } from './record.ts';

/** Maps a sign-in; only what a person did at a screen is our business. */
export function signInDraft(record: EntraRecord, order: DateOrder | undefined): Draft | Rejected {
  const other = notInteractive(record);
  return other ? { rejected: `not our business: ${other}` } : signInFields(record, order);
}

/** What any sign-in says: when, whom, from where, with what. */
export function signInFields(record: EntraRecord, order: DateOrder | undefined): Draft | Rejected {
  const at = shownTime(record.text('createddatetime') ?? record.text('dateutc') ?? record.text('time') ?? record.text('timegenerated'), record.isDiagnostic ? 'mdy' : order);
  if (typeof at !== 'number') return at;
  const user = userFields(record.text('userprincipalname') ?? record.text('username'), record.text('userid'));
  if (!user) return { rejected: 'no user' };
  const device = folded(objectOf(record.get('devicedetail')) ?? {});
  const code = errorCode(record);
  return {
    // Graph and the portal give whole seconds, the diagnostic export more; cut alike, one sign-in stays one event.
    '@timestamp': floorTo(at, SECOND),
    'event.id': record.text('id') ?? record.text('requestid'),
    'event.module': 'entra-id',
    'event.dataset': 'entra-id.signin',
    'event.action': 'sign-in',
    'event.code': code,
    'event.outcome': outcomeOf(code, record),
    ...user,
    'source.ip': addressOf(record.text('ipaddress') ?? record.text('calleripaddress')),
    'source.as.number': networkNumber(record.text('autonomoussystemnumber')),
    // Version 1.0 of the interface has no user agent, only the browser that was made out from it.
    'user_agent.original': record.text('useragent') ?? textOf(device.get('browser')) ?? record.text('browser'),
    'device.id': textOf(device.get('deviceid')) ?? record.text('deviceid'),
    'host.name': textOf(device.get('displayname')),
    'host.os.full': textOf(device.get('operatingsystem')) ?? record.text('operatingsystem'),
  };
}

/** What a sign-in is instead, where nobody sat at a screen. */
function notInteractive(record: EntraRecord): string | undefined {
  const category = record.kind.is === 'sign-in' ? record.kind.category : undefined;
  const types = listOf(record.get('signineventtypes')).map(String);
  const isNobody = /ServicePrincipal|ManagedIdentity/i;
  if ((category && isNobody.test(category)) || (types.length > 0 && types.every((type) => isNobody.test(type)))) return 'service principal sign-in';
  const isPerson = record.text('userprincipalname') ?? record.text('username') ?? record.text('userid');
  if (isPerson === undefined && (record.text('serviceprincipalid') ?? record.text('serviceprincipalname')) !== undefined) return 'service principal sign-in';
  if (category === 'NonInteractiveUserSignInLogs' || (types.length > 0 && !types.includes('interactiveUser'))) return 'non-interactive sign-in';
  // The log of interactive sign-ins holds nothing else, though older records of it say the contrary.
  if (category !== 'SignInLogs' && /^(false|no|0)$/i.test(String(record.get('isinteractive') ?? ''))) return 'non-interactive sign-in';
  return category === 'B2CRequestLogs' ? 'customer sign-in' : undefined;
}

const OBJECT_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whom a record is about: the principal name as mail address where it is one, as name otherwise. Of a guest the mail address is in the name. Where an object id stands in its place, that is no name. */
export function userFields(principal: string | undefined, id: string | undefined): Draft | undefined {
  if (principal !== undefined && OBJECT_ID.test(principal)) return userFields(undefined, id ?? principal);
  if (principal === undefined && id === undefined) return undefined;
  const isMail = principal !== undefined && looksLikeMail(principal);
  const mail = isMail ? principal : principal === undefined ? undefined : guestMail(principal);
  return {
    ...(mail === undefined ? {} : { 'user.email': mail }),
    ...(principal !== undefined && !isMail ? { 'user.name': principal } : {}),
    ...(id === undefined ? {} : { 'user.id': id }),
  };
}

function errorCode(record: EntraRecord): string | undefined {
  const status = objectOf(record.get('status'));
  return (status && textOf(folded(status).get('errorcode'))) ?? record.text('resulttype') ?? record.text('signinerrorcode');
}

/**
 * Codes by which Entra ID asks for one more step: the portal shows such a row as interrupted, and the outcome follows in
 * a row of its own. Counted as failures they would make every second factor look like a wrong password.
 */
const INTERRUPTS: ReadonlySet<string> = new Set([
  '16000', '16001', '50055', '50058', '50072', '50074', '50076', '50079', '50097', '50125', '50129', '50140', '50143', '50158', '50199',
  '50203', '51006', '65001', '81010', '90094',
]);

function outcomeOf(code: string | undefined, record: EntraRecord): 'success' | 'failure' | 'unknown' {
  if (code === undefined || !/^-?\d+$/.test(code)) {
    const said = code ?? record.text('status') ?? '';
    return /^success$/i.test(said) ? 'success' : /^fail/i.test(said) ? 'failure' : 'unknown';
  }
  if (code === '0') return 'success';
  return INTERRUPTS.has(code) || /^interrupted$/i.test(record.text('status') ?? '') ? 'unknown' : 'failure';
}
