import type { Case } from '../../cases/case.ts';
import { observationOf } from '../../catalogue/tools.ts';
import type { Event } from '../../core/event.ts';
import type { Instant } from '../../core/time.ts';
import type { Custody } from '../../detect/places/custody.ts';
import type { Finding, Hire } from '../../detect/detector.ts';
import { readHistory, registryAt } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import type { FusionContext } from '../../risk/fuse.ts';
import type { Risk } from '../../risk/risk.ts';
import { fusionOf } from '../../run/judged.ts';
import { rowReader } from '../../run/look.ts';
import type { Pipeline } from '../../run/pipeline.ts';
import { runOfCase } from '../../run/run-of-case.ts';
import type { Run } from '../../run/stored-run.ts';
import { maskedCase, maskedFinding, maskedHire, type Named } from './masked.ts';

/** So many raw rows behind one finding are taken along, the newest. */
const MOST_ROWS = 20_000;

/** Who hands a case on. */
export interface Sender {
  readonly organisation: string;
  /** Whom to ask, such as a mail address. */
  readonly contact?: string;
  readonly simulated: boolean;
}

/** A case with all that it rests on, as it stood at one run. It names nobody who is not in the case, but for what people wrote into it. */
export interface CaseMaterial extends Sender {
  readonly state: Case;
  readonly asOf: Instant;
  /** In order of id. */
  readonly hires: readonly Hire[];
  readonly risks: readonly Risk[];
  readonly findings: readonly Finding[];
  readonly laptops: readonly Custody[];
  /** The raw rows of its people behind the findings, each once, in order of time. */
  readonly events: readonly Event[];
  /** Rows behind the findings that were too many to be taken along, counted finding by finding. */
  readonly rowsLeft: number;
  readonly fusion: FusionContext;
  readonly versions: Run['versions'];
  /** ATT&CK techniques of the detectors that speak. */
  readonly techniques: readonly string[];
  /** True for an address of a place that the company vouches for. */
  vouched(line: string): boolean;
  /** The remote-control tool that a row is about, as the catalogue knew it at the run. */
  toolOf(event: Event): { readonly id: string; readonly name: string } | undefined;
}

/**
 * Reads a case from what is stored.
 *
 * @param at the newest run at or before it counts; without it the newest of all; of a closed case the newest at or before its closing
 * @throws FarmwatchError `not.found` where no such case stood then
 */
export async function materialOf(pipeline: Pipeline, id: string, sender: Sender, at?: Instant): Promise<CaseMaterial> {
  const { store, scope, detectors } = pipeline.parts;
  const { run: newest, cases } = await pipeline.cases(at);
  const state = cases.find((one) => one.id === id);
  if (!newest || !state) throw new FarmwatchError('not.found', { what: `case ${JSON.stringify(id)}`, cure: 'See "farmwatch cases" for those there are.' });
  const run = await runOfCase(pipeline.runs, state, newest);
  const concerned = new Set(state.hires);
  const found = run.findings.filter(({ hire_id: hire }) => concerned.has(hire));
  const registry = registryAt(await readHistory(store), run.asOf, scope, concerned);
  const named: Named = {
    hire: (hire) => concerned.has(hire),
    laptop: (serial) => {
      const holder = registry.directory.holderOf(serial, run.asOf);
      return holder === undefined || concerned.has(holder) || state.hires.some((hire) => registry.hires.get(hire)?.device_serials.includes(serial));
    },
  };
  const findings = found.map((finding) => maskedFinding(finding, named));
  const readRows = await rowReader(store, scope, run.asOf, concerned);
  const rows = new Map<string, Event>();
  let rowsLeft = 0;
  for (const finding of found) {
    const behind = await readRows(finding, MOST_ROWS);
    rowsLeft += behind.total - behind.rows.length;
    for (const row of behind.rows) rows.set(JSON.stringify([row['event.module'], row['event.dataset'], row['event.id']]), row);
  }
  const speaking = new Set(findings.filter(({ llr }) => llr > 0).map(({ detector }) => detector));
  return {
    ...sender, state: maskedCase(state, found, named), asOf: run.asOf, findings, rowsLeft, versions: run.versions,
    hires: state.hires.flatMap((hire) => registry.hires.get(hire) ?? []).map((hire) => maskedHire(hire, named)),
    risks: run.risks.filter(({ hire_id: hire }) => concerned.has(hire)),
    laptops: run.custody.filter(({ hire_id: hire }) => hire !== null && concerned.has(hire)),
    events: [...rows.entries()].sort(([a, one], [b, other]) => one['@timestamp'] - other['@timestamp'] || (a < b ? -1 : 1)).map(([, event]) => event),
    fusion: fusionOf((await pipeline.inForce(run.asOf)).judges, run.asOf),
    techniques: [...new Set(detectors.flatMap(({ detector: { id: detector, technique } }) => (technique !== undefined && speaking.has(detector) ? [technique] : [])))].sort(),
    vouched: registry.vouched,
    toolOf: (event) => registry.catalogue.matchTool(observationOf(event))?.tool ?? registry.catalogue.toolById(event['farmwatch.remote.protocol'] ?? ''),
  };
}

/** A case that people found to be a farm; every other is an open question. */
export function isConfirmed({ closed, status }: Case): boolean {
  return status === 'closed' && closed?.reason === 'true';
}
