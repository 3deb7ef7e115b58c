import type { HireId } from '../core/person.ts';
import type { Custody } from '../detect/places/custody.ts';
import type { Finding } from '../detect/detector.ts';
import type { Risk } from '../risk/risk.ts';
import type { Run } from './stored-run.ts';

/** The parts of a run by whom and what they are about. */
export interface RunIndex {
  finding(id: string): Finding | undefined;
  findingsAbout(hire: HireId): readonly Finding[];
  risk(hire: HireId): Risk | undefined;
  custodyOf(hire: HireId): readonly Custody[];
}

const indexes = new WeakMap<Run, RunIndex>();

/** Made once for each run: a large one holds a hundred thousand findings, and every line of a page asks for one. */
export function indexOf(run: Run): RunIndex {
  const known = indexes.get(run);
  if (known) return known;
  const byId = new Map(run.findings.map((finding) => [finding.id, finding]));
  const byHire = Map.groupBy(run.findings, (finding) => finding.hire_id);
  const risks = new Map(run.risks.map((risk) => [risk.hire_id, risk]));
  const custody = Map.groupBy(run.custody, (one) => one.hire_id);
  const index: RunIndex = {
    finding: (id) => byId.get(id), findingsAbout: (hire) => byHire.get(hire) ?? [], risk: (hire) => risks.get(hire), custodyOf: (hire) => custody.get(hire) ?? [],
  };
  indexes.set(run, index);
  return index;
}
