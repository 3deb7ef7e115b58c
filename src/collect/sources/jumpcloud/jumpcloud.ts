import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft, type MapContext } from '../../collector.ts';
import { personIn } from '../../laptop-account.ts';
import { isObject, listOf, memberOf, textAt } from '../../loose.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { AT_LAPTOP, CHANGE, ENROLMENTS, SIGN_INS } from './kinds.ts';
import { pull } from './pull.ts';

const recognises = (raw: unknown): boolean => typeOf(raw) !== undefined;

/** JumpCloud Directory Insights: sign-ins, where laptops are that somebody unlocks, and changed second factors, phones, home addresses and mail addresses. See the page beside. */
export const jumpcloud = defineSource({
  id: 'jumpcloud',
  title: 'JumpCloud Directory Insights',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { token }) {
    const type = typeOf(raw);
    if (type === undefined) return { rejected: 'not a JumpCloud event' };
    if (SIGN_INS.has(type)) return signIn(raw, type);
    if (ENROLMENTS.has(type)) return enrolment(raw, type);
    if (type === AT_LAPTOP && textAt(raw, 'service') === 'systems') return atLaptop(raw);
    return type === CHANGE ? accountChanges(raw, token) : { rejected: `not our business: ${type}` };
  },
  pull,
});

/** What kind of event it is, in a word that may be counted and printed; undefined for what is no event of JumpCloud. */
function typeOf(raw: unknown): string | undefined {
  if (!isObject(raw)) return undefined;
  const type = textAt(raw, 'eventtype');
  const isEvent = type !== undefined && /^\w{1,80}$/.test(type) && textAt(raw, 'service') !== undefined;
  return isEvent && (memberOf(raw, 'organization') !== undefined || memberOf(raw, 'initiatedby') !== undefined) ? type : undefined;
}

function signIn(raw: unknown, type: string): readonly Draft[] | Rejected {
  const person = partyFields(memberOf(raw, 'initiatedby'));
  if (person['user.name'] === undefined && person['user.id'] === undefined) return { rejected: 'no user' };
  const event = eventFields(raw, type);
  if (event['@timestamp'] === undefined) return { rejected: 'no time that can be read' };
  return [{ ...event, ...person, ...clientFields(raw), 'event.action': 'sign-in' }];
}

/** People set it up for themselves, where they sit. */
function enrolment(raw: unknown, type: string): readonly Draft[] | Rejected {
  const found = signIn(raw, type);
  if (isRejected(found)) return found;
  if (found[0]!['event.outcome'] === 'failure') return { rejected: `not our business: ${type}, which failed` };
  return found.map((draft) => ({ ...draft, 'event.action': 'account-changed', 'farmwatch.identity.kind': 'mfa' }));
}

/** The agent tells JumpCloud of it, from wherever the laptop is: where somebody was at it, and no sign-in to anything. */
function atLaptop(raw: unknown): readonly Draft[] | Rejected {
  const event = eventFields(raw, AT_LAPTOP);
  if (event['event.outcome'] === 'failure') return { rejected: `not our business: ${AT_LAPTOP}, which failed` };
  // Over the network people log in to servers, which stand where nobody is.
  if (/\bsshd?\b/i.test(textAt(raw, 'processname') ?? '')) return { rejected: `not our business: ${AT_LAPTOP} over the network` };
  const machine = memberOf(raw, 'system');
  const [address, id, name] = [addressOf(textAt(raw, 'clientip')), textAt(machine, 'id'), textAt(machine, 'hostname')];
  if (address === undefined || (id === undefined && name === undefined)) return { rejected: `not our business: ${AT_LAPTOP} without ${address === undefined ? 'an address' : 'a machine'}` };
  if (event['@timestamp'] === undefined) return { rejected: 'no time that can be read' };
  const os = ['os', 'version'].map((part) => textAt(machine, part)).filter((part) => part !== undefined).join(' ');
  return [{
    ...event, 'event.outcome': undefined, ...personIn(textAt(raw, 'initiatedby', 'username') ?? textAt(raw, 'username')),
    'event.action': 'check-in', 'source.ip': address, 'host.id': id, 'host.name': name, 'host.os.full': os === '' ? undefined : os,
  }];
}

/** When what happened, and with what outcome. */
export function eventFields(raw: unknown, type: string): Draft {
  const success = memberOf(raw, 'success') ?? memberOf(raw, 'ssotokensuccess');
  return {
    '@timestamp': utcTime(textAt(raw, 'timestamp')),
    'event.id': textAt(raw, 'id'),
    'event.module': 'jumpcloud',
    'event.dataset': 'jumpcloud.events',
    'event.code': type,
    'event.outcome': success === true || success === 'true' ? 'success' : success === false || success === 'false' ? 'failure' : 'unknown',
  };
}

