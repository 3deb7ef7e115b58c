import type { Family } from '../../src/api/contract.ts';
import type { PrintedLine } from './sum-scale.ts';

/** One family of a sum: what it adds after its limits, and the lines that come to that. */
export interface SumFamily {
  /** Absent for where everyone starts. */
  readonly family: Family | undefined;
  /** The findings, the one that carries the family first; what limits take off stands last. */
  readonly lines: readonly PrintedLine[];
  /** As printed: the printed weights of its lines, together. */
  readonly printed: number;
  /** Log-odds after this family, running from the top. */
  readonly runs: number;
}

/**
 * The lines of a sum by family, in the order in which they matter: where everyone starts, then what speaks for a farm, the
 * heaviest first, and what speaks against it, the heaviest last. An addition may be read in any order; what runs is counted anew.
 */
export function sumFamilies(lines: readonly PrintedLine[]): readonly SumFamily[] {
  const start = lines.filter(({ kind }) => kind === 'prior');
  const families = [...Map.groupBy(lines.filter(({ kind }) => kind !== 'prior'), ({ family }) => family)]
    .map(([family, own]) => ({ family, own, printed: together(own) }))
    .sort((a, b) => b.printed - a.printed);
  let runs = 0;
  return [{ family: undefined, own: start, printed: together(start) }, ...families].map(({ family, own, printed }) => {
    runs += own.reduce((sum, { adds }) => sum + adds, 0);
    return { family, lines: inOrder(own, printed), printed, runs };
  });
}

/** Findings with the sign of their family first, each by its weight; limits come after all of them. */
function inOrder(lines: readonly PrintedLine[], printed: number): readonly PrintedLine[] {
  const sign = printed < 0 ? -1 : 1;
  return lines.toSorted((a, b) => Number(a.kind === 'limit') - Number(b.kind === 'limit') || sign * (b.printed - a.printed));
}

const together = (lines: readonly PrintedLine[]): number => Math.round(lines.reduce((sum, { printed }) => sum + printed, 0) * 100) / 100;
