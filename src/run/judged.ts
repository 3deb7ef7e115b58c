import type { CustodyValues } from '../detect/places/custody-settings.ts';
import type { Family, Finding } from '../detect/detector.ts';
import type { Gatherer } from '../detect/counts/gather.ts';
import { dayOfEmployment, type Registry } from '../detect/people/registry.ts';
import { coverageOf, expectsOf, type Presence } from '../detect/people/presence.ts';
import { detect, type Armed, type Crowd, type Detected } from '../detect/run.ts';
import { blindFamilies } from '../risk/blind.ts';
import { fuse, type FusionContext, type FusionValues } from '../risk/fuse.ts';
import type { Risk } from '../risk/risk.ts';
import { muting, type Mute } from './mutes.ts';

/** What judges: detectors and fusion with the values of their settings. */
export interface Judges {
  readonly detectors: readonly Armed[];
  readonly fusion: FusionValues;
  /** Of verdicts about laptops. */
  readonly custody: CustodyValues;
}

export interface Judged extends Detected {
  /** Everybody in scope, in order of id. */
  readonly risks: readonly Risk[];
}

/** How fusion is asked at an instant. */
export function fusionOf({ detectors, fusion }: Pick<Judges, 'detectors' | 'fusion'>, asOf: number): FusionContext {
  const byFamily: Partial<Record<Family, number>> = {};
  for (const { detector } of detectors) byFamily[detector.family] = (byFamily[detector.family] ?? 0) + 1;
  return { asOf, values: fusion, detectors: byFamily };
}

/** What detectors and fusion say at one instant about everybody in scope. Nothing is stored. */
export async function judgedAt(gather: Gatherer, registry: Registry, judges: Judges, crowd: Crowd, mutes: readonly Mute[] = []): Promise<Judged> {
  const detected = await detect(gather, registry, judges.detectors, crowd);
  const findings = muting(detected.findings, mutes, registry.hires);
  return { ...detected, findings, risks: risksOf(findings, detected.presence, registry, judges) };
}

/** The sums of everybody in scope, in order of id. */
export function risksOf(findings: readonly Finding[], presence: Presence, registry: Registry, judges: Pick<Judges, 'detectors' | 'fusion'>): readonly Risk[] {
  const { asOf } = registry;
  const byHire = Map.groupBy(findings, (finding) => finding.hire_id);
  const fusion = fusionOf(judges, asOf);
  return [...registry.hires.values()].filter(({ inScope }) => inScope)
    .sort((a, b) => (a.hire_id < b.hire_id ? -1 : 1))
    .map((hire) => {
      const coverage = coverageOf(hire, asOf, presence);
      const blind = blindFamilies(coverage, (action) => presence.companyDays.has(action) && expectsOf(hire.device_kind, action), judges.detectors.map(({ detector }) => detector));
      return { ...fuse(hire.hire_id, dayOfEmployment(hire, asOf), byHire.get(hire.hire_id) ?? [], coverage, fusion), blind };
    });
}
