import type { Command } from 'commander';
import { dayOf, isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { findingLine } from '../../run/lines.ts';
import { sweep, sweepJournal } from '../../run/sweep.ts';
import { pastInstantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { dayFrom } from '../words.ts';
import { sweepLines } from './sweep-lines.ts';

/** A purpose that says nothing is none. */
const SHORTEST_PURPOSE = 15;

interface Options extends Shared { readonly hiredSince: string; readonly purpose: string; readonly until: string; readonly asOf?: string; readonly all?: boolean }

export function addSweep(program: Command, context: CommandContext): void {
  program.command('sweep')
    .description('Run the detectors once over people hired since a day, also those whose first months are over. The purpose and its last day are kept in a journal; the findings are printed and not stored.')
    .requiredOption('--hired-since <day>', 'people who started on this day or later')
    .requiredOption('--purpose <text>', 'why, in a sentence; kept')
    .requiredOption('--until <day>', 'last day on which what is found may be used; kept')
    .option('--all', 'everybody of whom anything was found, and every finding, also those that speak for no farm')
    .option('--as-of <instant>', 'look from this instant instead of now')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Options>();
      const since = dayFrom(options.hiredSince, '--hired-since');
      const until = dayFrom(options.until, '--until');
      const purpose = options.purpose.trim();
      if (purpose.length < SHORTEST_PURPOSE) throw new FarmwatchError('usage', { why: `--purpose ${JSON.stringify(purpose)} says too little. Write a sentence that somebody else will understand in a year.` });
      const { io } = context;
      if (until < dayOf(io.now())) throw new FarmwatchError('usage', { why: `--until ${until} is over. Name the last day on which what is found may be used.` });
      await withApp(options, context, async (app) => {
        const asOf = options.asOf === undefined ? await app.store.events.watermark() : await pastInstantOf(options.asOf, '--as-of', app);
        const { findings, sums, people, watched, unseen } = await sweep(app.pipeline, asOf, since);
        await sweepJournal(app.store).append({ at: io.now(), asOf, hiredSince: since, purpose, until, people: people.length, unseen: unseen.length, findings: findings.length });
        if (options.json) {
          const inOrder = findings.toSorted((a, b) => (a.hire_id < b.hire_id ? -1 : a.hire_id > b.hire_id ? 1 : a.id < b.id ? -1 : 1));
          for (const finding of inOrder) io.out(JSON.stringify(findingLine(finding)));
        } else for (const line of sweepLines(sums, findings, options.all ?? false)) io.out(printable(line));
        io.err(printable(`${people.length} ${people.length === 1 ? 'person' : 'people'} hired since ${since}, as of ${isoOf(asOf)}: ${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}. Nothing of it is stored but this, in the journal of sweeps: ${JSON.stringify(purpose)}, until ${until}.`));
        if (watched.length > 0) io.err(`${watched.length} of them ${watched.length === 1 ? 'is' : 'are'} in their first months, where every run looks anyway; "farmwatch risk" has the sums.`);
        if (unseen.length > 0) io.err(`Of ${unseen.length} of them no event of the last thirty days is held: that nothing was found about them says nothing.`);
        if ((await app.pipeline.inForce(asOf)).mutes.length > 0) io.err('Mutes hide nothing here: what a muted detector finds is printed too.');
        io.err('A finding is a question about a job, never a verdict. One detector alone opens no case.');
      });
    });
}
