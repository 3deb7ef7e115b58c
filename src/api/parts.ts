import type { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { DeviceRow, TravelRow } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import type { Sender } from '../report/exports/case-material.ts';
import type { Shared } from '../report/exports/taxii.ts';
import type { PlanStep } from '../cases/response-plan.ts';
import type { Allowance } from '../run/allowed/allowance.ts';
import type { CheckRules } from '../run/checks/check-rules.ts';
import type { DatedRow } from '../run/laptops/act-rows.ts';
import type { ErasureParts } from '../run/erasures/erasing.ts';
import type { Pipeline } from '../run/pipeline.ts';
import type { RunningFacts } from '../rights/facts.ts';
import type { JobState } from '../schedule/jobs.ts';
import type { Anchor } from '../run/audit/verify.ts';
import type { Store } from '../store/store.ts';
import type { AccountBook } from './accounts.ts';
import type { BeginView, DroppedFile, FileWish, ImportRequest, ImportView, MessagesView, ShipmentsView, SourcesView } from './contract.ts';
import type { ApplicationDesk } from './applications.ts';
import type { Metric } from './metrics.ts';
import type { OidcDoor } from './oidc.ts';
import type { SceneSource } from './scene.ts';
import type { StaffBook } from './staff.ts';

/** A command as it was typed: its words, the folder it was typed in, and what stood on standard input. */
export interface Asked { readonly argv: readonly string[]; readonly folder: string; readonly input: string }
/** One piece of what a forwarded command says. */
export type Frame = { readonly out: string } | { readonly err: string } | { readonly progress: string } | { readonly exit: number };

/** News for open pages. */
export type News = { readonly event: 'run'; readonly asOf: Instant } | { readonly event: 'case'; readonly id: string } | { readonly event: 'devices' | 'waiting' | 'checks' | 'responses' | 'exports' | 'holds' };

/** Tables of the registry, written and read as an import does. */
export interface DeskTables {
  /** @returns why nothing was written; undefined where it was, or stood there already */
  write(rows: { readonly devices: readonly DatedRow<DeviceRow>[] } | { readonly travel: readonly DatedRow<TravelRow>[] }, at: Instant): Promise<string | undefined>;
  /** Brings events of the product's own, as an import does. @throws FarmwatchError `request.invalid` where one is refused */
  bring(documents: readonly object[]): Promise<void>;
  /** Lets an entry of the allow-list hold from an instant on. @returns why it does not */
  allow(allowance: Allowance, id: string, by: string, at: Instant): Promise<string | undefined>;
  /** @throws FarmwatchError `file.unreadable`, `file.columns`, `usage` */
  importLaptops(request: ImportRequest, at: Instant): Promise<ImportView>;
  /** Answers for a list of parcels. @throws FarmwatchError `file.unreadable`, `file.columns` */
  checkShipments(text: string, at: Instant): Promise<ShipmentsView>;
}

/** Files that somebody brings on a page, read by the same hands as by `import` and `collect`. What one person sent nobody else sees. */
export interface FileDesk {
  begin(): Promise<BeginView>;
  /** An empty table as CSV; undefined for a kind that does not exist. */
  sample(kind: string): string | undefined;
  files(by: string): readonly DroppedFile[];
  /** Keeps a file and begins to look at it. @throws FarmwatchError `intake.large`, `file.unreadable`, `request.invalid`, `store.full` */
  take(by: string, name: string, content: Readable): Promise<DroppedFile>;
  /** Tries a file as somebody wishes; nothing is written. @throws FarmwatchError `not.found`, `request.invalid` */
  look(by: string, wish: FileWish): DroppedFile;
  /** Imports files as they were looked at, people first, one after the other. @throws FarmwatchError as `look` */
  import(by: string, ids: readonly string[]): void;
  remove(by: string, id: string): Promise<void>;
  /** What could not be joined after the last import, a sentence each. */
  joins(): readonly string[];
}

/** How long a granted reveal lasts, and who outside hears of one that nobody else may grant. */
export interface RevealRules {
  readonly lasts: number;
  readonly outside?: {
    readonly reader: string;
    /** Tells the reader of what waits for it, as far as they can be told now; whatever cannot is told later. */
    tell(): Promise<void>;
    /** Why the last try to tell of a reveal failed. */
    why(id: string): Promise<string | undefined>;
  };
}

/** What the server is put together from. */
export interface ApiParts {
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly accounts: AccountBook;
  readonly scenes: SceneSource;
  readonly tables: DeskTables;
  readonly files: FileDesk;
  /** The most that a list of laptops may have, in MB. */
  readonly laptopsMb?: number;
  /** What the company decided about checks; nothing where it decided nothing. */
  readonly checkRules?: CheckRules;
  /** The plan of a response of a file that the configuration names; without it the plan is what people wrote, or the one that ships. */
  readonly responsePlan?: readonly PlanStep[] | undefined;
  /** What applications share, and their small details; without it nothing is told of any. */
  readonly applications?: ApplicationDesk;
  /** Makes a run now, unless one is under way. */
  readonly runNow: () => Promise<void>;
  /** Its name, for reports. */
  readonly company: string;
  /** Prints a page; undefined where there is nothing to print with. */
  readonly printPdf?: (html: string) => Promise<Buffer>;
  readonly now: () => Instant;
  /** Folder of the built pages. */
  readonly pages: string | undefined;
  readonly demo: boolean;
  readonly log: boolean;
  /** Addresses and blocks of proxies that may say whom they speak for, in X-Forwarded-*; empty for none. */
  readonly trustedProxies: readonly string[];
  /** Ways to sign in; local accounts alone where nothing is said. */
  readonly signIn?: { readonly local: boolean; /** Required where nothing is said. */ readonly secondFactor?: 'required' | 'offered'; readonly oidc?: OidcDoor };
  /** Records of whoever asks; the server makes it. */
  readonly staff?: StaffBook;
  /** Takes a one-time secret of the link and says whose it is; a second time it says nothing. */
  readonly redeem: (secret: string) => { readonly user: string; readonly role: 'analyst' | 'admin' } | undefined;
  /** Exact 95 % interval of a share of so many hits in n. */
  readonly interval: (hits: number, n: number) => readonly [number, number];
  readonly jobs: () => Promise<readonly JobState[]>;
  readonly nextRunAt: () => Instant | undefined;
  /** How each source is doing at an instant. */
  readonly sources: (now: Instant) => Promise<Pick<SourcesView, 'sources' | 'troubles'>>;
  /** Numbers for /metrics about what comes in. */
  readonly gauges?: (now: Instant) => Promise<readonly Metric[]>;
  /** What was told to whom of cases that are shown; nothing where nobody can be told. */
  readonly messages?: (isShown: (caseId: string) => boolean) => Promise<MessagesView>;
  /** Eight hours, and nobody outside, where nothing is said. */
  readonly reveal?: RevealRules;
  /** Anchors of the audit that lie outside the store. @throws FarmwatchError `file.unreadable` */
  readonly anchors?: () => readonly Anchor[];
  /** What of cases may leave the company, and how; without it nothing does. */
  readonly leaving?: {
    sender(): Promise<Sender>;
    /** The version of the product, as packs name it. */
    readonly product: string;
    /** Names of the collections that bundles may be sent to. */
    readonly collections: readonly string[];
    /** @throws FarmwatchError `share.failed` */
    share(collection: string, bundle: string): Promise<Shared>;
  };
  /** What letting one person go works with now. */
  readonly erasing: () => ErasureParts;
  /** What the configuration says about the watching, for whoever is watched. */
  readonly facts: () => Promise<RunningFacts>;
  readonly news: { publish(news: News): void; subscribe(hear: (news: News) => void): () => void };
  /** Adds routes that are no business of the pages, such as those that records are sent to. */
  readonly addRoutes?: (server: FastifyInstance) => Promise<void>;
  /** Commands of whoever can read the store's folder; undefined where none are taken. */
  readonly command: { readonly token: string; run(asked: Asked, say: (frame: Frame) => void): Promise<number> } | undefined;
}
