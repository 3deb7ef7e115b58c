import { MINUTE, floorTo, type Instant } from '../core/time.ts';
import { FarmwatchError } from '../errors.ts';
import { factsOf } from '../report/facts.ts';
import { weekAt, weekBefore, weekNamed, type Week } from '../report/week.ts';
import { weeklyOf } from '../report/weekly.ts';
import type { WeeklyReport } from '../report/weekly-report.ts';
import { isSimulated } from '../run/company-note.ts';
import type { WeekView } from './contract.ts';
import { ownHires, pipelineWithout } from './own-record.ts';
import type { ApiParts } from './parts.ts';

/** Reports held at once. */
const HELD = 24;
/** Weeks that the switcher offers. */
const OFFERED = 12;

export interface ReportDesk {
  /** The week of a name. Without a name it is the last whole one and for `now` this one, or the other where only in that something was judged. */
  weekOf(name: string | undefined): Promise<Week>;
  report(week: Week): Promise<WeeklyReport>;
  view(week: Week): Promise<WeekView>;
}

/** Reports for pages: the same for everybody whom no record names until there is a new run or a minute has passed, in which somebody may have acted. */
export function reportDesk(parts: Pick<ApiParts, 'store' | 'pipeline' | 'company' | 'now' | 'interval' | 'printPdf'>): ReportDesk {
  const { store, pipeline, now } = parts;
  const zone = pipeline.parts.scope.companyZone;
  const held = new Map<string, Promise<WeeklyReport>>();
  const judgedIn = async ({ from, to }: Week): Promise<boolean> => (await pipeline.runs.instants(from, to)).length > 0;
  const today = (): Week => weekAt(now(), zone);
  const make = async (week: Week): Promise<WeeklyReport> => {
    return weeklyOf(await factsOf(pipelineWithout(pipeline, ownHires()), week, { company: parts.company, zone, simulated: await isSimulated(store), now: now() }), parts.interval);
  };
  const report = async (week: Week): Promise<WeeklyReport> => {
    const last: Instant | undefined = (await pipeline.runs.instants(week.from, week.to)).at(-1);
    const key = `${week.name}/${last ?? ''}/${floorTo(now(), MINUTE)}/${[...ownHires()].sort().join('/')}`;
    const known = held.get(key);
    if (known) return known;
    const made = make(week);
    held.set(key, made);
    // One that failed is made again.
    void made.catch(() => held.delete(key));
    for (const old of [...held.keys()].slice(0, -HELD)) held.delete(old);
    return made;
  };
  return {
    report,
    async weekOf(name) {
      const current = today();
      if (name === undefined || name === 'now') {
        const whole = weekBefore(current, zone);
        const [meant, other] = name === 'now' ? [current, whole] : [whole, current];
        for (const week of [meant, other]) if (await judgedIn(week)) return week;
        return whole;
      }
      const week = weekNamed(name, zone);
      if (!week) throw new FarmwatchError('request.invalid', { why: `This is no week. Write it like ${current.name}.` });
      if (week.from > now()) throw new FarmwatchError('not.found', { what: `report of ${week.name}, for it has not begun`, cure: `This week is ${current.name}.` });
      return week;
    },
    async view(week) {
      const current = today();
      const offered = Array.from({ length: OFFERED + 1 }, (_, back) => weekBefore(current, zone, back));
      const next = weekBefore(week, zone, -1);
      return {
        report: await report(week), over: week.to <= now(), pdf: parts.printPdf !== undefined,
        previous: weekBefore(week, zone).name, next: next.from > now() ? undefined : next.name,
        weeks: (offered.some(({ name }) => name === week.name) ? offered : [...offered, week]).map(({ name, monday, sunday }) => ({ name, monday, sunday })),
      };
    },
  };
}
