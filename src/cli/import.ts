import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import type { Command } from 'commander';
import { isTorn } from '../collect/collect-files.ts';
import { importEvents } from '../collect/import-events.ts';
import { importTable, type TableResult } from '../collect/tables/import-table.ts';
import { kindOfFile } from '../collect/tables/kind-of-file.ts';
import { parseMaps } from '../collect/tables/columns.ts';
import { addCounts, noCounts, type Counts } from '../collect/tally.ts';
import { TABLE_KINDS } from '../core/tables.ts';
import type { TableKind } from '../core/person.ts';
import { DAY } from '../core/time.ts';
import type { App } from '../app.ts';
import { FarmwatchError } from '../errors.ts';
import { joinsOf, sayJoins } from '../run/joins.ts';
import { fileOf, withApp, type CommandContext, type Shared } from './context.ts';
import { closingLine, reasonLines, unknownLines } from './counts.ts';
import { printable, type CommandIo } from './io.ts';
import { showRows } from './preview.ts';
import { tableContext } from './through-source.ts';
import { throwTorn } from './torn.ts';

interface Options extends Shared, Partial<Record<TableKind, string>> { readonly events?: readonly string[]; readonly map?: readonly string[]; readonly dryRun?: boolean }

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

export function addImport(program: Command, context: CommandContext): void {
  const command = program.command('import [files...]')
    .description('Read files of people, laptops, places and events into the store. The same file again changes nothing.')
    .option('--events <files...>', 'events, one ECS document a line (.ndjson, .gz welcome)')
    .option('--map <columns...>', "what a column means, such as 'Work Email=email'; kept for next time")
    .option('--dry-run', 'show how columns are understood and what missing ones cost; write nothing');
  for (const kind of TABLE_KINDS) command.option(`--${kind} <file>`, TABLE_SAID[kind]);
  command.action((files: string[], _own, self: Command) => runImport(files, self.optsWithGlobals<Options>(), context));
}

async function runImport(bare: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const { io } = context;
  await withApp(options, context, async (app) => {
    const plan: { file: string; kind: TableKind | 'events' }[] = [];
    for (const kind of TABLE_KINDS) if (options[kind] !== undefined) plan.push({ file: fileOf(options[kind], io), kind });
    for (const file of options.events ?? []) plan.push({ file: fileOf(file, io), kind: 'events' });
    for (const file of bare.map((name) => fileOf(name, io))) {
      const kind = await kindOfFile(file, app.store, parseMaps(options.map ?? [], TABLE_KINDS));
      plan.push({ file, kind: kind === 'stix' ? 'indicators' : kind });
    }
    if (plan.length === 0) throw new FarmwatchError('usage', { why: 'Name at least one file: farmwatch import people.csv events.ndjson.gz' });
    // People first: what an event means depends on them, whatever the order on the command line.
    plan.sort((a, b) => order(a.kind) - order(b.kind));
    // A name that is mistyped is better known before the first file is written.
    for (const { file } of plan) if (!existsSync(file)) throw new FarmwatchError('file.missing', { file });
    const total = noCounts();
    const torn: FarmwatchError[] = [];
    for (const { file, kind } of plan) {
      const counts = kind === 'events' ? await eventsOf(file, app, options, io, torn) : await tableOf(file, kind, app, options, io);
      addCounts(total, counts);
    }
    if (plan.length > 1) sayCounts(io, options, 'all files', total);
    if (total.rejected > 0 && !options.dryRun) io.err(printable(`What was rejected is in ${app.rejects.file}, each with file, line and reason. Mend it and import the file again.`));
    if (!options.dryRun) for (const sentence of sayJoins(await joinsOf(app.store, io.now()))) io.err(printable(sentence));
    throwTorn(torn, io);
  });
}

/** Unstamped rows may be ahead of this machine's clock by so much: a planned or simulated year, not a broken clock. */
const FAR_AHEAD = 366 * DAY;

function order(kind: TableKind | 'events'): number {
  return kind === 'events' ? TABLE_KINDS.length : TABLE_KINDS.indexOf(kind);
}

/** Reads a file of events; where it is torn, what was read before is counted and the reason goes to `torn`. */
async function eventsOf(file: string, app: App, options: Options, io: CommandIo, torn: FarmwatchError[]): Promise<Counts> {
  const counts = noCounts();
  try {
    await importEvents(file, {
      store: options.dryRun ? undefined : app.store, enricher: await app.enricher(), rejects: options.dryRun ? undefined : app.rejects,
      latest: io.now() + FAR_AHEAD, progress: (read) => io.progress(`${basename(file)}: ${read} lines`), counts,
    });
  } catch (error) {
    if (!isTorn(error)) throw error;
    torn.push(error);
  }
  say(io, options, basename(file), counts);
  if (counts.read > 0 && counts.rejected === counts.read) io.err(printable(`Nothing of ${basename(file)} could be used. Events are one JSON object a line; records of a vendor are read with "farmwatch collect SOURCE --from-file".`));
  return counts;
}

async function tableOf(file: string, kind: TableKind, app: App, options: Options, io: CommandIo): Promise<Counts> {
  const result = await importTable(
    { file, kind, at: io.now(), ...(options.map ? { map: options.map } : {}), ...(options.dryRun ? { dryRun: true } : {}) }, await tableContext(app, kind),
  );
  if (!options.dryRun) {
    for (const { line, reason, record } of result.rejected) app.rejects.note({ file, line, reason, record });
    app.rejects.flush();
  }
  const counts = countsOf(result);
  say(io, options, basename(file), counts);
  if (options.dryRun) showMapping(result, options, io);
  for (const { name, nearest } of result.unknownColumns) io.err(printable(`  column ${JSON.stringify(name)} is not known${nearest ? `; did you mean ${nearest}? --map '${name}=${nearest}'` : ''}`));
  for (const warning of result.warnings) io.err(printable(`  ${warning}`));
  return counts;
}

function countsOf(result: TableResult): Counts {
  const counts = noCounts();
  counts.read = result.read;
  counts.made = result.read - result.rejected.length;
  counts.added = result.added;
  counts.known = result.known;
  counts.rejected = result.rejected.length;
  for (const { line, reason } of result.rejected) counts.reasons.set(`line ${line}: ${reason}`, 1);
  return counts;
}

function say(io: CommandIo, options: Options, name: string, counts: Counts): void {
  sayCounts(io, options, name, counts);
  for (const line of [...reasonLines(counts), ...unknownLines(counts)]) io.err(printable(line));
}

function sayCounts(io: CommandIo, options: Options, name: string, counts: Counts): void {
  if (options.json) io.out(JSON.stringify({ file: name, read: counts.read, added: counts.added, known: counts.known, rejected: counts.rejected, reasons: Object.fromEntries(counts.reasons), unknown_fields: Object.fromEntries(counts.unknownFields) }));
  else io.out(printable(`${name}: ${closingLine(counts)}`));
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
