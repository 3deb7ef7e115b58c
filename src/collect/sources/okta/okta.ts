import { lookup } from '../../../core/lookup.ts';
import type { Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf, networkNumber } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { readRecords } from '../../records.ts';
import { pull } from './pull.ts';
import { oktaRecord, type OktaRecord, type Party } from './shape.ts';

const recognises = (raw: unknown): boolean => oktaRecord(raw) !== undefined;

/** Okta System Log: sign-ins, and changes of second factors, phones and mail addresses. See the page beside. */
export const okta = defineSource({
  id: 'okta',
  title: 'Okta System Log',
  settings: {},
  pull,
  options: {
    sso: {
      is: 'use', doc: '`skip` takes only the start of an Okta session as a sign-in, not each application opened with it.',
      problem: (text) => (text === 'use' || text === 'skip' ? undefined : 'takes use or skip'),
    },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    const record = oktaRecord(raw);
    if (!record) return { rejected: 'not an Okta System Log event' };
    const isSignIn = record.type === 'user.session.start' || (record.type === 'user.authentication.sso' && options['sso'] !== 'skip');
    if (isSignIn) return signIn(record);
    const kind = changedKind(record);
    return kind === undefined ? { rejected: `not our business: ${record.type}` } : accountChange(record, kind);
  },
});

function signIn(record: OktaRecord): readonly Draft[] | Rejected {
  // Applications and Okta itself sign on too, and nobody sits there.
  if (record.actor.type !== 'User') return { rejected: `not our business: ${record.type} of ${kindOf(record.actor)}` };
  if (isSilent(record)) return { rejected: `not our business: ${record.type}, renewed without asking` };
  if (record.actor.name === undefined && record.actor.id === undefined) return { rejected: 'no user' };
  if (record.at === undefined) return { rejected: 'no time that can be read' };
  return [{ ...actorFields(record), 'event.action': 'sign-in' }];
}

/** When what happened, and with what outcome. */
function eventFields(record: OktaRecord): Draft {
  return {
    '@timestamp': record.at,
    'event.id': record.id,
    'event.module': 'okta',
    'event.dataset': 'okta.system',
    'event.code': record.type,
    'event.outcome': outcomeOf(record.text('outcome', 'result')),
  };
}

/** From where and with what the actor did it. */
function clientFields(record: OktaRecord): Draft {
  return {
    'source.ip': ownAddress(record),
    'source.as.number': networkNumber(record.text('securitycontext', 'asnumber')),
    'user_agent.original': record.text('client', 'useragent', 'rawuseragent'),
    'device.id': record.text('device', 'id'),
    'device.serial_number': serialOf(record),
    'host.os.full': operatingSystem(record),
  };
}

/** What any event says of a person who acts. */
export function actorFields(record: OktaRecord): Draft {
  return { ...eventFields(record), ...(record.actor.type === 'User' ? accountFields(record.actor.name, record.actor.id) : {}), ...clientFields(record) };
}

const OUTCOMES: Readonly<Record<string, 'success' | 'failure'>> = lookup({ SUCCESS: 'success', ALLOW: 'success', FAILURE: 'failure', DENY: 'failure' });

/** A challenge asks for one more step and is not the end; so is what was skipped. */
function outcomeOf(result: string | undefined): 'success' | 'failure' | 'unknown' {
  return OUTCOMES[result?.toUpperCase() ?? ''] ?? 'unknown';
}

/** An application asked for a new token in the background; OpenID Connect calls that `prompt=none`. */
function isSilent(record: OktaRecord): boolean {
  return /[?&]prompt=none\b/.test(record.text('debugcontext', 'debugdata', 'url') ?? '');
}

/** The address of the browser. Behind a token of the interface stands a server that passes a password on: its address is left out. */
function ownAddress(record: OktaRecord): string | undefined {
  if (record.text('transaction', 'detail', 'requestapitokenid') !== undefined) return undefined;
  return addressOf(record.text('client', 'ipaddress') ?? record.text('client', 'ip') ?? record.firstHop);
}

/** Okta Verify passes on what the CrowdStrike sensor of the laptop says of its serial number. */
function serialOf(record: OktaRecord): string | undefined {
  return record.text('device', 'deviceintegrator', 'crowdstrike', 'csserialnumber');
}

function operatingSystem(record: OktaRecord): string | undefined {
  const ofDevice = [record.text('device', 'platform') ?? record.text('device', 'osplatform'), record.text('device', 'osversion')].filter((part) => part !== undefined);
  return ofDevice.length > 0 ? ofDevice.join(' ') : record.text('client', 'useragent', 'os');
}

type Kind = 'mfa' | 'phone' | 'email';

/** Which part of an identity an event changes, if any. */
function changedKind(record: OktaRecord): Kind | undefined {
  switch (record.type) {
    case 'user.mfa.factor.activate':
    case 'user.mfa.factor.update':
      // The reason names the factor: "User set up SMS_FACTOR factor".
      return /\b(SMS|CALL|PHONE|VOICE)_?(FACTOR|NUMBER)\b/i.test(record.text('outcome', 'reason') ?? '') ? 'phone' : 'mfa';
    case 'user.account.update_primary_email':
    case 'user.account.update_secondary_email':
      return 'email';
    default:
      return undefined;
  }
}

function accountChange(record: OktaRecord, kind: Kind): readonly Draft[] | Rejected {
  if (outcomeOf(record.text('outcome', 'result')) === 'failure') return { rejected: `not our business: ${record.type}, which failed` };
  const changed = record.targets.find(({ type }) => type === 'User') ?? (record.actor.type === 'User' ? record.actor : undefined);
  if (changed?.name === undefined && changed?.id === undefined) return { rejected: 'no user' };
  if (record.at === undefined) return { rejected: 'no time that can be read' };
  return [{
    ...eventFields(record),
    ...accountFields(changed.name, changed.id),
    // The help desk's browser, network and device say nothing about the person.
    ...(changed.id !== undefined && changed.id === record.actor.id ? clientFields(record) : {}),
    'event.action': 'account-changed',
    'farmwatch.identity.kind': kind,
  }];
}

/** What acts, in a word that may be counted and printed. */
function kindOf({ type }: Party): string {
  return type !== undefined && /^[\w ]{1,40}$/.test(type) ? type : 'nobody';
}
