import type { WeeklyReport } from './weekly-report.ts';
import { counted } from './words.ts';

/** The day by which somebody decides; a day that is over is said to be, or it looks like a slip. */
export function bySaid({ by, overdue }: { readonly by: string; readonly overdue: boolean }): string {
  return overdue ? `${by}, overdue` : by;
}

/** The week in a few sentences: what was opened and closed, what presses most, what could not be seen. */
export function leadSentences({ as_of: asOf, so_far: isRunning, movement, closed_as: closedAs, open, not_watched: dark, scope }: Omit<WeeklyReport, 'sentences'>): readonly string[] {
  const first = isRunning ? ['The week is not over: all of this is what is known so far.'] : [];
  if (asOf === undefined) return [...first, 'Nothing was judged in this week: no run took place. That says nothing about anybody.'];
  const opened = movement.reduce((sum, { now }) => sum + now.opened, 0);
  const closed = closedAs.reduce((sum, { now }) => sum + now, 0);
  const farms = closedAs.find(({ reason }) => reason === 'true')!.now;
  const act = open.filter(({ band }) => band === 'act');
  const sources = dark.filter(({ kind }) => kind === 'source');
  const silent = dark.find(({ kind }) => kind === 'people');
  return [
    ...first,
    `${counted(opened, 'case')} ${opened === 1 ? 'was' : 'were'} opened and ${closed} closed${closed === 0 ? '' : `; ${farms === 0 ? 'none of the closed ones was a farm' : `${farms} of the closed ones ${farms === 1 ? 'was a farm' : 'were farms'}`}`}.`,
    ...(open.length === 0 ? [`No case is open among ${counted(scope.hires.value, 'hire')} in their first months.`] : []),
    ...(act.length > 0 ? [`${counted(act.length, 'open case')} ${act.length === 1 ? 'is' : 'are'} in band act: ${act.slice(0, 3).map(({ id, people }) => `${id} (${counted(people, 'person', 'people')})`).join(', ')}${act.length > 3 ? ` and ${act.length - 3} more` : ''}.`] : []),
    ...(sources.length > 0 ? [`${sources.slice(0, 3).map(({ what }) => what).join(', ')}${sources.length > 3 ? ` and ${sources.length - 3} more sources` : ''} sent nothing lately, so this week says less than it could.`] : []),
    ...(silent ? [`Of ${silent.since} nothing came in.`] : []),
  ];
}
