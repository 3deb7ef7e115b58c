import type { Values } from '../../src/core/settings.ts';
import type { SETTINGS } from './settings.ts';

/** What is known of a laptop and those it stands with. */
export interface Company {
  /** Other starters without a declared tie, 1 or more. */
  readonly others: number;
  /** Days together with the one it shares most days with. */
  readonly days: number;
  /** Share of contact at nights and weekends, 0 to 1. */
  readonly offHours: number;
  /** Company laptops seen at the same places that do not live there. */
  readonly visitors: number;
  /** The same router or radio was seen, not only the same address. */
  readonly sameRouter: boolean;
  /** Share of this company's other starters that were ever found in such a group, 0 to 1. */
  readonly companyRate: number;
}

/**
 * Weight of standing with other starters, against three ordinary ways to do so: a home shared without telling,
 * a visit (off-site, hotel, holiday), and a place of work that is not vouched for.
 *
 * Every likelihood is a product of independent looks: how many, how long, at which hours, who else comes by.
 *
 * @returns ln P(seen | farm) − ln P(seen | ordinary), 0 or less only where the place looks like a place of work
 */
export function weightOf(seen: Company, settings: Values<typeof SETTINGS>): number {
  const more = seen.others - 1;
  const { offHours } = seen;
  const home = (settings.homeShared + seen.companyRate) * 0.1 ** more
    * hoursLikelihood(offHours, 0.55) * (seen.visitors > 1 ? 0.05 : 0.95);
  const visit = settings.visit * Math.exp(-(seen.days - 1) / settings.visitDays) * 0.6 ** more
    * hoursLikelihood(offHours, 0.4) * (seen.visitors > 1 ? 0.3 : 0.7);
  const work = (seen.sameRouter ? 0.5 : 1) * settings.workplace * 0.7 ** more
    * hoursLikelihood(offHours, 0.06) * (seen.visitors > 1 ? 0.7 : 0.3);
  const farm = settings.farmShared * (more > 0 ? 0.7 : 1)
    * hoursLikelihood(offHours, 0.6) * (seen.visitors > 1 ? 0.08 : 0.92);
  return Math.log(farm) - Math.log(home + visit + work);
}

/**
 * Density of a share of off-hour contact around its usual value: a beta density with the weight of eight looks,
 * broad enough that no single share decides.
 */
function hoursLikelihood(share: number, usual: number): number {
  const looks = 8;
  const a = 1 + looks * usual;
  const b = 1 + looks * (1 - usual);
  const x = Math.min(0.98, Math.max(0.02, share));
  return Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log(1 - x) - logBeta(a, b));
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Stirling's series after shifting the argument above 8; error below 1e-9. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  while (y < 8) shift += Math.log(y++);
  const inverse = 1 / (y * y);
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + (1 / (12 * y)) * (1 - inverse * (1 / 30 - inverse / 105)) - shift;
}
