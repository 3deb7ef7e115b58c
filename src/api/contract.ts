/**
 * What the pages and the server say to each other. Everything here is already worded for the role that asks:
 * an analyst reads pseudonyms, never a serial number or an address.
 */

import type { WeeklyReport } from '../report/weekly.ts';
import type { Doing } from './access.ts';
import type { CheckKind, WaitingCheck } from './contract-checks.ts';

export type Band = 'quiet' | 'watch' | 'review' | 'act';
export type Family = 'company' | 'place' | 'identity' | 'machine' | 'session' | 'hours' | 'network' | 'application' | 'human';
export type Verdict = 'never-seen' | 'dark' | 'cannot-tell' | 'shared-place' | 'expected' | 'moved-approved' | 'elsewhere';
export type CloseReason = 'true' | 'benign-true' | 'false' | 'duplicate' | 'not-evaluable';
export type Role = 'analyst' | 'it' | 'lead' | 'hr' | 'privacy' | 'admin' | 'auditor';

export type * from './contract-checks.ts';
export type { WeeklyReport } from '../report/weekly.ts';
export type { QuarterlyReport } from '../report/quarterly.ts';
export type { Figure, Share } from '../report/figures.ts';

/** Chances at which a band begins, 0 to 1, rising. */
export interface BandEdges { readonly watch: number; readonly review: number; readonly act: number }

export type { Doing } from './access.ts';

/** GET /api/session */
export interface SessionView {
  readonly user: string; readonly role: Role; readonly demo: boolean; readonly csrf: string;
  /** What the role may do; pages offer that and no more. */
  readonly may: readonly Doing[];
}

/** GET /api/sign-in */
export interface SignInView {
  /** False where only the account for emergencies signs in with a password. */
  readonly local: boolean;
  /** What the provider of the company is called; absent where there is none. */
  readonly oidc?: string;
  /** Why the last sign-in through the provider failed, for `?refused=…`. */
  readonly refused?: string;
}

/** A session of whoever asks. */
export interface OwnSession { readonly id: string; readonly openedAt: number; readonly seenAt: number; readonly until: number; readonly way: 'local' | 'oidc' | 'link'; /** The one that asks. */ readonly isThis: boolean }
/** GET /api/account */
export interface OwnAccountView { readonly user: string; readonly role: Role; readonly sessions: readonly OwnSession[] }
/** POST /api/account/sessions/end: one session, or all but the one that asks */
export interface EndSessions { readonly id?: string }

/** An account as administrators see it. */
export interface AccountLine {
  readonly id: string;
  readonly role: Role;
  readonly way: 'local' | 'oidc' | 'break-glass';
  /** `waits`: somebody in their first months, whom a second administrator has not confirmed yet. */
  readonly state: 'on' | 'off' | 'waits' | 'left';
  readonly madeAt: number;
  readonly madeBy: string | undefined;
  readonly confirmedBy: string | undefined;
  readonly sessions: number;
  /** Why whoever asks cannot change it. */
  readonly refused: string | undefined;
  /** Why whoever asks cannot confirm it, where it waits. */
  readonly unconfirmable: string | undefined;
}
/** What happened at the door. */
export interface DoorLine { readonly at: number; readonly said: string; readonly user: string | undefined; readonly isBreakGlass: boolean }
/** GET /api/accounts */
export interface AccountsView { readonly accounts: readonly AccountLine[]; readonly door: readonly DoorLine[]; /** Uses of the account for emergencies, the newest first. */ readonly breakGlass: readonly DoorLine[]; readonly roles: readonly Role[]; readonly local: boolean }
/** POST /api/accounts */
export interface NewAccount { readonly name: string; readonly role: Role }
/** The password is told once. */
export interface MadeAccount { readonly name: string; readonly password: string; readonly accounts: AccountsView }
/** POST /api/accounts/:id/acts */
export type AccountAct = { readonly kind: 'role'; readonly role: Role } | { readonly kind: 'off' | 'on' | 'confirm' | 'end-sessions' | 'remove' };

/** How one family stands for one person or case. `dark`: no data came; `thin`: too little to say; `silent`: looked, found nothing. */
export interface FamilyCell {
  readonly family: Family;
  readonly state: 'for' | 'against' | 'silent' | 'thin' | 'dark';
  /** What it adds to the log-odds; 0 unless `for` or `against`. */
  readonly adds: number;
}

