import { basename } from 'node:path';
import type { Command } from 'commander';
import { comparedSince, lastStep } from '../../catalogue/compare.ts';
import { differenceOf } from '../../catalogue/difference.ts';
import { effective, type OwnRow, type Standing, type StandingOwnRow } from '../../catalogue/history.ts';
import { CATALOGUE_NAMES, type CatalogueName } from '../../catalogue/rows.ts';
import { checksumOf, proven } from '../../collect/catalogues/checksum.ts';
import { keepChange } from '../../collect/catalogues/keep.ts';
import { readOwnRows } from '../../collect/catalogues/own-rows.ts';
import { readSets } from '../../collect/catalogues/read-sets.ts';
import { readWhole } from '../../collect/tables/sheet.ts';
import { canonicalText } from '../../core/canonical.ts';
import { counted } from '../../core/counted.ts';
import { isoOf } from '../../core/time.ts';
import { readCatalogues } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { fileOf, pastInstantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable, type CommandIo } from '../io.ts';
import { whoIs } from '../who.ts';
import { ownOf, sayChanges, sayDryRun, sayHolds, sayStanding } from './data-lines.ts';
import { ordinaryHere } from './seen-here.ts';

interface Changing extends Shared { readonly by?: string; readonly dryRun?: boolean }

/** As many reasons as somebody will read. */
const MOST_PROBLEMS = 20;

export function addData(program: Command, context: CommandContext): void {
  const { io } = context;
  const data = program.command('data').description('The catalogues of tools, hardware and networks: what ships, newer sets, and rows of your own.');
  data.command('list')
    .description('Each catalogue with version, date and number of rows, and your own rows.')
    .option('--as-of <instant>', 'as known at this instant')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { asOf?: string }>();
      await withApp(options, context, async (app) => {
        const catalogues = await readCatalogues(app.store);
        const at = options.asOf === undefined ? io.now() : await pastInstantOf(options.asOf, '--as-of', app);
        sayStanding(catalogues.standingAt(at), catalogues.at(at).version, options, io);
      });
    });
  data.command('update <file>')
    .description('Take newer catalogues from a file that comes with its SHA-256, in FILE.sha256 beside it or by --sha256. They hold from now on; earlier runs and replays of them stay as they were.')
    .option('--sha256 <hex>', 'checksum of the file, from whoever made it')
    .option('--by <name>', 'who takes it, for the journal; default is the account of this machine')
    .option('--dry-run', 'show what would differ; change nothing')
    .action(async (name: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Changing & { sha256?: string }>();
      const file = fileOf(name, io);
      const bytes = await readWhole(file);
      const checksum = await proven(bytes, file, options.sha256);
      await withApp(options, context, async (app) => {
        const catalogues = await readCatalogues(app.store);
        const at = io.now();
        const standing = catalogues.standingAt(at);
        const { sets, known, problems } = readSets(bytes.toString('utf8').replace(/^\ufeff/, ''), standing, at);
        if (problems.length > 0) refuse(file, problems, io);
        for (const catalogue of known) io.err(`${catalogue}: version ${standing.sets[catalogue].version} is held already.`);
        for (const set of sets) sayChanges(differenceOf(standing.sets[set.catalogue].rows, set.rows), options, io);
        for (const set of sets) {
          const kept = ownOf(set.catalogue, standing).length;
          io.err(`${set.catalogue}: version ${set.version} of ${set.date} with ${counted(Object.values(set.rows).flat().length, 'row')} ${options.dryRun ? 'would take' : 'takes'} the place of ${standing.sets[set.catalogue].version}${kept > 0 ? `; ${counted(kept, 'row of your own stays', 'rows of your own stay')} before it` : ''}.`);
        }
        if (sets.length === 0 || options.dryRun) return sayDryRun(options, sets.length, io);
        await keepChange(app.store, { kind: 'sets', at, by: whoIs(options.by), file: basename(file), checksum, sets });
        sayHolds(at, (await readCatalogues(app.store)).at(at).version, io);
      });
    });
  data.command('changes')
    .description('Rows added, changed and removed: by the last change, or since a version or an instant.')
    .option('--since <version>', 'the sets of a version as data list names it; or everything since the version that a run names, or since an instant')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { since?: string }>();
      await withApp(options, context, async (app) => {
        const catalogues = await readCatalogues(app.store);
        const compared = options.since === undefined ? lastStep(catalogues, io.now()) : comparedSince(options.since, catalogues, io.now());
        if (!compared) throw new FarmwatchError('usage', { why: `--since ${JSON.stringify(options.since)} is neither a version nor an instant. "farmwatch data list" names versions; they look like 2026-11-22.` });
        const changes = differenceOf(compared.before, compared.after);
        sayChanges(changes, options, io);
        const last = catalogues.instants.at(-1);
        if (last === undefined) io.err('Nothing was changed yet: what ships holds.');
        else io.err(printable(`${changes.length} ${changes.length === 1 ? 'row differs' : 'rows differ'} from ${options.since ?? 'before the last change'}. The last change is of ${isoOf(last)}.`));
      });
    });
  data.command('add <catalogue> <file>')
    .description(`Add rows of your own, or change them: JSON or a table, with owner and reason. They come before all others and replace those with the same id. Catalogues are ${CATALOGUE_NAMES.join(', ')}.`)
    .option('--by <name>', 'who adds them, for the journal; default is the account of this machine')
    .option('--dry-run', 'show what would differ; change nothing')
    .action(async (name: string, fileName: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Changing>();
      const catalogue = catalogueNamed(name);
      const file = fileOf(fileName, io);
      const bytes = await readWhole(file);
      await withApp(options, context, async (app) => {
        const at = io.now();
        const standing = (await readCatalogues(app.store)).standingAt(at);
        const { rows, problems } = await readOwnRows(catalogue, bytes, file, standing);
        if (problems.length > 0) refuse(file, problems, io);
        const ordinary = await ordinaryHere(rows, app.store, at);
        if (ordinary.length > 0) refuse(file, ordinary, io);
        const news = rows.filter((row) => !standing.own.some((held) => isSame(held, row)));
        if (news.length < rows.length) io.err(`${rows.length - news.length} of ${counted(rows.length, 'row is', 'rows are')} held already.`);
        await changeOwn(app.store, { kind: 'own', at, by: whoIs(options.by), file: basename(file), checksum: checksumOf(bytes), rows: news }, standing, options, io);
      });
    });
  data.command('remove <catalogue> <id>')
    .description('Take a row of your own away; what ships under its id holds again.')
    .option('--by <name>', 'who removes it, for the journal; default is the account of this machine')
    .option('--dry-run', 'show what would differ; change nothing')
    .action(async (name: string, id: string, _own, self: Command) => {
      const options = self.optsWithGlobals<Changing>();
      const catalogue = catalogueNamed(name);
      await withApp(options, context, async (app) => {
        const at = io.now();
        const standing = (await readCatalogues(app.store)).standingAt(at);
        const mine = ownOf(catalogue, standing);
        const found = mine.filter((row) => id === row.id || id === `${row.list}/${row.id}`);
        if (found.length > 1) throw new FarmwatchError('usage', { why: `${catalogue} has several rows of yours with the id ${id}: ${found.map((row) => `${row.list}/${row.id}`).join(', ')}. Name one of them.` });
        if (found.length === 0) throw new FarmwatchError('not.found', { what: `row of your own ${JSON.stringify(id)} in ${catalogue}`, cure: mine.length > 0 ? `There are ${mine.map((row) => row.id).join(', ')}.` : 'What ships is changed by adding a row with the same id.' });
        await changeOwn(app.store, { kind: 'removed', at, by: whoIs(options.by), rows: found.map(({ list, id: one }) => ({ list, id: one })) }, standing, options, io);
      });
    });
}

