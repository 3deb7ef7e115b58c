import { shortHash } from './canonical.ts';
import type { AccountRow, DeviceRow, HireId, PersonRow, Serial } from './person.ts';
import { DAY, dayOf, startOfDay, type Day, type Instant } from './time.ts';
import { isPlaceholderSerial } from './placeholder.ts';
import { machineKey, spelledSerial } from './spelling.ts';

/**
 * Who is behind an account name, and whose laptop a machine is. Resolved when read and never stored, so that a
 * corrected HR row corrects the past as well.
 */

/** The fields that tell whose an event is: of an account, then of a machine. */
export const IDENTITY = ['user.email', 'user.id', 'user.name', 'device.serial_number', 'host.id', 'host.name'] as const;
export type IdentityName = (typeof IDENTITY)[number];

/** The identity fields of one event. */
export type IdentityFields = { readonly [F in IdentityName]?: string | undefined };

/** Two hires answer to one name at the same time: nobody is meant until that is mended. */
export const AMBIGUOUS = Symbol('ambiguous');
type Answer = HireId | typeof AMBIGUOUS;

export interface Directory {
  /**
   * The hire of an account, AMBIGUOUS, or undefined for a stranger.
   *
   * @param on the day that is asked about, for whoever left and was hired again; without it the last employment is meant
   */
  personOf(fields: IdentityFields, on?: Day): Answer | undefined;
  /** The laptop that is on record under the name of a machine, as in a company whose inventory lists names; two such: none. */
  laptopNamed(name: string): Serial | undefined;
  /** The hire to whom a laptop was issued at an instant; two such: nobody. */
  holderOf(serial: Serial, at: Instant): HireId | undefined;
  /** The same, once it can have reached them: before that it stands where it was prepared, or with whoever had it. */
  inHandsOf(serial: Serial, on: Day): HireId | undefined;
  /** Equal keys, equal answers. */
  readonly key: string;
  /** Every issued serial number. */
  readonly serials: ReadonlySet<Serial>;
}

const fold = (text: string): string => text.trim().toLowerCase();

type Index = Map<string, Set<HireId>>;

function note(index: Index, key: string | undefined, hire: HireId): void {
  const folded = fold(key ?? '');
  if (!folded) return;
  const known = index.get(folded);
  if (known) known.add(hire);
  else index.set(folded, new Set([hire]));
}

type Employment = Pick<PersonRow, 'start_date' | 'end_date'>;

/** Employments in order, where each ended before the next began: somebody left and was hired again. Undefined where two overlap. */
export function inTurn<T extends Employment>(people: readonly T[]): readonly T[] | undefined {
  const order = people.toSorted((a, b) => (a.start_date < b.start_date ? -1 : 1));
  return order.every(({ end_date: end }, index) => index === order.length - 1 || (end !== undefined && end < order[index + 1]!.start_date)) ? order : undefined;
}

/** The name without its domain: `CORP\jdoe` and `jdoe@corp.example` are both `jdoe`. */
export function bareName(name: string): string {
  const folded = fold(name);
  const afterDomain = folded.slice(folded.lastIndexOf('\\') + 1);
  const at = afterDomain.indexOf('@');
  return at > 0 ? afterDomain.slice(0, at) : afterDomain;
}

interface Assignment { readonly hire: HireId; readonly from: Instant; readonly to: Instant; /** Since when it can be in their hands. */ readonly reached: Instant }

/** Where nothing tells when a laptop was sent or handed over, it is taken to reach its holder so many days before the first day of work. */
const EARLY_DAYS = 3;

/** When a laptop reached its holder: delivered, else on the way, else assigned, else shortly before they began. */
function reachedAt({ delivered_at: delivered, shipped_at: shipped, assigned_from: assigned }: Partial<Pick<DeviceRow, 'delivered_at' | 'shipped_at' | 'assigned_from'>>, holder: PersonRow | undefined): Instant {
  return delivered ?? shipped ?? assigned ?? (holder === undefined ? -Infinity : startOfDay(holder.start_date) - EARLY_DAYS * DAY);
}

/**
 * Who held one laptop, and when.
 *
 * An assignment ends at its `assigned_to`; without one, when the laptop came back or its next assignment began. A row
 * without a holder ends the one before it: the laptop lies in a cupboard.
 */
function assignmentsOf(rows: readonly DeviceRow[], personOf: (hire: HireId) => PersonRow | undefined): Assignment[] {
  const starts = [...new Set(rows.map((row) => row.assigned_from ?? -Infinity))].sort((a, b) => a - b);
  return rows.flatMap((row) => {
    if (!row.hire_id) return [];
    const from = row.assigned_from ?? -Infinity;
    const next = starts.find((start) => start > from) ?? Infinity;
    return [{ hire: row.hire_id, from, to: row.assigned_to ?? Math.min(row.returned_at ?? Infinity, next), reached: reachedAt(row, personOf(row.hire_id)) }];
  });
}

