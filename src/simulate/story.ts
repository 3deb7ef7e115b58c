import type { AllowedRow } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import { instantOf } from './clock.ts';
import { companyOf, togetherOf, worldOf, type Company, type Household } from './company.ts';
import { farmOf, type FarmPlan } from './farm.ts';
import type { Knobs } from './knobs.ts';
import type { Life, OwnDesktop, World } from './life.ts';
import { US_METROS, metroOf } from './metros.ts';
import { failedCheck, metInPerson } from './oddities/checks.ts';
import { carer, nightOwl } from './oddities/hours.ts';
import { homeLab, itSupport, jiggler, spare } from './oddities/machines.ts';
import { mobileWeek, privacyVpn } from './oddities/networks.ts';
import { given } from './oddities/oddities.ts';
import { withDesktop } from './oddities/own-desktop.ts';
import type { Oddity } from './oddities/oddity.ts';
import { coworkPlace, mover, traveller } from './oddities/whereabouts.ts';
import { lifeOf } from './people.ts';
import { verified } from './records.ts';

/** A small company around one farm or one look-alike. */
export interface Story extends Company {
  /** Those the story is about. */
  readonly subjects: readonly string[];
  /** Ordinary starters around them, without oddities. */
  readonly others: readonly string[];
  readonly endsAt: Instant;
}

export interface StoryOptions {
  readonly seed?: string;
  /** 21 where nothing is said. */
  readonly days?: number;
  /** Ordinary starters around the subjects; 10, enough for a cohort. */
  readonly others?: number;
  readonly endsAt?: Instant;
  /** Rates of the world; honest oddities are off unless asked for. */
  readonly knobs?: Partial<Knobs>;
}

/** A Monday; stories that do not care about the date share it. */
export const STORY_ENDS: Instant = Date.UTC(2026, 9, 26);

const QUIET = {
  contractors: 0, contractorsWithoutLaptop: 0, staffAbroad: 0, hybrid: 0, office: 0, couples: 0, housemates: 0, movers: 0, wirelessHomes: 0, satelliteHomes: 0, misplacedLines: 0,
  travellers: 0, offsites: 0, cowork: 0, campus: 0, mobileWeeks: 0, privacyVpn: 0, privateRelay: 0, nightOwls: 0, carers: 0, awakeLaptops: 0, ownMachines: 0, jigglers: 0, kvmSwitches: 0, homeLabs: 0,
  tablets: 0, itSupport: 0, reimaged: 0, spares: 0, toolsHigh: 0, toolsMedium: 0, toolsLow: 0, parcelsElsewhere: 0, parcelsRedirected: 0, darkSources: 0, outages: 0, strayFailures: 0, metInPerson: 0, failedChecks: 0, siblings: 0, monitorsPassedOn: 0, contractorDesks: 0, farmStandIns: 0, farmUnlisted: 0, ownDesktops: 0,
} as const satisfies Partial<Knobs>;

/** A company of a few people around the lives that a story is about. */
export function story(
  options: StoryOptions, cast: (world: World) => { readonly lives: readonly Life[]; readonly farm?: ReturnType<typeof farmOf>; readonly allowed?: readonly AllowedRow[] },
): Story {
  const { seed = 'story', days = 21, others = 10, endsAt = STORY_ENDS, knobs = {} } = options;
  const world = worldOf({ seed, days, endsAt, knobs: { ...QUIET, ...knobs } });
  const { lives, farm, allowed } = cast(world);
  const ordinary = Array.from({ length: others }, (_, number) => around(world, number));
  return {
    ...companyOf(world, [...lives, ...ordinary], farm ? [farm.truth] : [], allowed),
    subjects: lives.map(({ hire }) => hire), others: ordinary.map(({ hire }) => hire), endsAt,
  };
}

/** One of those around the subjects. */
function around(world: World, number: number): Life {
  return lifeOf(world, { group: 'starter', number: 100 + number, remote: true, startDay: number % 5 });
}

/** A farm of so many laptops, all arrived within the first days unless start days are given. */
export function farmStory(options: StoryOptions & Partial<Omit<FarmPlan, 'id' | 'number'>> = {}): Story {
  const { seed, days, others, endsAt, knobs, laptops = 4, ...plan } = options;
  return story(pick({ seed, days, others, endsAt, knobs }), (world) => {
    const farm = farmOf(world, { id: 'farm-1', number: 0, laptops, style: 'software', startDays: Array.from({ length: laptops }, (_, number) => number % 5), ...plan });
    return { lives: farm.lives, farm };
  });
}

/** A check by a human: so many days after the start, at noon. */
export interface HumanCheck { readonly day: number; readonly kind: string; readonly outcome: 'confirmed' | 'refuted' | 'inconclusive' }

/** One starter, or the people of a farm of so many laptops, of whom these checks were entered. */
export function checkedStory(options: StoryOptions & { readonly checks: readonly HumanCheck[]; readonly laptops?: number }): Story {
  const { checks, laptops, ...rest } = options;
  return story(rest, (world) => {
    const farm = laptops === undefined ? undefined : farmOf(world, { id: 'farm-1', number: 0, laptops, style: 'software', startDays: Array.from({ length: laptops }, () => 0) });
    const lives = farm?.lives ?? [lifeOf(world, { group: 'starter', number: 0, metro: US_METROS[8]!, remote: true, startDay: 0 })];
    const checked = lives.map((life): Life => ({
      ...life, diary: [...life.diary, ...checks.map(({ day, kind, outcome }) => verified(instantOf(world.calendar, life.startDay + day, 720, life.home.metro.zone), life.row.email, kind, outcome, `people@${world.domain}`))],
    }));
    return { lives: checked, ...(farm ? { farm } : {}) };
  });
}

