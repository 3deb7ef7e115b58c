import { blocksOf } from '../../core/address.ts';
import type { FieldName } from '../../core/event.ts';
import { leastOf } from '../../core/extremes.ts';
import { DAY, HOUR, MINUTE, floorTo, type Instant } from '../../core/time.ts';
import { directoryAt, readHistory, versionAt, type History } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import type { AheadFact, Facts, FieldFact, JoinerFact, LagFact, RowsFact, ShiftFact, SignInFact } from './facts.ts';
import { rowsHeld, unmetIn } from '../unmet.ts';
import { shiftIn, type Slot } from './shifted.ts';

/** What the store cannot know by itself. */
export interface Asking {
  /** Sources whose records are in a zone that somebody wrote down. */
  readonly zoned: readonly string[];
  /** Fields that somebody looks at. */
  readonly fields: readonly FieldName[];
}

/** Clocks of laptops and firewalls keep a few minutes. */
const AHEAD_BY = 5 * MINUTE;
/** An event farther ahead is rejected when it comes in. */
const FARTHEST_AHEAD = 2 * DAY;
const LAG_DAYS = 3;
const SHIFT_DAYS = 29;
const FIELD_DAYS = 8;
const SIGN_IN_DAYS = 14;
const JOINER_DAYS = 90;
/** Before so much is held, everybody seems to have begun lately. */
const SETTLED_DAYS = 14;
const ACTIVE_DAYS = 14;
const FEWEST_ACTIVE_DAYS = 3;

/** What the store tells of its sources at an instant. */
export async function factsOfStore(store: Store, now: Instant, { zoned, fields }: Asking): Promise<Omit<Facts, 'now' | 'pulls' | 'refusing' | 'unreadable'>> {
  const history = await readHistory(store);
  return {
    ahead: await aheadIn(store, now), lags: await lagsIn(store, now, zoned), shifts: await shiftsIn(store, now), fields: await fieldsIn(store, now, fields),
    signIns: await signInsIn(store, now, history), joiners: await joinersIn(store, now, history), rows: rowsIn(history, now),
  };
}

async function aheadIn(store: Store, now: Instant): Promise<readonly AheadFact[]> {
  const rows = await store.events.tally({ where: {}, by: ['event.module'], measure: { events: 'count', first: { min: 'event.ingested' }, farthest: { max: '@timestamp' } } }, { from: now + AHEAD_BY, to: now + FARTHEST_AHEAD, asOf: now });
  return rows.map((row) => ({ source: row['event.module'] ?? 'unnamed', events: row.events, first: row.first!, farthest: row.farthest! }));
}

/** A minute or two pass on the way, in either direction; a pull comes every quarter of an hour. */
const EARLY = 2 * MINUTE;
const WITHIN = 22 * MINUTE;
interface Lags { readonly byHalfHours: Record<number, number>; readonly hours: Record<number, true>; events: number; first: Instant }

async function lagsIn(store: Store, now: Instant, zoned: readonly string[]): Promise<readonly LagFact[]> {
  if (zoned.length === 0) return [];
  const days = await store.events.fold<Lags>({
    // What was assumed of saved records says nothing of when they came.
    where: { 'event.module': zoned, 'farmwatch.ingested_assumed': { exists: false } }, key: ['event.module', 'event.dataset'], fields: ['@timestamp', 'event.ingested'],
    start: () => ({ byHalfHours: {}, hours: {}, events: 0, first: Infinity }),
    step(lags, row) {
      const known = row['event.ingested'] as Instant;
      const halfHours = lateBy(row['@timestamp'] as Instant, known);
      lags.events++;
      lags.first = Math.min(lags.first, known);
      lags.hours[floorTo(known, HOUR)] = true;
      if (halfHours !== undefined) lags.byHalfHours[halfHours] = (lags.byHalfHours[halfHours] ?? 0) + 1;
      return lags;
    },
  }, { from: now - LAG_DAYS * DAY, to: now + FARTHEST_AHEAD, asOf: now });
  return [...Map.groupBy(days, ({ key }) => key['event.module'] as string)].flatMap(([source, ofOne]): LagFact[] => {
    const states = (some: typeof ofOne): readonly Lags[] => some.map(({ state }) => state);
    const logs = Map.groupBy(ofOne, ({ key }) => key['event.dataset'] as string | undefined);
    // Each firewall has a clock of its own: where their logs have names, each is looked at by itself as well.
    const single = logs.size < 2 ? [] : [...logs].flatMap(([dataset, some]) => (dataset === undefined ? [] : [{ source, dataset, ...lagsOf(states(some)) }]));
    return [{ source, ...lagsOf(states(ofOne)) }, ...single.sort((a, b) => (a.dataset < b.dataset ? -1 : 1))];
  });
}

