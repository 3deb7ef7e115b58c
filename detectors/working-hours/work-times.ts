import type { HireId } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY, MINUTE, floorTo, type Day, type Instant } from '../../src/core/time.ts';
import type { Evidence, RowOf, Window } from '../../src/detect/detector.ts';
import { homeOn } from '../../src/detect/homes.ts';
import { tripReader } from '../../src/detect/trips.ts';
import type { SETTINGS } from './settings.ts';

export const WORKED = ['activity', 'sign-in', 'vpn-connected', 'session-connected'] as const;

const WORK = {
  where: { 'event.action': WORKED },
  by: ['event.action', 'event.outcome', 'farmwatch.remote.direction', 'half-hour'],
  measure: { times: 'count', keys: { sum: 'farmwatch.input.keys' } },
} as const satisfies Evidence;
const DROPS = {
  where: { 'event.action': 'vpn-disconnected' },
  by: ['half-hour'],
  measure: { times: 'count' },
} as const satisfies Evidence;

const COUNTRIES = {
  where: { 'event.action': ['check-in', 'sign-in', 'vpn-connected'], 'source.geo.country_iso_code': { exists: true } },
  by: ['source.geo.country_iso_code', 'farmwatch.net.kind'],
  measure: { times: 'count' },
} as const satisfies Evidence;

export const EVIDENCE = { work: WORK, drops: DROPS, countries: COUNTRIES };
export type Seen = Window<typeof EVIDENCE>;
type Row = RowOf<typeof WORK>;

/** An interval is stamped at its end, so its middle lies a quarter of an hour before; anything else lies in its half hour. */
const MIDDLE_OF_INTERVAL = -15 * MINUTE;
const MIDDLE_OF_HALF_HOUR = 15 * MINUTE;
const HALF_HOUR = 30 * MINUTE;

interface Work { readonly keys: Map<Instant, number>; readonly clicks: Set<Instant>; readonly tunnels: Set<Instant> }

/**
 * When each hire worked, by half hour, in order. Days of an entered trip are left out, and days on which the laptop
 * itself is abroad: who travels with the laptop lives by the clock of the place. A farm's laptop stays at home.
 *
 * Key strokes and sign-ins are somebody's; a tunnel often comes up by itself. So tunnels count only for people of whom
 * little else is known, and never where one went down just before: that is a reconnect.
 */
export function workTimes(window: Seen, settings: Values<typeof SETTINGS>): ReadonlyMap<HireId, readonly Instant[]> {
  const onTrip = tripReader(window.travel, settings.travelMargin);
  const isAbroad = abroadReader(window);
  const dropped = new Set(window.rows.drops.map((row) => `${row.hire}|${row['half-hour']}`));
  const byHire = new Map<HireId, Work>();
  for (const row of window.rows.work) {
    if (row.hire === undefined || onTrip(row.hire, row.day) || isAbroad(row.hire, row.day)) continue;
    let work = byHire.get(row.hire);
    if (!work) byHire.set(row.hire, (work = { keys: new Map(), clicks: new Set(), tunnels: new Set() }));
    note(work, row, (at) => dropped.has(`${row.hire}|${at}`) || dropped.has(`${row.hire}|${at - HALF_HOUR}`));
  }
  return new Map([...byHire].map(([hire, work]) => [hire, timesOf(work, settings)]));
}

function note(work: Work, row: Row, isReconnect: (at: Instant) => boolean): void {
  const at = row['half-hour'];
  switch (row['event.action']) {
    case 'activity': work.keys.set(at, (work.keys.get(at) ?? 0) + (row.keys ?? 0)); break;
    case 'sign-in': if (row['event.outcome'] !== 'failure') work.clicks.add(at); break;
    case 'session-connected': if (row['farmwatch.remote.direction'] === 'outgoing') work.clicks.add(at); break;
    default: if (!isReconnect(at)) work.tunnels.add(at);
  }
}

function timesOf({ keys, clicks, tunnels }: Work, settings: Values<typeof SETTINGS>): readonly Instant[] {
  const typed = [...keys].filter(([, strokes]) => strokes >= settings.minimumKeys).map(([at]) => at + MIDDLE_OF_INTERVAL);
  const done = new Set([...typed, ...[...clicks].map((at) => at + MIDDLE_OF_HALF_HOUR)]);
  const days = new Set([...done].map((at) => floorTo(at, DAY))).size;
  const enough = done.size >= settings.minimumEvents && days >= settings.minimumDays;
  const all = enough ? done : done.union(new Set([...tunnels].map((at) => at + MIDDLE_OF_HALF_HOUR)));
  return [...all].sort((a, b) => a - b);
}

/** Kinds of network that do not tell the country. */
const UNTOLD = new Set(['vpn', 'hosting', 'relay', 'satellite']);

/** Days on which a hire's own laptop was mostly seen in another country than the file says. */
function abroadReader(window: Seen): (hire: HireId, day: Day) => boolean {
  const balance = new Map<string, number>();
  for (const { holder, laptop, day, times, ...row } of window.rows.countries) {
    const hire = holder === undefined || laptop === undefined ? undefined : window.hires.get(holder);
    const home = hire && homeOn(hire, day).country;
    if (home === undefined || UNTOLD.has(row['farmwatch.net.kind'] ?? '')) continue;
    const key = `${holder}|${day}`;
    balance.set(key, (balance.get(key) ?? 0) + (row['source.geo.country_iso_code'] === home ? -times : times));
  }
  return (hire, day) => (balance.get(`${hire}|${day}`) ?? 0) > 0;
}
