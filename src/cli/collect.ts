import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import type { App } from '../app.ts';
import { filesIn } from '../collect/files-in.ts';
import { ARRIVED, saidLate, type Arrived } from '../collect/learned.ts';
import { pullBook } from '../collect/pull/book.ts';
import { SOURCES, sourceById } from '../collect/sources/index.ts';
import { NOT_OURS } from '../collect/take.ts';
import { DATE_ORDERS, DATE_WORDS, type DateOrder } from '../collect/tables/dates.ts';
import type { TableResult } from '../collect/tables/import-table.ts';
import { addCounts, noCounts, type Counts } from '../collect/tally.ts';
import { FarmwatchError } from '../errors.ts';
import { joinsOf, sayJoins } from '../run/joins.ts';
import { isHeld, settleChannelled } from './channel-through.ts';
import { fileOf, withApp, type CommandContext, type Shared } from './context.ts';
import { closingLine, dryFields, dryLine, reasonLines, repeatLines, unusedLines } from './counts.ts';
import { storeLeft } from './intake-through.ts';
import { printable } from './io.ts';
import { showPreview, showRows } from './preview.ts';
import { isOfOneSource, isPulled, pullThrough } from './pull-through.ts';
import { readThrough, savedAfter, settleSource, sourceNamed, type Settled } from './through-source.ts';
import { throwTorn } from './torn.ts';

interface Options extends Shared { readonly fromFile?: readonly string[]; readonly dryRun?: boolean; readonly set?: readonly string[]; readonly mapping?: string; readonly dates?: DateOrder; readonly again?: boolean; readonly channel?: string; readonly arrived?: Arrived }

export function addCollect(program: Command, context: CommandContext): void {
  program.command('collect [sources...]')
    .description(`One pull of the configured sources and channels, or saved records as a vendor wrote them. Sources: ${SOURCES.map(({ id }) => id).join(', ')}.`)
    .option('--from-file <files...>', 'saved records: files, or folders with all their files')
    .addOption(new Option('--arrived <when>', 'for --from-file: records count as known when they happened (then), or as known from now on (now); without it then, but for what a run has looked past without knowing it').choices(ARRIVED))
    .option('--channel <name>', 'only what this channel of the configuration holds, of all its sources or of those that are named')
    .option('--set <options...>', 'options of the source, such as zone=America/Chicago')
    .option('--mapping <file>', 'for the source table: which column fills which field')
    .addOption(new Option('--dates <order>', 'what stands first in dates such as 03/04/2026: month (mdy) or day (dmy), for a source with the option dates').choices(DATE_ORDERS))
    .option('--again', 'fetch everything anew, as far back as the configuration says; what is known adds nothing')
    .option('--dry-run', 'map and count, write nothing; with a mapping file, show how it is understood')
    .action((sources: string[], _own, self: Command) => runCollect(sources, self.optsWithGlobals<Options>(), context));
}