export interface QueuePerson { readonly id: string; readonly name: string; readonly day: number }

export interface QueueRow {
  /** Case id, or hire id where no case is open. */
  readonly id: string;
  readonly kind: 'case' | 'person';
  readonly band: Band;
  readonly chance: number;
  readonly people: readonly QueuePerson[];
  readonly laptops: number;
  readonly verdict: Verdict | undefined;
  /** One sentence. */
  readonly why: string;
  readonly families: readonly FamilyCell[];
  /** Share of expected days with data, 0 to 1. */
  readonly dataThere: number;
  /** Epoch ms; undefined for a watched person. */
  readonly openedAt: number | undefined;
  readonly owner: string | undefined;
  readonly status: 'open' | 'closed' | 'retracted' | 'merged' | 'watched';
  readonly waitingFor: string | undefined;
}

export interface SourceHealth {
  readonly name: string;
  readonly state: 'fresh' | 'late' | 'dark' | 'failed';
  readonly lastEventAt: number | undefined;
  /** What it means and how to mend it; plain sentence. */
  readonly said: string;
}

/** A link that is broken: what is missing, since when, and what mends it. */
export interface TroubleView { readonly what: string; readonly since: number | undefined; readonly cure: string }

/** One way in: what it sent, how fetching goes, and how much of it could be used. Numbers of records; nobody is named. */
export interface SourceView {
  readonly name: string;
  /** `none` where no event came in the last 60 days: it brings tables, or nothing yet. */
  readonly state: 'fresh' | 'late' | 'dark' | 'none';
  readonly lastEventAt: number | undefined;
  /** What that means and how to mend it; plain sentence. */
  readonly said: string;
  /** Undefined where its records are not fetched. */
  readonly pull: { readonly goodAt: number | undefined; readonly triedAt: number | undefined; readonly failing: boolean } | undefined;
  /** Records since that day (UTC); undefined where none came in the last two weeks. */
  readonly came: { readonly since: string; readonly read: number; readonly used: number; readonly repeats: number; readonly leftOut: number; readonly rejected: number } | undefined;
  readonly troubles: readonly TroubleView[];
}

/** GET /api/sources */
export interface SourcesView {
  readonly at: number;
  /** Those that need a look first. */
  readonly sources: readonly SourceView[];
  /** Troubles of no source alone. */
  readonly troubles: readonly TroubleView[];
  readonly simulated: boolean;
}

/** GET /api/queue */
export interface QueueView {
  /** The run that this page shows. */
  readonly asOf: number | undefined;
  readonly nextRunAt: number | undefined;
  readonly inScope: number;
  readonly peopleInCases: number;
  readonly rows: readonly QueueRow[];
  readonly sources: readonly SourceHealth[];
  readonly jobs: readonly { readonly job: string; readonly state: 'ok' | 'failed' | 'late' | 'running'; readonly at: number | undefined; readonly said: string }[];
  /** “if 1 in 500 starters were such a case” */
  readonly prior: string;
  /** Simulated data, to be named beside every figure. */
  readonly simulated: boolean;
  /** Where the bands begin; absent means the defaults. */
  readonly bandEdges?: BandEdges;
  /** A sentence for each detector that is muted for a team, with what it hides; absent where nothing is. */
  readonly muted?: readonly string[];
}

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
  /** Nights of the offset that fits the hours best; `said` names it: “UTC+8:30”. Absent where the hours tell nothing. */
  readonly fit?: { readonly said: string; readonly nights: readonly { readonly from: number; readonly to: number }[] };
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
  readonly closed: { readonly reason: CloseReason; readonly note: string; readonly by: string; readonly at: number } | undefined;
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

export type PlaceKind = 'office' | 'vpn-egress' | 'cowork' | 'campus' | 'cloud-desktop' | 'carrier-nat';
/** What an entry of the allow-list allows. `finding` names the place; a scope is `all`, `team:QA` or `hire:Heron-417`. */
export type AllowedWhat =
  | { readonly kind: 'permission'; readonly tool: string; readonly scope: string }
  | { readonly kind: 'place'; readonly finding: string; readonly placeKind: PlaceKind; readonly name: string }
  | { readonly kind: 'household'; readonly people: readonly string[] };
