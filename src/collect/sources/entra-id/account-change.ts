import { lookup } from '../../../core/lookup.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import { addressOf } from '../../client-address.ts';
import type { Draft } from '../../collector.ts';
import { folded, listOf, objectOf, textOf } from '../../loose.ts';
import { shownTime } from '../../shown-time.ts';
import type { DateOrder } from '../../tables/dates.ts';
import { userFields } from './sign-in.ts';
import type { EntraRecord } from './record.ts';

type Kind = 'mfa' | 'phone';

/** Maps an audit record in which somebody's second factor or phone was registered or changed; the rest is not our business. */
export function accountChangeDrafts(record: EntraRecord, order: DateOrder | undefined): readonly Draft[] | Rejected {
  const activity = record.text('activitydisplayname') ?? record.text('operationname') ?? 'audit record';
  const target = targetOf(record);
  const kinds = kindsOf(activity, record, target);
  if (kinds.length === 0) return { rejected: `not our business: ${named(activity)}` };
  if (/^fail/i.test(record.text('result') ?? '')) return { rejected: `not our business: ${named(activity)}, which failed` };
  const at = shownTime(record.text('activitydatetime') ?? record.text('time') ?? record.text('timegenerated'), record.isDiagnostic ? 'mdy' : order);
  if (typeof at !== 'number') return at;
  const user = userFields(target.principal, target.id);
  if (!user) return { rejected: 'no user' };
  const id = record.text('id');
  return kinds.map((kind) => ({
    '@timestamp': at,
    // The log writes a record once; two kinds of change in it are two events.
    'event.id': id === undefined || kinds.length === 1 ? id : `${id}:${kind}`,
    'event.module': 'entra-id',
    'event.dataset': 'entra-id.audit',
    'event.action': 'account-changed',
    'event.code': activity,
    'event.outcome': 'success',
    ...user,
    'source.ip': ownAddress(record, target),
    'farmwatch.identity.kind': kind,
  }));
}

/** The service's words for what was done, where they may be counted and printed. */
function named(activity: string): string {
  return /^[\w .,'’()/&:#–-]{1,120}$/.test(activity) ? activity : 'an unnamed activity';
}

interface Target { readonly principal: string | undefined; readonly id: string | undefined; readonly changes: readonly Change[] }
interface Change { readonly property: string; readonly before: unknown; readonly after: unknown }

/** The account that was changed: the first target that is a user. */
function targetOf(record: EntraRecord): Target {
  const targets = listOf(record.get('targetresources')).flatMap((target) => {
    const found = objectOf(target);
    return found ? [folded(found)] : [];
  });
  const user = targets.find((target) => /user/i.test(textOf(target.get('type')) ?? '')) ?? targets[0];
  return {
    principal: user && textOf(user.get('userprincipalname')),
    id: user && textOf(user.get('id')),
    changes: listOf(user?.get('modifiedproperties')).flatMap((change) => {
      const found = objectOf(change);
      if (!found) return [];
      const fields = folded(found);
      return [{ property: textOf(fields.get('displayname')) ?? '', before: valueOf(fields.get('oldvalue')), after: valueOf(fields.get('newvalue')) }];
    }),
  };
}

/** Old and new values are JSON inside a text, and lists of one; what does not parse stays text. */
function valueOf(value: unknown): unknown {
  if (typeof value !== 'string') return value ?? undefined;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}

const SECURITY_INFO = /^(user|admin) (registered|updated|changed)\b.*\bsecurity info\b/i;
/** Numbers, not the app on the phone: "Phone App Notification" and "phone sign-in" are an authenticator. */
const PHONE_METHOD = /\b(phone(?! ?(app|sign))|mobile(?! ?(app|phone app))|sms|text message|voice)\b/i;

function kindsOf(activity: string, record: EntraRecord, target: Target): readonly Kind[] {
  if (SECURITY_INFO.test(activity)) return [PHONE_METHOD.test(record.text('resultreason') ?? record.text('resultdescription') ?? '') ? 'phone' : 'mfa'];
  if (!/^update user\.?$/i.test(activity)) return [];
  const kinds = target.changes.flatMap((change): readonly Kind[] => CHANGED[change.property]?.(change) ?? []);
  return [...new Set(kinds)].sort();
}

/** What a change of a user's property tells. */
const CHANGED: Readonly<Record<string, (change: Change) => readonly Kind[]>> = lookup({
  // Each approval rewrites the time of last use in here, so only a device that was not there before counts.
  StrongAuthenticationPhoneAppDetail: ({ before, after }) => (added(before, after, ['Id', 'DeviceId', 'DeviceName']) ? ['mfa'] : []),
  StrongAuthenticationMethod: ({ before, after }) => (added(before, after, ['MethodType']) ? ['mfa'] : []),
  StrongAuthenticationUserDetails: ({ before, after }) => (added(before, after, ['PhoneNumber', 'AlternativePhoneNumber']) ? ['phone'] : []),
  MobilePhone: ({ before, after }) => newText(before, after),
  Mobile: ({ before, after }) => newText(before, after),
  TelephoneNumber: ({ before, after }) => newText(before, after),
});

/** True when the new list has an entry with a name that no entry of the old one has. */
function added(before: unknown, after: unknown, names: readonly string[]): boolean {
  const known = new Set(namesIn(before, names));
  return namesIn(after, names).some((name) => !known.has(name));
}

function namesIn(value: unknown, names: readonly string[]): readonly string[] {
  return (Array.isArray(value) ? value : [value]).flatMap((entry) => {
    const found = objectOf(entry);
    if (!found) return [];
    const fields = folded(found);
    // The first name that an entry has tells it from others, but every phone number of a person is one.
    const said = names.flatMap((name) => textOf(fields.get(name.toLowerCase())) ?? []);
    return names[0] === 'PhoneNumber' ? said : said.slice(0, 1);
  });
}

function newText(before: unknown, after: unknown): readonly Kind[] {
  const text = (value: unknown): string | undefined => textOf(Array.isArray(value) ? value[0] : value);
  return text(after) !== undefined && text(after) !== text(before) ? ['phone'] : [];
}

/** The caller's address where callers changed their own account; an administrator's says nothing about the person. */
function ownAddress(record: EntraRecord, target: Target): string | undefined {
  const caller = folded(objectOf(folded(objectOf(record.get('initiatedby')) ?? {}).get('user')) ?? {});
  const same = (name: string, wanted: string | undefined): boolean => {
    const found = textOf(caller.get(name));
    return found !== undefined && found.toLowerCase() === wanted?.toLowerCase();
  };
  if (!same('id', target.id) && !same('userprincipalname', target.principal)) return undefined;
  return addressOf(textOf(caller.get('ipaddress')) ?? record.text('calleripaddress'));
}
