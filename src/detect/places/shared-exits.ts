import { isPlaceholderValue } from '../../core/placeholder.ts';
import type { Day } from '../../core/time.ts';
import type { Crowd } from '../run.ts';

/** One laptop behind one line on one day, with the router through which it reached it, where that is told. */
export interface LineSight { readonly node: string; readonly day: Day; readonly line: string; readonly router: string | undefined }

/** Two may have a second router in one home; three with a router each are homes of their own. */
const LEAST_TELLING = 3;
/** From so many laptops of a day on it shows when nearly all of them leave by one line. */
const LEAST_COMPANY = 8;
const NEARLY_ALL = 0.8;

/** Under this mark all people outside scope are counted of whom a day told where they were, when its rows about them go. */
export const STAFF = 'company/staff';
/** A company leaves by a line where also so many of them do. */
const STAFF_SHARE = 0.2;

/**
 * Lines that many homes leave by, though no list says so: a carrier's translated address, a tunnel's exit.
 *
 * Either the laptops behind one tell routers of their own, no router being that of more than half of them; or no router is
 * told, and nearly everything the company has is behind it on most days. Where routers tell one home it is one, also of a
 * company whose farm is most of it.
 *
 * @param crowd what is left of people outside scope: those a home holds most of are not the company
 */
export function sharedExits(sights: readonly LineSight[], crowd: Crowd): ReadonlySet<string> {
  const routers = new Map([...Map.groupBy(sights, ({ line }) => line)].map(([line, ofLine]) => [line, routersSay(ofLine)]));
  const told = [...routers].filter(([, says]) => says === 'many homes').map(([line]) => line);
  return new Set([...told, ...[...companyExits(sights, crowd)].filter((line) => routers.get(line) !== 'one home')]);
}

/** What routers tell of a line; undefined where too few do. */
function routersSay(sights: readonly LineSight[]): 'one home' | 'many homes' | undefined {
  const nodesByRouter = new Map<string, Set<string>>();
  for (const { node, router } of sights) {
    if (router === undefined || isPlaceholderValue(router)) continue;
    const nodes = nodesByRouter.get(router);
    if (nodes) nodes.add(node);
    else nodesByRouter.set(router, new Set([node]));
  }
  const telling = new Set([...nodesByRouter.values()].flatMap((nodes) => [...nodes])).size;
  if (telling < LEAST_TELLING) return undefined;
  return Math.max(...[...nodesByRouter.values()].map(({ size }) => size)) * 2 <= telling ? 'many homes' : 'one home';
}

/** Days are compared within themselves: of people outside scope the rows go after some days, and a number for each line is left. */
function companyExits(sights: readonly LineSight[], crowd: Crowd): ReadonlySet<string> {
  const days = [...Map.groupBy(sights, ({ day }) => day)]
    .map(([day, ofDay]) => ({ day, all: new Set(ofDay.map(({ node }) => node)).size, byLine: Map.groupBy(ofDay, ({ line }) => line) }))
    .filter(({ all }) => all >= LEAST_COMPANY);
  const counts = new Map<string, number>();
  for (const { day, all, byLine } of days) {
    for (const [line, ofLine] of byLine) {
      if (new Set(ofLine.map(({ node }) => node)).size >= NEARLY_ALL * all && crowd(line, day) >= STAFF_SHARE * crowd(STAFF, day)) counts.set(line, (counts.get(line) ?? 0) + 1);
    }
  }
  return new Set([...counts].filter(([, seen]) => seen * 2 >= days.length).map(([line]) => line));
}
