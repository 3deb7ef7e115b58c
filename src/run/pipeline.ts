import { applyAct, triage, type CaseFile, type HumanAct } from '../cases/triage.ts';
import type { Case } from '../cases/case.ts';
import type { HireId } from '../core/person.ts';
import { PLAIN, say } from '../core/said.ts';
import { DAY, type Instant } from '../core/time.ts';
import { custodyOf } from '../detect/custody.ts';
import type { CustodyValues } from '../detect/custody-settings.ts';
import { WHEREABOUTS, WHEREABOUTS_DAYS, type WhereaboutsRow } from '../detect/whereabouts.ts';
import { gatherer } from '../detect/gather.ts';
import { withHomes } from '../detect/homes.ts';
import { dayOfEmployment, readHistory, registryAt, type History, type Registry, type ScopeRule } from '../detect/registry.ts';
import { contactsEver, coverageOf } from '../detect/presence.ts';
import { detect, type Armed, type Crowd } from '../detect/run.ts';
import { fuse, type FusionContext, type FusionValues } from '../risk/fuse.ts';
import type { Family, Finding } from '../detect/detector.ts';
import type { Journal, Store } from '../store/store.ts';
import { actsWithout, forgottenCases, type Gone } from './forgotten-cases.ts';
import { crowdOf, knownBy } from './retention/crowd.ts';
import { runBook, type Run, type RunBook } from './stored-run.ts';

/** No detector asks farther back who else was at a place. */
const CROWD_DAYS = 30;

export interface PipelineParts {
  readonly store: Store;
  readonly detectors: readonly Armed[];
  readonly fusion: FusionValues;
  readonly custody: CustodyValues;
  readonly scope: ScopeRule;
  /** Versions that judge, besides those of the detectors and of the catalogue, which the store holds. */
  readonly versions: Readonly<Record<string, string | number>>;
}

export interface Pipeline {
  readonly runs: RunBook;
  readonly acts: Journal<HumanAct>;
  readonly parts: PipelineParts;
  /** One run at an instant, stored. */
  run(asOf: Instant): Promise<Run>;
  /** The runs that would have taken place at these instants, stored as live ones would be. */
  replay(instants: readonly Instant[], progress: (done: number) => void): Promise<void>;
  /**
   * What would stand at an instant with other rows in the registry; nothing of it is stored.
   *
   * @param rows   all that the registry holds; without it what the store holds
   * @param watched sees or changes what detectors are told of people, places and permissions
   */
  stand(asOf: Instant, rows?: History, watched?: (registry: Registry) => Registry): Promise<Run>;
  /** All cases as they stand: after the newest run at or before `at`, and what people did since. */
  cases(at?: Instant): Promise<{ readonly run: Run | undefined; readonly cases: readonly Case[] }>;
  fusionAt(asOf: Instant): FusionContext;
  /** Devices of people outside scope, as housekeeping left them. */
  crowdAt(asOf: Instant): Promise<Crowd>;
}

/**
 * The line from stored events to cases. What stands at an instant is a function of what was known then;
 * the history of cases is the fold of what stood at each run and of what people did.
 */
