import type { Case } from '../cases/case.ts';
import type { HumanAct } from '../cases/triage.ts';
import { FarmwatchError } from '../errors.ts';
import { runOfCase } from '../run/run-of-case.ts';
import { viewJournal, type Viewed } from '../run/views.ts';
import type { Session } from './session-book.ts';
import type { CaseView } from './contract.ts';
import type { ApiParts } from './parts.ts';
import { sceneOf, type Scene } from './scene.ts';
import { caseView } from './case-view.ts';

/** A case as whoever asks may see it. */
export interface CaseReader {
  /** @throws FarmwatchError `not.found` */
  stateOf(id: string, scene: Scene): Case;
  /** @throws FarmwatchError `not.found` */
  viewOfCase(id: string): Promise<CaseView>;
  /** What people did to it, first to last; so many are its revision. */
  actsOn(id: string): Promise<readonly HumanAct['event'][]>;
}

export function caseReader(parts: ApiParts): CaseReader {
  const actsOn = async (id: string): Promise<readonly HumanAct['event'][]> => {
    const acts: HumanAct['event'][] = [];
    for await (const { entry } of parts.pipeline.acts.read()) if (entry.case === id) acts.push(entry.event);
    return acts;
  };
  const stateOf = (id: string, scene: Scene): Case => {
    const state = scene.cases.find((one) => one.id === id);
    if (!state) throw new FarmwatchError('not.found', { what: 'case under this address' });
    return state;
  };
  return {
    stateOf, actsOn,
    async viewOfCase(id) {
      const scene = await sceneOf(parts.scenes);
      const state = stateOf(id, scene);
      const then = await sceneOfCase(parts, state, scene);
      return caseView(state, String((await actsOn(id)).length), scene, parts.now(), then);
    },
  };
}

/** What is shown of a case: of a closed one what stood at its closing. */
export async function sceneOfCase({ pipeline, scenes }: Pick<ApiParts, 'pipeline' | 'scenes'>, state: Case, scene: Scene): Promise<Scene> {
  const run = await runOfCase(pipeline.runs, state, scene.run);
  return run === scene.run ? scene : await scenes.at(run) ?? scene;
}

/** Every look at a person is kept with the name of whoever looked. */
export function lookBook(parts: ApiParts): (session: Session, what: Viewed['what'], id: string, people: readonly string[]) => Promise<void> {
  const views = viewJournal(parts.store);
  return async (session, what, id, people) => {
    await views.append({ at: parts.now(), by: session.user, role: session.role, what, id, people, ...(what === 'case' ? { case: id } : {}) });
  };
}
