import { controlShare, halfHoursLong, slotOf, slotsOf, type End, type Slot, type Told } from './control-time.ts';
import type { Seen } from './evidence.ts';
import type { Session } from './sessions.ts';

/** Share of the active time that lies in sessions, on days with some of them; undefined where that is not told. */
export function controlReader(window: Seen): (sessions: readonly Session[]) => number | undefined {
  const ends = new Map<string, End[]>();
  for (const { laptop, day, halfHours, 'farmwatch.remote.protocol': protocol = '', 'event.duration': duration } of window.rows.ends) {
    if (laptop === undefined) continue;
    const known = ends.getOrInsertComputed(`${laptop}|${protocol}`, () => []);
    for (const at of slotsOf(day, halfHours)) known.push({ at, ...(duration === undefined ? {} : { lasted: halfHoursLong(duration) }) });
  }
  const active = new Map<string, Slot[]>();
  for (const { laptop, day, halfHours } of window.rows.activity) if (laptop !== undefined) active.getOrInsertComputed(laptop, () => []).push(...slotsOf(day, halfHours));
  const told = (sessions: readonly Session[]): readonly Told[] => [...Map.groupBy(sessions, ({ laptop }) => laptop)].map(([laptop, own]) => ({
    byTool: [...Map.groupBy(own, ({ protocol }) => protocol)].map(([protocol, byTool]) => ({
      begins: byTool.flatMap(({ day, halfHours }) => slotsOf(day, halfHours)),
      // An end whose tool is not told may be that of any.
      ends: [...ends.get(`${laptop}|${protocol}`) ?? [], ...ends.get(`${laptop}|`) ?? []],
    })),
    active: active.get(laptop) ?? [],
  }));
  const now = slotOf(window.asOf);
  return (sessions) => controlShare(told(sessions), now);
}
