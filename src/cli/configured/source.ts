import { closest, distance } from 'fastest-levenshtein';
import type { App } from '../../app.ts';
import { arrivalBook } from '../../collect/arrivals.ts';
import { collectFiles, type Collected } from '../../collect/collect-files.ts';
import type { MapContext, Source } from '../../collect/collector.ts';
import type { ImportDoors } from '../../collect/import-file.ts';
import { learnedAfter, type Arrived, type Learning } from '../../collect/learned.ts';
import { settleOptions } from '../../collect/options.ts';
import type { Rejects } from '../../collect/rejects.ts';
import { SOURCES, sourceById } from '../../collect/sources/index.ts';
import { calledIn } from '../../collect/tables/about-own.ts';
import { appliedFromOf } from '../../collect/tables/applied-from.ts';
import type { TableContext, TableResult } from '../../collect/tables/import-table.ts';
import { takeRowsInto } from '../../collect/take-rows.ts';
import { takeInto, type Taker } from '../../collect/take.ts';
import type { Counts } from '../../collect/tally.ts';
import type { HireId, TableKind } from '../../core/person.ts';
import { settle } from '../../core/settings.ts';
import type { Instant } from '../../core/time.ts';
import { readCatalogues, readHistory } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { repeatsAtTheDoor, tokenAtTheDoor } from './door.ts';

/** So many letters are a slip of the fingers. */
const SLIP = 2;

/**
 * What rows of a table need to know of the company.
 *
 * @param own hires of whoever brings them on a page, who brings nothing about themselves; nobody's on the command line
 */
export async function tableContext(app: Pick<App, 'store' | 'loaded' | 'tokenKey' | 'enricher'>, kind: TableKind, own: ReadonlySet<HireId> = new Set()): Promise<TableContext> {
  const enricher = kind === 'applications' ? await app.enricher() : undefined;
  const code = app.loaded.config.company.calling_code?.slice(1);
  return {
    store: app.store, key: app.tokenKey, ...(code ? { callingCode: code } : {}),
    ...(enricher ? { placeOf: (address: string) => appliedFromOf(enricher.factsOf(address)) } : {}),
    ...(own.size > 0 ? { own: calledIn(await readHistory(app.store), own) } : {}),
  };
}

/** Where files of the public contract go in. */
export function importDoors(app: App, own?: ReadonlySet<HireId>): ImportDoors {
  return { store: app.store, rejects: app.rejects, enricher: () => app.enricher(), table: (kind) => tableContext(app, kind, own) };
}

/** @throws FarmwatchError `usage` where there is none of that name */
export function sourceNamed(name: string): Source {
  const source = sourceById(name);
  if (!source) throw noSource(name);
  return source;
}

/** @returns a failure that names the source which was likely meant, then all of them */
export function noSource(name: string): FarmwatchError {
  const ids = SOURCES.map(({ id }) => id);
  const near = closest(name, ids);
  return new FarmwatchError('usage', { why: `There is no source ${JSON.stringify(name)}; there are ${ids.join(', ')}.${distance(near, name) <= SLIP ? ` Did you mean ${near}?` : ''}` });
}

/** A source with what the configuration and the command line say of it. */
export interface Settled {
  /** As the configuration names it: the source's id, or with a word of one's own behind it, such as `okta:emea`. */
  readonly name: string;
  readonly source: Source;
  readonly context: MapContext;
  /** The table that its records become rows of; undefined where they become events. */
  readonly kind: TableKind | undefined;
  /** How its records are fetched from a running system; undefined where nothing says so. */
  readonly fetched: Fetched | undefined;
}

/** What the configuration says of a running system. */
export interface Fetched {
  /** Where it says so, such as `sources.okta`, and under which name there. */
  readonly at: string;
  readonly under: string;
  readonly access: Readonly<Record<string, string>>;
  readonly backDays: number;
}

/**
 * A source, ready to map.
 *
 * @param set options of the command line, which come first
 * @throws FarmwatchError `usage` for an option, `config.invalid` for a setting that does not fit
 */
export function settleSource(app: App, name: string, { set = {}, path = (file) => file, dryRun = false }: { readonly set?: Readonly<Record<string, string>>; readonly path?: (file: string) => string; readonly dryRun?: boolean } = {}): Settled {
  const source = sourceNamed(name);
  const own = app.loaded.config.sources[name];
  const { texts: options, problems } = settleOptions(source, { ...own?.options, ...set }, (file, of) => (set[of] === undefined ? app.loaded.path(file) : path(file)));
  if (problems.length > 0) throw new FarmwatchError('usage', { why: `${name}: ${problems.join('; ')}`.replace(/[^.?]$/, '$&.') });
  const settings = settle(source.settings, own?.settings);
  if (settings.problems.length > 0) throw new FarmwatchError('config.invalid', { file: `sources.${name}`, why: settings.problems.join('; ') });
  const fetched = source.pull && own?.pull ? { at: `sources.${name}`, under: 'pull', access: own.pull, backDays: own.back_days } : undefined;
  // A dry run makes no key; what would become a token is left out.
  return { name, source, fetched, kind: source.tableOf?.(options), context: { settings: settings.values, options, ...(dryRun ? {} : { token: tokenAtTheDoor(app) }) } };
}

export interface Through extends Learning {
  readonly dryRun?: boolean;
  /** Where refused records go, if not where all do. */
  readonly rejects?: Rejects;
  /** Hires of whoever brings rows of a table. */
  readonly own?: ReadonlySet<HireId>;
  /** Told what became of rows of a table. */
  readonly rows?: (result: TableResult) => void;
}

/** Where records of a source go in: as events, or as rows of a table. */
export async function takerOf(app: App, { source, context, kind }: Settled, { stamp, after, dryRun = false, rejects: theirs, own, rows }: Through): Promise<(counts: Counts, written?: () => void) => Taker> {
  const rejects = dryRun ? undefined : theirs ?? app.rejects;
  if (kind !== undefined) {
    const registry = await tableContext(app, kind, own);
    return (counts) => takeRowsInto(source, { kind, context, registry, rejects, at: stamp, ...(rows ? { told: rows } : {}) }, counts);
  }
  const enricher = await app.enricher();
  const catalogue = (await readCatalogues(app.store)).at(stamp);
  return (counts, written) => takeInto(source, { store: dryRun ? undefined : app.store, enricher, catalogue, rejects, stamp, now: app.now, after, context, ...repeatsAtTheDoor(app, source, catalogue, dryRun) }, counts, written);
}

/** From when on saved records count as learned of when they happened, and the live run that says so where nobody does. */
export async function savedAfter(app: Pick<App, 'pipeline'>, arrived?: Arrived): Promise<{ readonly after: Instant | undefined; readonly newestLive: Instant | undefined }> {
  const newestLive = await app.pipeline.runs.newestLive();
  return { after: learnedAfter(arrived, newestLive), newestLive };
}

/** Reads saved files through a source. */
export async function readThrough(app: App, settled: Settled, files: readonly string[], told: Through & { readonly progress?: (file: string, read: number) => void; readonly done?: (file: string, counts: Counts) => void }): Promise<Collected> {
  const { progress, done } = told;
  const collected = await collectFiles(settled.source, files, {
    options: settled.context.options, taker: await takerOf(app, settled, told), ...(progress ? { progress } : {}), ...(done ? { done } : {}),
  });
  if (told.dryRun !== true && files.length > 0) await arrivalBook(app.store).took(settled.name, collected.counts, app.now());
  return collected;
}
