import type { Case } from '../cases/case.ts';
import type { Event } from '../core/event.ts';
import type { IdentityFields } from '../core/identity.ts';
import { say, type Wording } from '../core/said.ts';
import type { HireId } from '../core/person.ts';
import { TABLES, type ColumnSpec } from '../core/tables.ts';
import { isoOf, type Instant } from '../core/time.ts';
import { tokenText } from '../core/token.ts';
import { readHistory, registryAt, versionAt, type History } from '../detect/people/registry.ts';
import { FarmwatchError } from '../errors.ts';
import { checkBook } from '../run/checks/check-book.ts';
import { OUTCOME_DATASET } from '../run/checks/outcome-event.ts';
import { correctionsOf, type Correction } from '../run/corrections.ts';
import { heldAt } from '../run/holds/hold.ts';
import { readHolds } from '../run/holds/hold-book.ts';
import { deviceActBook } from '../run/laptops/device-acts.ts';
import type { Pipeline } from '../run/pipeline.ts';
import { readAsks, type RightsAsk } from '../run/rights-asks.ts';
import { linkShelf } from '../run/retention/machine-links.ts';
import { rowsOf } from '../run/retention/old-people.ts';
import { exactly } from '../run/retention/old-rows.ts';
import { FOREVER, MACHINE_FIELDS, PERSON_FIELDS, walkDays, type WalkedDay } from '../run/retention/walk-days.ts';
import { viewJournal, type Viewed } from '../run/views.ts';
import { identityOf, inFieldOrder, type Store } from '../store/store.ts';
import { actsAbout, type ActsAbout } from './subject-acts.ts';

/** So many records of what happened are taken along, the newest; the copy says how many there are. */
const MOST_RECORDS = 200_000;

/** One fact of the company's own lists, with when it was learned. */
export interface KnownFact { readonly list: string; readonly field: string; readonly value: string; /** Null: from the beginning. */ readonly since: Instant | null }
export interface SaidFinding { readonly detector: string; readonly question: string; readonly weight: number; readonly says: string; readonly facts: readonly string[]; readonly innocent: readonly string[]; readonly clear: string }
export interface SaidCase { readonly id: string; readonly openedAt: Instant; readonly status: string; readonly closedAs?: string; readonly closedAt?: Instant; readonly notes: number }

/** All that is held about one person, and nothing about anybody else. */
export interface SubjectMaterial {
  readonly hire: HireId;
  readonly asOf: Instant;
  readonly company: string;
  readonly contact: string | undefined;
  readonly simulated: boolean;
  readonly facts: readonly KnownFact[];
  /** What happened, by source and kind. */
  readonly groups: readonly { readonly source: string; readonly action: string; readonly rows: number; readonly first: Instant; readonly last: Instant }[];
  /** The records themselves, oldest first. */
  readonly records: readonly Event[];
  readonly recordsLeft: number;
  readonly findings: readonly SaidFinding[];
  readonly judgedAt: Instant | undefined;
  readonly cases: readonly SaidCase[];
  readonly looks: readonly Pick<Viewed, 'at' | 'what'>[];
  readonly acts: readonly { readonly at: Instant; readonly kind: string }[];
  /** Checks, responses, what left the company, reveals. */
  readonly did: ActsAbout;
  readonly corrections: readonly Pick<Correction, 'at' | 'from' | 'about' | 'says'>[];
  readonly asks: readonly Pick<RightsAsk, 'right' | 'receivedAt' | 'dueAt' | 'answered'>[];
  /** That records stay for the law; for which matter is not told. */
  readonly onHold: boolean;
  /** Whether nobody has looked it over yet: for whoever does, and not for the person. */
  readonly isDraft: boolean;
  /** That something is kept back, as the company chose and the law allows; why stays with whoever decided it. */
  readonly withheld: boolean;
}

/** Fields that name somebody else, or what somebody else wrote. */
const OTHERS: ReadonlySet<string> = new Set(['manager_email', 'referred_by', 'household', 'approved_by', 'owner', 'reason', 'references', 'hire_id']);
const OTHERS_IN_RECORDS: ReadonlySet<string> = new Set(['farmwatch.verification.by', 'source.domain']);
const OF_THE_LAPTOP: ReadonlySet<string> = new Set(['device.id', ...MACHINE_FIELDS]);

/** What a token stands for is said by its field; in plain language its kinds and versions tell nothing. */
const TOKENS: ReadonlySet<string> = new Set(Object.values(TABLES).flatMap(({ columns }) => Object.entries(columns as Readonly<Record<string, ColumnSpec>>).filter(([, { token }]) => token !== undefined).map(([column, { into }]) => into ?? column)));

const LISTS: Readonly<Record<string, string>> = { people: 'people', devices: 'laptops', accounts: 'accounts', travel: 'travel', applications: 'applications', allowed: 'permissions' };

/**
 * Reads what is held about a person.
 *
 * @param ask what the privacy officer looked over, or is about to: then it is a draft and nothing stays out; with a reason to withhold, what belongs to an investigation that goes on stays out
 * @throws FarmwatchError `not.found` for somebody of whom nothing is held
 */
