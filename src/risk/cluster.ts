import type { HireId } from '../core/person.ts';
import type { Finding } from '../detect/detector.ts';

/**
 * People whom evidence ties to each other: hires that name each other in findings that speak for a farm and are not muted.
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
  for (const finding of findings) {
    if (finding.llr <= 0 || finding.muted !== undefined || !eligible.has(finding.hire_id)) continue;
    for (const other of finding.alongside) {
      if (!eligible.has(other)) continue;
      const [a, b] = [find(finding.hire_id), find(other)].sort() as [HireId, HireId];
      leader.set(b, a);
    }
  }
  const groups = Map.groupBy([...eligible].sort(), find);
  return [...groups.values()].sort((a, b) => (a[0]! < b[0]! ? -1 : 1));
}
