import type { HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import type { Pipeline } from '../pipeline.ts';

/** What open cases rest on. */
export interface OpenCases {
  /** People of open cases: they stay in scope. */
  readonly hires: ReadonlySet<HireId>;
  /** The same, and everybody whom a finding of theirs leans on. */
  readonly people: ReadonlySet<HireId>;
  /** Instants of the runs at which they opened and stood highest. */
  readonly instants: ReadonlySet<Instant>;
}

/**
 * Reads the open cases with the findings they named: those of the newest run, and those of the runs at which they
 * opened and stood highest.
 */
export async function openCases(pipeline: Pipeline): Promise<OpenCases> {
  const { run, cases } = await pipeline.cases();
  const open = cases.filter(({ status }) => status === 'open');
  const hires = new Set(open.flatMap((state) => state.hires));
  const instants = new Set(open.flatMap(({ openedAt, peak }) => [openedAt, peak.at]));
  const people = new Set(hires);
  for (const at of new Set([...instants, ...(run ? [run.asOf] : [])])) {
    const { findings = [] } = (at === run?.asOf ? run : await pipeline.runs.get(at)) ?? {};
    for (const finding of findings) if (hires.has(finding.hire_id)) for (const hire of finding.alongside) people.add(hire);
  }
  return { hires, people, instants };
}
