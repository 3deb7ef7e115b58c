import type { PersonRow } from '../core/person.ts';
import type { Point } from '../core/geo.ts';
import type { Random } from '../core/random.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import { addressIn, poolOf } from './addresses.ts';
import { dateOf, instantOf, weekdayOf, type Calendar } from './clock.ts';
import { newLaptop } from './laptops.ts';
import type { Driver, EcsDocument, Laptop, Life, Place, World } from './life.ts';
import { HOME_NUMBERS, addressOn, homeAt } from './lines.ts';
import { METROS_ABROAD, US_METROS, type Metro } from './metros.ts';
import { hireIdOf, nameOf, personNumber, type Group } from './names.ts';
import { CARRIERS } from './pools.ts';
import { scansOf } from './parcels.ts';
import { accountChanged, verified } from './records.ts';
import { ordinaryRhythm } from './rhythm.ts';
import { hexOf, tokenFor } from './tokens.ts';

const ROLES = ['software engineer', 'senior software engineer', 'data engineer', 'mobile engineer', 'qa engineer', 'devops engineer', 'designer', 'product manager', 'accountant', 'support specialist', 'data analyst', 'security engineer'] as const;
const TEAMS = ['Payments', 'Platform', 'Data', 'Mobile', 'Infrastructure', 'Support', 'Growth', 'Finance', 'Security', 'Search'] as const;
const AGENCIES = ['Cedar Talent', 'Northlight Staffing', 'Harbor Tech People'] as const;

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
  readonly agent?: string;
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
  const who = nameOf(wish.group, wish.number);
  const staff = wish.group === 'staff';
  const email = `${who.mailbox}@${world.domain}`;

  const job = draw.fork('job');
  const contractor = job.chance(knobs.contractors);
  const abroad = wish.abroad ?? (wish.metro === undefined && wish.home === undefined && job.chance(knobs.staffAbroad));
  const officeDraw = job.next();
  const remote = wish.remote || wish.home !== undefined || abroad;
  const mode = remote ? 'remote' : officeDraw < knobs.office ? 'office' : officeDraw < knobs.office + knobs.hybrid ? 'hybrid' : 'remote';
  const office = world.offices[job.int(world.offices.length)]!;
  const withoutLaptop = contractor && wish.laptopStandsAt === undefined && job.chance(knobs.contractorsWithoutLaptop);

  const living = draw.fork('home');
  const metro = wish.metro ?? (abroad ? living.pick(METROS_ABROAD.filter(({ code }) => code !== 'cn' && code !== 'ru')) : mode === 'remote' ? metroByWeight(living) : office.metro);
  const home = wish.home ?? homeAt(metro, { name: String(number), number: HOME_NUMBERS[wish.group] + wish.number }, knobs, living.fork('place'));
  const claimed = wish.claimed ?? { metro: home.metro, at: home.at };
  const zone = claimed.metro.zone;

  const startDay = wish.startDay !== undefined ? workdayFrom(calendar, wish.startDay) : staff ? -60 - draw.fork('start').int(1_500) : startDayOf(calendar, draw.fork('start'));
  const mail = draw.fork('parcel');
  const toOffice = mode === 'office' || (mode === 'hybrid' && mail.chance(0.5));
  const elsewhere = mail.chance(knobs.parcelsElsewhere);
  const redirected = mail.chance(knobs.parcelsRedirected);
  const shippedAt = instantOf(calendar, startDay - 5 - mail.int(5), 600 + mail.int(360), zone);
  const deliveredAt = shippedAt + mail.between(1.6, 4.5) * DAY;
  const nearby = { metro: home.metro, at: { lat: home.at.lat + mail.normal(0, 0.06), lon: home.at.lon + mail.normal(0, 0.06) } };
  const shipTo = wish.shipTo ?? (toOffice ? { metro: office.metro, at: office.at, door: `office/${office.metro.code}` }
    : elsewhere ? elsewhereFor(home, number, mail) : { metro: claimed.metro, at: claimed.at, door: `home/${claimed.at.lat},${claimed.at.lon}` });
  const redirectedTo = wish.redirectedTo ?? (redirected && !toOffice && wish.shipTo === undefined ? nearby : undefined);
  const firstMorning = instantOf(calendar, startDay, 480 + mail.int(90), zone);
  const curious = mail.chance(0.2);
  const firstBoot = Math.round(wish.bootAfterHours !== undefined ? deliveredAt + wish.bootAfterHours * HOUR
    : curious ? Math.max(deliveredAt + mail.between(0.5, 6) * HOUR, firstMorning - 3 * DAY) : Math.max(firstMorning, deliveredAt + HOUR));

  const driver = wish.driver ?? { zone: home.metro.zone, rhythm: ordinaryRhythm(knobs.weekendWork, draw.fork('rhythm')) };
  const factor = wish.factor ?? tokenFor('factor', hire);
  const bank = wish.bank ?? tokenFor('bank', hire);
  const phone = tokenFor('phone', hire);

  const row: PersonRow = {
    hire_id: hire, email, start_date: dateOf(calendar, startDay),
    user_names: [who.account, `HALCYON\\${who.account}`, `S-1-5-21-2871440391-1177238915-${20_000 + number}`],
    display_name: `${who.first} ${who.last}`,
    employment: contractor ? 'contractor' : 'employee', ...(contractor ? { agency: job.pick(AGENCIES) } : {}),
    role: job.pick(ROLES), team: job.pick(TEAMS), manager_email: `manager${1 + job.int(24)}@${world.domain}`,
    work_mode: mode, device_kind: withoutLaptop ? job.pick(['own', 'none', 'agency']) : 'company',
    home_city: claimed.metro.city, home_region: claimed.metro.region, home_country: claimed.metro.country, home: claimed.at,
    time_zone: zone, work_hours: '09:00-17:00', device_serials: [], ...(job.chance(knobs.missingCells) ? {} : { phone_token: phone }), ...(job.chance(knobs.missingCells) ? {} : { bank_token: bank }),
  };
  const issued = withoutLaptop ? undefined : newLaptop(calendar, {
    number: number * 8, holder: hire, fromDay: staff ? -1_000 : startDay - 12, firstBoot: staff ? calendar.from - 20 * DAY : firstBoot,
    ...(wish.laptopStandsAt ? { standsAt: wish.laptopStandsAt } : {}), ...(wish.neverSleeps === undefined ? {} : { neverSleeps: wish.neverSleeps }),
    row: staff ? {} : {
      assigned_from: shippedAt, ordered_at: shippedAt - 2 * DAY, shipped_at: shippedAt, delivered_at: Math.round(deliveredAt),
      ship_city: shipTo.metro.city, ship_region: shipTo.metro.region, ship_country: shipTo.metro.country, ship: shipTo.at, ship_address_token: tokenFor('address', shipTo.door),
    },
  }, knobs, draw.fork('laptop'));

  const diary: EcsDocument[] = [];
  if (!staff) {
    if (issued && !toOffice) diary.push(...scansOf({ serial: issued.serial, shippedAt, deliveredAt: Math.round(deliveredAt), to: shipTo, ...(redirectedTo ? { redirectedTo } : {}) }, mail.fork('scans')));
    diary.push(...firstRecords(calendar, { email, startDay, zone, factor, bank, phone, from: addressOn((wish.laptopStandsAt ?? home).line, startDay, 0) }, draw.fork('records')));
  }
  const carrier = carrierOf(home, draw.fork('carrier'));
  const modern = draw.fork('phone').chance(0.55);
  const laptops: readonly Laptop[] = issued ? [issued] : [];
  return {
    number, hire, draw, staff, startDay, home, driver, factor, carrier, diary, laptops,
    row: withLaptop(row, issued), accountDomain: 'HALCYON',
    stays: [], silences: [], ownTools: [], helpDeskDays: [], kinds: marksOf({ abroad, contractor, withoutLaptop, parcelElsewhere: elsewhere && !toOffice && !staff, parcelRedirected: redirectedTo !== undefined && !staff }, home, issued),
    elsewhere: mode === 'office' ? [{ place: office, share: 0.9, badge: true }] : mode === 'hybrid' ? [{ place: office, share: 0.45, badge: true }] : [],
    ownMachineShare: 0,
    ownAgent: wish.agent ?? draw.fork('own').pick([
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0',
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
    ]),
    phoneAgent: modern
      ? 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1'
      : 'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36',
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
export function withLaptop(row: PersonRow, laptop: Laptop | undefined): PersonRow {
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
function startDayOf(calendar: Calendar, draw: Random): number {
  const day = draw.int(Math.max(1, calendar.days - 3));
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
  calendar: Calendar,
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
  if (draw.chance(0.5)) records.push(verified(at(-12, 560, 1_020), who.email, 'identity', draw.chance(0.985) ? 'confirmed' : 'inconclusive', 'people@halcyon.example'));
  if (draw.chance(0.3)) records.push(verified(at(7 + draw.int(14), 560, 1_020), who.email, 'video-call', draw.chance(0.99) ? 'confirmed' : 'inconclusive', 'manager@halcyon.example'));
  if (draw.chance(0.02)) records.push(verified(at(5 + draw.int(30), 560, 1_020), who.email, 'serial-photo', draw.chance(0.96) ? 'confirmed' : 'inconclusive', `it-${hexOf(who.email, 2)}@halcyon.example`));
  return records;
}
