import type { Action } from '../../core/event.ts';
import type { PackedEvents, PackedGroup } from '../../core/packed-events.ts';
import type { Condition } from '../store.ts';

/**
 * What an event is about, by its action. The events of one topic have much the same fields and share a table, because columns
 * that nobody fills are not free to write.
 *
 * Rows stay in the table they were written to: an action that moves to another topic needs a step of migration.
 */
const ACTIONS_OF = {
  programs: ['process-started', 'software-present', 'dns-query'],
  input: ['activity'],
  network: ['check-in', 'sign-in', 'vpn-connected', 'vpn-disconnected', 'latency-measured', 'session-connected', 'session-disconnected'],
  hardware: ['usb-present', 'display-present'],
} as const satisfies Readonly<Record<string, readonly Action[]>>;

/** `rest` takes what is rare, and actions that nobody knows. */
export type Topic = keyof typeof ACTIONS_OF | 'rest';
export const TOPICS: readonly Topic[] = [...Object.keys(ACTIONS_OF) as (keyof typeof ACTIONS_OF)[], 'rest'];

const TOPIC_OF: ReadonlyMap<string, Topic> = new Map(Object.entries(ACTIONS_OF).flatMap(([topic, actions]) => actions.map((action) => [action, topic as Topic])));

export function topicOf(action: string): Topic {
  return TOPIC_OF.get(action) ?? 'rest';
}

/** The groups of a batch by topic; those of one action lie together. */
export function groupsByTopic({ words, groups }: PackedEvents): ReadonlyMap<Topic, readonly PackedGroup[]> {
  return Map.groupBy(groups, ({ columns }) => {
    const actions = columns.get('event.action');
    if (actions?.kind !== 'word') throw new TypeError('events have actions');
    return topicOf(words[actions.codes[0]! - 1]!);
  });
}

/** Topics with rows that a condition on `event.action` can be true of. */
export function topicsMeeting(condition: Condition): readonly Topic[] {
  if (typeof condition === 'object' && 'exists' in condition) return TOPICS;
  const actions = Array.isArray(condition) ? condition : [condition];
  return [...new Set(actions.map((action) => topicOf(String(action))))];
}