/** Who held a laptop that people.csv names, without days of its own: from hand to hand where employments followed each other. */
function heldBy(people: readonly PersonRow[]): Assignment[] {
  const order = inTurn(people);
  if (!order) return people.map((person) => ({ hire: person.hire_id, from: -Infinity, to: Infinity, reached: reachedAt(person, person) }));
  const untilOf = ({ end_date: end }: PersonRow): Instant => startOfDay(end!) + DAY;
  return order.map((person, index) => ({ hire: person.hire_id, from: index === 0 ? -Infinity : untilOf(order[index - 1]!), to: index === order.length - 1 ? Infinity : untilOf(person), reached: reachedAt(person, person) }));
}

/** What a row of somebody said before it changed. */
export interface FormerRow { readonly row: PersonRow; readonly until: Instant }

/**
 * Builds the look-up of people and laptops as known at one instant.
 *
 * A laptop in devices.csv wins over the serial numbers of people.csv. A name that a row has no longer still means its
 * person up to the day of the change, unless somebody else has it now: otherwise a new mail address would take a past away.
 */
export function directoryOf(people: readonly PersonRow[], accounts: readonly AccountRow[], devices: readonly DeviceRow[], former: readonly FormerRow[] = []): Directory {
  return {
    key: shortHash(JSON.stringify([former.map(({ row, until }) => [row.hire_id, row.email, row.user_names, row.device_serials, until]), people.map((person) => [person.hire_id, person.email, person.user_names, person.device_serials, person.start_date, person.end_date, person.shipped_at, person.delivered_at]), accounts, devices.map((device) => [device.serial, device.hire_id, device.assigned_from, device.assigned_to, device.returned_at, device.shipped_at, device.delivered_at])])),
    ...behindNames(people, accounts, former),
    ...withLaptops(people, devices, former),
  };
}

/** Who is behind the names of an account. */
function behindNames(people: readonly PersonRow[], accounts: readonly AccountRow[], former: readonly FormerRow[]): Pick<Directory, 'personOf'> {
  const before = formerNames(former);
  const index = namesOf(people, accounts, before);
  const meant = employmentReader(people);
  return {
    personOf(fields, on) {
      const found = hiresNamed(index, fields) ?? before.hiresOf(fields, on);
      return found && meant(found, on);
    },
  };
}

/** Whose names these are: whole, without their domain, and the name before the @ of an address. */
interface NamesIndex { readonly emails: Index; readonly names: Index; readonly bare: Index; readonly mailboxes: Index }

function namesOf(people: readonly PersonRow[], accounts: readonly AccountRow[], before: FormerNames): NamesIndex {
  const [emails, names, bare, mailboxes] = [new Map(), new Map(), new Map(), new Map()] as [Index, Index, Index, Index];
  for (const person of people) {
    note(emails, person.email, person.hire_id);
    note(mailboxes, bareName(person.email), person.hire_id);
    for (const name of [person.hire_id, ...person.user_names]) {
      note(names, name, person.hire_id);
      if (!/^s-1-/i.test(name)) note(bare, bareName(name), person.hire_id);
    }
  }
  for (const account of accounts) {
    for (const owner of emails.get(fold(account.email)) ?? before.everOf(account.email)) {
      for (const name of [account.user_name, account.sid, account.object_id]) note(names, name, owner);
      if (account.user_name) note(bare, bareName(account.user_name), owner);
    }
  }
  return { emails, names, bare, mailboxes };
}

function hiresNamed({ emails, names, bare, mailboxes }: NamesIndex, fields: IdentityFields): ReadonlySet<HireId> | undefined {
  const email = fields['user.email'];
  if (email) {
    const found = emails.get(fold(email)) ?? names.get(fold(email));
    if (found !== undefined) return found;
  }
  const id = fields['user.id'];
  if (id) {
    const found = names.get(fold(id));
    if (found !== undefined) return found;
  }
  const name = fields['user.name'];
  if (!name) return undefined;
  const listed = names.get(fold(name));
  // A mail address nobody has means a stranger; a bare name that fits by chance must not turn him into a hire.
  if (email) return listed;
  // A domain that is listed for somebody means that account; only an unlisted spelling falls back to the bare name.
  // The name before the @ of a listed address is the last resort, and never for another address.
  return listed ?? emails.get(fold(name)) ?? bare.get(bareName(name)) ?? (name.includes('@') ? undefined : mailboxes.get(bareName(name)));
}

