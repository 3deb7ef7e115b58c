import { lookup } from '../../../core/lookup.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf, networkNumber } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';
import { readRecords } from '../../records.ts';
import { pull } from './pull.ts';
import { activityOf, type Activity, type ActivityEvent } from './shape.ts';

const recognises = (raw: unknown): boolean => activityOf(raw) !== undefined;

/** Google Workspace: sign-ins, changed second factors, Chrome Remote Desktop and USB on ChromeOS, round trips of meetings. See the page beside. */
export const googleWorkspace = defineSource({
  id: 'google-workspace',
  title: 'Google Workspace activity reports (login, saml, user_accounts, chrome, meet, mobile, admin)',
  settings: {},
  pull,
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw) {
    const activity = activityOf(raw);
    if (!activity) return { rejected: 'not a Google Workspace activity' };
    const mapped = activity.events.map((event, index) => draftOf(activity, event, index));
    const drafts = mapped.filter((found): found is Draft => !isRejected(found));
    if (drafts.length > 0) return drafts;
    // An activity none of whose events is wanted is counted once, by a reason of which it has the most to say.
    return mapped.filter(isRejected).find(({ rejected }) => !rejected.startsWith('not our business')) ?? mapped.find(isRejected) ?? { rejected: `not our business: ${activity.application}, without an event` };
  },
});

type Mapper = (activity: Activity, event: ActivityEvent) => Draft | Rejected;

/** What is our business, by application and event. */
const MAPPERS: Readonly<Record<string, Mapper>> = lookup({
  'login/login_success': signIn('success'),
  'login/login_failure': signIn('failure'),
  'saml/login_success': signIn('success'),
  'saml/login_failure': signIn('failure'),
  'login/2sv_enroll': accountChange('mfa'),
  'user_accounts/2sv_enroll': accountChange('mfa'),
  'login/passkey_enrolled': accountChange('mfa'),
  'login/recovery_phone_edit': accountChange('phone'),
  'user_accounts/recovery_phone_edit': accountChange('phone'),
  'login/recovery_email_edit': accountChange('email'),
  'user_accounts/recovery_email_edit': accountChange('email'),
  'admin/ADD_RECOVERY_PHONE': changedFor('phone'),
  'admin/CHANGE_RECOVERY_PHONE': changedFor('phone'),
  'admin/CHANGE_USER_PHONE_NUMBER': changedFor('phone'),
  'admin/ADD_RECOVERY_EMAIL': changedFor('email'),
  'admin/CHANGE_RECOVERY_EMAIL': changedFor('email'),
  'mobile/DEVICE_SYNC_EVENT': synced,
  'chrome/CHROME_OS_CRD_CLIENT_CONNECTED': remoteSession('session-connected'),
  'chrome/CHROME_OS_CRD_CLIENT_DISCONNECTED': remoteSession('session-disconnected'),
  'chrome/CHROMEOS_PERIPHERAL_ADDED': peripheral,
  'chrome/CHROMEOS_PERIPHERAL_STATUS_UPDATED': peripheral,
  'meet/call_ended': callEnded,
});

function draftOf(activity: Activity, event: ActivityEvent, index: number): Draft | Rejected {
  const mapper = MAPPERS[`${activity.application}/${event.name}`];
  if (!mapper) return notOurs(activity, event);
  const more = mapper(activity, event);
  if (isRejected(more)) return more;
  if (activity.at === undefined) return { rejected: 'no time that can be read' };
  return {
    '@timestamp': activity.at,
    'event.id': activity.id === undefined ? undefined : `${activity.id}/${index}`,
    'event.module': 'google-workspace',
    'event.dataset': `google-workspace.${activity.application}`,
    'event.code': event.name,
    ...more,
  };
}

function notOurs(activity: Activity, event: ActivityEvent, why?: string): Rejected {
  return { rejected: `not our business: ${activity.application} ${event.name}${why === undefined ? '' : `, ${why}`}` };
}

function signIn(outcome: 'success' | 'failure'): Mapper {
  return (activity, event) => {
    // A token was swapped for another; somebody may have signed in long before.
    if (event.text('login_type') === 'exchange') return notOurs(activity, event, 'an exchange of tokens');
    const who = personFields(activity);
    return isRejected(who) ? who : { ...who, ...whereFields(activity), 'event.action': 'sign-in', 'event.outcome': outcome };
  };
}

function accountChange(kind: 'mfa' | 'phone' | 'email'): Mapper {
  return (activity) => {
    const who = personFields(activity);
    // People change these for themselves: what an administrator does stands in the log of administrators.
    return isRejected(who) ? who : { ...who, ...whereFields(activity), 'event.action': 'account-changed', 'event.outcome': 'success', 'farmwatch.identity.kind': kind };
  };
}

