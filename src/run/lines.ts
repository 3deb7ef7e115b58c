import type { Case } from '../cases/case.ts';
import { PLAIN, say } from '../core/said.ts';
import { isoOf } from '../core/time.ts';
import type { Custody } from '../detect/places/custody.ts';
import type { Finding } from '../detect/detector.ts';
import { isUnknown } from '../risk/blind.ts';
import type { Risk } from '../risk/risk.ts';
import { hiddenOf } from './mutes.ts';
import type { Run } from './stored-run.ts';

/* The lines that others read: names and meanings stay; additions are welcome. Instants are written as ISO 8601. */

/** A finding as a line of JSON. */
export function findingLine(finding: Finding): object {
  return {
    id: finding.id, detector: finding.detector, version: finding.version, family: finding.family, hire_id: finding.hire_id,
    alongside: finding.alongside, llr: finding.llr,
    window: { from: isoOf(finding.window.from), to: isoOf(finding.window.to) },
    headline: say(finding.headline, PLAIN),
    facts: finding.facts.map(({ label, value, usual }) => ({ label, value: say(value, PLAIN), usual })),
    innocent: finding.innocent.map((reason) => say(reason, PLAIN)),
    clear: say(finding.clear, PLAIN), newest: isoOf(finding.newest),
    ...(finding.muted === undefined ? {} : { muted: finding.muted }),
  };
}

/** A sum as a line of JSON. @param findings those that its parts name, by id */
export function riskLine(risk: Risk, findings: ReadonlyMap<string, Finding>): object {
  return {
    hire_id: risk.hire_id, as_of: isoOf(risk.asOf), day: risk.day, log_odds: risk.logOdds, chance: risk.chance, band: risk.band,
    band_at: { '1_in_100': risk.bandAt.oneIn100, '1_in_5000': risk.bandAt.oneIn5000 },
    parts: risk.parts.map((part) => (part.kind === 'finding'
      ? { kind: part.kind, detector: part.detector, family: part.family, finding: part.finding, adds: part.adds, without: part.without, headline: say(findings.get(part.finding)?.headline ?? [], PLAIN) }
      : part)),
    coverage: risk.coverage, blind: risk.blind ?? [], unknown: isUnknown(risk),
  };
}

/** @param findings of the run, which tell what is hidden of its people */
function caseLine(state: Case, findings: readonly Finding[] = []): object {
  const hidden = hiddenOf(state.hires, findings);
  return {
    id: state.id, opened_at: isoOf(state.openedAt), updated_at: isoOf(state.updatedAt), status: state.status,
    ...(state.mergedInto === null ? {} : { merged_into: state.mergedInto }),
    hires: state.hires, joined: Object.fromEntries(Object.entries(state.joined).map(([hire, at]) => [hire, isoOf(at)])),
    band: state.band, chance: state.chance, peak: { ...state.peak, at: isoOf(state.peak.at) },
    families: state.families, headline: state.headline, findings: state.findings, ...(hidden.length === 0 ? {} : { muted: hidden }),
    ...(state.owner === null ? {} : { owner: state.owner }), ...(state.closed === null ? {} : { closed: { reason: state.closed.reason, at: isoOf(state.closed.at) } }),
  };
}

function deviceLine(custody: Custody): object {
  const { serial, hire_id: hire, last_contact: last, shipped_to: sentTo, ...rest } = custody;
  return {
    serial, hire_id: hire,
    ...(sentTo === undefined ? {} : { shipped_to: { lat: sentTo.lat, lon: sentTo.lon, ...(sentTo.radiusKm === undefined ? {} : { radius_km: sentTo.radiusKm }) } }),
    ...rest,
    ...(last === undefined ? {} : { last_contact: isoOf(last) }),
  };
}

/**
 * All lines of one kind that a run gives, ordered by id.
 *
 * @param dark names of sources that are dark at the instant of the run; verdicts name them, because what they would show is missing
 */
export function linesOf(kind: 'findings' | 'risk' | 'cases' | 'devices', run: Run, cases: readonly Case[], dark: readonly string[] = []): readonly object[] {
  const lines = plainLines(kind, run, cases);
  return kind === 'findings' ? lines : lines.map((line) => withDark(line, dark));
}

/** A verdict with the sources that were dark when it was made, where some were. */
export function withDark(line: object, dark: readonly string[]): object {
  return dark.length === 0 ? line : { ...line, dark_sources: dark };
}

function plainLines(kind: 'findings' | 'risk' | 'cases' | 'devices', run: Run, cases: readonly Case[]): readonly object[] {
  switch (kind) {
    case 'findings': return run.findings.map(findingLine);
    case 'risk': {
      const findings = new Map(run.findings.map((finding) => [finding.id, finding]));
      return run.risks.map((risk) => riskLine(risk, findings));
    }
    case 'cases': return cases.map((state) => caseLine(state, run.findings));
    case 'devices': return run.custody.map(deviceLine);
  }
}
