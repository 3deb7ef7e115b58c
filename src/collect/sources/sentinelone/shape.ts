import { isObject, memberOf, textAt } from '../../loose.ts';

/** An event of Cloud Funnel (Deep Visibility), or an activity of the management console. */
export type SentinelRecord = FunnelEvent | ConsoleActivity | { readonly is: 'other'; readonly kind: string };

/** An event on a laptop, with dotted names such as `tgt.process.name`. */
export interface FunnelEvent {
  readonly is: 'event';
  /** `Process Creation`, `DNS Resolved`, … */
  readonly type: string;
  /** A filled member by its dotted name. */
  text(name: string): string | undefined;
  /** A member as it stands. */
  get(name: string): unknown;
}

export interface ConsoleActivity {
  readonly is: 'activity';
  /** The number of its kind. */
  readonly type: string;
  text(...path: readonly string[]): string | undefined;
}

/** Reads the outside of a record; undefined for what is none of SentinelOne's. */
export function sentinelRecord(raw: unknown): SentinelRecord | undefined {
  if (!isObject(raw)) return undefined;
  const type = filled(raw['event.type']);
  if (type !== undefined && (filled(raw['agent.uuid']) ?? filled(raw['endpoint.name'])) !== undefined) {
    return { is: 'event', type: /^[\w -]{1,60}$/.test(type) ? type : 'unnamed', text: (name) => filled(raw[name]), get: (name) => raw[name] };
  }
  const activity = textAt(raw, 'activitytype');
  if (activity !== undefined && /^\d{1,6}$/.test(activity) && memberOf(raw, 'accountid') !== undefined) {
    return { is: 'activity', type: activity, text: (...path) => textAt(raw, ...path) };
  }
  return memberOf(raw, 'threatinfo') !== undefined && memberOf(raw, 'agentdetectioninfo') !== undefined ? { is: 'other', kind: 'threat' } : undefined;
}

function filled(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  const text = typeof value === 'string' ? value.trim() : '';
  return text === '' || text === '-' ? undefined : text;
}
