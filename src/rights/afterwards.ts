import { DAILY_RUN_DAYS } from '../run/retention/old-runs.ts';
import type { RetentionDays } from '../run/retention/places.ts';

/** What stays of somebody whose first months are over, in the words of a notice and with the days of the settings. */
export function afterwardsSaid(days: RetentionDays): readonly string[] {
  return [
    'Once your first months are over, records of what your accounts and laptops did go two days later, and so do those of everybody whose first months are over. Of them only numbers of devices by place and day stay, which name nobody, and what an open case, a confirmed one until what follows from it is done, or a legal hold rests on. Where a case is open about somebody in their first months, and strong evidence ties your laptop or accounts to theirs, you are looked at as in your first months until it is closed, and where it was confirmed until what follows from it is done.',
    `What the company's own lists say of you stays, in your first months or not: while you work here and ${days.left_days} days after your last day; where no list tells a last day, ${days.untold_days} days after one named you last.`,
    `What was made of it stays as well: findings and sums up to ${DAILY_RUN_DAYS} days, a case that names you ${days.closed_false_days} days after it was closed as false and otherwise ${days.closed_days} days.`,
  ];
}
