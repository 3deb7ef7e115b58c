import { parseInstant, type Instant } from '../core/time.ts';
import { effective, type CatalogueHistory, type Standing } from './history.ts';
import { CATALOGUE_NAMES, type CatalogueName, type Rows } from './rows.ts';
import { isNewer, isSetVersion } from './set-version.ts';

/** Two states of the catalogues. */
export interface Compared { readonly before: Partial<Rows>; readonly after: Partial<Rows> }

/** What stood before the last change, and what stands; two empty states where nothing was changed. */
export function lastStep({ instants, standingAt }: CatalogueHistory, now: Instant): Compared {
  const last = instants.findLast((at) => at <= now);
  return last === undefined ? { before: {}, after: {} } : { before: effective(standingAt(last - 1)), after: effective(standingAt(now)) };
}

/**
 * What stood then, and what stands.
 *
 * @param text the version that a run names, or an instant: then own rows count; the version of sets: then sets are
 *             compared with sets, of each catalogue the newest up to that version
 * @returns undefined for text that is none of these
 */
export function comparedSince(text: string, { instants, at: catalogueAt, standingAt }: CatalogueHistory, now: Instant): Compared | undefined {
  const states = [-Infinity, ...instants.filter((at) => at <= now)];
  const from = states.find((at) => catalogueAt(at).version === text) ?? (isSetVersion(text) ? undefined : parseInstant(text));
  if (from !== undefined) return { before: effective(standingAt(from)), after: effective(standingAt(now)) };
  if (!isSetVersion(text)) return undefined;
  const setsOf = (then: (name: CatalogueName) => Standing): Partial<Rows> => Object.assign({}, ...CATALOGUE_NAMES.map((name) => then(name).sets[name].rows));
  return {
    before: setsOf((name) => standingAt(states.findLast((at) => !isNewer(standingAt(at).sets[name].version, text)) ?? -Infinity)),
    after: setsOf(() => standingAt(now)),
  };
}
