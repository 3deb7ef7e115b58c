import type { FileAs, FileLook } from '../../api/contract.ts';
import type { App } from '../../app.ts';
import type { Source } from '../../collect/collector.ts';
import { importFile } from '../../collect/import-file.ts';
import { proposedColumns, parseMaps } from '../../collect/tables/columns.ts';
import { importTable, type TableResult } from '../../collect/tables/import-table.ts';
import { tableOf } from '../../collect/tables/kind-of-file.ts';
import { keptMapping } from '../../collect/tables/mappings.ts';
import { readSheets } from '../../collect/tables/sheet.ts';
import type { Sheet } from '../../collect/tables/text-table.ts';
import { reasonsByKind, type Counts } from '../../collect/tally.ts';
import { isRejected } from '../../core/parse-event.ts';
import type { HireId, TableKind } from '../../core/person.ts';
import { TABLE_KINDS, columnsOf } from '../../core/tables.ts';
import { FarmwatchError } from '../../errors.ts';
import { importDoors, readThrough, settleSource, tableContext } from '../configured/source.ts';
import { unknownLines, unusedLines } from './counts.ts';
import { sourceIn } from './file-as.ts';
import { saidOfFile } from './file-words.ts';
import { missingFields } from './missing-fields.ts';

const REASONS_SHOWN = 20;
const LONGEST_EXAMPLE = 60;
/** Cells of these columns are not shown, not even to whoever brought them. */
const PRIVATE: ReadonlySet<string> = new Set(['private', 'shingles', 'token', 'tokens']);

/** Counts as a look: what became of lines or rows, and why some cannot be used. */
export function lookOf(counts: Counts, warnings: readonly string[], more: Partial<FileLook> = {}): FileLook {
  const reasons = [...counts.reasons].sort((a, b) => b[1] - a[1]).slice(0, REASONS_SHOWN).map(([reason, times]) => ({ reason, times }));
  return {
    read: counts.read, made: counts.made, added: undefined, known: undefined, rejected: counts.rejected, reasons,
    columns: [], actions: [], missing: [], warnings: [...[...unusedLines(counts), ...unknownLines(counts)].map((line) => line.trim()), ...warnings], ...more,
  };
}

/** A file, and what somebody said of it. */
export interface Looked {
  readonly path: string;
  /** As whoever brought it calls it. */
  readonly name: string;
  readonly map: readonly string[];
  readonly options: Readonly<Record<string, string>>;
  /** About whom nothing of it is taken: whoever brings it. */
  readonly own: ReadonlySet<HireId>;
}

/** What would become of a file that is taken for something; nothing of it is kept. */
export async function lookAs(app: App, as: FileAs, { path, name, map, options, own }: Looked, progress: (read: number) => void): Promise<{ readonly look: FileLook; readonly problem?: string | undefined }> {
  const source = sourceIn(as);
  if (source !== undefined) return { look: await lookAtRecords(app, source, path, options, own, progress) };
  if (as !== 'events') return lookAtTable(app, as as TableKind, path, map, own);
  const { counts, torn } = await importFile({ file: path, kind: 'events', at: app.now(), dryRun: true, progress }, importDoors(app));
  return { look: lookOf(counts, torn ? [saidOfFile(torn, name)] : []) };
}

/**
 * How a table would be understood, and what would become of its rows. Where it lacks what it needs, `problem` says so, and
 * the columns are shown all the same, so that somebody can say which one is meant.
 *
 * @throws FarmwatchError `file.unreadable`
 */
