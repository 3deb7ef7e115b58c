import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import type { App } from '../../app.ts';
import { leastOf } from '../../core/extremes.ts';
import { isoOf, type Instant } from '../../core/time.ts';
import { readHolds } from '../../run/holds/hold-book.ts';
import { HOLD_STATES, stateOf } from '../../run/holds/hold.ts';
import { rehearse, sayCounts } from '../../run/housekeeping.ts';
import { deletionJournal, type Deletion } from '../../run/retention/deletions.ts';
import { countHeld, type HeldCount } from '../../run/retention/held-counts.ts';
import { goneIn } from '../../run/retention/letting-go.ts';
import { PLACES, keptSaid, placeSaid, wouldGoFrom, type Place } from '../../run/retention/places.ts';
import type { WouldGo } from '../../run/retention/rehearsing.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { housekeepingOf } from '../serve/jobs.ts';

/** Proofs that are printed; the journal has them all. */
const PROOFS = 5;

export function addRetention(program: Command, context: CommandContext): void {
  const { io } = context;
  program.command('retention')
    .description('What is kept in which place, how long, how much, since when, and what would go at the next run of housekeeping; then what the last runs let go. Nothing is changed.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const { counts: next, wouldGo } = await rehearse(housekeepingOf(app));
        for (const place of PLACES) {
          const line = lineOf(place, await heldIn(app, place), wouldGoFrom(place, wouldGo), app);
          if (options.json) io.out(JSON.stringify(line));
          else io.out(printable(`${line.place}: ${saidHeld(line)}. Kept: ${line.kept}.${saidNext(line)}`));
        }
        const proofs = (await deletions(app)).slice(-PROOFS);
        const holds = (await readHolds(app.store)).filter((hold) => !['released', 'lapsed'].includes(stateOf(hold, io.now())));
        if (options.json) {
          io.out(JSON.stringify({ next_run: next, on_hold: holds.map((hold) => ({ id: hold.id, hires: hold.hires.length, cases: hold.cases.length, state: stateOf(hold, io.now()) })), proofs: proofs.map(({ at, counts }) => ({ at: isoOf(at), ...counts })) }));
          return;
        }
        io.out(goneIn(next) === 0 ? 'The next run lets nothing go.' : `Next run: ${sayCounts(next)}`);
        for (const hold of holds) io.out(printable(`On hold: ${hold.id}, ${hold.hires.length + hold.cases.length} ids for ${hold.matter}, ${HOLD_STATES[stateOf(hold, io.now())]}, review ${hold.review}.`));
        if (proofs.length === 0) io.out('Proof: housekeeping has let nothing go yet.');
        for (const { at, counts } of proofs) io.out(`Proof: ${isoOf(at)}: ${sayCounts(counts)}`);
      });
    });
}

export interface RetentionLine {
  readonly class: Place['class']; readonly place: string; readonly what: string; readonly about: Place['about']; readonly kept: string; readonly held: number | null; readonly oldest: string | null;
  /** What would go from this place at the next run; missing for places outside the store. */
  readonly goes?: number;
  /** What would be written anew there. */
  readonly changes?: number;
}

/** A place as one line. */
function lineOf(place: Place, held: HeldCount | undefined, next: WouldGo | undefined, app: App): RetentionLine {
  return {
    class: place.class, place: placeSaid(place), what: place.what, about: place.about, kept: keptSaid(place, app.loaded.config.retention),
    held: held?.many ?? null, oldest: held?.oldest === undefined ? null : isoOf(held.oldest), ...next,
  };
}

function saidNext({ goes = 0, changes = 0 }: RetentionLine): string {
  return `${goes === 0 ? '' : ` Goes at the next run: ${goes}.`}${changes === 0 ? '' : ` Changed at the next run: ${changes}.`}`;
}

/** How much lies in a place: of the store, or of the data folder. */
async function heldIn(app: App, place: Place): Promise<HeldCount | undefined> {
  return place.kind === 'file' ? filesHeld(place.names.map((name) => join(app.folder, name))) : countHeld(app.store, place);
}

function filesHeld(files: readonly string[]): HeldCount {
  const found = files.filter((file) => existsSync(file)).flatMap((file) => (statSync(file).isDirectory() ? readdirSync(file, { recursive: true, withFileTypes: true }).filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name)) : [file]));
  const times: readonly Instant[] = found.map((file) => statSync(file).mtimeMs);
  return { many: found.length, oldest: times.length === 0 ? undefined : leastOf(times) };
}

function saidHeld({ held, oldest }: RetentionLine): string {
  if (held === null) return 'outside the store, so not counted';
  return `${held} held${oldest === null ? '' : `, the oldest of ${oldest.slice(0, 10)}`}`;
}

async function deletions(app: App): Promise<readonly Deletion[]> {
  const found: Deletion[] = [];
  for await (const { entry } of deletionJournal(app.store).read()) found.push(entry);
  return found;
}
