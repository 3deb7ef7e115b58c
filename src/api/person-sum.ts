import { compareBytes } from '../core/canonical.ts';
import { SPEAKS } from '../core/family.ts';
import type { HireId } from '../core/person.ts';
import type { Said } from '../core/said.ts';
import { FAMILIES, type Finding, type OffsetChances } from '../detect/detector.ts';
import { outlook } from '../risk/fuse.ts';
import type { Risk } from '../risk/risk.ts';
import { indexOf } from '../run/run-index.ts';
import { asksOf } from './asks.ts';
import type { InnocentView, PersonSum, SumLine } from './contract.ts';
import { SAYS, dataThere, familyCells } from './family-cells.ts';
import type { Scene } from './scene.ts';
import { custodyOf } from './verdicts.ts';
import { headline, saysHome, seemsAt, sentence } from './wording.ts';

const sums = new WeakMap<Scene, Map<HireId, PersonSum>>();

/** One person's sum with everything around it. Made once for each scene. */
export function personSum(risk: Risk, scene: Scene): PersonSum {
  const known = sums.get(scene) ?? new Map<HireId, PersonSum>();
  sums.set(scene, known);
  const sum = known.get(risk.hire_id) ?? madeSum(risk, scene);
  known.set(risk.hire_id, sum);
  return sum;
}

function madeSum(risk: Risk, scene: Scene): PersonSum {
  const hire = scene.registry.hires.get(risk.hire_id);
  const custody = custodyOf(risk.hire_id, scene.run);
  const findings = indexOf(scene.run).findingsAbout(risk.hire_id);
  return {
    id: scene.names.of(risk.hire_id), name: scene.names.of(risk.hire_id), day: risk.day,
    saysHome: saysHome(hire), zone: hire?.time_zone, verdict: custody?.verdict, seemsAt: seemsAt(custody),
    logOdds: risk.logOdds, chance: risk.chance, band: risk.band, bandAt: risk.bandAt,
    families: familyCells(risk, scene), lines: sumLines(risk, findings, scene), ...asksOf(risk, findings, scene), innocent: innocentOf(risk, findings, scene),
    coverage: Object.entries(COVERED).map(([action, what]) => ({ what, share: risk.coverage[action] })),
    dataThere: dataThere(risk),
  };
}

const COVERED: Readonly<Record<string, string>> = {
  'sign-in': 'Sign-ins', 'check-in': 'Check-ins', 'activity': 'Activity', 'vpn-connected': 'VPN gateway', 'process-started': 'Software',
};

function sumLines(risk: Risk, findings: readonly Finding[], scene: Scene): readonly SumLine[] {
  let runs = 0;
  return risk.parts.map((part): SumLine => {
    runs += part.adds;
    const plain = { adds: part.adds, runs, without: undefined, bandWithout: undefined, finding: undefined, facts: [], innocent: [], rows: undefined, detector: undefined, question: undefined };
    if (part.kind === 'prior') return { ...plain, kind: 'prior', family: undefined, headline: part.headline };
    if (part.kind === 'limit') return { ...plain, kind: 'limit', family: part.family, headline: part.headline };
    const finding = findings.find(({ id }) => id === part.finding);
    const said = (text: Said): string => sentence(text, scene);
    return {
      ...plain, kind: 'finding', family: part.family, detector: part.detector,
      question: scene.detectors.find(({ id }) => id === part.detector)?.question,
      headline: `${finding?.muted ? 'Muted, adds 0: ' : ''}${headline(finding?.headline ?? [], scene)}`, without: part.without,
      bandWithout: outlook(findings.filter(({ id }) => id !== part.finding), scene.fusion).band, finding: part.finding,
      facts: (finding?.facts ?? []).map(({ label, value, usual }) => ({ label, value: said(value), usual })),
      innocent: (finding?.innocent ?? []).map(said),
    };
  });
}

/** Innocent explanations, each with the sum had the findings that name it never been: what it would leave is why it is not enough. */
function innocentOf(risk: Risk, findings: readonly Finding[], scene: Scene): readonly InnocentView[] {
  const parts = risk.parts.filter((part) => part.kind === 'finding').filter(({ adds }) => adds >= SAYS).sort((a, b) => b.adds - a.adds);
  const named = new Map<string, { readonly finding: Finding; readonly adds: number }[]>();
  for (const { finding: id, adds } of parts) {
    const finding = findings.find((one) => one.id === id);
    for (const reason of finding?.innocent ?? []) {
      const says = sentence(reason, scene);
      named.set(says, [...named.get(says) ?? [], { finding: finding!, adds }]);
    }
  }
  return [...named].map(([says, lines]): InnocentView => {
    const gone = new Set(lines.map(({ finding }) => finding.id));
    const then = outlook(findings.filter(({ id }) => !gone.has(id)), scene.fusion);
    return {
      says, seen: lines[0]!.finding.facts.map(({ label, value, usual }) => ({ label, value: sentence(value, scene), usual })),
      families: [...new Set(lines.map(({ finding }) => finding.family))], explains: risk.logOdds - then.logOdds, then: { band: then.band, chance: then.chance },
      leaves: FAMILIES.map((family) => ({ family, adds: then.families[family] ?? 0 })).filter(({ adds }) => adds >= SPEAKS).sort((a, b) => b.adds - a.adds),
    };
  }).sort((a, b) => b.explains - a.explains || compareBytes(a.says, b.says));
}

/** How well each offset fits a person's hours, where these speak for another one than the claimed. */
export function offsetsOf(hire: HireId, scene: Scene): OffsetChances | undefined {
  return indexOf(scene.run).findingsAbout(hire).find(({ offsets, llr }) => offsets !== undefined && llr > 0)?.offsets;
}
