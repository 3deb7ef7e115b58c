import { lookup } from '../../../core/lookup.ts';
import type { Action } from '../../../core/event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { zoneOf, zoneProblem } from '../../device-clock.ts';
import { onClock } from '../../local-time.ts';
import { readRecords } from '../../records.ts';
import type { Instant } from '../../../core/time.ts';
import { calendarTime } from '../../calendar-time.ts';
import { checkPointLog, isOldExport, type CheckPointLog } from './shape.ts';

const ACTIONS: Readonly<Record<string, Action>> = lookup({ 'log in': 'vpn-connected', 'log out': 'vpn-disconnected' });
const TELLS_NOTHING: ReadonlySet<string> = new Set(['accept', 'login', 'logout']);
const EVENTS: Readonly<Record<string, Action>> = lookup({ login: 'vpn-connected', logout: 'vpn-disconnected' });

const recognises = (raw: unknown): boolean => checkPointLog(raw) !== undefined || isOldExport(raw);

/** Check Point: remote access sessions of people. See the page beside. */
export const checkpoint = defineSource({
  id: 'checkpoint',
  title: 'Check Point remote access VPN log',
  settings: {},
  options: {
    zone: { is: 'UTC', doc: 'IANA zone of times that say none, as those of logs that were fetched through LEA or exported from SmartConsole: the zone of the machine that did it.', problem: zoneProblem },
  },
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw, { options }) {
    if (isOldExport(raw)) return { rejected: 'not our business: a line of the old export' };
    const log = checkPointLog(raw);
    if (!log) return { rejected: 'not a Check Point log' };
    const action = isRemoteAccess(log) ? actionOf(log) : undefined;
    if (action === undefined) return { rejected: `not our business: ${kindOf(log)}` };
    if (action === 'vpn-connected' && isRefused(log)) return { rejected: `not our business: ${kindOf(log)}, refused` };
    const common = commonFields(log, options['zone']);
    if (common['@timestamp'] === undefined) return { rejected: 'no time that can be read' };
    if (common['user.name'] === undefined) return { rejected: 'no user' };
    return [{ ...common, 'event.action': action, ...(action === 'vpn-connected' ? { 'event.outcome': 'success' } : {}) }];
  },
});

/** Identity Awareness and administrators log in and out as well; these open no tunnel. */
function isRemoteAccess(log: CheckPointLog): boolean {
  const product = log.text('product') ?? '';
  if (/^identity awareness|^smart/i.test(product)) return false;
  // Connectra is what Mobile Access was called.
  return /^(mobile access|connectra)|\bvpn$/i.test(product) || ['office_mode_ip', 'vpn_user', 'vpn_feature_name'].some((name) => log.text(name) !== undefined);
}

/** Mobile Access before R80 says beside an action that tells nothing what came about. */
function actionOf(log: CheckPointLog): Action | undefined {
  const said = log.text('action')?.toLowerCase() ?? 'accept';
  return ACTIONS[said] ?? (TELLS_NOTHING.has(said) ? EVENTS[log.text('event_type')?.toLowerCase() ?? ''] : undefined);
}

/** True for a login that did not succeed, which has the action of one that did. */
function isRefused(log: CheckPointLog): boolean {
  return ['status', 'auth_status', 'outcome'].some((name) => /^fail/i.test(log.text(name) ?? ''));
}

/** Seconds, ISO 8601, or with a day such as `17Apr2026` or `17 Apr 26,`; what says no zone is on the clock of whoever fetched it. */
function timeOf(text: string | undefined, zoneOption: string | undefined): Instant | undefined {
  const zone = zoneOf(zoneOption, undefined);
  const [, day, month, year, time] = /^(\d{1,2}) ?([A-Z][a-z]{2}) ?(\d{4}|\d{2}),? {1,2}(\d{1,2}:\d\d:\d\d)$/.exec(text ?? '') ?? [];
  const written = day === undefined ? text : calendarTime(`Day ${month!} ${day} ${time!.padStart(8, '0')} ${year!.padStart(4, '20')}`);
  return typeof zone === 'string' ? onClock(written, zone) : undefined;
}

/** What any log says: when, whom, from where. */
export function commonFields(log: CheckPointLog, zoneOption?: string): Draft {
  return {
    '@timestamp': timeOf(log.text('time'), zoneOption),
    'event.module': 'checkpoint',
    'event.dataset': 'checkpoint.vpn',
    'event.code': log.text('action'),
    ...accountFields(accountIn(log.text('vpn_user') ?? log.text('user') ?? log.text('src_user_name') ?? log.text('duser'))),
    'source.ip': addressOf(log.text('src')),
    'source.nat.ip': addressOf(log.text('office_mode_ip')),
    // A name of a machine may have its domain behind an at sign.
    'host.name': log.text('src_machine_name')?.replace(/@.*$/, ''),
  };
}

/** The account of `Lee, Kim (klee)`, where a directory lent the full name; `(+)` behind it says that several sources know the person. */
function accountIn(text: string | undefined): string | undefined {
  const name = text?.replace(/\s*\(\+\)\s*$/, '');
  return /\(([^()\s]{1,100})\)\s*$/.exec(name ?? '')?.[1] ?? name;
}

/** Product and action: words that may be counted and printed. */
function kindOf(log: CheckPointLog): string {
  const words = [log.text('product'), log.text('action')].filter((text) => text !== undefined);
  return words.length > 0 && words.every((text) => /^[\w &./-]{1,60}$/.test(text)) ? words.join(' ') : 'unnamed';
}
