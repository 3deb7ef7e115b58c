import type { Family } from '../core/family.ts';
import { chronicleOf, type Chronicle, type ChronicleParts } from './chronicle.ts';
import { ablationFigures, detectorFigures, hardwareFigures, rulesFigures } from './comparisons.ts';
import { falseCaseFigures, falseRate, monthsOf, ordinaryOf } from './false-cases.ts';
import { plain, type Figure } from './figure.ts';
import { byCases, dueOf, foundFigures, foundInTime } from './found.ts';
import { placeFigures } from './place-figures.ts';
import { companyOf, mainPlan, ownedPlans, type CompanyPlan, type OwnedRow, type SizePlan } from './plan.ts';
import { calibrationFigures, deskFigures, precisionFigures, type BaseRate } from './precision.ts';
import type { Way } from './runs.ts';

export interface EvaluationPlan {
  readonly seeds: readonly string[];
  /** Of each company: ordinary starters, days, laptops of each farm. */
  readonly people: number;
  readonly days: number;
  readonly farms: readonly number[];
  /** The first so many seeds are asked by what a company owns; none leaves that table out. */
  readonly ownedSeeds: number;
  readonly sizes: readonly SizePlan[];
}

/**
 * A chronicle that was made before, or that is made now and kept.
 *
 * @param plan the company and what is asked of it, as text: the same text, the same chronicle
 */
export type Keep = (plan: string, make: () => Promise<Chronicle>) => Promise<Chronicle>;

export interface EvaluationParts extends ChronicleParts {
  /** Absent: every chronicle is made. */
  readonly keep?: Keep;
  readonly detectors: readonly string[];
  readonly families: readonly Family[];
  readonly base: BaseRate;
}

/** What companies that own so much show at one size. */
export interface OwnedResult { readonly row: OwnedRow; readonly hiresAYear: number; readonly figures: readonly Figure[] }

/**
 * Every figure, simulated company after simulated company: of each only its chronicle is kept.
 *
 * @param progress told in words what is done
 */
export async function evaluation(parts: EvaluationParts, plan: EvaluationPlan, progress: (said: string) => void = () => {}): Promise<{ readonly figures: readonly Figure[]; readonly owned: readonly OwnedResult[] }> {
  const { seeds, people, days, farms } = plan;
  const ways: readonly Way[] = ['all', ...parts.families];
  const chronicles: Chronicle[] = [];
  for (const [nth, seed] of seeds.entries()) {
    progress(`company ${nth + 1} of ${seeds.length}`);
    chronicles.push(await followed(parts, mainPlan({ seed, people, days, farms }), ways));
  }
  const owned = await ownedResults(parts, plan, progress);
  return {
    owned,
    figures: [
      ...sampleFigures(chronicles, seeds), ...foundFigures(chronicles), ...falseCaseFigures(chronicles), ...precisionFigures(chronicles, parts.base), ...deskFigures(chronicles),
      ...calibrationFigures(chronicles, parts.base), ...ablationFigures(chronicles, parts.families), ...owned.flatMap(({ figures }) => figures), ...rulesFigures(chronicles),
      ...hardwareFigures(chronicles), ...placeFigures(chronicles), ...detectorFigures(chronicles, parts.detectors),
    ],
  };
}

function followed(parts: EvaluationParts, plan: CompanyPlan, ways: readonly Way[]): Promise<Chronicle> {
  const { keep = (_plan, make) => make() } = parts;
  return keep(JSON.stringify([plan, ways]), () => {
    const { company, instants } = companyOf(plan);
    return chronicleOf(parts, company, instants, ways, plan.seed);
  });
}

async function ownedResults(parts: EvaluationParts, { seeds, ownedSeeds, sizes }: EvaluationPlan, progress: (said: string) => void): Promise<readonly OwnedResult[]> {
  const results: OwnedResult[] = [];
  const asked = seeds.slice(0, ownedSeeds);
  for (const size of asked.length > 0 ? sizes : []) {
    for (const row of size.rows) {
      const of = `${row.name}, ${size.hiresAYear.toLocaleString('en-US')} hires a year`;
      progress(of);
      const chronicles: Chronicle[] = [];
      for (const seed of asked) for (const plan of ownedPlans(seed, size, row)) chronicles.push(await followed(parts, plan, ['all']));
      const due = dueOf(chronicles, byCases('all'));
      results.push({ row, hiresAYear: size.hiresAYear, figures: [...foundInTime('owned', of, due), falseRate('owned', of, chronicles, 'all')] });
    }
  }
  return results;
}

/** Of how many people and how much time all this is said. */
function sampleFigures(chronicles: readonly Chronicle[], seeds: readonly string[]): readonly Figure[] {
  const all = chronicles.flatMap(({ people }) => people);
  const count = (of: string, value: number, unit: 'count' | 'hire-months' = 'count'): Figure => plain({ section: 'sample', of, measure: 'counted' }, unit, value);
  return [
    count(`companies, of the seeds ${seeds.join(' ')}`, chronicles.length), count('ordinary starters', ordinaryOf(chronicles).filter(({ days }) => days > 0).length),
    count('months of ordinary starters', monthsOf(ordinaryOf(chronicles)), 'hire-months'),
    count('farm hires', all.filter(({ of }) => of === 'farm').length),
    count('starters for each farm hire', all.filter(({ days }) => days > 0).length / all.filter(({ of, days }) => of === 'farm' && days > 0).length),
    count('farm hires who signed in', dueOf(chronicles, byCases('all')).length), count('runs', chronicles.reduce((sum, { looks }) => sum + looks.days, 0)),
  ];
}
