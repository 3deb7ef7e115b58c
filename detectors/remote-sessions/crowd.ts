import { isPlaceholderValue } from '../../src/core/placeholder.ts';
import type { HireId } from '../../src/core/person.ts';
import { daysBetween, type Day } from '../../src/core/time.ts';
import type { CrowdPlan } from '../../src/detect/detector.ts';
import type { Seen } from './evidence.ts';

const markOf = (controller: string): string => `remote-sessions/controller/${controller}`;

/** What machines are called that were never given a name. */
const NAMELESS = new Set(['localhost', 'localhost.localdomain', 'desktop', 'laptop', 'computer', 'client', 'pc', 'workstation']);

/** The controlling machine by its name; undefined where that names none. */
export function controllerOf(domain: string | undefined): string | undefined {
  const name = domain?.trim().toLowerCase();
  return name === undefined || isPlaceholderValue(name) || NAMELESS.has(name) ? undefined : name;
}

/** What is kept of people outside scope: how many of them a controller served on a day. */
export const CROWD: CrowdPlan = {
  fields: ['event.action', 'farmwatch.remote.direction', 'source.domain'],
  marks(row) {
    const isIncoming = row['event.action'] === 'session-connected' && row['farmwatch.remote.direction'] === 'incoming';
    const controller = controllerOf(row['source.domain'] as string | undefined);
    return isIncoming && controller !== undefined ? [markOf(controller)] : [];
  },
};

/** People outside scope whom a controller served on the day with most of them; from rows, and from what was kept of those that went. */
export function staffServed(window: Seen): (controller: string) => number {
  const served = new Map<string, Map<Day, Set<HireId>>>();
  for (const { holder, person, day, 'source.domain': domain } of window.rows.sessions) {
    const owner = holder ?? person;
    const controller = controllerOf(domain);
    if (controller === undefined || owner === undefined || window.hires.get(owner)?.inScope !== false) continue;
    let days = served.get(controller);
    if (!days) served.set(controller, (days = new Map()));
    const people = days.get(day);
    if (people) people.add(owner);
    else days.set(day, new Set([owner]));
  }
  const days = daysBetween(window.from, window.to);
  return (controller) => Math.max(0, ...days.map((day) => (served.get(controller)?.get(day)?.size ?? 0) + window.crowd(markOf(controller), day)));
}