/** Which of the hires with one name is meant on a day: one of them, where their employments followed each other. */
function employmentReader(people: readonly PersonRow[]): (hires: ReadonlySet<HireId>, on: Day | undefined) => Answer {
  const byId = new Map(people.map((person) => [person.hire_id, person]));
  const orders = new WeakMap<ReadonlySet<HireId>, readonly PersonRow[] | typeof AMBIGUOUS>();
  return (hires, on) => {
    const [only] = hires;
    if (hires.size === 1) return only!;
    const order = orders.getOrInsertComputed(hires, () => inTurn([...hires].map((hire) => byId.get(hire)!)) ?? AMBIGUOUS);
    if (order === AMBIGUOUS) return AMBIGUOUS;
    return order.findLast((_, index) => index === 0 || on === undefined || order[index - 1]!.end_date! < on)!.hire_id;
  };
}

/** Which laptops there are, and who held them. */
function withLaptops(people: readonly PersonRow[], devices: readonly DeviceRow[], former: readonly FormerRow[]): Pick<Directory, 'serials' | 'laptopNamed' | 'holderOf' | 'inHandsOf'> {
  const issues = new Map<Serial, Assignment[]>();
  const byId = new Map(people.map((person) => [person.hire_id, person]));
  for (const [serial, rows] of Map.groupBy(devices, (device) => spelledSerial(device.serial))) issues.set(serial, assignmentsOf(rows, (hire) => byId.get(hire)));
  const own = new Set(issues.keys());
  const serials = new Set<Serial>(own);
  const named = people.flatMap((person) => person.device_serials.map((serial) => ({ serial: spelledSerial(serial), person }))).filter(({ serial }) => !isPlaceholderSerial(serial) && !own.has(serial));
  for (const [serial, holders] of Map.groupBy(named, ({ serial: one }) => one)) {
    serials.add(serial);
    issues.set(serial, heldBy(holders.map(({ person }) => person)));
  }

  for (const { row, until } of former) {
    for (const serial of row.device_serials.map(spelledSerial)) {
      if (isPlaceholderSerial(serial) || serials.has(serial)) continue;
      issues.set(serial, [...issues.get(serial) ?? [], { hire: row.hire_id, from: -Infinity, to: until, reached: reachedAt(row, row) }]);
    }
  }

  const byMachine = Map.groupBy(serials, machineKey);
  const issuedAt = (serial: Serial, at: Instant): Assignment | undefined => {
    let issued: Assignment | undefined;
    for (const one of issues.get(spelledSerial(serial)) ?? []) {
      if (at < one.from || at >= one.to) continue;
      if (issued !== undefined && issued.hire !== one.hire) return undefined;
      issued = one;
    }
    return issued;
  };

  return {
    serials,
    laptopNamed(name) {
      const exact = spelledSerial(name);
      if (serials.has(exact)) return exact;
      const [serial, second] = byMachine.get(machineKey(name)) ?? [];
      return second === undefined ? serial : undefined;
    },
    holderOf: (serial, at) => issuedAt(serial, at)?.hire,
    inHandsOf(serial, on) {
      const issued = issuedAt(serial, startOfDay(on) + DAY / 2);
      // On the day on which it comes it is theirs.
      return issued && issued.reached < startOfDay(on) + DAY ? issued.hire : undefined;
    },
  };
}

interface FormerNames {
  /** Who had the names of an account up to a day at least; without a day, whoever had them ever. */
  hiresOf(fields: IdentityFields, on: Day | undefined): ReadonlySet<HireId> | undefined;
  everOf(name: string): ReadonlySet<HireId>;
}

const NOBODY: ReadonlySet<HireId> = new Set();

/** Names that rows had before they changed, each as it was written: nothing is guessed from parts of them. */
function formerNames(former: readonly FormerRow[]): FormerNames {
  const had = new Map<string, Map<HireId, Day>>();
  for (const { row, until } of former) {
    const last = dayOf(until);
    for (const name of [row.email, ...row.user_names].map(fold)) {
      const known = had.getOrInsertComputed(name, () => new Map());
      if (last > (known.get(row.hire_id) ?? '')) known.set(row.hire_id, last);
    }
  }
  const hadOn = (name: string, on: Day | undefined): ReadonlySet<HireId> => {
    const hires = had.get(fold(name));
    return hires === undefined ? NOBODY : new Set([...hires].filter(([, last]) => on === undefined || on <= last).map(([hire]) => hire));
  };
  return {
    everOf: (name) => hadOn(name, undefined),
    hiresOf(fields, on) {
      for (const name of [fields['user.email'], fields['user.id'], fields['user.name']]) {
        const hires = name === undefined ? undefined : hadOn(name, on);
        if (hires !== undefined && hires.size > 0) return hires;
      }
      return undefined;
    },
  };
}
