import type { AllowedRow, DeviceRow, PersonRow, PlaceRow, TravelRow } from '../core/person.ts';
import { random } from '../core/random.ts';
import { DAY, HOUR, floorTo, type Day, type Instant } from '../core/time.ts';
import { farmApplications } from './applications/farm.ts';
import { applicationsFor } from './applications/ordinary.ts';
import type { SimulatedApplication } from './applications/paper.ts';
import { dateOf, type Calendar } from './clock.ts';
import { liveDay, placeOf } from './day.ts';
import { delivery, diaryDay } from './delivery.ts';
import { hardwareOf, type Hardware } from './desks.ts';
import { farmOf, type FarmTruth } from './farm.ts';
import { knobsWith, type Knobs } from './knobs.ts';
import type { EcsDocument, Life, Line, Place, World } from './life.ts';
import { businessLine, homeAt } from './lines.ts';
import { US_METROS, metroOf } from './metros.ts';
import { withOddities } from './oddities/oddities.ts';
import { passedMonitor, sibling } from './oddities/sharing.ts';
import { lifeOf, type Wish } from './people.ts';
import { OWN_EGRESS } from './pools.ts';
import { hexOf, serialOf, tokenFor } from './tokens.ts';

export type { EcsDocument } from './life.ts';
export type { Hardware } from './desks.ts';
export type { FarmTruth } from './farm.ts';

export interface SimulateOptions {
  readonly seed: string;
  /** Ordinary starters; hires of farms come on top. */
  readonly people: number;
  /** Days of events, ending at `endsAt`. */
  readonly days: number;
  /** Laptops of each farm, 2 to 20. */
  readonly farms: readonly number[];
  readonly endsAt: Instant;
  /** Staff of longer standing; half as many as starters where nothing is said. */
  readonly staff?: number;
  /** Ordinary starters begin within so many days; up to the end where nothing is said. */
  readonly startsWithinDays?: number;
  readonly knobs?: Partial<Knobs>;
}

/** Numbers of laptops in stock lie beyond those of people. */
const STOCK = 80_000_000;

/** A changed record is a second row of the same hire with `known_from`. */
export type PeopleRow = PersonRow & { readonly known_from?: Instant };
export interface Tables {
  readonly people: readonly PeopleRow[];
  readonly devices: readonly DeviceRow[];
  readonly places: readonly PlaceRow[];
  readonly travel: readonly TravelRow[];
  readonly allowed: readonly AllowedRow[];
  /** Before the hire: of starters, of others who applied, of farms and of what else they tried. */
  readonly applications: readonly SimulatedApplication[];
}
/** Where a laptop stood, both days included. */
export interface Stood { readonly from: Day; readonly to: Day; readonly lat: number; readonly lon: number; readonly line: Line['kind'] }
export interface Truth {
  readonly farms: readonly FarmTruth[];
  /** Hires with oddities, by hire; couples as `couple-declared`, `couple-undeclared`, `housemates`. */
  readonly innocents: Readonly<Record<string, readonly string[]>>;
  /** Where each issued laptop stood, by serial number, in order. */
  readonly laptops: Readonly<Record<string, readonly Stood[]>>;
  /** Docks and network KVMs at the desk of each issued laptop, by serial number; laptops with neither are left out. */
  readonly hardware: Readonly<Record<string, readonly Hardware[]>>;
}
export interface Company {
  readonly tables: Tables;
  readonly truth: Truth;
  /** Every row in the order in which it was learned of. Each call begins anew. */
  events(): Iterable<EcsDocument>;
}

/** A company as asked for: the same options give the same company, to the byte. */
export function simulate(options: SimulateOptions): Company {
  const world = worldOf(options);
  const starters = Array.from({ length: options.people }, (_, number) => starterOf(world, number));
  const staff = Array.from({ length: options.staff ?? Math.round(options.people / 2) }, (_, number) => withOddities(lifeOf(world, { group: 'staff', number }), world));
  const farms = options.farms.map((laptops, number) => farmOf(world, { id: `farm-${number + 1}`, number, laptops }));
  return companyOf(world, [...starters, ...staff, ...farms.flatMap(({ lives }) => lives)], farms.map(({ truth }) => truth));
}

