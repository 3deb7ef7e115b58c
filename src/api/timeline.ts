import { AMBIGUOUS, IDENTITY } from '../core/identity.ts';
import type { HireId } from '../core/person.ts';
import { serialFinder } from '../core/spelling.ts';
import { DAY, HOUR, MINUTE, isZone, localDayOf, offsetText, startOfLocalDay, dayOf, floorTo, startOfDay, type Day, type Instant } from '../core/time.ts';
import type { OffsetChances } from '../detect/detector.ts';
import type { Registry } from '../detect/people/registry.ts';
import type { Store, Where } from '../store/store.ts';
import type { Lane, LaneMark, TimelineView } from './contract.ts';
import { hoursOf } from './hours.ts';

const LANES: readonly { readonly name: string; readonly actions: readonly string[]; readonly daily: 'laptop' | 'person' | false; readonly toward: boolean }[] = [
  { name: 'Check-ins', actions: ['check-in'], daily: 'laptop', toward: false },
  { name: 'Sign-ins', actions: ['sign-in'], daily: 'person', toward: false },
  { name: 'Keyboard and pointer', actions: ['activity'], daily: 'laptop', toward: false },
  { name: 'Remote control', actions: ['session-connected', 'session-disconnected'], daily: false, toward: true },
  { name: 'VPN gateway', actions: ['vpn-connected', 'vpn-disconnected'], daily: 'person', toward: false },
  { name: 'Software', actions: ['process-started', 'software-present', 'dns-query'], daily: false, toward: false },
  { name: 'People', actions: ['badge-in', 'verified', 'account-changed', 'shipment-updated'], daily: false, toward: false },
];
/** Lanes of which the hours of the day are told as well. */
const HOURS_TOLD = ['Keyboard and pointer', 'Remote control'];
const HALF_HOUR = 30 * MINUTE;
/** A week shows whether nights repeat, and still fits a screen. */
const DAYS = 7;

/** What a run fixed stays as it is until the next one: a time line is counted once, whoever looks how often. */
const counted = new WeakMap<Registry, Map<string, Promise<TimelineView>>>();

/**
 * What was seen of one person and their laptop, half hour by half hour, in the claimed local time.
 *
 * @param offsets how well each offset fits the hours, where they speak for another one than the claimed
 */
export function timelineOf(store: Store, registry: Registry, hireId: HireId, name: string, offsets: OffsetChances | undefined): Promise<TimelineView> {
  const known = counted.get(registry) ?? new Map<string, Promise<TimelineView>>();
  counted.set(registry, known);
  const key = JSON.stringify([hireId, name, offsets?.best]);
  const asked = known.get(key) ?? countedLine(store, registry, hireId, name, offsets);
  known.set(key, asked);
  // What failed is asked anew.
  asked.catch(() => known.delete(key));
  return asked;
}

