import type { Family } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import { random } from '../core/random.ts';
import { DAY, HOUR, type Instant } from '../core/time.ts';
import { simulate, type Company } from '../simulate/company.ts';
import { THRESHOLDS, TOTAL_THRESHOLDS, honestDoubts, honestWeights, type Honesty } from './honesty.ts';
import { WORLD } from './world.ts';

/** One person in scope at one instant. */
export interface Judged {
  readonly hire: HireId;
  readonly asOf: Instant;
  /** First instant of the start date. */
  readonly startsAt: Instant;
  /** Strongest weight of each detector; a silent one is absent. */
  readonly detectors: Readonly<Record<string, number>>;
  readonly families: Readonly<Partial<Record<Family, number>>>;
  /** Log-odds above the prior. */
  readonly total: number;
}

/** What runs at these instants would have found, in their order: everybody who is in scope then. */
export type Judge = (company: Company, instants: readonly Instant[]) => AsyncIterable<readonly Judged[]>;

/** Simulated people of two kinds, each at one instant drawn at random of those at which they were in scope. */
export interface Population {
  readonly ordinary: readonly Judged[];
  readonly farm: readonly Judged[];
}

export interface CompanyPlan {
  readonly seed: string;
  /** Ordinary starters. */
  readonly people: number;
  /** Laptops of each farm. */
  readonly farms: readonly number[];
  readonly days: number;
  /** Runs; each person is looked at in one of them. */
  readonly runs: number;
}

/** Simulated time ends here; the last months hold a change of clocks. */
export const ENDS_AT: Instant = Date.UTC(2026, 10, 18);
/** Starters in one company at most, so that it fits into memory. */
const COMPANY_SIZE = 250;
/** Farms of one company, small ones and a large one, among so many ordinary starters that none of them is the company. */
const FARMS = [2, 3, 4, 5, 6, 8] as const;
const AROUND_FARMS = 100;

/** Companies without farms: at least so many people of so many seeds, at any time between two weeks before they start and ninety days after. */
export function ordinaryCompanies({ seeds, people }: { readonly seeds: number; readonly people: number }): readonly CompanyPlan[] {
  const each = Math.ceil(people / seeds);
  return Array.from({ length: seeds }, (_, seed) => Array.from({ length: Math.ceil(each / COMPANY_SIZE) }, (__, part): CompanyPlan => (
    { seed: `weights-${seed + 1}/${part + 1}`, people: Math.min(COMPANY_SIZE, each - part * COMPANY_SIZE), farms: [], days: 110, runs: 8 }))).flat();
}

/** Companies with farms of all styles, at least so many people in them. */
export function farmCompanies(people: number): readonly CompanyPlan[] {
  const each = FARMS.reduce((sum, laptops) => sum + laptops, 0);
  return Array.from({ length: Math.ceil(people / each) }, (_, nth): CompanyPlan => ({ seed: `weights-farms-${nth + 1}`, people: AROUND_FARMS, farms: FARMS, days: 60, runs: 5 }));
}

/** A simulated company, each of its starters looked at once. */
async function populationOf(judge: Judge, { seed, people, farms, days, runs }: CompanyPlan): Promise<Population> {
  const company = simulate({ seed, people, days, farms, staff: staffOf(people), endsAt: ENDS_AT, knobs: WORLD });
  const chosen = new Map<HireId, { readonly judged: Judged; readonly luck: number }>();
  const draw = random(`${seed}/windows`);
  for await (const run of judge(company, instantsOf(days, runs))) {
    for (const judged of run) {
      const luck = draw.fork(`${judged.hire}/${judged.asOf}`).next();
      if (luck >= (chosen.get(judged.hire)?.luck ?? 0)) chosen.set(judged.hire, { judged, luck });
    }
  }
  const farmed = new Set(company.truth.farms.flatMap(({ hires }) => hires));
  const all = [...chosen.values()].map(({ judged }) => judged);
  return { ordinary: all.filter(({ hire }) => !farmed.has(hire)), farm: all.filter(({ hire }) => farmed.has(hire)) };
}

/** Everybody in these companies. @param progress told the number of companies that are done */
export async function populationsOf(judge: Judge, plans: readonly CompanyPlan[], progress: (done: number) => void = () => {}): Promise<Population> {
  let all: Population = { ordinary: [], farm: [] };
  for (const [index, plan] of plans.entries()) {
    const { ordinary, farm } = await populationOf(judge, plan);
    all = { ordinary: [...all.ordinary, ...ordinary], farm: [...all.farm, ...farm] };
    progress(index + 1);
  }
  return all;
}

/** People of longer standing: fewer than in most companies, which saves time and makes rare things look no more common. */
export function staffOf(people: number): number {
  return Math.round(people / 6);
}

