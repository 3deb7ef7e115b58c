/** Who may be named for a step of the plan. */
export type PlanOwnerId = 'analyst' | 'it' | 'hr' | 'counsel' | 'lead' | 'privacy' | 'admin';

/** One step of a plan, as it is read and as it is sent. */
export interface PlanStepWish {
  /** Of a step that Farmwatch ships its name; of an own one small letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly says: string;
  readonly isContact: boolean;
  readonly owner?: PlanOwnerId | undefined;
  /** Due so many hours after the response began. */
  readonly dueHours?: number | undefined;
}
export interface PlanStepView extends PlanStepWish {
  /** It protects people: its words stay those of Farmwatch. */
  readonly isProtecting: boolean;
  /** In every plan. */
  readonly isFirm: boolean;
  /** Farmwatch ships it, and says itself that the person would notice it. */
  readonly isShippedContact: boolean;
}
export interface PlanVersionView {
  readonly id: string;
  readonly at: number;
  readonly by: string;
  readonly why: string;
  readonly state: 'holds' | 'held' | 'waits' | 'turned-down';
  /** Back to the plan that ships. */
  readonly isReset: boolean;
  readonly changes: readonly string[];
  readonly weakens: readonly string[];
  readonly confirmed?: { readonly at: number; readonly by: string };
  readonly turnedDown?: { readonly at: number; readonly by: string; readonly note: string };
}
/** GET /api/response-plan */
export interface ResponsePlanView {
  readonly steps: readonly PlanStepView[];
  /** The plan that ships. */
  readonly shipped: readonly PlanStepView[];
  readonly from: 'shipped' | 'written' | 'file';
  readonly revision: number;
  readonly mayWrite: boolean;
  /** Why nobody writes it here, as a sentence. */
  readonly fixed: string | undefined;
  /** What waits for a second person, and why the reader cannot confirm it. */
  readonly waiting: (PlanVersionView & { readonly steps: readonly PlanStepView[]; readonly refused: string | undefined }) | undefined;
  /** Newest first. */
  readonly history: readonly PlanVersionView[];
  readonly owners: readonly { readonly id: PlanOwnerId; readonly says: string }[];
  /** Responses that go on with the plan they began with. */
  readonly underWay: number;
  readonly simulated: boolean;
}
/** POST /api/response-plan/try → PlanTrialView; nothing is written. `null` stands for the plan that ships. */
export interface PlanTry { readonly steps: readonly PlanStepWish[] | null }
export interface PlanTrialView { readonly steps: readonly PlanStepView[]; readonly problems: readonly string[]; readonly changes: readonly string[]; readonly weakens: readonly string[] }
/** POST /api/response-plan with header x-csrf-token → ResponsePlanView. */
export interface PlanWrite extends PlanTry { readonly why: string; readonly revision: number }
