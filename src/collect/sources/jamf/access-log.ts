import type { Rejected } from '../../../core/parse-event.ts';
import { accountFields } from '../../account.ts';
import { addressOf } from '../../client-address.ts';
import type { Draft } from '../../collector.ts';
import { textAt, textOf } from '../../loose.ts';
import { utcTime } from '../../utc-time.ts';

/** A line of `JSSAccess.log`. */
export interface AccessLine {
  /** As written; undefined where neither the line nor what was put around it says when. */
  readonly time: string | undefined;
  readonly account: string | undefined;
  readonly status: string;
  readonly address: string;
  /** Where somebody signed in: the console, Self Service, an interface for programs. */
  readonly entry: string;
}

const LINE = /^(?!\s*\{)(?<head>.*?)\busername=(?<account>.*?), status=(?<status>[^,]*), ipAddress=(?<address>[^,]*), entryPoint=(?<entry>.*)$/s;
/** No line is longer; of a longer text it is not asked. */
const LONGEST = 2_000;
const TIME = /\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}[.,]\d{3}/;

/** Reads a line, alone or as the cloud delivers it, as a message with a time beside it. */
export function accessLine(raw: unknown): AccessLine | undefined {
  const text = (typeof raw === 'string' ? raw : textAt(raw, 'message')) ?? '';
  const parts = text.length > LONGEST ? undefined : LINE.exec(text)?.groups;
  if (!parts) return undefined;
  const account = textOf(parts['account']);
  return {
    time: textAt(raw, 'time') ?? TIME.exec(parts['head']!)?.[0].replace(',', '.'),
    account: account?.toLowerCase() === 'unknown' ? undefined : account,
    status: parts['status']!, address: parts['address']!, entry: parts['entry']!.trim(),
  };
}

/** Other logs that the cloud delivers with that one, by the mark before each line; undefined for anything else. */
export function otherLog(raw: unknown): string | undefined {
  const mark = /^\[(CHANGEMANAGEMENT|JAMFSOFTWARESERVER)\] /.exec((typeof raw === 'string' ? raw : textAt(raw, 'message')) ?? '')?.[1];
  return mark === undefined ? undefined : mark === 'CHANGEMANAGEMENT' ? 'change management' : 'server log';
}

/** People who sign in at the console or at Self Service. Programs sign in as well, and nobody sits there. */
export function signInAt(line: AccessLine): Draft | Rejected {
  const outcome = /^successful login$/i.test(line.status) ? 'success' : /^failed login$/i.test(line.status) ? 'failure' : undefined;
  if (outcome === undefined) return { rejected: `not our business: access log, ${/^[\w ()]{1,60}$/.test(line.status) ? line.status : 'unnamed'}` };
  if (/\bAPI\b/.test(line.entry)) return { rejected: 'not our business: access log, sign-in at an interface' };
  if (line.account === undefined) return { rejected: 'no user' };
  const at = utcTime(line.time);
  if (at === undefined) return { rejected: 'no time that can be read' };
  return {
    '@timestamp': at, 'event.module': 'jamf', 'event.dataset': 'jamf.access', 'event.action': 'sign-in', 'event.outcome': outcome,
    ...accountFields(line.account), 'source.ip': addressOf(line.address),
  };
}
