import type { HireId } from '../core/person.ts';
import { VERDICTS, type Custody } from '../detect/places/custody.ts';
import { indexOf } from '../run/run-index.ts';
import type { Scene } from './scene.ts';

/** Of several laptops of one hire the one whose verdict asks most. */
export function custodyOf(hire: HireId, run: Scene['run']): Custody | undefined {
  return indexOf(run).custodyOf(hire).toSorted((a, b) => VERDICTS.indexOf(a.verdict) - VERDICTS.indexOf(b.verdict))[0];
}

/** The verdict that asks most, of all laptops of some people. */
export function verdictOf(hires: readonly HireId[], scene: Scene): Custody['verdict'] | undefined {
  const found = new Set(hires.flatMap((hire) => custodyOf(hire, scene.run)?.verdict ?? []));
  return VERDICTS.find((verdict) => found.has(verdict));
}
