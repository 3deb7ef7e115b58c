import { AsyncLocalStorage } from 'node:async_hooks';
import type { HireId } from '../core/person.ts';
import type { Said } from '../core/said.ts';
import type { Finding } from '../detect/detector.ts';
import type { Registry } from '../detect/people/registry.ts';
import { FarmwatchError } from '../errors.ts';
import type { Pipeline } from '../run/pipeline.ts';
import type { Run } from '../run/stored-run.ts';
import type { SceneSource, Scene } from './scene.ts';
import { NOBODY, type Own } from './staff.ts';

/**
 * Nobody opens their own record. Whoever asks for something sees a scene in which they, and the cases that name them, do
 * not exist. The scene knows who asks, so that a route need not think of it.
 */
const readers = new AsyncLocalStorage<Own>();

/** Does something on behalf of somebody who is not shown these records. */
export function readAs<T>(own: Own, act: () => T): T {
  return readers.run(own, act);
}

/** Scenes as whoever asks may see them. */
export function ownScenes(source: SceneSource): SceneSource {
  return {
    ...source,
    async now() {
      const scene = await source.now();
      return scene && sceneWithout(scene, ownHires());
    },
    async at(run) {
      const scene = await source.at(run);
      return scene && sceneWithout(scene, ownHires());
    },
  };
}

/** Hires that whoever asks is not shown. */
export function ownHires(): ReadonlySet<HireId> {
  return (readers.getStore() ?? NOBODY).hires;
}

/** Nobody writes down what is about themselves. @throws FarmwatchError `request.invalid` */
export function mustNotBeOwn(hire: HireId): void {
  if (ownHires().has(hire)) throw new FarmwatchError('request.invalid', { why: 'This is about yourself. A colleague writes it down.' });
}

/** Stored runs and cases without some people, for what reads them by itself. */
export function pipelineWithout(pipeline: Pipeline, hires: ReadonlySet<HireId>): Pipeline {
  if (hires.size === 0) return pipeline;
  return {
    ...pipeline,
    async cases(at) {
      const { run, cases } = await pipeline.cases(at);
      return { run: run && runWithout(run, hires), cases: cases.filter(names(hires, false)) };
    },
    casesAt: async (at) => (await pipeline.casesAt(at)).filter(names(hires, false)),
  };
}

/** True for a case that names one of these people, or none of them. */
const names = (hires: ReadonlySet<HireId>, one: boolean) => (state: { readonly hires: readonly HireId[] }): boolean => state.hires.some((hire) => hires.has(hire)) === one;

function runWithout(run: Run, hires: ReadonlySet<HireId>): Run {
  const isOther = ({ hire_id: hire }: { readonly hire_id: HireId | null }): boolean => hire === null || !hires.has(hire);
  return { ...run, risks: run.risks.filter(isOther), findings: run.findings.filter(isOther), custody: run.custody.filter(isOther), cases: run.cases.filter(names(hires, false)) };
}

/** What was left out of a scene, for what is kept apart from it. */
export interface LeftOut { readonly hires: ReadonlySet<HireId>; readonly cases: ReadonlySet<string>; /** Applications of these people. */ readonly applications: ReadonlySet<string> }
export const NOTHING: LeftOut = { hires: new Set(), cases: new Set(), applications: new Set() };
const leftOut = new WeakMap<Scene, LeftOut>();

/** What of a scene was kept from whoever reads it; nothing of a whole scene. */
export function leftOutOf(scene: Scene): LeftOut {
  return leftOut.get(scene) ?? NOTHING;
}

/** Whether the finding about somebody else names whoever is left out, so that the rows behind it tell of them. */
export function namesLeftOut({ alongside, headline, facts, innocent, clear }: Finding, scene: Scene): boolean {
  const { hires } = leftOutOf(scene);
  if (hires.size === 0) return false;
  const said: readonly Said[] = [headline, ...facts.map(({ value }) => value), ...innocent, clear];
  return alongside.some((hire) => hires.has(hire)) || said.flat().some((piece) => typeof piece !== 'string' && piece.ref === 'hire' && hires.has(piece.id));
}

/** The same scene for the same people: what is made of it is kept with it. */
const made = new WeakMap<Scene, Map<string, Scene>>();

/** A scene without some people: their sums, findings, laptops, and every case that names them. */
function sceneWithout(scene: Scene, hires: ReadonlySet<HireId>): Scene {
  if (hires.size === 0) return scene;
  const key = [...hires].sort().join('\0');
  const known = made.get(scene)?.get(key);
  if (known) return known;
  const without = cut(scene, hires);
  made.set(scene, (made.get(scene) ?? new Map<string, Scene>()).set(key, without));
  return without;
}

function cut(scene: Scene, hires: ReadonlySet<HireId>): Scene {
  const isOther = (hire: HireId): boolean => !hires.has(hire);
  const cutScene: Scene = {
    ...scene, cases: scene.cases.filter(names(hires, false)), run: runWithout(scene.run, hires), registry: registryWithout(scene.registry, hires),
    names: {
      of: (hire) => (isOther(hire) ? scene.names.of(hire) : 'somebody'),
      hireOf: (name) => {
        const hire = scene.names.hireOf(name);
        return hire !== undefined && isOther(hire) ? hire : undefined;
      },
    },
  };
  leftOut.set(cutScene, {
    hires, cases: new Set(scene.cases.filter(names(hires, true)).map(({ id }) => id)),
    applications: new Set(scene.registry.applications.filter(({ hire_id: hire }) => hire !== undefined && hires.has(hire)).map(({ application_id: id }) => id)),
  });
  return cutScene;
}

/** One registry for each registry and people: what is read for it is kept with it. */
const registries = new WeakMap<Registry, Map<string, Registry>>();

function registryWithout(registry: Registry, hires: ReadonlySet<HireId>): Registry {
  const key = [...hires].sort().join('\0');
  const known = registries.get(registry)?.get(key);
  if (known) return known;
  const without: Registry = {
    ...registry,
    hires: new Map([...registry.hires].filter(([hire]) => !hires.has(hire))),
    laptops: new Map([...registry.laptops].filter(([, { holder }]) => holder === undefined || !hires.has(holder))),
    travel: registry.travel.filter(({ hire_id: hire }) => !hires.has(hire)),
    applications: registry.applications.filter(({ hire_id: hire }) => hire === undefined || !hires.has(hire)),
  };
  registries.set(registry, (registries.get(registry) ?? new Map<string, Registry>()).set(key, without));
  return without;
}
