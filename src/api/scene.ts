import type { Case } from '../cases/case.ts';
import { DAY, MINUTE, type Instant } from '../core/time.ts';
import { readHistory, registryAt } from '../detect/registry.ts';
import type { Pipeline } from '../run/pipeline.ts';
import type { Run } from '../run/stored-run.ts';
import type { Store } from '../store/store.ts';
import { namesOf } from './names.ts';
import type { Scene } from './views.ts';

/** What is known of the company as a whole. */
export interface CompanyNote { readonly id: 'company'; readonly simulated: boolean }

export interface SceneSource {
  /** The newest run as a scene; undefined while nothing has run. */
  now(): Promise<Scene | undefined>;
  /** Forgets what it keeps between two runs. */
  refresh(): void;
}

/**
 * Scenes are the same for everybody between two runs and two acts, so the heavy part is kept:
 * the run, the registry as known then, and the pseudonyms.
 */
export function sceneSource(store: Store, pipeline: Pipeline, checks: Scene['checks'], fresh: string): SceneSource {
  let held: { readonly asOf: Instant; readonly at: Instant; readonly scene: Omit<Scene, 'cases'> } | undefined;
  const build = async (run: Run, cases: readonly Case[]): Promise<Omit<Scene, 'cases'>> => {
    const registry = registryAt(await readHistory(store), run.asOf, pipeline.parts.scope);
    const people = [...run.risks.map(({ hire_id: id }) => id), ...cases.flatMap(({ hires }) => hires), ...run.findings.flatMap(({ alongside }) => alongside)];
    const note = await store.shelf<CompanyNote>('company').get('company');
    return {
      run, registry, names: await namesOf(store, people, fresh), fusion: pipeline.fusionAt(run.asOf),
      detectors: pipeline.parts.detectors.map(({ detector }) => detector), checks, simulated: note?.value.simulated ?? false,
    };
  };
  return {
    async now() {
      const { run, cases } = await pipeline.cases();
      if (!run) return undefined;
      if (held?.asOf !== run.asOf || Date.now() - held.at > 10 * MINUTE) held = { asOf: run.asOf, at: Date.now(), scene: await build(run, cases) };
      return { ...held.scene, run, cases };
    },
    refresh() {
      held = undefined;
    },
  };
}

/** Days that a page looks back. */
export const PAGE_DAYS = 14 * DAY;
