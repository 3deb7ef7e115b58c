import { distanceKm, type Disc } from '../../core/geo.ts';
import type { Day } from '../../core/time.ts';
import type { CustodyValues } from './custody-settings.ts';
import { placeSpeller, type LineSays } from './lines.ts';
import { judgeTokens } from './tokens.ts';
import type { WhereaboutsRow } from './whereabouts.ts';

/** A row with a line, a router and the region that an address table names. */
export interface Behind { readonly row: WhereaboutsRow; readonly at: Disc }

/** The entries by which one laptop left behind one router on one day, with how often. */
type Entries = Map<string, { readonly at: Disc; times: number }>;

/**
 * Tells rows of routers that are torn apart: laptops behind one of them leave on the same days by lines that tables put into
 * different cities. A router stands in one place, so at most one of these entries tells where, and nothing shows which: what
 * others rent in somebody's home far away is as much a home line as one's own.
 *
 * Of a laptop that leaves by two lines (IPv4 and IPv6, two operators) both count: cities differ only where no line of one is
 * near any line of the other.
 *
 * @param told rows with an entry
 * @param all  all rows, which tell with what lines laptops have in common
 */
export function tornRouters(told: readonly Behind[], all: readonly WhereaboutsRow[], says: (row: WhereaboutsRow) => LineSays, { tokenSpread, crowdLimit, minimumDays }: CustodyValues): (row: WhereaboutsRow) => boolean {
  const routed = told.filter(({ row }) => row.laptop !== undefined && lineOf(row) !== undefined && routerOf(row) !== undefined && says(row) === 'somewhere');
  const torn = new Set<string>();
  const byRouter = [...Map.groupBy(routed, ({ row }) => routerOf(row)!)].filter(([, behind]) => new Set(behind.map(({ row }) => row.laptop)).size > 1);
  if (byRouter.length === 0) return () => false;
  const placeOf = placeSpeller();
  const sights = all.flatMap((row) => {
    const [node, line, router] = [row.laptop, lineOf(row), routerOf(row)];
    return node === undefined || line === undefined ? [] : [{ place: router === undefined ? placeOf('line', line) : placeOf('router', router), node, line, operator: row['source.as.number'], times: row.times, says: says(row) }];
  });
  const tokens = judgeTokens(sights, tokenSpread);
  for (const [router, behind] of byRouter) {
    const place = placeOf('router', router);
    if (!tokens.everywhere(place) && isTorn(behind, (a, b) => tokens.apart(place, a, b), crowdLimit, minimumDays)) torn.add(router);
  }
  const lines = new Set(routed.filter(({ row }) => torn.has(routerOf(row)!)).map(({ row }) => lineOf(row)));
  return torn.size === 0 ? () => false : (row) => torn.has(routerOf(row) ?? '') || lines.has(lineOf(row) ?? '');
}

const lineOf = (row: WhereaboutsRow): string | undefined => row['farmwatch.net.line'];
const routerOf = (row: WhereaboutsRow): string | undefined => row['farmwatch.net.gateway_mac_token'];

/** Two laptops of which the cities differ on most of the days on which both were there, and on days enough. */
function isTorn(behind: readonly Behind[], isApart: (a: string, b: string) => boolean, crowdLimit: number, minimumDays: number): boolean {
  const pairs = new Map<string, { both: number; differ: number }>();
  for (const [, ofDay] of Map.groupBy(behind, ({ row }): Day => row.day)) {
    const laptops = [...Map.groupBy(ofDay, ({ row }) => row.laptop!)].map(([laptop, own]) => ({ laptop, mains: mainsOf(own) })).sort((a, b) => (a.laptop < b.laptop ? -1 : 1));
    // So many are an office's.
    if (laptops.length > crowdLimit) return false;
    laptops.forEach((one, index) => {
      for (const other of laptops.slice(index + 1)) {
        const pair = pairs.getOrInsertComputed(`${one.laptop} ${other.laptop}`, () => ({ both: 0, differ: 0 }));
        pair.both++;
        if (!isApart(one.laptop, other.laptop) && one.mains.every((a) => other.mains.every((b) => distanceKm(a, b) > a.radiusKm + b.radiusKm))) pair.differ++;
      }
    });
  }
  return [...pairs.values()].some(({ both, differ }) => differ >= minimumDays && differ * 2 > both);
}

/** The entries of the lines that hold the bulk of a day's contact. */
function mainsOf(own: readonly Behind[]): readonly Disc[] {
  const entries: Entries = new Map();
  for (const { row, at } of own) entries.getOrInsertComputed(lineOf(row)!, () => ({ at, times: 0 })).times += row.times;
  const most = Math.max(...[...entries.values()].map(({ times }) => times));
  return [...entries.values()].filter(({ times }) => times * 2 >= most).map(({ at }) => at);
}
