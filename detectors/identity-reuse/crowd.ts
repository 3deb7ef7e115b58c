import type { CrowdPlan } from '../../src/detect/detector.ts';
import { staffByDay } from '../../src/detect/counts/staff-by-day.ts';
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
  const staff = staffByDay(window);
  for (const row of window.rows.factors) if (row['event.outcome'] !== 'failure') staff.note(markOf('factor', row['farmwatch.factor.token']!), row);
  for (const row of window.rows.displays) {
    const monitor = monitorOf({ maker: row['farmwatch.display.manufacturer'], code: row['farmwatch.display.product_code'], serial: row['farmwatch.display.serial']! });
    if (monitor !== undefined) staff.note(markOf('display', monitor), row);
  }
  return (kind, token) => staff.most(markOf(kind, token));
}
