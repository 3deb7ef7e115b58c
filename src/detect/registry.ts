import { CATALOGUE_SHELF, catalogueHistory, type CatalogueChange, type CatalogueHistory } from '../catalogue/history.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import { blocksOf } from '../core/address.ts';
import { directoryOf, type Directory, type FormerRow } from '../core/identity.ts';
import type { AllowedRow, ApplicationRow, DeviceRow, HireId, IndicatorRow, InstitutionRow, PersonRow, PlaceRow, Serial, TableKind, TableRows, TravelRow, Versioned } from '../core/person.ts';
import { spelledVersions } from '../core/spelling.ts';
import { DAY, dayOf, isZone, startOfDay, startOfLocalDay, type Day, type Instant } from '../core/time.ts';
import type { Store } from '../store/store.ts';
import { isOnePerson } from './one-person.ts';
import { parcelNumber } from './parcels.ts';
import type { Hire, Laptop } from './detector.ts';

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

/** All rows of one kind, each as it was known at an instant; at Infinity the newest. */
export function rowsAt<K extends TableKind>(history: History, kind: K, asOf: Instant): TableRows[K][] {
  return history[kind].map((row) => versionAt(row as Versioned<TableRows[K]>, asOf));
}

/** Who is behind which account, and whose laptop a machine is, by what was known at an instant; at Infinity by all that is. */
export function directoryAt(history: History, asOf: Instant): Directory {
  return directoryOf(rowsAt(history, 'people', asOf), rowsAt(history, 'accounts', asOf), rowsAt(history, 'devices', asOf), formerRows(history.people, asOf));
}

/**
 * What was known at `asOf`.
 *
 * @param inCases hires whose scope goes on because a case about them is open
 */
export function registryAt(history: History, asOf: Instant, rule: ScopeRule, inCases: ReadonlySet<HireId> = new Set()): Registry {
  const at = <K extends TableKind>(kind: K): TableRows[K][] => rowsAt(history, kind, asOf);
  const people = at('people');
  const devices = at('devices').map(({ shipped_at: toShip, delivered_at: toDeliver, ...device }): DeviceRow => {
    const [shipped, delivered] = [byThen(toShip, asOf), byThen(toDeliver, asOf)];
    return { ...device, ...(shipped === undefined ? {} : { shipped_at: shipped }), ...(delivered === undefined ? {} : { delivered_at: delivered }) };
  });
  const places = at('places');
  const directory = directoryAt(history, asOf);

  const hires = new Map<HireId, Hire>();
  for (const person of people) hires.set(person.hire_id, hireAt(person, asOf, rule, inCases.has(person.hire_id)));

  const rowOf = new Map(people.map((person) => [person.hire_id, person]));
  const areOne = (a: HireId, b: HireId): boolean => {
    const [one, other] = [rowOf.get(a), rowOf.get(b)];
    return one !== undefined && other !== undefined && isOnePerson(one, other);
  };

  const laptops = new Map<Serial, Laptop>();
  for (const person of people) {
    for (const serial of person.device_serials) {
      laptops.set(serial, {
        serial, holder: directory.holderOf(serial, asOf), shippedAt: byThen(person.shipped_at, asOf),
        deliveredAt: byThen(person.delivered_at, asOf), shipTo: person.ship, ...(person.ship_address_token === undefined ? {} : { door: person.ship_address_token }),
      });
    }
  }
  for (const device of inForce(devices, asOf)) {
    laptops.set(device.serial, {
      serial: device.serial, holder: directory.holderOf(device.serial, asOf), shippedAt: device.shipped_at,
      deliveredAt: device.delivered_at, shipTo: device.ship, ...(byThen(device.returned_at, asOf) === undefined ? {} : { returnedAt: device.returned_at! }), ...(device.tracking === undefined ? {} : { tracking: parcelNumber(device.tracking) }),
      ...(device.ship_address_token === undefined ? {} : { door: device.ship_address_token }),
    });
  }
  return {
    asOf, hires, laptops, places, travel: at('travel'), directory, catalogue: history.catalogue.at(asOf),
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