/** The frame that all lives of a company share. */
export function worldOf(
  { seed, days, endsAt, knobs, startsWithinDays, domain = 'halcyon.example' }: Pick<SimulateOptions, 'seed' | 'days' | 'endsAt' | 'knobs' | 'startsWithinDays'> & { readonly domain?: string },
): World {
  const calendar: Calendar = { from: floorTo(endsAt - days * DAY, DAY), days: Math.ceil((endsAt - floorTo(endsAt - days * DAY, DAY)) / DAY) };
  return {
    seed, calendar, endsAt, startDays: startsWithinDays ?? Math.max(1, calendar.days - 3), knobs: knobsWith(knobs), domain, accountDomain: domain.split('.')[0]!.toUpperCase(), draw: random(seed), sanctionedTool: 'ninjaone',
    offices: ['nyc', 'aus', 'sfo'].map((code): Place => {
      const metro = metroOf(code);
      return { metro, at: { lat: metro.lat + 0.006, lon: metro.lon + 0.004 }, line: businessLine(metro, 'office', 0, 8), placeId: `office-${code}` };
    }),
  };
}

/** One ordinary starter. Neighbours by number may share a home; nobody else's life depends on it. */
export function starterOf(world: World, number: number): Life {
  const pair = Math.floor(number / 2);
  const draw = world.draw.fork(`pair/${pair}`);
  const { couples, housemates, siblings, couplesDeclared } = world.knobs;
  const luck = draw.next();
  if (luck >= couples + housemates) return inTwoHomes(world, number, pair, luck < couples + housemates + siblings);
  const couple = luck < couples;
  return togetherOf(world, number, pair, couple ? (draw.chance(couplesDeclared) ? 'couple-declared' : 'couple-undeclared') : 'housemates');
}

/** A starter with a home of their own; with the other of the pair they may be related, or have sold each other a monitor. */
function inTwoHomes(world: World, number: number, pair: number, related: boolean): Life {
  const life = withOddities(lifeOf(world, { group: 'starter', number }), world);
  const monitor = world.draw.fork(`monitor-of-pair/${pair}`);
  const passed = monitor.chance(world.knobs.monitorsPassedOn) ? passedMonitor(life, world, pair, number % 2 === 0, monitor) : life;
  return related ? sibling(passed, pair) : passed;
}

export type Household = 'couple-declared' | 'couple-undeclared' | 'housemates';

/** A starter who shares a home with the other of the pair. */
export function togetherOf(world: World, number: number, pair: number, household: Household, wish: Partial<Wish> = {}): Life {
  const draw = world.draw.fork(`home-of-pair/${pair}`);
  const metro = wish.metro ?? draw.pick(US_METROS.slice(0, 30));
  const home = homeAt(metro, { name: `pair-${pair}`, number: pair * 2 }, world.knobs, draw);
  const oneAccount = household !== 'housemates' && draw.chance(0.35);
  const life = lifeOf(world, { group: 'starter', number, home, remote: true, ...(oneAccount ? { bank: tokenFor('bank', `pair/${pair}`) } : {}), ...wish });
  const told = household === 'couple-declared' ? { ...life, row: { ...life.row, household: `hh-${hexOf(`pair/${pair}`, 6)}` } } : life;
  return withOddities({ ...told, kinds: [...told.kinds, household] }, world);
}

/** Puts lives into one company: its tables, its truth, its stream of events. */
export function companyOf(world: World, lives: readonly Life[], farms: readonly FarmTruth[], allowed: readonly AllowedRow[] = []): Company {
  const farmed = new Set(farms.flatMap(({ hires }) => hires));
  const ordered = [...lives].sort((a, b) => (a.hire < b.hire ? -1 : 1));
  return {
    tables: tablesOf(world, ordered, farms, allowed),
    truth: {
      farms, innocents: Object.fromEntries(ordered.filter((life) => !farmed.has(life.hire) && life.kinds.length > 0).map((life) => [life.hire, life.kinds])),
      // Worked out when somebody asks: few do, and it is a place for every laptop and day.
      get laptops() { return stoodOf(world, ordered); },
      hardware: Object.fromEntries(ordered.flatMap(({ laptops }) => laptops).map(({ serial, usb }) => [serial, hardwareOf(usb)] as const).filter(([, found]) => found.length > 0)),
    },
    events: () => stream(world, ordered),
  };
}

/**
 * Lives everybody's days side by side and lets rows out as soon as none can come before them.
 *
 * No zone is more than 14 hours ahead of UTC, so a local day begins at the earliest 14 hours before its UTC midnight.
 */
function* stream(world: World, lives: readonly Life[]): Generator<EcsDocument> {
  const out = delivery(world);
  const diaries = new Map<number, { life: Life; document: EcsDocument }[]>();
  for (const life of lives) {
    for (const document of life.diary) {
      const day = diaryDay(world, document);
      const list = diaries.get(day);
      if (list) list.push({ life, document });
      else diaries.set(day, [{ life, document }]);
    }
  }
  for (let day = 0; day < world.calendar.days + 1; day++) {
    const doors = new Map<Life, (document: EcsDocument) => void>();
    for (const { life, document } of diaries.get(day) ?? []) {
      // Counted apart from the day's rows, so that a parcel does not move the ids of everything else.
      let door = doors.get(life);
      if (!door) doors.set(life, (door = out.door(life, day + 20_000)));
      door({ ...document });
    }
    for (const life of lives) liveDay(world, life, day, out.door(life, day));
    yield* out.until(world.calendar.from + (day + 1) * DAY - 14 * HOUR);
  }
  yield* out.until(Infinity);
}

