import { DAY, type Instant } from '../core/time.ts';
import { simulate, type Company } from '../simulate/company.ts';
import { SOURCES, owning, type Source } from '../simulate/owned.ts';
import { ENDS_AT, staffOf } from './weights.ts';
import { WORLD } from './world.ts';

/**
 * Seeds from text: `report-1,report-2`, or `report-1..8`.
 *
 * @returns the seeds, or why they cannot be used: of another kind, or of both
 */
export function seedsOf(text: string): readonly string[] | { readonly refused: string } {
  const seeds: string[] = [];
  for (const part of text.split(',')) {
    const [, kind, first, last] = /^(tune|report)-(\d+)(?:\.\.(\d+))?$/.exec(part) ?? [];
    if (kind === undefined) return { refused: `${JSON.stringify(part)} is no seed of either kind: tune-1 is for trying things out, report-1 for figures that are printed; report-1..4 are four.` };
    const [from, to] = [Number(first), Number(last ?? first)];
    if (to < from || to - from >= 1_000) return { refused: `${JSON.stringify(part)} counts no seeds. Write the smaller number first; a thousand at most.` };
    for (let number = from; number <= to; number++) seeds.push(`${kind}-${number}`);
  }
  if (new Set(seeds.map((seed) => seed.split('-')[0])).size > 1) return { refused: 'Seeds for trying things out (tune-…) and seeds for figures (report-…) stand in one list. What was tuned on a company must not be reported on it; ask for one kind.' };
  if (new Set(seeds).size < seeds.length) return { refused: 'A seed stands in the list twice, and would be counted twice.' };
  return seeds;
}

export interface CompanyPlan {
  readonly seed: string;
  /** Ordinary starters; hires of farms come on top. */
  readonly people: number;
  readonly days: number;
  readonly farms: readonly number[];
  readonly owned: readonly Source[];
  readonly fullTunnel?: true;
}

const EVERYTHING = Object.keys(SOURCES) as readonly Source[];

export function mainPlan(asked: Omit<CompanyPlan, 'owned' | 'fullTunnel'>): CompanyPlan {
  return { ...asked, owned: EVERYTHING };
}

/** The company of a plan, and the instants of its runs: one a day. */
export function companyOf({ seed, people, days, farms, owned, fullTunnel }: CompanyPlan): { readonly company: Company; readonly instants: readonly Instant[] } {
  const company = simulate({ seed, people, days, farms, endsAt: ENDS_AT, staff: staffOf(people), knobs: { ...WORLD, fullTunnel: fullTunnel ? 1 : 0 } });
  return {
    company: owned.length === EVERYTHING.length ? company : owning(company, owned),
    instants: Array.from({ length: days - 1 }, (_, nth) => ENDS_AT - (days - 2 - nth) * DAY),
  };
}

/** What a company owns, as a row of the table. */
export interface OwnedRow { readonly name: string; readonly owned: readonly Source[]; readonly fullTunnel?: true }

/** Each with what comes before it, as most companies come to own it; then all of it behind one exit. */
export const LADDER: readonly OwnedRow[] = [
  { name: 'identity provider only', owned: ['identity-provider'] },
  { name: '+ device management', owned: ['identity-provider', 'device-management'] },
  { name: '+ VPN with public address', owned: ['identity-provider', 'device-management', 'vpn'] },
  { name: '+ endpoint', owned: EVERYTHING },
  { name: 'all behind one full-tunnel egress', owned: EVERYTHING, fullTunnel: true },
];

/** What else a company may own: with these every single source can be added to every set of others. */
export const ASIDE: readonly OwnedRow[] = [
  { name: 'identity provider and VPN', owned: ['identity-provider', 'vpn'] },
  { name: 'identity provider and endpoint', owned: ['identity-provider', 'endpoint'] },
  { name: 'identity provider, VPN and endpoint', owned: ['identity-provider', 'vpn', 'endpoint'] },
  { name: 'identity provider, device management and endpoint', owned: ['identity-provider', 'device-management', 'endpoint'] },
];

export interface SizePlan {
  readonly hiresAYear: number;
  readonly days: number;
  /** Farms of each company of this size, one company for each list. */
  readonly companies: readonly (readonly number[])[];
  /** Rows of what a company owns that are asked at this size. */
  readonly rows: readonly OwnedRow[];
}

/** Sizes of companies. Large ones are followed for less time, because they hold as many people-days all the same. */
export const SIZES: readonly SizePlan[] = [
  { hiresAYear: 30, days: 45, companies: [[3], [2], [4], [2]], rows: LADDER },
  { hiresAYear: 300, days: 45, companies: [[3, 2], [5, 2]], rows: [...LADDER, ...ASIDE] },
  { hiresAYear: 5_000, days: 21, companies: [[2, 2, 3, 3, 4, 6]], rows: LADDER },
];

/** Starters of a company that hires so many in a year, within the simulated days. */
export function startersOf({ hiresAYear, days }: Pick<SizePlan, 'hiresAYear' | 'days'>): number {
  return Math.max(1, Math.round((hiresAYear * days) / 365));
}

/** Companies of one size that own so much; what they own does not change who works there. */
export function ownedPlans(seed: string, size: SizePlan, { owned, fullTunnel }: OwnedRow): readonly CompanyPlan[] {
  return size.companies.map((farms, nth) => ({
    seed: `${seed}/${size.hiresAYear}/${nth + 1}`, people: startersOf(size), days: size.days, farms, owned, ...(fullTunnel ? { fullTunnel } : {}),
  }));
}