export interface AllowanceRequest {
  readonly what: AllowedWhat;
  /** Last day, `2026-12-31`. */
  readonly until: string;
  /** Who answers for it. */
  readonly owner: string;
  readonly reason: string;
}
/** What fits the evidence of a case. */
export type AllowanceOffer =
  | { readonly kind: 'permission'; readonly tool: string; readonly says: string; readonly scopes: readonly { readonly scope: string; readonly says: string }[] }
  | { readonly kind: 'place'; readonly finding: string; readonly says: string }
  | { readonly kind: 'household'; readonly people: readonly string[]; readonly says: string };
/** GET /api/cases/:id/allowances */
export interface AllowancesView { readonly offers: readonly AllowanceOffer[] }
/** POST /api/cases/:id/allowances/try with header x-csrf-token, body `{what}`: what it would have hidden as of the newest run. */
export interface AllowanceTrialView {
  readonly asOf: number;
  /** “AnyDesk for Heron-417”. */
  readonly says: string;
  readonly findings: number;
  /** Whom these findings are about. */
  readonly people: readonly string[];
  /** How many of them are not in this case. */
  readonly others: number;
  readonly bands: readonly { readonly name: string; readonly withIt: Band; readonly without: Band }[];
  /** Cases that would not be open. */
  readonly cases: readonly string[];
  readonly laptops: number;
}
/** An entry that waits for a second person. */
export interface WaitingAllowance {
  readonly id: string; readonly at: number; readonly by: string; readonly case: string;
  readonly says: string; readonly until: string; readonly owner: string; readonly reason: string;
  readonly notes: readonly WaitingNote[];
  readonly refused?: string;
}

/** POST /api/cases/:id/acts with header x-csrf-token */
export type CaseAct =
  | { readonly kind: 'take'; readonly revision: string }
  | { readonly kind: 'release'; readonly revision: string }
  | { readonly kind: 'note'; readonly text: string; readonly revision: string }
  | { readonly kind: 'close'; readonly reason: CloseReason; readonly note: string; readonly revision: string; /** Asked for with the closing; a second person has to confirm it. */ readonly allow?: AllowanceRequest }
  | { readonly kind: 'reopen'; readonly note: string; readonly revision: string };

/** Every error of the API. */
export interface ProblemView { readonly code: string; readonly message: string }

/** POST /api/login {name, password} → SessionView; GET /api/login/link?token= logs in once and redirects to /. POST /api/logout */
export interface LoginRequest { readonly name: string; readonly password: string; /** Why the account for emergencies is used. */ readonly reason?: string }

/** A share of the decided cases, with its exact 95 % interval. */
export interface ShareView { readonly share: number; readonly atLeast: number; readonly atMost: number }

/** What became of the cases in which one detector spoke. A case counts for every detector that did. */
export interface ClosingsView {
  readonly opened: number;
  /** Closed as true, benign-true or false; the others say nothing of whether the detector was right. */
  readonly decided: number;
  readonly closed: Readonly<Record<CloseReason, number>>;
  /** Absent where too few are decided to judge. */
  readonly shares?: Readonly<Record<'true' | 'benign-true' | 'false', ShareView>>;
}

export interface DetectorView {
  readonly id: string;
  readonly family: Family;
  readonly question: string;
  readonly version: number;
  readonly closings: ClosingsView;
  /** Teams for which it is muted, each with until when. */
  readonly muted: readonly string[];
  /** People about whom it says something in the newest run. */
  readonly speaks: number;
}

/** GET /api/detectors */
export interface DetectorsView {
  readonly all: ClosingsView;
  readonly detectors: readonly DetectorView[];
  /** Decided cases below which no share is told. */
  readonly fewest: number;
  readonly simulated: boolean;
}

/** One stop of a laptop's way; `no-data` is never as planned. */
export interface StopView {
  readonly stop: 'ordered' | 'shipped' | 'delivered' | 'first-contact' | 'first-sign-in' | 'settled';
  readonly state: 'planned' | 'elsewhere' | 'not-yet' | 'no-data';
  readonly at: number | undefined;
  /** “to Chicago, IL”, “Tulsa”; empty where nothing is known. */
  readonly said: string;
}

