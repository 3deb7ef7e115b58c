import type { Instant } from '../core/time.ts';
import { companyOf, starterOf, togetherOf, worldOf, type Company } from './company.ts';
import { farmOf } from './farm.ts';
import type { Life, World } from './life.ts';
import { metroOf } from './metros.ts';
import { nightOwl } from './oddities/hours.ts';
import { itSupport } from './oddities/machines.ts';
import { privacyVpn } from './oddities/networks.ts';
import { given, withOddities } from './oddities/oddities.ts';
import type { Oddity } from './oddities/oddity.ts';
import { coworkPlace, traveller } from './oddities/whereabouts.ts';
import { lifeOf } from './people.ts';

/** Who plays which part in the demo, by hire id. */
export interface Cast {
  readonly farm: readonly string[];
  readonly coupleDeclared: readonly string[];
  readonly coupleUndeclared: readonly string[];
  readonly coworkers: readonly string[];
  readonly traveller: string;
  readonly privacyVpn: string;
  readonly nightOwl: string;
  readonly itSupported: string;
}
export interface DemoCompany extends Company { readonly cast: Cast }

/** How much of a company there is around the cast. */
export interface DemoSize {
  /** Starters with the look-alikes among them, 14 or more. */
  readonly starters: number;
  readonly staff: number;
}

const DAYS = 60;

/**
 * The fixed company of the demo, with 60 days that end at an instant.
 *
 * 120 starters, 16 people of longer standing, a farm of four whose laptops arrive over weeks, and the look-alikes that
 * an analyst meets first. Only the clock differs from one demo to the next.
 *
 * @param size smaller where a test has less time
 */
export function demoCompany(endsAt: Instant, size: DemoSize = { starters: 120, staff: 16 }): DemoCompany {
  // Households are cast by hand, so that nobody meets another couple by chance.
  const world = worldOf({ seed: 'demo', days: DAYS, endsAt, knobs: { couples: 0, housemates: 0, homeLabs: 0 } });
  const declaredTrips: World = { ...world, knobs: { ...world.knobs, tripsDeclared: 1 } };
  const part = (number: number, startDay: number, oddity: Oddity, from = world): Life => given(lifeOf(world, { group: 'starter', number, startDay, metro: metroOf(METROS[number % METROS.length]!), remote: true }), oddity, from);

  const couple = [0, 1].map((number) => togetherOf(world, number, 0, 'couple-declared', { startDay: 12 + number * 7 }));
  const quiet = [2, 3].map((number) => togetherOf(world, number, 1, 'couple-undeclared', { startDay: 19 + (number - 2) * 7 }));
  const denver = metroOf('den');
  const floor = coworkPlace(world, denver, true);
  const coworkers = [4, 5, 6, 7, 8].map((number): Life => {
    const life = withOddities(lifeOf(world, { group: 'starter', number, metro: denver, remote: true, startDay: 8 + (number % 4) * 7 }), world);
    return { ...life, elsewhere: [{ place: floor, share: 0.6, badge: false }], kinds: [...life.kinds, 'cowork'] };
  });
  const travelling = part(9, 15, traveller, declaredTrips);
  const hidden = part(10, 22, privacyVpn);
  const owl = part(11, 16, nightOwl);
  const helped = part(12, 23, itSupport);
  const others = Array.from({ length: size.starters - 13 }, (_, number) => starterOf(world, number + 14));
  const staff = Array.from({ length: size.staff }, (_, number) => withOddities(lifeOf(world, { group: 'staff', number }), world));
  const farm = farmOf(world, {
    id: 'farm-1', number: 0, laptops: 4, style: 'software', hours: 'mixed', metro: 'bna', operators: 'cn', tools: ['anydesk', 'rustdesk'], startDays: [16, 23, 30, 37],
  });

  const company = companyOf(world, [...couple, ...quiet, ...coworkers, travelling, hidden, owl, helped, ...others, ...staff, ...farm.lives], [farm.truth]);
  const ids = (lives: readonly Life[]): readonly string[] => lives.map(({ hire }) => hire);
  return {
    ...company,
    cast: {
      farm: farm.truth.hires, coupleDeclared: ids(couple), coupleUndeclared: ids(quiet), coworkers: ids(coworkers),
      traveller: travelling.hire, privacyVpn: hidden.hire, nightOwl: owl.hire, itSupported: helped.hire,
    },
  };
}

const METROS = ['sea', 'phx', 'clt', 'msp', 'phl'] as const;
