import type { DeviceRow, PersonRow } from '../core/person.ts';
import type { Point } from '../core/geo.ts';
import type { Random } from '../core/random.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import { addressIn, poolOf } from './addresses.ts';
import { dateOf, instantOf, weekdayOf, type Calendar } from './clock.ts';
import type { Knobs } from './knobs.ts';
import { newLaptop } from './laptops.ts';
import type { Driver, EcsDocument, Laptop, Life, Place, World } from './life.ts';
import { HOME_NUMBERS, addressOn, homeAt } from './lines.ts';
import { METROS_ABROAD, US_METROS, type Metro } from './metros.ts';
import { hireIdOf, nameOf, personNumber, type Group } from './names.ts';
import { CARRIERS } from './pools.ts';
import { scansOf, type Parcel } from './parcels.ts';
import { accountChanged, verified } from './records.ts';
import { ordinaryRhythm } from './rhythm.ts';
import { hexOf, tokenFor } from './tokens.ts';

const ROLES = ['software engineer', 'senior software engineer', 'data engineer', 'mobile engineer', 'qa engineer', 'devops engineer', 'designer', 'product manager', 'accountant', 'support specialist', 'data analyst', 'security engineer'] as const;
const TEAMS = ['Payments', 'Platform', 'Data', 'Mobile', 'Infrastructure', 'Support', 'Growth', 'Finance', 'Security', 'Search'] as const;
const AGENCIES = ['Cedar Talent', 'Northlight Staffing', 'Harbor Tech People'] as const;

const OWN_AGENTS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
] as const;
const PHONE_AGENTS = [
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
] as const;

/** What is fixed before a life is drawn. Farms and stories set more of it; ordinary people almost nothing. */
export interface Wish {
  readonly group: Group;
  readonly number: number;
  readonly startDay?: number;
  readonly home?: Place;
  readonly metro?: Metro;
  readonly remote?: true;
  readonly abroad?: boolean;
  /** Says in the record to live here. */
  readonly claimed?: { readonly metro: Metro; readonly at: Point };
  readonly laptopStandsAt?: Place;
  /** The address the record names for the parcel. */
  readonly shipTo?: { readonly metro: Metro; readonly at: Point; readonly door: string };
  readonly redirectedTo?: { readonly metro: Metro; readonly at: Point };
  /** Hours from delivery to first boot. */
  readonly bootAfterHours?: number;
  readonly neverSleeps?: boolean;
  readonly driver?: Driver;
  readonly factor?: string;
  readonly bank?: string;
}

/**
 * One person's life as it would be without oddities: home, record, laptop, parcel, rhythm, first days.
 *
 * Everything follows from the world's seed and the person's number, so nobody's life moves when others are added.
 */
