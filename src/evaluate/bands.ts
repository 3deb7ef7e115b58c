import type { Case } from '../cases/case.ts';
import type { Band } from '../risk/risk.ts';

// The order is the product's; only its types may be imported here, so that figures lean on no code they judge.
const ORDER: readonly Band[] = ['quiet', 'watch', 'review', 'act'];

/** Position of a band, for comparing. */
export function rank(band: Band): number {
  return ORDER.indexOf(band);
}

/** True for a case that stands before somebody's eyes. */
export function isOpenAtReview({ status, band }: Pick<Case, 'status' | 'band'>): boolean {
  return status === 'open' && rank(band) >= rank('review');
}
