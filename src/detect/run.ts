import { compareBytes, shortHash } from '../core/canonical.ts';
import { ACTIONS, type Action } from '../core/event.ts';
import type { HireId, Serial } from '../core/person.ts';
import { random } from '../core/random.ts';
import type { Values, SettingsTable } from '../core/settings.ts';
import { DAY, dayOf, floorTo, type Day, type Instant } from '../core/time.ts';
import type { Detector, EvidencePlan, Finding, Question, Reading, Whom, Window } from './detector.ts';
import { PRESENCE, plansOf, type Gatherer, type RawRow } from './gather.ts';
import type { EventLog } from '../store/store.ts';
import type { Registry } from './registry.ts';

/** A detector with the values of its settings. */
export interface Armed { readonly detector: Detector; readonly settings: Values<SettingsTable> }

/** Devices that were reduced to a number, by line or token and day. */
export type Crowd = Window<EvidencePlan>['crowd'];

/** What was seen of each hire and laptop: days by action, and the last contact. */
export interface Presence {
  /** hire → action → days with data, in order. */
  readonly daysByHire: ReadonlyMap<HireId, ReadonlyMap<string, readonly Day[]>>;
  /** laptop → its latest event. */
  readonly lastContact: ReadonlyMap<string, Instant>;
  /** Days on which an action came in at all, from anybody. */
  readonly companyDays: ReadonlyMap<string, ReadonlySet<Day>>;
  /** Counts of rows that could not be joined, by reason. */
  readonly unjoined: { readonly strangers: number; readonly machines: number };
}

export interface Detected { readonly findings: readonly Finding[]; readonly presence: Presence }

/** Coverage looks at 28 days; what was heard of laptops before is asked for by name, see {@link contactsEver}. */
const PRESENCE_DAYS = 30;

/**
 * One run of all detectors at one instant: evidence is read once, then everything is arithmetic.
 *
 * A run for a past date is the same call with another instant and the registry as known then.
 */
export async function detect(gatherer: Gatherer, registry: Registry, armed: readonly Armed[], crowd: Crowd = () => 0): Promise<Detected> {
  const asOf = registry.asOf;
  const wanted: { readonly plan: Question; readonly days: number }[] = [{ plan: PRESENCE, days: PRESENCE_DAYS }];
  const spans: { first: number; names: readonly string[] }[] = [];
  for (const { detector } of armed) {
    const plans = plansOf(detector.evidence, detector.days);
    spans.push({ first: wanted.length, names: plans.map(({ name }) => name) });
    wanted.push(...plans);
  }
  const gathered = await gatherer.gather(wanted, asOf, registry.directory);
  const findings: Finding[] = [];
  armed.forEach(({ detector, settings }, index) => {
    const { first, names } = spans[index]!;
    const rows = Object.fromEntries(names.map((name, offset) => [name, gathered.rowsOf(first + offset)]));
    const window = windowOf(detector, registry, rows, crowd);
    for (const reading of detector.detect(window, settings)) {
      if (registry.hires.get(reading.subject)?.inScope) findings.push(findingOf(detector, reading, window));
    }
  });
  findings.sort((a, b) => compareBytes(a.id, b.id));
  return { findings, presence: presenceOf(gathered.rowsOf(0)) };
}

/**
 * The latest event of each laptop that was not heard of lately, from all that is kept: silent for long is not never seen.
 *
 * @param serials laptops without contact in the days that presence covers
 */
export async function contactsEver(events: Pick<EventLog, 'tally'>, serials: readonly Serial[], asOf: Instant): Promise<ReadonlyMap<Serial, Instant>> {
  if (serials.length === 0) return new Map();
  const rows = await events.tally(
    { where: { 'device.serial_number': serials, 'event.action': CONTACT }, by: ['device.serial_number'], measure: { last: { max: '@timestamp' } } },
    { from: 0, to: asOf + 1, asOf },
  );
  return new Map(rows.map((row) => [row['device.serial_number']!, row.last!]));
}

/** What a laptop does itself; a carrier's scan is none of it. */
export const CONTACT = (Object.keys(ACTIONS) as Action[]).filter((action) => action !== 'shipment-updated');