export function lifeOf(world: World, wish: Wish): Life {
  const { calendar, knobs } = world;
  const number = personNumber(wish.group, wish.number);
  const draw = world.draw.fork(`person/${number}`);
  const hire = hireIdOf(number);
  const staff = wish.group === 'staff';
  const job = jobOf(world, wish, draw.fork('job'));
  const home = homeOf(world, wish, job, number, draw.fork('home'));
  const claimed = wish.claimed ?? { metro: home.metro, at: home.at };
  const startDay = wish.startDay !== undefined ? workdayFrom(calendar, wish.startDay) : staff ? -60 - draw.fork('start').int(1_500) : startDayOf(world, draw.fork('start'));
  const factor = wish.factor ?? tokenFor('factor', hire);
  const tokens = { phone: tokenFor('phone', hire), bank: wish.bank ?? tokenFor('bank', hire) };
  const row = recordOf(world, wish, { number, hire, job, claimed, startDay, ...tokens }, draw.fork('record'));
  const sent = parcelOf(calendar, knobs, { wish, job, home, claimed, number, startDay }, draw.fork('parcel'));
  const issued = job.ownMachine ? undefined : newLaptop(calendar, {
    number: number * 8, holder: hire, fromDay: staff ? -1_000 : startDay - 12, firstBoot: staff ? calendar.from - 20 * DAY : sent.firstBoot,
    ...(wish.laptopStandsAt ? { standsAt: wish.laptopStandsAt } : {}), ...(wish.neverSleeps === undefined ? {} : { neverSleeps: wish.neverSleeps }),
    row: staff ? {} : sent.row,
  }, knobs, draw.fork('laptop'));

  const diary: EcsDocument[] = [];
  if (!staff) {
    if (issued && !sent.toOffice) diary.push(...scansOf({ serial: issued.serial, ...sent.parcel }, draw.fork('scans')));
    diary.push(...firstRecords(world, { email: row.email, startDay, zone: claimed.metro.zone, factor, ...tokens, from: addressOn((wish.laptopStandsAt ?? home).line, startDay, 0) }, draw.fork('records')));
  }
  const marks = { abroad: job.abroad, contractor: job.contractor, withoutLaptop: job.ownMachine, parcelElsewhere: sent.elsewhere && !staff, parcelRedirected: sent.parcel.redirectedTo !== undefined && !staff };
  return {
    number, hire, draw, staff, startDay, home, factor, diary,
    row: withLaptop(row, issued), accountDomain: world.accountDomain, laptops: issued ? [issued] : [], kinds: marksOf(marks, home, issued),
    driver: wish.driver ?? { zone: home.metro.zone, rhythm: ordinaryRhythm(knobs.weekendWork, draw.fork('rhythm')) },
    carrier: carrierOf(home, draw.fork('carrier')), ownMachineShare: 0, ownAgent: draw.fork('own').pick(OWN_AGENTS), phoneAgent: draw.fork('phone').pick(PHONE_AGENTS),
    stays: [], silences: [], ownTools: [], helpDeskDays: [],
    elsewhere: job.mode === 'remote' ? [] : [{ place: job.office, share: job.mode === 'office' ? 0.9 : 0.45, badge: true }],
  };
}

interface Job { readonly mode: 'remote' | 'hybrid' | 'office'; readonly office: Place; readonly contractor: boolean; readonly agency: string; readonly abroad: boolean; readonly ownMachine: boolean }

function jobOf({ knobs, offices }: World, wish: Wish, draw: Random): Job {
  const contractor = draw.chance(knobs.contractors);
  const farAway = draw.chance(knobs.staffAbroad);
  const luck = draw.next();
  const office = draw.pick(offices);
  const agency = draw.pick(AGENCIES);
  const ownMachine = draw.chance(knobs.contractorsWithoutLaptop) && contractor && wish.laptopStandsAt === undefined;
  const abroad = wish.abroad ?? (farAway && wish.metro === undefined && wish.home === undefined);
  const remote = wish.remote === true || wish.home !== undefined || abroad;
  const mode = remote ? 'remote' : luck < knobs.office ? 'office' : luck < knobs.office + knobs.hybrid ? 'hybrid' : 'remote';
  return { mode, office, contractor, agency, abroad, ownMachine };
}

function homeOf(world: World, wish: Wish, job: Job, number: number, draw: Random): Place {
  if (wish.home) return wish.home;
  const metro = wish.metro ?? (job.abroad ? draw.pick(METROS_ABROAD) : job.mode === 'remote' ? metroByWeight(draw) : job.office.metro);
  return homeAt(metro, { name: String(number), number: HOME_NUMBERS[wish.group] + wish.number }, world.knobs, draw.fork('place'));
}

type Claim = NonNullable<Wish['claimed']>;

/** The row of people.csv, before a laptop is named in it. */
function recordOf(
  { calendar, knobs, domain, accountDomain }: World, wish: Wish,
  who: { readonly number: number; readonly hire: string; readonly job: Job; readonly claimed: Claim; readonly startDay: number; readonly phone: string; readonly bank: string }, draw: Random,
): PersonRow {
  const { job, claimed: { metro, at } } = who;
  const name = nameOf(wish.group, wish.number);
  return {
    hire_id: who.hire, email: `${name.mailbox}@${domain}`, start_date: dateOf(calendar, who.startDay),
    user_names: [name.account, `${accountDomain}\\${name.account}`, `S-1-5-21-2871440391-1177238915-${20_000 + who.number}`],
    display_name: `${name.first} ${name.last}`,
    employment: job.contractor ? 'contractor' : 'employee', ...(job.contractor ? { agency: job.agency } : {}),
    role: draw.pick(ROLES), team: draw.pick(TEAMS), manager_email: `manager${1 + draw.int(24)}@${domain}`,
    work_mode: job.mode, device_kind: job.ownMachine ? draw.pick(['own', 'none', 'agency']) : 'company',
    home_city: metro.city, home_region: metro.region, home_country: metro.country, home: at, time_zone: metro.zone, ...(draw.fork('hours').chance(knobs.untoldHours) ? {} : { work_hours: '09:00-17:00' }), device_serials: [],
    ...(draw.chance(knobs.missingCells) ? {} : { phone_token: who.phone }), ...(draw.chance(knobs.missingCells) ? {} : { bank_token: who.bank }),
  };
}

