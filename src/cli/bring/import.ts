import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import type { App } from '../../app.ts';
import { importFile, importOrder, importedKindOf, type FileImported, type ImportedKind } from '../../collect/import-file.ts';
import { askedInVain, parseMaps } from '../../collect/tables/columns.ts';
import { DATE_ORDERS, type DateOrder } from '../../collect/tables/dates.ts';
import type { TableResult } from '../../collect/tables/import-table.ts';
import { idOf } from '../../collect/tables/registry.ts';
import { addCounts, noCounts, type Counts } from '../../collect/tally.ts';
import type { TableKind, TableRows } from '../../core/person.ts';
import { TABLES, TABLE_KINDS } from '../../core/tables.ts';
import { readHistory } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { saidEndedEarly } from '../../run/allowed/ended-early.ts';
import { joinsOf, sayJoins } from '../../run/joins.ts';
import { rowsHeld, sayUnmet, unmetIn, type HeldKind, type RowsHeld } from '../../run/unmet.ts';
import { importDoors } from '../configured/source.ts';
import { fileOf, mapsAndFiles, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { closingLine, dryFields, dryLine, reasonLines, spanLines, unknownLines, unusedLines } from './counts.ts';
import { showRows } from './preview.ts';
import { throwTorn, triedTorn } from './torn.ts';

interface Options extends Shared, Partial<Record<TableKind, string>> { readonly events?: readonly string[]; readonly map?: readonly string[]; readonly dates?: DateOrder; readonly dryRun?: boolean }

const TABLE_SAID: Readonly<Record<TableKind, string>> = {
  people: 'hires: who, since when, where they live and what was sent to them',
  devices: 'laptops: to whom and where each was sent',
  accounts: 'a directory export: account names of people',
  places: 'places the company vouches for, with their addresses',
  travel: 'approved travel',
  allowed: 'sanctioned software',
  applications: 'applications before the hire',
  institutions: 'schools and institutions, a list of your own',
  indicators: 'indicators received from others, also a STIX 2.1 bundle',
};

/** Columns of people.csv that devices.csv tells as well, and better: beside it nothing is lost without them. */
const OF_DEVICES: ReadonlySet<string> = new Set(['device_serials', ...Object.keys(TABLES.people.columns).filter((column) => /^(?:ship_|shipped_|delivered_)/.test(column) && Object.hasOwn(TABLES.devices.columns, column))]);

export function addImport(program: Command, context: CommandContext): void {
  const command = program.command('import [files...]')
    .description('Read files of people, laptops, places and events into the store. The same file again changes nothing.')
    .option('--events <files...>', 'events, one ECS document a line (.ndjson, .gz welcome)')
    .option('--map <columns...>', "what a column means, such as 'Work Email=email'; kept for next time")
    .addOption(new Option('--dates <order>', 'what stands first in dates such as 03/04/2026: month (mdy) or day (dmy); only needed where no date of a column shows it').choices(DATE_ORDERS))
    .option('--dry-run', 'show how columns are understood and what missing ones cost; write nothing');
  for (const kind of TABLE_KINDS) command.option(`--${kind} <file>`, TABLE_SAID[kind]);
  command.action((files: string[], _own, self: Command) => runImport(files, self.optsWithGlobals<Options>(), context));
}

async function runImport(named: readonly string[], words: Options, context: CommandContext): Promise<void> {
  const { io } = context;
  const { map, files } = mapsAndFiles(words.map, io);
  const bare = [...named, ...files];
  const options: Options = { ...words, ...(map.length > 0 ? { map } : {}) };
  // A name that is mistyped is better known before there is a store.
  for (const name of [...bare, ...TABLE_KINDS.flatMap((kind) => options[kind] ?? []), ...options.events ?? []]) {
    if (!existsSync(fileOf(name, io))) throw new FarmwatchError('file.missing', { file: fileOf(name, io) });
  }
  await withApp(options, context, async (app) => {
    const plan: { file: string; kind: ImportedKind }[] = [];
    for (const kind of TABLE_KINDS) if (options[kind] !== undefined) plan.push({ file: fileOf(options[kind], io), kind });
    for (const file of options.events ?? []) plan.push({ file: fileOf(file, io), kind: 'events' });
    const torn: FarmwatchError[] = [];
    for (const file of bare.map((name) => fileOf(name, io))) {
      try {
        plan.push({ file, kind: await importedKindOf(file, app.store, parseMaps(options.map ?? [], TABLE_KINDS)) });
      } catch (error) {
        // Somebody who tries files out wants to see all of them; before anything is written, one that nobody knows ends it.
        if (!options.dryRun || !(error instanceof FarmwatchError) || error.code === 'usage' || error.code === 'file.missing') throw error;
        torn.push(error);
      }
    }
    if (plan.length === 0 && torn.length === 0) throw new FarmwatchError('usage', { why: 'Name at least one file: farmwatch import people.csv events.ndjson.gz' });
    plan.sort((a, b) => importOrder(a.kind, b.kind));
    const total = noCounts();
    const beside = new Set(plan.map(({ kind }) => kind));
    const tried: TableResult[] = [];
    const headers: string[] = [];
    for (const { file, kind } of plan) {
      const { counts, table } = await readFile(file, kind, app, options, io, torn, beside, tried.findLast((one) => one.kind === kind)?.standing);
      addCounts(total, counts);
      if (table && options.dryRun) tried.push(table);
      if (table) headers.push(...table.mapping.map(({ header }) => header), ...table.unknownColumns.map(({ name }) => name));
    }
    // A file that could not be read may have it.
    const inVain = torn.length > 0 ? [] : askedInVain(parseMaps(options.map ?? [], TABLE_KINDS), headers);
    for (const name of inVain) io.err(printable(`--map names the column ${JSON.stringify(name)}, and no file has one that is called so: nothing was taken by it.`));
    if (plan.length > 1) sayCounts(io, options, 'all files', total, beside.has('events'));
    if (total.rejected > 0 && !options.dryRun) io.err(printable(`What was rejected is in ${app.rejects.file}, each with file, line and reason. Mend it and import the file again.`));
    if (options.dryRun) for (const sentence of tried.length === 0 ? [] : sayUnmet(unmetIn(await rowsTried(app, tried), io.now()))) io.err(printable(sentence));
    else for (const sentence of [...sayJoins(await joinsOf(app.store, io.now())), ...await saidEndedEarly(app.store, io.now())]) io.err(printable(sentence));
    throwTorn(torn, io);
  }, { mostlyWriting: true });
}

async function readFile(file: string, kind: ImportedKind, app: App, options: Options, io: CommandIo, torn: FarmwatchError[], beside: ReadonlySet<ImportedKind>, before: TableResult['standing']): Promise<Pick<FileImported, 'counts' | 'table'>> {
  const { dryRun = false, map, dates } = options;
  const name = basename(file);
  const found = await importFile(
    { file, kind, at: io.now(), dryRun, progress: (read) => io.progress(`${name}: ${read} lines`), ...(map ? { map } : {}), ...(dates ? { dates } : {}), ...(before ? { tried: before } : {}) }, importDoors(app),
  );
  const { counts, table } = found;
  if (found.torn) torn.push(dryRun ? triedTorn(found.torn) : found.torn);
  say(io, options, name, found, kind === 'events');
  if (!table) {
    if (counts.read > 0 && counts.rejected === counts.read) io.err(printable(`Nothing of ${name} could be used. Events are one JSON object a line; records of a vendor are read with "farmwatch collect SOURCE --from-file".`));
    return { counts, table };
  }
  if (dryRun) showMapping({ ...table, missing: table.missing.filter(({ column }) => !(table.kind === 'people' && beside.has('devices') && OF_DEVICES.has(column))) }, options, io);
  for (const { name: column, nearest } of table.unknownColumns) io.err(printable(`  column ${JSON.stringify(column)} is not known${nearest ? `; did you mean ${nearest}? --map '${column}=${nearest}'` : ''}`));
  for (const warning of table.warnings) io.err(printable(`  ${warning}`));
  return { counts, table };
}

/** The rows that are held, with those that a dry run would have written. */
async function rowsTried({ store }: App, tried: readonly TableResult[]): Promise<RowsHeld> {
  const held = rowsHeld(await readHistory(store), Infinity);
  const rowsOf = <K extends HeldKind>(kind: K): RowsHeld[K] => {
    const rows = [...held[kind], ...tried.flatMap((table) => (table.kind === kind ? table.standing ?? [] : []))] as TableRows[K][];
    return [...new Map(rows.map((row) => [idOf(kind, row), row])).values()] as unknown as RowsHeld[K];
  };
  return { people: rowsOf('people'), devices: rowsOf('devices'), travel: rowsOf('travel'), applications: rowsOf('applications'), allowed: rowsOf('allowed'), tools: held.tools };
}

function say(io: CommandIo, options: Options, name: string, { counts, table }: Pick<FileImported, 'counts' | 'table'>, hasEvents: boolean): void {
  sayCounts(io, options, name, counts, hasEvents, Object.fromEntries(table?.unknownColumns.map((column) => [column.name, counts.read]) ?? []));
  for (const line of [...spanLines(counts), ...reasonLines(counts), ...unusedLines(counts), ...unknownLines(counts)]) io.err(printable(line));
}

function sayCounts(io: CommandIo, options: Options, name: string, counts: Counts, hasEvents: boolean, unknownColumns: Readonly<Record<string, number>> = {}): void {
  if (options.json) io.out(JSON.stringify({ file: name, read: counts.read, added: counts.added, known: counts.known, rejected: counts.rejected, reasons: Object.fromEntries(counts.reasons), unknown_fields: { ...Object.fromEntries(counts.unknownFields), ...unknownColumns }, unused_values: Object.fromEntries(counts.unusedValues), ...(options.dryRun ? dryFields(counts) : {}) }));
  else io.out(printable(`${name}: ${options.dryRun ? dryLine(counts, hasEvents) : closingLine(counts)}`));
}

function showMapping(result: TableResult, options: Options, io: CommandIo): void {
  if (options.json) {
    io.out(JSON.stringify({ file: basename(result.file), mapping: result.mapping, missing: result.missing, sample: result.sample ?? [] }));
    return;
  }
  io.out('  column in the file → what it means');
  for (const { header, column, ground } of result.mapping) io.out(printable(`  ${header} → ${column}${ground === 'name' ? '' : ` (${ground})`}`));
  showRows(result, options, io);
}
