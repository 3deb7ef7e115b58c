import { Command, CommanderError } from 'commander';
import { ENVIRONMENT } from '../config.ts';
import { withMarksShownInLines } from '../core/marks.ts';
import { messageOf } from '../errors.ts';
import { addAccounts } from './accounts.ts';
import { addAllowed } from './allowed.ts';
import { addAuditCommands } from './audit.ts';
import { addBackup } from './backup.ts';
import { addCheckShipments } from './check-shipments.ts';
import { addChecks } from './checks.ts';
import { addClosings } from './closings.ts';
import { addCollect } from './collect.ts';
import type { CommandContext } from './context.ts';
import { addData } from './data.ts';
import { addDetect } from './detect.ts';
import { addDoctor } from './doctor.ts';
import { addEvaluate } from './evaluate.ts';
import { addExamples } from './examples.ts';
import { failureOf } from './failure.ts';
import { addHealth } from './health.ts';
import { addImport } from './import.ts';
import { addTakeBack } from './take-back.ts';
import { addIntake } from './intake.ts';
import { printable, type CommandIo } from './io.ts';
import { addMutes } from './mutes.ts';
import { addNotify } from './notify.ts';
import { addReleases } from './releases.ts';
import { addExport } from './export.ts';
import { addReport } from './report.ts';
import { addHolds } from './holds.ts';
import { addRights } from './rights.ts';
import { addRetention } from './retention.ts';
import { addIndicators } from './indicators.ts';
import { addResponse } from './response.ts';
import { addScreen } from './screen.ts';
import { addSeal } from './seal.ts';
import { addSearch } from './search.ts';
import { addServe } from './serve.ts';
import { addSettings } from './settings.ts';
import { addShare } from './share.ts';
import { addShow } from './show.ts';
import { addSources } from './sources.ts';
import { addSweep } from './sweep.ts';
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
