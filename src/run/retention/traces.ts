import type { Case } from '../../cases/case.ts';
import type { Instant } from '../../core/time.ts';
import type { Store } from '../../store/store.ts';
import { forgottenCases } from '../forgotten-cases.ts';
import type { Held } from '../holds/hold.ts';
import type { Pipeline } from '../pipeline.ts';
import { takeOutOfRuns } from './gone-in-runs.ts';
import { goneNames } from './leaving.ts';
import { linkShelf } from './machine-links.ts';
import { emptyEntries } from './old-entries.ts';

/** What went after people and cases had gone. */
export interface Traces { readonly links: number; readonly entries: number }

/** Takes whoever is in the registry no more, and cases that are told of no more, out of all that still names them. */
export async function takeTraces(store: Store, pipeline: Pipeline, told: readonly Case[], held: Held, now: Instant): Promise<Traces> {
  const gone = await goneNames(store);
  await takeOutOfRuns(pipeline.runs, gone);
  return {
    links: await linkShelf(store).removeOf(gone.serials),
    entries: await emptyEntries(store, { acts: pipeline.acts, cases: await forgottenCases(store).gone(), told, held, now }),
  };
}
