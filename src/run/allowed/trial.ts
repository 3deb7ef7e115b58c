import type { AllowedRow } from '../../core/person.ts';
import type { Instant } from '../../core/time.ts';
import { readHistory, type History } from '../../detect/people/registry.ts';
import type { Pipeline } from '../pipeline.ts';
import { placeRow, type Allowed } from './allowance.ts';
import { hiddenBetween, type Hidden } from './hidden.ts';
import { withPeople } from './with-people.ts';

/** What a further permission would hide; it stands in the place of one with that id. Nothing is stored. */
export function tryPermission(pipeline: Pipeline, asOf: Instant, id: string, row: AllowedRow): Promise<Hidden> {
  return hiddenWith(pipeline, asOf, (history) => withPermission(history, id, row));
}

/** What an allowance would hide as of an instant. Nothing is stored. */
export function tryAllowance(pipeline: Pipeline, asOf: Instant, what: Allowed): Promise<Hidden> {
  return hiddenWith(pipeline, asOf, (history) => withAllowed(history, what));
}

/** The same evidence judged with more rows and without. */
async function hiddenWith(pipeline: Pipeline, asOf: Instant, more: (history: History) => History): Promise<Hidden> {
  const history = await readHistory(pipeline.parts.store);
  return hiddenBetween(await pipeline.stand(asOf, more(history)), await pipeline.stand(asOf, history));
}

const TRIAL = 'a trial';

function withAllowed(history: History, what: Allowed): History {
  switch (what.kind) {
    case 'permission': return withPermission(history, TRIAL, { tool: what.tool, scope: what.scope, owner: TRIAL, reason: TRIAL });
    case 'place': return { ...history, places: [...history.places, { id: TRIAL, kind: 'places', versions: [{ from: null, row: placeRow(what, TRIAL) }] }] };
    case 'household': {
      const members = new Set(what.hires);
      return withPeople(history, (row) => (members.has(row.hire_id) ? { ...row, household: TRIAL } : row));
    }
  }
}

function withPermission(history: History, id: string, row: AllowedRow): History {
  return { ...history, allowed: [...history.allowed.filter((held) => held.id !== id), { id, kind: 'allowed', versions: [{ from: null, row }] }] };
}
