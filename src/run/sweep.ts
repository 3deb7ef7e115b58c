import type { HireId } from '../core/person.ts';
import type { Day, Instant } from '../core/time.ts';
import type { Finding } from '../detect/detector.ts';
import { gatherer } from '../detect/counts/gather.ts';
import { toldByEvents } from '../detect/places/told-by-events.ts';
import { readHistory, registryAt } from '../detect/people/registry.ts';
import { detect } from '../detect/run.ts';
import type { Risk } from '../risk/risk.ts';
import { risksOf } from './judged.ts';
import type { Journal, Store } from '../store/store.ts';
import type { Pipeline } from './pipeline.ts';

/** Why earlier hires were looked at once, and until when what was found may be used. */
export interface SweepEntry {
  readonly at: Instant;
  readonly asOf: Instant;
  readonly hiredSince: Day;
  readonly purpose: string;
  /** Last day. */
  readonly until: Day;
  /** People looked at. */
  readonly people: number;
  /** People of whom no event of the last thirty days is held. */
  readonly unseen: number;
  readonly findings: number;
}

export function sweepJournal(store: Store): Journal<SweepEntry> {
  return store.journal<SweepEntry>('sweeps');
}

export interface Sweep {
  readonly findings: readonly Finding[];
  /** What the findings about each of them come to, as a run would add them up; in order of id. */
  readonly sums: readonly Risk[];
  readonly people: readonly HireId[];
  /** Those of them who are in scope, so that every run looks at them anyway. */
  readonly watched: readonly HireId[];
  /** Of these no event of the last thirty days is held: that nothing was found about them says nothing. */
  readonly unseen: readonly HireId[];
}

/**
 * Runs all detectors once over people hired since a day who have started and not left, in scope or not.
 *
 * Nothing of it is stored as a run: no sum, no case, no notice. What housekeeping let go of stays gone.
 */
export async function sweep(pipeline: Pipeline, asOf: Instant, hiredSince: Day): Promise<Sweep> {
  const { store, scope } = pipeline.parts;
  const { judges } = await pipeline.inForce(asOf);
  const history = await readHistory(store);
  const known = registryAt(history, asOf, scope);
  const swept = [...known.hires.values()].filter(({ start_date: start, startsAt, end_date: ended }) => start >= hiredSince && startsAt <= asOf && ended === undefined).map(({ hire_id: id }) => id).sort();
  const among = new Set(swept);
  const gather = gatherer(store);
  const registry = await toldByEvents(registryAt(history, asOf, scope, among), gather);
  const { findings, presence } = await detect(gather, registry, judges.detectors, await pipeline.crowdAt(asOf));
  const ofSwept = findings.filter(({ hire_id: id }) => among.has(id));
  return {
    people: swept, findings: ofSwept, sums: risksOf(ofSwept, presence, registry, judges).filter(({ hire_id: id }) => among.has(id)), watched: swept.filter((id) => known.hires.get(id)?.inScope), unseen: swept.filter((id) => !presence.daysByHire.has(id)),
  };
}
