import type { HireId } from '../../src/core/person.ts';
import { daysBetween, type Day } from '../../src/core/time.ts';
import type { CrowdPlan } from '../../src/detect/detector.ts';
import type { Seen } from './evidence.ts';
import { monitorOf } from './monitor.ts';

const markOf = (kind: 'factor' | 'display', token: string): string => `identity-reuse/${kind}/${token}`;

/** What is kept of people outside scope: how many a factor or a monitor served on a day. */
export const CROWD: CrowdPlan = {
  fields: ['event.action', 'event.outcome', 'farmwatch.factor.token', 'farmwatch.display.manufacturer', 'farmwatch.display.product_code', 'farmwatch.display.serial'],
  marks(row) {
    const factor = row['farmwatch.factor.token'] as string | undefined;
    if (row['event.action'] === 'sign-in') return factor === undefined || row['event.outcome'] === 'failure' ? [] : [markOf('factor', factor)];
    if (row['event.action'] !== 'display-present') return [];
    const serial = row['farmwatch.display.serial'] as string | undefined;
    const monitor = serial === undefined ? undefined
      : monitorOf({ maker: row['farmwatch.display.manufacturer'] as string | undefined, code: row['farmwatch.display.product_code'] as string | undefined, serial });
    return monitor === undefined ? [] : [markOf('display', monitor)];
  },
};

/** People outside scope whom a factor or monitor served on the day with most of them; from rows, and from what was kept of those that went. */
export function staffServed(window: Seen): (kind: 'factor' | 'display', token: string) => number {
  const served = new Map<string, Map<Day, Set<HireId>>>();
  const note = (mark: string, { holder, person, day }: { readonly holder: HireId | undefined; readonly person: HireId | undefined; readonly day: Day }): void => {
    const owner = holder ?? person;
    if (owner === undefined || window.hires.get(owner)?.inScope !== false) return;
    let days = served.get(mark);
    if (!days) served.set(mark, (days = new Map()));
    const people = days.get(day);
    if (people) people.add(owner);
    else days.set(day, new Set([owner]));
  };
  for (const row of window.rows.factors) if (row['event.outcome'] !== 'failure') note(markOf('factor', row['farmwatch.factor.token']!), row);
  for (const row of window.rows.displays) {
    const monitor = monitorOf({ maker: row['farmwatch.display.manufacturer'], code: row['farmwatch.display.product_code'], serial: row['farmwatch.display.serial']! });
    if (monitor !== undefined) note(markOf('display', monitor), row);
  }
  const days = daysBetween(window.from, window.to);
  return (kind, token) => {
    const mark = markOf(kind, token);
    return Math.max(0, ...days.map((day) => (served.get(mark)?.get(day)?.size ?? 0) + window.crowd(mark, day)));
  };
}
