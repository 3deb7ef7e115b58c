import { basename } from 'node:path';
import { Option, type Command } from 'commander';
import type { App } from '../../app.ts';
import { filesIn } from '../../collect/files-in.ts';
import { ARRIVED, saidLate, type Arrived } from '../../collect/learned.ts';
import { pullBook } from '../../collect/pull/book.ts';
import { SOURCES, sourceById } from '../../collect/sources/index.ts';
import { DATE_ORDERS, DATE_WORDS, type DateOrder } from '../../collect/tables/dates.ts';
import type { TableResult } from '../../collect/tables/import-table.ts';
import { addCounts, noCounts } from '../../collect/tally.ts';
import { FarmwatchError } from '../../errors.ts';
import { joinsOf, sayJoins } from '../../run/joins.ts';
import { settleChannelled } from '../configured/channel.ts';
import { storeLeft } from '../configured/intake.ts';
import { isOfOneSource, isPulled, pullThrough } from '../configured/pull.ts';
import { readThrough, savedAfter, settleSource, sourceNamed, type Settled } from '../configured/source.ts';
import { comesOtherwise, howToBegin, isAsked } from '../configured/ways-in.ts';
import { fileOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { failureSaid, hasKept, sayTaken, totalRecord, type Taken } from './collect-told.ts';
import { closingLine, dryLine } from './counts.ts';
import { showPreview, showRows } from './preview.ts';
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
    for (const id of ids) sourceNamed(id);
    const dryRun = options.dryRun === true;
    const isAll = ids.length === 0 && options.channel === undefined;
    const names = options.channel !== undefined ? [] : isAll ? Object.keys(configured).filter((id) => isAsked(app, id)) : ids;
    const channelled = channelsOf(app, ids, options).flatMap((channel) => settleChannelled(app, channel, { only: options.channel === undefined ? [] : ids, dryRun }));
    const all: Taken[] = [];
    // What a stopped server left on disk.
    const waited = noCounts();
    const left = ids.length === 0 && !dryRun && !context.lent ? await storeLeft(app, waited) : [];
    if (left.length > 0) all.push(sayTaken({ names: left, titles: left.map((id) => sourceById(id)!.title), isTable: false, counts: waited, failed: [] }, options, io));
    if (isAll) sayUnasked(app, names.length + channelled.length + left.length === 0, io);
    const isOne = names.length + channelled.length + left.length === 1;
    const saved = options.fromFile ? await savedAfter(app, options.arrived) : undefined;
    const through = {
      stamp: io.now(), after: saved?.after, dryRun,
      rows: (rows: TableResult): void => {
        for (const warning of rows.warnings) io.err(printable(`  ${warning}`));
        if (options.dryRun) showRows(rows, options, io);
      },
    };
    const fetch = async (settled: Settled, taken: Taken): Promise<void> => {
      if (options.again && !options.dryRun) await pullBook(app.store).forget(settled.name);
      try {
        await pullThrough(app, settled, taken.counts, { ...through, say: (sentence) => io.progress(printable(sentence)) });
      } catch (error) {
        if (!isOfOneSource(error)) throw error;
        taken.failed.push(error);
      }
    };
    /** One source that fails keeps nobody from asking the others. */
    const take = async (begun: Omit<Taken, 'counts' | 'failed'>, work: (taken: Taken) => Promise<Partial<Taken>>): Promise<void> => {
      const taken: Taken = { ...begun, counts: noCounts(), failed: [] };
      try {
        all.push(sayTaken({ ...taken, ...await work(taken) }, options, io));
      } catch (error) {
        if (isOne || !isOfOneSource(error)) throw error;
        all.push({ ...taken, failed: [error] });
      }
      if (!isOne) for (const error of all.at(-1)!.failed) io.err(io.colour.red(printable(failureSaid(begun.names[0]!, error))));
    };
    for (const id of names) await take({ names: [id], titles: [sourceNamed(id).title], isTable: false }, async (taken) => {
      const named = options.fromFile?.map((name) => fileOf(name, io)) ?? configured[id]?.files.map((name) => app.loaded.path(name)) ?? [];
      const files = await filesIn(named);
      const settled = settleSource(app, id, { set: setBy(options), path: (name) => fileOf(name, io), dryRun });
      const { source, context: mapping, kind } = settled;
      if (options.dates !== undefined && source.tableOf && kind === undefined) throw new FarmwatchError('usage', { why: 'This mapping makes events: say how their times are written under "time" in the mapping, not with --dates.' });
      const pulled = !options.fromFile && isPulled(app, id);
      if (named.length === 0 && !pulled) throw new FarmwatchError('usage', { why: `${id} has no files: name them with --from-file, or under sources.${id}.files in farmwatch.json${source.pull ? `. To fetch its records, say under sources.${id}.pull how ("farmwatch sources ${id}" lists what it needs)` : ''}.` });
      if (options.dryRun && files.length > 0) await showPreview(source, files[0]!, mapping, options, io);
      const { counts, torn } = await readThrough(app, settled, files, {
        ...through,
        progress: (file, read) => io.progress(`${basename(file)}: ${read} records`),
        done: (file, read) => {
          if (files.length > 1 && files.length <= 5) io.err(printable(`${basename(file)}: ${dryRun ? dryLine(read, kind === undefined) : closingLine(read)}`));
        },
      });
      addCounts(taken.counts, counts);
      taken.failed.push(...torn);
      if (pulled) await fetch(settled, taken);
      return { isTable: kind !== undefined, ...(files.length === 0 && !pulled ? { isEmpty: true } : {}) };
    });
    for (const settled of channelled) {
      const { name, source, kind } = settled;
      await take({ names: [name], titles: [source.title], isTable: kind !== undefined }, async (taken) => {
        await fetch(settled, taken);
        return {};
      });
    }
    const total = noCounts();
    for (const { counts } of all) addCounts(total, counts);
    const failed = all.filter((taken) => taken.failed.length > 0);
    if (options.json) io.out(JSON.stringify(totalRecord(all, total, dryRun)));
    const late = saidLate(total, saved?.newestLive, 'Where they would have been known then, give the files again with --arrived then; nothing is added twice.');
    if (late !== undefined) io.err(late);
    if (!dryRun && hasKept(total)) io.err(printable(`Rejected records are in ${app.rejects.file}; those that are not our business are only counted.`));
    if (!options.dryRun) for (const sentence of sayJoins(await joinsOf(app.store, io.now()))) io.err(printable(sentence));
    if (options.dates !== undefined && !options.dryRun) for (const id of ids) {
      if (configured[id]?.options['dates'] !== DATE_WORDS[options.dates]) io.err(printable(`To have it so for every file of ${id}: "options": { "dates": "${DATE_WORDS[options.dates]}" } under sources.${id} in farmwatch.json.`));
    }
    if (isOne) throwTorn(failed.flatMap((taken) => taken.failed), io);
    else if (failed.length > 0) throw new FarmwatchError('collect.failed', { failed: failed.flatMap((taken) => taken.names), of: all.length });
  });
}

/** What is configured and nothing is done for here. Where nothing is to be done at all, that is said or refused. */
function sayUnasked(app: App, isNothing: boolean, io: CommandIo): void {
  const unasked = Object.keys(app.loaded.config.sources).filter((id) => !isAsked(app, id));
  if (isNothing && unasked.length === 0) throw new FarmwatchError('usage', { why: 'No source is configured. Name one with files: farmwatch collect entra-id --from-file signins.json' });
  for (const id of unasked) if (isNothing || !comesOtherwise(app, id)) io.err(printable(`${id} is not asked: ${howToBegin(app, id)}.`));
}

/** Channels that are asked: the one that is named, or all where everything is collected. */
function channelsOf(app: App, ids: readonly string[], { channel, fromFile }: Options): readonly string[] {
  if (channel !== undefined) return [channel];
  return ids.length > 0 || fromFile ? [] : Object.keys(app.loaded.config.channels);
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
