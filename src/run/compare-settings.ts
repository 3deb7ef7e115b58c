import { triage, type CaseFile } from '../cases/triage.ts';
import { PLAIN, say } from '../core/said.ts';
import type { Instant } from '../core/time.ts';
import type { Finding } from '../detect/detector.ts';
import { toldByEvents } from '../detect/places/told-by-events.ts';
import { readHistory, registryAt } from '../detect/people/registry.ts';
import { detect } from '../detect/run.ts';
import { differenceOf, sideOverRuns, type Difference } from './difference.ts';
import { judgedAt, risksOf, type Judges } from './judged.ts';
import { muting } from './mutes.ts';
import type { Pipeline } from './pipeline.ts';

/**
 * What other values of settings would have made of these instants. Nothing is stored, and nobody is notified.
 *
 * Both sides see the same rows and start without cases, so that nothing differs but the values; what people did to cases, and
 * that people of open cases stay in scope, is left out of both. The side of today has the values in force now at every
 * instant, also where others were in force then: the question is what would change.
 *
 * @param proposed the same detectors as those in force, some with other values
 * @param instants rising
 */
export async function compareSettings(pipeline: Pipeline, today: Judges, proposed: Judges, instants: readonly Instant[], progress: (done: number) => void): Promise<Difference> {
  const { store, scope } = pipeline.parts;
  const { gather } = pipeline;
  const changed = proposed.detectors.filter(({ settings }, index) => settings !== today.detectors[index]?.settings);
  const anew = new Set(changed.map(({ detector }) => detector.id));
  const [before, after] = [sideOverRuns(), sideOverRuns()];
  let [casesBefore, casesAfter]: [CaseFile, CaseFile] = [new Map(), new Map()];
  const history = await readHistory(store);
  const last = instants.at(-1);
  const mutes = last === undefined ? [] : (await pipeline.inForce(last)).mutes;
  for (const [done, asOf] of instants.entries()) {
    const registry = await toldByEvents(registryAt(history, asOf, scope), gather);
    const crowd = await pipeline.crowdAt(asOf);
    const now = await judgedAt(gather, registry, today, crowd, mutes);
    const others = anew.size === 0 ? [] : (await detect(gather, registry, changed, crowd)).findings;
    const findings = [...now.findings.filter(({ detector }) => !anew.has(detector)), ...muting(others, mutes, registry.hires)];
    const risks = risksOf(findings, now.presence, registry, proposed);
    before.take(now.risks);
    after.take(risks);
    casesBefore = triage(casesBefore, { asOf, risks: now.risks, findings: now.findings, halfLifeDays: today.fusion.halfLifeDays, headlineOf });
    casesAfter = triage(casesAfter, { asOf, risks, findings, halfLifeDays: proposed.fusion.halfLifeDays, headlineOf });
    progress(done + 1);
  }
  return differenceOf(before.side([...casesBefore.values()]), after.side([...casesAfter.values()]));
}

function headlineOf(finding: Finding): string {
  return say(finding.headline, PLAIN);
}