export type DeviceActKind = 'ask-holder' | 'ask-manager' | 'serial-photo' | 'returned' | 'approved-move';

/** What somebody did about a laptop. `on-hold`: it waits until somebody lets it go; `unconfirmed`: a move that counts for nothing until a second person has confirmed it. */
export interface DeviceActView { readonly kind: DeviceActKind; readonly at: number; readonly by: string; readonly state: 'recorded' | 'on-hold' | 'unconfirmed'; readonly until: string | undefined; readonly approvedBy: string | undefined }

/** One laptop as IT staff see it: where it is and should be, and nothing of what is thought of its holder. */
export interface DeviceRow {
  readonly serial: string;
  readonly assetTag: string | undefined;
  readonly holder: string;
  /** First day of its holder, `2026-11-02`. */
  readonly startsOn: string;
  readonly verdict: Verdict;
  /** One sentence. */
  readonly why: string;
  /** Laptops of other people at the same place; only of a shared one. */
  readonly others: number | undefined;
  /** City and region it was sent to. */
  readonly shippedTo: string | undefined;
  readonly shippedAt: number | undefined;
  readonly deliveredAt: number | undefined;
  readonly returnedAt: number | undefined;
  readonly firstContact: number | undefined;
  readonly lastContact: number | undefined;
  /** A disc, never a point: it holds the laptop with the chance `level`. */
  readonly seemsAt: { readonly city: string | undefined; readonly lat: number; readonly lon: number; readonly radiusKm: number; readonly level: number; readonly network: string } | undefined;
  /** Least and greatest distance. */
  readonly kmFromHome: readonly [number, number] | undefined;
  readonly kmFromShip: readonly [number, number] | undefined;
  /** Days of the last seven on which it told where it is. */
  readonly daysThere: number;
  readonly stops: readonly StopView[];
  readonly acts: readonly DeviceActView[];
  /** Sent back with an act, so that nobody overwrites another. */
  readonly revision: string;
}

/** GET /api/devices; /api/devices.csv gives the same as a table. */
export interface DevicesView {
  readonly asOf: number | undefined;
  /** Those that need a question first. */
  readonly rows: readonly DeviceRow[];
  readonly counts: Readonly<Record<Verdict, number>>;
  readonly sources: readonly SourceHealth[];
  readonly simulated: boolean;
}

/** POST /api/devices/acts with header x-csrf-token. */
export interface DeviceActRequest {
  readonly kind: DeviceActKind;
  readonly devices: readonly { readonly serial: string; readonly revision: string }[];
  /** Goes with `approved-move`: first and last day, and who approved it. */
  readonly move?: { readonly from: string; readonly until: string; readonly approvedBy: string };
}
export interface DeviceActAnswer { readonly serial: string; readonly outcome: 'recorded' | 'on-hold' | 'stale' | 'refused'; readonly said: string }
export interface DeviceActsAnswer { readonly answers: readonly DeviceActAnswer[] }

/** A word of whoever looked at something that waits, and left it waiting. */
export interface WaitingNote { readonly at: number; readonly by: string; readonly text: string }

/** What somebody of IT wants to do, and what it waits for: a contact for whoever works on the case, a move for a second person. */
export interface WaitingAct {
  readonly id: string; readonly kind: DeviceActKind; readonly at: number; readonly by: string; readonly person: string;
  /** “laptop Fir-203”: a name that leads nowhere outside. */
  readonly laptop: string;
  /** Open cases about the holder. */
  readonly cases: readonly { readonly id: string; readonly owner: string | undefined }[];
  /** Of an approved move: first and last day, who approved it, and the town where the laptop seemed to be. */
  readonly move?: { readonly from: string; readonly until: string; readonly approvedBy: string; readonly town: string | undefined };
  readonly notes: readonly WaitingNote[];
  /** Why the reader cannot let it go, as a sentence; absent where they can. */
  readonly refused?: string;
}

