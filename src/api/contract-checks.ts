/** What the pages of checks, applications and responses say with the server; {@link ./contract.ts} passes it on. */

export type CheckKind =
  | 'hr-call' | 'video-document' | 'interview-notes' | 'same-person' | 'in-person' | 'asset-tag-photo' | 'home-visit' | 'credential' | 'background' | 'reference' | 'profile-code';
export type CheckOutcome = 'confirmed' | 'refuted' | 'inconclusive';

/** One check in a list. HR reads names, whoever works on cases pseudonyms; nobody reads here what is thought of the person. */
export interface CheckRow {
  readonly id: string;
  readonly kind: CheckKind;
  readonly title: string;
  /** A name, a pseudonym, or the mark of an applicant. */
  readonly person: string;
  /** “day 30”, “team Payments”, “asked for by kim”; the case only for whoever reads cases. */
  readonly from: string;
  readonly case: string | undefined;
  /** The cohort or the stage; several rows with one of them belong together. */
  readonly group: string | undefined;
  readonly due: number;
  readonly state: 'open' | 'on-hold' | 'done' | 'dropped';
  readonly owner: string | undefined;
  readonly stepsDone: number;
  readonly steps: number;
  readonly outcome: CheckOutcome | undefined;
  /** When it was done or dropped. */
  readonly overAt: number | undefined;
}

/** GET /api/checks/:id: one check, with what to do. */
export interface CheckView extends CheckRow {
  /** What HR keeps of the person: first day, team, agency. Empty for others. */
  readonly about: readonly { readonly label: string; readonly value: string }[];
  readonly todo: readonly { readonly says: string; readonly isDone: boolean }[];
  /** What each outcome means. */
  readonly means: Readonly<Record<CheckOutcome, string>>;
  /** Which documents may be asked for; only of a check that wants one. */
  readonly documents: string | undefined;
  /** Of a check of the profile. */
  readonly code: { readonly until: number; readonly isUsed: boolean; readonly isExpired: boolean; readonly triesLeft: number } | undefined;
  readonly notes: readonly { readonly at: number; readonly by: string; readonly text: string }[];
  /** Sent back with an act, so that nobody overwrites another. */
  readonly revision: number;
}

export interface CheckKindView { readonly kind: CheckKind; readonly title: string; /** Why it cannot be begun here, as a sentence. */ readonly refused: string | undefined }
export interface CohortView { readonly id: string; readonly says: string; readonly people: number; readonly refused: string | undefined }

/** GET /api/checks?case=: checks to be done and done in the last 30 days, the soonest due first. */
export interface ChecksView {
  readonly at: number;
  readonly rows: readonly CheckRow[];
  readonly kinds: readonly CheckKindView[];
  /** Everybody of a team, an agency or a week of starts. */
  readonly cohorts: readonly CohortView[];
  /** The rule of the company on documents, as a sentence. */
  readonly documents: string;
  /** Stages for which the company's rule asks for checks. */
  readonly stages: readonly string[];
  readonly simulated: boolean;
}

/** POST /api/checks with header x-csrf-token: the same check for people of a case, for everybody of a cohort, or for an applicant. */
export interface CheckRequest {
  readonly kind: CheckKind;
  /** Last day, `2026-12-31`. */
  readonly due: string;
  readonly about: { readonly case: string; readonly people: readonly string[] } | { readonly cohort: string } | { readonly applicant: string };
}
/** `known` had the same check open already. */
export interface ChecksBegun { readonly begun: number; readonly onHold: number; readonly known: number }

/** POST /api/checks/:id/acts with header x-csrf-token → CheckActAnswer. POST /api/checks/:id/release and /hold as for what waits. */
export type CheckAct = { readonly revision: number } & (
  | { readonly kind: 'take' | 'give-back' | 'make-code' }
  | { readonly kind: 'step'; readonly step: number; readonly isDone: boolean }
  | { readonly kind: 'try-code'; readonly code: string }
  | { readonly kind: 'done'; readonly outcome: CheckOutcome; readonly note: string }
  | { readonly kind: 'drop'; readonly note: string }
);
/** The code is told once, to whoever made it. */
export interface CheckActAnswer { readonly check: CheckView; readonly code: string | undefined; readonly isRight: boolean | undefined }

