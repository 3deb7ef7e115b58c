import type { TableKind, TableRows } from '../core/person.ts';
import { TABLE_KINDS } from '../core/tables.ts';
import type { Instant } from '../core/time.ts';
import { DAY } from '../core/time.ts';
import type { FarmwatchError } from '../errors.ts';
import type { Store } from '../store/store.ts';
import { isTorn } from './collect-files.ts';
import type { Enricher } from './enrich.ts';
import { importEvents } from './import-events.ts';
import type { Rejects } from './rejects.ts';
import type { Wanted } from './tables/columns.ts';
import { importTable, type TableContext, type TableResult } from './tables/import-table.ts';
import type { DateOrder } from './tables/dates.ts';
import { kindOfFile } from './tables/kind-of-file.ts';
import { noCounts, reasonsByKind, type Counts } from './tally.ts';

/** What a file of the public contract may hold. */
export type ImportedKind = TableKind | 'events';

export interface FileImport {
  readonly file: string;
  readonly kind: ImportedKind;
  /** Instant of the import, from which changed rows hold. */
  readonly at: Instant;
  /** `--map` arguments; tables only. */
  readonly map?: readonly string[];
  /** What stands first in dates such as 03/04/2026; tables only. */
  readonly dates?: DateOrder;
  /** Tells what would happen and writes nothing. */
  readonly dryRun?: boolean;
  /** Rows of the same kind that files tried out before this one would have written. */
  readonly tried?: readonly TableRows[TableKind][];
  /** Told now and then how many lines of events were read. */
  readonly progress?: (read: number) => void;
}

/** Where files go in. */
export interface ImportDoors {
  readonly store: Store;
  readonly rejects: Rejects;
  enricher(): Promise<Enricher>;
  table(kind: TableKind): Promise<TableContext>;
}

export interface FileImported {
  readonly counts: Counts;
  /** How a table was understood; undefined for events. */
  readonly table: TableResult | undefined;
  /** Why events could not be read to the end of the file; what came before is counted, and kept. */
  readonly torn: FarmwatchError | undefined;
}

/** Unstamped rows may be ahead of this machine's clock by so much: a planned or simulated year, not a broken clock. */
const FAR_AHEAD = 366 * DAY;

/** What a file named without its kind is imported as. @throws FarmwatchError as {@link kindOfFile} */
export async function importedKindOf(file: string, store: Pick<Store, 'shelf'>, asked?: Wanted): Promise<ImportedKind> {
  const kind = await kindOfFile(file, store, asked);
  return kind === 'stix' ? 'indicators' : kind;
}

/** People first: what an event means depends on them, whatever the order in which files are named. */
export function importOrder(a: ImportedKind, b: ImportedKind): number {
  const order = (kind: ImportedKind): number => (kind === 'events' ? TABLE_KINDS.length : TABLE_KINDS.indexOf(kind));
  return order(a) - order(b);
}

/**
 * Reads one file of the public contract into the store.
 *
 * @throws FarmwatchError as {@link importTable} and {@link importEvents}, but for events that are torn
 */
export async function importFile({ file, kind, at, map, dates, dryRun = false, tried, progress }: FileImport, doors: ImportDoors): Promise<FileImported> {
  if (kind === 'events') {
    const counts = noCounts();
    let torn: FarmwatchError | undefined;
    try {
      await importEvents(file, {
        store: dryRun ? undefined : doors.store, enricher: () => doors.enricher(), rejects: dryRun ? undefined : doors.rejects,
        latest: at + FAR_AHEAD, counts, ...(progress ? { progress } : {}),
      });
    } catch (error) {
      if (!isTorn(error)) throw error;
      torn = error;
    }
    return { counts, table: undefined, torn };
  }
  const table = await importTable({ file, kind, at, ...(map ? { map } : {}), ...(dates ? { dates } : {}), ...(tried ? { tried } : {}), dryRun }, await doors.table(kind));
  if (!dryRun) {
    for (const { line, reason, record } of table.rejected) doors.rejects.note({ file, line, reason, record });
    doors.rejects.flush();
  }
  return { counts: countsOf(table), table, torn: undefined };
}

function countsOf(result: TableResult): Counts {
  const counts = noCounts();
  counts.read = result.read;
  counts.made = result.read - result.rejected.length;
  counts.added = result.added;
  counts.known = result.known;
  counts.rejected = result.rejected.length;
  for (const { reason, times } of reasonsByKind(result.rejected)) counts.reasons.set(reason, times);
  return counts;
}
