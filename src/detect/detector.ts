import type { Catalogue } from '../catalogue/catalogue.ts';
import type { FieldName, ValueOf } from '../core/event.ts';
import type { Family } from '../core/family.ts';
import type { Spot } from '../core/geo.ts';
import type { ApplicationRow, HireId, IndicatorRow, InstitutionRow, PersonRow, PlaceRow, Serial, TravelRow } from '../core/person.ts';
import type { Random } from '../core/random.ts';
import type { Said } from '../core/said.ts';
import type { SettingsTable, Values } from '../core/settings.ts';
import type { Day, Instant } from '../core/time.ts';
import type { Bucket, Fold, GroupBy, Measure, Row, Select, Where } from '../store/store.ts';

export { FAMILIES, type Family } from '../core/family.ts';
export type { Row, Select } from '../store/store.ts';

/** What to read, as data. `gather` adds who and which laptop, day by day. */
export interface Evidence {
  readonly where: Where;
  readonly by: readonly GroupBy[];
  readonly measure: Readonly<Record<string, Measure>>;
  /** Days it looks back, where something rare tells of much longer than the detector looks. What is not kept so long is not there. */
  readonly days?: number;
}
/**
 * What no count tells, such as the values of lists: the rows of a UTC day become one small summary for each account and machine.
 *
 * Summaries are kept over runs like counts. So `step` is pure, does not lean on the order of rows, and knows no setting
 * and no catalogue: what can be argued about comes later, in `detect`.
 */
export type DailySummary<S = unknown> = Omit<Fold<S>, 'key'>;
/** What a store counts or sums up. */
export type Counted = Evidence | DailySummary;
/**
 * What a detector makes of the rows of one UTC day, in place of the rows: for questions with so many that only few can be held.
 *
 * What it makes is kept over runs. So `make` is pure, does not lean on the order of rows, and knows no setting and nothing
 * of the company or the catalogue beyond the rows.
 */
export interface DailyDigest<D = unknown> {
  readonly of: Evidence;
  /** Takes the rows of `of`; see {@link daily}. */
  readonly make: (rows: never, day: Day) => readonly D[];
}
export type Question = Counted | DailyDigest;
export type EvidencePlan = Readonly<Record<string, Question>>;

/** Who and which laptop a row is about, resolved as of the run. Person and holder may differ: both are evidence. */
export interface Whom {
  /** The hire whose account it was. */
  readonly person: HireId | undefined;
  /** The laptop, by serial number, or by host name where no serial is known. */
  readonly laptop: Serial | undefined;
  /** The hire to whom that laptop was issued at that time. */
  readonly holder: HireId | undefined;
  /** The person, else the holder. */
  readonly hire: HireId | undefined;
  readonly day: Day;
}
type CellOf<G extends GroupBy> = G extends Bucket ? Instant : G extends FieldName ? ValueOf<G> | undefined : never;
export type RowOf<Q extends Question> = Q extends DailyDigest<infer D> ? D : Q extends Counted ? CountedRow<Q> : never;
type CountedRow<Q extends Counted> = Whom & (
  Q extends Evidence ? { readonly [G in Q['by'][number]]: CellOf<G> } & { readonly [M in keyof Q['measure']]: number }
    : Q extends DailySummary<infer S> ? { readonly summary: S } : never
);
export type RowsOf<P extends EvidencePlan> = { readonly [Name in keyof P]: readonly RowOf<P[Name]>[] };

/** A home that the record named until an instant. */
export type FormerHome = Pick<PersonRow, 'home' | 'home_city' | 'home_region' | 'home_country'> & { readonly until: Instant };

/** A person as known at the as-of, with the home that holds then. */
export interface Hire extends PersonRow {
  /** Since when the home of the record holds, after a move; where they lived before is unknown. See `homeOn`. */
  readonly homeSince?: Instant;
  /** Homes that the record named before, with when it changed, in order; missing where it never did. See `asOfSending`. */
  readonly formerHomes?: readonly FormerHome[];
  /** Told of a move later than this, somebody lives elsewhere than the record says. */
  readonly homeTold?: Instant;
  /** First instant of the start date, in the hire's zone. */
  readonly startsAt: Instant;
  /** First instant after the end date, in the hire's zone; missing until it has come. */
  readonly endsAt?: Instant;
  /** A starter in scope of this run; the others are company background. */
  readonly inScope: boolean;
}

export interface Laptop {
  readonly serial: Serial;
  readonly holder: HireId | undefined;
  readonly shippedAt: Instant | undefined;
  readonly deliveredAt: Instant | undefined;
  readonly shipTo: Spot | undefined;
  /** Token of the address it was sent to; missing where none is on record. */
  readonly door?: string;
  /** When it came back from whom it was issued to last; missing while it is out. */
  readonly returnedAt?: Instant;
  /** The carrier's number of the parcel in which it went, without spaces; missing where nobody recorded one. */
  readonly tracking?: string;
}

