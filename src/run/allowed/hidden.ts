import { compareBytes } from '../../core/canonical.ts';
import type { HireId, Serial } from '../../core/person.ts';
import type { Finding } from '../../detect/detector.ts';
import { rankOf, type Band } from '../../risk/risk.ts';
import type { Run } from '../stored-run.ts';

/** What stands without a row and not, or less, with it. */
export interface Hidden {
  /** Findings that only stand, or weigh more, without the row; of each its weight with the row, where it has one. */
  readonly findings: readonly { readonly finding: Finding; readonly withRow?: number }[];
  /** Whom they are about. */
  readonly people: readonly HireId[];
  /** People whose band is lower with the row. */
  readonly bands: readonly { readonly hire: HireId; readonly withRow: Band; readonly without: Band }[];
  /** Cases that are open only without the row. */
  readonly cases: readonly { readonly id: string; readonly hires: readonly HireId[] }[];
  /** Laptops of which something else is said with the row. */
  readonly laptops: readonly { readonly serial: Serial; readonly withRow: string; readonly without: string }[];
}

/** Nothing at all. */
export const NOTHING_HIDDEN: Hidden = { findings: [], people: [], bands: [], cases: [], laptops: [] };

/** Smaller differences are rounding. */
const SAME = 1e-9;

/**
 * What a row hides: the difference between two runs over the same evidence, one with the row and one without it.
 *
 * Findings that speak for somebody are not hidden; where a row brings one about, it shows in the bands.
 */
export function hiddenBetween(withRow: Run, without: Run): Hidden {
  const kept = new Map(withRow.findings.map((finding) => [finding.id, finding.llr]));
  const findings = without.findings.filter(({ id, llr }) => llr > 0 && llr > (kept.get(id) ?? -Infinity) + SAME)
    .map((finding) => ({ finding, ...(kept.has(finding.id) ? { withRow: kept.get(finding.id)! } : {}) }));
  const bands = new Map(withRow.risks.map(({ hire_id: hire, band }) => [hire, band]));
  const open = new Set(withRow.cases.filter(({ status }) => status === 'open').map(({ id }) => id));
  const verdicts = new Map(withRow.custody.map(({ serial, verdict }) => [serial, verdict]));
  return {
    findings,
    people: [...new Set(findings.map(({ finding }) => finding.hire_id))].sort(compareBytes),
    bands: without.risks.flatMap(({ hire_id: hire, band }) => {
      // Who is in scope only because a case is open is watched either way.
      const lower = bands.get(hire) ?? 'quiet';
      return rankOf(lower) < rankOf(band) ? [{ hire, withRow: lower, without: band }] : [];
    }),
    cases: without.cases.filter(({ id, status }) => status === 'open' && !open.has(id)).map(({ id, hires }) => ({ id, hires })),
    laptops: without.custody.flatMap(({ serial, verdict }) => {
      const other = verdicts.get(serial);
      return other !== undefined && other !== verdict ? [{ serial, withRow: other, without: verdict }] : [];
    }),
  };
}
