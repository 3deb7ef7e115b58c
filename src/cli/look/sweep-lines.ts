import { counted, wordFor } from '../../core/counted.ts';
import { PLAIN, say } from '../../core/said.ts';
import type { Finding } from '../../detect/detector.ts';
import { isUnknown } from '../../risk/blind.ts';
import { chanceText } from '../../risk/chance.ts';
import type { Risk } from '../../risk/risk.ts';
import { signed } from '../text.ts';

/** So many are told of where nobody stands higher than others; the sums of the rest are lower still. */
const TOLD_AT_LEAST = 5;

/**
 * What a sweep found, for people: the highest sums first, of each what speaks for a farm, strongest first, and how much
 * speaks against it. Of those far below only how many they are.
 *
 * @param all everybody, and every finding
 */
export function sweepLines(sums: readonly Risk[], findings: readonly Finding[], all: boolean): readonly string[] {
  const of = Map.groupBy(findings, ({ hire_id: hire }) => hire);
  const inOrder = sums.toSorted((a, b) => b.logOdds - a.logOdds || (a.hire_id < b.hire_id ? -1 : 1));
  const speaks = ({ hire_id: hire }: Risk): boolean => (of.get(hire) ?? []).some(({ llr }) => llr > 0);
  const told = all ? inOrder.filter(({ hire_id: hire }) => of.has(hire)) : inOrder.filter((sum, place) => sum.band !== 'quiet' || (place < TOLD_AT_LEAST && speaks(sum)));
  const silent = inOrder.filter((sum) => !told.includes(sum));
  return [...told.flatMap((sum) => linesOf(sum, of.get(sum.hire_id) ?? [], all)), ...restOf(silent, silent.filter(speaks))];
}

function linesOf(sum: Risk, findings: readonly Finding[], all: boolean): readonly string[] {
  const inOrder = findings.toSorted((a, b) => b.llr - a.llr || (a.id < b.id ? -1 : 1));
  const against = inOrder.filter(({ llr }) => llr <= 0);
  return [
    `${sum.hire_id}  ${isUnknown(sum) ? 'unknown' : sum.band}, chance ${chanceText(sum.chance)}, sum ${signed(sum.logOdds)}`,
    ...inOrder.filter(({ llr }) => all || llr > 0).map((finding) => `  ${finding.detector}  ${signed(finding.llr)}  ${say(finding.headline, PLAIN)}`),
    ...(all || against.length === 0 ? [] : [`  and ${counted(against.length, 'finding')} that ${wordFor(against.length, 'speaks', 'speak')} for no farm, ${signed(against.at(-1)!.llr)} the strongest`]),
  ];
}

function restOf(silent: readonly Risk[], speaking: readonly Risk[]): readonly string[] {
  if (silent.length === 0) return [];
  const highest = speaking[0] === undefined ? '' : `; of ${speaking.length} of them something speaks for a farm, at a chance of ${chanceText(speaking[0].chance)} at most`;
  const unknown = silent.filter(isUnknown).length;
  return [`${counted(silent.length, 'more person is', 'more people are')} below watch${unknown === 0 ? '' : `, ${unknown} of them unknown: there is next to nothing to look at`}${highest}. All findings: --all`];
}
