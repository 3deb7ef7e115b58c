import { applyAct, triage, type CaseFile, type Earlier, type HumanAct } from '../cases/triage.ts';
import { isUnderWay } from '../cases/response.ts';
import type { Case } from '../cases/case.ts';
import type { HireId } from '../core/person.ts';
import { PLAIN, say } from '../core/said.ts';
import { DAY, isoOf, type Instant } from '../core/time.ts';
import { custodyOf } from '../detect/places/custody-of.ts';
import { lagAt } from '../detect/places/usual-lag.ts';
import { gatherer, type Gatherer } from '../detect/counts/gather.ts';
import { toldByEvents } from '../detect/places/told-by-events.ts';
import { readHistory, registryAt, type History, type Registry, type ScopeRule } from '../detect/people/registry.ts';
import { deliveriesScanned } from '../detect/places/parcels.ts';
import { NOTHING_PRESUMED } from '../detect/people/presumed.ts';
import { contactsEver, peopleHeard } from '../detect/people/presence.ts';
import type { Crowd } from '../detect/run.ts';
import type { Finding } from '../detect/detector.ts';
import { FarmwatchError } from '../errors.ts';
import type { Journal, Seq, Store } from '../store/store.ts';
import { differenceOf, keptOf, sideOf } from './difference.ts';
import { actsWithout, forgottenCases, type Gone } from './forgotten-cases.ts';
import { judgedAt, type Judges } from './judged.ts';
import { mutesAt, readMutes, type Mute, type MuteEntry } from './mutes.ts';
import { changedVersions, releaseJournal, releaseOf } from './releases.ts';
import { peopleOf, withNamed, type Looked } from './people-named.ts';
import { responseBook } from './responses/response-book.ts';
import { crowdOf, knownBy } from './retention/crowd.ts';
import { toComeReader } from './reach.ts';
import { remembered } from './remembered.ts';
import { readSettings, settledAt, type SettingsEntry } from './settings-book.ts';
import { runBook, type RunBook } from './run-book.ts';
import type { Run } from './stored-run.ts';
import { writtenCases } from './written-cases.ts';

/** No detector asks farther back who else was at a place. */
const CROWD_DAYS = 30;

/** The judges are those of the configuration; what people accepted since is laid over them run by run. */
export interface PipelineParts extends Judges {
  readonly store: Store;
  readonly scope: ScopeRule;
  /** Versions that judge, besides those of the detectors and of the catalogue, which the store holds. */
  readonly versions: Readonly<Record<string, string | number>>;
  /** The clock, where there is one: no run as of an instant to come is stored, and none that lies there stands. */
  readonly now?: () => Instant;
}

/** Cases as people left them, and the last of their acts that was written then. */
interface Standing { readonly file: CaseFile; readonly acts: Seq }
/** Cases before a run, and where days are judged anew those that stood before. */
interface Before extends Standing { readonly earlier: Earlier | undefined }

interface Decisions { readonly settings: readonly SettingsEntry[]; readonly mutes: readonly MuteEntry[] }

/** What judges at one instant. */
export interface InForce {
  readonly judges: Judges;
  readonly mutes: readonly Mute[];
  /** Accepted values that do not fit this release, and are not in force. */
  readonly unfit: readonly string[];
  readonly versions: Run['versions'];
}

/** The newest run, and all cases after it. */
export interface CasesNow { readonly run: Run | undefined; readonly cases: readonly Case[] }

export interface Pipeline {
  readonly runs: RunBook;
  readonly acts: Journal<HumanAct>;
  readonly parts: PipelineParts;
  /** Evidence of the store, with what was read of it held. */
  readonly gather: Gatherer;
  /**
   * One run at an instant, stored.
   *
   * @throws FarmwatchError `instant.to-come` by the clock of the parts; so does `replay`
   * @param live that the instant is now: what such a run did not know, no replay says it knew
   */
  run(asOf: Instant, live?: boolean): Promise<Run>;
  /** The runs that would have taken place at these instants, stored as live ones would be. */
  replay(instants: readonly Instant[], progress: (done: number) => void): Promise<void>;
  /**
   * What would stand at an instant with other rows in the registry; nothing of it is stored.
   *
   * @param rows   all that the registry holds; without it what the store holds
   * @param watched sees or changes what detectors are told of people, places and permissions
   */
  stand(asOf: Instant, rows?: History, watched?: (registry: Registry) => Registry): Promise<Run>;
  /** All cases as they stand: after the newest run at or before `at`, and what people did since. Without `at` the same answer until something happens. */
  cases(at?: Instant): Promise<CasesNow>;
  /** The cases alone as they stood at an instant; reads far less than `cases`. */
  casesAt(at: Instant): Promise<readonly Case[]>;
  /** What judges at an instant, by configuration and by what people decided up to then. */
  inForce(asOf: Instant): Promise<InForce>;
  /** Devices of people outside scope, as housekeeping left them. */
  crowdAt(asOf: Instant): Promise<Crowd>;
}

