import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { halfHourStarts, withHalfHour, type HalfHours } from '../../src/core/half-hours.ts';
import { DAY, HOUR, MINUTE, floorTo, isZone, startOfDay, type Day, type Instant } from '../../src/core/time.ts';
import { daily, type Evidence, type RowOf, type Window } from '../../src/detect/detector.ts';
import { homeOn, isSettledBy } from '../../src/detect/people/homes.ts';
import { tripReader } from '../../src/detect/people/trips.ts';
import { countryDays } from '../../src/detect/places/laptop-countries.ts';
import { WHEREABOUTS } from '../../src/detect/places/whereabouts.ts';
import { clockDays } from './laptop-zone.ts';
import type { SETTINGS } from './settings.ts';
import { narrowestSpan } from './span.ts';

export const WORKED = ['activity', 'sign-in', 'vpn-connected', 'session-connected'] as const;

const WORK = {
  where: { 'event.action': WORKED },
  by: ['event.action', 'event.outcome', 'farmwatch.remote.direction', 'half-hour'],
  measure: { keys: { sum: 'farmwatch.input.keys' } },
} as const satisfies Evidence;
const DROPS = {
  where: { 'event.action': 'vpn-disconnected' },
  by: ['half-hour'],
  measure: { times: 'count' },
} as const satisfies Evidence;

/** In which half hours somebody did what on one UTC day. */
interface WorkDay {
  readonly hire: HireId;
  readonly day: Day;
  readonly active: HalfHours;
  /** Of each half hour with input, in their order. */
  readonly strokes: readonly number[];
  readonly clicks: HalfHours;
  readonly tunnels: HalfHours;
}
export const EVIDENCE = { work: daily(WORK, workDays), drops: DROPS, countries: daily(WHEREABOUTS, countryDays), clocks: daily(WHEREABOUTS, clockDays) };
export type Seen = Window<typeof EVIDENCE>;

function workDays(rows: readonly RowOf<typeof WORK>[], day: Day): readonly WorkDay[] {
  const byHire = new Map<HireId, { readonly keys: Map<Instant, number>; active: HalfHours; clicks: HalfHours; tunnels: HalfHours }>();
  for (const row of rows) {
    if (row.hire === undefined) continue;
    let work = byHire.get(row.hire);
    if (!work) byHire.set(row.hire, (work = { keys: new Map(), active: 0, clicks: 0, tunnels: 0 }));
    const at = row['half-hour'];
    switch (row['event.action']) {
      case 'activity':
        work.active = withHalfHour(work.active, at);
        work.keys.set(at, (work.keys.get(at) ?? 0) + (row.keys ?? 0));
        break;
      case 'sign-in': if (row['event.outcome'] !== 'failure') work.clicks = withHalfHour(work.clicks, at); break;
      case 'session-connected': if (row['farmwatch.remote.direction'] === 'outgoing') work.clicks = withHalfHour(work.clicks, at); break;
      default: work.tunnels = withHalfHour(work.tunnels, at);
    }
  }
  return [...byHire].map(([hire, { keys, active, clicks, tunnels }]) => ({ hire, day, active, clicks, tunnels, strokes: [...keys].sort(([a], [b]) => a - b).map(([, strokes]) => strokes) }));
}

/** An interval is stamped at its end, so its middle lies a quarter of an hour before; anything else lies in its half hour. */
const MIDDLE_OF_INTERVAL = -15 * MINUTE;
const MIDDLE_OF_HALF_HOUR = 15 * MINUTE;
const HALF_HOUR = 30 * MINUTE;

/** What shows that somebody was there: keys, or else only moments at which something began. */
export type Shown = 'work' | 'sign-ins or sessions' | 'tunnels' | 'sign-ins, sessions or tunnels';

/** The half hours of one person, in order. */
export interface Hours { readonly times: readonly Instant[]; readonly shown: Shown }

/**
 * When each hire worked, by half hour, in order. Days of an entered trip are left out, and days on which the laptop
 * itself is abroad: who travels with the laptop lives by the clock of the place. A farm's laptop stays at home.
 * So are days up to that of a move: the claim is that of the new home, and the clock of the one before is unknown.
 *
 * Key strokes and sign-ins are somebody's; a tunnel often comes up by itself. So tunnels count only for people of whom
 * little else is known, and never where one went down just before: that is a reconnect.
 */
