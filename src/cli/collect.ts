import { basename } from 'node:path';
import type { Command } from 'commander';
import { NOT_OURS } from '../collect/collect-files.ts';
import type { MapContext } from '../collect/collector.ts';
import { filesIn } from '../collect/files-in.ts';
import { settleOptions } from '../collect/options.ts';
import { SOURCES, sourceById } from '../collect/sources/index.ts';
import { addCounts, noCounts } from '../collect/tally.ts';
import { settle } from '../core/settings.ts';
import { FarmwatchError } from '../errors.ts';
import { joinsOf, sayJoins } from '../run/joins.ts';
import { fileOf, withApp, type CommandContext, type Shared } from './context.ts';
import { closingLine, reasonLines } from './counts.ts';
import { tokenAtTheDoor } from './door.ts';
import { printable } from './io.ts';
import { showPreview, showRows } from './preview.ts';
import { readThrough } from './through-source.ts';
import { throwTorn } from './torn.ts';

interface Options extends Shared { readonly fromFile?: readonly string[]; readonly dryRun?: boolean; readonly set?: readonly string[]; readonly mapping?: string }

export function addCollect(program: Command, context: CommandContext): void {
  program.command('collect [sources...]')
    .description(`Read records as a vendor wrote them. Sources: ${SOURCES.map(({ id }) => id).join(', ')}.`)
    .option('--from-file <files...>', 'saved records: files, or folders with all their files')
    .option('--set <options...>', 'options of the source, such as zone=America/Chicago')
    .option('--mapping <file>', 'for the source table: which column fills which field')
    .option('--dry-run', 'map and count, write nothing; with a mapping file, show how it is understood')
    .action((sources: string[], _own, self: Command) => runCollect(sources, self.optsWithGlobals<Options>(), context));
}

async function runCollect(ids: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const { io } = context;
  await withApp(options, context, async (app) => {
    const configured = app.loaded.config.sources;
    if (options.fromFile && ids.length !== 1) throw new FarmwatchError('usage', { why: `--from-file needs one source: ${SOURCES.map(({ id }) => id).join(', ')}.` });
    const names = ids.length > 0 ? ids : Object.keys(configured);
    if (names.length === 0) throw new FarmwatchError('usage', { why: 'No source is configured. Name one with files: farmwatch collect entra-id --from-file signins.json' });
    const total = noCounts();
    const torn: FarmwatchError[] = [];
    const isTable = new Set<string>();
    for (const id of names) {
      const source = sourceById(id);
      if (!source) throw new FarmwatchError('usage', { why: `There is no source ${JSON.stringify(id)}; there are ${SOURCES.map((known) => known.id).join(', ')}.` });
      const own = configured[id];
      const files = await filesIn(options.fromFile?.map((name) => fileOf(name, io)) ?? own?.files.map((name) => app.loaded.path(name)) ?? []);
      if (files.length === 0) throw new FarmwatchError('usage', { why: `${id} has no files: name them with --from-file, or under sources.${id}.files in farmwatch.json.` });
      const set = Object.fromEntries([...(options.set ?? []).map(assignment), ...(options.mapping === undefined ? [] : [['mapping', options.mapping] as const])]);
      const chosen = settleOptions(source, { ...own?.options, ...set }, (name, of) => (set[of] === undefined ? app.loaded.path(name) : fileOf(name, io)));
      if (chosen.problems.length > 0) throw new FarmwatchError('usage', { why: `${id}: ${chosen.problems.join('; ')}`.replace(/[^.?]$/, '$&.') });
      const settings = settle(source.settings, own?.settings);
      if (settings.problems.length > 0) throw new FarmwatchError('config.invalid', { file: `sources.${id}`, why: settings.problems.join('; ') });
      const contextOf: MapContext = {
        settings: settings.values, options: chosen.texts,
        // A dry run makes no key; what would become a token is left out.
        ...(options.dryRun ? {} : { token: tokenAtTheDoor(app) }),
      };
      if (source.tableOf?.(chosen.texts) !== undefined) isTable.add(id);
      if (options.dryRun) await showPreview(source, files[0]!, contextOf, options, io);
      const found = await readThrough(app, source, files, {
        store: options.dryRun ? undefined : app.store, rejects: options.dryRun ? undefined : app.rejects, stamp: io.now(), context: contextOf,
        progress: (file, read) => io.progress(`${basename(file)}: ${read} records`),
        done: (file, counts, rows) => {
          if (files.length > 1 && files.length <= 5) io.err(printable(`${basename(file)}: ${closingLine(counts)}`));
          for (const warning of rows?.warnings ?? []) io.err(printable(`  ${warning}`));
          if (options.dryRun && rows) showRows(rows, options, io);
        },
      });
      addCounts(total, found.counts);
      torn.push(...found.torn);
    }
    const made = isTable.size === 0 ? 'events' : names.every((id) => isTable.has(id)) ? 'rows' : 'events and rows';
    if (options.json) io.out(JSON.stringify({ sources: names, read: total.read, events: total.made, added: total.added, known: total.known, rejected: total.rejected, reasons: Object.fromEntries(total.reasons) }));
    else io.out(`${names.join(', ')}: ${closingLine(total)} (${total.made} ${made} from ${total.read - total.rejected} records)`);
    for (const line of reasonLines(total, 40)) io.err(printable(line));
    const kept = [...total.reasons.keys()].some((reason) => !reason.startsWith(NOT_OURS));
    if (total.read > 0 && total.made === 0 && kept) io.err(`Nothing could be used. Are these records of ${names.map((id) => sourceById(id)!.title).join(' or ')}? There are ${SOURCES.map(({ id }) => id).join(', ')}.`);
    if (kept && !options.dryRun) io.err(printable(`Rejected records are in ${app.rejects.file}; those that are not our business are only counted.`));
    if (!options.dryRun) for (const sentence of sayJoins(await joinsOf(app.store, io.now()))) io.err(printable(sentence));
    throwTorn(torn, io);
  });
}

/** `zone=America/Chicago` as name and text. */
function assignment(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  if (at < 1) throw new FarmwatchError('usage', { why: `--set ${JSON.stringify(text)} names no value. Write it like zone=America/Chicago.` });
  return [text.slice(0, at), text.slice(at + 1)];
}
