import { ACTIONS, type Action } from '../../core/event.ts';
import type { HireId, Serial } from '../../core/person.ts';
import { isPlaceholderSerial } from '../../core/placeholder.ts';
import { serialSpellings, spelledSerial } from '../../core/spelling.ts';
import { DAY, dayOf, floorTo, startOfDay, type Day, type Instant } from '../../core/time.ts';
import type { EventLog } from '../../store/store.ts';
import { daily, type Hire } from '../detector.ts';

/** What was seen of each hire and laptop: days by action, and the last contact. */
export interface Presence {
  /** hire → action → days with data, in order. */
  readonly daysByHire: ReadonlyMap<HireId, ReadonlyMap<string, readonly Day[]>>;
  /** laptop → its latest event. */
  readonly lastContact: ReadonlyMap<string, Instant>;
  /** Days on which an action came in at all, from anybody. */
  readonly companyDays: ReadonlyMap<string, ReadonlySet<Day>>;
  /** Laptops of which more was heard than that somebody signed in with them: something runs there, or near there, that tells of them. */
  readonly speaking: ReadonlySet<Serial>;
  /** People on whose machines a placeholder stands for the serial number: which laptop it is cannot be told. */
  readonly nameless: ReadonlySet<HireId>;
  /** Counts of rows that could not be joined, by reason. */
  readonly unjoined: { readonly strangers: number; readonly machines: number };
}

/** What a laptop does itself; a carrier's scan is none of it. */
export const CONTACT = (Object.keys(ACTIONS) as Action[]).filter((action) => action !== 'shipment-updated');
const IS_CONTACT: ReadonlySet<string> = new Set(CONTACT);
/** What is told of accounts. */
const OF_ACCOUNTS: ReadonlySet<string> = new Set<Action>(['sign-in', 'account-changed', 'verified']);

/** One day of everybody. */
interface DayPresence {
  readonly day: Day;
  /** Of every action that came in, from anybody. */
  readonly hiresByAction: ReadonlyMap<string, readonly HireId[]>;
  readonly lastContact: ReadonlyMap<string, Instant>;
  readonly speaking: ReadonlySet<Serial>;
  readonly nameless: ReadonlySet<HireId>;
  readonly strangers: number;
  readonly machines: number;
}

/** What was seen of whom on which day: coverage and last contact. */
export const PRESENCE = daily({ where: {}, by: ['event.action', 'device.serial_number'], measure: { times: 'count', last: { max: '@timestamp' } } }, (rows, day): readonly DayPresence[] => {
  const hiresByAction = new Map<string, Set<HireId>>();
  const lastContact = new Map<string, Instant>();
  const speaking = new Set<Serial>();
  const nameless = new Set<HireId>();
  let [strangers, machines] = [0, 0];
  for (const { person, holder, laptop, hire, times, last, 'event.action': action, 'device.serial_number': serial } of rows) {
    if (person !== undefined && serial !== undefined && isPlaceholderSerial(serial)) nameless.add(person);
    // The holder is covered by what the laptop tells, the person by what the account does.
    const seen = hiresByAction.getOrInsertComputed(action!, () => new Set<HireId>());
    if (person !== undefined) seen.add(person);
    if (holder !== undefined) seen.add(holder);
    if (laptop !== undefined && IS_CONTACT.has(action!)) {
      lastContact.set(laptop, Math.max(lastContact.get(laptop) ?? -Infinity, last!));
      if (!OF_ACCOUNTS.has(action!)) speaking.add(laptop);
    }
    if (hire === undefined) {
      if (laptop === undefined) strangers += times;
      else machines += times;
    }
  }
  return [{ day, hiresByAction: new Map([...hiresByAction].map(([action, hires]) => [action, [...hires]])), lastContact, speaking, nameless, strangers, machines }];
});
/** Coverage looks at 28 days; what was heard of laptops before is asked for by name, see {@link contactsEver}. */
export const PRESENCE_DAYS = 30;

