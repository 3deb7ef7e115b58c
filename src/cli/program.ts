import { Command, CommanderError } from 'commander';
import { ENVIRONMENT } from '../config.ts';
import { withMarksShownInLines } from '../core/marks.ts';
import { messageOf } from '../errors.ts';
import { addCollect } from './bring/collect.ts';
import { addImport } from './bring/import.ts';
import { addIntake } from './bring/intake.ts';
import { addSources } from './bring/sources.ts';
import { addTakeBack } from './bring/take-back.ts';
import type { CommandContext } from './context.ts';
import { addAllowed } from './decide/allowed.ts';
import { addChecks } from './decide/checks.ts';
import { addMutes } from './decide/mutes.ts';
import { addReleases } from './decide/releases.ts';
import { addResponse } from './decide/response.ts';
import { addSettings } from './decide/settings.ts';
import { addEvaluate } from './evaluate/evaluate.ts';
import { addExamples } from './examples.ts';
import { failureOf } from './failure.ts';
import { printable, type CommandIo } from './io.ts';
import { addClosings } from './judge/closings.ts';
import { addDetect } from './judge/detect.ts';
import { addShow } from './judge/show.ts';
import { addAccounts } from './keep/accounts.ts';
import { addBackup } from './keep/backup.ts';
import { addData } from './keep/data.ts';
import { addDoctor } from './keep/doctor.ts';
import { addHealth } from './keep/health.ts';
import { addSeal } from './keep/seal.ts';
import { addAuditCommands } from './law/audit.ts';
import { addHolds } from './law/holds.ts';
import { addRetention } from './law/retention.ts';
import { addRights } from './law/rights.ts';
import { addCheckShipments } from './look/check-shipments.ts';
import { addScreen } from './look/screen.ts';
import { addSearch } from './look/search.ts';
import { addSweep } from './look/sweep.ts';
import { addServe } from './serve/serve.ts';
import { addExport } from './tell/export.ts';
import { addIndicators } from './tell/indicators.ts';
import { addNotify } from './tell/notify.ts';
import { addReport } from './tell/report.ts';
import { addShare } from './tell/share.ts';
import { VERSION } from './version.ts';

/** Every command, in the order of the help, under what somebody wants to do. */
const GROUPS: readonly (readonly [heading: string, adds: readonly ((program: Command, context: CommandContext) => void)[]])[] = [
  ['Start', [addServe]],
  ['Bring records in', [addImport, addTakeBack, addCollect, addIntake, addSources]],
  ['Judge, and see what stands', [addDetect, addShow, addClosings]],
  ['Look closer', [addScreen, addSearch, addSweep, addCheckShipments]],
  ['What people decide', [addAllowed, addChecks, addResponse, addSettings, addMutes, addReleases]],
  ['Tell others', [addReport, addNotify, addExport, addShare, addIndicators]],
  ['How good it is', [addEvaluate]],
  ['What the law asks', [addAuditCommands, addRetention, addHolds, addRights]],
  ['Keep it running', [addDoctor, addHealth, addData, addBackup, addSeal, addAccounts]],
];

/** The command line as commander sees it. */
export function programOf(given: CommandContext): Command {
  const running = { command: '', by: undefined as unknown, dryRun: false, readsFile: false };
  // Whatever a command prints may be of a vendor or an applicant. In JSON such a mark stands only in texts, where \u202e means the same.
  const io: CommandIo = { ...given.io, out: (line) => given.io.out(withMarksShownInLines(line)) };
  const context: CommandContext = { ...given, io, running };
  const program = new Command('farmwatch')
    .description('Watches people in their first months at a company for signs that their laptop stands in a farm while somebody else drives it.')
    .version(VERSION, '--version', 'print the version')
    .option('--store <place>', 'a folder (embedded DuckDB) or an Elasticsearch address; default from the configuration')
    .option('--config <file>', 'configuration; default FARMWATCH_CONFIG, else farmwatch.json')
    .option('--json', 'one JSON object a line')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined).forEach((line) => context.io.out(line)),
      writeErr: (text) => text.trimEnd().split('\n').forEach((line) => context.io.err(printable(line))),
    })
    .showHelpAfterError('(add --help for what it takes)');
  for (const [heading, adds] of GROUPS) {
    program.commandsGroup(`${heading}:`);
    for (const add of adds) add(program, context);
  }
  program.commandsGroup('Help:').helpCommand('help [command]', 'the same as --help after that command');
  addExamples(program);
  program.hook('preAction', (_program, action) => {
    const { by, dryRun, fromFile } = action.optsWithGlobals<{ by?: unknown; dryRun?: boolean; fromFile?: unknown }>();
    Object.assign(running, { command: nameOf(action), by, dryRun: dryRun === true, readsFile: fromFile !== undefined });
  });
  // Options of the program may stand before or after the command.
  for (const command of program.commands) command.exitOverride().configureOutput(program.configureOutput());
  return program;
}

/** “export case”: a command with those it stands under, but for the program. */
function nameOf(command: Command): string {
  return command.parent?.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();
}

/**
 * Runs one command line.
 *
 * @param argv words after the program's name
 * @returns 0 done, 1 failed, 2 wrong use
 */
export async function runCommand(argv: readonly string[], context: CommandContext): Promise<number> {
  try {
    await programOf(context).parseAsync([...argv], { from: 'user' });
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    const failure = failureOf(error);
    const said = failure?.message ?? `Something unforeseen, which is a mistake of ours: ${messageOf(error)}. Please report it with what FARMWATCH_TRACE=1 adds to this message.`;
    context.io.err(context.io.colour.red(printable(said)));
    if (!failure && ENVIRONMENT.trace && error instanceof Error) for (const line of (error.stack ?? '').split('\n')) context.io.err(printable(line));
    return failure?.exitCode ?? 1;
  }
}