/** GET /api/device-acts/waiting. POST /api/device-acts/:id/release lets one go, POST /api/device-acts/:id/hold leaves it with a note; both with header x-csrf-token. */
export interface WaitingActsView {
  readonly acts: readonly WaitingAct[];
  /** Entries of the allow-list that a second person has to confirm: POST /api/allowances/:id/release, /hold and /try. */
  readonly allowances: readonly WaitingAllowance[];
  /** Checks of people in open cases: POST /api/checks/:id/release and /hold. */
  readonly checks?: readonly WaitingCheck[];
}
export interface ReleaseRequest { readonly note?: string }
export interface HoldRequest { readonly note: string }

/** POST /api/devices/import: what a table of laptops says; with `take` it is taken. */
export interface ImportRequest { readonly name: string; readonly text: string; readonly map: readonly string[]; readonly take: boolean }
export interface ImportView {
  readonly read: number; readonly added: number; readonly known: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
  readonly mapping: readonly { readonly header: string; readonly column: string }[];
  readonly unknownColumns: readonly { readonly name: string; readonly nearest: string | undefined }[];
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
  readonly taken: boolean;
}

/** POST /api/shipments: an order list; nothing of it is kept. */
export interface ShipmentsRequest { readonly text: string }
export interface ShipmentsView { readonly lines: readonly { readonly line: number; readonly answer: 'ok' | 'confirm' | 'hold'; readonly why: string }[] }

/** A table that can be brought as a file, with the columns it may have. */
export interface TableView { readonly kind: string; readonly says: string; readonly columns: readonly { readonly column: string; readonly doc: string; readonly isNeeded: boolean }[] }
/** A system whose records can be brought: as files, or fetched where `pull` says what to write into farmwatch.json. */
export interface SystemView {
  readonly id: string; readonly title: string;
  /** True where a saved file is enough; others want a second file, and are read on the command line. */
  readonly isFileEnough: boolean;
  /** Texts that a person may give along, such as the zone of a firewall. */
  readonly options: readonly { readonly name: string; readonly is: string; readonly doc: string }[];
  readonly pull: { readonly config: string; readonly needs: string } | undefined;
}
/** GET /api/begin: ways to begin. GET /api/begin/samples/:kind gives an empty table as CSV. */
export interface BeginView {
  readonly tables: readonly TableView[];
  readonly systems: readonly SystemView[];
  /** Rows that are held already. */
  readonly held: { readonly people: number; readonly devices: number };
  /** The simulated company takes no files of a real one. */
  readonly simulated: boolean;
  readonly mostBytes: number;
}

/** What a file is taken for: a table, `events` of our own format, or `source:` and the id of a system. */
export type FileAs = string;

/** What would become of a file; nothing of it is written. */
export interface FileLook {
  readonly read: number;
  /** Rows or events that can be used. */
  readonly made: number;
  /** Of a table: new or changed rows, and those that are held already. */
  readonly added: number | undefined;
  readonly known: number | undefined;
  readonly rejected: number;
  /** The most frequent reasons; rows of a table by their line. */
  readonly reasons: readonly { readonly reason: string; readonly times: number }[];
  /** Of a table: every column of the file; `column` is empty where it is left out. */
  readonly columns: readonly { readonly header: string; readonly column: string; readonly example: string | undefined }[];
  /** Of records of a system: what they tell, with how often. */
  readonly actions: readonly { readonly action: string; readonly times: number }[];
  /** What is missing and what it costs, a sentence each. */
  readonly missing: readonly string[];
  readonly warnings: readonly string[];
}

/** A file on its way into the store, for whoever sent it. */
export interface DroppedFile {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** `unclear`: somebody has to say what it is. */
  readonly state: 'looking' | 'ready' | 'unclear' | 'waiting' | 'importing' | 'imported' | 'failed';
  readonly as: FileAs | undefined;
  /** What else it may be, the likeliest first. */
  readonly guesses: readonly FileAs[];
  /** What somebody said of its columns, and the options of its system. */
  readonly map: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  /** Lines or records read so far. */
  readonly progress: number;
  readonly problem: string | undefined;
  readonly look: FileLook | undefined;
  /** What came of the import. */
  readonly result: { readonly read: number; readonly added: number; readonly known: number; readonly rejected: number } | undefined;
}
/** GET /api/files; POST /api/files?name= with the bytes of one as application/octet-stream gives a DroppedFile; POST /api/files/:id/remove */
export interface FilesView {
  readonly files: readonly DroppedFile[];
  /** The run of all detectors. */
  readonly run: { readonly state: 'never' | 'running' | 'ok' | 'failed'; readonly said: string; readonly endedAt: number | undefined };
  /** What could not be joined, with its likely cure; for administrators, since it names accounts. */
  readonly joins: readonly string[];
}
/** POST /api/files/look tries a file another way. `map` is `Work Email=email`, or `Notes=` to leave a column out. */
export interface FileWish { readonly id: string; readonly as?: FileAs; readonly map: readonly string[]; readonly options: Readonly<Record<string, string>> }
/** POST /api/files/import takes files as they were looked at. */
export interface FilesRequest { readonly ids: readonly string[] }

