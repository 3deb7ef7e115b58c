import type { Instant } from '../core/time.ts';
import { companyOf, togetherOf, worldOf, type Company, type Household } from './company.ts';
import { farmOf, type FarmPlan } from './farm.ts';
import type { Knobs } from './knobs.ts';
import type { Life, World } from './life.ts';
import { US_METROS, metroOf } from './metros.ts';
import { failedCheck, metInPerson } from './oddities/checks.ts';
import { carer, nightOwl } from './oddities/hours.ts';
import { homeLab, itSupport, jiggler, spare } from './oddities/machines.ts';
import { mobileWeek, privacyVpn } from './oddities/networks.ts';
import { given } from './oddities/oddities.ts';
import type { Oddity } from './oddities/oddity.ts';
import { coworkPlace, mover, traveller } from './oddities/whereabouts.ts';
import { lifeOf } from './people.ts';

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
  tablets: 0, itSupport: 0, reimaged: 0, spares: 0, toolsHigh: 0, toolsMedium: 0, toolsLow: 0, parcelsElsewhere: 0, parcelsRedirected: 0, darkSources: 0, outages: 0, strayFailures: 0, metInPerson: 0, failedChecks: 0, farmStandIns: 0,
} as const satisfies Partial<Knobs>;

/** A company of a few people around the lives that a story is about. */
export function story(options: StoryOptions, cast: (world: World) => { readonly lives: readonly Life[]; readonly farm?: ReturnType<typeof farmOf> }): Story {
  const { seed = 'story', days = 21, others = 10, endsAt = STORY_ENDS, knobs = {} } = options;
  const world = worldOf({ seed, days, endsAt, knobs: { ...QUIET, ...knobs } });
  const { lives, farm } = cast(world);
  const around = Array.from({ length: others }, (_, number) => lifeOf(world, { group: 'starter', number: 100 + number, remote: true, startDay: number % 5 }));
  return {
    ...companyOf(world, [...lives, ...around], farm ? [farm.truth] : []),
    subjects: lives.map(({ hire }) => hire), others: around.map(({ hire }) => hire), endsAt,
  };
}

/** A farm of so many laptops, all arrived within the first days unless start days are given. */
export function farmStory(options: StoryOptions & Partial<Omit<FarmPlan, 'id' | 'number'>> = {}): Story {
  const { seed, days, others, endsAt, knobs, laptops = 4, ...plan } = options;
  return story(pick({ seed, days, others, endsAt, knobs }), (world) => {
    const farm = farmOf(world, { id: 'farm-1', number: 0, laptops, style: 'software', startDays: Array.from({ length: laptops }, (_, number) => number % 5), ...plan });
    return { lives: farm.lives, farm };
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
