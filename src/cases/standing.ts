import { compareBytes } from '../core/canonical.ts';
import { FAMILIES, SPEAKS } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import type { Finding } from '../detect/detector.ts';
import { rankOf, type Risk } from '../risk/risk.ts';
import type { Standing } from './case.ts';

/** At most so many sentences tell what a case is about. */
const MOST_SENTENCES = 3;

/** What one run found, as far as it tells what stands about people. */
export interface Told {
  readonly findings: readonly Finding[];
  /** One sentence for each finding, as an analyst reads it. */
  headlineOf(finding: Finding): string;
}

/**
 * What stands about some people at one run. Band and chance are the highest of theirs, families are those that speak for one of
 * them, findings those that weigh for a farm; the sentences are the heaviest ones of whoever stands highest, one a family.
 *
 * @returns `quiet` at chance 0, with the people as they are, where the run made a sum of nobody of them
 */
export function standingOf(hires: readonly HireId[], risks: ReadonlyMap<HireId, Risk>, told: Told): Standing {
  const members = hires.flatMap((hire) => risks.get(hire) ?? []);
  const top = members.toSorted((a, b) => rankOf(b.band) - rankOf(a.band) || b.chance - a.chance || compareBytes(a.hire_id, b.hire_id))[0];
  const findings = speakingAbout(members, told.findings);
  return {
    band: top?.band ?? 'quiet', chance: top?.chance ?? 0, hires: hires.toSorted(compareBytes),
    families: FAMILIES.filter((family) => members.some((risk) => (risk.families[family] ?? 0) >= SPEAKS)),
    findings: findings.map(({ id }) => id).sort(compareBytes), headline: sentencesOf(top, findings, told),
  };
}

/** The findings about some people that weigh for a farm, heaviest first. */
function speakingAbout(members: readonly Risk[], findings: readonly Finding[]): readonly Finding[] {
  const ids = new Set(members.map(({ hire_id: id }) => id));
  const weights = new Map<string, number>();
  for (const risk of members) for (const part of risk.parts) if (part.kind === 'finding' && part.adds > 0) weights.set(part.finding, part.adds);
  return findings.filter((finding) => ids.has(finding.hire_id) && weights.has(finding.id))
    .sort((a, b) => weights.get(b.id)! - weights.get(a.id)! || compareBytes(a.id, b.id));
}

function sentencesOf(top: Risk | undefined, findings: readonly Finding[], { headlineOf }: Told): string {
  const heaviest = new Map<Finding['family'], Finding>();
  for (const finding of findings) if (finding.hire_id === top?.hire_id && !heaviest.has(finding.family)) heaviest.set(finding.family, finding);
  return [...heaviest.values()].slice(0, MOST_SENTENCES).map((finding) => headlineOf(finding)).join(' ');
}
