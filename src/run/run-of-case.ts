import type { Case } from '../cases/case.ts';
import type { RunBook } from './run-book.ts';
import type { Run } from './stored-run.ts';

/**
 * The run by which a case is told: of a closed one the newest at or before its closing, for that is what people judged, and
 * later runs need not look at its people any more; of every other one, and where that run is gone, the given one.
 */
export async function runOfCase(runs: Pick<RunBook, 'newest'>, { status, closed, openedAt }: Pick<Case, 'status' | 'closed' | 'openedAt'>, newest: Run): Promise<Run> {
  if (status !== 'closed' || closed === null || closed.at >= newest.asOf) return newest;
  const then = await runs.newest(closed.at);
  return then !== undefined && then.asOf >= openedAt ? then : newest;
}