/** One hire and the laptop, whatever is thought of them. */
export interface HireRow {
  readonly name: string;
  /** Days since the start; negative before it. */
  readonly day: number;
  readonly laptops: number;
  readonly verdict: Verdict | undefined;
  readonly dataThere: number;
  /** Families of which no data came. */
  readonly dark: number;
}
/** GET /api/hires: everybody who is looked at. POST /api/runs makes a run now. */
export interface HiresView { readonly asOf: number | undefined; readonly rows: readonly HireRow[]; readonly simulated: boolean }

/** GET /api/messages: what left by mail, chat and other systems; nobody is named in it. */
export interface MessagesView { readonly receivers: readonly ReceiverView[]; /** The newest first. */ readonly messages: readonly MessageView[]; /** So many are shown. */ readonly most: number }
export interface ReceiverView { readonly name: string; readonly kind: string; readonly sentAt: number | undefined; readonly waiting: number; readonly troubles: readonly string[] }
export interface MessageView {
  readonly id: string;
  readonly at: number;
  readonly title: string;
  readonly caseId: string | undefined;
  readonly to: readonly { readonly receiver: string; readonly state: 'waiting' | 'sent' | 'unsure' | 'given-up'; readonly said: string | undefined }[];
}

/** GET /api/reports/weekly?week=; /api/reports/weekly/:week/:format gives the same as md, json or pdf. Counts only: names nobody. */
export interface WeekView {
  readonly report: WeeklyReport;
  /** False while the week goes on. */
  readonly over: boolean;
  readonly previous: string;
  readonly next: string | undefined;
  /** Weeks to choose from, newest first. */
  readonly weeks: readonly { readonly name: string; readonly monday: string; readonly sunday: string }[];
  /** Whether there is a PDF to be had. */
  readonly pdf: boolean;
}

/** GET /api/events: server-sent events; `event: run` with {asOf} after each stored run, `event: case` with {id} after each act on a case, `event: devices` after acts on laptops, `event: waiting` when something begins or ends to wait for whoever works on cases, `event: checks` and `event: responses` after acts on those. */

/** GET /api/reveals. POST /api/reveals asks for one; POST /api/reveals/:id/grant and /refuse answer it, POST /api/reveals/:id/look shows who it is; all with header x-csrf-token. */
export interface RevealsView {
  readonly reveals: readonly RevealView[];
  readonly purposes: readonly { readonly id: string; readonly says: string }[];
  readonly mayAsk: boolean; readonly mayGrant: boolean;
}
export interface RevealView {
  readonly id: string; readonly at: number; readonly by: string;
  /** A case, or the pseudonym of a watched person. */
  readonly about: string;
  /** By pseudonym. */
  readonly people: readonly string[];
  readonly purpose: string; readonly reason: string;
  readonly state: 'waiting' | 'open' | 'refused' | 'over';
  readonly isMine: boolean;
  readonly looks: number;
  /** When it may be looked at. */
  readonly from?: number; readonly to?: number;
  readonly granted?: { readonly at: number; readonly by: string };
  readonly refused?: { readonly at: number; readonly by: string; readonly note: string };
  /** Nobody else may grant it: who outside was told, and when it opens by itself. */
  readonly alone?: { readonly reader: string; readonly opensAt: number };
  readonly whyNotGrant?: string;
}
export interface RevealRequest { readonly about: string; readonly purpose: string; readonly reason: string }
/** Who it is, while the reveal is granted. */
export interface IdentityView {
  readonly about: string;
  readonly until: number;
  readonly people: readonly {
    readonly pseudonym: string; readonly hireId: string; readonly name: string | undefined; readonly email: string | undefined;
    readonly serials: readonly string[]; readonly hosts: readonly string[]; readonly addresses: readonly string[];
  }[];
}