export async function subjectMaterial(pipeline: Pipeline, hire: HireId, of: Pick<SubjectMaterial, 'company' | 'contact' | 'simulated'>, ask: RightsAsk, now: Instant): Promise<SubjectMaterial> {
  const { store, detectors } = pipeline.parts;
  const history = await readHistory(store);
  if (!history.people.some((row) => versionAt(row, now).hire_id === hire)) throw new FarmwatchError('not.found', { what: `hire ${JSON.stringify(hire)}`, cure: 'Nothing is held under this id.' });
  const { run, cases } = await pipeline.cases();
  const mine = cases.filter(({ hires }) => hires.includes(hire));
  const holds = await readHolds(store);
  const onHold = heldAt(holds, cases, now).hires.has(hire);
  const goesOn = openIn(cases);
  const isOpen = mine.some(goesOn);
  const withheld = ask.prepared?.withhold !== undefined && (isOpen || onHold);
  const records = await recordsOf(store, pipeline, history, hire, now, withheld ? await checksOfCases(store) : new Set());
  const wording = wordingFor(hire, records.all, history, now);
  const questions = new Map(detectors.map(({ detector }) => [detector.id, detector.question]));
  return {
    ...of, hire, asOf: now, isDraft: ask.prepared === undefined, withheld, facts: factsOf(history, hire, now),
    groups: groupsOf(records.all), records: records.all.slice(-MOST_RECORDS).map(records.cut), recordsLeft: Math.max(0, records.all.length - MOST_RECORDS),
    findings: withheld ? [] : (run?.findings ?? []).filter((finding) => finding.hire_id === hire).map((finding) => ({
      detector: finding.detector, question: questions.get(finding.detector) ?? '', weight: finding.llr, says: say(finding.headline, wording),
      facts: finding.facts.map(({ label, value, usual }) => `${label}: ${say(value, wording)} (usual: ${usual})`), 
      // What speaks for somebody, or neither way, leaves them nothing to explain; what it does not rule out is for whoever weighs it.
      innocent: finding.llr > 0 ? finding.innocent.map((one) => say(one, wording)) : [], clear: finding.llr > 0 ? say(finding.clear, wording) : '',
    })),
    judgedAt: run?.asOf,
    cases: mine.filter((state) => !withheld || !goesOn(state)).map(({ id, openedAt, status, closed, notes }) => ({ id, openedAt, status, notes: notes.length, ...(closed ? { closedAs: closed.reason, closedAt: closed.at } : {}) })),
    looks: await looksAt(store, hire),
    acts: ([...(await deviceActBook(store).read()).values()].flat()).filter((act) => act.hire === hire).map(({ at, kind }) => ({ at, kind })),
    did: await actsAbout(store, hire, history.applications, mine, withheld),
    corrections: (await correctionsOf(store, [hire])).map(({ at, from, about, says }) => ({ at, from, about, says })),
    asks: (await readAsks(store)).filter((one) => one.hire === hire).map(({ right, receivedAt, dueAt, answered }) => ({ right, receivedAt, dueAt, ...(answered ? { answered } : {}) })),
    onHold: onHold && !withheld,
  };
}

/** True for a case that is open, or that became part of one that is. */
function openIn(cases: readonly Case[]): (state: Case) => boolean {
  const byId = new Map(cases.map((state) => [state.id, state]));
  const goesOn = ({ id, status, mergedInto }: Case, seen: readonly string[] = []): boolean => {
    const into = mergedInto === null || seen.includes(id) ? undefined : byId.get(mergedInto);
    return status === 'open' || (status === 'merged' && into !== undefined && goesOn(into, [...seen, id]));
  };
  return (state) => goesOn(state);
}

/** Checks that came of a case: the records of their outcomes tell of it. */
async function checksOfCases(store: Pick<Store, 'journal'>): Promise<ReadonlySet<string>> {
  return new Set([...(await checkBook(store).read()).values()].flatMap(({ id, origin }) => ('case' in origin ? [id] : [])));
}

/** What the company's lists say, field by field; a later version says only what changed. */
function factsOf(history: History, hire: HireId, now: Instant): readonly KnownFact[] {
  const ids = new Set([...rowsOf(history, hire, now), ...history.people.filter((row) => versionAt(row, now).hire_id === hire).map(({ id }) => id)]);
  const kinds = ['people', 'devices', 'accounts', 'travel', 'applications', 'allowed'] as const;
  return kinds.flatMap((kind) => (history[kind] as readonly { readonly id: string; readonly versions: readonly { readonly from: Instant | null; readonly row: object }[] }[]).filter(({ id }) => ids.has(id)).flatMap(({ versions }) => {
    let before: Readonly<Record<string, unknown>> = {};
    return versions.flatMap(({ from, row }) => {
      const said = Object.entries(row).filter(([field, value]) => !OTHERS.has(field) && value !== undefined && textOf(value) !== '' && textOf(before[field]) !== textOf(value));
      before = row as Readonly<Record<string, unknown>>;
      return said.map(([field, value]): KnownFact => ({ list: LISTS[kind]!, field, value: TOKENS.has(field) && typeof value === 'string' ? tokenText(value) : textOf(value), since: from }));
    });
  }));
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.map(String).join('; ');
  // No other number of a list is as large as an instant.
  if (typeof value === 'number' && value > 1e11) return isoOf(value);
  return typeof value === 'object' ? Object.values(value).map(String).join(', ') : String(value);
}