async function runCollect(ids: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const { io } = context;
  await withApp(options, context, async (app) => {
    const configured = app.loaded.config.sources;
    if (options.fromFile && ids.length !== 1) throw new FarmwatchError('usage', { why: `--from-file needs one source: ${SOURCES.map(({ id }) => id).join(', ')}.` });
    if (options.fromFile && options.channel !== undefined) throw new FarmwatchError('usage', { why: '--from-file reads saved records and --channel fetches them; take one.' });
    if (options.arrived !== undefined && !options.fromFile) throw new FarmwatchError('usage', { why: '--arrived is for saved records: name them with --from-file. What is fetched, sent or exported again and again is known from when it comes in.' });
    const dryRun = options.dryRun === true;
    const total = noCounts();
    // What a stopped server left on disk.
    const left = ids.length === 0 && !dryRun && !context.lent ? await storeLeft(app, total) : [];
    const channelled = channelsOf(app, ids, options).flatMap((channel) => settleChannelled(app, channel, { only: options.channel === undefined ? [] : ids, dryRun }));
    const names = options.channel !== undefined ? [] : ids.length > 0 ? ids : Object.keys(configured).filter((id) => isRead(app, id));
    if (names.length === 0 && channelled.length === 0 && left.length === 0) throw new FarmwatchError('usage', { why: 'No source is configured. Name one with files: farmwatch collect entra-id --from-file signins.json' });
    const failed: FarmwatchError[] = [];
    const isTable = new Set<string>();
    const saved = options.fromFile ? await savedAfter(app, options.arrived) : undefined;
    const through = {
      stamp: io.now(), after: saved?.after, dryRun,
      rows: (rows: TableResult): void => {
        for (const warning of rows.warnings) io.err(printable(`  ${warning}`));
        if (options.dryRun) showRows(rows, options, io);
      },
    };
    /** One source that fails keeps nobody from asking the others. */
    const fetch = async (settled: Settled, counts: Counts): Promise<void> => {
      if (options.again && !options.dryRun) await pullBook(app.store).forget(settled.name);
      try {
        await pullThrough(app, settled, counts, { ...through, say: (sentence) => io.progress(printable(sentence)) });
      } catch (error) {
        if (!isOfOneSource(error)) throw error;
        failed.push(error);
      }
    };
    for (const id of names) {
      sourceNamed(id);
      const files = await filesIn(options.fromFile?.map((name) => fileOf(name, io)) ?? configured[id]?.files.map((name) => app.loaded.path(name)) ?? []);
      const settled = settleSource(app, id, { set: setBy(options), path: (name) => fileOf(name, io), dryRun });
      const { source, context: mapping, kind } = settled;
      if (options.dates !== undefined && source.tableOf && kind === undefined) throw new FarmwatchError('usage', { why: 'This mapping makes events: say how their times are written under "time" in the mapping, not with --dates.' });
      const pulled = !options.fromFile && isPulled(app, id);
      if (files.length === 0 && !pulled) throw new FarmwatchError('usage', { why: `${id} has no files: name them with --from-file, or under sources.${id}.files in farmwatch.json${source.pull ? `. To fetch its records, say under sources.${id}.pull how ("farmwatch sources ${id}" lists what it needs)` : ''}.` });
      if (kind !== undefined) isTable.add(id);
      if (options.dryRun && files.length > 0) await showPreview(source, files[0]!, mapping, options, io);
      const { counts, torn } = await readThrough(app, settled, files, {
        ...through,
        progress: (file, read) => io.progress(`${basename(file)}: ${read} records`),
        done: (file, read) => {
          if (files.length > 1 && files.length <= 5) io.err(printable(`${basename(file)}: ${dryRun ? dryLine(read, kind === undefined) : closingLine(read)}`));
        },
      });
      failed.push(...torn);
      if (pulled) await fetch(settled, counts);
      addCounts(total, counts);
    }
    for (const settled of channelled) {
      const counts = noCounts();
      if (settled.kind !== undefined) isTable.add(settled.name);
      await fetch(settled, counts);
      addCounts(total, counts);
    }
    const all = [...new Set([...left, ...names, ...channelled.map(({ name }) => name)])];
    const made = isTable.size === 0 ? 'events' : all.every((id) => isTable.has(id)) ? 'rows' : 'events and rows';
    if (options.json) io.out(JSON.stringify({ sources: all, read: total.read, events: total.made, added: total.added, known: total.known, rejected: total.rejected, reasons: Object.fromEntries(total.reasons), ...(total.late === undefined ? {} : { late: total.late }), ...(total.repeats.size === 0 ? {} : { repeats: Object.fromEntries(total.repeats) }), ...(dryRun ? dryFields(total) : {}) }));
    else io.out(`${all.join(', ')}: ${dryRun ? dryLine(total, made !== 'rows') : closingLine(total)} (${total.made} ${made} from ${total.read - total.rejected} records)`);
    const late = saidLate(total, saved?.newestLive, 'Where they would have been known then, give the files again with --arrived then; nothing is added twice.');
    if (late !== undefined) io.err(late);
    for (const line of [...reasonLines(total, 40), ...unusedLines(total), ...repeatLines(total)]) io.err(printable(line));
    const kept = [...total.reasons.keys()].some((reason) => !reason.startsWith(NOT_OURS));
    // Whoever is told of kinds that are not wanted has brought the right system's records.
    const isKnown = [...total.reasons.keys()].some((reason) => reason.startsWith(NOT_OURS));
    if (total.read > 0 && total.made === 0 && kept && !isKnown) io.err(`Nothing could be used. Are these records of ${[...[...left, ...names].map((id) => sourceById(id)!), ...channelled.map(({ source }) => source)].map(({ title }) => title).join(' or ')}? There are ${SOURCES.map(({ id }) => id).join(', ')}.`);
    if (kept && !options.dryRun) io.err(printable(`Rejected records are in ${app.rejects.file}; those that are not our business are only counted.`));
    if (!options.dryRun) for (const sentence of sayJoins(await joinsOf(app.store, io.now()))) io.err(printable(sentence));
    if (options.dates !== undefined && !options.dryRun) for (const id of ids) {
      if (configured[id]?.options['dates'] !== DATE_WORDS[options.dates]) io.err(printable(`To have it so for every file of ${id}: "options": { "dates": "${DATE_WORDS[options.dates]}" } under sources.${id} in farmwatch.json.`));
    }
    throwTorn(failed, io);
  });
}

/** Channels that are asked: the one that is named, or all where everything is collected. */
function channelsOf(app: App, ids: readonly string[], { channel, fromFile }: Options): readonly string[] {
  if (channel !== undefined) return [channel];
  return ids.length > 0 || fromFile ? [] : Object.keys(app.loaded.config.channels);
}

/** Whether a configured source is read by this command; what is only followed, sent, or held by a channel comes in otherwise. */
function isRead(app: App, id: string): boolean {
  const { files, follow } = app.loaded.config.sources[id]!;
  return files.length > 0 || isPulled(app, id) || (follow.length === 0 && !isHeld(app, id));
}

/** What `--set`, `--mapping` and `--dates` say. */
export function setBy({ set = [], mapping, dates }: Pick<Options, 'set' | 'mapping' | 'dates'>): Readonly<Record<string, string>> {
  return Object.fromEntries([...set.map(assignment), ...(mapping === undefined ? [] : [['mapping', mapping] as const]), ...(dates === undefined ? [] : [['dates', DATE_WORDS[dates]] as const])]);
}

/** `zone=America/Chicago` as name and text. */
function assignment(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new FarmwatchError('usage', { why: `--set ${JSON.stringify(text)} names no value. Write it like zone=America/Chicago.` });
  return [text.slice(0, at), text.slice(at + 1)];
}
