import { greatestOf } from '../../core/extremes.ts';
import { IDENTITY } from '../../core/identity.ts';
import type { HireId } from '../../core/person.ts';
import { serialFinder } from '../../core/spelling.ts';
import { DAY, type Instant } from '../../core/time.ts';
import { readHistory, registryAt, type ScopeRule } from '../../detect/people/registry.ts';
import type { Store } from '../../store/store.ts';
import { OCCASIONAL } from '../sources-seen.ts';
import { aboutWhom } from './about-whom.ts';

/** One source as it hears of one hire. */
export interface HireSource {
  readonly source: string;
  /** True where the source hears of most who started. */
  readonly expected: boolean;
  /** Events in the last 30 days. */
  readonly times: number;
  readonly last: Instant | null;
  readonly state: 'fresh' | 'silent' | 'never';
}

export interface HireHeard { readonly hire: HireId; readonly day: number; readonly sources: readonly HireSource[] }

const LOOK_BACK = 30 * DAY;
/** A weekend is no silence. */
const SILENT_AFTER = 3 * DAY;
/** Before that nothing is expected of somebody who starts. */
const SETTLED_DAYS = 3;
const EXPECTED_SHARE = 0.5;

/**
 * For each hire in scope who has started: which sources hear of them, and which fell silent for them while they hear of others.
 *
 * @returns in order of hire, with the sources in order of name
 */
export async function hiresHeard(store: Store, scope: ScopeRule, now: Instant): Promise<readonly HireHeard[]> {
  const { hires, directory } = registryAt(await readHistory(store), now, scope);
  const started = [...hires.values()].filter(({ inScope, startsAt }) => inScope && dayOfWork(startsAt, now) >= SETTLED_DAYS).sort((a, b) => (a.hire_id < b.hire_id ? -1 : 1));
  const rows = await store.events.tally(
    { where: {}, by: ['event.module', ...IDENTITY], measure: { last: { max: '@timestamp' }, times: 'count' } },
    { from: now - LOOK_BACK, to: now + 1, asOf: now },
  );
  const told = await store.events.tally({ where: {}, by: ['event.module', 'event.action'], measure: { times: 'count' } }, { from: now - LOOK_BACK, to: now + 1, asOf: now });
  // What happens now and then, such as a parcel, is expected of nobody.
  const steady = new Set(told.filter((row) => !OCCASIONAL.has(row['event.action'] ?? '')).map((row) => row['event.module'] ?? 'unnamed'));
  const serialOf = serialFinder(rows);
  const heard = new Map<string, Map<HireId, { times: number; last: Instant }>>();
  for (const { last, times, ...row } of rows) {
    const source = row['event.module'] ?? 'unnamed';
    const ofSource = heard.get(source) ?? new Map<HireId, { times: number; last: Instant }>();
    heard.set(source, ofSource);
    for (const hire of aboutWhom(row, directory, serialOf, now)) {
      const before = ofSource.get(hire);
      ofSource.set(hire, { times: times + (before?.times ?? 0), last: Math.max(last!, before?.last ?? 0) });
    }
  }
  const sources = [...heard].map(([source, ofSource]) => {
    const known = started.filter(({ hire_id: id }) => ofSource.has(id));
    return { source, ofSource, newest: greatestOf([...ofSource.values()].map(({ last }) => last)), expected: steady.has(source) && known.length > 0 && known.length >= EXPECTED_SHARE * started.length };
  }).sort((a, b) => (a.source < b.source ? -1 : 1));
  return started.map(({ hire_id: hire, startsAt }) => ({
    hire, day: dayOfWork(startsAt, now),
    sources: sources.map(({ source, ofSource, newest, expected }) => {
      const own = ofSource.get(hire);
      // A source that is dark for everybody is silent for nobody in particular.
      const state = own === undefined ? 'never' as const : steady.has(source) && newest - own.last > SILENT_AFTER ? 'silent' as const : 'fresh' as const;
      return { source, expected, times: own?.times ?? 0, last: own?.last ?? null, state };
    }),
  }));
}

/** Sources that are silent for a hire though they hear of others. */
export function silentFor({ sources }: HireHeard): readonly HireSource[] {
  return sources.filter(({ state, expected }) => state === 'silent' || (state === 'never' && expected));
}

function dayOfWork(startsAt: Instant, now: Instant): number {
  return Math.floor((now - startsAt) / DAY);
}
