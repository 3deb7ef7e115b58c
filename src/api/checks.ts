import { compareBytes } from '../core/canonical.ts';
import type { HireId } from '../core/person.ts';
import { DAY, type Instant } from '../core/time.ts';
import { CHECKS, CHECK_KINDS, STAGE_SAYS, type CheckKind } from '../cases/check-kinds.ts';
import { isOnHold, isOver, MOST_TRIES, type Subject, type Task } from '../cases/check-task.ts';
import type { Case } from '../cases/case.ts';
import type { Hire } from '../detect/detector.ts';
import { applicantMark } from '../run/applicant-mark.ts';
import type { CheckRules } from '../run/checks/check-rules.ts';
import type { Cohort } from '../run/checks/cohorts.ts';
import { dueByRule } from '../run/checks/stage-rule.ts';
import { may } from './access.ts';
import type { Role } from './roles.ts';
import type { CheckKindView, CheckRow, CheckView, CohortView, WaitingCheck } from './contract.ts';
import type { LeftOut } from './own-record.ts';
import type { Scene } from './scene.ts';

/** Checks that are over stay in sight so long. */
const OVER_SHOWN = 30 * DAY;

const openAbout = (cases: readonly Case[], hire: HireId): readonly Case[] => cases.filter(({ status, hires }) => status === 'open' && hires.includes(hire));

/**
 * Every check there is: those begun, and those the company's rule asks for and nobody has touched.
 *
 * @param leftOut people whose checks whoever asks is not shown, as applicants neither
 */
export function allChecks(begun: ReadonlyMap<string, Task>, rules: CheckRules, scene: Pick<Scene, 'registry' | 'cases'>, now: Instant, leftOut: LeftOut): readonly Task[] {
  const isShown = ({ subject }: Task): boolean => ('hire' in subject ? !leftOut.hires.has(subject.hire) : !leftOut.applications.has(subject.application));
  return [...begun.values(), ...dueByRule(rules, scene.registry, begun, now, (hire) => openAbout(scene.cases, hire).length > 0)].filter(isShown);
}

/**
 * Whether a role knows of a check. Applicants are for whoever reads applications; a check that somebody asked for out of a
 * case is nobody's business but theirs until it is let go.
 */
export function isSeen(task: Task, role: Role): boolean {
  if ('application' in task.subject) return may(role, 'read-applications');
  return may(role, 'read-cases') || !('case' in task.origin && isOnHold(task));
}

/** The checks a role sees, those to be done first and by their due date. */
export function seenChecks(tasks: readonly Task[], role: Role, now: Instant): readonly Task[] {
  const over = ({ done, dropped }: Task): Instant | undefined => done?.at ?? dropped?.at;
  return tasks.filter((task) => isSeen(task, role) && (over(task) ?? now) > now - OVER_SHOWN)
    .sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || (isOver(a) ? (over(b) ?? 0) - (over(a) ?? 0) : a.due - b.due) || compareBytes(a.id, b.id));
}

/** Whom a check is about, as a role may read it. */
export function personOf(subject: Subject, scene: Pick<Scene, 'registry' | 'names'>, role: Role): string {
  if ('application' in subject) return applicantMark(subject.application);
  const hire = scene.registry.hires.get(subject.hire);
  // Whoever works on cases knows people by pseudonym; HR has to call them.
  return may(role, 'read-cases') || !hire ? scene.names.of(subject.hire) : hire.display_name ?? hire.email;
}

export function checkRow(task: Task, scene: Pick<Scene, 'registry' | 'names'>, role: Role): CheckRow {
  const { id, kind, origin, due, owner, steps, done, dropped } = task;
  const caseId = 'case' in origin && may(role, 'read-cases') ? origin.case : undefined;
  return {
    id, kind, title: CHECKS[kind].title, person: personOf(task.subject, scene, role), from: fromSays(task, caseId), case: caseId,
    group: 'cohort' in origin ? `cohort ${origin.cohort}` : 'stage' in origin ? `stage ${origin.stage}` : undefined, due,
    state: done ? 'done' : dropped ? 'dropped' : isOnHold(task) ? 'on-hold' : 'open', owner: owner ?? undefined,
    steps: steps.length, stepsDone: steps.filter(Boolean).length, outcome: done?.outcome, overAt: done?.at ?? dropped?.at,
  };
}

function fromSays({ origin, by }: Task, caseId: string | undefined): string {
  if ('stage' in origin) return STAGE_SAYS[origin.stage];
  if ('cohort' in origin) return cohortSays(origin.cohort);
  return caseId === undefined ? `asked for by ${by}` : `case ${caseId}`;
}

/** “team Payments”, “starts of 2026-11-02”. */
function cohortSays(id: string): string {
  const [kind, name] = [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)];
  return kind === 'week' ? `all starts of the week of ${name}` : `all of ${kind} ${name}`;
}

