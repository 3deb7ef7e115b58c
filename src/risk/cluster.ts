import { compareBytes } from '../core/canonical.ts';
import { SPEAKS } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import type { Finding } from '../detect/detector.ts';
import { rankOf, type Risk } from './risk.ts';

/** Log of how much likelier a tie alone makes a farm, so that it names a person: by itself it would put them at `watch`. */
const STRONG_TIE = Math.log(30);
/** A check by people that says so much for a person keeps them out. */
const CLEARED = -Math.log(2);

/**
 * People whom evidence ties to each other: hires that name each other in findings that speak for a farm and are not muted,
 * or of whom one names the other in a finding that makes a farm twice as likely. A faint word of one side joins nobody to a
 * case: the other may be watched for reasons of their own.
 * Two applications with some text in common tie nobody: of farms and of honest people many were written after one model.
 *
 * @param eligible only these may be members
 * @returns groups of at least one, members and groups in order of id
 */
export function clusters(findings: readonly Finding[], eligible: ReadonlySet<HireId>): readonly (readonly HireId[])[] {
  const leader = new Map<HireId, HireId>([...eligible].map((id) => [id, id]));
  const find = (id: HireId): HireId => {
    let top = id;
    while (leader.get(top) !== top) top = leader.get(top)!;
    return top;
  };
  const naming = findings.filter((finding) => speaks(finding) && eligible.has(finding.hire_id));
  const named = new Map<HireId, Set<HireId>>();
  for (const { hire_id: id, alongside } of naming) add(named, id, alongside);
  for (const finding of naming) {
    for (const other of finding.alongside) {
      if (!eligible.has(other) || (finding.llr < SPEAKS && !named.get(other)?.has(finding.hire_id))) continue;
      const [a, b] = [find(finding.hire_id), find(other)].sort() as [HireId, HireId];
      leader.set(b, a);
    }
  }
  const groups = Map.groupBy([...eligible].sort(), find);
  return [...groups.values()].sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}

/**
 * People who belong to a group though they are not watched: findings tie them strongly to a member at `review` or above,
 * who names them back. Whose laptop stands with those of a farm is part of the question, however ordinary they are besides.
 *
 * @returns for a group of {@link clusters}, who stands by it, in order of id
 */
export function bystanders(findings: readonly Finding[], risks: ReadonlyMap<HireId, Risk>): (group: readonly HireId[]) => readonly HireId[] {
  const named = new Map<HireId, Set<HireId>>();
  const tied = new Map<HireId, Set<HireId>>();
  const isPressing = (id: HireId): boolean => rankOf(risks.get(id)?.band ?? 'quiet') >= rankOf('review');
  for (const finding of findings) {
    if (!speaks(finding) || finding.alongside.length === 0) continue;
    const risk = risks.get(finding.hire_id);
    if (risk === undefined) continue;
    if (isPressing(risk.hire_id)) add(named, risk.hire_id, finding.alongside);
    else if (risk.band === 'quiet' && (risk.families[finding.family] ?? 0) >= STRONG_TIE && (risk.families.human ?? 0) > CLEARED) add(tied, risk.hire_id, finding.alongside);
  }
  return (group) => [...tied].filter(([id, others]) => group.some((member) => others.has(member) && named.get(member)?.has(id)))
    .map(([id]) => id).sort(compareBytes);
}

/**
 * People of whom no sum was made, because they are past their first months, and whom a finding of somebody at `review` or
 * above ties strongly to a person: they are worth a look, and whether they belong to a case is decided as for anybody.
 *
 * @returns in order of id; a fainter word names nobody, nor does a muted finding
 */
export function namedBeyond(findings: readonly Finding[], risks: readonly Risk[]): readonly HireId[] {
  const judged = new Map(risks.map((risk) => [risk.hire_id, risk]));
  const strong = findings.filter((finding) => {
    const risk = judged.get(finding.hire_id);
    return speaks(finding) && finding.llr >= STRONG_TIE && risk !== undefined && rankOf(risk.band) >= rankOf('review') && (risk.families[finding.family] ?? 0) >= STRONG_TIE;
  });
  return [...new Set(strong.flatMap(({ alongside }) => alongside))].filter((id) => !judged.has(id)).sort(compareBytes);
}

function speaks({ family, llr, muted }: Finding): boolean {
  return family !== 'application' && llr > 0 && muted === undefined;
}

function add(to: Map<HireId, Set<HireId>>, id: HireId, others: readonly HireId[]): void {
  to.set(id, (to.get(id) ?? new Set()).union(new Set(others)));
}
