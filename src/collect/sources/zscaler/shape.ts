import { isObject, memberOf, textAt } from '../../loose.ts';

/** A record of Zscaler Private Access, or of Internet Access as a Nanolog feed sends it. */
export interface ZscalerRecord {
  /** `user status`, `user activity`, …, or the feed's name such as `zscalernss-dns`; fit to be counted and printed. */
  readonly kind: string;
  /** The text of a member by its folded name; undefined where it is missing or stands for nothing. */
  text(name: string): string | undefined;
}

/** Reads the outside of a record; undefined for what is none of Zscaler's. */
export function zscalerRecord(raw: unknown): ZscalerRecord | undefined {
  if (!isObject(raw)) return undefined;
  const feed = textAt(raw, 'sourcetype');
  const inner = memberOf(raw, 'event');
  if (feed !== undefined && /^zscalernss-\w{1,30}$/.test(feed) && isObject(inner)) return record(inner, feed);
  const kind = privateAccess(raw);
  return kind === undefined ? undefined : record(raw, kind);
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

function record(inner: unknown, kind: string): ZscalerRecord {
  return { kind, text: (name) => textAt(inner, name) };
}
