import type { FileAs } from '../../api/contract.ts';
import type { Source } from '../../collect/collector.ts';
import type { Content } from '../../collect/dropped/content.ts';
import { likelySources, needsOnlyAFile, shareOfEvents } from '../../collect/dropped/likely-sources.ts';
import { importedKindOf, type ImportedKind } from '../../collect/import-file.ts';
import { settleOptions } from '../../collect/options.ts';
import { SOURCES } from '../../collect/sources/index.ts';
import { parseMaps } from '../../collect/tables/columns.ts';
import { startOf } from '../../collect/tables/kind-of-file.ts';
import { kindOfContent } from '../../collect/tables/kind.ts';
import { TABLE_KINDS } from '../../core/tables.ts';
import type { Instant } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import type { Store } from '../../store/store.ts';
import { asSource } from './file-as.ts';

/** A dropped file, as far as it matters what it is. */
export interface Guessed {
  readonly path: string;
  readonly content: Content;
  /** What somebody said of its columns. */
  readonly map: readonly string[];
  /** Too large to be read whole, as tables are. */
  readonly isLarge: boolean;
}

/**
 * What a file may be, the likeliest first; none where nothing is known of it.
 *
 * @throws FarmwatchError `file.unreadable` for one that is torn as a table, and nothing else either
 */
export async function guessesOf({ path, content, map, isLarge }: Guessed, store: Store, now: Instant): Promise<readonly FileAs[]> {
  const isTable = content !== 'event-log' && kindOfContent(path, await startOf(path)) === 'table';
  const { kind, torn } = content === 'event-log' || (isTable && isLarge) ? NOTHING_KNOWN : await kindOf(path, store, map);
  if (kind !== undefined && kind !== 'events') return [kind];
  if (kind === 'events' && await shareOfEvents(path, now) >= MOSTLY) return ['events'];
  // A table of people is read as one, whichever system it was saved from, and no larger than tables may be.
  const isPeople = (source: Source): boolean => source.tableOf?.(settleOptions(source).texts) === 'people';
  const sources = SOURCES.filter((source) => needsOnlyAFile(source) && !(isTable && isPeople(source)));
  const likely = content === 'workbook' ? [] : await likelySources(path, sources);
  // What is torn as a table may be a log of a system all the same.
  if (likely.length === 0 && torn !== undefined) throw torn;
  return [...likely.map(({ id }) => asSource(id)), ...(kind === 'events' ? ['events'] : [])];
}

interface Kind { readonly kind?: ImportedKind; readonly torn?: FarmwatchError }
const NOTHING_KNOWN: Kind = {};
/** Where at least such a share of the first lines are events, the file is one of events. */
const MOSTLY = 0.5;

/** Which file of the public contract it is, and why it cannot be read as one where it cannot. */
async function kindOf(path: string, store: Store, map: readonly string[]): Promise<Kind> {
  try {
    return { kind: await importedKindOf(path, store, parseMaps(map, TABLE_KINDS)) };
  } catch (error) {
    if (error instanceof FarmwatchError && error.code === 'file.kind') return NOTHING_KNOWN;
    if (error instanceof FarmwatchError && error.code === 'file.unreadable') return { torn: error };
    throw error;
  }
}
