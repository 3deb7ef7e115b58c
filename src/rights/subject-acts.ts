import { CHECKS } from '../cases/check-kinds.ts';
import type { Case } from '../cases/case.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import type { History } from '../detect/people/registry.ts';
import { checkBook } from '../run/checks/check-book.ts';
import { exportBook, type Leaving } from '../run/export-book.ts';
import { responseBook } from '../run/responses/response-book.ts';
import { PURPOSES, openIn, revealBook } from '../run/reveals.ts';
import type { Store } from '../store/store.ts';

/** A check of the person, by people. What was noted with it may speak of others, and is told in person. */
export interface SaidCheck { readonly what: string; readonly begunAt: Instant; readonly outcome?: string; readonly endedAt?: Instant }
/** What was done about a case of theirs that was confirmed. */
export interface SaidStep { readonly case: string; readonly what: string; readonly doneAt?: Instant; readonly leftOutAt?: Instant }
/** What of a case of theirs was to leave the company, and for whom; without `approvedAt` it did not. */
export interface SaidExport { readonly what: Leaving; readonly to: string; readonly askedAt: Instant; readonly approvedAt?: Instant }
/** Somebody asked who is behind their pseudonym. */
export interface SaidReveal { readonly why: string; readonly askedAt: Instant; readonly opened: boolean; readonly looks: readonly Instant[] }

/** What staff did about one person, without names of staff and without their words. */
export interface ActsAbout { readonly checks: readonly SaidCheck[]; readonly steps: readonly SaidStep[]; readonly exports: readonly SaidExport[]; readonly reveals: readonly SaidReveal[] }

/**
 * Reads what staff did about a person: checks, steps of responses, what left the company, and reveals.
 *
 * @param withheld leaves out what belongs to an inquiry: then only checks that came of no case are told
 */
export async function actsAbout(store: Pick<Store, 'journal'>, hire: HireId, applications: History['applications'], cases: readonly Case[], withheld: boolean): Promise<ActsAbout> {
  const applied = new Set(applications.map(({ versions }) => versions.at(-1)!.row).filter((row) => row.hire_id === hire).map((row) => row.application_id));
  const mine = new Set(cases.map(({ id }) => id));
  const tasks = [...(await checkBook(store).read()).values()]
    .filter(({ subject, origin }) => ('hire' in subject ? subject.hire === hire : applied.has(subject.application)) && !(withheld && 'case' in origin));
  const checks = tasks.map(({ kind, at, done, dropped }): SaidCheck => {
    const end = done ?? dropped;
    return { what: CHECKS[kind].title, begunAt: at, ...(end ? { outcome: done?.outcome ?? 'dropped', endedAt: end.at } : {}) };
  });
  if (withheld) return { checks, steps: [], exports: [], reveals: [] };
  const responses = [...(await responseBook(store).read()).values()].filter((one) => mine.has(one.case));
  const all = await revealBook(store)();
  return {
    checks,
    steps: responses.flatMap((response) => response.steps.filter(({ done, skipped }) => done.length > 0 || skipped !== null).map(({ title, done, skipped, added }): SaidStep => ({
      // A step that somebody added has a title of their own, which may name others.
      case: response.case, what: added ? 'a step that was added' : title, ...(done.length > 0 ? { doneAt: done.at(-1)!.at } : { leftOutAt: skipped!.at }),
    }))),
    exports: (await exportBook(store).read()).filter((one) => mine.has(one.case)).map(({ what, to, at, released }): SaidExport => ({ what, to, askedAt: at, ...(released ? { approvedAt: released.at } : {}) })),
    reveals: all.all.filter(({ hires }) => hires.includes(hire)).map((reveal): SaidReveal => ({ why: PURPOSES[reveal.purpose], askedAt: reveal.at, opened: openIn(reveal) !== undefined, looks: reveal.looks })),
  };
}