/** Evenly over the time after the first ninth of it, each at another hour of the day; the last one at the end. */
function instantsOf(days: number, runs: number): readonly Instant[] {
  const step = Math.floor((days * 8) / 9 / runs);
  return Array.from({ length: runs }, (_, nth) => runs - 1 - nth).map((back) => ENDS_AT - back * step * DAY - ((back * 7 * HOUR) % DAY));
}

/** What was counted: who, of which part of the sum. */
export interface Named {
  readonly population: 'ordinary' | 'farm';
  readonly of: 'detector' | 'family' | 'total';
  readonly name: string;
}
/** What is seen of fewer people proves nothing: a weight that nobody has is honest whatever it would be. */
export const TESTED_BY = 20;
export type Figure = Named & Honesty & {
  /** Of ordinary people: how many have any weight above 0; of farm people: below 0. */
  readonly spoken: number;
  /** False of a detector or a family that speaks against fewer than {@link TESTED_BY} ordinary people: it is not tested, and not honest. */
  readonly tested: boolean;
};

/** Detectors and families, as the judge has them. */
export interface Names { readonly detectors: readonly string[]; readonly families: readonly Family[] }

/** Both promises for each detector, each family sum and the total above the prior. */
export function figuresOf({ ordinary, farm }: Population, names: Names): readonly Figure[] {
  return partsOf(names).flatMap(({ of, name, weight }) => {
    const thresholds = of === 'total' ? TOTAL_THRESHOLDS : THRESHOLDS;
    const [against, cleared] = [ordinary.filter((judged) => weight(judged) > 0).length, farm.filter((judged) => weight(judged) < 0).length];
    return [
      ...honestWeights(ordinary.map(weight), thresholds).map((honesty): Figure => ({ population: 'ordinary', of, name, ...honesty, spoken: against, tested: of === 'total' || against >= TESTED_BY })),
      ...honestDoubts(farm.map(weight), thresholds).map((honesty): Figure => ({ population: 'farm', of, name, ...honesty, spoken: cleared, tested: true })),
    ];
  });
}

type Part = Omit<Named, 'population'> & { readonly weight: (judged: Judged) => number };

function partsOf({ detectors, families }: Names): readonly Part[] {
  return [
    ...detectors.map((name): Part => ({ of: 'detector', name, weight: (judged) => judged.detectors[name] ?? 0 })),
    ...families.map((name): Part => ({ of: 'family', name, weight: (judged) => judged.families[name] ?? 0 })),
    { of: 'total', name: 'total', weight: ({ total }) => total },
  ];
}

/** Companies whose people start within two weeks, so that ninety daily runs of each can be had cheaply. */
const EVER = { companySize: 100, startsWithinDays: 14, days: 108, runs: 90 } as const;

/** How many of the same people reach a threshold in any of ninety daily runs; nothing is promised of that. */
export type EverFigure = Omit<Figure, 'population' | 'allowed' | 'honest' | 'spoken' | 'tested'> & { readonly population: 'ordinary' };

/** The strongest weights that each ordinary person ever has in the ninety daily runs from their first day on; nothing for 0 people. */
export async function everOf(judge: Judge, people: number, names: Names, progress: (people: number) => void = () => {}): Promise<readonly EverFigure[]> {
  const parts = partsOf(names);
  const most = parts.map(() => new Map<HireId, number>());
  let done = 0;
  for (let part = 0; done < people; part++) {
    const size = Math.min(EVER.companySize, people - done);
    const company = simulate({ seed: `weights-ever-${part + 1}`, people: size, farms: [], staff: staffOf(size), endsAt: ENDS_AT, days: EVER.days, startsWithinDays: EVER.startsWithinDays, knobs: WORLD });
    const instants = Array.from({ length: EVER.days - 1 }, (_, nth) => ENDS_AT - (EVER.days - 2 - nth) * DAY);
    for await (const run of judge(company, instants)) {
      for (const judged of run) {
        // Of people of longer standing a few are in scope still; their ninety days began before the first run.
        if (judged.startsAt < instants[0]! - EVER.startsWithinDays * DAY) continue;
        if (judged.asOf < judged.startsAt || judged.asOf >= judged.startsAt + EVER.runs * DAY) continue;
        const person = `${part}/${judged.hire}`;
        for (const [index, { weight }] of parts.entries()) most[index]!.set(person, Math.max(most[index]!.get(person) ?? -Infinity, weight(judged)));
      }
    }
    progress(done += size);
  }
  if (done === 0) return [];
  return parts.flatMap(({ of, name }, index) => honestWeights([...most[index]!.values()], of === 'total' ? TOTAL_THRESHOLDS : THRESHOLDS)
    .map(({ allowed: _allowed, honest: _honest, ...figure }): EverFigure => ({ population: 'ordinary', of, name, ...figure })));
}
