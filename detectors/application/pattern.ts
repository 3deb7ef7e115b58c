import { mailShape } from '../../src/core/mail.ts';
import type { ApplicationRow } from '../../src/core/person.ts';
import type { Values } from '../../src/core/settings.ts';
import { DAY } from '../../src/core/time.ts';
import { applicantsOf } from '../../src/detect/people/applicants.ts';
import type { Detail, Known } from './detail.ts';
import type { SETTINGS } from './settings.ts';

/** With how many applicants the assumed share weighs. */
const ASSUMED = 20;

/**
 * Chance of `count` or more where `expected` are expected (Poisson).
 *
 * @example atLeast(1, 1) // => 1 − 1/e
 */
export function atLeast(count: number, expected: number): number {
  let term = Math.exp(-expected);
  let below = 0;
  for (let seen = 0; seen < count; seen++) {
    below += term;
    term *= expected / (seen + 1);
  }
  return Math.max(0, 1 - below);
}

interface Applicant { readonly at: number; readonly who: string; readonly shape: string }

/**
 * Tells where one build of mail address comes more often in some weeks than it does otherwise.
 *
 * Only addresses with three or more digits that are no year are looked at: words alone are how everybody's address looks.
 * The words themselves are never looked at. What is usual is counted among the applicants outside those weeks, from an
 * assumed share on.
 */
export function mailPatterns({ applications }: Known, settings: Values<typeof SETTINGS>): (application: ApplicationRow) => readonly Detail[] {
  const applicants = applicantsOf(applications);
  const all = new Map<string, Applicant>();
  for (const { application_id: id, applied_at: at, email } of applications) {
    const shape = email === undefined ? undefined : mailShape(email);
    const who = applicants.get(id)!;
    if (at !== undefined && shape !== undefined && at < (all.get(who)?.at ?? Infinity)) all.set(who, { at, who, shape });
  }
  const byShape = Map.groupBy(all.values(), ({ shape }) => shape);
  const times = [...all.values()].map(({ at }) => at).sort((a, b) => a - b);

  return ({ application_id: id }) => {
    const own = all.get(applicants.get(id) ?? id);
    if (!own || !/#(?:[3-9]|\d\d)/.test(own.shape)) return [];
    const near = (at: number): boolean => Math.abs(at - own.at) <= settings.patternDays * DAY;
    const same = byShape.get(own.shape)!;
    const sameNear = same.filter(({ at }) => near(at)).length;
    if (sameNear - 1 < settings.patternOthers) return [];
    const allNear = times.filter(near).length;
    const usual = (same.length - sameNear + settings.patternUsual * ASSUMED) / (times.length - allNear + ASSUMED);
    if (atLeast(sameNear, allNear * usual) > settings.patternChance) return [];
    return [{
      kind: 'mailPattern', adds: settings.mailPattern, alongside: [],
      says: `the mail address is built like ${sameNear - 1} others of ${allNear - 1} applicants within ${settings.patternDays} days (${(allNear * usual).toFixed(1)} would be usual)`,
    }];
  };
}
