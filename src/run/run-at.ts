import { isUnderWay } from '../cases/response.ts';
import type { HireId } from '../core/person.ts';
import type { Instant } from '../core/time.ts';
import type { PresumingGatherer } from '../detect/counts/gather.ts';
import { registryAt, type History, type Registry, type ScopeRule } from '../detect/people/registry.ts';
import { toldByEvents } from '../detect/places/told-by-events.ts';
import type { Store } from '../store/store.ts';
import { inOrderOfId, triaged, type CasesBefore } from './case-history.ts';
import { crowdAt } from './crowd-at.ts';
import { custodyAt } from './custody-at.ts';
import type { InForce } from './in-force.ts';
import { judgedAt } from './judged.ts';
import { peopleOf, withNamed, type Looked } from './people-named.ts';
import type { ResponseBook } from './responses/response-book.ts';
import type { Run } from './stored-run.ts';

/** What a run looks into. */
export interface Ground {
  readonly store: Store;
  readonly scope: ScopeRule;
  readonly gather: PresumingGatherer;
  readonly responses: ResponseBook;
}

/** What stands at an instant, a function of what was known then; nothing of it is stored. */
export async function runAt(ground: Ground, asOf: Instant, history: History, { file, acts, earlier }: CasesBefore, { judges, mutes, versions }: InForce, watched: (registry: Registry) => Registry): Promise<Run> {
  const { store, scope, gather, responses } = ground;
  const crowd = await crowdAt(store, asOf);
  const lookAt = async (inScope: ReadonlySet<HireId>): Promise<Looked> => {
    const registry = watched(await toldByEvents(registryAt(history, asOf, scope, inScope), gather));
    const judged = await judgedAt(gather, registry, judges, crowd, mutes);
    return { registry, judged, cases: triaged(file, { asOf, ...judged }, judges.fusion.halfLifeDays, earlier) };
  };
  const begun = await responses.read();
  const { registry, judged, cases } = await withNamed(lookAt, peopleOf(file, (state) => isUnderWay(state, begun, asOf)));
  const custody = await custodyAt(ground, registry, judged, crowd, judges.custody);
  return {
    asOf, findings: judged.findings, risks: judged.risks, custody, cases: inOrderOfId(cases), acts, unjoined: judged.presence.unjoined,
    versions: { ...versions, catalogue: registry.catalogue.version }, ...(mutes.length > 0 ? { mutes } : {}),
  };
}