/** Lags of several days as one. */
function lagsOf(days: readonly Lags[]): Omit<LagFact, 'source' | 'dataset'> {
  const byHalfHours: Record<number, number> = {};
  for (const day of days) for (const [halfHours, times] of Object.entries(day.byHalfHours)) byHalfHours[Number(halfHours)] = (byHalfHours[Number(halfHours)] ?? 0) + times;
  return {
    byHalfHours, events: days.reduce((sum, { events }) => sum + events, 0),
    hours: new Set(days.flatMap(({ hours }) => Object.keys(hours))).size, first: Math.min(...days.map(({ first }) => first)),
  };
}

/** Whole half hours from what an event tells to when it was known; undefined where that lies between two. */
function lateBy(at: Instant, known: Instant): number | undefined {
  const late = known - at + EARLY;
  const halfHours = Math.floor(late / (30 * MINUTE));
  return late - halfHours * 30 * MINUTE <= WITHIN ? halfHours : undefined;
}

/** Of every source: rows of records that were stamped when they came in. Those of one import have one stamp, and no delay in common. */
async function shiftsIn(store: Store, now: Instant): Promise<readonly ShiftFact[]> {
  const rows = await store.events.tally(
    { where: { 'farmwatch.ingested_assumed': { exists: false } }, by: ['event.module', 'half-hour'], measure: { first: { min: '@timestamp' }, known: { min: 'event.ingested' } } },
    { from: now - SHIFT_DAYS * DAY, to: now + FARTHEST_AHEAD, asOf: now },
  );
  return [...Map.groupBy(rows, (row) => row['event.module'] ?? 'unnamed')].flatMap(([source, ofOne]) => {
    // The first that was known speaks for its half hour: single rows that come days late do not.
    const shift = shiftIn(ofOne.map(({ first, known }): Slot => ({ known: known!, halfHours: lateBy(first!, known!) })));
    return shift ? [{ source, ...shift }] : [];
  });
}

async function fieldsIn(store: Store, now: Instant, fields: readonly FieldName[]): Promise<readonly FieldFact[]> {
  const during = { from: now - FIELD_DAYS * DAY, to: now + 1, asOf: now };
  const by = ['event.module', 'event.action', 'hour'] as const;
  const keyOf = (row: { readonly 'event.module': string | undefined; readonly 'event.action': string | undefined }): string => `${row['event.module'] ?? 'unnamed'}\0${row['event.action'] ?? ''}`;
  const all = Map.groupBy(await store.events.tally({ where: {}, by, measure: { times: 'count' } }, during), keyOf);
  const facts: FieldFact[] = [];
  for (const field of fields) {
    const filled = Map.groupBy(await store.events.tally({ where: { [field]: { exists: true } }, by, measure: { times: 'count' } }, during), keyOf);
    for (const [key, rows] of filled) {
      const [source, action] = key.split('\0') as [string, string];
      const lastHour = Math.max(...rows.map(({ hour }) => hour));
      const times = (counted: readonly { readonly times: number }[]): number => counted.reduce((sum, row) => sum + row.times, 0);
      const events = all.get(key)!;
      const after = times(events.filter(({ hour }) => hour > lastHour));
      // The last hour with the field may hold events of both shapes.
      if (after > 0) facts.push({ source, action, field, lastAt: lastHour, after, before: { events: times(events.filter(({ hour }) => hour < lastHour)), filled: times(rows.filter(({ hour }) => hour < lastHour)) } });
    }
  }
  return facts;
}