export function workTimes(window: Seen, settings: Values<typeof SETTINGS>): ReadonlyMap<HireId, Hours> {
  const onTrip = tripReader(window.travel, settings.travelMargin);
  const isAbroad = abroadReader(window);
  const drops = Map.groupBy(window.rows.drops, ({ hire }) => hire);
  const hasMoved = (id: HireId, day: Day): boolean => {
    const hire = window.hires.get(id);
    return hire !== undefined && !isSettledBy(hire, day);
  };
  const atHome = window.rows.work.filter(({ hire, day }) => !onTrip(hire, day) && !isAbroad(hire, day) && !hasMoved(hire, day));
  return new Map([...Map.groupBy(atHome, ({ hire }) => hire)].map(([hire, days]) => {
    const dropped = new Set((drops.get(hire) ?? []).map((row) => row['half-hour']));
    const zone = window.hires.get(hire)?.time_zone ?? window.hires.get(hire)?.home_zone;
    return [hire, hoursOf(days, (at) => dropped.has(at) || dropped.has(at - HALF_HOUR), zone !== undefined && isZone(zone) ? zone : 'UTC', settings)];
  }));
}

/**
 * Keys go on for as long as somebody works. Sign-ins, sessions and tunnels begin something: where they hardly reach over
 * the day they tell when somebody begins, which is no time of work like any other. They count then only on days with keys.
 */
function hoursOf(days: readonly WorkDay[], isReconnect: (at: Instant) => boolean, zone: string, settings: Values<typeof SETTINGS>): Hours {
  const seen = days.map((work) => ({
    day: work.day, keys: keyTimes(work, settings),
    clicks: middlesOf(halfHourStarts(work.clicks, startOfDay(work.day))),
    tunnels: middlesOf(halfHourStarts(work.tunnels, startOfDay(work.day)).filter((at) => !isReconnect(at))),
  }));
  const known = new Set(seen.flatMap(({ keys, clicks }) => [...keys, ...clicks]));
  const isEnough = known.size >= settings.minimumEvents && new Set([...known].map((at) => floorTo(at, DAY))).size >= settings.minimumDays;
  const moments = seen.map(({ day, clicks, tunnels }) => ({ day, times: isEnough ? clicks : [...clicks, ...tunnels] }));
  const withKeys = new Set(seen.flatMap(({ day, keys }) => (keys.length > 0 ? [day] : [])));
  const alone = new Set(moments.flatMap(({ day, times }) => (withKeys.has(day) ? [] : times)));
  const tellWork = narrowestSpan([...alone], zone, settings.spanShare) >= settings.minimumSpan * HOUR;
  const times = new Set([...seen.flatMap(({ keys }) => keys), ...moments.flatMap(({ day, times }) => (tellWork || withKeys.has(day) ? times : []))]);
  const shown = withKeys.size > 0 ? 'work' : shownBy(known.size > 0, !isEnough && seen.some(({ tunnels }) => tunnels.length > 0));
  return { times: [...times].sort((a, b) => a - b), shown };
}

function keyTimes({ active, strokes, day }: WorkDay, { minimumKeys }: Values<typeof SETTINGS>): readonly Instant[] {
  return halfHourStarts(active, startOfDay(day)).flatMap((at, index) => (strokes[index]! >= minimumKeys ? [at + MIDDLE_OF_INTERVAL] : []));
}

function middlesOf(halfHours: readonly Instant[]): readonly Instant[] {
  return halfHours.map((at) => at + MIDDLE_OF_HALF_HOUR);
}

function shownBy(clicks: boolean, tunnels: boolean): Shown {
  return !tunnels ? 'sign-ins or sessions' : clicks ? 'sign-ins, sessions or tunnels' : 'tunnels';
}

/** Days on which a hire's own laptop was mostly seen in another country than the file says. */
function abroadReader(window: Seen): (hire: HireId, day: Day) => boolean {
  const abroad = new Set<string>();
  for (const { holder, day, timesByCountry } of window.rows.countries) {
    const hire = window.hires.get(holder);
    const home = hire && homeOn(hire, day).country;
    if (home === undefined) continue;
    let balance = 0;
    for (const [country, times] of timesByCountry) balance += country === home ? -times : times;
    if (balance > 0) abroad.add(`${holder}|${day}`);
  }
  return (hire, day) => abroad.has(`${hire}|${day}`);
}