/** An administrator changed it for somebody, from wherever the administrator is. */
function changedFor(kind: 'phone' | 'email'): Mapper {
  return (activity, event) => {
    const whose = event.text('USER_EMAIL');
    if (whose === undefined) return { rejected: 'no user' };
    const isOwn = whose.toLowerCase() === activity.email?.toLowerCase();
    return { ...accountFields(whose, isOwn ? activity.profileId : undefined), ...(isOwn ? whereFields(activity) : {}), 'event.action': 'account-changed', 'event.outcome': 'success', 'farmwatch.identity.kind': kind };
  };
}

/** Kinds of device that are laptops or may be. */
const LAPTOPS = /^(?:windows|mac|linux|chrome_?os|desktop)/i;

/** A laptop that Google's endpoint management knows told its state. */
function synced(activity: Activity, event: ActivityEvent): Draft | Rejected {
  if (!LAPTOPS.test(event.text('DEVICE_TYPE') ?? '')) return notOurs(activity, event, 'of no laptop');
  return {
    ...accountFields(event.text('USER_EMAIL')),
    ...whereFields(activity),
    'event.action': 'check-in',
    'device.id': event.text('RESOURCE_ID') ?? event.text('DEVICE_ID'),
    'device.serial_number': event.text('SERIAL_NUMBER'),
    'host.os.full': event.text('OS_VERSION'),
  };
}

/** The account that acted. */
export function personFields(activity: Activity): Draft | Rejected {
  return activity.email === undefined && activity.profileId === undefined ? { rejected: 'no user' } : accountFields(activity.email, activity.profileId);
}

/** The address from which the account acted. */
export function whereFields(activity: Activity): Draft {
  return {
    'source.ip': addressOf(activity.address),
    'source.as.number': networkNumber(activity.network),
  };
}

function remoteSession(action: 'session-connected' | 'session-disconnected'): Mapper {
  return (_activity, event) => ({
    ...chromebookFields(event),
    'event.action': action,
    ...(action === 'session-connected' ? { 'event.outcome': 'success' } : {}),
    'farmwatch.remote.protocol': 'chrome-remote-desktop',
    'farmwatch.remote.direction': 'incoming',
  });
}

/** Google names a Chromebook by its serial number; a name with blanks or signs in it is one that people gave. */
const SERIAL = /^(?=.*\d)[a-z0-9]{7,30}$/i;

/** The ChromeOS machine, and who is signed in on it. The actor may be an administrator, so it is not asked. */
export function chromebookFields(event: ActivityEvent): Draft {
  const name = event.text('DEVICE_NAME');
  const isSerial = event.text('CLIENT_TYPE') === 'CHROME_OS_DEVICE' && SERIAL.test(name ?? '');
  return {
    ...accountFields(event.text('DEVICE_USER')),
    'device.id': event.text('DIRECTORY_DEVICE_ID'),
    'device.serial_number': isSerial ? name : undefined,
    'host.name': name,
    'host.os.full': event.text('DEVICE_PLATFORM'),
  };
}

function peripheral(activity: Activity, event: ActivityEvent): Draft | Rejected {
  const product = event.text('PRODUCT_NAME');
  // The hubs of the machine itself call themselves so, by whoever wrote the driver.
  if (/\broot hub\b/i.test(product ?? '')) return notOurs(activity, event, 'a hub of the machine itself');
  const device = {
    'farmwatch.usb.vendor_id': hexId(event.text('VENDOR_ID')),
    'farmwatch.usb.product_id': hexId(event.text('PRODUCT_ID')),
    'farmwatch.usb.manufacturer': event.text('VENDOR_NAME'),
    'farmwatch.usb.product': product,
  };
  if (Object.values(device).every((value) => value === undefined)) return { rejected: 'no device named' };
  return { ...chromebookFields(event), 'event.action': 'usb-present', ...device };
}

/** `0x46d` as four digits; a number that does not say it is hex is left out. */
function hexId(text: string | undefined): string | undefined {
  const digits = /^0x([0-9a-f]{1,4})$/i.exec(text ?? '')?.[1];
  return digits?.toLowerCase().padStart(4, '0');
}

/** Kinds of device in a meeting that may be a laptop. */
const COMPUTERS: ReadonlySet<string> = new Set(['web', 'other_client']);

function callEnded(activity: Activity, event: ActivityEvent): Draft | Rejected {
  if (event.text('identifier_type') !== 'email_address') return notOurs(activity, event, 'of no person');
  if (event.text('is_external') === 'true') return notOurs(activity, event, 'of a guest');
  if (!COMPUTERS.has(event.text('device_type') ?? 'web')) return notOurs(activity, event, 'on no computer');
  const rtt = Number(event.text('network_rtt_msec_mean') ?? 0);
  if (!(rtt > 0)) return notOurs(activity, event, 'without a round trip');
  return {
    ...accountFields(event.text('identifier')),
    'event.action': 'latency-measured',
    'event.duration': nanosecondsOf(event.text('duration_seconds')),
    'source.ip': addressOf(event.text('ip_address')),
    'farmwatch.net.rtt_ms': rtt,
    'farmwatch.net.rtt_to': 'google-meet',
  };
}
