/** What the page of a case, or of one person, says with the server; {@link ./contract.ts} passes it on. */

import type { AllowanceRequest } from './contract-allowances.ts';
import type { CheckKind } from './contract-checks.ts';
import type { FamilyCell } from './contract-queue.ts';
import type { Band, BandEdges, CloseReason, Family, Verdict } from './contract-words.ts';

export interface FactView { readonly label: string; readonly value: string; readonly usual: string }

/** One line of a sum. All `adds` of a person add up to `logOdds`. */
export interface SumLine {
  readonly kind: 'prior' | 'finding' | 'limit';
  readonly family: Family | undefined;
  readonly detector: string | undefined;
  readonly question: string | undefined;
  readonly headline: string;
  readonly adds: number;
  /** Log-odds after this line, running from the top. */
  readonly runs: number;
  /** Log-odds had this finding not existed. */
  readonly without: number | undefined;
  readonly bandWithout: Band | undefined;
  readonly finding: string | undefined;
  readonly facts: readonly FactView[];
  readonly innocent: readonly string[];
  readonly rows: number | undefined;
}

export interface AskLine {
  readonly toward: 'clear' | 'confirm';
  /** “the three declare one household” */
  readonly ifItTurnsOut: string;
  readonly because: string;
  readonly change: number;
  readonly then: { readonly band: Band; readonly chance: number };
  /** A check by people that would answer it. */
  readonly check?: CheckKind;
}

/** An innocent explanation, with what is seen of it and what it would leave unexplained. */
export interface InnocentView {
  readonly says: string;
  /** The strongest facts of the findings that name it. */
  readonly seen: readonly FactView[];
  /** What it would explain: families, and how much of the sum. */
  readonly families: readonly Family[];
  readonly explains: number;
  /** Where the person would stand if it were so. */
  readonly then: { readonly band: Band; readonly chance: number };
  /** Families that would still speak for a farm, the strongest first. */
  readonly leaves: readonly { readonly family: Family; readonly adds: number }[];
}

export interface PersonSum {
  readonly id: string;
  readonly name: string;
  readonly day: number;
  readonly saysHome: string;
  readonly zone: string | undefined;
  readonly verdict: Verdict | undefined;
  /** “Tulsa ± 16 km”, or why it cannot be told. */
  readonly seemsAt: string;
  readonly logOdds: number;
  readonly chance: number;
  readonly band: Band;
  readonly bandAt: { readonly oneIn100: Band; readonly oneIn5000: Band };
  readonly families: readonly FamilyCell[];
  readonly lines: readonly SumLine[];
  readonly asks: readonly AskLine[];
  /** Where no answer alone leaves somebody quiet: how many of the first that clear do together; of all of them, if even these do not, where they lead. */
  readonly together?: { readonly first: number; readonly then: { readonly band: Band; readonly chance: number } };
  /** Innocent explanations that the findings name, the one that explains most first. */
  readonly innocent?: readonly InnocentView[];
  /** Share of expected days with data, by kind of record. */
  readonly coverage: readonly { readonly what: string; readonly share: number | undefined }[];
  readonly dataThere: number;
}

export interface LaneMark { readonly from: number; readonly to: number; readonly said: string }
export interface Lane { readonly name: string; readonly source: string; readonly marks: readonly LaneMark[]; readonly dark: readonly { readonly from: number; readonly to: number }[]; readonly toward: boolean }
/** On how many days a lane was seen in each half hour of the claimed local day, the first from 0:00. */
export interface HourShares {
  /** Of the lane. */
  readonly name: string; readonly source: string; readonly toward: boolean;
  /** Days on which anything was seen, and days that were dark from end to end. */
  readonly days: number; readonly darkDays: number;
  /** `of` these days had this half hour; on `dark` of them no data came in it. */
  readonly halfHours: readonly { readonly seen: number; readonly dark: number; readonly of: number }[];
}
/** GET /api/cases/:id/timeline?hire=, GET /api/people/:id/timeline */
export interface TimelineView {
  readonly hire: string; readonly zone: string; readonly from: number; readonly to: number;
  readonly lanes: readonly Lane[];
  /** Hours of work, and hours in which the laptop was controlled from elsewhere. */
  readonly hours?: readonly HourShares[];
  /** Local midnights in the claimed zone, epoch ms. */
  readonly midnights: readonly number[];
  readonly nights: readonly { readonly from: number; readonly to: number }[];
  /** Where the hours speak for another clock than the claimed; absent where they do not. */
  readonly fit?: ClockFit;
}
/** How well clocks fit somebody's hours. Offsets are minutes east of UTC; `said` names one: “UTC+8:30”. */
export interface ClockFit {
  /** The offset that fits best, and its nights. */
  readonly said: string; readonly nights: readonly { readonly from: number; readonly to: number }[];
  /** Chances of the offsets, ascending; those under one in a thousand are left out. */
  readonly offsets: readonly { readonly at: number; readonly chance: number }[];
  /** Ranges that hold 95 % together. */
  readonly likely: readonly { readonly from: number; readonly to: number; readonly said: string }[];
  readonly claimed: { readonly at: number; readonly said: string };
}