/** People of whom, or of whose laptops, something was heard; what a carrier scanned is none of it. */
export function peopleHeard({ daysByHire }: Presence): ReadonlySet<HireId> {
  return new Set([...daysByHire].filter(([, byAction]) => [...byAction.keys()].some((action) => IS_CONTACT.has(action))).map(([hire]) => hire));
}

/** @param seen days in order */
export function presenceOf(seen: readonly DayPresence[]): Presence {
  const daysByHire = new Map<HireId, Map<string, Day[]>>();
  const lastContact = new Map<string, Instant>();
  const companyDays = new Map<string, Set<Day>>();
  for (const { day, hiresByAction, lastContact: last } of seen) {
    for (const [action, hires] of hiresByAction) {
      companyDays.getOrInsertComputed(action, () => new Set<Day>()).add(day);
      for (const hire of hires) daysByHire.getOrInsertComputed(hire, () => new Map<string, Day[]>()).getOrInsertComputed(action, (): Day[] => []).push(day);
    }
    for (const [laptop, at] of last) lastContact.set(laptop, Math.max(lastContact.get(laptop) ?? -Infinity, at));
  }
  const sum = (of: (one: DayPresence) => number): number => seen.reduce((so, one) => so + of(one), 0);
  const nameless = new Set(seen.flatMap((one) => [...one.nameless]));
  const speaking = new Set(seen.flatMap((one) => [...one.speaking]));
  return { daysByHire, lastContact, companyDays, speaking, nameless, unjoined: { strangers: sum(({ strangers }) => strangers), machines: sum(({ machines }) => machines) } };
}

/**
 * The latest event of each laptop that was not heard of lately, from all that is kept: silent for long is not never seen.
 *
 * @param serials laptops without contact in the days that presence covers
 */
export async function contactsEver(events: Pick<EventLog, 'tally'>, serials: readonly Serial[], asOf: Instant): Promise<ReadonlyMap<Serial, Instant>> {
  if (serials.length === 0) return new Map();
  const rows = await events.tally(
    { where: { 'device.serial_number': serials.flatMap(serialSpellings), 'event.action': CONTACT }, by: ['device.serial_number'], measure: { last: { max: '@timestamp' } } },
    { from: 0, to: asOf + 1, asOf },
  );
  const latest = new Map<Serial, Instant>();
  for (const row of rows) {
    const serial = spelledSerial(row['device.serial_number']!);
    latest.set(serial, Math.max(latest.get(serial) ?? -Infinity, row.last!));
  }
  return latest;
}

/** Actions whose daily arrival says that a source is alive for a person. */
export const DAILY_ACTIONS = ['sign-in', 'check-in', 'activity', 'vpn-connected', 'process-started'] as const;

/** What an agent on a laptop tells: of a desktop in a cloud none is expected. */
const OF_LAPTOPS: ReadonlySet<string> = new Set<Action>(['check-in', 'process-started']);

/** Whether somebody with such a machine is expected to send an action. */
export function expectsOf(deviceKind: string | undefined, action: string): boolean {
  return deviceKind !== 'cloud-desktop' || !OF_LAPTOPS.has(action);
}

/**
 * Share of expected days with data, by action, for one hire.
 *
 * Expected are the whole working days of the last 28 since the start, also while a source is dark: dark is never clear.
 * An action that nobody in the company sent lately is absent: there is nothing to expect. Who has not started expects nothing.
 */
export function coverageOf({ hire_id: hire, start_date: start, device_kind: kind }: Pick<Hire, 'hire_id' | 'start_date' | 'device_kind'>, asOf: Instant, presence: Presence): Readonly<Record<string, number>> {
  const from = Math.max(startOfDay(start), asOf - 28 * DAY);
  const coverage: Record<string, number> = {};
  for (const action of DAILY_ACTIONS) {
    const company = presence.companyDays.get(action);
    if (!company) continue;
    if (!expectsOf(kind, action) && !presence.daysByHire.get(hire)?.has(action)) continue;
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