export function checkView(task: Task, scene: Pick<Scene, 'registry' | 'names'>, rules: CheckRules, role: Role, now: Instant): CheckView {
  const check = CHECKS[task.kind];
  const hire = 'hire' in task.subject && !may(role, 'read-cases') ? scene.registry.hires.get(task.subject.hire) : undefined;
  const { code, done, dropped, held } = task;
  return {
    ...checkRow(task, scene, role), about: aboutOf(hire), todo: check.steps.map((says, nth) => ({ says, isDone: task.steps[nth] ?? false })),
    means: { confirmed: check.confirmed, refuted: check.refuted, inconclusive: 'It could not be told. That counts nothing, and an earlier outcome stands.' },
    documents: check.wantsDocument ? documentsSay(rules) : undefined,
    code: code === null ? undefined : { until: code.until, isUsed: code.isUsed, isExpired: now >= code.until, triesLeft: Math.max(0, MOST_TRIES - code.tries) },
    notes: [
      ...(may(role, 'read-cases') ? held.map(({ at, by, note = '' }) => ({ at, by, text: note })) : []),
      ...[done, dropped].flatMap((word) => (word ? [{ at: word.at, by: word.by, text: word.note }] : [])),
    ],
    revision: task.revision,
  };
}

/** What HR keeps of a person anyway: no laptop, hours, network, chance or case. */
function aboutOf(hire: Hire | undefined): CheckView['about'] {
  if (!hire) return [];
  const facts = { 'First day': hire.start_date, 'Team': hire.team, 'Role': hire.role, 'Agency': hire.agency };
  return Object.entries(facts).flatMap(([label, value]) => (value === undefined ? [] : [{ label, value }]));
}

/** The company's rule on documents, and the law behind it. */
export function documentsSay({ documents }: CheckRules): string {
  if (documents.length === 0) return 'The company names no documents, so nobody is asked for any. Checks that need one cannot be begun.';
  return `The rule of the company: ${documents.join(', or ')}. The person chooses which. Ask nobody for another or a further one; the same holds for everybody (in the United States 8 U.S.C. § 1324b).`;
}

/** Why a kind of check cannot be begun, as a sentence. */
export function refusedKind(kind: CheckKind, rules: CheckRules, isApplicant: boolean): string | undefined {
  const { wantsDocument, wantsLaptop, title } = CHECKS[kind];
  if (wantsDocument && rules.documents.length === 0) return `“${title}” asks for a document, and checks.documents of the configuration names none that may be asked for.`;
  return wantsLaptop && isApplicant ? `“${title}” needs a laptop, and applicants have none.` : undefined;
}

/** Every kind of check, with why the company's rules refuse it, where they do. */
export function kindViews(rules: CheckRules, isApplicant = false): readonly CheckKindView[] {
  return CHECK_KINDS.map((kind) => ({ kind, title: CHECKS[kind].title, refused: refusedKind(kind, rules, isApplicant) }));
}

/** Why a cohort is not checked together, as a sentence; undefined where it may be. */
export function refusedCohort({ hires }: Cohort, { cohortFewest }: CheckRules): string | undefined {
  return hires.length >= cohortFewest ? undefined : `With ${hires.length} ${hires.length === 1 ? 'person' : 'people'} it would single somebody out; ${cohortFewest} are the fewest. Take a larger cohort.`;
}

export function cohortView(cohort: Cohort, rules: CheckRules): CohortView {
  return { id: cohort.id, says: cohort.says, people: cohort.hires.length, refused: refusedCohort(cohort, rules) };
}

/** Why somebody cannot let a check go: where somebody owns the case about the person, it is theirs to decide. */
export function refusedRelease(hire: HireId, user: string, cases: readonly Case[]): string | undefined {
  const owned = openAbout(cases, hire).filter(({ owner }) => owner !== null);
  const [first] = owned;
  return !first || owned.some(({ owner }) => owner === user) ? undefined : `${first.owner} works on ${first.id} and decides. Ask them, or take the case over first.`;
}

/** Whether a check that somebody asks for has to wait: it tells the person that they are looked at. */
export function hasToWait(hire: HireId, user: string, cases: readonly Case[]): boolean {
  return openAbout(cases, hire).length > 0 && refusedRelease(hire, user, cases) !== undefined;
}

/** Checks on hold, for whoever works on cases; longest first. */
export function waitingChecks(tasks: readonly Task[], user: string, scene: Pick<Scene, 'registry' | 'names' | 'cases'>): readonly WaitingCheck[] {
  return tasks.filter(isOnHold).sort((a, b) => a.at - b.at).flatMap((task): WaitingCheck[] => {
    const { id, kind, at, by, subject, held } = task;
    if (!('hire' in subject)) return [];
    const refused = refusedRelease(subject.hire, user, scene.cases);
    return [{
      id, title: CHECKS[kind].title, at, by, person: scene.names.of(subject.hire), cases: openAbout(scene.cases, subject.hire).map((state) => ({ id: state.id, owner: state.owner ?? undefined })),
      notes: held.map((word) => ({ at: word.at, by: word.by, text: word.note ?? '' })), ...(refused === undefined ? {} : { refused }),
    }];
  });
}