/** A check that waits for whoever owns the case about the person. */
export interface WaitingCheck {
  readonly id: string; readonly title: string; readonly at: number; readonly by: string; readonly person: string;
  readonly cases: readonly { readonly id: string; readonly owner: string | undefined }[];
  readonly notes: readonly { readonly at: number; readonly by: string; readonly text: string }[];
  readonly refused?: string;
}

export type SharedTrait = 'phone' | 'profile' | 'portfolio' | 'reference' | 'resume';
/** One application in a list: nothing that could put anybody before anybody. */
export interface ApplicationRow {
  /** Mark that stands for the applicant. */
  readonly mark: string;
  /** `2026-11-02` */
  readonly appliedOn: string | undefined;
  readonly role: string | undefined;
  readonly isHired: boolean;
}
export interface ApplicationGroup { readonly id: string; readonly trait: SharedTrait; /** “One phone, 3 applicants”. */ readonly says: string; readonly ruleOut: string; readonly people: number; readonly applications: readonly ApplicationRow[] }
/** GET /api/applications. Groups: the largest first; applications: the newest first. */
export interface ApplicationsView {
  readonly at: number | undefined;
  readonly groups: readonly ApplicationGroup[];
  readonly applications: readonly ApplicationRow[];
  /** How many there are; so many of the newest are listed. */
  readonly all: number;
  readonly checks: readonly CheckRow[];
  readonly kinds: readonly CheckKindView[];
  readonly simulated: boolean;
}
/** GET /api/applications/:mark: one application, its small details and their sum. */
export interface ApplicationView extends ApplicationRow {
  /** The number under which the company keeps it. */
  readonly reference: string;
  readonly details: readonly { readonly label: string; readonly says: string; readonly adds: number; readonly usual: string; readonly ruleOut: string; readonly clear: string }[];
  /** What is taken off, because an application may add no more. */
  readonly limit: number;
  readonly sum: number;
  readonly most: number;
  readonly notes: readonly string[];
  readonly checks: readonly CheckRow[];
}

export interface ResponseStepView {
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly isContact: boolean;
  readonly state: 'open' | 'locked' | 'half' | 'done' | 'skipped';
  /** Titles of the steps that come first. */
  readonly after: readonly string[];
  readonly owner: string | undefined;
  /** Who is to do it by the plan, in words. */
  readonly plannedFor: string | undefined;
  readonly dueAt: number | undefined;
  readonly done: readonly { readonly at: number; readonly by: string; readonly text: string }[];
  readonly skipped: { readonly at: number; readonly by: string; readonly text: string } | undefined;
  readonly added: { readonly at: number; readonly by: string; readonly text: string } | undefined;
  /** It is left out of no response. */
  readonly isFirm: boolean;
  /** Why the reader cannot do it now, as a sentence. */
  readonly refused: string | undefined;
}
/** GET /api/responses/:id */
export interface ResponseView {
  readonly case: string;
  readonly people: readonly string[];
  readonly startedAt: number;
  readonly startedBy: string;
  readonly steps: readonly ResponseStepView[];
  readonly ended: { readonly at: number; readonly by: string; readonly text: string } | undefined;
  /** What of the protection of people this plan leaves out, a sentence each. */
  readonly lacks: readonly string[];
  readonly at: number;
  readonly revision: number;
  readonly simulated: boolean;
}
export interface ResponseLine { readonly case: string; readonly people: number; readonly startedAt: number; readonly done: number; readonly steps: number; readonly next: string | undefined; readonly owner: string | undefined; readonly ended: number | undefined }
/** GET /api/responses: those under way, the oldest first, then those that ended. */
export interface ResponsesView { readonly at: number; readonly rows: readonly ResponseLine[]; readonly simulated: boolean }
/** POST /api/responses/:id/acts with header x-csrf-token → ResponseView. */
export type ResponseAct = { readonly revision: number } & (
  | { readonly kind: 'start' | 'end'; readonly note: string }
  | { readonly kind: 'own' | 'disown'; readonly step: string }
  | { readonly kind: 'done'; readonly step: string; readonly evidence: string }
  | { readonly kind: 'undo' | 'skip'; readonly step: string; readonly note: string }
  | { readonly kind: 'add'; readonly title: string; readonly isContact: boolean; readonly note: string }
);