async function signInsIn(store: Store, now: Instant, { places }: History): Promise<SignInFact> {
  const rows = await store.events.tally(
    { where: { 'event.action': 'sign-in', 'farmwatch.net.line': { exists: true } }, by: ['farmwatch.net.line', ...ACCOUNT], measure: { times: 'count', first: { min: '@timestamp' } } },
    { from: now - SIGN_IN_DAYS * DAY, to: now + 1, asOf: now },
  );
  const current = places.map((place) => versionAt(place, now));
  const isExit = blocksOf(current.filter(({ kind }) => kind === 'vpn-egress').flatMap(({ cidr }) => cidr));
  const isVouched = blocksOf(current.flatMap(({ cidr }) => cidr));
  const sum = (some: typeof rows): number => some.reduce((total, row) => total + row.times, 0);
  const lines = Map.groupBy(rows.filter((row) => !isVouched(row['farmwatch.net.line']!)), (row) => row['farmwatch.net.line']!);
  const [busiest] = [...lines].map(([line, ofOne]) => ({ line, accounts: new Set(ofOne.map(accountOf)).size })).sort((a, b) => b.accounts - a.accounts || (a.line < b.line ? -1 : 1));
  return {
    located: sum(rows), ownExit: sum(rows.filter((row) => isExit(row['farmwatch.net.line']!))), accounts: new Set(rows.map(accountOf)).size,
    first: rows.length === 0 ? null : leastOf(rows.map((row) => row.first!)), ...(busiest ? { busiest } : {}),
  };
}

async function joinersIn(store: Store, now: Instant, history: History): Promise<JoinerFact> {
  const directory = directoryAt(history, now);
  const rows = await store.events.tally(
    { where: {}, by: ACCOUNT, measure: { first: { min: '@timestamp' } } }, { from: now - (JOINER_DAYS + SETTLED_DAYS) * DAY, to: now + 1, asOf: now },
  );
  const lately = await store.events.tally({ where: {}, by: ACCOUNT, measure: { days: { distinct: 'day' } } }, { from: now - ACTIVE_DAYS * DAY, to: now + 1, asOf: now });
  const earliest = Math.max(leastOf(rows.map(({ first }) => first!)) + SETTLED_DAYS * DAY, now - JOINER_DAYS * DAY);
  const began = Map.groupBy(rows, accountOf);
  const joined = [...Map.groupBy(lately, accountOf)].flatMap(([account, spellings]) => {
    const first = leastOf(began.get(account)!.map((row) => row.first!));
    const isActive = spellings.some(({ days }) => days >= FEWEST_ACTIVE_DAYS);
    return account !== undefined && first >= earliest && isActive && spellings.every((row) => directory.personOf(row) === undefined) ? [first] : [];
  });
  return { accounts: joined.length, since: joined.length === 0 ? null : leastOf(joined) };
}

function rowsIn(history: History, now: Instant): RowsFact {
  const { hires, tools, teams, ended } = unmetIn(rowsHeld(history, now), now);
  return { hires: hires.map(({ file, rows, alike }) => ({ file, rows, alike })), tools: tools.rows, teams: teams.rows, ended: ended.rows };
}

const ACCOUNT = ['user.email', 'user.id', 'user.name'] as const;

/** One name for an account, however many ways a row has to name it; undefined where it names none. */
function accountOf(row: { readonly [F in (typeof ACCOUNT)[number]]: string | undefined }): string | undefined {
  return (row['user.email'] ?? row['user.id'] ?? row['user.name'])?.toLowerCase();
}