/** A remote starter who comes to an office for one day. */
export function officeDayStory(options: StoryOptions = {}): Story {
  return story(options, (world) => {
    const life = lifeOf(world, { group: 'starter', number: 0, metro: US_METROS[8]!, remote: true, startDay: 0 });
    return { lives: [{ ...life, stays: [{ fromDay: 9, toDay: 9, place: world.offices[0]! }] }] };
  });
}

/** A farm of three whose laptops are held to an office's reader by a colleague: the badge is theirs, not the holders'. */
export function lentLaptopStory(options: StoryOptions = {}): Story {
  return story(options, (world) => {
    const farm = farmOf(world, { id: 'farm-1', number: 0, laptops: 3, style: 'software', startDays: [0, 0, 0] });
    const colleague = around(world, 0).row.email;
    const lives = farm.lives.map((life, nth): Life => ({
      ...life, diary: [...life.diary, {
        '@timestamp': instantOf(world.calendar, 10 + nth, 560, life.home.metro.zone), 'event.action': 'badge-in', 'event.module': 'lenel', 'event.dataset': 'lenel.access', 'event.outcome': 'success',
        'user.email': colleague, 'device.serial_number': life.laptops[0]!.serial, 'farmwatch.place.id': world.offices[0]!.placeId,
      }],
    }));
    return { lives, farm };
  });
}

/** A starter who sets up tools on a day, for so many days or for good; the company may allow them. */
export function toolsStory(options: StoryOptions & { readonly tools: readonly string[]; readonly fromDay?: number; readonly forDays?: number; readonly allowed?: boolean }): Story {
  const { tools, fromDay = 0, forDays = Infinity, allowed = false, ...rest } = options;
  return story(rest, (world) => {
    const life = lifeOf(world, { group: 'starter', number: 0, metro: US_METROS[8]!, remote: true, startDay: 0 });
    return {
      lives: [{ ...life, ownTools: tools.map((tool) => ({ tool, fromDay, untilDay: fromDay + forDays, incomingShare: 0.2 })) }],
      allowed: allowed ? tools.map((tool) => ({ tool, scope: `hire:${life.hire}`, owner: `it@${world.domain}`, reason: 'work of the team' })) : [],
    };
  });
}

/** A starter who works from a computer of their own, at home, by a tool set up on the first day to work unattended. */
export function ownDesktopStory(options: StoryOptions & { readonly tool?: string; readonly tells?: OwnDesktop['tells'] } = {}): Story {
  const { tool = 'chrome-remote-desktop', tells = { line: false, clock: false, name: false }, ...rest } = options;
  return story(rest, (world) => {
    const life = lifeOf(world, { group: 'starter', number: 0, metro: US_METROS[8]!, remote: true, startDay: 7 });
    return { lives: [withDesktop(life, { tool, fromDay: life.startDay, mainly: true, share: 1, line: 'home', addresses: [], tells }, true)] };
  });
}

/** Two starters who live together, declared or not. */
export function coupleStory(options: StoryOptions & { readonly household?: Household } = {}): Story {
  return story(options, (world) => ({ lives: [0, 1].map((number) => togetherOf(world, number, 0, options.household ?? 'couple-declared', { startDay: number * 2 })) }));
}

/** Starters of one city who work from one co-working floor on most days. */
export function coworkStory(options: StoryOptions & { readonly people?: number; readonly listed?: boolean } = {}): Story {
  return story(options, (world) => {
    const metro = metroOf('den');
    const place = coworkPlace(world, metro, options.listed ?? false);
    return {
      lives: Array.from({ length: options.people ?? 5 }, (_, number) => ({
        ...lifeOf(world, { group: 'starter', number, metro, remote: true, startDay: number % 5 }), elsewhere: [{ place, share: 0.7, badge: false }], kinds: ['cowork'],
      })),
    };
  });
}

/** One starter with one oddity. */
export function oddityStory(oddity: Oddity, options: StoryOptions = {}): Story {
  return story(options, (world) => ({ lives: [given(lifeOf(world, { group: 'starter', number: 0, metro: US_METROS[8]!, remote: true, startDay: 0 }), oddity, world)] }));
}

export const privacyVpnStory = (options?: StoryOptions): Story => oddityStory(privacyVpn, options);
export const nightOwlStory = (options?: StoryOptions): Story => oddityStory(nightOwl, options);
export const carerStory = (options?: StoryOptions): Story => oddityStory(carer, options);
export const itSupportStory = (options?: StoryOptions): Story => oddityStory(itSupport, options);
export const jigglerStory = (options?: StoryOptions): Story => oddityStory(jiggler, options);
export const homeLabStory = (options?: StoryOptions): Story => oddityStory(homeLab, options);
export const spareStory = (options?: StoryOptions): Story => oddityStory(spare, options);
export const moverStory = (options?: StoryOptions): Story => oddityStory(mover, options);
export const mobileWeekStory = (options?: StoryOptions): Story => oddityStory(mobileWeek, options);
export const metInPersonStory = (options?: StoryOptions): Story => oddityStory(metInPerson, options);
export const failedCheckStory = (options?: StoryOptions): Story => oddityStory(failedCheck, options);
/** A trip, with its row in travel.csv unless asked otherwise. */
export function travellerStory(options: StoryOptions & { readonly declared?: boolean } = {}): Story {
  return oddityStory(traveller, { ...options, knobs: { tripsDeclared: options.declared === false ? 0 : 1, ...options.knobs } });
}

/** The entries that are set: an optional property may be missing, not undefined. */
function pick(options: { readonly [K in keyof StoryOptions]: StoryOptions[K] | undefined }): StoryOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as StoryOptions;
}
