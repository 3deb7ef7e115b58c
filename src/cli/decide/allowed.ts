import { closest } from 'fastest-levenshtein';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { changePermission, permissionHeld, permissionId } from '../../collect/tables/permissions.ts';
import { readRow } from '../../collect/tables/rows.ts';
import { isRejected } from '../../core/parse-event.ts';
import type { AllowedRow } from '../../core/person.ts';
import { dayOf, type Instant } from '../../core/time.ts';
import { readHistory, registryAt, scopeHolds, type Registry } from '../../detect/people/registry.ts';
import { FarmwatchError } from '../../errors.ts';
import { NOTHING_HIDDEN } from '../../run/allowed/hidden.ts';
import { toolIds } from '../../run/allowed/known-tools.ts';
import { ledger, ledgerRows } from '../../run/allowed/ledger.ts';
import { tryPermission } from '../../run/allowed/trial.ts';
import { pastInstantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { keepHidden } from '../evaluate/kept-proof.ts';
import { printable } from '../io.ts';
import { whoIs } from '../who.ts';
import { sayHidden, sayLedger, sayTold } from './allowed-lines.ts';

interface Named extends Shared { readonly tool: string; readonly scope: string; readonly until?: string; readonly owner?: string; readonly reason?: string; readonly by?: string; readonly asOf?: string; readonly count?: boolean }

export function addAllowed(program: Command, context: CommandContext): void {
  const { io } = context;
  const allowed = program.command('allowed').description('What is allowed, and what that hides: permissions for tools, places that are vouched for, declared households.');
  allowed.command('list')
    .description('Each row with owner, reason and last day, and what it hides: the detectors once more over the same evidence without it.')
    .option('--as-of <instant>', 'look from this instant instead of the newest run')
    .option('--no-count', 'show the rows alone')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Named>();
      await withApp(options, context, async (app) => {
        const asOf = await lookFrom(app, options.asOf);
        const history = await readHistory(app.store);
        const registry = registryAt(history, asOf, app.pipeline.parts.scope);
        const entries = options.count === false
          ? ledgerRows(history, registry).map((row) => ({ row, hides: NOTHING_HIDDEN }))
          : await ledger(app.pipeline, asOf, (done, of) => io.progress(`row ${done} of ${of}`));
        if (options.count !== false) await keepHidden(app, asOf, entries);
        sayLedger(entries, registry, options.count !== false, noteOn(registry), options, io);
      });
    });
  withTool(allowed.command('try'))
    .description('What one more permission would hide: findings, people, bands that would fall, cases that would close. Changes nothing.')
    .option('--until <day>', 'last day')
    .option('--as-of <instant>', 'look from this instant instead of the newest run')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Named>();
      await withApp(options, context, async (app) => {
        const asOf = await lookFrom(app, options.asOf);
        const registry = registryAt(await readHistory(app.store), asOf, app.pipeline.parts.scope);
        const row = permission({ owner: 'nobody yet', reason: 'a trial', ...options }, app, registry);
        sayHidden(row, await tryPermission(app.pipeline, asOf, permissionId(row), row), asOf, options, io);
      });
    });
  withTool(allowed.command('add'))
    .description('Permit a tool from now on. What that would hide is told by "allowed try".')
    .requiredOption('--owner <who>', 'who answers for it')
    .requiredOption('--reason <text>', 'what it is needed for')
    .option('--until <day>', 'last day; without it the row never ends, and is named in every list')
    .option('--by <name>', 'who enters it, for the journal; default is the account of this machine')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Named>();
      await withApp(options, context, async (app) => {
        const now = io.now();
        const registry = registryAt(await readHistory(app.store), now, app.pipeline.parts.scope);
        const row = permission(options, app, registry);
        if (row.until !== undefined && row.until < dayOf(now)) throw new FarmwatchError('usage', { why: `--until ${row.until} is over. Name a day to come, or take the permission back with "farmwatch allowed remove".` });
        sayTold(row, await changePermission(app.store, row, whoIs(options.by), now), now, options, io);
        for (const note of noteOn(registry)(row)) io.err(printable(`${note}.`));
      });
    });
  withTool(allowed.command('remove'))
    .description('Take a permission back, from now on for all days: what it hid of the last weeks speaks again in the next run.')
    .requiredOption('--owner <who>', 'who answers for taking it back')
    .requiredOption('--reason <text>', 'why')
    .option('--by <name>', 'who enters it, for the journal; default is the account of this machine')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Named>();
      await withApp(options, context, async (app) => {
        const now = io.now();
        const row = typed(options, app);
        if (!await permissionHeld(app.store, row, now)) throw new FarmwatchError('not.found', { what: `permission for ${JSON.stringify(row.tool)} with the scope ${JSON.stringify(row.scope)}`, cure: '"farmwatch allowed list --no-count" shows those there are.' });
        sayTold({ ...row, absent: true }, await changePermission(app.store, { ...row, absent: true }, whoIs(options.by), now), now, options, io);
        io.err('If allowed.csv still has the row, take it out there too: the next import would bring it back.');
      });
    });
}

