import type { ApplicationRow, ApplicationsView, ApplicationView, CheckKindView, CheckRow, ChecksView, CheckView, PlanStepView, ResponsePlanView, ResponsesView, ResponseStepView, ResponseView } from '../../src/api/contract.ts';
import { OWNERS, planStepView } from '../../src/api/response-plan.ts';
import { DEFAULT_PLAN } from '../../src/cases/response-plan.ts';
import { AS_OF, HOSTILE } from './fixtures.ts';

const DAY = 86_400_000;
const KINDS: readonly CheckKindView[] = [
  { kind: 'hr-call', title: 'Call by the number that HR has', refused: undefined }, { kind: 'in-person', title: 'Meeting in person', refused: undefined },
  { kind: 'video-document', title: 'Live video with a document seen', refused: '“Live video with a document seen” asks for a document, and checks.documents of the configuration names none that may be asked for.' },
  { kind: 'profile-code', title: 'Control of the profile, by a code placed in it', refused: undefined },
];

function check(more: Partial<CheckRow> & Pick<CheckRow, 'id' | 'person'>): CheckRow {
  return {
    kind: 'hr-call', title: 'Call by the number that HR has', from: 'day 30', case: undefined, group: 'stage day-30', due: AS_OF + 3 * DAY, state: 'open', owner: undefined, stepsDone: 0, steps: 4,
    outcome: undefined, overAt: undefined, ...more,
  };
}

const ROWS: readonly CheckRow[] = [
  check({ id: 'k-late', person: 'Heron-417', due: AS_OF - 2 * DAY, owner: 'D. Reyes', stepsDone: 2, case: 'C-31', from: 'case C-31', group: undefined, kind: 'profile-code', title: 'Control of the profile, by a code placed in it' }),
  check({ id: 'k-held', person: 'Rail-204', state: 'on-hold' }),
  check({ id: 'k-odd', person: `Curlew-130 ${HOSTILE}`, from: `all of team ${HOSTILE}`, group: 'cohort team:x' }),
  check({ id: 'k-done', person: 'Avocet-047', state: 'done', outcome: 'inconclusive', overAt: AS_OF - DAY, stepsDone: 3, owner: 'J. Marsh' }),
];

export function checksView(): ChecksView {
  return {
    at: AS_OF, rows: ROWS, kinds: KINDS, stages: ['day 30'], documents: 'The company names no documents, so nobody is asked for any. Checks that need one cannot be begun.', simulated: true,
    cohorts: [{ id: 'team:Payments', says: 'team Payments', people: 6, refused: undefined }, { id: 'agency:Northway', says: 'everybody from the agency Northway', people: 1, refused: 'With 1 person it would single somebody out; 3 are the fewest. Take a larger cohort.' }],
  };
}

export function checkView(id: string): CheckView | undefined {
  const row = ROWS.find((one) => one.id === id);
  return row && {
    ...row, about: [], documents: undefined, revision: 3,
    todo: ['Make a code and give it to the person.', 'Ask them to place it in the profile that the application names.', 'Read the code in the profile yourself and enter it here.'].map((says, nth) => ({ says, isDone: nth < row.stepsDone })),
    means: { confirmed: 'The code stood in the profile.', refuted: 'The person says that the profile is not theirs.', inconclusive: 'It could not be told. That counts nothing, and an earlier outcome stands.' },
    code: row.kind === 'profile-code' ? { until: AS_OF + 5 * DAY, isUsed: false, isExpired: false, triesLeft: 4 } : undefined,
    notes: row.outcome === undefined ? [] : [{ at: AS_OF - DAY, by: 'J. Marsh', text: `Nobody answered twice. ${HOSTILE}` }],
  };
}

const application = (mark: string, daysAgo: number, role?: string): ApplicationRow => ({ mark: `applicant ${mark}`, appliedOn: new Date(AS_OF - daysAgo * DAY).toISOString().slice(0, 10), role, isHired: false });
const APPLICATIONS = [application('1f09c2d4e5', 1, `Engineer ${HOSTILE}`), application('77ab01c3d9', 2, 'Engineer'), application('c0ffee1234', 6)];