export interface HistoryLine { readonly at: number; readonly by: string; readonly said: string; readonly chance: number | undefined }
export interface TieView { readonly from: string; readonly to: string; readonly by: string; readonly seen: boolean }

/** GET /api/cases/:id, and GET /api/people/:id for one watched person (status `watched`, one person, no acts). */
export interface CaseView {
  readonly id: string;
  /** A question. */
  readonly title: string;
  readonly status: 'open' | 'closed' | 'retracted' | 'merged' | 'watched';
  readonly mergedInto: string | undefined;
  readonly band: Band;
  readonly chance: number;
  readonly peak: { readonly band: Band; readonly chance: number; readonly at: number };
  readonly openedAt: number;
  readonly updatedAt: number;
  readonly owner: string | undefined;
  readonly closed: { readonly reason: CloseReason; readonly note: string; /** The case that a `duplicate` is the same as. */ readonly same?: string; readonly by: string; readonly at: number } | undefined;
  readonly people: readonly PersonSum[];
  readonly ties: readonly TieView[];
  readonly history: readonly HistoryLine[];
  readonly notes: readonly { readonly at: number; readonly by: string; readonly text: string }[];
  /** Changes with every change; sent back with an act so that nobody overwrites another. */
  readonly revision: string;
  /** `index` counts from 0 among the open cases. */
  readonly position: { readonly index: number; readonly of: number; readonly previous: string | undefined; readonly next: string | undefined };
  /** “if 1 in 500 starters were such a case” */
  readonly prior: string;
  readonly simulated: boolean;
  /** Where the bands begin; absent means the defaults. */
  readonly bandEdges?: BandEdges;
  /** Of a watched person: the open case that names them, else the one that was closed last. */
  readonly inCase?: { readonly id: string; /** How it was closed; absent while it is open. */ readonly closedAs?: CloseReason };
}

/** GET /api/findings/:id/rows?hire=: the raw rows behind a finding, personal fields hidden for the role. */
export interface RawRowsView {
  readonly total: number;
  readonly shown: number;
  readonly rows: readonly { readonly at: number; readonly source: string; readonly action: string; readonly said: string; readonly id: string; readonly document: Readonly<Record<string, unknown>> }[];
}

/** Why one case is like another: sentences, the most telling first. */
export interface SimilarCase {
  readonly id: string; readonly title: string; readonly status: CaseView['status']; readonly openedAt: number; readonly peak: Band;
  readonly closed: CaseView['closed'];
  readonly because: readonly string[];
}
/** GET /api/cases/:id/similar */
export interface SimilarView {
  readonly cases: readonly SimilarCase[];
  /** Other cases that were looked at, and how many of them by their people alone, because they are long ago. */
  readonly lookedAt: number; readonly byPeopleAlone: number;
  /** Further ones that are not listed. */
  readonly more: number;
}

/** POST /api/cases/:id/acts with header x-csrf-token */
export type CaseAct =
  | { readonly kind: 'take'; readonly revision: string }
  | { readonly kind: 'release'; readonly revision: string }
  | { readonly kind: 'note'; readonly text: string; readonly revision: string }
  | { readonly kind: 'close'; readonly reason: CloseReason; readonly note: string; readonly revision: string; /** Needed for `duplicate`, and for nothing else: the id of the other case. */ readonly same?: string; /** Asked for with the closing; a second person has to confirm it. */ readonly allow?: AllowanceRequest }
  | { readonly kind: 'reopen'; readonly note: string; readonly revision: string };