/** Somebody of the directory: people have a user name, administrators a mail address. */
function partyFields(party: unknown): Draft {
  return accountFields(textAt(party, 'username') ?? textAt(party, 'email'), textAt(party, 'id'));
}

/** From where, and on which laptop where JumpCloud's agent runs on it. */
export function clientFields(raw: unknown): Draft {
  const [os, version] = ['os', 'version'].map((name) => textAt(raw, 'authcontext', 'system', name));
  return {
    'source.ip': addressOf(textAt(raw, 'clientip')),
    'host.id': textAt(raw, 'authcontext', 'system', 'id'),
    'host.name': textAt(raw, 'authcontext', 'system', 'hostname'),
    'host.os.full': (os === undefined ? undefined : [os, version].filter(Boolean).join(' ')) ?? named(textAt(raw, 'useragent', 'osfull')),
    'user_agent.original': browserOf(raw),
  };
}

/** The browser that was made out from the user agent, which the event has no more. */
function browserOf(raw: unknown): string | undefined {
  const name = named(textAt(raw, 'useragent', 'name'));
  const version = textAt(raw, 'useragent', 'version');
  return name === undefined || version === undefined ? name : `${name} ${version}`;
}

function named(text: string | undefined): string | undefined {
  return text === 'Other' ? undefined : text;
}

interface Change { readonly kind: 'phone' | 'address' | 'email'; readonly token: string | undefined }

function accountChanges(raw: unknown, token: MapContext['token']): readonly Draft[] | Rejected {
  const changes = listOf(memberOf(raw, 'changes')).flatMap((change) => changeOf(change, token));
  if (changes.length === 0) return { rejected: `not our business: ${CHANGE}` };
  const event = eventFields(raw, CHANGE);
  if (event['event.outcome'] === 'failure') return { rejected: `not our business: ${CHANGE}, which failed` };
  const changed = memberOf(raw, 'resource');
  const person = partyFields(changed);
  if (person['user.name'] === undefined && person['user.id'] === undefined) return { rejected: 'no user' };
  if (event['@timestamp'] === undefined) return { rejected: 'no time that can be read' };
  // An administrator's address, and that of the payroll system, say nothing about the person.
  const isOwn = person['user.id'] !== undefined && person['user.id'] === textAt(raw, 'initiatedby', 'id');
  return changes.map(({ kind, token: value }, index) => ({
    ...event,
    'event.id': typeof event['event.id'] === 'string' && changes.length > 1 ? `${event['event.id']}/${index}` : event['event.id'],
    ...person,
    ...(isOwn ? clientFields(raw) : {}),
    'event.action': 'account-changed',
    'farmwatch.identity.kind': kind,
    'farmwatch.identity.token': value,
  }));
}

/** What a changed field tells. JumpCloud gives entries of lists new ids at each update, so only what they say counts. */
function changeOf(change: unknown, token: MapContext['token']): readonly Change[] {
  switch (textAt(change, 'field')) {
    case 'phoneNumbers': {
      const numbers = added(change, (entry) => textAt(entry, 'number'));
      return numbers.map((number) => ({ kind: 'phone', token: token?.('phone', number) }));
    }
    case 'addresses': {
      const homes = added(change, (entry) => (textAt(entry, 'type')?.toLowerCase() === 'home' ? postal(entry) : undefined));
      return homes.map((home) => ({ kind: 'address', token: token?.('address', home) }));
    }
    case 'email': {
      const mail = textAt(change, 'to');
      return mail === undefined || mail.toLowerCase() === textAt(change, 'from')?.toLowerCase() ? [] : [{ kind: 'email', token: undefined }];
    }
    default: return [];
  }
}

/** What the new entries of a list say that no old one said. */
function added(change: unknown, said: (entry: unknown) => string | undefined): readonly string[] {
  const before = new Set(listOf(memberOf(change, 'from')).map(said));
  const after = listOf(memberOf(change, 'to')).map(said).filter((text) => text !== undefined);
  return [...new Set(after)].filter((text) => !before.has(text));
}

function postal(entry: unknown): string | undefined {
  const street = textAt(entry, 'streetaddress');
  if (street === undefined) return undefined;
  return [street, textAt(entry, 'extendedaddress'), textAt(entry, 'locality'), [textAt(entry, 'region'), textAt(entry, 'postalcode')].filter(Boolean).join(' ')].filter(Boolean).join(', ');
}
