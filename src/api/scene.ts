import type { Case } from '../cases/case.ts';
import type { Family } from '../core/family.ts';
import { MINUTE, type Instant } from '../core/time.ts';
import { readHistory, registryAt, type Registry } from '../detect/people/registry.ts';
import { FarmwatchError } from '../errors.ts';
import type { FusionContext } from '../risk/fuse.ts';
import { isSimulated } from '../run/company-note.ts';
import { fusionOf } from '../run/judged.ts';
import type { Pipeline } from '../run/pipeline.ts';
import type { Run } from '../run/stored-run.ts';
import type { Store } from '../store/store.ts';
import { namesOf, type Names } from './names.ts';
import { thingsIn, thingsOf, type Things } from './things.ts';

/** Everything a page is made of: one run, the cases, people as known then, and their pseudonyms. */
export interface Scene {
  readonly run: Run;
  readonly cases: readonly Case[];
  readonly registry: Registry;
  readonly names: Names;
  /** Pseudonyms of laptops, places and other things. */
  readonly things: Things;
  readonly toolName: (id: string) => string;
  readonly fusion: FusionContext;
  /** Families, with the kinds of record of which their detectors need at least one. */
  readonly detectors: readonly { readonly id: string; readonly family: Family; readonly question: string; readonly needs: readonly string[] }[];
  /** Weights of a human check, for what would clear and what would confirm. */
  readonly checks: { readonly confirmed: number; readonly refuted: number };
  readonly simulated: boolean;
}

/** The company's tables may change between two runs; a page need not know within minutes. */
const KEPT = 10 * MINUTE;

export interface SceneSource {
  /** The newest run as a scene; undefined while nothing has run. */
  now(): Promise<Scene | undefined>;
  /** The same with another run in the place of the newest. */
  at(run: Run): Promise<Scene | undefined>;
  /** Somebody has acted: whoever asks from now on reads the cases again. */
  acted(): void;
  /** Forgets what it keeps between two runs. */
  refresh(): void;
}

/** @throws FarmwatchError `not.found` before the first run */
export async function sceneOf(scenes: Pick<SceneSource, 'now'>): Promise<Scene> {
  const scene = await scenes.now();
  if (!scene) throw new FarmwatchError('not.found', { what: 'run yet', cure: 'The first one follows the first import.' });
  return scene;
}

/**
 * Scenes are the same for everybody between two runs and two acts, so the heavy part is kept:
 * the run, the registry as known then, and the pseudonyms.
 *
 * @param fresh differs from start to start, so that a pseudonym cannot be worked out from a hire's id
 */
export function sceneSource(store: Store, pipeline: Pipeline, words: Pick<Scene, 'checks'>, fresh: string, now: () => Instant): SceneSource {
  let asked: Promise<Scene | undefined> | undefined;
  let held: { readonly run: Run; readonly at: Instant; readonly scene: Omit<Scene, 'cases'> } | undefined;
  let last: Scene | undefined;
  /** Counts what was forgotten: a read under way does not bring it back. */
  let forgotten = 0;
  const build = async (run: Run, cases: readonly Case[]): Promise<Omit<Scene, 'cases'>> => {
    const registry = registryAt(await readHistory(store), run.asOf, pipeline.parts.scope);
    const people = [...run.risks.map(({ hire_id: id }) => id), ...cases.flatMap(({ hires }) => hires), ...run.findings.flatMap(({ alongside }) => alongside)];
    return {
      run, registry, names: await namesOf(store, people, fresh), things: await thingsOf(store, thingsIn({ run, cases, registry }), fresh), fusion: fusionOf((await pipeline.inForce(run.asOf)).judges, run.asOf),
      detectors: pipeline.parts.detectors.map(({ detector }) => detector), simulated: await isSimulated(store),
      toolName: (id) => registry.catalogue.toolById(id)?.name ?? id, ...words,
    };
  };
  const read = async (): Promise<Scene | undefined> => {
    const begun = forgotten;
    const { run, cases } = await pipeline.cases();
    if (!run) return undefined;
    if (held?.run !== run || now() - held.at > KEPT) {
      const built = { run, at: now(), scene: await build(run, cases) };
      if (begun !== forgotten) return read();
      held = built;
      last = undefined;
    }
    // The same object until something happens: what is made of it may be kept with it.
    return last?.cases === cases ? last : (last = { ...held.scene, cases });
  };
  return {
    now() {
      // A page asks several things at once; the run is unpacked for all of them together.
      const one = asked ??= read().finally(() => {
        if (asked === one) asked = undefined;
      });
      return one;
    },
    async at(run) {
      const scene = await this.now();
      return scene && (scene.run.asOf === run.asOf ? scene : { ...await build(run, scene.cases), cases: scene.cases });
    },
    acted() {
      asked = undefined;
    },
    refresh() {
      forgotten++;
      asked = undefined;
      held = undefined;
      last = undefined;
    },
  };
}
