/** What the pages of rights, corrections, duties and legal holds say with the server; {@link ./contract.ts} passes it on. */

/** GET /api/about-you, open to everybody: what is kept about people who are watched. Nothing in it is about any one person. */
export interface AboutYouView {
  readonly company: string;
  readonly contact: string | undefined;
  readonly simulated: boolean;
  readonly purpose: string | undefined;
  readonly noticeGivenOn: string | undefined;
  readonly daysBefore: number;
  readonly daysAfter: number;
  /** On which legal ground; empty where the company has not written it down. */
  readonly legalGround: string;
  readonly sources: readonly string[];
  /** What is read of the company's own lists, and of records. */
  readonly lists: readonly string[];
  readonly reads: readonly string[];
  /** What stays once the first months are over. */
  readonly afterwards: readonly string[];
  readonly never: readonly string[];
  readonly kept: readonly { readonly what: string; readonly kept: string }[];
  readonly rights: readonly string[];
  /** Who outside the company may get what. */
  readonly outside: readonly string[];
  readonly transfers: string;
}

/** GET and POST /api/duties: what is recorded before real people are watched. */
export interface DutiesView {
  /** What lacks, in words; empty where real people may be watched. */
  readonly lacks: readonly string[];
  readonly mayRecord: boolean;
  readonly noticeGivenOn: string | undefined;
  readonly purpose: string | undefined;
  readonly owner: string | undefined;
}
export interface DutiesRequest { readonly noticeGivenOn?: string; readonly purpose?: string; readonly owner?: string }

/** GET /api/rights: what people asked for about their data. */
export interface RightsView { readonly now: number; /** Whether the company chose that parts may be withheld. */ readonly mayWithhold: boolean; readonly asks: readonly RightsAskView[]; /** What was deleted on request, in words that name nobody. */ readonly erased: readonly ErasedLine[] }
/** One deletion on request: when, on which ground, why, and who decided it. */
export interface ErasedLine { readonly ask: string; readonly at: number; readonly isDone: boolean; readonly by: string; readonly ground: string; readonly reason: string; readonly decision?: { readonly by: string; readonly why: string } }
export type RightName = 'access' | 'correction' | 'erasure' | 'restriction' | 'objection' | 'review';
export interface RightsAskView {
  readonly id: string;
  readonly hire: string;
  readonly right: RightName;
  readonly note: string;
  readonly receivedAt: number;
  readonly dueAt: number;
  readonly prepared?: { readonly at: number; readonly by: string; readonly isWithheld: boolean };
  readonly answered?: { readonly at: number; readonly by: string; readonly note: string };
}
export interface RightsRequest { readonly hire: string; readonly right: RightName; readonly note: string; readonly receivedAt: number }

/** GET /api/rights/:id/erasure: what would go if whoever asked were let go now. */
export interface ErasureView {
  readonly ask: string;
  /** Why nobody may let them go now, whatever was decided. */
  readonly forbidden?: string;
  /** What speaks against it; somebody else may decide that they go all the same. */
  readonly objections: readonly string[];
  readonly places: readonly { readonly place: string; /** The same in words. */ readonly what: string; readonly goes: number; readonly changes: number }[];
  /** That it was done already. */
  readonly said?: string;
}
export type ErasureGround = 'no-longer-needed' | 'objection' | 'unlawful' | 'legal-duty';
export interface ErasureRequest { readonly ground: ErasureGround; readonly reason: string; readonly decision?: { readonly by: string; readonly why: string } }
/** POST /api/rights/:id/erase: what was done. */
export interface ErasedView { readonly ask: string; readonly said: string }

export interface CorrectionRequest { readonly hire: string; readonly from: 'person' | 'hr'; readonly about: string; readonly says: string }

/** GET /api/cases/:id/corrections and /api/people/:id/corrections. */
export interface CorrectionView { readonly at: number; /** Pseudonym. */ readonly who: string; readonly from: 'person' | 'hr'; readonly about: string; readonly says: string }

/** GET /api/holds: legal holds, the newest first. */
export interface HoldsView { readonly holds: readonly HoldView[] }
export interface HoldView {
  readonly id: string;
  readonly hires: readonly string[];
  readonly cases: readonly string[];
  readonly matter: string;
  readonly reason: string;
  readonly review: string;
  readonly state: 'asked' | 'in-force' | 'release-asked' | 'released' | 'lapsed';
  readonly asked: { readonly at: number; readonly by: string };
  readonly confirmed?: { readonly at: number; readonly by: string };
  readonly releaseAsked?: { readonly at: number; readonly by: string; readonly reason: string };
  readonly released?: { readonly at: number; readonly by: string };
  /** Whether something of it waits for whoever reads this. */
  readonly mayConfirm: boolean;
  /** Why something of it waits that whoever reads this may not confirm, as one who may be the first person. */
  readonly whyNotConfirm?: string;
}
export interface LegalHoldRequest { readonly hires: readonly string[]; readonly cases: readonly string[]; readonly matter: string; readonly reason: string; readonly review: string }
