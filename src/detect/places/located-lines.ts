import { distanceKm, middleOf, type Disc } from '../../core/geo.ts';
import type { Day } from '../../core/time.ts';
import type { CustodyValues } from './custody-settings.ts';
import { isHiding, type LineSays } from './lines.ts';
import type { Known } from '../people/registry.ts';
import { ownOf, type WhereaboutsRow } from './whereabouts.ts';

/** A line with who located it: laptops, and the people whose they are. */
type LocatedLine = Disc & { readonly tellers: ReadonlySet<string> };
export type LocatedLines = ReadonlyMap<string, LocatedLine | 'everywhere'>;

/** Where lines are by the reports of laptops behind them; one from which laptops report places far apart is everywhere. */
export function locatedLines(rows: readonly WhereaboutsRow[], says: (row: WhereaboutsRow) => LineSays, settings: CustodyValues): LocatedLines {
  const reports = new Map<string, { readonly discs: Disc[]; readonly tellers: Set<string> }>();
  for (const row of rows) {
    const own = ownOf(row);
    const line = row['farmwatch.net.line'];
    if (!own || line === undefined || says(row) !== 'somewhere') continue;
    const ofLine = reports.getOrInsertComputed(line, () => ({ discs: [] as Disc[], tellers: new Set<string>() }));
    ofLine.discs.push(own);
    for (const id of [row.laptop, row.hire]) if (id !== undefined) ofLine.tellers.add(id);
  }
  return new Map([...reports].map(([line, { discs, tellers }]) => {
    const around = aroundAll(discs, settings);
    return [line, around === 'everywhere' ? around : { ...around, tellers }] as const;
  }));
}

/**
 * Tells whether a laptop, or a person without one, lives behind a located line: it, or another line of that place, holds
 * the bulk of the contact on days enough, and on half of those since first seen there. An exit of a VPN service is
 * visited, and the location of one who visits it is not that of the others. Days by the company's own exits and by mobile
 * links are no days elsewhere.
 */
export function residents(rows: readonly WhereaboutsRow[], says: (row: WhereaboutsRow) => LineSays, located: LocatedLines, { vouched }: Known, settings: CustodyValues): (id: string, line: string) => boolean {
  let mainLines: ReadonlyMap<string, ReadonlyMap<Day, readonly string[]>> | undefined;
  const known = new Map<string, boolean>();
  const isAt = (line: string, at: Disc): boolean => {
    const other = located.get(line);
    return other !== undefined && other !== 'everywhere' && distanceKm(other, at) <= settings.nearKm;
  };
  const judge = (id: string, line: string): boolean => {
    const at = located.get(line) as LocatedLine;
    // Most companies have few lines that anybody located, and nobody asks about the rest.
    mainLines ??= mainLinesOf(rows.filter((row) => row['farmwatch.net.line'] !== undefined && !vouched(row['farmwatch.net.line']) && (says(row) !== 'nowhere' || isHiding(row['farmwatch.net.kind']))));
    const days = mainLines.get(id) ?? new Map<Day, readonly string[]>();
    const here = [...days].filter(([, lines]) => lines.some((one) => isAt(one, at))).map(([day]) => day).sort();
    const since = [...days.keys()].filter((day) => day >= here[0]!);
    // One day may be a visit, but not of a laptop that was never seen anywhere else.
    return here.length * 2 >= since.length && (here.length >= settings.minimumDays || (here.length > 0 && here.length === days.size));
  };
  return (id, line) => known.getOrInsertComputed(`${id} ${line}`, () => judge(id, line));
}

/** The lines that hold the bulk of a day's contact, by laptop and by person; a home may have two, for IPv4 and IPv6. */
function mainLinesOf(rows: readonly WhereaboutsRow[]): ReadonlyMap<string, ReadonlyMap<Day, readonly string[]>> {
  const times = new Map<string, Map<Day, Map<string, number>>>();
  for (const row of rows) {
    const line = row['farmwatch.net.line']!;
    for (const id of [row.laptop, row.hire]) {
      if (id === undefined) continue;
      const ofDay = times.getOrInsertComputed(id, () => new Map<Day, Map<string, number>>()).getOrInsertComputed(row.day, () => new Map<string, number>());
      ofDay.set(line, (ofDay.get(line) ?? 0) + row.times);
    }
  }
  const bulk = (ofDay: ReadonlyMap<string, number>): readonly string[] => {
    const most = Math.max(...ofDay.values());
    return [...ofDay].filter(([, some]) => some * 2 >= most).map(([line]) => line);
  };
  return new Map([...times].map(([id, days]) => [id, new Map([...days].map(([day, ofDay]) => [day, bulk(ofDay)]))]));
}

function aroundAll(discs: readonly Disc[], settings: CustodyValues): Disc | 'everywhere' {
  const centre = middleOf(discs);
  const reach = Math.max(...discs.map((disc) => distanceKm(centre, disc)));
  return reach > settings.nearKm ? 'everywhere' : { ...centre, radiusKm: Math.max(settings.townKm, reach, ...discs.map(({ radiusKm }) => radiusKm)) };
}