export function pipeline(parts: PipelineParts): Pipeline {
  const { store } = parts;
  const runs = runBook(store);
  const forgotten = forgottenCases(store);
  const acts = actsWithout(store.journal<HumanAct>('acts'), forgotten);
  const gather = gatherer(store);
  const byFamily: Partial<Record<Family, number>> = {};
  for (const { detector } of parts.detectors) byFamily[detector.family] = (byFamily[detector.family] ?? 0) + 1;
  const versions = { ...parts.versions, ...Object.fromEntries(parts.detectors.map(({ detector }) => [detector.id, detector.version])) };
  const fusionAt = (asOf: Instant): FusionContext => ({ asOf, values: parts.fusion, detectors: byFamily });

  async function standAt(asOf: Instant, history: History, before: CaseFile, watched = (registry: Registry): Registry => registry): Promise<Run> {
    const registry = watched(await withHomes(registryAt(history, asOf, parts.scope, openPeople(before)), gather));
    const { findings, presence } = await detect(gather, registry, parts.detectors, await crowdAt(asOf));
    const byHire = Map.groupBy(findings, (finding) => finding.hire_id);
    const risks = [...registry.hires.values()].filter(({ inScope }) => inScope)
      .sort((a, b) => (a.hire_id < b.hire_id ? -1 : 1))
      .map((hire) => fuse(hire.hire_id, dayOfEmployment(hire, asOf), byHire.get(hire.hire_id) ?? [],
        coverageOf(hire.hire_id, hire.startsAt, asOf, presence), fusionAt(asOf)));
    const places = await gather.gather([{ plan: WHEREABOUTS, days: WHEREABOUTS_DAYS }], asOf, registry.directory);
    const silent = [...registry.laptops.keys()].filter((serial) => !presence.lastContact.has(serial)).sort();
    const lastContact = new Map([...await contactsEver(store.events, silent, asOf), ...presence.lastContact]);
    const custody = custodyOf(registry, places.rowsOf(0) as unknown as readonly WhereaboutsRow[], { lastContact, nameless: presence.nameless }, parts.custody);
    const cases = triage(before, { asOf, risks, findings, headlineOf });
    return { asOf, findings, risks, custody, cases: sorted(cases), unjoined: presence.unjoined, versions: { ...versions, catalogue: registry.catalogue.version } };
  }

  /** Devices of people outside scope, as housekeeping left them. */
  async function crowdAt(asOf: Instant): Promise<Crowd> {
    const devices = new Map((await crowdOf(store, asOf - CROWD_DAYS * DAY, asOf)).map((count) => [`${count.day}|${count.line}`, knownBy(count, asOf)]));
    return (mark, day) => devices.get(`${day}|${mark}`) ?? 0;
  }

  /** Cases before a run: after the run before it, and what people did up to now. */
  async function casesBefore(asOf: Instant): Promise<CaseFile> {
    const previous = await runs.newest(asOf - 1);
    return withActs(fileOf(previous, await forgotten.gone()), previous?.asOf ?? -Infinity, asOf);
  }

  async function withActs(file: CaseFile, after: Instant, to: Instant): Promise<CaseFile> {
    let state = file;
    for await (const { entry } of acts.read()) {
      if (entry.event.at > after && entry.event.at <= to) state = applyAct(state, entry);
    }
    return state;
  }

  async function refold(from: Instant): Promise<void> {
    for (const asOf of await runs.instants(from)) {
      const run = await runs.get(asOf);
      if (!run) continue;
      const cases = sorted(triage(await casesBefore(asOf), { ...run, headlineOf }));
      await runs.put({ ...run, cases });
    }
  }

  return {
    runs, acts, parts, fusionAt, crowdAt,
    async run(asOf) {
      const run = await standAt(asOf, await readHistory(store), await casesBefore(asOf));
      await runs.put(run);
      if ((await runs.instants(asOf + 1)).length > 0) await refold(asOf);
      return run;
    },
    async replay(instants, progress) {
      const history = await readHistory(store);
      for (const [index, asOf] of instants.entries()) {
        await runs.put(await standAt(asOf, history, await casesBefore(asOf)));
        progress(index + 1);
      }
      const last = instants.at(-1);
      // Runs between or after the replayed ones saw other cases before them.
      if (last !== undefined && (await runs.instants(instants[0]!)).length > instants.length) await refold(instants[0]!);
    },
    async stand(asOf, rows, watched) {
      return standAt(asOf, rows ?? await readHistory(store), await casesBefore(asOf), watched);
    },
    async cases(at) {
      const run = await runs.newest(at);
      const file = await withActs(fileOf(run, await forgotten.gone()), run?.asOf ?? -Infinity, at ?? Infinity);
      return { run, cases: sorted(file) };
    },
  };
}

function fileOf(run: Run | undefined, gone: Gone): CaseFile {
  return new Map((run?.cases ?? []).filter(({ id, openedAt }) => !gone(id, openedAt)).map((state) => [state.id, state]));
}

function sorted(file: CaseFile): readonly Case[] {
  return [...file.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** People of open cases stay in scope until these are closed. */
function openPeople(file: CaseFile): ReadonlySet<HireId> {
  return new Set([...file.values()].filter(({ status }) => status === 'open').flatMap(({ hires }) => hires));
}

function headlineOf(finding: Finding): string {
  return say(finding.headline, PLAIN);
}