async function countedLine(store: Store, registry: Registry, hireId: HireId, name: string, offsets: OffsetChances | undefined): Promise<TimelineView> {
  const hire = registry.hires.get(hireId);
  const zone = hire?.time_zone && isZone(hire.time_zone) ? hire.time_zone : 'UTC';
  const to = registry.asOf;
  const from = startOfLocalDay(dayOf(to - DAYS * DAY), zone);
  const week = await weekOf(store, registry);
  const company = new Map([...week.halfHours].map(([action, halfHours]) => [action, new Set(halfHours.filter((at) => at >= from).map((at) => localDayOf(at, zone)))] as const).filter(([, there]) => there.size > 0));
  const seen = new Map<string, { at: Instant; module: string; times: number }[]>();
  for (const where of wheresOf(identitiesOf(hireId, week, registry))) {
    for (const row of await store.events.tally({ where, by: [...IDENTITY, 'event.action', 'event.module', 'half-hour'], measure: { times: 'count' } }, { from, to: to + 1, asOf: to })) {
      if (whoseIs(row, row['half-hour'], week, registry) !== hireId) continue;
      const action = row['event.action'] ?? '';
      const list = seen.get(action) ?? [];
      seen.set(action, list);
      list.push({ at: row['half-hour'], module: row['event.module'] ?? 'unnamed', times: row.times });
    }
  }
  const startsAt = hire?.startsAt ?? from;
  const lanes = LANES.map((lane): Lane => {
    const found = lane.actions.flatMap((action) => seen.get(action) ?? []);
    const sources = [...new Set(found.map(({ module }) => module))].sort();
    const has = lane.actions.some((action) => company.has(action));
    // A laptop reports by itself: its silence is dark. A person may leave a source unused: that is dark only when it is silent about everybody.
    const there = lane.daily === 'laptop' ? found.map(({ at }) => localDayOf(at, zone)) : lane.actions.flatMap((action) => [...company.get(action) ?? []]);
    return {
      name: lane.name, source: sources.join(', ') || (has ? 'nothing came' : 'no source'), toward: lane.toward,
      marks: marksOf(found),
      // Without any source nothing was looked at: the whole lane is dark.
      dark: !has ? [{ from, to }] : lane.daily ? darkOf(new Set(there), Math.max(from, startsAt), to, zone) : [],
    };
  });
  const midnights: Instant[] = [];
  for (let at = from; at <= to + DAY; at += DAY) midnights.push(startOfLocalDay(localDayOf(at + 12 * HOUR, zone), zone));
  const nights = midnights.map((midnight) => ({ from: midnight - 2 * HOUR, to: midnight + 6 * HOUR }));
  const hours = lanes.filter((lane) => HOURS_TOLD.includes(lane.name)).map(({ marks, dark, ...lane }) => ({ ...lane, ...hoursOf(marks, dark, { from, to, zone }) }));
  return { hire: name, zone, from, to, lanes, hours, midnights, nights, ...(offsets === undefined ? {} : { fit: fitOf(offsets, from, to) }) };
}

type Identity = { readonly [F in (typeof IDENTITY)[number]]?: string | undefined };

/** What a week holds of everybody: asked once for all time lines of one run. */
interface Week {
  readonly halfHours: ReadonlyMap<string, readonly Instant[]>;
  /** Accounts and machines as they stand together in rows, each once: by whose account it is, and those without one. */
  readonly byPerson: ReadonlyMap<HireId, readonly Identity[]>;
  readonly withoutPerson: readonly Identity[];
  readonly serialOf: ReturnType<typeof serialFinder>;
}
const weeks = new WeakMap<Registry, Promise<Week>>();

/** As much longer as the clock of any zone may begin the first day earlier. */
const ZONES = DAY;

function weekOf(store: Store, registry: Registry): Promise<Week> {
  const known = weeks.get(registry);
  if (known) return known;
  const week = readWeek(store, registry);
  weeks.set(registry, week);
  // What failed is asked anew.
  week.catch(() => weeks.delete(registry));
  return week;
}

async function readWeek(store: Store, { asOf: to, directory }: Registry): Promise<Week> {
  const period = { from: startOfDay(dayOf(to - DAYS * DAY)) - ZONES, to: to + 1, asOf: to };
  const counted = await store.events.tally({ where: {}, by: ['event.action', 'half-hour'], measure: { times: 'count' } }, period);
  const identities = await store.events.tally({ where: {}, by: IDENTITY, measure: { times: 'count' } }, period);
  const serialOf = serialFinder(identities);
  const byAction = Map.groupBy(counted, (row) => row['event.action'] ?? '');
  const byPerson = Map.groupBy(identities, (identity) => directory.personOf(identity));
  const withoutPerson = byPerson.get(undefined) ?? [];
  byPerson.delete(undefined);
  byPerson.delete(AMBIGUOUS);
  return { halfHours: new Map([...byAction].map(([action, rows]) => [action, rows.map((row) => row['half-hour'])])), byPerson: byPerson as Map<HireId, readonly Identity[]>, withoutPerson, serialOf };
}

/** The person of a row, else the holder of its laptop at that time. */
function whoseIs(row: Identity, at: Instant, week: Week, { directory }: Registry): HireId | undefined {
  const person = directory.personOf(row);
  if (person === AMBIGUOUS) return undefined;
  const serial = serialIn(row, week);
  return person ?? (serial === undefined ? undefined : directory.inHandsOf(serial, dayOf(at)));
}