function withTool(command: Command): Command {
  return command
    .requiredOption('--tool <id>', 'as the catalogue names it, such as anydesk; or rdp, vnc')
    .requiredOption('--scope <scope>', 'all, team:NAME or hire:ID');
}

/** The instant of the newest run, unless another is asked for. */
async function lookFrom(app: App, asked: string | undefined): Promise<Instant> {
  if (asked !== undefined) return await pastInstantOf(asked, '--as-of', app);
  return (await app.pipeline.runs.newest())?.asOf ?? app.store.events.watermark();
}

/** A row as typed. @throws FarmwatchError `usage` for one that allowed.csv could not hold either */
function typed({ tool, scope, until, owner, reason }: Named, app: App): AllowedRow {
  const cells = Object.fromEntries(Object.entries({ tool, scope, until, owner, reason }).flatMap(([name, value]) => (value === undefined || value.trim() === '' ? [] : [[name, value.trim()]])));
  const read = readRow('allowed', cells, { key: app.tokenKey });
  if (isRejected(read)) throw new FarmwatchError('usage', { why: `${read.rejected}.` });
  return read.row;
}

/** The same, for a tool and people that are known: what is mistyped would hide nothing, and nobody would see why. */
function permission(options: Named, app: App, registry: Registry): AllowedRow {
  const row = typed(options, app);
  if (!isKnownTool(row.tool, registry)) {
    throw new FarmwatchError('usage', { why: `--tool ${JSON.stringify(row.tool)} is not in the catalogue; did you mean ${closest(row.tool, toolIds(registry.catalogue))}? A tool of your own is added with "farmwatch data add tools".` });
  }
  if (!isSomebody(row.scope, registry)) throw new FarmwatchError('usage', { why: `--scope ${JSON.stringify(row.scope)} holds nobody who is known. Write all, team:NAME or hire:ID as in people.csv.` });
  return row;
}

function isKnownTool(tool: string, registry: Registry): boolean {
  return toolIds(registry.catalogue).includes(tool);
}

function isSomebody(scope: string, { hires }: Registry): boolean {
  return scope === 'all' || [...hires.keys()].some((hire) => scopeHolds(scope, hire, hires));
}

/** What should be known of a permission beside what it hides. */
function noteOn(registry: Registry): (row: AllowedRow) => readonly string[] {
  const today = dayOf(registry.asOf);
  return (row) => [
    ...(row.until === undefined ? ['It never ends'] : row.until < today ? [`Expired on ${row.until}`] : []),
    ...(isKnownTool(row.tool, registry) ? [] : [`There is no ${row.tool} in the catalogue: it hides nothing, or sessions that a source names so`]),
    ...(isSomebody(row.scope, registry) ? [] : ['It holds nobody who is known']),
  ];
}
