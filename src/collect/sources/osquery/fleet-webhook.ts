import { isObject, memberOf, textAt } from '../../loose.ts';

/**
 * What Fleet tells through its webhooks, or in its list of activities, in words that may be counted; undefined for anything else. None has an address or a
 * row of a query in it.
 *
 * @see Fleet, guides for automations and webhooks
 */
export function fleetWebhook(raw: unknown): string | undefined {
  if (!isObject(raw)) return undefined;
  const has = (...path: readonly string[]): boolean => memberOf(raw, ...path) !== undefined;
  if (has('policy', 'name') && Array.isArray(memberOf(raw, 'hosts'))) return 'policy';
  if (has('vulnerability', 'cve') && Array.isArray(memberOf(raw, 'vulnerability', 'hostsaffected'))) return 'vulnerability';
  if (has('data', 'unseenhosts') && has('data', 'totalhosts')) return 'host status';
  // What Fleet did by itself has no actor.
  const isDone = ['actoremail', 'actorfullname', 'fleetinitiated'].some((name) => has(name));
  return isDone && has('details') && /^\w{1,60}$/.test(textAt(raw, 'type') ?? '') ? 'activity' : undefined;
}