async function changeOwn(store: Parameters<typeof keepChange>[0], change: Parameters<typeof keepChange>[1] & { readonly kind: 'own' | 'removed' }, standing: Standing, options: Changing, io: CommandIo): Promise<void> {
  const left = standing.own.filter((held) => !change.rows.some((row) => row.list === held.list && row.id === held.id));
  const own = change.kind === 'own' ? [...left, ...change.rows.map((row) => ({ ...row, since: change }))] : left;
  sayChanges(differenceOf(effective(standing), effective({ ...standing, own })), options, io);
  if (change.rows.length === 0 || options.dryRun) return sayDryRun(options, change.rows.length, io);
  await keepChange(store, change);
  sayHolds(change.at, (await readCatalogues(store)).at(change.at).version, io);
}

function isSame(held: StandingOwnRow, row: OwnRow): boolean {
  const { since: _since, ...before } = held;
  return canonicalText({ ...before }) === canonicalText({ ...row });
}

function catalogueNamed(text: string): CatalogueName {
  const found = CATALOGUE_NAMES.find((name) => name === text);
  if (!found) throw new FarmwatchError('usage', { why: `${JSON.stringify(text)} is no catalogue; there are ${CATALOGUE_NAMES.join(', ')}.` });
  return found;
}

function refuse(file: string, problems: readonly string[], io: CommandIo): never {
  for (const problem of problems.slice(0, MOST_PROBLEMS)) io.err(printable(`  ${problem}`));
  if (problems.length > MOST_PROBLEMS) io.err(`  and ${problems.length - MOST_PROBLEMS} more`);
  throw new FarmwatchError('data.refused', { file, why: problems.length === 1 ? 'the line above says why' : `the ${problems.length} reasons stand above` });
}
