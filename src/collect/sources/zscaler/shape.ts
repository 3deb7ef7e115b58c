import { isObject, memberOf, textAt } from '../../loose.ts';
import { activityRow, extendedLine, named, statusRow } from './lines.ts';

/** A record of Zscaler Private Access, or of Internet Access as a Nanolog feed sends it. */
export interface ZscalerRecord {
  /** `user status`, `user activity`, …, or the feed's name such as `zscalernss-dns`; fit to be counted and printed. */
  readonly kind: string;
  /** The text of a member by its folded name; undefined where it is missing or stands for nothing. */
  text(name: string): string | undefined;
}

/** Reads the outside of a record; undefined for what is none of Zscaler's. */
export function zscalerRecord(raw: unknown): ZscalerRecord | undefined {
  if (typeof raw === 'string') return fromTabs(raw) ?? fromLine(raw);
  if (!isObject(raw)) return undefined;
  const feed = textAt(raw, 'sourcetype');
  const inner = memberOf(raw, 'event');
  if (feed !== undefined && /^zscalernss-\w{1,30}$/.test(feed)) {
    if (isObject(inner)) return record(inner, feed);
    // The feed for Microsoft Sentinel has no envelope, and the names of CEF.
    if (inner === undefined && textAt(raw, 'devicevendor') === 'Zscaler') return record(named(Object.entries(raw).map(([name, value]) => [name, String(value)])), feed);
  }
  const kind = privateAccess(raw);
  return kind === undefined ? undefined : record(raw, kind);
}

/** A feed as Splunk takes it in text: the time, and pairs with tabs between them. */
function fromTabs(text: string): ZscalerRecord | undefined {
  const feed = /(?:^|\t)sourcetype=(zscalernss-\w{1,30})(?=\t|\s*$)/.exec(text)?.[1];
  if (feed === undefined) return undefined;
  const pairs = text.trim().split('\t').map((part): readonly [string, string] => {
    const at = part.indexOf('=');
    // The time alone has no name; a syslog header may stand before it.
    return at < 0 ? ['time', /\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$|[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d\d:\d\d:\d\d \d{4}$/.exec(part)?.[0] ?? ''] : [part.slice(0, at).trim(), part.slice(at + 1).trim()];
  });
  return record(Object.fromEntries(pairs.reverse()), feed);
}

/** A feed in CEF or LEEF, or a row without a header. */
function fromLine(text: string): ZscalerRecord | undefined {
  const line = extendedLine(text);
  if (line) return record(line.members, line.feed === 'ZPA' ? privateAccess(line.members) ?? 'another log' : line.feed);
  const status = statusRow(text);
  if (status) return record(status, 'user status');
  const activity = activityRow(text);
  return activity && record(activity, 'user activity');
}

/** Records do not say of which log they are; it is told by members that only this log has. */
function privateAccess(raw: unknown): string | undefined {
  const has = (...names: readonly string[]): boolean => names.every((name) => memberOf(raw, name) !== undefined);
  if (!has('logtimestamp', 'customer')) return has('auditoperationtype') ? 'audit' : undefined;
  if (has('connectionid', 'connectionstatus', 'username')) return 'user activity';
  if (has('sessionstatus', 'username')) return 'user status';
  if (has('sessionstatus', 'connector')) return 'App Connector status';
  return 'another log';
}

/** Words that feeds write where there is nothing. */
const NOTHING = /^(?:na|unknown|notfound)$/i;

function record(inner: unknown, kind: string): ZscalerRecord {
  const text = (name: string): string | undefined => textAt(inner, name);
  return { kind, text: (name) => (NOTHING.test(text(name) ?? '') ? undefined : text(name)) };
}
