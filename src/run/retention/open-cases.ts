import type { Case } from '../../cases/case.ts';
import { isUnderWay } from '../../cases/response.ts';
import type { HireId } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import { NOTHING_HELD, type Held } from '../holds/hold.ts';
import type { Pipeline } from '../pipeline.ts';
import { runOfCase } from '../run-of-case.ts';
import { responseBook } from '../responses/response-book.ts';

/** What cases and holds rest on. */
export interface OpenCases {
  /** People of these cases: they stay in scope. */
  readonly hires: ReadonlySet<HireId>;
  /** The same, whoever is held, and everybody whom a finding of theirs leans on. */
  readonly people: ReadonlySet<HireId>;
  /** Instants of the runs at which these and held cases opened, stood highest and were closed. */
  readonly instants: ReadonlySet<Instant>;
}

/**
 * Reads the open and held cases with the findings they named: those of the newest run, and those of the runs at which they
 * opened and stood highest.
 */
export function openCases(pipeline: Pipeline, held: Held = NOTHING_HELD): Promise<OpenCases> {
  return restingOf(pipeline, held, ({ status }) => status === 'open');
}

/** The same with the cases that were closed as true and whose response has not ended; those rest on the run at their closing, too. */
export async function casesUnderWay(pipeline: Pipeline, held: Held, now: Instant): Promise<OpenCases> {
  const responses = await responseBook(pipeline.parts.store).read();
  return restingOf(pipeline, held, (state) => isUnderWay(state, responses, now));
}

async function restingOf(pipeline: Pipeline, held: Held, which: (state: Case) => boolean): Promise<OpenCases> {
  const { run, cases } = await pipeline.cases();
  const hires = new Set(cases.filter(which).flatMap((state) => state.hires));
  const resting = cases.filter((state) => which(state) || isHeld(state, held));
  const instants = new Set(resting.flatMap(({ openedAt, peak }) => [openedAt, peak.at]));
  for (const state of resting) if (state.status === 'closed' && run) instants.add((await runOfCase(pipeline.runs, state, run)).asOf);
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
