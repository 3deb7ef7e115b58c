import { compareBytes } from '../core/canonical.ts';
import { distanceRangeKm, type Point } from '../core/geo.ts';
import type { Serial } from '../core/person.ts';
import { spelledSerial } from '../core/spelling.ts';
import { dayOf } from '../core/time.ts';
import type { CustodyValues } from '../detect/places/custody-settings.ts';
import { VERDICTS, type Custody, type Verdict } from '../detect/places/custody.ts';
import { isPhysical } from '../detect/places/lines.ts';
import type { Registry } from '../detect/people/registry.ts';
import { custodyStops } from '../run/laptops/custody-stops.ts';
import { deviceRevision, undoable, type StandingAct } from '../run/laptops/device-acts.ts';
import type { FirstHeard } from '../run/laptops/first-heard.ts';
import type { LaptopRecord } from '../run/laptops/laptop-records.ts';
import { isWaiting } from '../run/waiting-book.ts';
import type { DeviceActView, DeviceRow } from './contract.ts';
import { deskSays, stopSays, townSays } from './devices-wording.ts';
import type { Scene } from './scene.ts';
import { COARSE_KM } from './wording.ts';

/** What a run does not tell of laptops: their records, and what was heard of them first. */
export interface LaptopFacts { readonly records: ReadonlyMap<Serial, LaptopRecord>; readonly heard: FirstHeard; readonly settings: CustodyValues }
export type ActsBySerial = ReadonlyMap<Serial, readonly StandingAct[]>;

/**
 * Every laptop of a starter, as IT staff see it.
 *
 * Chances, bands, families, cases and what else is thought of people do not come in here; a scene's custody, registry and
 * the tables are all that is read. Spares and laptops of established staff are not listed.
 */
export function deviceRows(scene: Pick<Scene, 'run' | 'registry'>, facts: LaptopFacts, acts: ActsBySerial): readonly DeviceRow[] {
  // A run of before there was one spelling tells serial numbers as they came.
  return scene.run.custody.map((custody): Custody => ({ ...custody, serial: spelledSerial(custody.serial) })).flatMap((custody) => rowOf(custody, scene.registry, facts, acts.get(custody.serial) ?? []) ?? [])
    .sort((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict) || compareBytes(a.serial, b.serial));
}

/** How many rows have each verdict; 0 for those that none has. */
export function countsOf(rows: readonly DeviceRow[]): Readonly<Record<Verdict, number>> {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, rows.filter((row) => row.verdict === verdict).length])) as Record<Verdict, number>;
}

function rowOf(custody: Custody, registry: Registry, { records, heard, settings }: LaptopFacts, acts: readonly StandingAct[]): DeviceRow | undefined {
  const { serial, verdict, seen_at: seen, shipped_to: sentTo } = custody;
  const record = records.get(serial);
  const hire = custody.hire_id === null ? undefined : registry.hires.get(custody.hire_id);
  if (!record || !hire?.inScope) return undefined;
  const redirected = heard.redirected.get(serial);
  const delivered = heard.delivered.get(serial);
  const contact = heard.contact.get(serial);
  const expectedAt = [hire.home, sentTo, ...registry.places.filter(isPhysical).map(({ at }) => at)].filter((point) => point !== undefined);
  const way = { record, custody, contact, signIn: heard.signIn.get(hire.hire_id), delivered, redirected, expectedAt };
  const stops = custodyStops(way, settings);
  const town = townSays(record);
  const today = dayOf(registry.asOf);
  const trip = registry.travel.find(({ hire_id: id, from, to }) => id === hire.hire_id && from <= today && today <= to);
  const [home, ship] = [custody.km_from_home, seen && sentTo ? distanceRangeKm({ ...seen, radiusKm: seen.radius_km }, sentTo) : undefined];
  return {
    serial, assetTag: record.assetTag, holder: hire.display_name ?? hire.hire_id, startsOn: hire.start_date, verdict, why: deskSays(custody, trip), others: custody.others,
    shippedTo: town, shippedAt: record.shippedAt, deliveredAt: stops.find(({ stop }) => stop === 'delivered')?.at,
    returnedAt: record.returnedAt ?? acts.findLast(({ kind }) => kind === 'returned')?.at,
    firstContact: contact?.at, lastContact: custody.last_contact,
    seemsAt: seen && { city: seen.city ?? townNear(seen, [[sentTo, town], [delivered?.place, delivered?.city]], settings), lat: coarse(seen.lat), lon: coarse(seen.lon), radiusKm: Math.max(COARSE_KM, seen.radius_km), level: seen.level, network: seen.network },
    kmFromHome: home, kmFromShip: ship && [Math.floor(ship[0]), Math.ceil(ship[1])],
    daysThere: heard.days.get(serial) ?? 0,
    stops: stops.map((stop) => ({ stop: stop.stop, state: stop.state, at: stop.at, said: stopSays(stop, town, redirected !== undefined) })),
    acts: acts.map(actView), undoable: undoable(acts)?.kind, revision: deviceRevision(serial, hire.hire_id, acts),
  };
}

/** The town of a known point that is wholly near a region without a name of its own. */
function townNear(seen: NonNullable<Custody['seen_at']>, towns: readonly (readonly [Point | undefined, string | undefined])[], { nearKm }: CustodyValues): string | undefined {
  return towns.find(([at, town]) => at && town !== undefined && distanceRangeKm({ ...seen, radiusKm: seen.radius_km }, at)[1] <= nearKm)?.[1];
}

/** A tenth of a degree is some ten kilometres: the middle of a disc must not lead to a door. */
const coarse = (degrees: number): number => Math.round(degrees * 10) / 10;

function actView(act: StandingAct): DeviceActView {
  const { kind, at, by, move } = act;
  const state = act.takenBack ? 'taken-back' : !isWaiting(act) ? 'recorded' : kind === 'approved-move' ? 'unconfirmed' : 'on-hold';
  return { kind, at, by, state, until: move?.until, approvedBy: move?.approvedBy };
}