interface Sent {
  readonly toOffice: boolean;
  readonly elsewhere: boolean;
  readonly firstBoot: Instant;
  readonly row: Omit<DeviceRow, 'serial'>;
  readonly parcel: Omit<Parcel, 'serial'>;
}

/** Where and when the laptop is sent, and when it first runs: mostly on the first morning, for a fifth as soon as it is there. */
function parcelOf(
  calendar: Calendar, knobs: Knobs,
  { wish, job, home, claimed, number, startDay }: { readonly wish: Wish; readonly job: Job; readonly home: Place; readonly claimed: Claim; readonly number: number; readonly startDay: number }, draw: Random,
): Sent {
  const zone = claimed.metro.zone;
  const toOffice = job.mode === 'office' || (job.mode === 'hybrid' && draw.chance(0.5));
  const elsewhere = draw.chance(knobs.parcelsElsewhere) && !toOffice && wish.shipTo === undefined;
  const redirected = draw.chance(knobs.parcelsRedirected) && !toOffice && wish.shipTo === undefined;
  const shippedDay = startDay - 5 - draw.int(5);
  const shippedAt = instantOf(calendar, shippedDay, 600 + draw.int(360), zone);
  const delayDays = draw.chance(knobs.parcelsLate) ? 3 + draw.int(4) : 0;
  const deliveredAt = instantOf(calendar, shippedDay + 2 + draw.int(3) + delayDays, 550 + draw.int(600), zone);
  const nearby = { metro: home.metro, at: { lat: home.at.lat + draw.normal(0, 0.06), lon: home.at.lon + draw.normal(0, 0.06) } };
  const other = elsewhereFor(home, number, draw);
  const firstMorning = instantOf(calendar, startDay, 480 + draw.int(90), zone);
  const curious = draw.chance(0.2);
  const soon = Math.max(deliveredAt + draw.between(0.5, 6) * HOUR, firstMorning - 3 * DAY);
  const firstBoot = wish.bootAfterHours !== undefined ? deliveredAt + wish.bootAfterHours * HOUR : curious ? soon : Math.max(firstMorning, deliveredAt + HOUR);

  const to = wish.shipTo ?? (toOffice ? { ...job.office, door: `office/${job.office.metro.code}` } : elsewhere ? other : { ...claimed, door: `home/${claimed.at.lat},${claimed.at.lon}` });
  const redirectedTo = wish.redirectedTo ?? (redirected ? nearby : undefined);
  return {
    toOffice, elsewhere, firstBoot: Math.round(firstBoot),
    parcel: { shippedAt, deliveredAt, to, ...(redirectedTo ? { redirectedTo } : {}) },
    row: {
      assigned_from: shippedAt, ordered_at: shippedAt - 2 * DAY, shipped_at: shippedAt, delivered_at: deliveredAt,
      ship_city: to.metro.city, ship_region: to.metro.region, ship_country: to.metro.country, ship: to.at, ship_address_token: tokenFor('address', to.door),
    },
  };
}

/** What already sets somebody apart: job, home, parcel, laptop. */
function marksOf(marks: Readonly<Record<string, boolean>>, home: Place, laptop: Laptop | undefined): readonly string[] {
  const all: Readonly<Record<string, boolean>> = {
    ...marks, wirelessHome: home.line.kind === 'wireless', satelliteHome: home.line.kind === 'satellite', misplacedLine: home.line.misplaced === true,
    neverSleeps: laptop?.neverSleeps === true, reimaged: (laptop?.images.length ?? 0) > 1, kvmSwitch: has(laptop, 'USB KVM Switch'), tablet: has(laptop, 'Intuos S'),
  };
  return Object.keys(all).filter((name) => all[name]).map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
}

