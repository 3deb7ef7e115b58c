import { distanceKm } from '../../src/core/geo.ts';
import type { HireId, Serial } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import type { Day, Instant } from '../../src/core/time.ts';
import { eitherHalfHour, type HalfHours } from '../../src/core/half-hours.ts';
import { tripReader } from '../../src/detect/people/trips.ts';
import type { FixRow, Seen } from './evidence.ts';
import { fixReader, type Fix } from './fixes.ts';
import { momentsOf, useMoments, type Moment } from './moments.ts';
import type { SETTINGS } from './settings.ts';

/** Somebody did something by an account, on a machine, at a place. */
export interface Act extends Moment {
  readonly day: Day;
  /** Serial number of the laptop, the identity provider's device id, or `untold`. */
  readonly machine: string;
  readonly isLaptop: boolean;
  readonly fix: Fix;
  readonly last: Instant;
}

type Settings = Values<typeof SETTINGS>;

/** What somebody did on one machine at one place on one day; one fact may come as several rows, whose times join. */
interface Spell extends Omit<Act, keyof Moment | 'last'> { readonly hire: HireId; first: Instant; last: Instant; halfHours: HalfHours }

/**
 * What each person who uses several machines did and where, but for days of entered trips.
 *
 * A laptop's own check-ins and tunnels tell where it is; that somebody is at it is told by sign-ins on it and by key strokes.
 * A laptop left running at home, with a gadget that moves its pointer, while its holder reads mail on a phone elsewhere is
 * nobody in two places.
 */
export function actsOf(window: Seen, settings: Settings): ReadonlyMap<HireId, readonly Act[]> {
  const fixOf = fixReader(window, settings);
  const laptopOf = laptopReader(window);
  const onTrip = tripReader(window.travel, settings.travelMargin);
  const spells = new Map<string, Spell>();
  const stood = new Map<string, Fix[]>();
  const uses = inUse(window);
  const several = ofSeveralMachines(window, uses, laptopOf);
  for (const row of window.rows.fixes) {
    const { hire, day } = row;
    if (hire === undefined || !several.has(hire) || row['event.outcome'] === 'failure' || onTrip(hire, day)) continue;
    const fix = fixOf(row);
    if (!fix) continue;
    const laptop = laptopOf(row);
    if (laptop !== undefined) {
      const fixes = stood.get(`${hire}|${laptop}|${day}`);
      if (fixes) fixes.push(fix);
      else stood.set(`${hire}|${laptop}|${day}`, [fix]);
    }
    if (!isAct(row, laptop)) continue;
    const machine = machineOf(row, laptop);
    const key = [hire, day, machine, fix.lat, fix.lon, fix.radiusKm, fix.network].join('|');
    const spell = spells.getOrInsertComputed(key, (): Spell => ({ hire, day, machine, isLaptop: laptop !== undefined, fix, first: Infinity, last: -Infinity, halfHours: 0 }));
    spell.first = Math.min(row.first!, spell.first);
    spell.last = Math.max(row.last!, spell.last);
    spell.halfHours = eitherHalfHour(row.halfHours, spell.halfHours);
  }
  const acts = new Map<HireId, Act[]>();
  const note = (hire: HireId, act: Act): void => {
    const known = acts.get(hire);
    if (known) known.push(act);
    else acts.set(hire, [act]);
  };
  for (const { hire, first, halfHours, ...spell } of spells.values()) {
    // One machine is at one place: where its rows of a day name two, one of them is an exit, and which one nothing tells.
    if (spell.isLaptop && !onePlace(stood.get(`${hire}|${spell.machine}|${spell.day}`) ?? [])) continue;
    for (const moment of momentsOf({ day: spell.day, first, last: spell.last, halfHours })) note(hire, { ...moment, ...spell });
  }
  for (const { hire, laptop, day, halfHours } of uses) {
    const fix = onePlace(stood.get(`${hire}|${laptop}|${day}`) ?? []);
    if (fix) for (const moment of useMoments(day, halfHours)) note(hire, { ...moment, day, machine: laptop, isLaptop: true, fix, last: Math.min(moment.to, window.asOf) });
  }
  return acts;
}

/** True where somebody did something; what a laptop does by itself is none of it. */
function isAct(row: FixRow, laptop: Serial | undefined): boolean {
  return row.person === row.hire && (laptop === undefined ? row['event.action'] !== 'check-in' : row['event.action'] === 'sign-in');
}

function machineOf(row: FixRow, laptop: Serial | undefined): string {
  return laptop ?? row['device.id'] ?? row.laptop ?? 'untold';
}

/** People with acts on two machines or more: most have one, and on one machine alone nobody is at two places. */
function ofSeveralMachines({ rows }: Seen, uses: readonly Use[], laptopOf: (row: FixRow) => Serial | undefined): ReadonlySet<HireId> {
  const first = new Map<HireId, string>();
  const several = new Set<HireId>();
  const note = (hire: HireId, machine: string): void => {
    const known = first.get(hire);
    if (known === undefined) first.set(hire, machine);
    else if (known !== machine) several.add(hire);
  };
  for (const row of rows.fixes) {
    if (row.hire === undefined || several.has(row.hire)) continue;
    const laptop = laptopOf(row);
    if (isAct(row, laptop)) note(row.hire, machineOf(row, laptop));
  }
  for (const { hire, laptop } of uses) note(hire, laptop);
  return several;
}

/** A person's own laptop behind a row; an identity provider's device id belongs to it where any row names both. */
function laptopReader({ laptops, rows }: Seen): (row: FixRow) => Serial | undefined {
  const own = ({ laptop, hire }: FixRow): Serial | undefined => (laptop !== undefined && laptops.get(laptop)?.holder === hire ? laptop : undefined);
  const byDevice = new Map<HireId | undefined, Map<string, Serial>>();
  for (const row of rows.fixes) {
    const device = row['device.id'];
    const serial = device === undefined ? undefined : own(row);
    if (device === undefined || serial === undefined) continue;
    const devices = byDevice.get(row.hire) ?? new Map<string, Serial>();
    byDevice.set(row.hire, devices);
    if (serial < (devices.get(device) ?? '\uffff')) devices.set(device, serial);
  }
  return (row) => own(row) ?? (row['device.id'] === undefined ? undefined : byDevice.get(row.hire)?.get(row['device.id']));
}

interface Use { readonly hire: HireId; readonly laptop: Serial; readonly day: Day; readonly halfHours: HalfHours }

/** Half hours in which somebody typed, of each laptop and day in the hands of its holder. */
function inUse({ laptops, rows }: Seen): readonly Use[] {
  const found = new Map<string, Use>();
  for (const { laptop, holder, hire, day, summary: halfHours } of rows.typed) {
    if (halfHours === 0 || laptop === undefined || hire === undefined || holder !== hire || laptops.get(laptop)?.holder !== hire) continue;
    const key = `${laptop}|${day}`;
    const known = found.get(key);
    found.set(key, { hire, laptop, day, halfHours: eitherHalfHour(halfHours, known?.halfHours ?? 0) });
  }
  return [...found.values()];
}

/** The best of fixes that agree; undefined where they name two places, or none. */
function onePlace(fixes: readonly Fix[]): Fix | undefined {
  const [best] = fixes.toSorted((a, b) => a.radiusKm - b.radiusKm || a.lat - b.lat || a.lon - b.lon || (a.network < b.network ? -1 : 1));
  return best && fixes.every((fix) => distanceKm(best, fix) <= best.radiusKm + fix.radiusKm) ? best : undefined;
}