/**
 * The line from stored events to cases. What stands at an instant is a function of what was known then;
 * the history of cases is the fold of what stood at each run and of what people did.
 */
export function pipeline(parts: PipelineParts): Pipeline {
  const { store } = parts;
  const isToCome = toComeReader(store.events, parts.now ?? (() => Infinity));
  const runs = runBook(store, isToCome);
  const forgotten = forgottenCases(store);
  const written = remembered(store.journal<HumanAct>('acts'));
  const acts = actsWithout(written, forgotten);
  /** What the newest answer about cases rests on, so that pages get the same one until something happens. */
  let told: { readonly lines: unknown; readonly gone: Gone; readonly answer: CasesNow } | undefined;
  const gather = gatherer(store);
  const responses = responseBook(store);
  const versions = { ...parts.versions, ...Object.fromEntries(parts.detectors.map(({ detector }) => [detector.id, detector.version])) };

  /** What people decided of settings and mutes, read once for many runs. */
  async function decisions(): Promise<Decisions> {
    return { settings: await readSettings(store), mutes: await readMutes(store) };
  }

  function inForceAt(asOf: Instant, { settings, mutes }: Decisions): InForce {
    const { judges, unfit, id } = settledAt(parts, settings, asOf);
    return { judges, unfit, mutes: mutesAt(mutes, asOf), versions: id === undefined ? versions : { ...versions, settings: id } };
  }

  async function standAt(asOf: Instant, history: History, { file, acts: written, earlier }: Before, decided: Decisions, watched = (registry: Registry): Registry => registry): Promise<Run> {
    const { judges, mutes, versions: judging } = inForceAt(asOf, decided);
    const crowd = await crowdAt(asOf);
    const lookAt = async (inScope: ReadonlySet<HireId>): Promise<Looked> => {
      const registry = watched(await toldByEvents(registryAt(history, asOf, parts.scope, inScope), gather));
      const judged = await judgedAt(gather, registry, judges, crowd, mutes);
      return { registry, judged, cases: triage(file, { asOf, findings: judged.findings, risks: judged.risks, halfLifeDays: judges.fusion.halfLifeDays, headlineOf }, earlier) };
    };
    const begun = await responses.read();
    const inCases = peopleOf(file, (state) => isUnderWay(state, begun, asOf));
    const { registry, judged: { findings, risks, presence, whereabouts, radios, scans }, cases } = await withNamed(lookAt, inCases);
    const silent = [...registry.laptops.keys()].filter((serial) => !presence.lastContact.has(serial)).sort();
    const lastContact = new Map([...await contactsEver(store.events, silent, asOf), ...presence.lastContact]);
    const never = silent.filter((serial) => !lastContact.has(serial));
    // Of a laptop that was heard of before it was sent, in other hands, a carrier tells whether it has come.
    const unheard = [...registry.laptops.values()].filter(({ serial, shippedAt }) => (lastContact.get(serial) ?? -Infinity) < (shippedAt ?? -Infinity)).map(({ serial }) => serial);
    const deliveries = await deliveriesScanned(store.events, registry, [...new Set([...never, ...unheard])].sort());
    const isAnySilent = unheard.length > 0 || [...registry.laptops.keys()].some((serial) => (lastContact.get(serial) ?? -Infinity) < asOf - judges.custody.darkDays * DAY);
    const lag = isAnySilent ? await lagAt(store.events, asOf) : 0;
    const byNames = never.length > 0 && await gather.presumed(asOf, registry.directory) !== NOTHING_PRESUMED;
    const custody = custodyOf(registry, whereabouts, { lastContact, speaking: presence.speaking, nameless: presence.nameless, atWork: peopleHeard(presence), byNames, lag, deliveries, radios, scans, crowd }, judges.custody);
    return {
      asOf, findings, risks, custody, cases: sorted(cases), acts: written, unjoined: presence.unjoined,
      versions: { ...judging, catalogue: registry.catalogue.version }, ...(mutes.length > 0 ? { mutes } : {}),
    };
  }

  /** Devices of people outside scope, as housekeeping left them. */
  async function crowdAt(asOf: Instant): Promise<Crowd> {
    const devices = new Map((await crowdOf(store, asOf - CROWD_DAYS * DAY, asOf)).map((count) => [`${count.day}|${count.line}`, knownBy(count, asOf)]));
    return (mark, day) => devices.get(`${day}|${mark}`) ?? 0;
  }

  /** Cases before a run: after the run before it, and what people did up to now. */
  async function casesBefore(asOf: Instant): Promise<Standing> {
    return standingAfter(await runs.newest(asOf - 1), asOf);
  }

  /** The cases that stand while the runs from an instant on are judged anew; undefined where none was judged yet. */
  async function earlierThan(from: Instant): Promise<Earlier | undefined> {
    const newest = await runs.newest();
    if (!newest || newest.asOf < from) return undefined;
    const written = await writtenCases(store);
    const file = fileOf(newest, await forgotten.gone());
    return { ids: new Set(file.keys()), written: [...file.values()].filter(({ id }) => written.has(id)) };
  }

  async function beforeRun(asOf: Instant): Promise<Before> {
    return { ...await casesBefore(asOf), earlier: await earlierThan(asOf) };
  }

  /** @throws FarmwatchError `instant.to-come` */
  async function mustHaveCome(asOf: Instant): Promise<void> {
    if (parts.now && await isToCome(asOf)) throw new FarmwatchError('instant.to-come', { what: `A run as of ${isoOf(asOf)}`, now: isoOf(parts.now()) });
  }

  /** Cases after a run and what people did since. An act may be written after a run that it came before. */
  async function standingAfter(run: Pick<Run, 'asOf' | 'cases' | 'acts'> | undefined, to: Instant): Promise<Standing> {
    const { asOf = -Infinity, acts: counted = Infinity } = run ?? {};
    let state = { file: fileOf(run, await forgotten.gone()), acts: 0 };
    for await (const { seq, entry } of acts.read()) {
      const isNew = entry.event.at <= to && (entry.event.at > asOf || seq > counted);
      state = { file: isNew ? applyAct(state.file, entry) : state.file, acts: seq };
    }
    return state;
  }

  /** Before other versions judge for the first time: what they make of the instant that the versions before judged last. */
  async function noteRelease(first: Instant, history: History, decided: Decisions): Promise<void> {
    const last = await runs.newest();
    const changed = last ? changedVersions(last.versions, versions) : [];
    if (!last || changed.length === 0) return;
    const anew = await standAt(last.asOf, history, await beforeRun(last.asOf), decided);
    await releaseJournal(store).append({ kind: 'seen', release: releaseOf(last.asOf, first, changed, keptOf(differenceOf(sideOf(last), sideOf(anew)))) });
  }

  async function refold(from: Instant, earlier: Earlier | undefined, decided: Decisions): Promise<void> {
    for (const asOf of await runs.instants(from)) {
      const run = await runs.get(asOf);
      if (!run) continue;
      const before = await casesBefore(asOf);
      const { halfLifeDays } = inForceAt(asOf, decided).judges.fusion;
      await runs.put({ ...run, cases: sorted(triage(before.file, { ...run, halfLifeDays, headlineOf }, earlier)), acts: before.acts });
    }
  }

  return {
    runs, acts, parts, gather, crowdAt,
    inForce: async (asOf) => inForceAt(asOf, await decisions()),
    async run(asOf, live = false) {
      await mustHaveCome(asOf);
      const [history, decided] = [await readHistory(store), await decisions()];
      await noteRelease(asOf, history, decided);
      const earlier = await earlierThan(asOf);
      const run = await standAt(asOf, history, { ...await casesBefore(asOf), earlier }, decided);
      await runs.put(run, live);
      if ((await runs.instants(asOf + 1)).length > 0) await refold(asOf, earlier, decided);
      return run;
    },
    async replay(instants, progress) {
      for (const last of instants.slice(-1)) await mustHaveCome(last);
      const [history, decided] = [await readHistory(store), await decisions()];
      if (instants[0] !== undefined) await noteRelease(instants[0], history, decided);
      const earlier = instants[0] === undefined ? undefined : await earlierThan(instants[0]);
      for (const [index, asOf] of instants.entries()) {
        await runs.put(await standAt(asOf, history, { ...await casesBefore(asOf), earlier }, decided));
        progress(index + 1);
      }
      const last = instants.at(-1);
      // Runs between or after the replayed ones saw other cases before them.
      if (last !== undefined && (await runs.instants(instants[0]!)).length > instants.length) await refold(instants[0]!, earlier, decided);
    },
    async stand(asOf, rows, watched) {
      return standAt(asOf, rows ?? await readHistory(store), await beforeRun(asOf), await decisions(), watched);
    },
    async casesAt(at) {
      return sorted((await standingAfter(await runs.newestCases(at), at)).file);
    },
    async cases(at) {
      const [run, lines, gone] = [await runs.newest(at), await written.all(), await forgotten.gone()];
      if (at === undefined && told && told.answer.run === run && told.lines === lines && told.gone === gone) return told.answer;
      const answer = { run, cases: sorted((await standingAfter(run, at ?? Infinity)).file) };
      if (at === undefined) told = { lines, gone, answer };
      return answer;
    },
  };
}

function fileOf(run: Pick<Run, 'cases'> | undefined, gone: Gone): CaseFile {
  return new Map((run?.cases ?? []).filter(({ id, openedAt }) => !gone(id, openedAt)).map((state) => [state.id, state]));
}

function sorted(file: CaseFile): readonly Case[] {
  return [...file.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function headlineOf(finding: Finding): string {
  return say(finding.headline, PLAIN);
}

