import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { counted } from '../../core/counted.ts';
import type { Instant } from '../../core/time.ts';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { isUnknown } from '../../risk/blind.ts';
import { hiddenIn } from '../../run/mutes.ts';
import { sayNotYetKnown } from '../../run/not-yet-known.ts';
import type { Run } from '../../run/stored-run.ts';
import { durationOf, instantOf, pastInstantOf, withApp, type CommandContext, type Shared } from '../context.ts';
import { openReleases, saidRelease } from '../decide/releases.ts';
import { printable } from '../io.ts';

/** More runs than this are a slip of the pen: two years by the hour. */
const MOST_RUNS = 20_000;

export function addDetect(program: Command, context: CommandContext): void {
  program.command('detect')
    .description('One run of all detectors; findings, risks and cases are stored.')
    .option('--as-of <instant>', 'look from this instant instead of now')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { asOf?: string }>();
      await withApp(options, context, async (app) => {
        const asOf = options.asOf === undefined ? await app.store.events.watermark() : await pastInstantOf(options.asOf, '--as-of', app);
        context.io.progress(`looking at what was known at ${isoOf(asOf)}`);
        const run = await app.pipeline.run(asOf, options.asOf === undefined);
        report(run, options, context);
        if (options.asOf !== undefined) await sayUnknown(app, asOf, run, context);
        await sayReleases(app, context);
      });
    });
  program.command('replay')
    .description('The runs that would have taken place, stored as live ones would be. Repeating it changes nothing; nobody is notified.')
    .requiredOption('--from <instant>', 'first run')
    .requiredOption('--to <instant>', 'last run; up to now')
    .option('--every <duration>', 'time between runs', '1h')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared & { from: string; to: string; every: string }>();
      const instants = instantsBetween(instantOf(options.from, '--from'), instantOf(options.to, '--to'), durationOf(options.every, '--every'));
      await withApp(options, context, async (app) => {
        await pastInstantOf(options.to, '--to', app);
        await app.pipeline.replay(instants, (done) => context.io.progress(`run ${done} of ${instants.length}, as of ${isoOf(instants[done - 1]!)}`));
        const run = await app.pipeline.runs.newest(instants.at(-1)!);
        context.io.err(`${instants.length} runs from ${isoOf(instants[0]!)} to ${isoOf(instants.at(-1)!)}.`);
        report(run!, options, context);
        await sayUnknown(app, instants[0]!, run!, context);
        await sayReleases(app, context);
      });
    });
}

function instantsBetween(from: Instant, to: Instant, every: number): readonly Instant[] {
  if (to < from) throw new FarmwatchError('usage', { why: `--to ${isoOf(to)} is before --from ${isoOf(from)}.` });
  const count = Math.floor((to - from) / every) + 1;
  if (count > MOST_RUNS) throw new FarmwatchError('usage', { why: `That would be ${count} runs; ${MOST_RUNS} are the most. Take a longer --every.` });
  return Array.from({ length: count }, (_, index) => from + index * every);
}

function report(run: Run, options: Shared, { io }: CommandContext): void {
  const open = run.cases.filter(({ status }) => status === 'open');
  const bands = Object.fromEntries(['act', 'review', 'watch', 'quiet'].map((band) => [band, run.risks.filter((risk) => risk.band === band).length]));
  // A quiet sum that had next to nothing to look at says nothing; "risk" calls it unknown as well.
  const unknown = run.risks.filter(isUnknown).length;
  const said = unknown === 0 ? bands : { ...bands, quiet: bands['quiet']! - unknown, unknown };
  if (options.json) io.out(JSON.stringify({ as_of: isoOf(run.asOf), people: run.risks.length, findings: run.findings.length, open_cases: open.length, bands, unknown, muted: hiddenIn(run) }));
  else io.out(`As of ${isoOf(run.asOf)}: ${counted(run.risks.length, 'person', 'people')} in scope, ${counted(run.findings.length, 'finding')}, ${counted(open.length, 'open case')}; people by band: ${Object.entries(said).map(([band, count]) => `${band} ${count}`).join(', ')}.`);
  for (const hidden of hiddenIn(run)) io.err(printable(`Muted: ${hidden}.`));
  if (run.risks.length === 0) io.err('Nobody is in their first months at that instant: scope begins two weeks before the first day of work and ends 90 days after it. Import people.csv if it is not, or look from another instant (detect --as-of, replay --from and --to); "farmwatch doctor" says when what is held ends.');
}

/** A run that looks back knows only what had come in by then. */
async function sayUnknown({ store }: App, from: Instant, last: Run, { io }: CommandContext): Promise<void> {
  for (const sentence of await sayNotYetKnown(store, from, last)) io.err(printable(sentence));
}

/** New weights are no secret: what they changed is told until somebody says to have seen it. */
async function sayReleases({ store }: App, { io }: CommandContext): Promise<void> {
  for (const release of await openReleases(store)) io.err(printable(`Other versions judge now: ${saidRelease(release)}. farmwatch releases acknowledge ${release.id} --by NAME`));
}
