import type { Event } from '../../src/core/event.ts';
import type { AccountRow, AllowedRow, ApplicationRow, DeviceRow, IndicatorRow, InstitutionRow, PersonRow, PlaceRow, TravelRow } from '../../src/core/person.ts';
import { random } from '../../src/core/random.ts';
import { settle, type SettingsTable, type Values } from '../../src/core/settings.ts';
import { DAY, HOUR, floorTo, startOfDay, type Day, type Instant } from '../../src/core/time.ts';
import type { Detector, EvidencePlan, Reading, RowsOf, Window } from '../../src/detect/detector.ts';
import { gatherer, plansOf } from '../../src/detect/counts/gather.ts';
import { historyOf } from '../../src/detect/people/history.ts';
import { toldByEvents } from '../../src/detect/places/told-by-events.ts';
import { registryAt, type ScopeRule } from '../../src/detect/people/registry.ts';
import type { Store } from '../../src/store/store.ts';
import { memoryStore } from './memory-store.ts';

/** What a company is and what happened in it, in plain rows. */
export interface Company {
  /** The instant of the run; rows learned of later are unknown. */
  readonly asOf: Instant;
  readonly people: readonly (PersonRow & { readonly known_from?: Instant })[];
  readonly devices?: readonly DeviceRow[];
  readonly accounts?: readonly AccountRow[];
  readonly places?: readonly PlaceRow[];
  readonly travel?: readonly TravelRow[];
  readonly allowed?: readonly AllowedRow[];
  readonly applications?: readonly ApplicationRow[];
  readonly institutions?: readonly InstitutionRow[];
  readonly indicators?: readonly IndicatorRow[];
  readonly events: readonly Event[];
}

/** Everybody who started within ninety days is in scope; dates without a zone are US Central ones. */
const RULE: ScopeRule = { daysBefore: 14, daysAfter: 90, companyZone: 'America/Chicago' };

/** A starter with one laptop who began on Monday 2 November 2026; sets what matters and leaves the rest ordinary. */
export function aPerson(fields: Partial<PersonRow> & { readonly hire_id: string }): PersonRow {
  return {
    email: `${fields.hire_id}@company.example`, start_date: '2026-11-02', user_names: [], home_country: 'US',
    time_zone: 'America/Chicago', device_serials: [`SN-${fields.hire_id}`.toUpperCase()], ...fields,
  };
}

/** An instant of a story, in hours since the start of a UTC day. @example at('2026-11-02', 9.5) */
export function at(day: Day, hours: number): Instant {
  return startOfDay(day) + Math.round(hours * HOUR);
}

/** The same company in a store, as the product keeps it. */
export async function storeOf(company: Company, batches: readonly (readonly Event[])[] = [company.events]): Promise<Store> {
  const store = memoryStore({ now: () => company.asOf });
  for (const batch of batches) await store.events.append(batch);
  return store;
}

/**
 * The window a detector sees of a company: gathered from a store and joined to people as in a run.
 *
 * @param store the company's own rows unless another is given
 */
export async function windowOf<P extends EvidencePlan, S extends SettingsTable>(
  detector: Pick<Detector<P, S>, 'id' | 'version' | 'days' | 'evidence'>, company: Company, store?: Store,
): Promise<Window<P>> {
  const gather = gatherer(store ?? await storeOf(company));
  const registry = await toldByEvents(registryAt(historyOf(company), company.asOf, RULE), gather);
  const plans = plansOf(detector.evidence, detector.days);
  const gathered = await gather.gather(plans, company.asOf, registry.directory);
  const rows = await Promise.all(plans.map(async ({ name }, index) => [name, await gathered.rowsOf(index)] as const));
  return {
    ...registry, from: floorTo(company.asOf, DAY) - detector.days * DAY, to: company.asOf,
    rows: Object.fromEntries(rows) as unknown as RowsOf<P>,
    crowd: () => 0,
    random: (key) => random(`${detector.id}/${detector.version}/${key}`),
  };
}

/** What a detector makes of a company, with its default settings unless others are given. */
export async function readingsOf<P extends EvidencePlan, S extends SettingsTable>(
  detector: Detector<P, S>, company: Company, settings: Values<S> = settle(detector.settings).values,
): Promise<readonly Reading[]> {
  return detector.detect(await windowOf(detector, company), settings);
}