function windowOf(detector: Detector, registry: Registry, rows: Record<string, readonly (Whom & RawRow)[]>, crowd: Crowd): Window<EvidencePlan> {
  const { asOf, hires, laptops, places, travel, applications, institutions, indicators, vouched, allowed, tied } = registry;
  return {
    asOf, from: floorTo(asOf, DAY) - detector.days * DAY, to: asOf, hires, laptops, places, travel,
    applications, institutions, indicators, vouched, allowed, tied,
    rows: rows as Window<EvidencePlan>['rows'], crowd,
    random: (key) => random(`${detector.id}/${detector.version}/${key}`),
  };
}

function findingOf(detector: Detector, reading: Reading, window: Window<EvidencePlan>): Finding {
  return {
    // Stable over runs and versions: a case keeps a row, not a twin of it.
    id: `f-${shortHash(`${detector.id}\0${reading.subject}\0${reading.key}`).slice(0, 16)}`,
    detector: detector.id, version: detector.version, family: detector.family, hire_id: reading.subject,
    alongside: [...(reading.alongside ?? [])].sort(compareBytes), llr: reading.llr, newest: reading.newest, key: reading.key,
    window: { from: window.from, to: window.to }, ...reading.because, clear: reading.clear, look: reading.look,
  };
}

function presenceOf(rows: readonly (Whom & RawRow)[]): Presence {
  const days = new Map<HireId, Map<string, Set<Day>>>();
  const lastContact = new Map<string, Instant>();
  const companyDays = new Map<string, Set<Day>>();
  let strangers = 0;
  let machines = 0;
  for (const row of rows) {
    const action = row['event.action'] as string;
    entry(companyDays, action, () => new Set<Day>()).add(row.day);
    // The holder is covered by what the laptop tells, the person by what the account does.
    for (const hire of new Set([row.person, row.holder])) {
      if (hire !== undefined) entry(entry(days, hire, () => new Map<string, Set<Day>>()), action, () => new Set<Day>()).add(row.day);
    }
    if (row.laptop !== undefined && (CONTACT as readonly string[]).includes(action)) {
      lastContact.set(row.laptop, Math.max(lastContact.get(row.laptop) ?? -Infinity, row['last'] as Instant));
    }
    if (row.hire === undefined) {
      if (row.laptop === undefined) strangers += row['times'] as number;
      else machines += row['times'] as number;
    }
  }
  return {
    daysByHire: new Map([...days].map(([hire, actions]) => [hire, new Map([...actions].map(([action, set]) => [action, [...set].sort()]))])),
    lastContact, companyDays, unjoined: { strangers, machines },
  };
}

function entry<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

/** Actions whose daily arrival says that a source is alive for a person. */
export const DAILY_ACTIONS = ['sign-in', 'check-in', 'activity', 'vpn-connected', 'process-started'] as const;

/**
 * Share of expected days with data, by action, for one hire.
 *
 * Expected are the whole working days of the last 28 since the start, also while a source is dark: dark is never clear.
 * An action that nobody in the company sent lately is absent: there is nothing to expect. Who has not started expects nothing.
 */
export function coverageOf(hire: HireId, startsAt: Instant, asOf: Instant, presence: Presence): Readonly<Record<string, number>> {
  const from = Math.max(startsAt, asOf - 28 * DAY);
  const coverage: Record<string, number> = {};
  for (const action of DAILY_ACTIONS) {
    const company = presence.companyDays.get(action);
    if (!company) continue;
    const expected: Day[] = [];
    for (let at = floorTo(from, DAY); at + DAY <= asOf; at += DAY) {
      const weekday = new Date(at).getUTCDay();
      const day = dayOf(at);
      if (weekday !== 0 && weekday !== 6) expected.push(day);
    }
    if (expected.length === 0) continue;
    const seen = new Set(presence.daysByHire.get(hire)?.get(action) ?? []);
    coverage[action] = expected.filter((day) => seen.has(day)).length / expected.length;
  }
  return coverage;
}
