import type { Command } from 'commander';
import { isoOf } from '../../core/time.ts';
import { FarmwatchError } from '../../errors.ts';
import { releaseJournal, releasesOf, sayChanged, type Release } from '../../run/releases.ts';
import type { Store } from '../../store/store.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { sentenceOf } from '../words.ts';
import { keptLines, saidDifference } from './difference.ts';

export function addReleases(program: Command, context: CommandContext): void {
  const { io } = context;
  const releases = program.command('releases').description('What new versions of detectors and fusion said otherwise about the last instant that older ones judged.');
  releases.command('list')
    .description('Every release that was met, with its difference.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const all = await releasesOf(app.store);
        for (const { release, acknowledged } of all) {
          if (options.json) io.out(JSON.stringify({ ...lineOf(release), ...(acknowledged ? { acknowledged_by: acknowledged.by, acknowledged_at: isoOf(acknowledged.at) } : {}) }));
          else {
            io.out(printable(`${saidRelease(release)}${acknowledged ? `; seen by ${acknowledged.by} ${isoOf(acknowledged.at)}` : '; not acknowledged'}`));
            for (const line of keptLines(release.difference)) io.out(printable(line));
          }
        }
        if (all.length === 0) io.err('No other versions have judged in this store.');
      });
    });
  releases.command('acknowledge <id>')
    .description('Say that somebody has seen the difference; doctor tells of it until then.')
    .requiredOption('--by <name>', 'who has seen it; kept')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<Shared & { by: string }>();
      const by = sentenceOf(words.by, '--by');
      await withApp(words, context, async (app) => {
        const found = (await releasesOf(app.store)).find(({ release }) => release.id === id);
        if (!found) throw new FarmwatchError('not.found', { what: `release ${JSON.stringify(id)}`, cure: 'See "farmwatch releases list".' });
        if (!found.acknowledged) await releaseJournal(app.store).append({ kind: 'acknowledged', id, at: io.now(), by });
        io.out(words.json ? JSON.stringify({ id, acknowledged_by: found.acknowledged?.by ?? by }) : printable(`${id} was seen by ${found.acknowledged?.by ?? by}.`));
      });
    });
}

/** Releases whose difference nobody has acknowledged. */
export async function openReleases(store: Store): Promise<readonly Release[]> {
  return (await releasesOf(store)).filter(({ acknowledged }) => acknowledged === undefined).map(({ release }) => release);
}

export function saidRelease({ id, asOf, from, changed, difference }: Release): string {
  return `${id}  ${sayChanged(changed)}, in force from the run of ${isoOf(from)} on; judged again as of ${isoOf(asOf)}: ${saidDifference(difference)}`;
}

export function lineOf({ id, asOf, from, changed, difference }: Release): object {
  return { id, as_of: isoOf(asOf), from: isoOf(from), changed, ...difference };
}
