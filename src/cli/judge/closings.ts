import type { Command } from 'commander';
import { shareBounds } from '../../evaluate/intervals.ts';
import { DECIDED, FEWEST, closingsOf, toldCases, type ClosingRow, type ShareOf } from '../../run/closings.ts';
import { withApp, type CommandContext, type Shared } from '../context.ts';
import { printable } from '../io.ts';
import { aligned } from '../text.ts';

const TOO_FEW = 'too few to judge';

export function addClosings(program: Command, context: CommandContext): void {
  program.command('closings')
    .description(`What closed cases say of each detector: opened, true, benign-true, false, with exact intervals from ${FEWEST} decided cases on.`)
    .action(async (_own, self: Command) => {
      const options = self.optsWithGlobals<Shared>();
      await withApp(options, context, async (app) => {
        const { cases } = await app.pipeline.cases();
        const rows = closingsOf(await toldCases(app.store, cases, app.pipeline.runs), shareBounds);
        const { io } = context;
        if (options.json) {
          for (const row of rows) io.out(JSON.stringify(lineOf(row)));
          return;
        }
        const head = ['detector', 'opened', 'true', 'benign-true', 'false', 'duplicate', 'not-evaluable', ...DECIDED.map((reason) => `${reason} of decided`)];
        for (const line of aligned(head, rows.map(cellsOf))) io.out(printable(line));
        io.err('Decided are cases closed as true, benign-true or false; intervals are exact, 95 %. A case counts for every detector that spoke for a farm in it, whichever misled; a closing is an opinion, and who is judged by it knows it.');
      });
    });
}

function cellsOf({ detector, opened, closed, shares }: ClosingRow): readonly unknown[] {
  const counts = [closed.true, closed['benign-true'], closed.false, closed.duplicate, closed['not-evaluable']];
  return [detector ?? 'all cases', opened, ...counts, ...(shares ? DECIDED.map((reason) => said(shares[reason])) : [TOO_FEW, '', ''])];
}

function said({ share, atLeast, atMost }: ShareOf): string {
  const [is, from, to] = [share, atLeast, atMost].map((one) => (100 * one).toFixed(0));
  return `${is} % (${from}–${to})`;
}

function lineOf({ detector, opened, closed, decided, shares }: ClosingRow): object {
  const told = shares && Object.fromEntries(DECIDED.map((reason) => [reason.replace('-', '_'), { share: shares[reason].share, at_least: shares[reason].atLeast, at_most: shares[reason].atMost }]));
  return {
    detector, opened, decided, true: closed.true, benign_true: closed['benign-true'], false: closed.false, duplicate: closed.duplicate, not_evaluable: closed['not-evaluable'],
    ...(told ? { shares: told } : { shares: null, said: TOO_FEW }),
  };
}