async function lookAtTable(app: App, kind: TableKind, file: string, map: readonly string[], own: ReadonlySet<HireId>): Promise<{ readonly look: FileLook; readonly problem: string | undefined }> {
  const context = await tableContext(app, kind, own);
  const tableMeant = async (): Promise<Sheet> => (await tableOf(await readSheets(file), file, kind, parseMaps(map, TABLE_KINDS), app.store)).sheet;
  try {
    const result = await importTable({ file, kind, map, at: app.now(), dryRun: true }, context);
    const sheet = await tableMeant().catch(() => undefined);
    return { look: { ...rowsSaid(result), columns: sheet ? await columnsSaid(app, kind, sheet, map) : [] }, problem: undefined };
  } catch (error) {
    if (!(error instanceof FarmwatchError) || error.code !== 'file.columns') throw error;
    const sheet = await tableMeant();
    const columns = await columnsSaid(app, kind, sheet, map);
    const look: FileLook = { read: sheet.rows.length, made: 0, added: undefined, known: undefined, rejected: 0, reasons: [], columns, actions: [], missing: [], warnings: [] };
    return { look, problem: `${capital(String(error.details['why']))}. Say below which column is which, or choose another kind of file.` };
  }
}

function rowsSaid({ read, added, known, rejected, missing, warnings }: TableResult): Omit<FileLook, 'columns'> {
  return {
    read, made: added + known, added, known, rejected: rejected.length, actions: [],
    reasons: reasonsByKind(rejected).slice(0, REASONS_SHOWN),
    missing: missing.map(({ cost }) => cost), warnings,
  };
}

/** Every column of a file with what it is taken for, and a cell of it where that may be shown. */
async function columnsSaid(app: App, kind: TableKind, sheet: Sheet, map: readonly string[]): Promise<FileLook['columns']> {
  const { header, rows } = sheet;
  const claims = proposedColumns(kind, sheet, parseMaps(map, TABLE_KINDS), await keptMapping(app.store, kind, header));
  const taken = new Map(claims.map(({ index, column }) => [index, column]));
  return header.map((name, index) => {
    const column = taken.get(index) ?? '';
    const cell = column === '' || PRIVATE.has(columnsOf(kind)[column]?.type ?? '') ? undefined : rows.map(({ cells }) => cells[index]?.trim() ?? '').find((text) => text !== '');
    return { header: name, column, example: cell === undefined ? undefined : cell.slice(0, LONGEST_EXAMPLE) };
  });
}

/** What a source would make of a file, and which detectors would see less than they could. */
async function lookAtRecords(app: App, id: string, file: string, options: Readonly<Record<string, string>>, own: ReadonlySet<HireId>, progress: (read: number) => void): Promise<FileLook> {
  const settled = settleSource(app, id, { set: options, dryRun: true });
  const seen = { fields: new Set<string>(), actions: new Map<string, number>() };
  let rows: TableResult | undefined;
  const { counts, torn } = await readThrough(app, { ...settled, source: watched(settled.source, seen) }, [file], {
    stamp: app.now(), dryRun: true, own, progress: (_, read) => progress(read), rows: (result) => { rows = result; },
  });
  const actions = [...seen.actions].map(([action, times]) => ({ action, times })).sort((a, b) => b.times - a.times);
  const missing = settled.kind === undefined ? missingFields(actions.map(({ action }) => action), [...seen.fields]).map(({ said }) => said) : rows?.missing.map(({ cost }) => cost) ?? [];
  return lookOf(counts, [...torn.map(({ details }) => capital(String(details['why']))), ...rows?.warnings ?? []], { actions, missing, ...(rows ? { added: rows.added, known: rows.known } : {}) });
}

/** The same source, with a note of what its events tell. */
function watched(source: Source, seen: { readonly fields: Set<string>; readonly actions: Map<string, number> }): Source {
  return {
    ...source,
    map(raw, context) {
      const drafts = source.map(raw, context);
      if (isRejected(drafts)) return drafts;
      for (const draft of drafts) {
        for (const [field, value] of Object.entries(draft)) if (value !== undefined) seen.fields.add(field);
        const action = String(draft['event.action']);
        seen.actions.set(action, (seen.actions.get(action) ?? 0) + 1);
      }
      return drafts;
    },
  };
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