const has = (laptop: Laptop | undefined, name: string): boolean => laptop?.usb.some((device) => device.name === name) ?? false;

/** The record with the laptop it names: people.csv repeats what devices.csv says. */
function withLaptop(row: PersonRow, laptop: Laptop | undefined): PersonRow {
  if (!laptop) return row;
  const { ship_city, ship_region, ship_country, ship, ship_address_token, shipped_at, delivered_at } = laptop.row;
  const shipping = Object.fromEntries(Object.entries({ ship_city, ship_region, ship_country, ship, ship_address_token, shipped_at, delivered_at }).filter(([, value]) => value !== undefined));
  return { ...row, device_serials: [...row.device_serials, laptop.serial], ...shipping };
}

/** Larger cities first, the way people are spread. */
function metroByWeight(draw: Random): Metro {
  const weight = US_METROS.map((_, rank) => 1 / (rank + 8));
  let at = draw.next() * weight.reduce((sum, w) => sum + w, 0);
  for (const [rank, w] of weight.entries()) {
    at -= w;
    if (at < 0) return US_METROS[rank]!;
  }
  return US_METROS[0]!;
}

/** Most people start on a Monday; nobody on a weekend. */
function startDayOf({ calendar, startDays }: World, draw: Random): number {
  const day = draw.int(startDays);
  const weekday = weekdayOf(calendar, day);
  const monday = draw.chance(0.7);
  return monday ? day - ((weekday + 6) % 7) : workdayFrom(calendar, day);
}

/** The day itself, or the Monday after a weekend. */
function workdayFrom(calendar: Calendar, day: number): number {
  const weekday = weekdayOf(calendar, day);
  return weekday === 0 ? day + 1 : weekday === 6 ? day + 2 : day;
}

function elsewhereFor(home: Place, number: number, draw: Random): NonNullable<Wish['shipTo']> {
  const far = draw.chance(0.35);
  const metro = far ? metroByWeight(draw) : home.metro;
  const near = far ? metro : home.at;
  return { metro, at: { lat: near.lat + draw.normal(0, 0.05), lon: near.lon + draw.normal(0, 0.05) }, door: `other/${number}` };
}

function carrierOf(home: Place, draw: Random): readonly string[] {
  const text = home.metro.country === 'US' ? draw.pick(CARRIERS).blocks : home.metro.home;
  const pool = poolOf(text);
  // A gateway serves a region: one phone turns up under few addresses, shared with many other phones.
  const first = draw.int(pool.size);
  return Array.from({ length: 5 }, (_, step) => addressIn(pool, first + step * (step < 3 ? 1 : 257)).address);
}

/** Screening before the first day; factor, phone and bank account within the first week. */
function firstRecords(
  { calendar, domain }: World,
  who: { readonly email: string; readonly startDay: number; readonly zone: string; readonly factor: string; readonly bank: string; readonly phone: string; readonly from: string },
  draw: Random,
): readonly EcsDocument[] {
  const at = (day: number, from: number, to: number): Instant => instantOf(calendar, who.startDay + day, draw.between(from, to), who.zone);
  const records = [
    verified(at(-14, 540, 1_020), who.email, 'background', draw.chance(0.97) ? 'confirmed' : 'inconclusive', 'screening@clearpath.example'),
    accountChanged(at(0, 540, 600), who.email, 'mfa', who.factor, who.from),
    accountChanged(at(0, 610, 700), who.email, 'phone', who.phone, who.from),
    accountChanged(at(1 + draw.int(5), 560, 1_000), who.email, 'bank', who.bank, who.from),
  ];
  if (draw.chance(0.5)) records.push(verified(at(-12, 560, 1_020), who.email, 'identity', draw.chance(0.985) ? 'confirmed' : 'inconclusive', `people@${domain}`));
  if (draw.chance(0.3)) records.push(verified(at(7 + draw.int(14), 560, 1_020), who.email, 'video-call', draw.chance(0.99) ? 'confirmed' : 'inconclusive', `manager@${domain}`));
  if (draw.chance(0.02)) records.push(verified(at(5 + draw.int(30), 560, 1_020), who.email, 'serial-photo', draw.chance(0.96) ? 'confirmed' : 'inconclusive', `it-${hexOf(who.email, 2)}@${domain}`));
  return records;
}