/** Everything a detector may look at: values, no clock, no disk. */
export interface Window<P extends EvidencePlan> {
  readonly asOf: Instant;
  readonly from: Instant;
  readonly to: Instant;
  /** Everybody known, in scope or not. */
  readonly hires: ReadonlyMap<HireId, Hire>;
  readonly laptops: ReadonlyMap<Serial, Laptop>;
  readonly places: readonly PlaceRow[];
  readonly travel: readonly TravelRow[];
  /** Applications made by then, of people hired or not. */
  readonly applications: readonly ApplicationRow[];
  /** The operator's own list of institutions. */
  readonly institutions: readonly InstitutionRow[];
  /** Indicators received by then, expired ones too. */
  readonly indicators: readonly IndicatorRow[];
  /** What is known of tools, hardware and networks by then, the company's own rows among it. */
  readonly catalogue: Catalogue;
  /** True for a line of a place that the company vouches for: offices, its own egress, listed co-working floors. */
  vouched(line: string): boolean;
  /** True when this tool is sanctioned for this hire on this day. */
  allowed(tool: string, hire: HireId, day: Day): boolean;
  /** True for two hires that are rows of one person: a contractor who was taken on, or somebody who was hired again. */
  isOnePerson(a: HireId, b: HireId): boolean;
  /** True when two hires are declared to live together, or are one person. */
  tied(a: HireId, b: HireId): boolean;
  readonly rows: RowsOf<P>;
  /**
   * Devices of people outside scope at one line, router or radio on one day, or people with a mark of a detector's own
   * {@link CrowdPlan}: their rows were reduced to this number. 0 while the rows themselves are there.
   */
  crowd(mark: string, day: Day): number;
  /** Seeded by detector, version and key: the same run gives the same numbers. */
  random(key: string): Random;
}

/** What a detector still wants to know of people outside scope when their rows go: how many there were by mark and day. */
export interface CrowdPlan {
  /** What `marks` looks at. */
  readonly fields: readonly FieldName[];
  /** Under which marks a row counts its laptop's holder, else its person; each begins with the detector's id. */
  marks(row: Row, catalogue: Catalogue): readonly string[];
}

export interface Fact { readonly label: string; readonly value: Said; readonly usual: string }

/** How likely each offset from UTC is that somebody may live in; for a picture beside the words. */
export interface OffsetChances {
  /** Minutes east of UTC, ascending, each with its chance; those under one in a thousand are left out. */
  readonly candidates: readonly (readonly [offsetMin: number, chance: number])[];
  /** The likeliest, minutes east of UTC. */
  readonly best: number;
  /** The smallest set that holds 95 %, as ranges of minutes, both ends included. */
  readonly likely: readonly (readonly [from: number, to: number])[];
  /** By the claim, in the middle of what was seen. */
  readonly claimed: number;
}

export interface Shared { readonly facts: readonly string[]; readonly llr: number }

/** What a detector makes of the evidence about one person. */
export interface Reading {
  readonly subject: HireId;
  /** Others that this reading ties to the subject. */
  readonly alongside?: readonly HireId[];
  /** ln P(evidence | farm) − ln P(evidence | ordinary starter). */
  readonly llr: number;
  /** Facts that it owns, such as `tool/anydesk`: another family may rest on them too. */
  readonly owns?: readonly string[];
  /** Facts that belong to another family where it weighs them, and how much of the weight rests on them, 0 or more. It counts once: see `risk/once.ts`. */
  readonly shared?: Shared;
  /** The newest row it leans on, for ageing. */
  readonly newest: Instant;
  /** Place or tool that the reading is about; with detector and hire it makes the finding's id. */
  readonly key: string;
  readonly because: { readonly headline: Said; readonly facts: readonly Fact[]; readonly innocent: readonly Said[]; readonly offsets?: OffsetChances };
  /** What would bring the weight down if a human found it so; worded as a question. */
  readonly clear: Said;
  /** Brings up the raw rows; the reader adds that they are about the subject or those alongside. */
  readonly look: Select;
}

export interface Detector<P extends EvidencePlan = EvidencePlan, S extends SettingsTable = SettingsTable> {
  readonly id: string;
  readonly version: number;
  readonly family: Family;
  readonly question: string;
  /** Days of evidence it looks at. */
  readonly days: number;
  /** ATT&CK technique, or undefined where none fits. */
  readonly technique?: string;
  /** Actions of which one is enough to look at somebody: without any of them it is blind. Their coverage is shown beside a quiet answer. */
  readonly needs: readonly string[];
  readonly settings: S;
  readonly evidence: P;
  readonly crowd?: CrowdPlan;
  detect(window: Window<P>, settings: Values<S>): readonly Reading[];
}

/** Keeps the types of a question and of what is made of its days. */
export function daily<const E extends Evidence, D>(of: E, make: (rows: readonly RowOf<E>[], day: Day) => readonly D[]): DailyDigest<D> {
  return { of, make };
}

/** Keeps the literal types of a plan and a settings table. */
export function defineDetector<const P extends EvidencePlan, const S extends SettingsTable>(detector: Detector<P, S>): Detector<P, S> {
  return detector;
}

/** A Reading with an id, kept. */
export interface Finding {
  readonly id: string;
  readonly detector: string;
  readonly version: number;
  readonly family: Family;
  readonly hire_id: HireId;
  readonly alongside: readonly HireId[];
  readonly llr: number;
  readonly owns?: readonly string[];
  readonly shared?: Shared;
  readonly newest: Instant;
  readonly key: string;
  readonly window: { readonly from: Instant; readonly to: Instant };
  readonly headline: Said;
  readonly facts: readonly Fact[];
  readonly innocent: readonly Said[];
  readonly offsets?: OffsetChances;
  readonly clear: Said;
  readonly look: Select;
  /** Set where the detector is muted for this person's team: the finding is kept and shown as hidden, and adds nothing. */
  readonly muted?: Muted;
}

/** The mute that hides a finding, and the same in words. */
export interface Muted { readonly id: string; readonly said: string }
