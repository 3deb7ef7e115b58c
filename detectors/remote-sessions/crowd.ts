import { isPlaceholderValue } from '../../src/core/placeholder.ts';
import type { CrowdPlan } from '../../src/detect/detector.ts';
import { staffByDay } from '../../src/detect/counts/staff-by-day.ts';
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
  const staff = staffByDay(window);
  for (const row of window.rows.sessions) {
    const controller = controllerOf(row['source.domain']);
    if (controller !== undefined) staff.note(markOf(controller), row);
  }
  return (controller) => staff.most(markOf(controller));
}