/** Records of the person's accounts, and of their laptops where no account is named. @param keptBack checks whose outcomes stay out */
async function recordsOf(store: Store, pipeline: Pipeline, history: History, hire: HireId, now: Instant, keptBack: ReadonlySet<string>): Promise<{ readonly all: readonly Event[]; readonly cut: (event: Event) => Event }> {
  const { directory } = registryAt(history, now, pipeline.parts.scope);
  const accounts: IdentityFields[] = [];
  const machines: IdentityFields[] = [];
  let last: WalkedDay | undefined;
  for await (const day of walkDays(store, directory, await linkShelf(store).all(), FOREVER)) {
    for (const row of day.spellings) {
      const { person, named, holderAt } = day.whose(row);
      if (person === hire) accounts.push(row);
      else if (!named && [row.first, row.last].some((at) => holderAt(at) === hire)) machines.push(row);
    }
    // The last day knows every machine that the days before it told of.
    last = day;
  }
  const holderOf = (event: Event): HireId | undefined => last?.whose(event as IdentityFields).holderAt(event['@timestamp']);
  const found = new Map<string, Event>();
  const during = { from: 0, to: FOREVER, asOf: FOREVER };
  for (const where of exactly(accounts, PERSON_FIELDS)) for await (const event of store.events.select({ where }, during)) if (directory.personOf(event) === hire) found.set(identityOf(event), event);
  for (const where of exactly(machines, MACHINE_FIELDS)) {
    for await (const event of store.events.select({ where }, during)) if (PERSON_FIELDS.every((field) => event[field] === undefined) && holderOf(event) === hire) found.set(identityOf(event), event);
  }
  return {
    all: [...found.values()].filter((event) => event['event.dataset'] !== OUTCOME_DATASET || !keptBack.has(event['event.id'])).sort((a, b) => a['@timestamp'] - b['@timestamp'] || (identityOf(a) < identityOf(b) ? -1 : 1)),
    cut: (event) => {
      const holder = holderOf(event);
      const isOthers = holder !== undefined && holder !== hire;
      return inFieldOrder(Object.fromEntries(Object.entries(event).filter(([name]) => !OTHERS_IN_RECORDS.has(name) && !(isOthers && OF_THE_LAPTOP.has(name)))) as unknown as Event);
    },
  };
}

function groupsOf(records: readonly Event[]): SubjectMaterial['groups'] {
  return [...Map.groupBy(records, (event) => JSON.stringify([event['event.module'] ?? 'files', event['event.action']]))].map(([key, rows]) => {
    const [source, action] = JSON.parse(key) as [string, string];
    return { source, action, rows: rows.length, first: rows[0]!['@timestamp'], last: rows.at(-1)!['@timestamp'] };
  }).sort((a, b) => (a.source < b.source ? -1 : a.source > b.source ? 1 : a.action < b.action ? -1 : 1));
}

/** Who is meant, as the person may read it: themselves by name, everybody else as somebody. */
function wordingFor(hire: HireId, records: readonly Event[], history: History, now: Instant): Wording {
  const serials = new Set([...history.devices.map((row) => versionAt(row, now)).filter((row) => row.hire_id === hire).map(({ serial }) => serial), ...history.people.filter((row) => versionAt(row, now).hire_id === hire).flatMap((row) => versionAt(row, now).device_serials)]);
  const seen = new Set(records.flatMap((event) => [event['source.ip'], event['farmwatch.net.line'], event['farmwatch.net.gateway_mac_token'], event['farmwatch.net.bssid_token']].filter((value) => value !== undefined)));
  return ({ ref, id }) => {
    switch (ref) {
      case 'hire': return id === hire ? 'you' : 'a colleague';
      case 'laptop': return serials.has(id) ? `your laptop ${id}` : 'another laptop';
      case 'address': return seen.has(id) ? id : 'another address';
      case 'place': return seen.has(id) ? id : 'another place';
      case 'tool': return id;
    }
  };
}

/** When somebody of the company looked, and at what; by whom is not the person's to know, and is kept for the auditor. */
async function looksAt(store: Store, hire: HireId): Promise<SubjectMaterial['looks']> {
  const name = (await store.shelf<{ readonly id: string; readonly name: string }>('pseudonyms').get(hire))?.value.name;
  const looks: Pick<Viewed, 'at' | 'what'>[] = [];
  if (name === undefined) return looks;
  for await (const { entry } of viewJournal(store).read()) if (entry.people.includes(name)) looks.push({ at: entry.at, what: entry.what });
  return looks;
}
