import { basename } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { importedKindOf } from '../../collect/import-file.ts';
import { parseMaps } from '../../collect/tables/columns.ts';
import { takeBackTable, type TakenBack } from '../../collect/tables/import-table.ts';
import type { TableKind } from '../../core/person.ts';
import { TABLE_KINDS } from '../../core/tables.ts';
import { FarmwatchError } from '../../errors.ts';
import { heldNow } from '../../run/holds/hold-book.ts';
import { openCases } from '../../run/retention/open-cases.ts';
import { tableContext } from '../configured/source.ts';
import { fileOf, mapsAndFiles, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';

interface Options extends Shared { readonly map?: readonly string[]; readonly dryRun?: boolean }

export function addTakeBack(program: Command, context: CommandContext): void {
  program.command('take-back [files...]')
    .description('Take back what files of people, laptops, places and the like told, as if they had not been imported: what stood before stands again. People of open cases and holds stay.')
    .option('--map <columns...>', "what a column means, such as 'Work Email=email', where the import was told so and it was not kept")
    .option('--dry-run', 'tell what would become of the rows; change nothing')
    .action((files: string[], _own, self: Command) => runTakeBack(files, self.optsWithGlobals<Options>(), context));
}

async function runTakeBack(names: readonly string[], options: Options, context: CommandContext): Promise<void> {
  const { io } = context;
  const { dryRun = false, json } = options;
  const { map, files } = mapsAndFiles(options.map, io);
  await withApp(options, context, async (app) => {
    if (names.length + files.length === 0) throw new FarmwatchError('usage', { why: 'Name at least one file: farmwatch take-back people.csv' });
    const plan: { readonly file: string; readonly kind: TableKind }[] = [];
    for (const file of [...names, ...files].map((name) => fileOf(name, io))) {
      const kind = await importedKindOf(file, app.store, parseMaps(map, TABLE_KINDS));
      if (kind === 'events') throw new FarmwatchError('usage', { why: `${basename(file)} holds events, and only tables can be taken back: restore a backup from before, or let the retention of events come. Nothing was changed.` });
      plan.push({ file, kind });
    }
    const keep = await restedOn(app);
    for (const { file, kind } of plan) {
      const back = await takeBackTable({ file, kind, map, at: io.now(), dryRun }, await tableContext(app, kind), keep);
      io.out(json ? JSON.stringify(recordOf(back, dryRun)) : printable(lineOf(back, dryRun)));
      if (!json && back.kept > 0) io.err('Rows of people whom an open case or a hold names stay: close the case with what was found, then take the file back again.');
    }
    if (!dryRun) io.err('The next run judges by what stands now. A right row that the file told as well went with it: import the right file again.');
  });
}

/** People of open cases and holds, and those whom their findings lean on. */
async function restedOn({ store, pipeline, now }: App): Promise<ReadonlySet<string>> {
  return (await openCases(pipeline, await heldNow(store, pipeline, now()))).people;
}

function lineOf({ file, read, gone, restored, absent, kept, rejected }: TakenBack, dryRun: boolean): string {
  const would = dryRun ? 'would be ' : '';
  return `${basename(file)}: read ${read} / ${would}gone ${gone} / ${would}as before ${restored} / not held so ${absent}${kept > 0 ? ` / kept ${kept}` : ''} / rejected ${rejected.length}`;
}

function recordOf({ file, kind, read, gone, restored, absent, kept, rejected }: TakenBack, dryRun: boolean): object {
  return { file: basename(file), kind, read, gone, restored, absent, kept, rejected: rejected.length, ...(dryRun ? { dry_run: true } : {}) };
}
