import type { HumanAct } from '../cases/triage.ts';
import type { Case } from '../cases/case.ts';
import { isoOf, type Instant } from '../core/time.ts';
import { gatherer, type Gatherer } from '../detect/counts/gather.ts';
import { readHistory, type History, type Registry, type ScopeRule } from '../detect/people/registry.ts';
import type { Crowd } from '../detect/run.ts';
import { FarmwatchError } from '../errors.ts';
import type { Journal, Store } from '../store/store.ts';
import { caseHistory, inOrderOfId, triaged, type CaseHistory, type CasesBefore } from './case-history.ts';
import { casesReader, type CasesNow } from './cases-now.ts';
import { crowdAt } from './crowd-at.ts';
import { differenceOf, keptOf, sideOf } from './difference.ts';
import { actsWithout, forgottenCases } from './forgotten-cases.ts';
import { inForceAt, readDecisions, type Decisions, type InForce } from './in-force.ts';
import type { Judges } from './judged.ts';
import { changedVersions, releaseJournal, releaseOf } from './releases.ts';
import { responseBook } from './responses/response-book.ts';
import { toComeReader } from './reach.ts';
import { remembered } from './remembered.ts';
import { runAt } from './run-at.ts';
import { runBook, type RunBook } from './run-book.ts';
import type { Run } from './stored-run.ts';

/** The judges are those of the configuration; what people accepted since is laid over them run by run. */
export interface PipelineParts extends Judges {
  readonly store: Store;
  readonly scope: ScopeRule;
  /** Versions that judge, besides those of the detectors and of the catalogue, which the store holds. */
  readonly versions: Readonly<Record<string, string | number>>;
  /** The clock, where there is one: no run as of an instant to come is stored, and none that lies there stands. */
  readonly now?: () => Instant;
}

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
  const gather = gatherer(store);
  const ground = { store, scope: parts.scope, gather, responses: responseBook(store) };
  const versions = { ...parts.versions, ...Object.fromEntries(parts.detectors.map(({ detector }) => [detector.id, detector.version])) };
  const history = caseHistory({ store, runs, acts, forgotten });
  const judging: Judging = {
    store, runs, history, versions,
    inForce: (asOf, decided) => inForceAt({ judges: parts, versions }, asOf, decided),
    standAt: (asOf, rows, before, decided, watched = (registry) => registry) => runAt(ground, asOf, rows, before, judging.inForce(asOf, decided), watched),
  };

  /** @throws FarmwatchError `instant.to-come` */
  async function mustHaveCome(asOf: Instant): Promise<void> {
    if (parts.now && await isToCome(asOf)) throw new FarmwatchError('instant.to-come', { what: `A run as of ${isoOf(asOf)}`, now: isoOf(parts.now()) });
  }

  return {
    runs, acts, parts, gather,
    crowdAt: (asOf) => crowdAt(store, asOf),
    inForce: async (asOf) => judging.inForce(asOf, await readDecisions(store)),
    async run(asOf, live = false) {
      await mustHaveCome(asOf);
      return runOnce(judging, asOf, live);
    },
    async replay(instants, progress) {
      for (const last of instants.slice(-1)) await mustHaveCome(last);
      await replayAll(judging, instants, progress);
    },
    async stand(asOf, rows, watched) {
      return judging.standAt(asOf, rows ?? await readHistory(store), await beforeAnew(history, asOf), await readDecisions(store), watched);
    },
    async casesAt(at) {
      return inOrderOfId((await history.after(await runs.newestCases(at), at)).file);
    },
    cases: casesReader({ runs, written, forgotten, history }),
  };
}

/** What storing runs leans on. */
interface Judging {
  readonly store: Store;
  readonly runs: RunBook;
  readonly history: CaseHistory;
  readonly versions: Run['versions'];
  inForce(asOf: Instant, decided: Decisions): InForce;
  standAt(asOf: Instant, rows: History, before: CasesBefore, decided: Decisions, watched?: (registry: Registry) => Registry): Promise<Run>;
}

async function runOnce(judging: Judging, asOf: Instant, live: boolean): Promise<Run> {
  const { store, runs, history } = judging;
  const [rows, decided] = [await readHistory(store), await readDecisions(store)];
  await noteRelease(judging, asOf, rows, decided);
  const earlier = await history.earlierThan(asOf);
  const run = await judging.standAt(asOf, rows, { ...await history.before(asOf), earlier }, decided);
  await runs.put(run, live);
  if ((await runs.instants(asOf + 1)).length > 0) await refold(judging, asOf, earlier, decided);
  return run;
}

async function replayAll(judging: Judging, instants: readonly Instant[], progress: (done: number) => void): Promise<void> {
  const { store, runs, history } = judging;
  const [rows, decided] = [await readHistory(store), await readDecisions(store)];
  const [first] = instants;
  if (first === undefined) return;
  await noteRelease(judging, first, rows, decided);
  const earlier = await history.earlierThan(first);
  for (const [index, asOf] of instants.entries()) {
    await runs.put(await judging.standAt(asOf, rows, { ...await history.before(asOf), earlier }, decided));
    progress(index + 1);
  }
  // Runs between or after the replayed ones saw other cases before them.
  if ((await runs.instants(first)).length > instants.length) await refold(judging, first, earlier, decided);
}

async function beforeAnew(history: CaseHistory, asOf: Instant): Promise<CasesBefore> {
  return { ...await history.before(asOf), earlier: await history.earlierThan(asOf) };
}

/** Before other versions judge for the first time: what they make of the instant that the versions before judged last. */
async function noteRelease({ store, runs, history, versions, standAt }: Judging, first: Instant, rows: History, decided: Decisions): Promise<void> {
  const last = await runs.newest();
  const changed = last ? changedVersions(last.versions, versions) : [];
  if (!last || changed.length === 0) return;
  const anew = await standAt(last.asOf, rows, await beforeAnew(history, last.asOf), decided);
  await releaseJournal(store).append({ kind: 'seen', release: releaseOf(last.asOf, first, changed, keptOf(differenceOf(sideOf(last), sideOf(anew)))) });
}

/** Cases of the runs from an instant on, made anew of what each found. */
async function refold({ runs, history, inForce }: Judging, from: Instant, earlier: CasesBefore['earlier'], decided: Decisions): Promise<void> {
  for (const asOf of await runs.instants(from)) {
    const run = await runs.get(asOf);
    if (!run) continue;
    const before = await history.before(asOf);
    const { halfLifeDays } = inForce(asOf, decided).judges.fusion;
    await runs.put({ ...run, cases: inOrderOfId(triaged(before.file, run, halfLifeDays, earlier)), acts: before.acts });
  }
}
