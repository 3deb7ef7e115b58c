import { lookup } from '../../../core/lookup.ts';
import type { Action } from '../../../core/event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import { defineSource, type Draft } from '../../collector.ts';
import { readRecords } from '../../records.ts';
import { utcTime } from '../../utc-time.ts';
import { checkPointLog, isOldExport, type CheckPointLog } from './shape.ts';

const ACTIONS: Readonly<Record<string, Action>> = lookup({ 'log in': 'vpn-connected', 'log out': 'vpn-disconnected' });

const recognises = (raw: unknown): boolean => checkPointLog(raw) !== undefined || isOldExport(raw);

/** Check Point: remote access sessions of people. See the page beside. */
export const checkpoint = defineSource({
  id: 'checkpoint',
  title: 'Check Point remote access VPN log',
  settings: {},
  options: {},
  recognises,
  read: (file) => readRecords(file, { recognises }),
  map(raw) {
    if (isOldExport(raw)) return { rejected: 'not our business: a line of the old export' };
    const log = checkPointLog(raw);
    if (!log) return { rejected: 'not a Check Point log' };
    const action = isRemoteAccess(log) ? ACTIONS[log.text('action')?.toLowerCase() ?? ''] : undefined;
    if (action === undefined) return { rejected: `not our business: ${kindOf(log)}` };
    const common = commonFields(log);
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

/** What any log says: when, whom, from where. */
export function commonFields(log: CheckPointLog): Draft {
  return {
    '@timestamp': utcTime(log.text('time')),
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

/** The account of `Lee, Kim (klee)`, where a directory lent the full name. */
function accountIn(text: string | undefined): string | undefined {
  return /\(([^()\s]{1,100})\)\s*$/.exec(text ?? '')?.[1] ?? text;
}

/** Product and action: words that may be counted and printed. */
function kindOf(log: CheckPointLog): string {
  const words = [log.text('product'), log.text('action')].filter((text) => text !== undefined);
  return words.length > 0 && words.every((text) => /^[\w &./-]{1,60}$/.test(text)) ? words.join(' ') : 'unnamed';
}