/** One thing that somebody did, worded. */
export interface AuditRow {
  readonly n: number;
  readonly at: number;
  readonly by: string;
  readonly role: string | undefined;
  readonly from: 'page' | 'command' | 'job';
  readonly did: 'looked' | 'listed' | 'change' | 'refused' | 'signed-in' | 'noted';
  readonly said: string;
  readonly id: string;
  /** By pseudonym. */
  readonly people: readonly string[];
  readonly purpose?: string;
  /** The status it was answered with, where that was a refusal or a failure. */
  readonly refused?: number;
  /** When the entry before was made, where a clock was set back in between. */
  readonly clockBack?: number;
}
/** GET /api/audit: the newest first. */
export interface AuditView {
  readonly chain: { readonly entries: number; readonly anchors: number; readonly newest: { readonly n: number; readonly hash: string; readonly at: number } | undefined; readonly fault: { readonly n: number; readonly why: string } | undefined; readonly checkedAt: number };
  /** The last one, as this store remembers it, and where it went. */
  readonly anchor: { readonly n: number; readonly day: string; readonly at: number; readonly to: readonly string[] } | undefined;
  /** Why the file of anchors cannot be read. */
  readonly anchorsProblem: string | undefined;
  /** Everybody who did anything. */
  readonly who: readonly string[];
  readonly total: number;
  /** Older ones that are not shown. */
  readonly more: number;
  readonly rows: readonly AuditRow[];
}

/** What of a case may leave the company. */
export type Leaving = 'sheet' | 'pack' | 'stix' | 'share';
/** Something that somebody asked to leave. */
export interface ExportRequestView {
  readonly id: string;
  readonly caseId: string;
  readonly what: Leaving;
  /** The same in words. */
  readonly says: string;
  readonly to: string;
  readonly why: string;
  readonly by: string;
  readonly at: number;
  /** True for whoever asked: another account approves it. */
  readonly mine: boolean;
  readonly approved: { readonly by: string; readonly at: number; readonly note: string | undefined } | undefined;
  /** Words of those who read it and left it waiting. */
  readonly held: readonly { readonly by: string; readonly at: number; readonly note: string }[];
}
/** GET /api/cases/:id/exports: the newest first. */
export interface ExportsView { readonly collections: readonly string[]; readonly requests: readonly ExportRequestView[] }
/** POST /api/exports/:id/send: objects that were new there, were there already, and were refused. */
export interface SentView { readonly taken: number; readonly known: number; readonly refused: number }
/** POST /api/cases/:id/exports */
export interface ExportAsk { readonly what: Leaving; readonly to: string; readonly why: string }
/** GET /api/approvals: the newest first. */
export interface ApprovalsView { readonly requests: readonly ExportRequestView[] }
/** GET /api/approvals/:id: what would leave, word for word. POST /api/approvals/:id/approve gives its sum back. */
export interface ApprovalView extends ExportRequestView { readonly sum: string; readonly text: string }

/** GET /api/about-you, open to everybody: what is kept about people who are watched. Nothing in it is about any one person. */
export interface AboutYouView {
  readonly company: string;
  readonly contact: string | undefined;
  readonly simulated: boolean;
  readonly purpose: string | undefined;
  readonly noticeGivenOn: string | undefined;
  readonly daysBefore: number;
  readonly daysAfter: number;
  readonly sources: readonly string[];
  readonly reads: readonly string[];
  readonly never: readonly string[];
  readonly kept: readonly { readonly what: string; readonly kept: string }[];
  readonly rights: readonly string[];
  readonly receivers: readonly string[];
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
export interface RightsView { readonly now: number; /** Whether the company chose that parts may be withheld. */ readonly mayWithhold: boolean; readonly asks: readonly RightsAskView[] }
export type RightName = 'access' | 'correction' | 'erasure' | 'objection' | 'review';
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
}
export interface LegalHoldRequest { readonly hires: readonly string[]; readonly cases: readonly string[]; readonly matter: string; readonly reason: string; readonly review: string }
