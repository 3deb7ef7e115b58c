import type { Case } from '../../cases/case.ts';
import type { HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import { NOTHING_HELD, type Held } from '../holds/hold.ts';
import type { Pipeline } from '../pipeline.ts';

/** What open cases and holds rest on. */
export interface OpenCases {
  /** People of open cases: they stay in scope. */
  readonly hires: ReadonlySet<HireId>;
  /** The same, whoever is held, and everybody whom a finding of theirs leans on. */
  readonly people: ReadonlySet<HireId>;
  /** Instants of the runs at which open and held cases opened and stood highest. */
  readonly instants: ReadonlySet<Instant>;
}

/**
 * Reads the open and held cases with the findings they named: those of the newest run, and those of the runs at which they
 * opened and stood highest.
 */
export async function openCases(pipeline: Pipeline, held: Held = NOTHING_HELD): Promise<OpenCases> {
  const { run, cases } = await pipeline.cases();
  const open = cases.filter(({ status }) => status === 'open');
  const hires = new Set(open.flatMap((state) => state.hires));
  const resting = cases.filter((state) => state.status === 'open' || isHeld(state, held));
  const instants = new Set(resting.flatMap(({ openedAt, peak }) => [openedAt, peak.at]));
  const spoken = hires.union(held.hires);
  const people = new Set(spoken);
  for (const at of new Set([...instants, ...(run ? [run.asOf] : [])])) {
    const { findings = [] } = (at === run?.asOf ? run : await pipeline.runs.get(at)) ?? {};
    for (const finding of findings) if (spoken.has(finding.hire_id)) for (const hire of finding.alongside) people.add(hire);
  }
  return { hires, people, instants };
}

/** True for a case that is on hold, by itself or by one of its people. */
export function isHeld({ id, hires }: Pick<Case, 'id' | 'hires'>, held: Held): boolean {
  return held.cases.has(id) || hires.some((hire) => held.hires.has(hire));
}
