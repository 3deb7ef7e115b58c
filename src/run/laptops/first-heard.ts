import { AMBIGUOUS } from '../../core/identity.ts';
import type { Point } from '../../core/geo.ts';
import type { HireId, Serial } from '../../core/person.ts';
import { parcelNumber, spelledSerial, toldSerial } from '../../core/spelling.ts';
import { DAY, dayOf, type Instant } from '../../core/time.ts';
import type { CustodyValues } from '../../detect/places/custody-settings.ts';
import type { Gatherer } from '../../detect/counts/gather.ts';
import { CONTACT } from '../../detect/people/presence.ts';
import type { Registry } from '../../detect/people/registry.ts';
import { readerOf, type Sight } from '../../detect/places/sights.ts';
import { WHEREABOUTS, WHEREABOUTS_DAYS, type WhereaboutsRow } from '../../detect/places/whereabouts.ts';
import type { EventLog } from '../../store/store.ts';

/** Something that was heard for the first time, with where that was, as far as it tells. */
export interface Heard { readonly at: Instant; readonly sight: Sight | undefined }
/** What a carrier scanned. */
export interface Scan { readonly at: Instant; readonly city: string | undefined; readonly place: Point | undefined }

export interface FirstHeard {
  /** First contact of each laptop. */
  readonly contact: ReadonlyMap<Serial, Heard>;
  /** First sign-in of each person. */
  readonly signIn: ReadonlyMap<HireId, Heard>;
  readonly delivered: ReadonlyMap<Serial, Scan>;
  readonly redirected: ReadonlyMap<Serial, Scan>;
  /** Of the last `DAYS_SHOWN` days (UTC, today among them), those on which each laptop told where it was. */
  readonly days: ReadonlyMap<Serial, number>;
}

/** A starter is looked at for 90 days, and a laptop is sent some weeks before the first. */
const BACK_DAYS = 120;
const DAYS_SHOWN = 7;

/** What was heard first of laptops and their holders, and of parcels, as learned of by the registry's instant. */
export async function firstHeard(events: Pick<EventLog, 'tally'>, gather: Gatherer, registry: Registry, settings: CustodyValues): Promise<FirstHeard> {
  const { asOf, directory } = registry;
  const period = { from: asOf - BACK_DAYS * DAY, to: asOf + 1, asOf };
  const seen = await events.tally(
    { where: WHEREABOUTS.where, by: ['device.serial_number', 'user.email', 'user.id', 'user.name', 'event.action', ...WHEREABOUTS.by], measure: { times: 'count', first: { min: '@timestamp' } } }, period,
  );
  const contacts = await events.tally({ where: { 'event.action': CONTACT, 'device.serial_number': { exists: true } }, by: ['device.serial_number'], measure: { first: { min: '@timestamp' } } }, period);
  const recent = await (await gather.gather([{ plan: WHEREABOUTS, days: WHEREABOUTS_DAYS }], asOf, directory)).rowsOf<WhereaboutsRow>(0);
  const reader = readerOf(registry, recent, settings);

  const contact = new Map<Serial, Heard>();
  const signIn = new Map<HireId, Heard>();
  const firsts = seen.toSorted((a, b) => a.first! - b.first!);
  const heard = (row: (typeof firsts)[number]): Heard => ({ at: row.first!, sight: reader.sightOf({ ...row, day: dayOf(row.first!), person: undefined, laptop: row['device.serial_number'], holder: undefined, hire: undefined } as WhereaboutsRow) });
  for (const row of firsts) {
    const serial = toldSerial(row);
    const person = directory.personOf(row);
    if (serial !== undefined && !contact.has(serial)) contact.set(serial, heard(row));
    if (row['event.action'] === 'sign-in' && person !== undefined && person !== AMBIGUOUS && !signIn.has(person)) signIn.set(person, heard(row));
  }
  const earliest = new Map<Serial, Instant>();
  for (const row of contacts) {
    const serial = spelledSerial(row['device.serial_number']!);
    earliest.set(serial, Math.min(earliest.get(serial) ?? Infinity, row.first!));
  }
  for (const [serial, first] of earliest) {
    const known = contact.get(serial);
    if (!known || dayOf(known.at) !== dayOf(first)) contact.set(serial, { at: first, sight: undefined });
    else contact.set(serial, { ...known, at: first });
  }
  const from = dayOf(asOf - (DAYS_SHOWN - 1) * DAY);
  const days = Map.groupBy(recent.filter(({ laptop, day }) => laptop !== undefined && day >= from), ({ laptop }) => laptop!);
  return { contact, signIn, ...await scansOf(events, period, registry), days: new Map([...days].map(([serial, rows]) => [serial, new Set(rows.map(({ day }) => day)).size])) };
}

/** The newest scans of each parcel. */
async function scansOf(events: Pick<EventLog, 'tally'>, period: { readonly from: Instant; readonly to: Instant; readonly asOf: Instant }, { laptops }: Pick<Registry, 'laptops'>): Promise<Pick<FirstHeard, 'delivered' | 'redirected'>> {
  const rows = await events.tally({
    where: { 'event.action': 'shipment-updated', 'farmwatch.shipment.status': ['delivered', 'redirected'] },
    by: ['device.serial_number', 'farmwatch.shipment.id', 'farmwatch.shipment.status', 'farmwatch.shipment.city', 'farmwatch.shipment.lat', 'farmwatch.shipment.lon'], measure: { last: { max: '@timestamp' } },
  }, period);
  const inParcel = Map.groupBy([...laptops.values()].filter(({ tracking }) => tracking !== undefined), ({ tracking }) => tracking!);
  const laptopsOf = (serial: Serial | undefined, parcel: string | undefined): readonly Serial[] =>
    serial !== undefined ? [serial] : parcel === undefined ? [] : (inParcel.get(parcelNumber(parcel)) ?? []).map((laptop) => laptop.serial);
  const newest = (status: string): ReadonlyMap<Serial, Scan> => new Map(rows.filter((row) => row['farmwatch.shipment.status'] === status).toSorted((a, b) => a.last! - b.last!).flatMap((row): [Serial, Scan][] => {
    const [lat, lon] = [row['farmwatch.shipment.lat'], row['farmwatch.shipment.lon']];
    const scan = { at: row.last!, city: row['farmwatch.shipment.city'], place: lat === undefined || lon === undefined ? undefined : { lat, lon } };
    return laptopsOf(toldSerial(row), row['farmwatch.shipment.id']).map((serial) => [serial, scan]);
  }));
  return { delivered: newest('delivered'), redirected: newest('redirected') };
}
