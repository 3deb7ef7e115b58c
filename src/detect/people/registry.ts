import { CATALOGUE_SHELF, catalogueHistory, type CatalogueChange, type CatalogueHistory } from '../../catalogue/history.ts';
import type { Catalogue } from '../../catalogue/catalogue.ts';
import { blocksOf } from '../../core/address.ts';
import { directoryOf, type Directory, type FormerRow } from '../../core/identity.ts';
import type { AllowedRow, ApplicationRow, DeviceRow, HireId, IndicatorRow, InstitutionRow, PersonRow, PlaceRow, Serial, TableKind, TableRows, TravelRow, Versioned } from '../../core/person.ts';
import { parcelNumber, spelledVersions } from '../../core/spelling.ts';
import { DAY, dayOf, isZone, startOfDay, startOfLocalDay, type Day, type Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { isOnePerson } from './one-person.ts';
import type { FormerHome, Hire, Laptop } from '../detector.ts';

/** Who is watched, from when to when. */
export interface ScopeRule {
  readonly daysBefore: number;
  readonly daysAfter: number;
  /** IANA zone for dates of people without one. */
  readonly companyZone: string;
}

/** People, laptops, places and permissions as known at one instant. */
export interface Registry {
  readonly asOf: Instant;
  readonly hires: ReadonlyMap<HireId, Hire>;
  readonly laptops: ReadonlyMap<Serial, Laptop>;
  readonly places: readonly PlaceRow[];
  readonly travel: readonly TravelRow[];
  /** Those made by then. */
  readonly applications: readonly ApplicationRow[];
  /** The operator's own list. */
  readonly institutions: readonly InstitutionRow[];
  /** Those received by then, expired ones too. */
  readonly indicators: readonly IndicatorRow[];
  /** What was known of tools, hardware and networks. */
  readonly catalogue: Catalogue;
  readonly directory: Directory;
  /** True for a line of a place that the company vouches for. */
  vouched(line: string): boolean;
  allowed(tool: string, hire: HireId, day: Day): boolean;
  /** True for rows of one person, see {@link isOnePerson}. */
  isOnePerson(a: HireId, b: HireId): boolean;
  /** True when two hires are declared to live together, or are one person. */
  tied(a: HireId, b: HireId): boolean;
}

/** What detectors know of it too. */
export type Known = Omit<Registry, 'directory' | 'institutions'>;

/** Every row of the registry with its history, by kind, and the changes of the catalogues. */
export type History = { readonly [K in TableKind]: readonly Versioned<TableRows[K]>[] } & { readonly catalogue: CatalogueHistory };

/** Reads the whole registry: people, laptops and lists, with their versions. */
export async function readHistory(store: Pick<Store, 'shelf'>): Promise<History> {
  const history: Record<TableKind, Versioned<never>[]> = {
    people: [], devices: [], accounts: [], places: [], travel: [], allowed: [], applications: [], institutions: [], indicators: [],
  };
  for await (const { value } of store.shelf<Versioned<never>>('registry').list()) history[value.kind].push(spelledVersions<TableKind>(value) as Versioned<never>);
  return { ...history, catalogue: await readCatalogues(store) };
}

/** What ships, newer sets that were taken, and the company's own rows. */
export async function readCatalogues(store: Pick<Store, 'shelf'>): Promise<CatalogueHistory> {
  const changes: CatalogueChange[] = [];
  for await (const { value } of store.shelf<CatalogueChange>(CATALOGUE_SHELF).list()) changes.push(value);
  return catalogueHistory(changes);
}

/** The version of a row that holds at an instant; the first one holds from the beginning. */
export function versionAt<T>(row: Versioned<T>, at: Instant): T {
  let holds = row.versions[0]!.row;
  for (const version of row.versions) if (version.from !== null && version.from <= at) holds = version.row;
  return holds;
}

/** What rows of people said before they changed, as known at an instant. */
function formerRows(people: History['people'], asOf: Instant): readonly FormerRow[] {
  return people.flatMap(({ versions }) => versions.flatMap(({ row }, index): readonly FormerRow[] => {
    const until = versions[index + 1]?.from;
    return until != null && until <= asOf ? [{ row, until }] : [];
  }));
}

/** An instant that had not come yet is unknown. */
function byThen(value: Instant | undefined, at: Instant): Instant | undefined {
  return value !== undefined && value <= at ? value : undefined;
}

type Sent = Partial<Pick<DeviceRow, 'shipped_at' | 'delivered_at'>>;

/** A row with what had happened to its laptop by then. */
function sentBy<T extends Sent>({ shipped_at: toShip, delivered_at: toDeliver, ...row }: T, at: Instant): Omit<T, keyof Sent> & Sent {
  const [shipped, delivered] = [byThen(toShip, at), byThen(toDeliver, at)];
  return { ...row, ...(shipped === undefined ? {} : { shipped_at: shipped }), ...(delivered === undefined ? {} : { delivered_at: delivered }) };
}

/** All rows of one kind, each as it was known at an instant; at Infinity the newest. */
export function rowsAt<K extends TableKind>(history: History, kind: K, asOf: Instant): TableRows[K][] {
  return history[kind].map((row) => versionAt(row as Versioned<TableRows[K]>, asOf));
}

const peopleAt = (history: History, asOf: Instant): PersonRow[] => rowsAt(history, 'people', asOf).map((row) => sentBy(row, asOf));
const devicesAt = (history: History, asOf: Instant): DeviceRow[] => rowsAt(history, 'devices', asOf).map((row) => sentBy(row, asOf));

/** Who is behind which account, and whose laptop a machine is, by what was known at an instant; at Infinity by all that is. */
export function directoryAt(history: History, asOf: Instant): Directory {
  return directoryOf(peopleAt(history, asOf), rowsAt(history, 'accounts', asOf), devicesAt(history, asOf), formerRows(history.people, asOf));
}

/**
 * What was known at `asOf`.
 *
 * @param inCases hires whose scope goes on because people work on a case about them
 */
export function registryAt(history: History, asOf: Instant, rule: ScopeRule, inCases: ReadonlySet<HireId> = new Set()): Registry {
  const at = <K extends TableKind>(kind: K): TableRows[K][] => rowsAt(history, kind, asOf);
  const people = peopleAt(history, asOf);
  const places = at('places');
  const directory = directoryAt(history, asOf);

  const hires = new Map<HireId, Hire>();
  const told = new Map(history.people.map((row) => [row.versions[0]!.row.hire_id, homeTold(row, asOf)]));
  const former = new Map(history.people.map((row) => [row.versions[0]!.row.hire_id, formerHomes(row, asOf)]));
  for (const person of people) {
    const homeTold = told.get(person.hire_id);
    const before = former.get(person.hire_id) ?? [];
    hires.set(person.hire_id, { ...hireAt(person, asOf, rule, inCases.has(person.hire_id)), ...(homeTold === undefined ? {} : { homeTold }), ...(before.length === 0 ? {} : { formerHomes: before }) });
  }

  const rowOf = new Map(people.map((person) => [person.hire_id, person]));
  const areOne = (a: HireId, b: HireId): boolean => {
    const [one, other] = [rowOf.get(a), rowOf.get(b)];
    return one !== undefined && other !== undefined && isOnePerson(one, other);
  };

  return {
    asOf, hires, laptops: laptopsAt(people, devicesAt(history, asOf), directory, asOf), places, travel: at('travel'), directory, catalogue: history.catalogue.at(asOf),
    institutions: at('institutions'),
    // What had not been sent yet is not there: a replay must not look ahead.
    applications: at('applications').filter(({ applied_at: appliedAt }) => appliedAt === undefined || appliedAt <= asOf),
    indicators: at('indicators').filter(({ received }) => received === undefined || received <= dayOf(asOf)),
    vouched: blocksOf(places.flatMap(({ cidr }) => cidr)),
    allowed: permissionsOf(at('allowed'), hires),
    isOnePerson: areOne,
    tied: (a, b) => {
      const household = hires.get(a)?.household;
      return (household !== undefined && household === hires.get(b)?.household) || areOne(a, b);
    },
  };
}

/** Of a laptop without a holder nothing tells where it was sent. */
const UNSENT = { shippedAt: undefined, deliveredAt: undefined, shipTo: undefined };

/** Laptops that rows of people name, and those of the list of devices, which tells more and stands in their place. */
function laptopsAt(people: readonly PersonRow[], devices: readonly DeviceRow[], directory: Directory, asOf: Instant): ReadonlyMap<Serial, Laptop> {
  const laptops = new Map<Serial, Laptop>();
  for (const person of people) {
    for (const serial of person.device_serials) {
      const holder = directory.holderOf(serial, asOf);
      // Of those who had it one after the other its holder's row tells how it came to them.
      const sent = holder === person.hire_id ? sentTo(person) : UNSENT;
      if (sent !== UNSENT || !laptops.has(serial)) laptops.set(serial, { serial, holder, ...sent });
    }
  }
  for (const device of inForce(devices, asOf)) {
    const returnedAt = byThen(device.returned_at, asOf);
    laptops.set(device.serial, {
      serial: device.serial, holder: directory.holderOf(device.serial, asOf), ...sentTo(device),
      ...(returnedAt === undefined ? {} : { returnedAt }), ...(device.tracking === undefined ? {} : { tracking: parcelNumber(device.tracking) }),
    });
  }
  return laptops;
}

/** How and where a row says that a laptop was sent. */
function sentTo(row: PersonRow | DeviceRow): Omit<Laptop, 'serial' | 'holder'> {
  return { shippedAt: row.shipped_at, deliveredAt: row.delivered_at, shipTo: row.ship, ...(row.ship_address_token === undefined ? {} : { door: row.ship_address_token }) };
}

/** Of the rows of one laptop the one whose assignment began last by then; before the first, the first. */
export function inForce(devices: readonly DeviceRow[], asOf: Instant): readonly DeviceRow[] {
  return [...Map.groupBy(devices, (device) => device.serial).values()].map((rows) => {
    const inOrder = rows.toSorted((a, b) => (a.assigned_from ?? 0) - (b.assigned_from ?? 0));
    return inOrder.findLast((row) => (row.assigned_from ?? 0) <= asOf) ?? inOrder[0]!;
  });
}

function hireAt(person: PersonRow, asOf: Instant, rule: ScopeRule, inCase: boolean): Hire {
  const zone = person.time_zone && isZone(person.time_zone) ? person.time_zone : rule.companyZone;
  const startsAt = startOfLocalDay(person.start_date, zone);
  // As the first day of whoever comes next begins: a day with a change of clocks has no 24 hours.
  const endsAt = person.end_date === undefined ? Infinity : startOfLocalDay(dayOf(startOfDay(person.end_date) + DAY), zone);
  const ended = endsAt <= asOf;
  const starter = asOf >= startsAt - rule.daysBefore * DAY && asOf < startsAt + rule.daysAfter * DAY && !ended;
  const { end_date: endDate, ...rest } = person;
  return { ...rest, ...(ended && endDate !== undefined ? { end_date: endDate, endsAt } : {}), startsAt, inScope: starter || inCase };
}

/** A record is often changed some time before the day of the move. */
const AHEAD = 30 * DAY;

/** The latest move that a record can have taken in: of one that was never changed, whatever was told before it was written. */
function homeTold({ versions, learned }: Versioned<PersonRow>, asOf: Instant): Instant | undefined {
  const changed = versions.findLast(({ from, row }, index) => index > 0 && from !== null && from <= asOf && !isSameHome(row, versions[index - 1]!.row));
  return changed ? changed.from! + AHEAD : learned;
}

/** What the record named as home before it changed. */
function formerHomes({ versions }: Versioned<PersonRow>, asOf: Instant): readonly FormerHome[] {
  return versions.flatMap(({ row }, index): readonly FormerHome[] => {
    const next = versions[index + 1];
    if (next?.from == null || next.from > asOf || isSameHome(next.row, row)) return [];
    const { home, home_city, home_region, home_country } = row;
    return [{ ...(home ? { home } : {}), ...(home_city === undefined ? {} : { home_city }), ...(home_region === undefined ? {} : { home_region }), ...(home_country === undefined ? {} : { home_country }), until: next.from }];
  });
}

function isSameHome(a: PersonRow, b: PersonRow): boolean {
  return isSamePoint(a.home, b.home) && a.home_city === b.home_city && a.home_region === b.home_region && a.home_country === b.home_country;
}

function isSamePoint(a: PersonRow['home'], b: PersonRow['home']): boolean {
  return a?.lat === b?.lat && a?.lon === b?.lon;
}

/** Day of employment: the start date is day 0, the day before it −1. */
export function dayOfEmployment(hire: Hire, asOf: Instant): number {
  return Math.floor((asOf - hire.startsAt) / DAY);
}

/** Whether any of these rows sanctions a tool for somebody on a day. */
export function permissionsOf(rows: readonly AllowedRow[], hires: ReadonlyMap<HireId, Hire>): Registry['allowed'] {
  const byTool = Map.groupBy(rows.filter(({ absent }) => !absent), (row) => row.tool.toLowerCase());
  return (tool, hireId, day) => (byTool.get(tool.toLowerCase()) ?? []).some(({ until, scope }) => (until === undefined || day <= until) && scopeHolds(scope, hireId, hires));
}

/** Whether a scope such as `all`, `team:QA` or `hire:h-17` holds somebody. */
export function scopeHolds(scope: string, hireId: HireId, hires: ReadonlyMap<HireId, Hire>): boolean {
  if (scope === 'all') return true;
  if (scope.startsWith('hire:')) return scope.slice(5) === hireId;
  return scope.startsWith('team:') && scope.slice(5).toLowerCase() === hires.get(hireId)?.team?.toLowerCase();
}
