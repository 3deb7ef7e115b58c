import type { HireId } from '../core/person.ts';
import type { Share } from './figures.ts';

/** Groups of fewer people are put together: they would name somebody. */
const FEWEST_PEOPLE = 10;

/** How often people of a group are in a case. */
export interface Group { readonly group: string; readonly share: Share }

/**
 * People in a case by group, the largest first; small groups together, so that no line is about fewer than ten people.
 *
 * @param groupOf  undefined where nothing is told
 * @param what     the plural of what groups them, such as `zones`
 * @param inCases  people in a case
 */
export function groupsOf<T extends { readonly hire: HireId }>(hires: readonly T[], groupOf: (hire: T) => string | undefined, what: string, inCases: ReadonlySet<HireId>, shareOf: (hits: number, of: number) => Share): readonly Group[] {
  const groups = [...Map.groupBy(hires, (hire) => groupOf(hire) ?? 'not told')].map(([group, members]) => ({ group, members }));
  const large = groups.filter(({ members }) => members.length >= FEWEST_PEOPLE).sort((a, b) => b.members.length - a.members.length || (a.group < b.group ? -1 : 1));
  const small = groups.filter(({ members }) => members.length < FEWEST_PEOPLE).flatMap(({ members }) => members);
  // A small rest beside large groups could be worked out from them, so the smallest of these joins it.
  const rest = small.length > 0 && small.length < FEWEST_PEOPLE && large.length > 0 ? [...small, ...large.pop()!.members] : small;
  const line = (group: string, members: readonly T[]): Group => ({ group, share: shareOf(members.filter(({ hire }) => inCases.has(hire)).length, members.length) });
  const lines = [...large.map(({ group, members }) => line(group, members)), ...(rest.length > 0 ? [line(large.length > 0 ? `other ${what}` : `all ${what}`, rest)] : [])];
  return lines.length > 1 ? [...lines, line('all', hires)] : lines;
}

/** Whether any two groups stand apart. */
export function groupsSaid(groups: readonly Group[], what: string): string {
  const single = groups.filter(({ group }) => group !== 'all');
  if (single.length < 2) return `Too few people to compare ${what}.`;
  const apart = single.flatMap((a, at) => single.slice(at + 1).filter((b) => a.share.atMost < b.share.atLeast || b.share.atMost < a.share.atLeast).map((b) => `${a.group} and ${b.group}`));
  return apart.length === 0 ? `All intervals overlap: none of the ${what} stands out.` : `Intervals of ${apart.join('; ')} do not overlap: look at why.`;
}
