import type { Command } from 'commander';
import { isoOf } from '../../core/time.ts';
import { askHold, askRelease, confirmHold, holdingNobody, readHolds, sayDuring } from '../../run/holds/hold-book.ts';
import { firstOf, HOLD_STATES, stateOf, type Hold } from '../../run/holds/hold.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { mustBeSecondOf } from '../decide/second-person.ts';
import { printable } from '../io.ts';
import { sentenceOf } from '../words.ts';

interface AddWords extends Shared { readonly hire?: readonly string[]; readonly case?: readonly string[]; readonly matter: string; readonly reason: string; readonly review: string; readonly by: string }
interface ByWords extends Shared { readonly by: string; readonly reason: string }

export function addHolds(program: Command, context: CommandContext): void {
  const { io } = context;
  const hold = program.command('hold').description('Records that stay for the law: of listed people and cases only, by two people, until two people release them.');
  const say = (one: Hold, words: Shared, more: string): void => io.out(words.json ? JSON.stringify(recordOf(one, io.now())) : printable(`${one.id}: ${more}`));
  hold.command('add')
    .description('Ask for a hold. It keeps from now on, and lapses after 14 days where no second person confirms it.')
    .option('--hire <ids...>', 'hires whose records stay')
    .option('--case <ids...>', 'cases that stay, with the records of their people')
    .requiredOption('--matter <text>', 'the proceeding it is for; kept')
    .requiredOption('--reason <text>', 'why, in a sentence; kept')
    .requiredOption('--review <day>', 'when somebody looks whether it is still needed')
    .requiredOption('--by <name>', 'who asks; kept')
    .action(async (_own, self: Command) => {
      const words = self.optsWithGlobals<AddWords>();
      await withApp(words, context, async (app) => {
        const made = await askHold(app.store, app.pipeline, { ...words, hires: words.hire ?? [], cases: words.case ?? [] }, sentenceOf(words.by, '--by'), io.now());
        say(made, words, `${sayDuring(made)} A second person confirms it: farmwatch hold confirm ${made.id} --by NAME`);
      });
    });
  hold.command('confirm <id>')
    .description('Confirm a hold, or its release, as a second person.')
    .requiredOption('--by <name>', 'who confirms; not who asked')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<ByWords>();
      await withApp(words, context, async (app) => {
        const waits = (await readHolds(app.store)).find((one) => one.id === id);
        if (waits) await mustBeSecondOf(app, firstOf(waits), words.by);
        const now = await confirmHold(app.store, app.pipeline, id, sentenceOf(words.by, '--by'), io.now());
        say(now, words, now.released ? 'released. What is too old goes with the next run of housekeeping.' : `in force until two people release it; look at it again by ${now.review}.`);
      });
    });
  hold.command('list')
    .description('Every hold there is and was.')
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const holds = await readHolds(app.store);
        for (const one of holds) say(one, options, `${HOLD_STATES[stateOf(one, io.now())]}; ${[...one.hires, ...one.cases].join(', ')}${one.people.length === 0 ? '' : ` with ${one.people.join(', ')}`}; for ${one.matter}: ${one.reason} Asked for ${isoOf(one.asked.at)} by ${one.asked.by}${one.confirmed ? `, confirmed by ${one.confirmed.by}` : ''}; review ${one.review}.`);
        for (const { id, cases } of await holdingNobody(app.store, app.pipeline, io.now())) io.err(printable(`${id} names ${cases.join(', ')}, of which nothing is there, and nobody wrote down who was in it: by that it holds nobody. Ask for a hold of these people: farmwatch hold add --hire.`));
        if (holds.length === 0) io.err('Nothing was ever put on hold.');
      });
    });
  hold.command('release <id>')
    .description('Ask that a hold be released. It keeps until a second person confirms that.')
    .requiredOption('--reason <text>', 'why, in a sentence; kept')
    .requiredOption('--by <name>', 'who asks; kept')
    .action(async (id: string, _own, self: Command) => {
      const words = self.optsWithGlobals<ByWords>();
      await withApp(words, context, async (app) => {
        const now = await askRelease(app.store, id, words.reason, sentenceOf(words.by, '--by'), io.now());
        say(now, words, `keeps until a second person confirms its release: farmwatch hold confirm ${id} --by NAME`);
      });
    });
}

function recordOf(hold: Hold, now: number): object {
  const word = (one: { readonly at: number; readonly by: string } | undefined): object | null => (one ? { at: isoOf(one.at), by: one.by } : null);
  return { id: hold.id, state: stateOf(hold, now), hires: hold.hires, cases: hold.cases, people: hold.people, matter: hold.matter, reason: hold.reason, review: hold.review, asked: word(hold.asked), confirmed: word(hold.confirmed), release_asked: word(hold.releaseAsked), released: word(hold.released) };
}