export function applicationsView(): ApplicationsView {
  return {
    at: AS_OF, simulated: true, all: 3, applications: APPLICATIONS, kinds: KINDS,
    // Two phones, two applicants each: groups that are called alike.
    groups: ['g-1', 'g-2'].map((id) => ({ id, trait: 'phone', says: 'One phone, 2 applicants', ruleOut: 'The same person applied twice, or people of one household share a phone.', people: 2, applications: APPLICATIONS.slice(0, 2) })),
    checks: [check({ id: 'k-odd', person: 'applicant 1f09c2d4e5', from: 'application', group: 'stage application', kind: 'reference', title: 'Reference reached by a number found independently' })],
  };
}

export function applicationView(mark: string): ApplicationView | undefined {
  const row = APPLICATIONS.find((one) => one.mark === mark);
  return row && {
    ...row, reference: `A-1042 ${HOSTILE}`, limit: 0, sum: 0.25, most: 1.2, checks: [], notes: ['Alone this means nothing. These are small things to ask about.'],
    details: [{ label: 'Phone', says: 'the phone also came from 1 other applicant', adds: 0.25, usual: 'about 1 in 100 applicants (assumed)', ruleOut: 'People of one household share a phone.', clear: 'a call to the number reaches the applicant' }],
  };
}

function step(more: Partial<ResponseStepView> & Pick<ResponseStepView, 'id' | 'title'>): ResponseStepView {
  return { says: 'What to do stands here, in a sentence or two.', isContact: false, state: 'open', after: [], owner: undefined, plannedFor: undefined, dueAt: undefined, done: [], skipped: undefined, added: undefined, isFirm: false, refused: undefined, ...more };
}
const STEPS: readonly ResponseStepView[] = [
  step({ id: 'confirm', title: 'Two people confirm the facts', state: 'half', isFirm: true, done: [{ at: AS_OF - DAY, by: 'J. Marsh', text: `Rows read. ${HOSTILE}` }] }),
  step({ id: 'preserve', title: 'Preserve before anybody is contacted', state: 'done', isFirm: true, done: [{ at: AS_OF - DAY, by: 'D. Reyes', text: 'export case-C-31' }], owner: 'D. Reyes' }),
  step({ id: 'recover', title: 'Recover the laptop', state: 'locked', isContact: true, after: ['Two people confirm the facts'], plannedFor: 'IT staff', dueAt: AS_OF - DAY, refused: '“Two people confirm the facts” comes first.' }),
  step({ id: 'sanctions', title: 'Ask the sanctions question', state: 'skipped', skipped: { at: AS_OF - DAY, by: 'R. Osei', text: 'No wages were paid.' } }),
];

export function responsesView(): ResponsesView {
  return { at: AS_OF, simulated: true, rows: [{ case: 'C-31', people: 3, startedAt: AS_OF - 2 * DAY, done: 2, steps: 4, next: 'Two people confirm the facts', owner: undefined, ended: undefined }] };
}

export function responseView(id: string): ResponseView | undefined {
  return id === 'C-31' ? { case: id, people: ['Heron-417', 'Plover-212', 'Wren-655'], startedAt: AS_OF - 2 * DAY, startedBy: 'J. Marsh', steps: STEPS, ended: undefined, lacks: ['It leaves out “Decide with counsel”: nobody is asked what may be done before it is done.'], at: AS_OF, revision: 4, simulated: true } : undefined;
}

/** A plan that was changed once, and whose next change waits for a second person. */
export function responsePlanView(): ResponsePlanView {
  const shipped = DEFAULT_PLAN.map(planStepView);
  const own: PlanStepView = { id: 'step-1', title: `Tell the works council ${HOSTILE}`, says: 'Before anybody is contacted.', isContact: false, owner: 'hr', dueHours: 24, isProtecting: false, isFirm: false, isShippedContact: false };
  const version = { id: 'plan-1f09c2d4', at: AS_OF - DAY, by: 'J. Marsh', why: `The council is told first. ${HOSTILE}`, state: 'holds' as const, isReset: false, changes: [`“Tell the works council ${HOSTILE}” is new.`], weakens: [] };
  return { steps: [...shipped, own], shipped, from: 'written', revision: 1, mayWrite: true, fixed: undefined, waiting: undefined, history: [version], owners: OWNERS, underWay: 1, simulated: true };
}
