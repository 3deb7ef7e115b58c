import { lookup } from '../../../core/lookup.ts';
import type { Action } from '../../../core/event.ts';
import { isRejected, type Rejected } from '../../../core/parse-event.ts';
import { parseInstant, type Instant } from '../../../core/time.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { fromLocal, zoneOf, zoneProblem } from '../../device-clock.ts';
import { nanosecondsOf } from '../../nanoseconds.ts';
import { readRecords } from '../../records.ts';
import { citrixMessage, type CitrixMessage } from './line.ts';

/** A session at the gateway; with AAATM somebody signs in to a web application that stands behind the appliance, and no tunnel comes up. */
const ACTIONS: Readonly<Record<string, Action>> = lookup({ 'SSLVPN LOGIN': 'vpn-connected', 'SSLVPN LOGOUT': 'vpn-disconnected', 'AAATM LOGIN': 'sign-in' });

const recognises = (raw: unknown): boolean => citrixMessage(raw) !== undefined;

/** Citrix NetScaler Gateway: sessions of people, sign-ins to applications behind it. See the page beside. */
export const citrix = defineSource({
  id: 'citrix',
  title: 'Citrix NetScaler Gateway syslog',
  settings: {},
  options: {
    zone: { is: 'UTC', doc: "IANA zone of the appliances' clocks, for messages without GMT; NAME=ZONE for those that differ, with commas between.", problem: zoneProblem },
    dates: { is: 'month-first', doc: 'How 02/11/2026 is meant: month-first or day-first, as the appliance is set.', problem: (text) => (text === 'month-first' || text === 'day-first' ? undefined : 'takes month-first or day-first') },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    const message = citrixMessage(raw);
    if (!message) return { rejected: 'not a NetScaler message' };
    const action = ACTIONS[message.kind];
    if (action === undefined) return { rejected: `not our business: ${message.kind}` };
    const common = commonFields(message, options);
    if (isRejected(common)) return common;
    if (common['user.name'] === undefined) return { rejected: 'no user' };
    return [{
      ...common,
      'event.action': action,
      ...(action === 'vpn-disconnected' ? { 'event.duration': durationOf(message.part('Duration')) } : { 'event.outcome': 'success', 'user_agent.original': message.part('Browser_type') }),
    }];
  },
});

/** What any message says: when, whom, from where. */
export function commonFields(message: CitrixMessage, options: Readonly<Record<string, string>>): Draft | Rejected {
  const at = writtenAt(message, options);
  if (isRejected(at)) return at;
  return {
    '@timestamp': at,
    'event.module': 'citrix',
    'event.dataset': 'citrix.gateway',
    'event.code': message.kind,
    ...accountFields(message.part('User')),
    'source.ip': clientOf(message),
  };
}

/** The client's address, which some messages leave out of its own part; behind a proxy it is the proxy's. */
function clientOf(message: CitrixMessage): string | undefined {
  const written = [message.part('Client_ip'), message.part('Context')?.replace(/^.*@/, ''), message.part('X-Forwarded-For_ip')?.split(',')[0]];
  return written.map(addressOf).find((address) => address !== undefined);
}

function writtenAt({ date, isGmt, appliance }: CitrixMessage, options: Readonly<Record<string, string>>): Instant | Rejected {
  const zone = zoneOf(options['zone'], appliance);
  if (typeof zone !== 'string') return zone;
  const isDayFirst = options['dates'] === 'day-first';
  const iso = isoOf(date, isDayFirst);
  const at = iso === undefined ? undefined : isGmt ? parseInstant(`${iso}Z`) : fromLocal(`${iso}Z`, zone);
  if (at !== undefined) return at;
  return { rejected: parseInstant(`${isoOf(date, !isDayFirst) ?? ''}Z`) === undefined ? 'no time that can be read' : 'the date has no such month; set the option dates as the appliance is set' };
}

/** `11/02/2026:14:03:27`, `02/11/2026:…` or `2026/11/02:…` in the order of ISO 8601. */
function isoOf(date: string | undefined, dayFirst: boolean): string | undefined {
  const [, a, b, c, time] = /^(\d{2,4})\/(\d\d)\/(\d{2,4}):(\d\d:\d\d:\d\d)$/.exec(date ?? '') ?? [];
  if (a === undefined) return undefined;
  if (a.length === 4) return `${a}-${b}-${c}T${time}`;
  return dayFirst ? `${c}-${b}-${a}T${time}` : `${c}-${a}-${b}T${time}`;
}

/** `05:48:09` in nanoseconds. */
function durationOf(text: string | undefined): number | undefined {
  const found = /^(\d{1,5}):(\d\d):(\d\d)$/.exec(text ?? '');
  return found ? nanosecondsOf(String((Number(found[1]) * 60 + Number(found[2])) * 60 + Number(found[3]))) : undefined;
}