/** Who held a laptop for less than this is not asked after: they had it in passing. */
const HELD = 6 * HOUR;

/** Accounts of somebody, and machines that they held in the week. */
function identitiesOf(hire: HireId, week: Week, registry: Registry): readonly Identity[] {
  const serials = new Set(week.withoutPerson.flatMap((identity) => serialIn(identity, week) ?? []));
  const held = new Set([...serials].filter((serial) => {
    for (let at = registry.asOf; at >= registry.asOf - (DAYS + 2) * DAY; at -= HELD) if (registry.directory.holderOf(serial, at) === hire) return true;
    return false;
  }));
  return [...week.byPerson.get(hire) ?? [], ...week.withoutPerson.filter((identity) => held.has(serialIn(identity, week) ?? ''))];
}

function serialIn(identity: Identity, { serialOf }: Week): string | undefined {
  return serialOf(identity);
}

/** Questions that bring the rows of these accounts and machines, each once: by the first field that they name. */
function wheresOf(identities: readonly Identity[]): readonly Where[] {
  const byFirst = Map.groupBy(identities, (identity) => IDENTITY.find((field) => identity[field] !== undefined));
  return [...byFirst].flatMap(([first, some]): readonly Where[] => {
    if (first === undefined) return [];
    const before = Object.fromEntries(IDENTITY.slice(0, IDENTITY.indexOf(first)).map((field) => [field, { exists: false }]));
    return [{ ...before, [first]: [...new Set(some.map((identity) => identity[first]!))] }];
  });
}

/** Nights, 22 to 6, on the clock that fits best, and how well each other one fits. */
function fitOf({ best, candidates, likely, claimed }: OffsetChances, from: Instant, to: Instant): NonNullable<TimelineView['fit']> {
  const nights: { from: Instant; to: Instant }[] = [];
  for (let midnight = floorTo(from, DAY) - best * MINUTE; midnight - 2 * HOUR < to; midnight += DAY) {
    if (midnight + 6 * HOUR > from) nights.push({ from: midnight - 2 * HOUR, to: midnight + 6 * HOUR });
  }
  return {
    said: offsetText(best), nights, offsets: candidates.map(([at, chance]) => ({ at, chance })),
    likely: likely.map(([first, last]) => ({ from: first, to: last, said: first === last ? offsetText(first) : `${offsetText(first)} to ${offsetText(last)}` })),
    claimed: { at: claimed, said: offsetText(claimed) },
  };
}

function marksOf(found: readonly { readonly at: Instant; readonly times: number }[]): readonly LaneMark[] {
  const byTime = new Map<Instant, number>();
  for (const { at, times } of found) byTime.set(at, (byTime.get(at) ?? 0) + times);
  const marks: { from: Instant; to: Instant; times: number }[] = [];
  for (const [at, times] of [...byTime].sort((a, b) => a[0] - b[0])) {
    const last = marks.at(-1);
    if (last && last.to === at) {
      last.to = at + HALF_HOUR;
      last.times += times;
    } else {
      marks.push({ from: at, to: at + HALF_HOUR, times });
    }
  }
  return marks.map(({ from, to, times }) => ({ from, to, said: times === 1 ? '1 event' : `${times} events` }));
}

/** Working days without anything: dark, not quiet. */
function darkOf(days: ReadonlySet<Day>, from: Instant, to: Instant, zone: string): readonly { readonly from: Instant; readonly to: Instant }[] {
  const dark: { from: Instant; to: Instant }[] = [];
  for (let at = from; at + DAY <= to; at += DAY) {
    const day = localDayOf(at + 12 * HOUR, zone);
    const weekday = new Date(`${day}T12:00:00Z`).getUTCDay();
    if (weekday === 0 || weekday === 6 || days.has(day)) continue;
    const start = startOfLocalDay(day, zone);
    const last = dark.at(-1);
    if (last && start - last.to < HOUR) last.to = start + DAY;
    else dark.push({ from: start, to: start + DAY });
  }
  return dark;
}
