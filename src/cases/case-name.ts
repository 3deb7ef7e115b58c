import { compareBytes, shortHash } from '../core/canonical.ts';
import type { Instant } from '../core/time.ts';
import type { Case, Standing } from './case.ts';

/** The cases there are, by their names. */
type Taken = Pick<ReadonlyMap<string, Case>, 'has'>;

/** Cases as they stood before days are judged anew. */
export interface Earlier {
  readonly ids: ReadonlySet<string>;
  /** Those of them for which people wrote something, which names them by their id alone. */
  readonly written: readonly Case[];
}
export const NOTHING_EARLIER: Earlier = { ids: new Set(), written: [] };

/**
 * The name of a case that opens. Where days are judged anew and no case was called so, it is a story that opens at another
 * instant than it did: the written case about most of its people, of several the oldest, keeps its name.
 */
export function nameOf(file: Taken, standing: Standing, at: Instant, { ids, written }: Earlier): string {
  const id = caseId(file, standing, at);
  if (ids.has(id)) return id;
  const shared = (state: Case): number => state.hires.filter((hire) => standing.hires.includes(hire)).length;
  return written.filter((state) => !file.has(state.id) && shared(state) > 0)
    .sort((a, b) => shared(b) - shared(a) || a.openedAt - b.openedAt || compareBytes(a.id, b.id))[0]?.id ?? id;
}

/** From the first hire and the first finding, so that a replay names a case alike; a story told anew gets a name of its own. */
function caseId(file: Taken, standing: Standing, at: Instant): string {
  const name = `${standing.hires[0]!}\0${standing.findings[0] ?? ''}`;
  const id = `c-${shortHash(name).slice(0, 10)}`;
  return file.has(id) ? `c-${shortHash(`${name}\0${at}`).slice(0, 10)}` : id;
}