/** Where laptops stood from the first simulated day in their holder's hands to the last. */
function stoodOf(world: World, lives: readonly Life[]): Truth['laptops'] {
  const stood: Record<string, Stood[]> = {};
  for (const life of lives) {
    for (const laptop of life.laptops) {
      const spans = (stood[laptop.serial] ??= []);
      for (let day = Math.max(0, laptop.fromDay); day < Math.min(world.calendar.days, laptop.untilDay); day++) {
        const { at: { lat, lon }, line } = placeOf(world, life, laptop, day);
        const date = dateOf(world.calendar, day);
        const last = spans.at(-1);
        if (last?.lat === lat && last.lon === lon && last.line === line.kind) spans[spans.length - 1] = { ...last, to: date };
        else spans.push({ from: date, to: date, lat, lon, line: line.kind });
      }
    }
  }
  return stood;
}

function tablesOf(world: World, lives: readonly Life[], farms: readonly FarmTruth[], allowed: readonly AllowedRow[]): Tables {
  const devices = new Map<string, DeviceRow>();
  for (const life of lives) for (const laptop of life.laptops) devices.set(laptop.row.serial, laptop.row);
  const places = new Map<string, PlaceRow>();
  let written: readonly SimulatedApplication[] | undefined;
  for (const place of [...world.offices, ...lives.flatMap((life) => [life.home, ...life.elsewhere.map((other) => other.place)])]) {
    if (place.placeId !== undefined) places.set(place.placeId, placeRow(place));
  }
  for (const { gateway, metro, block } of OWN_EGRESS) {
    places.set(gateway, { place_id: gateway, name: `VPN exit ${metroOf(metro).city}`, kind: 'vpn-egress', cidr: [block], at: { lat: metroOf(metro).lat, lon: metroOf(metro).lon }, time_zone: metroOf(metro).zone });
  }
  return {
    people: lives.flatMap((life): PeopleRow[] => [life.row, ...(life.changed ? [{ ...life.changed.row, device_serials: life.row.device_serials, known_from: life.changed.knownFrom }] : [])]),
    devices: [...devices.values(), ...stockOf(lives.length)],
    places: [...places.values()],
    travel: lives.flatMap((life) => life.stays.flatMap(({ row }) => (row ? [row] : []))),
    allowed: [
      { tool: world.sanctionedTool, scope: 'all', owner: `it@${world.domain}`, reason: 'service desk' },
      { tool: 'tailscale', scope: 'team:Infrastructure', owner: `platform@${world.domain}`, reason: 'lab network' },
      ...allowed,
    ],
    // Written when somebody asks: thousands of texts that most stories do not read.
    get applications() { return (written ??= applicationsOf(world, lives, farms)); },
  };
}

/** In order of their ids, which say nothing of who sent them. */
function applicationsOf(world: World, lives: readonly Life[], farms: readonly FarmTruth[]): readonly SimulatedApplication[] {
  const farmed = new Set(farms.flatMap(({ hires }) => hires));
  return [
    ...lives.filter(({ hire, staff }) => !staff && !farmed.has(hire)).flatMap((life) => applicationsFor(world, life)),
    ...farms.flatMap((farm) => farmApplications(world, farm, lives.filter(({ hire }) => farm.hires.includes(hire)))),
  ].sort((a, b) => (a.application_id < b.application_id ? -1 : 1));
}

/** Laptops in the cupboard: one for forty people, issued to nobody. */
function stockOf(people: number): readonly DeviceRow[] {
  return Array.from({ length: Math.ceil(people / 40) }, (_, nth) => ({ serial: serialOf('5CG', STOCK + nth), asset_tag: `AT-S${1_000 + nth}` }));
}

function placeRow(place: Place): PlaceRow {
  const kind = place.line.kind === 'office' ? 'office' : place.line.kind === 'cowork' ? 'cowork' : 'campus';
  return {
    place_id: place.placeId!, name: `${kind === 'cowork' ? 'Co-working' : kind === 'campus' ? 'Campus' : 'Office'} ${place.metro.city}`, kind,
    cidr: place.line.addresses.map((address) => `${address}/32`), at: place.at, time_zone: place.metro.zone,
  };
}
